//! 备份: the whole file copied while it is in use, checked before it counts, and taken back only after a check.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use crate::error::StoreError;
use crate::migration::{APPLICATION_ID, KNOWN_VERSION};
use crate::open::Store;

/// Pages copied at a time; writers wait for no longer than that.
const PAGES_AT_ONCE: i32 = 1024;

impl Store {
    /// Copies the file to `path`, which must not exist yet, checks the copy and makes it durable.
    ///
    /// # Errors
    /// [`StoreError`]; a copy that is not sound is not left behind as one.
    pub fn back_up(&self, path: &Path) -> Result<(), StoreError> {
        let mut copy = Connection::open(path)?;
        let backup = Backup::new(&self.connection, &mut copy)?;
        backup.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None)?;
        drop(backup);
        // One file without companions: what is carried away on a stick is everything.
        copy.pragma_update(None, "journal_mode", "DELETE")?;
        copy.close().map_err(|(_, error)| StoreError::from(error))?;
        let checked = check_backup(path).and_then(|()| make_durable(path));
        if checked.is_err() {
            let _ = std::fs::remove_file(path);
        }
        checked
    }

    /// A store that holds nothing, for the moment in which its file is exchanged.
    ///
    /// # Errors
    /// [`StoreError`] where SQLite cannot even do that.
    pub fn nowhere() -> Result<Self, StoreError> {
        Ok(Self { connection: Connection::open_in_memory()? })
    }
}

/// Whether a file is a sound backup of a desk that this program can read. Nothing is written.
///
/// # Errors
/// [`StoreError::Damaged`] where it is not ours or not whole, [`StoreError::Newer`] where it is of a newer program.
pub fn check_backup(path: &Path) -> Result<(), StoreError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application != APPLICATION_ID || found == 0 {
        return Err(StoreError::Damaged("不是值班台的备份文件".to_owned()));
    }
    if found > KNOWN_VERSION {
        return Err(StoreError::Newer { found, known: KNOWN_VERSION });
    }
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged("备份文件不完整".to_owned())) }
}

fn make_durable(path: &Path) -> Result<(), StoreError> {
    let unwritable = |error: std::io::Error| StoreError::Unwritable(error.to_string());
    File::open(path).and_then(|file| file.sync_all()).map_err(unwritable)
}
