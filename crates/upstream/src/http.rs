//! The requests of `domain::wire`, and a refusal in words for everything else.

mod access;
mod asker;
mod bearer;
mod blobs;
mod enrol;
mod entries;
mod heads;
mod hints;
mod metrics;
mod offers;
mod openapi;
mod operation;
mod packed;
mod parameter;
mod rejection;
mod request_body;
mod route;
mod time;
mod units;

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Router, middleware};
use domain::wire::RefusalCode;

use crate::upstream::Upstream;
use asker::Stranger;
use openapi::Document;
use operation::Operation;
use rejection::Rejection;
use route::Route;

/// Every address there is. A further one is a line here; its description stands beside its handler.
fn routes() -> Vec<Route> {
    vec![
        enrol::route(),
        entries::submitting(),
        entries::pulling(),
        offers::route(),
        blobs::bringing(),
        blobs::fetching(),
        heads::route(),
        units::route(),
        hints::route(),
        time::route(),
        openapi::route(),
        watching(),
        metrics::route(),
    ]
}

/// Everything that is served, as OpenAPI 3.1.
#[must_use]
pub fn openapi() -> serde_json::Value {
    openapi::described(&routes())
}

/// What is served at them, and a refusal in words everywhere else.
pub(crate) fn router(upstream: Upstream) -> Router {
    let routes = routes();
    let document = Document::of(&routes);
    let router = routes.into_iter().fold(Router::new(), |router, route| route.open(router));
    router
        .fallback(async |_: Stranger| Rejection::not_found())
        .method_not_allowed_fallback(async |_: Stranger| {
            Rejection::new(
                StatusCode::METHOD_NOT_ALLOWED,
                RefusalCode::NotFound,
                "这个地址不接受这种请求；请核对本软件版本",
            )
        })
        .layer(Extension(document))
        .layer(middleware::from_fn_with_state(upstream.clone(), access::log))
        .with_state(upstream)
}

fn watching() -> Route {
    let operation = Operation::of_anybody("watch", "Whether the writer lives and the database answers.")
        .may_be_unavailable()
        .answers_text("text/plain", "Both do.");
    Route::get("/healthz", health, operation)
}

/// For whoever watches the machine: that the writer lives and the database answers.
async fn health(_: Stranger, State(upstream): State<Upstream>) -> Result<&'static str, Rejection> {
    if upstream.is_healthy().await? {
        Ok("ok\n")
    } else {
        Err(Rejection::unavailable("上级节点暂不可用；请稍后重试"))
    }
}
