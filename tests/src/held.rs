//! What desk and upstream hold, byte for byte, read from their own tables past every door of ours.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use domain::entry::Header;
use domain::receipt::Receipt;
use rusqlite::{Connection, OpenFlags};
use upstream::DatabaseAt;

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

/// What the upstream of this folder holds, wherever it keeps its log.
pub fn at_upstream(folder: &Path, database: &DatabaseAt) -> Entries {
    match database {
        DatabaseAt::Folder => {
            let receipts = "LEFT JOIN receipts ON receipts.position = entries.position";
            read(&folder.join("upstream.sqlite"), receipts)
        }
        DatabaseAt::Postgres(address) => each_once(rows_of_postgres(address)),
    }
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
    each_once(rows.expect("its entries").map(|row| row.expect("an entry")).collect())
}

/// By PostgreSQL's own client, a line of JSON for each entry.
fn rows_of_postgres(address: &str) -> Vec<(String, Held)> {
    let rows = "SELECT json_build_array(id, header, body, entries.signature, receipt, receipts.signature)
                FROM entries LEFT JOIN receipts USING (position)";
    let said = Command::new("psql").args(["-qAtX", "-d", address, "-c", rows]).output().expect("psql");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said = String::from_utf8(said.stdout).expect("psql says text");
    said.lines().map(|line| row(serde_json::from_str(line).expect("an entry"))).collect()
}

type Row = (String, String, Option<String>, String, Option<String>, Option<String>);

fn row((id, header, body, signature, receipt, sealed): Row) -> (String, Held) {
    (id, Held { header, body, signature, receipt: receipt.zip(sealed) })
}

fn each_once(rows: Vec<(String, Held)>) -> Entries {
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
