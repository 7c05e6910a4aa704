//! The letters as text a person can read, which must be what the entries say.

use crate::entry::{Content, EntryId};
use crate::report::Report;

/// A report's letter: title and paragraphs, each written as in JSON (a backslash before `"` and `\`), so that a script
/// without a JSON reader can compare it with the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The entry of the report.
    pub entry: EntryId,
    /// Its title.
    pub title: String,
    /// Its paragraphs.
    pub lines: Vec<String>,
}

impl Letter {
    /// The letter of an entry, where the entry is a report.
    #[must_use]
    pub fn of(entry: EntryId, content: &Content) -> Option<Self> {
        match content {
            Content::Report(report) => Some(Self::of_report(entry, report)),
            _ => None,
        }
    }

    fn of_report(entry: EntryId, report: &Report) -> Self {
        let lines = report.body.split('\n').map(as_in_json).collect();
        Self { entry, title: as_in_json(&report.title), lines }
    }
}

fn as_in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned()
}
