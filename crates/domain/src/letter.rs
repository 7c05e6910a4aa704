//! 行文: title and body of a report from facts. 系统正文 only: title and paragraphs, no salutation, no signature
//! (practice §4). Nothing that is not in the facts; templates are the pack's, phrases the code's.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::facts::Facts;
use crate::pack::Packs;
use crate::report::Stage;
use crate::unit::Unit;

mod casualties;
mod phone;
mod phrases;
mod prose;
mod statements;
mod templates;
mod timeline;

pub use phone::{LONGEST_SIGN_MESSAGE, LONGEST_SPOKEN, PhoneWords, phone_words};
pub use templates::{TemplateError, Templates};

/// What a letter is composed from.
#[derive(Debug, Clone)]
pub struct LetterFacts<'a> {
    /// Our unit.
    pub unit: &'a Unit,
    /// The facts.
    pub facts: &'a Facts,
    /// 首次接报, UTC.
    pub first_received: Moment,
    /// The caller as the log names them, for a source that was left empty.
    pub caller: Option<&'a str>,
    /// 首次电话报告: when, UTC, and to whom.
    pub first_reported: Option<(Moment, &'a str)>,
    /// 首报 …
    pub stage: Stage,
}

/// A letter: title, and paragraphs joined by line feeds without indent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Letter {
    /// The title.
    pub title: String,
    /// The body.
    pub body: String,
}

/// Composes title and body (practice §4; domain §7).
#[must_use]
pub fn compose(packs: &Packs, letter: &LetterFacts<'_>) -> Letter {
    let (title, paragraphs) = packs.templates().render(&phrases::phrases(packs, letter));
    let paragraphs: Vec<String> =
        paragraphs.iter().map(|text| prose::tidy(text)).filter(|text| !text.is_empty()).collect();
    Letter { title: prose::tidy(&title), body: paragraphs.join("\n") }
}
