//! Numbered migrations. Each runs in one transaction together with its number; a newer file is refused in words.

mod by_rowid;

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::before_upgrade;
use crate::error::StoreError;
use crate::schema::refuse_foreign_parts;
use crate::table::{self, setting};

/// Marks the file as ours in SQLite's header: "ZhBn".
pub(crate) const APPLICATION_ID: i32 = 0x5a68_426e;

/// The SQL of every version, oldest first; never changed once released.
const MIGRATIONS: [&[&str]; 13] = [
    &[
        table::entry::CREATE,
        table::receipt::CREATE,
        table::delivery::CREATE,
        table::view::CREATE,
        table::draft::CREATE,
        table::queue::CREATE,
        table::setting::CREATE,
        table::certificate::CREATE,
    ],
    &[table::officer::CREATE],
    &[table::view::OPEN_UNTIL_ENDED, table::draft::WITH_GRADES, table::pack::CREATE],
    &[table::number::CREATE],
    &[table::view::BY_PROCESS],
    &[table::information::CREATE, table::blob::CREATE],
    &[
        table::pin::CREATE,
        table::purge::CREATE,
        table::access::CREATE,
        table::draft::WITH_BEGINNING,
        table::displaced::CREATE,
    ],
    &[by_rowid::BY_ROWID],
    &[table::entry::NOT_BY_TIME, table::queue::BY_PLACE],
    &[table::transfer::CREATE],
    &[table::receipt::OF_EACH_GENERATION],
    &[table::levels::CREATE],
    &[table::roster::CREATE],
];

/// The version this program writes.
#[expect(clippy::cast_possible_truncation, reason = "a handful of migrations")]
pub(crate) const KNOWN_VERSION: u32 = MIGRATIONS.len() as u32;

/// Stands in the settings from the moment at which views may be of an older program until they were folded anew, so that a
/// program killed in between does it the next time.
const VIEWS_ARE_OLD: &str = "views_are_old";

/// Before anything is written: a file of a newer program, of another, or one that somebody added to is left as it is.
pub(crate) fn refuse_what_is_not_ours(connection: &Connection) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found > KNOWN_VERSION {
        return Err(StoreError::Newer { found, known: KNOWN_VERSION });
    }
    refuse_foreign_file(connection, found)?;
    refuse_foreign_parts(connection, found, "")
}

/// A file of an older program is copied before its first step; one in the middle of its steps has its copy already.
pub(crate) fn keep_as_it_was(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found == 0 || found == KNOWN_VERSION || views_are_old(connection)? {
        return Ok(());
    }
    before_upgrade::keep(connection, path, found)
}

/// Brings the file to the newest version. Foreign keys are not to be held to: a table is made anew under its own name.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found = version(connection)?;
    for (number, statements) in (1..).zip(MIGRATIONS).skip(found as usize) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for sql in statements {
            transaction.execute_batch(sql)?;
        }
        if found > 0 {
            setting::put(&transaction, VIEWS_ARE_OLD, &true)?;
        }
        transaction.pragma_update(None, "user_version", number)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.commit()?;
    }
    Ok(())
}

/// An empty file of this version, in memory.
pub(crate) fn as_made(version: u32) -> Result<Connection, StoreError> {
    let connection = Connection::open_in_memory()?;
    connection.pragma_update(None, "foreign_keys", false)?;
    for sql in MIGRATIONS.iter().take(version as usize).copied().flatten() {
        connection.execute_batch(sql)?;
    }
    Ok(connection)
}

fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Whether the views are still those of an older program.
pub(crate) fn views_are_old(connection: &Connection) -> Result<bool, StoreError> {
    Ok(setting::get(connection, VIEWS_ARE_OLD)?.unwrap_or(false))
}

/// Every view is folded anew in this transaction.
pub(crate) fn views_are_new(connection: &Connection) -> Result<(), StoreError> {
    setting::remove(connection, VIEWS_ARE_OLD)
}

fn refuse_foreign_file(connection: &Connection, found: u32) -> Result<(), StoreError> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: u32 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let ours = if found == 0 { tables == 0 } else { id == APPLICATION_ID };
    if ours { Ok(()) } else { Err(StoreError::Damaged("不是值班台的数据文件".to_owned())) }
}
