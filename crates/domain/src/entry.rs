//! 条目: one immutable, signed happening. Everything that happens is an entry; everything seen is a view of entries.

mod content;
mod header;
mod sealed;

pub use content::{
    AlarmAcknowledged, AlarmRung, Audience, Body, CallEnded, CallNoted, CallOpened, CallTimeCorrected, ClockSet,
    Content, Kind, Lane, PackChanged, Relay, SoundTested, SourceAdded,
};
pub use header::{Algorithm, Author, BlobRef, DeviceId, EntryId, Header, Link, ReceiptAnchor, Relation, Subject};
pub use sealed::{EntryError, MAX_BODY, MAX_HEADER, Sealed};
