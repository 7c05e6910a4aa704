//! One line a request: method, path, status, milliseconds, unit. Never a query, body, token or code.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::asker::Asker;
use crate::upstream::Upstream;

/// Longer paths are nobody's of ours; their beginning tells enough.
const LONGEST_PATH: usize = 100;

/// Writes the line when the answer is ready.
pub(crate) async fn log(State(upstream): State<Upstream>, mut request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path: String = request.uri().path().chars().take(LONGEST_PATH).collect();
    let asker = Asker::of(&request);
    request.extensions_mut().insert(asker.clone());
    let started = upstream.now();
    let response = next.run(request).await;
    let ms = (upstream.now() - started).num_milliseconds();
    let unit = asker.known().map_or("-", |(_, unit)| unit.0.as_str());
    tracing::info!(target: "access", %method, %path, status = response.status().as_u16(), ms, unit);
    response
}
