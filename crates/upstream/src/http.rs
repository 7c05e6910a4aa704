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
mod page;
mod rejection;
mod request_body;
mod time;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Router, middleware};
use domain::wire::RefusalCode;

use crate::upstream::Upstream;
use asker::Stranger;
use rejection::Rejection;

/// Every address there is.
pub(crate) fn router(upstream: Upstream) -> Router {
    Router::new()
        .route("/v1/enrol", post(enrol::enrol))
        .route("/v1/entries", post(entries::submit).get(entries::pull))
        .route("/v1/blobs/{digest}", put(blobs::bring).get(blobs::fetch))
        .route("/v1/heads", get(heads::own))
        .route("/v1/hints", get(hints::hints))
        .route("/v1/time", get(time::time))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics::here))
        .fallback(async |_: Stranger| Rejection::not_found())
        .method_not_allowed_fallback(async |_: Stranger| {
            Rejection::new(
                StatusCode::METHOD_NOT_ALLOWED,
                RefusalCode::NotFound,
                "这个地址不接受这种请求；请核对本软件版本",
            )
        })
        .layer(middleware::from_fn_with_state(upstream.clone(), access::log))
        .with_state(upstream)
}

/// For whoever watches the machine: that the writer lives and the database answers.
async fn health(_: Stranger, State(upstream): State<Upstream>) -> Result<&'static str, Rejection> {
    if upstream.is_healthy().await? {
        Ok("ok\n")
    } else {
        Err(Rejection::unavailable("上级节点暂不可用；请稍后重试"))
    }
}
