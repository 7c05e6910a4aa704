//! `POST /v1/offers`: what an earlier generation of this upstream received and this one forgot.

use axum::extract::{Request, State};
use axum::{Extension, Json};
use domain::wire::{OfferRequest, SubmitAnswer};

use super::asker::Asker;
use super::entries::{handed_in, judged, refuse_too_many};
use super::operation::Operation;
use super::rejection::Rejection;
use super::route::Route;
use crate::upstream::Upstream;

/// Its address.
pub(super) fn route() -> Route {
    let operation = Operation::of_a_device(
        "offer",
        "Hands in again what was received before this upstream was put back from a backup. What is wrong with one is its outcome.",
    )
    .takes::<OfferRequest>()
    .answers::<SubmitAnswer>("One outcome an offer, in their order; the receipt is the one that was offered. Idempotent for ever.");
    Route::post("/v1/offers", offer, operation)
}

/// Receives them.
async fn offer(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    request: Request,
) -> Result<Json<SubmitAnswer>, Rejection> {
    let (caller, OfferRequest { offers }) = handed_in(&upstream, &asker, request).await?;
    refuse_too_many(offers.len())?;
    Ok(judged(&upstream, upstream.receive_again(offers, caller).await?))
}
