//! The draft: saved as typed, whatever it is, and answered with the letter it makes.

use std::collections::BTreeSet;

use domain::count::Count;
use domain::draft::Draft;
use domain::facts::{Facts, Jurisdiction};
use domain::grade::Grade;
use domain::grading::grade;
use domain::pack::Packs;
use store::table::draft::SavedDraft;

use super::author::typed_by;
use super::compose::{facts_of, short_name};
use super::incident::{composed_now, draft_by, known};
use crate::door::{Composed, DoorError, SaveDraft};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Longest draft in bytes: far above any letter, far below what would stall the desk.
const LONGEST_DRAFT: usize = 1_000_000;

/// Saves the form as typed and composes the letter.
pub(crate) fn save(desk: &Workstation, tick: &Tick, request: SaveDraft) -> Result<Composed, DoorError> {
    let size = serde_json::to_string(&request.draft).map_or(usize::MAX, |text| text.len());
    if size > LONGEST_DRAFT {
        return Err(DoorError::invalid("内容过长，未保存最后一次改动，请删减后继续。", Vec::new()));
    }
    let mut store = desk.store();
    let incident = known(&store, request.incident)?;
    let packs = desk.packs_of(&store, &incident)?;
    let author = typed_by(&store, request.author)?;
    let before = draft_by(&store, request.incident, &author)?;
    // Which report it is of is not typed: a save that comes late must not bring back what has gone.
    let draft =
        Draft { stage: before.draft.stage, follows: before.draft.follows, mends: before.draft.mends, ..request.draft };
    let facts_before = facts_of(&packs, &incident, &before.draft, tick);
    let facts = facts_of(&packs, &incident, &draft, tick);
    let (was, is) = (Outline::of(&packs, &facts_before), Outline::of(&packs, &facts));
    let mut grades = before.grades;
    // What is typed first is what the caller said, however late it is typed.
    let of_the_call = grades.gravest().is_none() && facts_before.adopted().is_none_or(Count::is_silent);
    let typed_for = if of_the_call { incident.aware_at } else { tick.now() };
    grades.note(is.grade, facts.adopted().and_then(|count| count.as_of), typed_for, tick.now());
    let saved = SavedDraft { draft, grades, begun_at: before.begun_at.or(Some(tick.now())), saved_at: tick.now() };
    store.write(|writing| writing.save_draft(request.incident, &author, &saved))?;
    let composed = composed_now((&packs, &desk.own_unit()?), &store, &incident, &saved, tick)?;
    drop(store);
    if was != is {
        desk.shown(Some(request.incident));
    }
    Ok(composed)
}

/// What other parts of the page show of a draft: its name, whom its grade makes the room tell, who signs.
#[derive(PartialEq, Eq)]
struct Outline {
    name: String,
    kind: Option<String>,
    grade: Option<Grade>,
    near_miss: bool,
    jurisdiction: Jurisdiction,
    signs: BTreeSet<String>,
    sensitive: bool,
}

impl Outline {
    fn of(packs: &Packs, facts: &Facts) -> Self {
        let grading = grade(packs, facts);
        Self {
            name: short_name(packs, facts),
            kind: facts.kind.clone(),
            grade: grading.possible.map(|reason| reason.grade),
            near_miss: grading.near_miss.is_some(),
            jurisdiction: facts.jurisdiction,
            signs: facts.signs.clone(),
            sensitive: facts.is_sensitive(),
        }
    }
}
