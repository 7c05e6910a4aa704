//! `GET /v1/time?nonce=…`: the upstream's time, signed, bound to the question.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use domain::seal::SealError;
use domain::wire::SealedTimeMark;
use serde::Deserialize;

use super::asker::Stranger;
use super::rejection::Rejection;
use crate::upstream::Upstream;

const LONGEST: usize = 64;

/// The question.
#[derive(Deserialize)]
pub(crate) struct Asked {
    nonce: String,
}

impl Asked {
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

/// Answers it.
pub(crate) async fn time(
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
