//! Counts who comes in, who leaves and who is turned away.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;

/// The counts of a door; cloning shares them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turnstile {
    /// Connections held now.
    pub(crate) open: Gauge,
    /// Connections beyond one peer's share.
    pub(crate) turned_away: Counter,
}

/// Somebody inside; counted out when dropped.
pub(super) struct Inside(Turnstile);

impl Turnstile {
    pub(super) fn enter(&self) -> Inside {
        self.open.inc();
        Inside(self.clone())
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.open.dec();
    }
}
