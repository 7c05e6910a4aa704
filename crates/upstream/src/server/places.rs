//! Places for connections: so many in all, so many for one peer. Who never leaves keeps only its own from others.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::network::Network;

/// Connections at the same time, most of them held for hints; further ones wait in the system's queue.
const MOST: usize = 32_768;

type Taken = Arc<Mutex<HashMap<Network, usize>>>;

/// The places of a door.
pub(super) struct Places {
    all: Arc<Semaphore>,
    per_peer: usize,
    taken: Taken,
}

/// A place; given back when dropped.
pub(super) struct Place {
    of: Option<(Network, Taken)>,
    _all: OwnedSemaphorePermit,
}

impl Places {
    pub(super) fn new(per_peer: usize) -> Self {
        Self { all: Arc::new(Semaphore::new(MOST)), per_peer, taken: Arc::default() }
    }

    /// Waits until somebody may be let in at all.
    pub(super) async fn free(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.all).acquire_owned().await.ok()
    }

    /// Lets this peer in, unless it holds its share. A proxy on this machine brings everybody, so it has no share.
    pub(super) fn give(&self, all: OwnedSemaphorePermit, peer: IpAddr) -> Option<Place> {
        if peer.to_canonical().is_loopback() {
            return Some(Place { of: None, _all: all });
        }
        let network = Network::of(peer);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let held = taken.entry(network).or_default();
        if *held >= self.per_peer {
            return None;
        }
        *held += 1;
        drop(taken);
        Some(Place { of: Some((network, Arc::clone(&self.taken))), _all: all })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((network, taken)) = &self.of else { return };
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = taken.get_mut(network) {
            *held -= 1;
            if *held == 0 {
                taken.remove(network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn one_peer_holds_its_share_and_takes_nothing_from_the_others() {
        let places = Places::new(2);
        let mut held = Vec::new();
        for _ in 0..2 {
            held.push(places.give(places.free().await.unwrap(), peer("10.0.0.1")).unwrap());
        }
        assert!(places.give(places.free().await.unwrap(), peer("10.0.0.1")).is_none());
        assert!(places.give(places.free().await.unwrap(), peer("::ffff:10.0.0.1")).is_none(), "the same peer");
        assert!(places.give(places.free().await.unwrap(), peer("10.0.0.2")).is_some());
        held.pop();
        assert!(places.give(places.free().await.unwrap(), peer("10.0.0.1")).is_some(), "a place given back is free");
        held.clear();
        assert_eq!(places.taken.lock().unwrap().len(), 0, "nothing is remembered of who left");
        assert_eq!(places.all.available_permits(), MOST);
    }

    #[tokio::test]
    async fn a_proxy_on_this_machine_is_not_held_to_one_peers_share() {
        let places = Places::new(1);
        let mut held = Vec::new();
        for address in ["127.0.0.1", "127.0.0.1", "::1", "::1", "::ffff:127.0.0.1"] {
            held.push(places.give(places.free().await.unwrap(), peer(address)).unwrap());
        }
        assert_eq!(places.all.available_permits(), MOST - held.len());
    }
}
