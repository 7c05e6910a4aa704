//! Reading what was typed: a time or a short line, or a sentence at its field.

use domain::Moment;
use domain::hygiene;
use domain::spoken_time;

use crate::door::DoorError;
use crate::tick::Tick;

/// Longest short line: a name, a unit, a number, a reason.
const SHORT_LINE: usize = 200;
/// Longest remark: a caller's words.
pub(crate) const REMARK: usize = 2_000;

/// A short line without control characters.
pub(crate) fn short_line(field: &str, text: &str) -> Result<String, DoorError> {
    line_within(field, text, SHORT_LINE)
}

/// A line of at most `limit` characters.
pub(crate) fn line_within(field: &str, text: &str, limit: usize) -> Result<String, DoorError> {
    let line = hygiene::line(text);
    let length = line.chars().count();
    if length > limit {
        return Err(DoorError::field(field, format!("最多{limit}字，现有{length}字，请删减；已填内容仍在。")));
    }
    Ok(line)
}

/// A line that must say something.
pub(crate) fn required_line(field: &str, text: &str, missing: &str) -> Result<String, DoorError> {
    let line = short_line(field, text)?;
    if line.is_empty() { Err(DoorError::field(field, missing)) } else { Ok(line) }
}

/// A time as typed; empty is now. `reference` places a time without a day.
pub(crate) fn time(field: &str, text: &str, reference: Moment, tick: &Tick) -> Result<Moment, DoorError> {
    if text.trim().is_empty() {
        return Ok(tick.now());
    }
    let occurred =
        spoken_time::parse(text, reference, tick.now()).map_err(|error| DoorError::field(field, error.to_string()))?;
    Ok(occurred.at)
}

/// A time to come, as typed.
pub(crate) fn coming_time(field: &str, text: &str, tick: &Tick) -> Result<Moment, DoorError> {
    spoken_time::parse_coming(text, tick.now()).map_err(|error| DoorError::field(field, error.to_string()))
}
