//! 条目: one immutable, signed happening. Everything that happens is an entry; everything seen is a view of entries.

mod content;
mod header;
mod kind;
mod newer;
mod sealed;

pub use content::{
    AlarmAcknowledged, AlarmRung, Body, CallEnded, CallNoted, CallOpened, CallTimeCorrected, ClockSet, Content,
    PackChanged, Relay, SoundTested, SourceAdded,
};
pub use header::{Algorithm, Author, BlobRef, DeviceId, EntryId, Header, Link, ReceiptAnchor, Relation, Subject};
pub use kind::{Audience, Kind, Lane};
pub use sealed::{EntryError, MAX_BODY, MAX_HEADER, Sealed};
