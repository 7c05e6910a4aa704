//! Where connections come in: the listener, what greets them there, and how many one peer may hold.

use tokio::net::TcpListener;

use super::turnstile::Turnstile;
use crate::tls::{Tls, Watch};
use crate::upstream::Upstream;

/// Connections of one peer address where nothing else is asked for.
const PER_PEER: usize = 64;

/// A door to serve at.
pub struct Door {
    pub(super) listener: TcpListener,
    pub(super) tls: Option<Tls>,
    pub(super) per_peer: usize,
    pub(super) turnstile: Turnstile,
    pub(super) watch: Option<Watch>,
}

impl Door {
    /// A door without TLS, as it is right on the machine itself.
    #[must_use]
    pub fn new(listener: TcpListener) -> Self {
        Self { listener, tls: None, per_peer: PER_PEER, turnstile: Turnstile::default(), watch: None }
    }

    /// With TLS, where there is one.
    #[must_use]
    pub fn with_tls(self, tls: Option<Tls>) -> Self {
        Self { tls, ..self }
    }

    /// Counted among the figures of this upstream, the certificate's end by its clock.
    #[must_use]
    pub fn counted_by(self, upstream: &Upstream) -> Self {
        let (metrics, ticking) = (upstream.gatehouse().metrics(), upstream.clone());
        let watch = Watch::new(move || ticking.now(), metrics.certificate_end());
        Self { turnstile: metrics.turnstile().clone(), watch: Some(watch), ..self }
    }

    /// Connections that one peer address may hold; the machine itself (a proxy before this) may hold more.
    #[must_use]
    pub fn with_connections_per_peer(self, per_peer: usize) -> Self {
        Self { per_peer, ..self }
    }
}

impl From<TcpListener> for Door {
    fn from(listener: TcpListener) -> Self {
        Self::new(listener)
    }
}
