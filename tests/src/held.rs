//! What desk and upstream hold, byte for byte, read from their own files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::entry::Header;
use domain::receipt::Receipt;
use rusqlite::{Connection, OpenFlags};

/// An entry as it is held, with its receipt where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The header's exact bytes.
    pub header: String,
    /// The body's.
    pub body: Option<String>,
    /// The seal.
    pub signature: String,
    /// The receipt's exact bytes and its signature.
    pub receipt: Option<(String, String)>,
}

impl Held {
    /// The header, read.
    pub fn read(&self) -> Header {
        serde_json::from_str(&self.header).expect("a header that was sealed")
    }

    /// The receipt, read; none where there is none.
    pub fn received(&self) -> Option<Receipt> {
        self.receipt.as_ref().map(|(text, _)| serde_json::from_str(text).expect("a receipt that was given"))
    }
}

/// Entries by their ids.
pub type Entries = BTreeMap<String, Held>;

/// What the desk of this folder holds.
pub fn at_desk(folder: &Path) -> Entries {
    // Of several that an upstream gave in its generations, the one that stands.
    let receipts = "LEFT JOIN receipts ON receipts.entry = entries.id AND receipts.generation =
                        (SELECT max(generation) FROM receipts WHERE receipts.entry = entries.id)";
    read(&folder.join("zhiban.sqlite"), receipts)
}

/// What the upstream of this folder holds.
pub fn at_upstream(folder: &Path) -> Entries {
    let receipts = "LEFT JOIN receipts ON receipts.position = entries.position";
    read(&folder.join("upstream.sqlite"), receipts)
}

fn read(file: &Path, receipts: &str) -> Entries {
    let file = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("its file");
    let mut statement = file
        .prepare(&format!(
            "SELECT entries.id, header, body, entries.signature, receipt, receipts.signature FROM entries {receipts}"
        ))
        .expect("its tables");
    let rows = statement.query_map([], |row| {
        let receipt = row.get::<_, Option<String>>(4)?.zip(row.get(5)?);
        Ok((row.get(0)?, Held { header: row.get(1)?, body: row.get(2)?, signature: row.get(3)?, receipt }))
    });
    let rows: Vec<(String, Held)> = rows.expect("its entries").map(|row| row.expect("an entry")).collect();
    let mut places = BTreeSet::new();
    let count = rows.len();
    for (id, held) in &rows {
        let header = held.read();
        assert!(places.insert((header.device, header.epoch, header.seq)), "the place of {id} is taken once");
    }
    let entries = Entries::from_iter(rows);
    assert_eq!(entries.len(), count, "no entry is held twice");
    entries
}
