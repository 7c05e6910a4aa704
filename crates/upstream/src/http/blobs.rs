//! `PUT /v1/blobs/{digest}?offset=n` and `GET /v1/blobs/{digest}?offset=n&most=m`: attachments in pieces.
//!
//! Whoever brings one must have brought an entry that names it; whoever takes one must have been handed such an entry with
//! its body. Everybody else hears that there is none.

use std::io;

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::digest::Digest;
use domain::information::LARGEST_ATTACHMENT;
use domain::wire::{BlobHeld, MAX_PIECE, RefusalCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::asker::Asker;
use super::bearer;
use super::operation::Operation;
use super::parameter::Parameter;
use super::rejection::Rejection;
use super::request_body::RequestBody;
use super::route::Route;
use crate::blobs::{Piece, UnitBlobs};
use crate::upstream::Upstream;

/// The address of attachments on their way up.
pub(super) fn bringing() -> Route {
    let operation = Operation::of_a_device(
        "bring_blob",
        "Brings a piece of an attachment that an entry of the asker's unit names.",
    )
    .asks(digest())
    .asks(Parameter::optional("offset", "Where the piece begins.", count()))
    .takes_bytes()
    .answers::<BlobHeld>("How much of it is held; the next piece begins there, whatever was sent.")
    .refuses(StatusCode::BAD_REQUEST, "A parameter is not of its form, or other bytes than the digest says.")
    .refuses(
        StatusCode::NOT_FOUND,
        "No entry of the asker's unit names it, or only as larger than an attachment may be.",
    );
    Route::put("/v1/blobs/{digest}", bring, operation)
}

/// The address of attachments on their way down.
pub(super) fn fetching() -> Route {
    let operation = Operation::of_a_device(
        "fetch_blob",
        "A piece of an attachment of an entry that was handed to the asker's unit.",
    )
    .asks(digest())
    .asks(Parameter::optional("offset", "Where the piece begins.", count()))
    .asks(Parameter::optional("most", "How many bytes of it at most; never more than 262144.", count()))
    .answers_bytes("The piece; empty beyond the end.")
    .refuses(StatusCode::NOT_FOUND, "Not named in such an entry, or not here yet.");
    Route::get("/v1/blobs/{digest}", fetch, operation)
}

fn digest() -> Parameter {
    let schema = json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" });
    Parameter::of_the_address("digest", "SM3 of its bytes.", schema)
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX })
}

/// Where a piece begins.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    offset: u64,
    /// How much of it is wanted, where it is fetched.
    #[serde(default = "all_that_may_be")]
    most: u64,
}

const fn all_that_may_be() -> u64 {
    MAX_PIECE as u64
}

impl Asked {
    fn read(asked: Result<Query<Self>, QueryRejection>) -> Result<Self, Rejection> {
        let malformed = |_| Rejection::malformed("offset、most 应为字节数，从 0 起；请核对本软件版本");
        asked.map(|Query(asked)| asked).map_err(malformed)
    }
}

/// Takes a piece of what an entry of the caller's unit names.
async fn bring(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    Path(digest): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
    request: Request,
) -> Result<Json<BlobHeld>, Rejection> {
    let (head, body) = request.into_parts();
    let admitted = bearer::with_a_piece(&upstream, &head.headers, &asker).await;
    let (caller, body) = RequestBody::read_from(admitted, body).await?;
    let unit = caller.unit;
    let (digest, offset) = (named(&digest)?, Asked::read(asked)?.offset);
    let bytes = body.bytes(&head.headers)?;
    let mut lengths = upstream.storage().blob_lengths(digest, unit.clone()).await?;
    // Whatever a header says: no desk of ours takes a larger file in.
    lengths.retain(|length| *length <= LARGEST_ATTACHMENT);
    if lengths.is_empty() {
        return Err(not_there());
    }
    let piece = keep(&upstream.blobs().of(&unit), digest, lengths, offset, bytes).await?;
    match piece {
        Piece::Held(held) => Ok(Json(BlobHeld { held, whole: false })),
        Piece::Whole(held) => Ok(Json(BlobHeld { held, whole: true })),
        Piece::NoRoom => Err(Rejection::unavailable(NO_ROOM)),
        Piece::OtherBytes => Err(Rejection::new(
            StatusCode::BAD_REQUEST,
            RefusalCode::BadSeal,
            "附件的内容与条目中的摘要不符，已清除；请从头重新上传",
        )),
    }
}

async fn keep(
    blobs: &UnitBlobs,
    digest: Digest,
    lengths: Vec<u64>,
    offset: u64,
    bytes: Bytes,
) -> Result<Piece, Rejection> {
    let blobs = blobs.clone();
    let kept = tokio::task::spawn_blocking(move || blobs.take(digest, &lengths, offset, &bytes)).await;
    kept.map_err(|_| Rejection::unavailable(NOT_NOW))?.map_err(|error| {
        tracing::error!(%error, "a piece of a blob could not be kept");
        Rejection::unavailable(NOT_NOW)
    })
}

const NO_ROOM: &str =
    "本单位在上级节点的附件已满，本件未收；文字照常报送，附件会自动重试。请通知上级节点管理员（serve --blob-quota-gb）";

const NOT_NOW: &str = "上级节点暂时无法读写附件；请稍后自动重试，并通知上级节点管理员";

/// A piece of what was handed to the caller's unit.
async fn fetch(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
    Path(digest): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Rejection> {
    let unit = bearer::with_a_piece(&upstream, &headers, &asker).await?.unit;
    let (digest, asked) = (named(&digest)?, Asked::read(asked)?);
    let authors = upstream.storage().authors_of_blob(digest, unit).await?;
    let brought: Vec<_> = authors.iter().map(|author| upstream.blobs().of(author)).collect();
    let read = tokio::task::spawn_blocking(move || first(&brought, digest, &asked)).await;
    let read = read.map_err(|_| Rejection::unavailable(NOT_NOW))?.map_err(|error| {
        tracing::error!(%error, "a blob could not be read");
        Rejection::unavailable(NOT_NOW)
    })?;
    let bytes = read.ok_or_else(not_there)?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

/// The piece as the first of them holds it.
fn first(brought: &[UnitBlobs], digest: Digest, asked: &Asked) -> io::Result<Option<Vec<u8>>> {
    for blobs in brought {
        if let Some(piece) = blobs.read(digest, asked.offset, asked.most.min(all_that_may_be()))? {
            return Ok(Some(piece));
        }
    }
    Ok(None)
}

fn named(digest: &str) -> Result<Digest, Rejection> {
    Digest::parse(digest)
        .ok_or_else(|| Rejection::malformed("附件应以其摘要（64 位十六进制小写）命名；请核对本软件版本"))
}

/// The same words whether it is not here, not yet, or not for the asker.
fn not_there() -> Rejection {
    let message = "没有这个附件，或者它还没有传到，或者没有发给本单位；请稍后自动重试";
    Rejection::new(StatusCode::NOT_FOUND, RefusalCode::NotFound, message)
}
