//! The head of the one order. Its row is written first and its lock held to the commit, so order is commit order.

use rusqlite::Connection;

use super::column;

pub(super) const CREATE: &str = "
CREATE TABLE log (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    head     INTEGER NOT NULL CHECK (head >= 0)
) STRICT;
INSERT INTO log (only_row, head) VALUES (1, 0);
";

pub(super) fn head(connection: &Connection) -> rusqlite::Result<u64> {
    connection.prepare_cached("SELECT head FROM log")?.query_one([], |row| column::count(row, 0))
}

/// Takes `count` positions; returns the last one.
pub(super) fn reserve(connection: &Connection, count: u64) -> rusqlite::Result<u64> {
    connection
        .prepare_cached("UPDATE log SET head = head + ?1 RETURNING head")?
        .query_one([column::stored(count)], |row| column::count(row, 0))
}

/// Puts the head back to the last position that was used, in the transaction that reserved more.
pub(super) fn settle(connection: &Connection, last: u64) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE log SET head = ?1")?.execute([column::stored(last)]).map(|_| ())
}
