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

use super::asker::Asker;
use super::bearer;
use super::operation::Operation;
use super::rejection::Rejection;
use super::route::Route;
use crate::prepared::Caller;
use crate::revocations::Revoked;
use crate::server::Closing;
use crate::upstream::Upstream;

/// A quiet connection says so this often: proxies close silent ones, and a desk finds out that its own has died.
const STILL_HERE: Duration = Duration::from_secs(25);

/// Its address.
pub(super) fn route() -> Route {
    let operation = Operation::of_a_device("hints", "Holds the connection and tells whenever there is something new.")
        .answers_text(
            "text/event-stream",
            "`data: new` at once and at every delivery to the asker's unit; ends only where the device is revoked or the server stops.",
        );
    Route::get("/v1/hints", hints, operation)
}

/// Holds the connection and tells. The first hint comes at once: nobody knows what happened before somebody listened.
async fn hints(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    closing: Option<Extension<Closing>>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Rejection> {
    let Caller { unit, device, .. } = bearer::caller(&upstream, &headers, &asker).await?;
    let mut heard = upstream.hints().hear(&unit);
    heard.mark_changed();
    let revoked = upstream.hints().revocations().of(device);
    let closing = closing.map(|Extension(closing)| closing);
    let hints = unfold(Held { heard, revoked, closing }, Held::next);
    Ok(Sse::new(hints).keep_alive(KeepAlive::new().interval(STILL_HERE)))
}

/// What a held connection waits for.
struct Held {
    heard: watch::Receiver<()>,
    revoked: Revoked,
    closing: Option<Closing>,
}

impl Held {
    /// The next hint; the end once the device is revoked, or the server asked to stop, which nobody should have to wait for.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        let closed = async {
            match &mut self.closing {
                Some(closing) => closing.closed().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            heard = self.heard.changed() => heard.ok()?,
            () = self.revoked.comes() => return None,
            () = closed => return None,
        }
        Some((Ok(Event::default().data("new")), self))
    }
}
