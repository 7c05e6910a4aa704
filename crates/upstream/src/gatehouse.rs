//! 传达室: sees everybody who asks before anybody else does, and asks a crowd to wait.

use std::sync::{Mutex, PoisonError};

use domain::Moment;
use domain::entry::DeviceId;

use crate::allowances::{Allowances, Rate};
use crate::network::Network;

/// A desk that comes back after a week sends a hundred entries or takes two hundred a request, one after the other:
/// sixty thousand entries before it is asked to slow down at all.
const DESK: Rate = Rate { burst: 600, a_second: 20 };
/// Who has no token, by address: a whole county may stand behind one.
const STRANGER: Rate = Rate { burst: 120, a_second: 20 };

/// Whoever asks too much: seconds to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMuch(pub(crate) u64);

/// What is known of those who ask.
pub(crate) struct Gatehouse {
    desks: Mutex<Allowances<DeviceId>>,
    strangers: Mutex<Allowances<Network>>,
}

impl Gatehouse {
    pub(crate) fn new() -> Self {
        Self { desks: Mutex::new(Allowances::new(DESK)), strangers: Mutex::new(Allowances::new(STRANGER)) }
    }

    /// Lets a known device ask once.
    pub(crate) fn admit_desk(&self, device: DeviceId, now: Moment) -> Result<(), TooMuch> {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner).take(device, now).map_err(TooMuch)
    }

    /// Lets somebody without a token ask once.
    pub(crate) fn admit_stranger(&self, from: Network, now: Moment) -> Result<(), TooMuch> {
        self.strangers.lock().unwrap_or_else(PoisonError::into_inner).take(from, now).map_err(TooMuch)
    }
}
