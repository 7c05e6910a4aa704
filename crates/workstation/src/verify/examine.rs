//! One row by itself, on any core: bytes, signature, body, columns, receipt.

use domain::digest::Digest;
use domain::entry::{Content, EntryError, Header, Sealed};
use domain::epoch::EpochOpened;
use domain::receipt::{Receipt, ReceiptError};
use store::table::entry::instant;
use store::{Inspected, InspectedReceipt};

use super::fault::Fault;
use super::keys::Keys;

/// What one row says, and what of it does not hold.
pub(super) struct Examined {
    pub(super) faults: Vec<Fault>,
    /// None where the header cannot be read.
    pub(super) known: Option<Known>,
}

/// A row whose header could be read, without its bytes.
pub(super) struct Known {
    pub(super) header: Header,
    pub(super) digest: Digest,
    /// Its receipt, proven.
    pub(super) receipt: Option<Receipt>,
    pub(super) has_receipt: bool,
    pub(super) queued: bool,
    pub(super) has_body: bool,
    pub(super) purged_by: Option<String>,
    /// Where the entry opens an epoch.
    pub(super) opened: Option<EpochOpened>,
}

/// Checks a row as far as it can be checked without another.
pub(super) fn examine(row: Inspected, keys: &Keys) -> Examined {
    let mut faults = Vec::new();
    let header = match row.sealed.read_header() {
        Ok(header) => header,
        Err(error) => return Examined { faults: vec![Fault::Unreadable(error)], known: None },
    };
    let name = header.name();
    if let Some(column) = other_column(&row, &header) {
        faults.push(Fault::Column(name.clone(), column));
    }
    let content = match keys.of(header.device) {
        Some((key, unit)) if *unit == header.unit => match row.sealed.content_by(&header, key) {
            Ok(content) => content,
            Err(EntryError::Newer) => None,
            Err(error) => {
                faults.push(Fault::Seal(name.clone(), error));
                None
            }
        },
        _ => {
            faults.push(Fault::NoCertificate(name.clone()));
            None
        }
    };
    let digest = row.sealed.digest();
    let receipt = match row.receipt.as_ref().map(|held| proven(held, &header, digest, keys)) {
        None => None,
        Some(Ok(receipt)) => Some(receipt),
        Some(Err(why)) => {
            faults.push(why.said_of(name));
            None
        }
    };
    let opened = match content {
        Some(Content::EpochOpened(opened)) => Some(opened),
        _ => None,
    };
    let known = Known {
        header,
        digest,
        receipt,
        has_receipt: row.receipt.is_some(),
        queued: row.queued,
        has_body: row.sealed.body.is_some(),
        purged_by: row.purged_by,
        opened,
    };
    Examined { faults, known: Some(known) }
}

/// What does not hold of a receipt beside which a newer one stands; an entry that cannot be read was told before.
pub(super) fn earlier_fault(entry: &Sealed, held: &InspectedReceipt, keys: &Keys) -> Option<Fault> {
    let header = entry.read_header().ok()?;
    let why = proven(held, &header, entry.digest(), keys).err()?;
    Some(why.said_of(header.name()))
}

/// The first column that differs from the header.
fn other_column(row: &Inspected, header: &Header) -> Option<&'static str> {
    let same = [
        ("编号", row.id == header.id.to_string()),
        ("设备", row.place.device == header.device.to_string()),
        ("纪元", row.place.epoch == i64::from(header.epoch)),
        ("序号", i64::try_from(header.seq) == Ok(row.place.seq)),
        ("事项", row.subject == header.subject.to_string()),
        ("录入时间", row.entered_at == instant(header.entered_at)),
    ];
    same.into_iter().find(|(_, same)| !same).map(|(column, _)| column)
}

enum Why {
    Receipt(ReceiptError),
    Column(&'static str),
}

impl Why {
    fn said_of(self, name: String) -> Fault {
        match self {
            Self::Receipt(error) => Fault::Receipt(name, error),
            Self::Column(column) => Fault::ReceiptColumn(name, column),
        }
    }
}

fn proven(held: &InspectedReceipt, header: &Header, digest: Digest, keys: &Keys) -> Result<Receipt, Why> {
    let upstream = keys.upstream.as_ref().ok_or(Why::Receipt(ReceiptError::OtherKey))?;
    let receipt = held.sealed.verify_by(digest, upstream).map_err(Why::Receipt)?;
    if receipt.entry != header.id {
        return Err(Why::Receipt(ReceiptError::OtherEntry));
    }
    let same = [
        ("代次", held.generation == i64::from(receipt.generation)),
        ("位置", i64::try_from(receipt.position) == Ok(held.position)),
        ("收到时间", held.received_at == instant(receipt.received_at)),
    ];
    match same.into_iter().find(|(_, same)| !same) {
        Some((column, _)) => Err(Why::Column(column)),
        None => Ok(receipt),
    }
}
