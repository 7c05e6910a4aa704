//! Accepting connections: bounded in number and in patience, and ended in order.

mod door;
mod places;
mod steady;
mod turnstile;

use std::convert::Infallible;
use std::net::IpAddr;
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::tls::{Tls, Watch};
pub use door::Door;
use places::{Place, Places};
use steady::Steady;
use turnstile::Inside;
pub(crate) use turnstile::Turnstile;

/// A head must be complete within this; it is also how long a warm connection may rest between two requests.
const HEAD_PATIENCE: Duration = Duration::from_secs(75);
/// A TLS handshake takes two or three exchanges; on the slowest link of ours that is a few seconds.
const HANDSHAKE_PATIENCE: Duration = Duration::from_secs(15);
/// Requests under way get this long when the server is asked to stop.
const LAST_CALL: Duration = Duration::from_secs(10);
/// After a failed accept (no file handles left, say) a pause, or the loop would spin.
const PAUSE: Duration = Duration::from_millis(100);

/// Who is at the other end of the connection; an extension of every request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Tells that the server was asked to stop; an extension of every request, for answers that would never end.
#[derive(Debug, Clone)]
pub(crate) struct Closing(watch::Receiver<()>);

impl Closing {
    /// Waits until it is.
    pub(crate) async fn closed(&mut self) {
        while self.0.changed().await.is_ok() {}
    }
}

/// Serves until `stop` is ready, then lets requests under way finish.
pub async fn serve(door: impl Into<Door>, router: Router, stop: impl Future<Output = ()>) {
    let Door { listener, tls, per_peer, turnstile, watch } = door.into();
    let graceful = GracefulShutdown::new();
    let (open, closing) = watch::channel(());
    let places = Places::new(per_peer);
    let mut stop = std::pin::pin!(stop);
    let mut fresh = std::pin::pin!(keep_fresh(tls.as_ref(), watch));
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places, &turnstile) => accepted,
            never = &mut fresh => match never {},
            () = &mut stop => break,
        };
        let Some((stream, peer, place)) = accepted else { continue };
        let acceptor = tls.as_ref().map(Tls::acceptor);
        let (router, watcher, closing) = (router.clone(), graceful.watcher(), closing.clone());
        tokio::spawn(
            Reception { peer, router, acceptor, watcher, closing, _inside: (turnstile.enter(), place) }.greet(stream),
        );
    }
    drop((listener, open));
    if tokio::time::timeout(LAST_CALL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off; their desks will ask again");
    }
}

async fn keep_fresh(tls: Option<&Tls>, watch: Option<Watch>) -> Infallible {
    match tls {
        Some(tls) => tls.keep_fresh(watch).await,
        None => std::future::pending().await,
    }
}

async fn accept(listener: &TcpListener, places: &Places, turnstile: &Turnstile) -> Option<(TcpStream, Peer, Place)> {
    let free = places.free().await?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            let place = places.give(free, peer.ip());
            if place.is_none() {
                turnstile.turned_away.inc();
            }
            place.map(|place| (stream, Peer(peer.ip()), place))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(PAUSE).await;
            None
        }
    }
}

/// What one connection is received with.
struct Reception {
    peer: Peer,
    router: Router,
    acceptor: Option<TlsAcceptor>,
    watcher: Watcher,
    /// Ends when the server is asked to stop: a handshake is nothing to wait for.
    closing: watch::Receiver<()>,
    _inside: (Inside, Place),
}

impl Reception {
    async fn greet(mut self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let stream = Steady::new(stream);
        let Some(acceptor) = self.acceptor.take() else { return self.converse(stream).await };
        let greeted = tokio::select! {
            greeted = tokio::time::timeout(HANDSHAKE_PATIENCE, acceptor.accept(stream)) => greeted,
            _ = self.closing.changed() => return,
        };
        match greeted {
            Ok(Ok(stream)) => self.converse(stream).await,
            Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
            Err(_) => tracing::debug!("a handshake took too long"),
        }
    }

    async fn converse(self, stream: impl AsyncRead + AsyncWrite + Unpin + 'static) {
        let router = TowerToHyperService::new(self.router);
        let named = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(self.peer);
            request.extensions_mut().insert(Closing(self.closing.clone()));
            router.call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_PATIENCE)
            .serve_connection(TokioIo::new(stream), named);
        if let Err(error) = self.watcher.watch(connection).await {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}
