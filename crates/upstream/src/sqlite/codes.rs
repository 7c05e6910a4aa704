//! Digests of the one-time enrolment codes, each for one unit and one device.

use domain::Moment;
use domain::digest::Digest;
use domain::entry::DeviceId;
use domain::unit::UnitCode;
use rusqlite::{Connection, OptionalExtension as _};

use super::column;
use crate::enrolment::Code;

pub(super) const CREATE: &str = "
CREATE TABLE codes (
    digest     TEXT PRIMARY KEY,
    unit       TEXT NOT NULL REFERENCES units (code),
    issued_at  TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_by    TEXT REFERENCES devices (id),
    used_at    TEXT
) STRICT;
";

pub(super) fn with_digest(connection: &Connection, digest: Digest) -> rusqlite::Result<Option<Code>> {
    connection
        .prepare_cached("SELECT unit, expires_at, used_by FROM codes WHERE digest = ?1")?
        .query_row([digest.to_string()], |row| {
            let used = row.get_ref(2)? != rusqlite::types::ValueRef::Null;
            Ok(Code {
                unit: column::unit(row, 0)?,
                expires_at: column::moment(row, 1)?,
                used_by: used.then(|| column::uuid(row, 2)).transpose()?,
            })
        })
        .optional()
}

pub(super) fn insert(
    connection: &Connection,
    digest: Digest,
    unit: &UnitCode,
    issued_at: Moment,
    expires_at: Moment,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO codes (digest, unit, issued_at, expires_at) VALUES (?1, ?2, ?3, ?4)")?
        .execute((digest.to_string(), &unit.0, column::moment_text(issued_at), column::moment_text(expires_at)))
        .map(|_| ())
}

pub(super) fn use_up(connection: &Connection, digest: Digest, device: DeviceId, now: Moment) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE codes SET used_by = ?2, used_at = ?3 WHERE digest = ?1 AND used_by IS NULL")?
        .execute((digest.to_string(), device.to_string(), column::moment_text(now)))
        .map(|_| ())
}
