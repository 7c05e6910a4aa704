//! One line of the access log.

use std::fmt;

use domain::Moment;
use domain::beijing;
use domain::digest::hex;
use domain::entry::DeviceId;
use domain::unit::UnitCode;

/// A request that was answered. There is no place in it for a query, a body, a token, a code or a number.
#[derive(Debug)]
pub(crate) struct Line {
    /// When it came.
    pub(crate) at: Moment,
    /// A method that HTTP knows.
    pub(crate) method: &'static str,
    /// The template of one of our addresses, or one word for all others.
    pub(crate) path: String,
    /// The answer's status.
    pub(crate) status: u16,
    /// Milliseconds until the answer.
    pub(crate) ms: i64,
    /// The device and its unit, where they are known.
    pub(crate) asker: Option<(DeviceId, UnitCode)>,
}

impl Line {
    /// The unit's code.
    pub(crate) fn unit(&self) -> &str {
        self.asker.as_ref().map_or("-", |(_, unit)| unit.0.as_str())
    }

    /// The end of the device's id: its beginning is the time of enrolment, which two devices may share.
    pub(crate) fn device(&self) -> String {
        self.asker.as_ref().map_or_else(|| "-".to_owned(), |(device, _)| hex(&device.as_bytes()[12..]))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = beijing::wall(self.at).format("%Y-%m-%dT%H:%M:%S%.3f+08:00");
        let Self { method, path, status, ms, .. } = self;
        write!(out, "{at} {method} {path} {status} {ms} {} {}", self.unit(), self.device())
    }
}
