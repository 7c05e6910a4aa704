//! `GET /v1/heads?nonce=…`: what is held of the asking device, signed, bound to the question.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::{Extension, Json};
use domain::heads::SealedHeads;

use super::asker::Asker;
use super::bearer;
use super::operation::Operation;
use super::rejection::Rejection;
use super::route::Route;
use super::time::{Asked, not_signed};
use crate::upstream::Upstream;

/// Its address.
pub(super) fn route() -> Route {
    let operation = Operation::of_a_device("heads", "Tells what is held of the asking device, bound to the question.")
        .asks(Asked::parameter())
        .answers::<SealedHeads>("Signed by the upstream.");
    Route::get("/v1/heads", own, operation)
}

/// The caller's own heads, and nobody else's.
async fn own(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<SealedHeads>, Rejection> {
    let device = bearer::caller(&upstream, &headers, &asker).await?.device;
    let nonce = Asked::nonce(asked)?;
    let heads = upstream.storage().heads_of(device).await?;
    upstream.identity().heads(nonce, device, heads).map(Json).map_err(|error| not_signed(&error))
}
