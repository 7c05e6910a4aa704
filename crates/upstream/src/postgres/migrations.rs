//! Numbered migrations. A step that was ever released is never changed again.

use deadpool_postgres::GenericClient;
use deadpool_postgres::Object;

use super::column;
use crate::database_error::DatabaseError;

/// Every step, oldest first; the number of steps done is the database's version.
const STEPS: &[&str] =
    &[include_str!("migrations/1.sql"), include_str!("migrations/2.sql"), include_str!("migrations/3.sql")];
/// Instances that start at once take their turns by this lock ("zhiban" in ASCII).
const TURN: i64 = 0x7a68_6962_616e;

fn known() -> u32 {
    u32::try_from(STEPS.len()).unwrap_or(u32::MAX)
}

async fn version(client: &impl GenericClient) -> Result<u32, DatabaseError> {
    // Asked first: even where there is nothing to make, making takes a right that an instance that serves can do without.
    let there: bool = client.query_one("SELECT to_regclass('schema_version') IS NOT NULL", &[]).await?.try_get(0)?;
    if !there {
        client
            .batch_execute(
                "CREATE TABLE schema_version (only_row boolean PRIMARY KEY CHECK (only_row), version bigint NOT NULL)",
            )
            .await?;
    }
    let row = client.query_opt("SELECT version FROM schema_version", &[]).await?;
    row.map_or(Ok(0), |row| column::epoch(&row, 0))
}

fn refuse(found: u32) -> Result<(), DatabaseError> {
    if found > known() { Err(DatabaseError::Newer { found, known: known() }) } else { Ok(()) }
}

/// An old program leaves a newer database alone, also one that became newer while it served.
pub(super) async fn refuse_newer(client: &impl GenericClient) -> Result<(), DatabaseError> {
    let version = client.prepare_cached("SELECT version FROM schema_version").await?;
    refuse(column::epoch(&client.query_one(&version, &[]).await?, 0)?)
}

/// Takes the steps that are missing, all of them or none. A newer database is left alone.
pub(super) async fn run(client: &mut Object) -> Result<(), DatabaseError> {
    let transaction = client.transaction().await?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&TURN]).await?;
    let done = version(&transaction).await?;
    refuse(done)?;
    if done > 0 && done < known() {
        // An instance of before may be in the middle of a batch: what it writes is there before the steps read it, and
        // whoever reserves after them sees the new number.
        transaction.batch_execute("LOCK TABLE log IN EXCLUSIVE MODE").await?;
    }
    for step in STEPS.iter().skip(done as usize) {
        transaction.batch_execute(step).await?;
    }
    if done < known() {
        transaction
            .execute(
                "INSERT INTO schema_version (only_row, version) VALUES (true, $1)
                 ON CONFLICT (only_row) DO UPDATE SET version = excluded.version",
                &[&i64::from(known())],
            )
            .await?;
    }
    Ok(transaction.commit().await?)
}
