//! One line of the access log.

use std::fmt;

use domain::Moment;
use domain::beijing;
use domain::digest::hex;
use domain::entry::DeviceId;
use domain::unit::UnitCode;

/// A request that has ended. There is no place in it for a query, a body, a token, a code or a number.
#[derive(Debug)]
pub(crate) struct Line {
    /// When it came.
    pub(crate) at: Moment,
    /// A method that HTTP knows.
    pub(crate) method: &'static str,
    /// The template of one of our addresses, or one word for all others.
    pub(crate) path: String,
    /// The answer's status; none where the sender hung up before it.
    pub(crate) status: Option<u16>,
    /// Milliseconds until then.
    pub(crate) ms: i64,
    /// The device and its unit, where they are known.
    pub(crate) asker: Option<(DeviceId, UnitCode)>,
}

impl Line {
    /// All of it but the time, for a log that writes its own.
    pub(crate) fn told(&self) -> impl fmt::Display {
        let Self { method, path, ms, .. } = self;
        let status = self.status.map_or_else(|| "-".to_owned(), |status| status.to_string());
        // The end of the device's id: its beginning is the time of enrolment, which two devices may share.
        let asker = self.asker.as_ref().map(|(device, unit)| format!("{unit} {}", hex(&device.as_bytes()[12..])));
        format!("{method} {path} {status} {ms} {}", asker.as_deref().unwrap_or("- -"))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", beijing::wall(self.at).format("%Y-%m-%dT%H:%M:%S%.3f+08:00"), self.told())
    }
}
