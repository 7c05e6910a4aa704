//! The generations after the first, each begun when the database was put back from a backup.

use domain::Moment;
use domain::generation::Generation;
use rusqlite::Connection;

use super::{Database, column, log, settings};
use crate::database_error::DatabaseError;
use crate::new_generation;

pub(super) const CREATE: &str = "
CREATE TABLE generations (
    number       INTEGER PRIMARY KEY CHECK (number >= 2),
    begins_after INTEGER NOT NULL CHECK (begins_after >= 1),
    lost_after   INTEGER NOT NULL CHECK (lost_after >= 0),
    begun_at     TEXT    NOT NULL
) STRICT;
CREATE TRIGGER generations_are_never_changed BEFORE UPDATE ON generations
BEGIN SELECT RAISE(ABORT, '代次只增不改'); END;
CREATE TRIGGER generations_are_never_deleted BEFORE DELETE ON generations
BEGIN SELECT RAISE(ABORT, '代次只增不删'); END;
";

impl Database {
    /// Begins another generation of this upstream, which was put back from a backup.
    pub(crate) fn begin_generation(&mut self, now: Moment) -> Result<Generation, DatabaseError> {
        self.write(|transaction| {
            let settings = settings::read(transaction)?;
            let settings = settings.ok_or_else(|| DatabaseError::Damaged("设置表没有内容".to_owned()))?;
            let (head, numbered) = (log::head(transaction)?, highest_number(transaction)?);
            let generation = new_generation::after(&settings.generation, head, numbered, now);
            begin(transaction, &generation, now)?;
            Ok(generation)
        })
    }
}

fn highest_number(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("SELECT coalesce(max(n), 0) FROM unit_cursors", [], |row| column::count(row, 0))
}

fn begin(connection: &Connection, generation: &Generation, now: Moment) -> rusqlite::Result<()> {
    let begins_after = column::stored(generation.begins_after());
    connection.execute(
        "INSERT INTO generations (number, begins_after, lost_after, begun_at) VALUES (?1, ?2, ?3, ?4)",
        (generation.number, begins_after, column::stored(generation.lost_after.unwrap_or(0)), column::moment_text(now)),
    )?;
    connection.execute("UPDATE settings SET generation = ?1", [generation.number])?;
    connection.execute("UPDATE unit_cursors SET n = ?1", [begins_after])?;
    log::settle(connection, generation.begins_after())
}
