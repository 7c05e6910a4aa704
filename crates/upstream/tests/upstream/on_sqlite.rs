//! These tests over SQLite: the database is a file in the folder, and this is the back door to it.

use std::path::Path;

use rusqlite::Connection;
use upstream::DatabaseAt;

/// A commit that fails at its very end.
pub(crate) const SABOTAGE: &str = "
CREATE TABLE sabotage (unit TEXT REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED);
CREATE TRIGGER sabotage AFTER INSERT ON receipts BEGIN INSERT INTO sabotage VALUES ('nowhere'); END;";
pub(crate) const NO_SABOTAGE: &str = "DROP TRIGGER sabotage; DROP TABLE sabotage";

/// Whoever may change the tables takes the guard of the entries away.
pub(crate) const NO_GUARD: &str = "DROP TRIGGER entries_are_never_changed";

/// The tables refuse this one entry after it was written, by its receipt.
pub(crate) fn poison(entry: uuid::Uuid) -> String {
    format!(
        "CREATE TRIGGER poison AFTER INSERT ON receipts
         WHEN (SELECT id FROM entries WHERE position = NEW.position) = '{entry}'
         BEGIN SELECT RAISE(ABORT, 'poisoned'); END"
    )
}

/// The tables as they were before reports were kept by matter.
pub(crate) const BEFORE_MATTERS: &str = "DROP TABLE reported; DROP TABLE same_events; DROP INDEX units_by_parent; DROP TRIGGER deliveries_are_never_replaced; PRAGMA user_version = 4";

/// A newer program brought the database to its own version; and as it was.
pub(crate) const NEWER: &str = "PRAGMA user_version = 999";
pub(crate) const OURS: &str = "PRAGMA user_version = 5";

/// What each version added to the one before; kept here as released, whatever becomes of the program's own.
pub(crate) const SCHEMAS: &[&str] = &[
    include_str!("../schemas/sqlite/v1.sql"),
    include_str!("../schemas/sqlite/v2.sql"),
    include_str!("../schemas/sqlite/v3.sql"),
    include_str!("../schemas/sqlite/v4.sql"),
    include_str!("../schemas/sqlite/v5.sql"),
];

/// An empty database as that version made it.
pub(crate) fn make_as_of(dir: &Path, version: usize) {
    SCHEMAS[..version].iter().for_each(|step| execute(dir, step));
    execute(dir, &format!("PRAGMA user_version = {version}"));
}

pub(crate) fn version(dir: &Path) -> usize {
    let version: u32 = raw(dir).pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    version.try_into().unwrap()
}

/// Tables, indexes and triggers, word for word.
pub(crate) fn schema(dir: &Path) -> Vec<String> {
    let raw = raw(dir);
    let mut parts = raw.prepare("SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1").unwrap();
    parts.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

pub(crate) fn at(_dir: &Path) -> DatabaseAt {
    DatabaseAt::Folder
}

/// What the program is told of it: nothing.
pub(crate) const fn address(_dir: &Path) -> Option<String> {
    None
}

/// A connection past every door of ours, as somebody at the machine would open it.
pub(crate) fn raw(dir: &Path) -> Connection {
    let raw = Connection::open(dir.join("upstream.sqlite")).unwrap();
    raw.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    raw
}

pub(crate) fn execute(dir: &Path, sql: &str) {
    raw(dir).execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// What the database says to what it does not do.
pub(crate) fn refused(dir: &Path, sql: &str) -> String {
    raw(dir).execute_batch(sql).err().unwrap_or_else(|| panic!("{sql} should be refused")).to_string()
}

/// Everything that is kept, as bytes.
pub(crate) fn kept(dir: &Path) -> Vec<u8> {
    raw(dir).execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    std::fs::read(dir.join("upstream.sqlite")).unwrap()
}

/// Wherever a body that was taken away might still stand.
pub(crate) fn traces(dir: &Path) -> Vec<(Vec<u8>, &'static str)> {
    let log = std::fs::read(dir.join("upstream.sqlite-wal")).unwrap_or_default();
    vec![(log, "log"), (std::fs::read(dir.join("upstream.sqlite")).unwrap(), "file")]
}

/// The database as of one moment.
pub(crate) struct Backup(tempfile::TempDir);

pub(crate) fn back_up(dir: &Path) -> Backup {
    let place = tempfile::tempdir().unwrap();
    raw(dir).execute("VACUUM INTO ?1", [place.path().join("upstream.sqlite").to_str().unwrap()]).unwrap();
    Backup(place)
}

/// The database is what it was; whatever came since is gone.
pub(crate) fn put_back(dir: &Path, Backup(place): Backup) {
    for beside in ["upstream.sqlite-wal", "upstream.sqlite-shm"] {
        let _ = std::fs::remove_file(dir.join(beside));
    }
    std::fs::copy(place.path().join("upstream.sqlite"), dir.join("upstream.sqlite")).unwrap();
}

/// Holds the right to write until it is dropped.
pub(crate) struct Held(Connection);

pub(crate) fn hold(dir: &Path) -> Held {
    let raw = raw(dir);
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    Held(raw)
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.execute_batch("ROLLBACK").unwrap();
    }
}
