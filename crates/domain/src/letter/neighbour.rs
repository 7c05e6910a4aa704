//! 毗邻通报: what a neighbouring county's duty room is told, from the same facts (practice 2.13).

use super::casualties::{People, spoken};
use super::phrases::phrases;
use super::{Letter, LetterFacts, prose};
use crate::beijing;
use crate::facts::Jurisdiction;
use crate::pack::Packs;

/// The notice, and why it is sent: it is theirs, may be theirs, or may reach them.
#[must_use]
pub fn notice_to_neighbour(packs: &Packs, letter: &LetterFacts<'_>) -> Letter {
    let phrases = phrases(packs, letter);
    let class = letter.facts.kind.as_deref().and_then(|kind| packs.event(kind)).map(|event| event.class);
    let people = spoken(People::of(letter.facts.adopted(), class));
    let why = match letter.facts.jurisdiction {
        Jurisdiction::Neighbour => "经核实属你县境内，请核实处置，并将情况反馈我局。",
        Jurisdiction::Undecided => "属地正在核实，我局已先行报告，请协助核实并反馈。",
        Jurisdiction::Ours => "可能影响你县，请关注并做好防范，有情况及时互通。",
    };
    let time = letter.facts.occurred.map(|occurred| format!("{}，", beijing::phrase(occurred))).unwrap_or_default();
    let what = format!("{time}{}{}{}。", phrases.location, phrases.happened, phrases.time_note);
    let title = format!("关于{}{}{}{}的通报", phrases.divisions, phrases.town, phrases.subject, phrases.happened_title);
    let body = [what + &people, format!("{}{}", phrases.forces, phrases.measures), why.to_owned()];
    let body: Vec<String> = body.iter().map(|text| prose::tidy(text)).filter(|text| !text.is_empty()).collect();
    Letter { title: prose::tidy(&title), body: body.join("\n") }
}
