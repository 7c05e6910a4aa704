//! What a database holds, as `check` reads it.

use domain::certificate::SealedCertificate;
use domain::entry::Sealed;
use domain::receipt::SealedReceipt;

/// An entry with everything that is kept about it; the columns as text, because `check` doubts them.
pub(crate) struct EntryRow {
    pub(crate) position: u64,
    pub(crate) columns: EntryColumns,
    pub(crate) sealed: Sealed,
    pub(crate) receipt: Option<SealedReceipt>,
    pub(crate) certificate: Option<SealedCertificate>,
}

/// What the columns say that the header says too.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct EntryColumns {
    pub(crate) id: String,
    pub(crate) device: String,
    pub(crate) epoch: u32,
    pub(crate) seq: u64,
    pub(crate) prev: String,
    pub(crate) unit: String,
    pub(crate) header_hash: String,
}

/// How far a device's chain is said to be held.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CursorRow {
    pub(crate) device: String,
    pub(crate) epoch: u32,
    pub(crate) seq: u64,
    pub(crate) digest: String,
}
