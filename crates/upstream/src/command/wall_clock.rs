//! The one place that asks the machine what time it is.

use domain::Moment;

/// The wall clock; a machine that receives reports keeps it right by NTP.
#[expect(clippy::disallowed_methods, reason = "the binary is a host: everything below it is told the time")]
pub(crate) fn now() -> Moment {
    chrono::Utc::now()
}
