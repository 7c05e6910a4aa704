//! `certificates`: whose key belongs to which device, as the upstream signed it.

use domain::certificate::SealedCertificate;
use domain::entry::DeviceId;
use domain::seal::Signature;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;

/// Migration 1.
pub(crate) const CREATE: &str = "
CREATE TABLE certificates (
    device      TEXT PRIMARY KEY,
    certificate TEXT NOT NULL,
    signature   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

pub(crate) fn put(connection: &Connection, device: DeviceId, sealed: &SealedCertificate) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO certificates (device, certificate, signature) VALUES (?1, ?2, ?3)
             ON CONFLICT (device) DO NOTHING",
        )?
        .execute(params![device.to_string(), sealed.certificate, sealed.signature.as_str()])?;
    Ok(())
}

/// The certificate of a device.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn find(connection: &Connection, device: DeviceId) -> Result<Option<SealedCertificate>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT certificate, signature FROM certificates WHERE device = ?1")?;
    let row = statement.query_row([device.to_string()], |row| {
        Ok(SealedCertificate { certificate: row.get(0)?, signature: Signature::from_text(row.get(1)?) })
    });
    Ok(row.optional()?)
}

/// Every certificate, by the device under which it is kept.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn all(connection: &Connection) -> Result<Vec<(String, SealedCertificate)>, StoreError> {
    let mut statement =
        connection.prepare("SELECT device, certificate, signature FROM certificates ORDER BY device")?;
    let rows = statement.query_map([], |row| {
        let signature = Signature::from_text(row.get(2)?);
        Ok((row.get(0)?, SealedCertificate { certificate: row.get(1)?, signature }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
