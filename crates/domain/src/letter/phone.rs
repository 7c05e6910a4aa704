//! 口报词 and 签发短信: the letter's own phrases, few enough to be spoken in one breath or read on a phone
//! (practice §4, outputs c and d). What does not fit is left out whole, the least needed first.

use super::phrases::{Phrases, phrases};
use super::whereabouts::Whereabouts;
use super::{LetterFacts, casualties, prose};
use crate::beijing;
use crate::facts::Jurisdiction;
use crate::pack::Packs;

/// Most characters of 口报词.
pub const LONGEST_SPOKEN: usize = 120;
/// Most characters of 签发短信.
pub const LONGEST_SIGN_MESSAGE: usize = 200;

/// Most characters of a place as it is spoken: the people harmed must fit behind it.
const LONGEST_PLACE: usize = 40;

/// What is said and what is sent while the letter is being made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhoneWords {
    /// 口报词, at most [`LONGEST_SPOKEN`] characters.
    pub spoken: String,
    /// 签发短信, at most [`LONGEST_SIGN_MESSAGE`] characters.
    pub sign_message: String,
}

/// Composes both from the facts of the letter.
#[must_use]
pub fn phone_words(packs: &Packs, letter: &LetterFacts<'_>) -> PhoneWords {
    let phrases = phrases(packs, letter);
    let named = letter.unit.divisions.last().map_or("", String::as_str);
    let room = format!("{named}应急{}值班室", letter.unit.bureau_word());
    let place = Whereabouts::of(letter).nearby;
    let class = letter.facts.kind.as_deref().and_then(|kind| packs.event(kind)).map(|event| event.class);
    let people = casualties::spoken(casualties::People::of(letter.facts.adopted(), class));
    let event = event(&place, &phrases, letter);
    PhoneWords {
        spoken: spoken(&room, &event, &phrases, &people),
        sign_message: sign_message(&room, (&event, &letter.stage.word_of(letter.nth)), &phrases, &people),
    }
}

fn spoken(room: &str, event: &str, phrases: &Phrases, people: &str) -> String {
    Breath::of(LONGEST_SPOKEN)
        .must(&format!("{room}报告："))
        .must(&format!("{event}，"))
        .or(people, &phrases.harm)
        .then("书面信息随后报送。")
        .before_last(&phrases.forces)
        .before_last(&phrases.measures)
        .before_last(&phrases.requests)
        .words()
}

fn sign_message(room: &str, (event, stage): (&str, &str), phrases: &Phrases, people: &str) -> String {
    Breath::of(LONGEST_SIGN_MESSAGE)
        .must(&format!("呈签{stage}："))
        .must(&format!("{event}，"))
        .or(people, &phrases.harm)
        .then(&format!("正文已拟好，请回复“同意”或修改意见。{room}"))
        .before_last(&phrases.forces)
        .before_last(&phrases.measures)
        .before_last(&phrases.requests)
        .words()
}

/// 5月12日18时05分左右，河东镇某小区3幢发生火灾
fn event(place: &str, phrases: &Phrases, letter: &LetterFacts<'_>) -> String {
    let place = if place.chars().count() <= LONGEST_PLACE { place.to_owned() } else { cut(place, LONGEST_PLACE) };
    let time = letter.facts.occurred.map_or_else(|| "发生时间待核".to_owned(), beijing::phrase);
    let open = if letter.facts.jurisdiction == Jurisdiction::Undecided { "，属地待核" } else { "" };
    format!("{time}，{place}{}{open}", phrases.happened)
}

/// Parts in the order in which they are said, within a limit.
struct Breath {
    limit: usize,
    parts: Vec<String>,
}

impl Breath {
    const fn of(limit: usize) -> Self {
        Self { limit, parts: Vec::new() }
    }

    fn left(&self) -> usize {
        let used: usize = self.parts.iter().map(|part| part.chars().count()).sum();
        self.limit.saturating_sub(used)
    }

    /// Said in any case; cut where even that is too long.
    fn must(mut self, part: &str) -> Self {
        let left = self.left();
        self.parts.push(if part.chars().count() <= left { part.to_owned() } else { cut(part, left) });
        self
    }

    /// Said where it fits.
    fn then(mut self, part: &str) -> Self {
        if part.chars().count() <= self.left() {
            self.parts.push(part.to_owned());
        }
        self
    }

    /// Said where it fits, else the shorter words for it.
    fn or(self, part: &str, shorter: &str) -> Self {
        let fits = part.chars().count() <= self.left();
        self.then(if fits { part } else { shorter })
    }

    /// Said before what closes, where it fits.
    fn before_last(mut self, part: &str) -> Self {
        if !part.is_empty() && part.chars().count() <= self.left() {
            let place = self.parts.len().saturating_sub(1);
            self.parts.insert(place, part.to_owned());
        }
        self
    }

    /// A sentence, whatever was left out of it.
    fn words(self) -> String {
        let words = prose::tidy(&self.parts.concat());
        match words.strip_suffix(['，', '、', '；', '：']) {
            Some(open) => format!("{open}。"),
            None => words,
        }
    }
}

fn cut(part: &str, left: usize) -> String {
    let kept: String = part.chars().take(left.saturating_sub(1)).collect();
    if left == 0 { String::new() } else { format!("{kept}…") }
}
