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

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::data_folder::keep_private;
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
        make_private(&dir.join(FILE)).map_err(|error| DatabaseError::Exposed(error.to_string()))?;
        let mut connection = Connection::open(dir.join(FILE))?;
        be_wary(&connection)?;
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
        be_wary(&copy)?;
        is_whole(&copy)
    }

    /// Whether a file is a sound database of an upstream, made of nothing but what this program makes. Nothing is written.
    pub(crate) fn check_copy(file: &Path) -> Result<(), DatabaseError> {
        let copy = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        be_wary(&copy)?;
        migrations::refuse_newer(&copy)?;
        // Before anything is asked of its tables: a trigger of somebody else's would run with every entry.
        migrations::refuse_foreign_parts(&copy)?;
        is_whole(&copy)
    }

    /// The last position.
    pub(crate) fn head(&mut self) -> Result<u64, DatabaseError> {
        Ok(log::head(&self.connection)?)
    }

    /// An old program leaves a newer database alone.
    pub(crate) fn refuse_newer(&self) -> Result<(), DatabaseError> {
        migrations::refuse_newer(&self.connection)
    }

    fn write<T, E: From<DatabaseError>>(
        &mut self,
        work: impl FnOnce(&mut rusqlite::Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(DatabaseError::from)?;
        migrations::refuse_newer(&transaction)?;
        let done = work(&mut transaction)?;
        transaction.commit().map_err(DatabaseError::from)?;
        Ok(done)
    }
}

fn is_whole(copy: &Connection) -> Result<(), DatabaseError> {
    let found: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(DatabaseError::Damaged(found)) }
}

/// Its owner's alone before SQLite opens it, and so is what SQLite puts beside it. A file that is there is never opened here:
/// closing it would let go of the locks that SQLite holds on it.
fn make_private(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => keep_private(file, 0o600),
        made => made.map(drop),
    }
}

/// Nothing that stands in the file itself is trusted to run, to reach the schema, or to have sound pages.
fn be_wary(connection: &Connection) -> Result<(), DatabaseError> {
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
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
