//! `POST /v1/entries` and `GET /v1/entries?after=n`.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::HeaderMap;
use axum::{Extension, Json};
use domain::wire::{DeliveryPage, MAX_ENTRIES, Outcome, SubmitAnswer, SubmitRequest};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::asker::Asker;
use super::bearer;
use super::operation::Operation;
use super::packed::Packed;
use super::parameter::Parameter;
use super::rejection::Rejection;
use super::request_body::RequestBody;
use super::route::Route;
use crate::prepared::Caller;
use crate::upstream::Upstream;

/// The address of entries on their way up.
pub(super) fn submitting() -> Route {
    let operation =
        Operation::of_a_device("submit", "Hands in entries. What is wrong with one of them is its outcome.")
            .takes::<SubmitRequest>()
            .answers::<SubmitAnswer>("One outcome an entry, in their order. Idempotent for ever.");
    Route::post("/v1/entries", submit, operation)
}

/// The address of what is handed to a unit.
pub(super) fn pulling() -> Route {
    let cursor = json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX, "default": 0 });
    let operation = Operation::of_a_device("pull", "Pages what was delivered to the asker's unit.")
        .asks(Parameter::optional("after", "The last number that the asker has.", cursor))
        .answers::<DeliveryPage>("What comes next; nothing but the unit's own.");
    Route::get("/v1/entries", pull, operation)
}

/// Receives entries.
async fn submit(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    request: Request,
) -> Result<Json<SubmitAnswer>, Rejection> {
    let (caller, SubmitRequest { entries }) = handed_in(&upstream, &asker, request).await?;
    refuse_too_many(entries.len())?;
    Ok(judged(&upstream, upstream.receive(entries, caller).await?))
}

/// Who hands something in, and what: nothing is kept of what somebody without a token sends.
pub(super) async fn handed_in<T: DeserializeOwned>(
    upstream: &Upstream,
    asker: &Asker,
    request: Request,
) -> Result<(Caller, T), Rejection> {
    let (head, body) = request.into_parts();
    let admitted = bearer::caller(upstream, &head.headers, asker).await;
    let (caller, body) = RequestBody::read_from(admitted, body).await?;
    Ok((caller, body.json(&head.headers)?))
}

/// The answer with what became of each, which is counted.
pub(super) fn judged(upstream: &Upstream, outcomes: Vec<Outcome>) -> Json<SubmitAnswer> {
    upstream.gatehouse().metrics().judged(&outcomes);
    Json(SubmitAnswer { outcomes })
}

/// One request holds a bounded number.
pub(super) fn refuse_too_many(count: usize) -> Result<(), Rejection> {
    if count <= MAX_ENTRIES {
        Ok(())
    } else {
        Err(Rejection::too_large("每次最多提交 100 条，本次未收；请分次提交"))
    }
}

/// The cursor.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    after: u64,
}

/// A page of the caller's own deliveries, and nothing else.
async fn pull(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Packed, Rejection> {
    let caller = bearer::caller(&upstream, &headers, &asker).await?;
    let Query(Asked { after }) =
        asked.map_err(|_| Rejection::malformed("after 应为已收到的最大编号，从 0 起；请核对本软件版本"))?;
    let page = upstream.storage().page(caller.unit, after).await?;
    Packed::of(&page, &headers)
}
