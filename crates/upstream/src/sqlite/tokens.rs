//! Digests of the bearer tokens. A device may hold a few: each lost answer to its enrolment left one behind.

use domain::digest::Digest;
use domain::entry::DeviceId;
use rusqlite::Connection;

use crate::enrolment::TOKENS_KEPT;

pub(super) const CREATE: &str = "
CREATE TABLE tokens (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    digest TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL REFERENCES devices (id)
) STRICT;
CREATE INDEX tokens_of_device ON tokens (device, id);
";

pub(super) fn grant(connection: &Connection, device: DeviceId, token: Digest) -> rusqlite::Result<()> {
    let device = device.to_string();
    connection
        .prepare_cached("INSERT INTO tokens (digest, device) VALUES (?1, ?2)")?
        .execute((token.to_string(), &device))?;
    connection
        .prepare_cached(
            "DELETE FROM tokens WHERE device = ?1
             AND id NOT IN (SELECT id FROM tokens WHERE device = ?1 ORDER BY id DESC LIMIT ?2)",
        )?
        .execute((&device, TOKENS_KEPT))
        .map(|_| ())
}
