//! The line to the upstream, kept over many rounds: a report that is saved goes out without a new handshake.

use std::sync::{Mutex, PoisonError};

use domain::room_clock::Reading;

use super::upstream::{Upstream, UpstreamError};

/// A line that rested longer than this may be dead at its other end with nobody having said so.
const RESTS_AT_MOST_MS: u64 = 30_000;

/// The line of a desk; none before its first round.
#[derive(Debug, Default)]
pub(crate) struct Line(Mutex<Option<Kept>>);

#[derive(Debug)]
struct Kept {
    address: String,
    upstream: Upstream,
    used: Reading,
}

impl Line {
    /// The line to this address: the one of the round before, unless it rested too long. The boot clock says so, which
    /// goes on while the machine sleeps.
    pub(crate) fn to(&self, address: &str, now: Reading) -> Result<Upstream, UpstreamError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let warm = kept.take().filter(|kept| kept.address == address && kept.is_warm(&now));
        let upstream = warm.map_or_else(|| Upstream::new(address), |kept| Ok(kept.upstream))?;
        *kept = Some(Kept { address: address.to_owned(), upstream: upstream.clone(), used: now });
        Ok(upstream)
    }

    /// The network it ran over is gone.
    pub(crate) fn hang_up(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Kept {
    fn is_warm(&self, now: &Reading) -> bool {
        self.used.boot_id == now.boot_id && now.boot_ms.abs_diff(self.used.boot_ms) <= RESTS_AT_MOST_MS
    }
}
