//! `GET /v1/heads?nonce=…`: what is held of the asking device and how far its unit was handed things, signed, bound to the
//! question.

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
    let operation = Operation::of_a_device(
        "heads",
        "Tells what is held of the asking device, and the number of its unit's last delivery.",
    )
    .asks(Asked::parameter())
    .answers::<SealedHeads>("Signed by the upstream.");
    Route::get("/v1/heads", own, operation)
}

/// The caller's own heads and its unit's count, and nobody else's.
async fn own(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<SealedHeads>, Rejection> {
    let caller = bearer::caller(&upstream, &headers, &asker).await?;
    let nonce = Asked::nonce(asked)?;
    let heads = upstream.storage().heads_of(caller.device).await?;
    let delivered = upstream.storage().delivered_to(caller.unit).await?;
    upstream.identity().heads(nonce, caller.device, heads, delivered).map(Json).map_err(|error| not_signed(&error))
}
