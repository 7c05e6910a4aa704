//! One line a request: method, path, status, milliseconds, unit. Never a query, body, token or code.

use std::sync::{Arc, OnceLock};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::unit::UnitCode;

use crate::upstream::Upstream;

/// Longer paths are nobody's of ours; their beginning tells enough.
const LONGEST_PATH: usize = 100;

/// The unit that asks, once its token has been looked up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asker(Arc<OnceLock<UnitCode>>);

impl Asker {
    /// Remembers the unit for the line.
    pub(crate) fn is(&self, unit: &UnitCode) {
        let _ = self.0.set(unit.clone());
    }
}

/// Writes the line when the answer is ready.
pub(crate) async fn log(State(upstream): State<Upstream>, mut request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path: String = request.uri().path().chars().take(LONGEST_PATH).collect();
    let asker = Asker::default();
    request.extensions_mut().insert(asker.clone());
    let started = upstream.now();
    let response = next.run(request).await;
    let ms = (upstream.now() - started).num_milliseconds();
    let unit = asker.0.get().map_or("-", |unit| unit.0.as_str());
    tracing::info!(target: "access", %method, %path, status = response.status().as_u16(), ms, unit);
    response
}
