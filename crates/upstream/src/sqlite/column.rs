//! Reading a column as the noun it holds.

use std::str::FromStr;

use domain::Moment;
use domain::digest::Digest;
use domain::seal::{PublicKey, Signature};
use domain::unit::{Level, UnitCode};
use rusqlite::Row;
use rusqlite::types::Type;
use uuid::Uuid;

#[derive(Debug, thiserror::Error)]
#[error("第 {0} 列不是约定的格式")]
struct BadColumn(usize);

fn bad(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(BadColumn(column)))
}

fn text_as<T>(row: &Row<'_>, column: usize, parse: impl FnOnce(&str) -> Option<T>) -> rusqlite::Result<T> {
    parse(row.get_ref(column)?.as_str()?).ok_or_else(|| bad(column))
}

pub(super) fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    text_as(row, column, |text| Uuid::from_str(text).ok())
}

pub(super) fn digest(row: &Row<'_>, column: usize) -> rusqlite::Result<Digest> {
    text_as(row, column, Digest::parse)
}

pub(super) fn key(row: &Row<'_>, column: usize) -> rusqlite::Result<PublicKey> {
    text_as(row, column, |text| PublicKey::parse(text).ok())
}

pub(super) fn signature(row: &Row<'_>, column: usize) -> rusqlite::Result<Signature> {
    row.get(column).map(Signature::from_text)
}

pub(super) fn unit(row: &Row<'_>, column: usize) -> rusqlite::Result<UnitCode> {
    row.get(column).map(UnitCode)
}

pub(super) fn level(row: &Row<'_>, column: usize) -> rusqlite::Result<Level> {
    text_as(row, column, Level::named)
}

pub(super) fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Moment> {
    text_as(row, column, |text| Moment::from_str(text).ok())
}

/// Counts are stored as SQLite's signed integers; a negative one is damage.
pub(super) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    u64::try_from(row.get::<_, i64>(column)?).map_err(|_| bad(column))
}

/// Counts that a query gathered into one column.
pub(super) fn counts(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<u64>> {
    text_as(row, column, |text| serde_json::from_str(text).ok())
}

/// The text in which an instant is stored.
pub(super) fn moment_text(moment: Moment) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// A count as SQLite stores it. Every count of ours is below 2^63: seqs are bounded before they get here.
pub(super) fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
