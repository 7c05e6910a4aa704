//! The clock, handed in by whoever opens the upstream: the binary gives the wall clock, a test its own.

use domain::Moment;

/// Tells what time it is.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Moment;
}

impl<F: Fn() -> Moment + Send + Sync> Clock for F {
    fn now(&self) -> Moment {
        self()
    }
}
