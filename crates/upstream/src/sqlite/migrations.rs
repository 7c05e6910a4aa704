//! Numbered migrations, by `PRAGMA user_version`. A step that was ever released is never changed again.

use std::collections::BTreeSet;

use rusqlite::{Connection, TransactionBehavior};

use super::{
    blob_names, codes, deliveries, devices, entries, generations, heads, log, purges, receipts, reported, same_events,
    settings, shown, tokens, units,
};
use crate::database_error::DatabaseError;

/// Every step, oldest first; the number of steps done is the database's version.
const STEPS: &[&[&str]] = &[
    &[
        settings::CREATE,
        log::CREATE,
        units::CREATE,
        devices::CREATE,
        tokens::CREATE,
        codes::CREATE,
        entries::CREATE,
        receipts::CREATE,
        deliveries::CREATE,
        heads::CREATE,
    ],
    &[purges::CREATE, shown::CREATE],
    &[blob_names::CREATE],
    &[generations::CREATE],
    &[deliveries::ONCE_EACH_WAY, reported::CREATE, same_events::CREATE, units::BY_PARENT],
];

fn known() -> u32 {
    u32::try_from(STEPS.len()).unwrap_or(u32::MAX)
}

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Before anything is touched: an old program leaves a newer database alone.
pub(super) fn refuse_newer(connection: &Connection) -> Result<(), DatabaseError> {
    let found = version(connection)?;
    if found > known() { Err(DatabaseError::Newer { found, known: known() }) } else { Ok(()) }
}

/// Takes the steps that are missing, each whole or not at all. Two processes may start at once.
pub(super) fn run(connection: &mut Connection) -> Result<(), DatabaseError> {
    if version(connection)? == known() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = version(&transaction)? as usize;
    for step in STEPS.iter().skip(done) {
        for statements in *step {
            transaction.execute_batch(statements)?;
        }
    }
    transaction.pragma_update(None, "user_version", known())?;
    transaction.commit()?;
    Ok(())
}

/// Refuses a file that is made of anything else than a file of its version is.
pub(super) fn refuse_foreign_parts(connection: &Connection) -> Result<(), DatabaseError> {
    let made = Connection::open_in_memory()?;
    for statements in STEPS.iter().take(version(connection)? as usize).copied().flatten() {
        made.execute_batch(statements)?;
    }
    match parts(&made)?.symmetric_difference(&parts(connection)?).count() {
        0 => Ok(()),
        different => Err(DatabaseError::ForeignParts(different)),
    }
}

/// Kind, name, table and words of each; cast, for by hand anything can be written there.
fn parts(connection: &Connection) -> rusqlite::Result<BTreeSet<[String; 4]>> {
    let mut statement = connection.prepare(
        "SELECT coalesce(CAST(type AS TEXT), ''), coalesce(CAST(name AS TEXT), ''), coalesce(CAST(tbl_name AS TEXT), ''),
                coalesce(CAST(sql AS TEXT), '') FROM sqlite_schema",
    )?;
    let rows = statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?;
    rows.collect()
}
