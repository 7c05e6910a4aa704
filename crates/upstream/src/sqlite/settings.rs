//! The one row of settings.

use domain::generation::Generation;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{Database, column};
use crate::database_error::DatabaseError;
use crate::settings::Settings;

pub(super) const CREATE: &str = "
CREATE TABLE settings (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    upstream   TEXT    NOT NULL,
    generation INTEGER NOT NULL CHECK (generation >= 1),
    public_key TEXT    NOT NULL
) STRICT;
";

const READ: &str = "
SELECT upstream, public_key, generation,
       (SELECT json_group_array(begins_after) FROM (SELECT begins_after FROM generations ORDER BY number)),
       (SELECT min(lost_after) FROM generations)
FROM settings";

pub(super) fn read(connection: &Connection) -> rusqlite::Result<Option<Settings>> {
    let read = |row: &Row<'_>| {
        let lost_after: Option<i64> = row.get(4)?;
        Ok(Settings {
            upstream: column::uuid(row, 0)?,
            public_key: column::key(row, 1)?,
            generation: Generation {
                number: row.get(2)?,
                beginnings: column::counts(row, 3)?,
                lost_after: lost_after.map(i64::unsigned_abs),
            },
        })
    };
    connection.query_row(READ, [], read).optional()
}

impl Database {
    /// Who this upstream is; none before the first start.
    pub(crate) fn settings(&self) -> Result<Option<Settings>, DatabaseError> {
        Ok(read(&self.connection)?)
    }

    /// Writes the settings of a first start, unless another process was quicker; returns what holds.
    pub(crate) fn settle(&mut self, first: &Settings) -> Result<Settings, DatabaseError> {
        self.write(|transaction| {
            if let Some(settled) = read(transaction)? {
                return Ok(settled);
            }
            transaction.execute(
                "INSERT INTO settings (only_row, upstream, generation, public_key) VALUES (1, ?1, ?2, ?3)",
                (first.upstream.to_string(), first.generation.number, first.public_key.as_str()),
            )?;
            Ok(first.clone())
        })
    }
}
