//! Reading a column as the noun it holds, and lists of columns as PostgreSQL takes them.

use domain::digest::Digest;
use domain::seal::{PublicKey, Signature};
use domain::unit::UnitCode;
use tokio_postgres::Row;
use tokio_postgres::types::FromSqlOwned;

use crate::database_error::DatabaseError;

fn bad(column: usize) -> DatabaseError {
    DatabaseError::Damaged(format!("第 {column} 列不是约定的格式"))
}

pub(super) fn get<T: FromSqlOwned>(row: &Row, column: usize) -> Result<T, DatabaseError> {
    row.try_get(column).map_err(|_| bad(column))
}

pub(super) fn digest(row: &Row, column: usize) -> Result<Digest, DatabaseError> {
    Digest::parse(&get::<String>(row, column)?).ok_or_else(|| bad(column))
}

pub(super) fn key(row: &Row, column: usize) -> Result<PublicKey, DatabaseError> {
    PublicKey::parse(&get::<String>(row, column)?).map_err(|_| bad(column))
}

pub(super) fn signature(row: &Row, column: usize) -> Result<Signature, DatabaseError> {
    get(row, column).map(Signature::from_text)
}

pub(super) fn unit(row: &Row, column: usize) -> Result<UnitCode, DatabaseError> {
    get(row, column).map(UnitCode)
}

/// Counts are stored as signed integers; a negative one is damage.
pub(super) fn count(row: &Row, column: usize) -> Result<u64, DatabaseError> {
    u64::try_from(get::<i64>(row, column)?).map_err(|_| bad(column))
}

/// An epoch, stored wider than it is.
pub(super) fn epoch(row: &Row, column: usize) -> Result<u32, DatabaseError> {
    u32::try_from(get::<i64>(row, column)?).map_err(|_| bad(column))
}

/// A count as it is stored. Every count of ours is below 2^63: seqs are bounded before they get here.
pub(super) fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
