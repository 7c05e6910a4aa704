//! The line to the upstream, kept over many rounds: a report that is saved goes out without a new handshake.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::room_clock::Reading;

use super::upstream::{Upstream, UpstreamError};
use super::wire_log::WireLog;

/// A line that rested longer than this may be dead at its other end with nobody having said so; the upstream itself ends
/// one after 75 seconds.
pub(super) const RESTS_AT_MOST: Duration = Duration::from_secs(30);

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
    /// The line to this address: the one of the round before, unless it fell silent or rested too long. The boot clock says
    /// so, which goes on while the machine sleeps.
    pub(crate) fn to(&self, address: &str, now: Reading, log: &WireLog) -> Result<Upstream, UpstreamError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let upstream = match kept.take().filter(|kept| kept.address == address) {
            Some(kept) if kept.is_warm(&now) && !kept.upstream.is_in_doubt() => kept.upstream,
            Some(kept) => Upstream::new(address, log)?.in_place_of(&kept.upstream),
            None => Upstream::new(address, log)?,
        };
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
        let rested = Duration::from_millis(now.boot_ms.abs_diff(self.used.boot_ms));
        self.used.boot_id == now.boot_id && rested <= RESTS_AT_MOST
    }
}
