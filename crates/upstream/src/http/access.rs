//! One line and one count a request. Never a query, body, token or code.

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use super::asker::Asker;
use crate::access_log::line::Line;
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
    let (ms, asker) = (took.num_milliseconds(), asker.known().cloned());
    let line = Line { at: started, method, path: path.to_owned(), status, ms, asker };
    tracing::info!(target: "access", method, path, status, ms, unit = line.unit(), device = line.device());
    upstream.gatehouse().note(line);
    response
}

/// A method that HTTP knows; others are words that somebody chose.
fn plain(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|known| method == known).unwrap_or("OTHER")
}
