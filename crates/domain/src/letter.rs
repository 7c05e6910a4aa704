//! 行文: title and body of a report from facts. 系统正文 only: title and paragraphs, no salutation, no signature
//! (practice §4). Nothing that is not in the facts; templates are the pack's, phrases the code's.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::contact::CallOut;
use crate::facts::Facts;
use crate::pack::Packs;
use crate::report::Stage;
use crate::unit::Unit;

mod casualties;
mod cause;
mod corrected;
mod heard;
mod later;
mod neighbour;
mod paper;
mod phone;
mod phrases;
mod prose;
mod statements;
mod supplement;
mod templates;
mod timeline;
mod whereabouts;

pub(crate) use casualties::{REPORTED, ill};
pub(crate) use corrected::corrects_nothing;
pub(crate) use later::{NOT_HEARD, UNCHANGED};
pub use neighbour::notice_to_neighbour;
pub use paper::{Paper, PaperFacts, PaperSheet, papers};
pub use phone::{LONGEST_SIGN_MESSAGE, LONGEST_SPOKEN, PhoneWords, phone_words};
pub(crate) use prose::as_printed;
pub use supplement::{SupplementFacts, supplement_note};
pub use templates::{TemplateError, Templates};
pub(crate) use whereabouts::{division_beyond, town_in_title};

/// The report that a later one follows.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// 首报, 续报一
    pub stage: &'a str,
    /// 〔2026〕第018期
    pub number: &'a str,
    /// When it was submitted, UTC.
    pub at: Moment,
    /// Its title.
    pub title: &'a str,
    /// Its body.
    pub body: &'a str,
    /// The facts that it carried.
    pub facts: &'a Facts,
}

/// What a letter is composed from.
#[derive(Debug, Clone)]
pub struct LetterFacts<'a> {
    /// Our unit.
    pub unit: &'a Unit,
    /// The facts as they stand.
    pub facts: &'a Facts,
    /// 首次接报, UTC.
    pub first_received: Moment,
    /// The caller as the log names them, for a source that was left empty.
    pub caller: Option<&'a str>,
    /// Whether it came by phone.
    pub by_phone: bool,
    /// Calls out, by time.
    pub calls: Vec<&'a CallOut>,
    /// 首次电话报告: when, UTC, and to whom.
    pub first_reported: Option<(Moment, &'a str)>,
    /// 首报 …
    pub stage: Stage,
    /// Place among the reports of its stage, from 1.
    pub nth: u32,
    /// The report that it follows; a first has none.
    pub before: Option<Before<'a>>,
    /// 截至: as of when a later report speaks, where no count says so, UTC.
    pub as_of: Moment,
}

/// A letter: title, and paragraphs joined by line feeds without indent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Letter {
    /// The title.
    pub title: String,
    /// The body.
    pub body: String,
}

/// What a drill's title, first and last sentence begin with (practice 2.12).
const DRILL: &str = "【演练】";

/// Composes title and body (practice §4; domain §7).
#[must_use]
pub fn compose(packs: &Packs, letter: &LetterFacts<'_>) -> Letter {
    let phrases = phrases::phrases(packs, letter);
    let (title, paragraphs) = packs.templates().render(letter.stage, &phrases);
    let mut paragraphs: Vec<String> =
        paragraphs.iter().map(|text| prose::tidy(text)).filter(|text| !text.is_empty()).collect();
    let mut title = prose::tidy(&title);
    if letter.facts.drill {
        title.insert_str(0, DRILL);
        mark_as_drill(&mut paragraphs);
    }
    Letter { title, body: paragraphs.join("\n") }
}

/// First and last sentence.
fn mark_as_drill(paragraphs: &mut [String]) {
    if let Some(last) = paragraphs.last_mut() {
        let end = last.trim_end_matches('。').rfind(['。', '；']).map_or(0, |at| at + '。'.len_utf8());
        last.insert_str(end, DRILL);
    }
    if let Some(first) = paragraphs.first_mut().filter(|first| !first.starts_with(DRILL)) {
        first.insert_str(0, DRILL);
    }
}
