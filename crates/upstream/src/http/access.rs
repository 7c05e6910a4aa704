//! One line and one count a request, also of one whose sender hung up. Never a query, body, token or code.

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use domain::Moment;

use super::asker::Asker;
use crate::access_log::line::Line;
use crate::upstream::Upstream;

/// Stands for every address that is not ours: what somebody wrote there may be anything, also a number or a code.
const NOT_OURS: &str = "other";

/// A request under way. It is written down and counted when it ends, by an answer or without one.
struct Visit {
    upstream: Upstream,
    asker: Asker,
    at: Moment,
    method: &'static str,
    path: String,
    status: Option<u16>,
}

/// Sees a request in and out.
pub(crate) async fn log(State(upstream): State<Upstream>, mut request: Request, next: Next) -> Response {
    let mut visit = Visit::begin(upstream, &request);
    request.extensions_mut().insert(visit.asker.clone());
    let response = next.run(request).await;
    visit.status = Some(response.status().as_u16());
    response
}

impl Visit {
    fn begin(upstream: Upstream, request: &Request) -> Self {
        let path = request.extensions().get::<MatchedPath>().map_or(NOT_OURS, MatchedPath::as_str).to_owned();
        let (at, asker) = (upstream.now(), Asker::of(request));
        Self { upstream, asker, at, method: plain(request.method()), path, status: None }
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        let took = self.upstream.now() - self.at;
        let gatehouse = self.upstream.gatehouse();
        gatehouse.metrics().answered(self.method, &self.path, self.status, took);
        let line = Line {
            at: self.at,
            method: self.method,
            path: std::mem::take(&mut self.path),
            status: self.status,
            ms: took.num_milliseconds(),
            asker: self.asker.known().cloned(),
        };
        tracing::info!(target: "access", "{}", line.told());
        gatehouse.note(line);
    }
}

/// A method that HTTP knows; others are words that somebody chose.
fn plain(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|known| method == known).unwrap_or("OTHER")
}
