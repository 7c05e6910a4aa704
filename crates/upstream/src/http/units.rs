//! `GET /v1/units`: the caller's unit, those above and below it, and those beside it, as the tree is now.

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::wire::UnitsAnswer;

use super::asker::Asker;
use super::bearer;
use super::operation::Operation;
use super::packed::Packed;
use super::rejection::Rejection;
use super::route::Route;
use crate::upstream::Upstream;

/// Its address.
pub(super) fn route() -> Route {
    let operation = Operation::of_a_device("units", "Names the asker's unit and those above, below and beside it.")
        .answers::<UnitsAnswer>("By the tree as it is now, compressed for whoever takes that.");
    Route::get("/v1/units", own, operation)
}

/// Of the caller's own unit, whichever the question names.
async fn own(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
) -> Result<Packed, Rejection> {
    let caller = bearer::caller(&upstream, &headers, &asker).await?;
    let units = upstream.storage().units_of(caller.unit).await?;
    Packed::of(&UnitsAnswer { units }, &headers)
}
