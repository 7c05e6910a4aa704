//! `GET /v1/hints`: as server-sent events, that there is something for the caller's unit; what it is, is asked for.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;

use super::access::Asker;
use super::bearer;
use super::rejection::Rejection;
use crate::upstream::Upstream;

/// A quiet connection says so this often: proxies close silent ones, and a desk finds out that its own has died.
const STILL_HERE: Duration = Duration::from_secs(25);

/// Holds the connection and tells. The first hint comes at once: nobody knows what happened before somebody listened.
pub(crate) async fn hints(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Rejection> {
    let unit = bearer::caller(&upstream, &headers, &asker).await?.unit;
    let mut heard = upstream.hints().hear(&unit);
    heard.mark_changed();
    drop(upstream);
    Ok(Sse::new(unfold(heard, next)).keep_alive(KeepAlive::new().interval(STILL_HERE)))
}

/// Ends with the upstream.
async fn next(mut heard: watch::Receiver<()>) -> Option<(Result<Event, Infallible>, watch::Receiver<()>)> {
    heard.changed().await.ok()?;
    Some((Ok(Event::default().data("new")), heard))
}
