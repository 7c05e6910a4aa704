//! `GET /v1/time?nonce=…`: the upstream's time, signed, bound to the question.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use domain::seal::SealError;
use domain::wire::SealedTimeMark;
use serde::Deserialize;
use serde_json::json;

use super::asker::Stranger;
use super::operation::Operation;
use super::parameter::Parameter;
use super::rejection::Rejection;
use super::route::Route;
use crate::upstream::Upstream;

const LONGEST: usize = 64;

/// The question.
#[derive(Deserialize)]
pub(super) struct Asked {
    nonce: String,
}

impl Asked {
    /// What it asks for.
    pub(super) fn parameter() -> Parameter {
        let schema = json!({ "type": "string", "pattern": format!("^[A-Za-z0-9_-]{{1,{LONGEST}}}$") });
        Parameter::required("nonce", "Drawn for this question; the answer repeats it under its signature.", schema)
    }

    /// The nonce, where it is one.
    pub(super) fn nonce(asked: Result<Query<Self>, QueryRejection>) -> Result<String, Rejection> {
        let nonce = asked.ok().map(|Query(asked)| asked.nonce).filter(|nonce| is_nonce(nonce));
        nonce.ok_or_else(|| Rejection::malformed("请求须带 nonce：1 至 64 位字母、数字、_ 或 -"))
    }
}

/// The answer could not be signed.
pub(super) fn not_signed(error: &SealError) -> Rejection {
    tracing::error!(%error, "an answer could not be signed");
    Rejection::unavailable("上级节点暂时无法签名；请稍后重试，并通知上级节点管理员")
}

/// Its address.
pub(super) fn route() -> Route {
    let operation = Operation::of_anybody("time", "Tells the upstream's time, bound to the question.")
        .asks(Asked::parameter())
        .may_be_unavailable()
        .answers::<SealedTimeMark>("Signed by the upstream.");
    Route::get("/v1/time", time, operation)
}

/// Answers it.
async fn time(
    _: Stranger,
    State(upstream): State<Upstream>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<SealedTimeMark>, Rejection> {
    let nonce = Asked::nonce(asked)?;
    upstream.identity().time_mark(nonce, upstream.now()).map(Json).map_err(|error| not_signed(&error))
}

fn is_nonce(text: &str) -> bool {
    let plain = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_' || letter == b'-';
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(plain)
}
