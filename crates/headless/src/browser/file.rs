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

/// Most bytes of a name in a header; what is longer is cut.
const LONGEST_NAME: usize = 3_000;

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
    let Ok(name) = HeaderValue::from_str(&disposition(file.name())) else { return failure(&unfinished()) };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The name twice (RFC 6266): in ASCII for what reads no more, and whole, as the percent-encoded bytes of its UTF-8.
fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect();
    let whole: String = name.bytes().map(encoded).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

fn encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// The name by which the page calls a file that it hands in; percent-encoded, for a header holds ASCII only.
fn called(headers: &HeaderMap) -> String {
    let name = headers.get("x-file-name").and_then(|name| name.to_str().ok()).unwrap_or_default();
    decoded(name.get(..LONGEST_NAME).unwrap_or(name))
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).filter(|_| *byte == b'%').and_then(|two| u8::from_str_radix(two, 16).ok());
        plain.push(hex.unwrap_or(*byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
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
        Ok(coming) => coming.called(&called(&headers)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_arrives_whole_and_a_hostile_one_ends_no_header() {
        let name = "防汛会议纪要.docx";
        let told = disposition(name);
        assert!(told.contains("filename=\"______.docx\""), "{told}");
        let whole = told.split("UTF-8''").nth(1).expect("the whole name");
        assert_eq!(decoded(whole), name, "what is encoded is decoded");
        let hostile = disposition("a\"; x=\r\nSet-Cookie: b");
        assert!(HeaderValue::from_str(&hostile).is_ok() && hostile.matches('"').count() == 2, "{hostile}");
    }

    #[test]
    fn a_name_that_is_cut_or_wrongly_encoded_is_still_text() {
        assert_eq!(decoded("a%ZZ%4"), "a%ZZ%4");
        assert_eq!(decoded("%E9%98"), "\u{fffd}");
    }
}
