//! 传达室: sees everybody who asks before anybody else does, writes them down, counts them, and asks a
//! crowd to wait.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use domain::Moment;
use domain::entry::DeviceId;

use crate::access_log::AccessLog;
use crate::access_log::line::Line;
use crate::allowances::{Allowances, Rate};
use crate::clock::Clock;
use crate::metrics::Metrics;
use crate::network::Network;

/// A desk that comes back after a week sends a hundred entries or takes two hundred a request, one after the other:
/// sixty thousand entries before it is asked to slow down at all.
const DESK: Rate = Rate { burst: 600, a_second: 20 };
/// Pieces of attachments, 256 KB each: five megabytes a second after the first hundred and fifty.
const PIECES: Rate = Rate { burst: 600, a_second: 20 };
/// Who has no token, by address: a whole county may stand behind one.
const STRANGER: Rate = Rate { burst: 120, a_second: 20 };

/// Whoever asks too much: seconds to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMuch(pub(crate) u64);

/// What is known of those who ask.
pub(crate) struct Gatehouse {
    desks: Mutex<Allowances<DeviceId>>,
    pieces: Mutex<Allowances<DeviceId>>,
    strangers: Mutex<Allowances<Network>>,
    metrics: Metrics,
    access_log: AccessLog,
}

impl Gatehouse {
    /// The gatehouse of this data folder.
    pub(crate) fn open(data: &Path, clock: Arc<dyn Clock>) -> Self {
        let (desks, pieces) = (Mutex::new(Allowances::new(DESK)), Mutex::new(Allowances::new(PIECES)));
        let strangers = Mutex::new(Allowances::new(STRANGER));
        let metrics = Metrics::new();
        let access_log = AccessLog::open(data, clock, metrics.lines_lost());
        Self { desks, pieces, strangers, metrics, access_log }
    }

    /// Lets a known device ask once.
    pub(crate) fn admit_desk(&self, device: DeviceId, now: Moment) -> Result<(), TooMuch> {
        self.admit(&self.desks, device, now)
    }

    /// Lets a known device bring or take one piece of an attachment.
    pub(crate) fn admit_piece(&self, device: DeviceId, now: Moment) -> Result<(), TooMuch> {
        self.admit(&self.pieces, device, now)
    }

    fn admit(&self, allowances: &Mutex<Allowances<DeviceId>>, device: DeviceId, now: Moment) -> Result<(), TooMuch> {
        allowances.lock().unwrap_or_else(PoisonError::into_inner).take(device, now).map_err(|wait| {
            self.metrics.told_desk_to_wait();
            TooMuch(wait)
        })
    }

    /// Lets somebody without a token ask once.
    pub(crate) fn admit_stranger(&self, from: Network, now: Moment) -> Result<(), TooMuch> {
        self.strangers.lock().unwrap_or_else(PoisonError::into_inner).take(from, now).map_err(|wait| {
            self.metrics.told_stranger_to_wait();
            TooMuch(wait)
        })
    }

    /// Writes down who asked what; it never waits.
    pub(crate) fn note(&self, line: Line) {
        self.access_log.write(line);
    }

    /// What is counted.
    pub(crate) const fn metrics(&self) -> &Metrics {
        &self.metrics
    }
}
