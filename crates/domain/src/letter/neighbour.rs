//! 毗邻通报: what a neighbouring county's duty room is told, from the same facts (practice 2.13).

use super::casualties::{People, spoken};
use super::phrases::{known, phrases};
use super::whereabouts::{Whereabouts, division_beyond, named_division};
use super::{Letter, LetterFacts, heard, prose};
use crate::beijing;
use crate::facts::Jurisdiction;
use crate::pack::Packs;

/// The notice, and why it is sent: it is theirs, may be theirs, or may reach them.
#[must_use]
pub fn notice_to_neighbour(packs: &Packs, letter: &LetterFacts<'_>) -> Letter {
    let phrases = phrases(packs, letter);
    let whereabouts = Whereabouts::of(letter);
    let class = letter.facts.kind.as_deref().and_then(|kind| packs.event(kind)).map(|event| event.class);
    let people = spoken(People::of(letter.facts.adopted(), class));
    let time = letter.facts.occurred.map(|occurred| format!("{}，", beijing::phrase(occurred))).unwrap_or_default();
    let what = format!("{time}{}{}{}。", whereabouts.to_neighbour, phrases.happened, phrases.time_note);
    let title = format!("关于{}{}的通报", whereabouts.title_to_neighbour, phrases.happened_title);
    let body = [what + &people, format!("{}{}", phrases.forces, phrases.measures), why(letter)];
    let body: Vec<String> = body.iter().map(|text| prose::tidy(text)).filter(|text| !text.is_empty()).collect();
    Letter { title: prose::tidy(&title), body: body.join("\n") }
}

/// Whose ground it is stands here by somebody's word, and as verified only where the facts name who did.
fn why(letter: &LetterFacts<'_>) -> String {
    let (facts, we) = (letter.facts, letter.unit.bureau());
    let region = division_beyond(&facts.town, &facts.place);
    let theirs = named_division(&region).chars().last().filter(|_| facts.jurisdiction == Jurisdiction::Neighbour);
    let yours = format!("你{}", theirs.unwrap_or_else(|| letter.unit.division_word()));
    match facts.jurisdiction {
        Jurisdiction::Neighbour => {
            let by = match (known(&facts.verified_by), heard::informant(letter)) {
                (Some(who), _) => format!("经{who}核实，属"),
                (None, Some(who)) => format!("据{who}报告，位于"),
                (None, None) => "据报位于".to_owned(),
            };
            format!("{by}{yours}境内，请核实处置，并将情况反馈{we}。")
        }
        Jurisdiction::Undecided => {
            let reported = letter.first_reported.map(|_| format!("，{we}已先行报告")).unwrap_or_default();
            format!("属地正在核实{reported}，请协助核实并反馈。")
        }
        Jurisdiction::Ours => format!("可能影响{yours}，请关注并做好防范，有情况及时互通。"),
    }
}
