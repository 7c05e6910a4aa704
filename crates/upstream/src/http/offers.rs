//! `POST /v1/offers`: what an earlier generation of this upstream received and this one forgot.

use axum::extract::{Request, State};
use axum::{Extension, Json};
use domain::wire::{OfferRequest, SubmitAnswer};

use super::asker::Asker;
use super::bearer;
use super::entries::refuse_too_many;
use super::operation::Operation;
use super::rejection::Rejection;
use super::request_body::RequestBody;
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

/// Receives them. The body is read first, so that even a refused desk can read its answer.
async fn offer(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    request: Request,
) -> Result<Json<SubmitAnswer>, Rejection> {
    let (head, body) = request.into_parts();
    let body = RequestBody::read(body).await?;
    let caller = bearer::caller(&upstream, &head.headers, &asker).await?;
    let OfferRequest { offers } = body.json(&head.headers)?;
    refuse_too_many(offers.len())?;
    let outcomes = upstream.receive_again(offers, caller).await?;
    upstream.gatehouse().metrics().judged(&outcomes);
    Ok(Json(SubmitAnswer { outcomes }))
}
