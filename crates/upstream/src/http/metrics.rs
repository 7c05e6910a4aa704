//! `GET /metrics`: for a watcher on this machine, or at an address of its own.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::wire::RefusalCode;
use prometheus_client::encoding::prometheus_text;

use super::asker::Asker;
use super::operation::Operation;
use super::rejection::Rejection;
use super::route::Route;
use crate::upstream::Upstream;

impl Upstream {
    /// What it answers at the address that its administrator named for figures: these and nothing else.
    pub fn metrics_router(&self) -> Router {
        Router::new()
            .route("/metrics", get(anywhere))
            .fallback(async || Rejection::not_found())
            .with_state(self.clone())
    }
}

/// Their address.
pub(super) fn route() -> Route {
    let operation = Operation::of_anybody("figures", "Figures for a watcher on this very machine.")
        .refuses(StatusCode::NOT_FOUND, "To everybody else there is no such address.")
        .refuses(StatusCode::INTERNAL_SERVER_ERROR, "The figures could not be written.")
        .answers_text("text/plain", "In the text format of Prometheus.");
    Route::get("/metrics", here, operation)
}

/// The figures, to somebody on this very machine; to everybody else there is no such address.
async fn here(State(upstream): State<Upstream>, Extension(asker): Extension<Asker>) -> Result<Response, Rejection> {
    if asker.is_here() {
        return anywhere(State(upstream)).await;
    }
    asker.is_a_stranger(&upstream)?;
    Err(Rejection::not_found())
}

async fn anywhere(State(upstream): State<Upstream>) -> Result<Response, Rejection> {
    match upstream.gatehouse().metrics().text() {
        Ok(text) => Ok(([(CONTENT_TYPE, prometheus_text::CONTENT_TYPE)], text).into_response()),
        Err(_) => Err(Rejection::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            RefusalCode::Unavailable,
            "指标写不出来；请查看上级节点日志",
        )),
    }
}
