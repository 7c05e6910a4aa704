//! 表单: sections and fields of the report form, in their order. The screen renders from it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::count::Measure;

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// One of the kinds of event, by digit.
    Kind,
    /// A spoken time.
    Time,
    /// A line.
    Line,
    /// Some sentences.
    Text,
    /// A number.
    Number,
    /// The counts table.
    Counts,
    /// A grade.
    Grade,
}

/// A group of fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FormSection {
    /// Id, as in the fields.
    pub id: String,
    /// Title on screen.
    pub title: String,
}

/// One field; its id is a field of [`crate::draft::Draft`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Name of the draft's field.
    pub id: String,
    /// Id of its section.
    pub section: String,
    /// Label on screen.
    pub label: String,
    /// How it is filled in.
    pub control: Control,
    /// One of the five that a first report needs.
    #[serde(default)]
    pub required: bool,
    /// Whether its absence is listed for the follow-up.
    #[serde(default)]
    pub gap: bool,
    /// Hint beside it; empty: none.
    #[serde(default)]
    pub hint: String,
    /// Whom to ask; empty: nobody in particular.
    #[serde(default)]
    pub ask: String,
}

/// One column of the counts table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CountColumn {
    /// What it counts.
    pub measure: Measure,
    /// Label on screen.
    pub label: String,
    /// Whether its absence is listed for the follow-up.
    #[serde(default)]
    pub gap: bool,
    /// Whom to ask.
    #[serde(default)]
    pub ask: String,
}

/// The form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FormLayout {
    /// Sections in order.
    #[serde(rename(deserialize = "section"))]
    pub sections: Vec<FormSection>,
    /// Fields in order.
    #[serde(rename(deserialize = "field"))]
    pub fields: Vec<FormField>,
    /// Columns of the counts table in order.
    #[serde(rename(deserialize = "count"))]
    pub counts: Vec<CountColumn>,
}

impl FormLayout {
    /// The field of that name.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&FormField> {
        self.fields.iter().find(|field| field.id == id)
    }
}
