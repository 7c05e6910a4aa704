//! 规则包: dated, cited TOML that a bureau can replace. Unknown keys are refused; every pack is linted before use.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod alarm_step;
mod event_kind;
mod form_layout;
mod grade_table;
mod layers;
mod letter_text;
mod lint;
mod recipient;

pub use alarm_step::{AlarmStep, StepTime, Tone};
pub use event_kind::EventKind;
pub use form_layout::{Control, CountColumn, FormField, FormLayout, FormSection};
pub use grade_table::{Band, GradeTable, GradedBy, Scale};
pub use layers::{PackErrors, Packs};
pub use letter_text::LetterText;
pub use recipient::{Phone, Recipient, SignOffTerms, Signer};

use crate::rule::Rule;

/// Why a pack is refused: where, and what to change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("规则包{file}{}：{reason}", line.map(|line| format!("第{line}行")).unwrap_or_default())]
pub struct PackError {
    /// File, or the name under which the text was given.
    pub file: String,
    /// Line, from 1, where it is known.
    pub line: Option<u32>,
    /// What is wrong.
    pub reason: String,
}

/// Whose pack it is; a lower layer replaces what it names again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// 国家
    Nation,
    /// 省
    Province,
    /// 市
    City,
    /// 县
    County,
}

/// What the pack is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Version of the pack itself.
    pub version: String,
    /// In force from, a date of Beijing time: `2024-01-01`.
    pub effective_from: chrono::NaiveDate,
    /// Whose it is.
    pub layer: Layer,
}

/// Where a clause was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Key that rules and tables name.
    pub key: String,
    /// Title of the document.
    pub title: String,
    /// Where it can be read.
    pub at: String,
    /// Whether the document itself was read; what rests on one that was not is `verified = false`.
    pub read: bool,
}

/// One pack as parsed and linted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// What it is.
    pub meta: Meta,
    /// Sources its clauses name.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    /// Kinds of event.
    #[serde(default, rename = "event")]
    pub events: Vec<EventKind>,
    /// Grading tables.
    #[serde(default, rename = "grade_table")]
    pub grade_tables: Vec<GradeTable>,
    /// Rules.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
    /// 报告对象.
    #[serde(default, rename = "recipient")]
    pub recipients: Vec<Recipient>,
    /// 签发人 posts.
    #[serde(default, rename = "signer")]
    pub signers: Vec<Signer>,
    /// 呈签, where this layer has terms.
    #[serde(default)]
    pub sign_off: Option<SignOffTerms>,
    /// Steps of the alarm, where this layer has its own.
    #[serde(default, rename = "alarm")]
    pub alarms: Vec<AlarmStep>,
    /// 常用电话.
    #[serde(default, rename = "phone")]
    pub phones: Vec<Phone>,
    /// The form, where this layer has one.
    #[serde(default)]
    pub form: Option<FormLayout>,
    /// The letter's templates, where this layer has them.
    #[serde(default)]
    pub letter: Option<LetterText>,
}

impl Pack {
    /// Parses and lints one text. What refers to other layers is checked by [`Packs::from_texts`].
    ///
    /// # Errors
    /// Everything that is wrong with it; a text that is no TOML of this form yields one error.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<PackError>> {
        let pack: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().and_then(|span| line_at(text, span.start));
            vec![PackError { file: file.to_owned(), line, reason: error.message().to_owned() }]
        })?;
        let errors = lint::pack(file, text, &pack);
        if errors.is_empty() { Ok(pack) } else { Err(errors) }
    }
}

fn line_at(text: &str, offset: usize) -> Option<u32> {
    let before = text.as_bytes().get(..offset)?;
    u32::try_from(before.iter().filter(|byte| **byte == b'\n').count() + 1).ok()
}
