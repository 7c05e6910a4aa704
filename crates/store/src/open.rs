//! Opening the file with the settings that durability needs.

use std::collections::btree_map::Entry;
use std::fs::{self, OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use serde::de::DeserializeOwned;

use crate::before_upgrade;
use crate::error::StoreError;
use crate::json;
use crate::migration::{keep_as_it_was, migrate, refuse_what_is_not_ours, views_are_old};
use crate::recent::Recent;
use crate::schema::be_wary;
use crate::table::{setting, unread};
use crate::writing::Writing;

/// Versions before this one can lose commits in WAL mode with two connections.
pub const OLDEST_SAFE_SQLITE: i32 = 3_051_003;

/// More than there are statements in [`crate::table`].
const STATEMENTS: usize = 256;

/// The workstation's file. One process owns it; within the process one holder writes at a time.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) recent: Recent,
}

impl Store {
    /// Opens or makes the file and brings it to the newest version.
    ///
    /// # Errors
    /// [`StoreError::Newer`], [`StoreError::Damaged`], [`StoreError::Unwritable`] and the like, each in words.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if rusqlite::version_number() < OLDEST_SAFE_SQLITE {
            return Err(StoreError::UnsafeSqlite(rusqlite::version().to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        keep_private(path).map_err(|error| StoreError::Unwritable(error.to_string()))?;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        be_wary(&connection)?;
        refuse_what_is_not_ours(&connection)?;
        keep_as_it_was(&connection, path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // Plans depend on the statement alone: else each one bound to an indexed expression is planned at every use.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.pragma_update(None, "foreign_keys", false)?;
        migrate(&mut connection)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let mut store = Self { connection, recent: Recent::default() };
        if views_are_old(&store.connection)? {
            store.rebuild_views()?;
        }
        let readable = unread::readable_now(&store.connection)?;
        if !readable.is_empty() {
            store.write(|writing| {
                writing.refold(readable);
                Ok::<_, StoreError>(())
            })?;
        }
        Ok(store)
    }

    /// Does `work` in one transaction: all of it is written, folded and durable, or none of it.
    ///
    /// # Errors
    /// What `work` or the file says; the file is then as it was before.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // Until all is durable nothing is known of what is stored.
        let recent = std::mem::take(&mut self.recent);
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let mut writing = Writing::new(transaction, recent);
        let result = work(&mut writing)?;
        self.recent = writing.fold_and_commit()?;
        Ok(result)
    }

    /// Writes the file anew without what is gone: until then its bytes lie in free pages and in the log beside the file.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written; nothing is lost, and it can be done again.
    pub fn write_anew(&mut self) -> Result<(), StoreError> {
        self.connection.execute_batch("VACUUM")?;
        let busy: i64 = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy != 0 {
            return Err(StoreError::Unwritable("文件正被别的程序读取".to_owned()));
        }
        self.connection.path().map_or(Ok(()), |path| before_upgrade::forget(Path::new(path), None))
    }

    /// A setting that is made through [`Writing::set`] alone, from memory where it was read before.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read or the value no longer fits.
    pub fn setting<T: DeserializeOwned>(&self, name: &'static str) -> Result<Option<T>, StoreError> {
        let mut known = self.recent.settings.borrow_mut();
        let value = match known.entry(name) {
            Entry::Occupied(read) => read.into_mut(),
            Entry::Vacant(unread) => unread.insert(setting::text(&self.connection, name)?),
        };
        value.as_deref().map(json::read).transpose()
    }

    /// The bare connection, for queries of the tables in [`crate::table`].
    #[must_use]
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }
}

/// Its owner's alone from the first byte on, and so is what SQLite puts beside it. A file that is there is never opened here:
/// closing it would let go of the locks that SQLite holds on it.
fn keep_private(path: &Path) -> std::io::Result<()> {
    if OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).is_ok() {
        return Ok(());
    }
    match fs::metadata(path) {
        Ok(file) if file.permissions().mode() & 0o077 != 0 => fs::set_permissions(path, Permissions::from_mode(0o600)),
        // What else is wrong SQLite says.
        _ => Ok(()),
    }
}
