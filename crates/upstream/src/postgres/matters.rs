//! Who reported which matter, and what was said of two matters: whoever reports the same is shown the headers. Which words
//! count is for the plan to decide.

use std::collections::{BTreeMap, HashMap};

use domain::unit::UnitCode;
use tokio_postgres::Row;

use super::column;
use crate::batch::{Reported, Word, has};
use crate::database_error::DatabaseError;

/// The matters and all that were ever said to be one event with them; what was said of those.
pub(super) const WORDS: &str = "
WITH RECURSIVE event (subject) AS (
    SELECT UNNEST($1::uuid[])
    UNION
    SELECT w.other FROM event JOIN same_events w USING (subject))
SELECT subject, other, position, unit, same FROM event JOIN same_events USING (subject)";
/// The same matters; reports and relays of those.
pub(super) const REPORTED: &str = "
WITH RECURSIVE event (subject) AS (
    SELECT UNNEST($1::uuid[])
    UNION
    SELECT w.other FROM event JOIN same_events w USING (subject))
SELECT subject, position, unit, report FROM event JOIN reported USING (subject)";
/// Which of these units have which of these entries.
pub(super) const HEARD: &str = "
SELECT unit, position, with_body FROM deliveries
JOIN UNNEST($1::text[], $2::bigint[]) AS pair (unit, position) USING (unit, position)";

pub(super) const NEW_REPORTED: &str = "
INSERT INTO reported (subject, position, unit, report)
SELECT * FROM UNNEST($1::uuid[], $2::bigint[], $3::text[], $4::boolean[])";
pub(super) const NEW_WORDS: &str = "
INSERT INTO same_events (subject, other, position, unit, same)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::boolean[])";

pub(super) fn read_word(row: &Row) -> Result<Word, DatabaseError> {
    Ok(Word {
        subject: column::get(row, 0)?,
        other: column::get(row, 1)?,
        position: column::count(row, 2)?,
        unit: column::unit(row, 3)?,
        same: column::get(row, 4)?,
    })
}

pub(super) fn read_reported(row: &Row) -> Result<Reported, DatabaseError> {
    Ok(Reported {
        subject: column::get(row, 0)?,
        position: column::count(row, 1)?,
        unit: column::unit(row, 2)?,
        report: column::get(row, 3)?,
    })
}

pub(super) fn read_heard(rows: &[Row]) -> Result<HashMap<u64, BTreeMap<UnitCode, bool>>, DatabaseError> {
    let mut heard: HashMap<u64, BTreeMap<UnitCode, bool>> = HashMap::new();
    for row in rows {
        let known = heard.entry(column::count(row, 1)?).or_default();
        has(known, column::unit(row, 0)?, column::get(row, 2)?);
    }
    Ok(heard)
}
