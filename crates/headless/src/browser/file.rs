//! Files on their way to or from the page: by a ticket that names a purpose, never a path.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, BodyDataStream};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::routing::get;
use serde_json::json as value;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tokio_stream::StreamExt as _;
use workstation::door::DoorError;
use workstation::{ComingFile, GivenFile, expect_file, give_file, take_in};

use super::{Browser, failure, json};

/// `GET` fetches, `PUT` hands in; the size of what comes in is bounded while it comes.
pub(super) fn routes() -> Router<Browser> {
    Router::new().route("/file/{ticket}", get(fetch).put(hand_in)).layer(DefaultBodyLimit::disable())
}

async fn fetch(State(browser): State<Browser>, Path(ticket): Path<String>, headers: HeaderMap) -> Response<Body> {
    if let Err(refused) = browser.in_session(&headers) {
        return refused;
    }
    let desk = Arc::clone(&browser.desk);
    let given = tokio::task::spawn_blocking(move || give_file(&desk, &desk.tick(), &ticket)).await;
    match given {
        Ok(Ok(file)) => attachment(&file).await,
        Ok(Err(error)) => failure(&error),
        Err(_) => failure(&unfinished()),
    }
}

/// The file's bytes under the name to offer. The file itself is gone once it is open.
async fn attachment(file: &GivenFile) -> Response<Body> {
    let Ok(open) = File::open(file.path()).await else { return failure(&unfinished()) };
    let mut response = Response::new(Body::from_stream(tokio_util::io::ReaderStream::new(open)));
    let name = format!("attachment; filename=\"{}\"", file.name());
    let Ok(name) = HeaderValue::from_str(&name) else { return failure(&unfinished()) };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

async fn hand_in(
    State(browser): State<Browser>,
    Path(ticket): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    if let Err(refused) = browser.in_session(&headers) {
        return refused;
    }
    let desk = Arc::clone(&browser.desk);
    let coming = match expect_file(&desk, &desk.tick(), &ticket) {
        Ok(coming) => coming,
        Err(error) => return failure(&error),
    };
    if let Err(error) = receive(&coming, body.into_data_stream()).await {
        return failure(&error);
    }
    match tokio::task::spawn_blocking(move || take_in(&desk, coming)).await {
        Ok(Ok(done)) => json(StatusCode::OK, &value!({ "ticket": null, "done": done })),
        Ok(Err(error)) => failure(&error),
        Err(_) => failure(&unfinished()),
    }
}

/// Writes what comes; one that breaks off or grows too large is not taken in.
async fn receive(coming: &ComingFile, mut body: BodyDataStream) -> Result<(), DoorError> {
    let unwritable = |error: std::io::Error| DoorError::storage(format!("文件未能收完（{error}），请再试一次。"));
    let mut file = File::create(coming.path()).await.map_err(unwritable)?;
    let mut size = 0_u64;
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|_| DoorError::storage("文件没有传完，请再试一次。"))?;
        size += piece.len() as u64;
        if size > coming.purpose().largest() {
            return Err(DoorError::field("file", "文件过大，请另选一个。"));
        }
        file.write_all(&piece).await.map_err(unwritable)?;
    }
    file.sync_all().await.map_err(unwritable)
}

fn unfinished() -> DoorError {
    DoorError::storage("操作未完成，内容未改动，请再试一次。")
}
