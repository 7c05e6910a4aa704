//! Who asks: from where, and, once a token was looked up, which device of which unit.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, OnceLock};

use axum::extract::{FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use domain::entry::DeviceId;
use domain::unit::UnitCode;

use super::rejection::Rejection;
use crate::network::Network;
use crate::server::Peer;
use crate::upstream::Upstream;

/// Set by the proxy on this machine, over whatever the client wrote there; `deploy/nginx.conf` does.
const REAL_ADDRESS: &str = "x-real-ip";
/// What a proxy leaves behind, one or the other.
const FORWARDED: [&str; 4] = [REAL_ADDRESS, "x-forwarded-for", "forwarded", "via"];

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// Somebody on this very machine.
    Here,
    /// A peer, its own or by the word of the proxy on this machine.
    Peer(Network),
    /// A proxy on this machine that does not say for whom: a limit would hold all desks for one.
    Unsaid,
}

/// Who asks; an extension of every request.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    origin: Origin,
    known: Arc<OnceLock<(DeviceId, UnitCode)>>,
}

impl Asker {
    /// Who sent this request, as far as its connection tells.
    pub(crate) fn of(request: &Request) -> Self {
        let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
        Self { origin: origin(peer, request.headers()), known: Arc::default() }
    }

    /// Remembers the device and its unit.
    pub(crate) fn is(&self, device: DeviceId, unit: &UnitCode) {
        let _ = self.known.set((device, unit.clone()));
    }

    /// The device and its unit, once known.
    pub(crate) fn known(&self) -> Option<&(DeviceId, UnitCode)> {
        self.known.get()
    }

    /// Whether somebody on this very machine asks.
    pub(crate) fn is_here(&self) -> bool {
        self.origin == Origin::Here
    }

    /// Whom a guess at a code counts against; nobody alone where a proxy does not say for whom it asks.
    pub(crate) fn guesses_from(&self) -> Option<Network> {
        match self.origin {
            Origin::Peer(network) => Some(network),
            Origin::Here => Some(Network::of(IpAddr::V4(Ipv4Addr::LOCALHOST))),
            Origin::Unsaid => None,
        }
    }

    /// Counts the request as one of somebody without a token; too many are refused.
    pub(crate) fn is_a_stranger(&self, upstream: &Upstream) -> Result<(), Rejection> {
        match self.origin {
            Origin::Peer(network) => Ok(upstream.gatehouse().admit_stranger(network, upstream.now())?),
            Origin::Here | Origin::Unsaid => Ok(()),
        }
    }
}

/// A request that needs no token, once its sender has not asked too much.
pub(crate) struct Stranger;

impl FromRequestParts<Upstream> for Stranger {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, upstream: &Upstream) -> Result<Self, Rejection> {
        if let Some(asker) = parts.extensions.get::<Asker>() {
            asker.is_a_stranger(upstream)?;
        }
        Ok(Self)
    }
}

fn origin(peer: Option<IpAddr>, headers: &HeaderMap) -> Origin {
    match peer {
        Some(peer) if !peer.to_canonical().is_loopback() => Origin::Peer(Network::of(peer)),
        Some(_) if !FORWARDED.iter().any(|name| headers.contains_key(*name)) => Origin::Here,
        _ => real_address(headers).map_or(Origin::Unsaid, |address| Origin::Peer(Network::of(address))),
    }
}

fn real_address(headers: &HeaderMap) -> Option<IpAddr> {
    headers.get_all(REAL_ADDRESS).iter().next_back()?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn from(peer: &str, headers: &[(&'static str, &'static str)]) -> Origin {
        let headers =
            headers.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        origin(Some(peer.parse().unwrap()), &headers.collect())
    }

    fn peer(text: &str) -> Origin {
        Origin::Peer(Network::of(text.parse().unwrap()))
    }

    #[test]
    fn only_the_proxy_on_this_machine_is_believed_about_whom_it_brings() {
        let claimed = [("x-real-ip", "192.0.2.7")];
        assert_eq!(from("127.0.0.1", &claimed), peer("192.0.2.7"));
        assert_eq!(from("::1", &claimed), peer("192.0.2.7"));
        assert_eq!(from("203.0.113.9", &claimed), peer("203.0.113.9"), "anybody can write a header");
    }

    #[test]
    fn whoever_came_through_a_proxy_never_counts_as_being_on_this_machine() {
        assert_eq!(from("127.0.0.1", &[]), Origin::Here);
        for trace in [("x-forwarded-for", "192.0.2.7"), ("forwarded", "for=x"), ("via", "1.1 a"), ("x-real-ip", "?")] {
            assert_eq!(from("127.0.0.1", &[trace]), Origin::Unsaid, "{trace:?}");
        }
        assert_eq!(origin(None, &HeaderMap::new()), Origin::Unsaid);
    }
}
