//! Numbered migrations. Each runs in one transaction together with its number; a newer file is refused in words.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;
use crate::table;

/// Marks the file as ours in SQLite's header: "ZhBn".
const APPLICATION_ID: i32 = 0x5a68_426e;

/// The SQL of every version, oldest first; never changed once released.
const MIGRATIONS: [&[&str]; 1] = [&[
    table::entry::CREATE,
    table::receipt::CREATE,
    table::delivery::CREATE,
    table::view::CREATE,
    table::draft::CREATE,
    table::queue::CREATE,
    table::setting::CREATE,
    table::certificate::CREATE,
]];

/// Brings the file to the newest version.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    refuse_foreign_file(connection, found)?;
    for (number, statements) in (1..).zip(MIGRATIONS).skip(found as usize) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for sql in statements {
            transaction.execute_batch(sql)?;
        }
        transaction.pragma_update(None, "user_version", number)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.commit()?;
    }
    Ok(())
}

fn refuse_foreign_file(connection: &Connection, found: u32) -> Result<(), StoreError> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: u32 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let ours = if found == 0 { tables == 0 } else { id == APPLICATION_ID };
    if ours { Ok(()) } else { Err(StoreError::Damaged("不是值班台的数据文件".to_owned())) }
}
