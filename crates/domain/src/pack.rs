//! 规则包: dated, cited TOML that a bureau can replace. Unknown keys are refused; every pack is linted before use.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod alarm_step;
mod calendar;
mod code_table;
mod comparison;
mod criterion;
mod event_kind;
mod figure;
mod form_layout;
mod grade_table;
mod layers;
mod letter_text;
mod library;
mod lint;
mod paper_layout;
mod partner;
mod recipient;
mod retention;
mod scope_row;
mod wording;
mod zero_report_terms;

pub use alarm_step::{AlarmStep, StepTime, Tone};
pub use calendar::{Calendar, Holiday};
pub use code_table::{Division, EventCode};
pub use comparison::{PackChange, compare};
pub use criterion::{Criterion, NearMissRule, Threshold, Ticked, Trigger};
pub use event_kind::{Class, EventKind};
pub use figure::{Figure, Sign};
pub use form_layout::{Asked, Control, CountColumn, FormField, FormLayout, FormPhrase, FormSection, TownshipColumn};
pub use grade_table::{Band, GradeTable, Scale};
pub use layers::{PackErrors, Packs};
pub use letter_text::{LaterText, LetterText};
pub use library::{PackText, SHIPPED, days_of_change, in_force, lay, lay_read};
pub use paper_layout::{PaperLayout, PaperSheetLayout};
pub use partner::Partner;
pub use recipient::{Phone, Recipient, SignOffTerms, Signer, TellAlso};
pub use retention::{RetentionRule, RetentionStart};
pub use scope_row::ScopeRow;
pub use zero_report_terms::{MonthDay, Season, ZeroReportTerms};

use crate::roster::RosterTerms;
use crate::rule::Rule;

/// Largest pack in bytes; a text beyond it is no rule pack.
pub const LARGEST_PACK: usize = 1_000_000;

/// Why a pack is refused: where, and what to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
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

impl Layer {
    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nation => "国家",
            Self::Province => "省",
            Self::City => "市",
            Self::County => "县",
        }
    }
}

/// What the pack is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Id; a later version of the same pack has the same.
    pub id: String,
    /// Title.
    pub title: String,
    /// Version of the pack itself.
    pub version: String,
    /// In force from, a date of Beijing time: `2024-01-01`.
    pub effective_from: NaiveDate,
    /// In force up to and including, where it ends.
    #[serde(default)]
    pub effective_until: Option<NaiveDate>,
    /// Whose it is.
    pub layer: Layer,
    /// 补充包: adds to what others say, such as a year's holidays, and never stands in the place of a layer's rules.
    #[serde(default)]
    pub supplement: bool,
    /// Beginning of the GB/T 2260 codes of the units it holds for: `41`; none: every unit.
    #[serde(default)]
    pub region: Option<String>,
}

impl Meta {
    /// Whether it is in force on a day of Beijing time.
    #[must_use]
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.effective_from <= day && self.effective_until.is_none_or(|until| day <= until)
    }

    /// Whether it holds for the unit of that code.
    #[must_use]
    pub fn holds_for(&self, unit: &str) -> bool {
        self.region.as_deref().is_none_or(|region| unit.starts_with(region))
    }
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
    /// Numbers that only some events have.
    #[serde(default, rename = "figure")]
    pub figures: Vec<Figure>,
    /// Signs that only some events have.
    #[serde(default, rename = "sign")]
    pub signs: Vec<Sign>,
    /// Grading tables.
    #[serde(default, rename = "grade_table")]
    pub grade_tables: Vec<GradeTable>,
    /// 较大涉险.
    #[serde(default, rename = "near_miss")]
    pub near_misses: Vec<NearMissRule>,
    /// 报送范围.
    #[serde(default, rename = "scope")]
    pub scope_rows: Vec<ScopeRow>,
    /// Rules.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
    /// 行政区划.
    #[serde(default, rename = "division")]
    pub divisions: Vec<Division>,
    /// 事件编码.
    #[serde(default, rename = "event_code")]
    pub event_codes: Vec<EventCode>,
    /// 工作日, where this layer has a table.
    #[serde(default)]
    pub calendar: Option<Calendar>,
    /// 报告对象.
    #[serde(default, rename = "recipient")]
    pub recipients: Vec<Recipient>,
    /// 互通共享单位.
    #[serde(default, rename = "partner")]
    pub partners: Vec<Partner>,
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
    /// 纸质, where this layer has its own.
    #[serde(default)]
    pub paper: Option<PaperLayout>,
    /// 零报告, where this layer has terms.
    #[serde(default)]
    pub zero_report: Option<ZeroReportTerms>,
    /// 值排班, what this layer says of it.
    #[serde(default)]
    pub roster: Option<RosterTerms>,
    /// 清除.
    #[serde(default)]
    pub retention: Vec<RetentionRule>,
}

impl Pack {
    /// Parses and lints one text. What refers to other layers is checked by [`Packs::from_texts`].
    ///
    /// # Errors
    /// Everything that is wrong with it; a text that is no TOML of this form yields one error.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<PackError>> {
        let refused = |line, reason| vec![PackError { file: file.to_owned(), line, reason }];
        if text.len() > LARGEST_PACK {
            return Err(refused(None, format!("有{}字节，超过{LARGEST_PACK}字节，不像规则包", text.len())));
        }
        if let Some((line, _)) = (1..).zip(text.lines()).find(|(_, line)| line.chars().any(hidden)) {
            return Err(refused(Some(line), "含有看不见的控制字符，请删去".to_owned()));
        }
        let pack: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().and_then(|span| line_at(text, span.start));
            refused(line, crate::hygiene::shown(&wording::reason(error.message())))
        })?;
        // What the text itself does not hold an escape may still write: "\u202E".
        if text.contains('\\')
            && let Some(key) = text.parse::<toml::Table>().ok().as_ref().and_then(escaped)
        {
            let reason = format!("{} 用转义写了看不见的控制字符，请删去", crate::hygiene::shown(&key));
            return Err(refused(None, reason));
        }
        let errors = lint::pack(file, text, &pack);
        if errors.is_empty() { Ok(pack) } else { Err(errors) }
    }
}

fn hidden(c: char) -> bool {
    c != '\t' && crate::hygiene::is_hidden(c)
}

/// The key under which a hidden character stands, or which has one; a line break is none.
fn escaped(table: &toml::Table) -> Option<String> {
    table.iter().find_map(|(key, value)| (has_hidden(key) || holds_hidden(value)).then(|| key.clone()))
}

fn holds_hidden(value: &toml::Value) -> bool {
    match value {
        toml::Value::String(text) => has_hidden(text),
        toml::Value::Array(values) => values.iter().any(holds_hidden),
        toml::Value::Table(table) => escaped(table).is_some(),
        _ => false,
    }
}

fn has_hidden(text: &str) -> bool {
    text.chars().any(|c| c != '\n' && hidden(c))
}

fn line_at(text: &str, offset: usize) -> Option<u32> {
    let before = text.as_bytes().get(..offset)?;
    u32::try_from(before.iter().filter(|byte| **byte == b'\n').count() + 1).ok()
}
