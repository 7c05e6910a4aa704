//! Request bodies, bounded in size, inflation and time before anything reads them.

use std::io::Read as _;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use domain::wire::{MAX_REQUEST, RefusalCode};
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;

use super::rejection::Rejection;

/// 256 KB take 33 s on a link of 64 kbit/s.
const PATIENCE: Duration = Duration::from_secs(90);
/// A body that is too large is still read this far, so that its sender gets to see the refusal.
const DRAINED: usize = 4 * 1024 * 1024;

/// A body as it was sent, not yet inflated.
pub(crate) struct RequestBody {
    bytes: Bytes,
}

impl RequestBody {
    /// Reads the whole body, within limits.
    pub(crate) async fn read(body: Body) -> Result<Self, Rejection> {
        match tokio::time::timeout(PATIENCE, collect(body)).await {
            Ok(collected) => collected.map(|bytes| Self { bytes }),
            Err(_) => Err(Rejection::new(
                StatusCode::REQUEST_TIMEOUT,
                RefusalCode::Unavailable,
                "请求传输过慢，本次未收；请稍后自动重试，必要时减少每次提交的条数",
            )),
        }
    }

    /// Reads the body of somebody who was admitted. Whoever was not gets to read why: theirs is let go by as it comes.
    pub(crate) async fn read_from<T>(admitted: Result<T, Rejection>, body: Body) -> Result<(T, Self), Rejection> {
        match admitted {
            Ok(asker) => Ok((asker, Self::read(body).await?)),
            Err(refusal) => {
                let _ = tokio::time::timeout(PATIENCE, let_go_by(body)).await;
                Err(refusal)
            }
        }
    }

    /// The bytes of a piece of a file, as they are.
    pub(crate) fn bytes(self, headers: &HeaderMap) -> Result<Bytes, Rejection> {
        refuse_other_types(headers, "application/octet-stream", "附件应为 application/octet-stream；请核对本软件版本")?;
        inflate(self.bytes, headers)
    }

    /// Inflates and reads it as JSON.
    pub(crate) fn json<T: DeserializeOwned>(self, headers: &HeaderMap) -> Result<T, Rejection> {
        refuse_other_types(headers, "application/json", "请求应为 application/json；请核对本软件版本")?;
        let bytes = inflate(self.bytes, headers)?;
        serde_json::from_slice(&bytes).map_err(|error| {
            // The parser's own words may quote what was sent; only the place goes back.
            let place =
                format!("请求不是约定的格式（第 {} 行第 {} 列）；请核对本软件版本", error.line(), error.column());
            Rejection::malformed(&place)
        })
    }
}

async fn collect(mut body: Body) -> Result<Bytes, Rejection> {
    let (mut kept, mut seen) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Rejection::malformed("请求没有传完，本次未收；请稍后自动重试"))?;
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len();
        if seen <= MAX_REQUEST {
            kept.extend_from_slice(&data);
        } else if seen > DRAINED {
            break;
        }
    }
    if seen > MAX_REQUEST { Err(too_large()) } else { Ok(kept.into()) }
}

async fn let_go_by(mut body: Body) {
    let mut seen = 0;
    while let Some(Ok(frame)) = body.frame().await {
        seen += frame.data_ref().map_or(0, Bytes::len);
        if seen > DRAINED {
            break;
        }
    }
}

fn too_large() -> Rejection {
    Rejection::too_large("请求超过 256 KB，本次未收；请减少每次提交的条数")
}

fn refuse_other_types(headers: &HeaderMap, wanted: &str, message: &str) -> Result<(), Rejection> {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(wanted) { Ok(()) } else { Err(unsupported(message)) }
}

fn unsupported(message: &str) -> Rejection {
    Rejection::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, RefusalCode::Malformed, message)
}

fn inflate(bytes: Bytes, headers: &HeaderMap) -> Result<Bytes, Rejection> {
    let encoding = headers.get(CONTENT_ENCODING).map(|value| value.to_str().unwrap_or_default());
    match encoding.map(str::trim) {
        None | Some("" | "identity") => Ok(bytes),
        Some("gzip") => gunzip(&bytes),
        Some(_) => Err(unsupported("请求的压缩方式不认识，只接受 gzip；请核对本软件版本")),
    }
}

/// Stops one byte beyond the limit, whatever the ratio.
fn gunzip(bytes: &[u8]) -> Result<Bytes, Rejection> {
    let mut inflated = Vec::new();
    let bounded = flate2::read::GzDecoder::new(bytes).take(MAX_REQUEST as u64 + 1).read_to_end(&mut inflated);
    match bounded {
        Ok(length) if length > MAX_REQUEST => Err(too_large()),
        Ok(_) => Ok(inflated.into()),
        Err(_) => Err(Rejection::malformed("请求的 gzip 数据已损坏；请稍后自动重试")),
    }
}
