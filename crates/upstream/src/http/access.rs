//! One line and one count a request: method, path, status, milliseconds, unit. Never a query, body, token or code.

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use super::asker::Asker;
use crate::upstream::Upstream;

/// Stands for every address that is not ours: what somebody wrote there may be anything, also a number or a code.
const NOT_OURS: &str = "other";

/// Writes the line when the answer is ready.
pub(crate) async fn log(State(upstream): State<Upstream>, mut request: Request, next: Next) -> Response {
    let method = plain(request.method());
    let path = request.extensions().get::<MatchedPath>().cloned();
    let path = path.as_ref().map_or(NOT_OURS, MatchedPath::as_str);
    let asker = Asker::of(&request);
    request.extensions_mut().insert(asker.clone());
    let started = upstream.now();
    let response = next.run(request).await;
    let took = upstream.now() - started;
    let status = response.status().as_u16();
    upstream.gatehouse().metrics().answered(method, path, status, took);
    let unit = asker.known().map_or("-", |(_, unit)| unit.0.as_str());
    tracing::info!(target: "access", %method, %path, status, ms = took.num_milliseconds(), unit);
    response
}

/// A method that HTTP knows; others are words that somebody chose.
fn plain(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|known| method == known).unwrap_or("OTHER")
}
