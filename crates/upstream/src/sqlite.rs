//! The upstream's SQLite file: one file per table (migration, row, queries), and the transactions that cross them.
//!
//! Everything SQL is in here. The rest of the crate sees [`Database`] and plain values.

mod blob_names;
mod codes;
mod column;
mod connections;
mod deliveries;
mod device_list;
mod devices;
mod enrolment;
mod entries;
mod generations;
mod heads;
mod inspect;
mod log;
mod migrations;
mod purges;
mod receipts;
mod receive;
mod reported;
mod same_events;
mod settings;
mod shown;
mod tokens;
mod tree;
mod units;
mod unnamed_blobs;

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::database_error::DatabaseError;

pub(crate) use connections::Connections;

/// Name of the database in the data folder.
pub(crate) const FILE: &str = "upstream.sqlite";
/// Before this, WAL mode with two connections can lose commits.
const OLDEST_SQLITE: i32 = 3_051_003;
/// How long a command waits for the server's transaction, and the server for a command's.
const BUSY: Duration = Duration::from_secs(10);

/// One connection to the database.
pub(crate) struct Database {
    connection: Connection,
}

impl Database {
    /// Opens the database of this folder, creating and migrating it where needed.
    pub(crate) fn open(dir: &Path) -> Result<Self, DatabaseError> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(DatabaseError::OldSqlite(rusqlite::version().to_owned()));
        }
        let mut connection = Connection::open(dir.join(FILE))?;
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(64);
        migrations::refuse_newer(&connection)?;
        make_durable(&connection)?;
        migrations::run(&mut connection)?;
        Ok(Self { connection })
    }

    /// Empties the log beside the file: what was cleared still stands in it. A reader may be in the way; then the next time.
    fn empty_the_log(&self) -> Result<(), DatabaseError> {
        Ok(self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    /// Writes everything that is committed into a new file, sound and compact.
    pub(crate) fn copy_to(&self, file: &Path) -> Result<(), DatabaseError> {
        self.connection.execute("VACUUM INTO ?1", [file.to_string_lossy()])?;
        let copy = Connection::open(file)?;
        let found: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if found == "ok" { Ok(()) } else { Err(DatabaseError::Damaged(found)) }
    }

    /// The last position.
    pub(crate) fn head(&mut self) -> Result<u64, DatabaseError> {
        Ok(log::head(&self.connection)?)
    }

    fn write<T, E: From<DatabaseError>>(
        &mut self,
        work: impl FnOnce(&mut rusqlite::Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(DatabaseError::from)?;
        let done = work(&mut transaction)?;
        transaction.commit().map_err(DatabaseError::from)?;
        Ok(done)
    }
}

fn make_durable(connection: &Connection) -> Result<(), DatabaseError> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What is cleared is overwritten, not only let go.
    connection.pragma_update(None, "secure_delete", true)?;
    let found = durability(connection)?;
    if found == ("wal".to_owned(), 2) {
        Ok(())
    } else {
        Err(DatabaseError::NotDurable(format!(
            "journal_mode={}，synchronous={}，应为 WAL+FULL，请检查数据目录所在的文件系统",
            found.0, found.1
        )))
    }
}

fn durability(connection: &Connection) -> rusqlite::Result<(String, i64)> {
    let journal = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    let synchronous = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    Ok((journal, synchronous))
}
