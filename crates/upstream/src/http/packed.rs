//! A long answer as it goes down, compressed for whoever takes that: on a slow line the next report waits for it.

use std::io::{self, Write as _};

use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use super::rejection::Rejection;

/// A long answer.
pub(crate) struct Packed {
    bytes: Vec<u8>,
    compressed: bool,
}

impl Packed {
    /// As somebody who sent these headers reads it.
    pub(crate) fn of(answer: &impl Serialize, asked: &HeaderMap) -> Result<Self, Rejection> {
        let compressed = takes_gzip(asked);
        let text = serde_json::to_vec(answer).map_err(io::Error::from);
        let bytes = text.and_then(|text| if compressed { gzip(&text) } else { Ok(text) });
        bytes.map(|bytes| Self { bytes, compressed }).map_err(|error| {
            tracing::error!(%error, "an answer could not be written");
            Rejection::unavailable("上级节点暂不可用；请稍后重试")
        })
    }
}

impl IntoResponse for Packed {
    fn into_response(self) -> Response {
        let mut response = ([(CONTENT_TYPE, "application/json")], self.bytes).into_response();
        if self.compressed {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    let values = asked.get_all(ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| coding.trim().eq_ignore_ascii_case("gzip"))
}

fn gzip(text: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text)?;
    encoder.finish()
}
