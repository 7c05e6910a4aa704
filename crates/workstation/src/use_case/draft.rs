//! The draft: saved as typed, whatever it is, and answered with the letter it makes.

use std::collections::BTreeSet;

use domain::facts::{Facts, Jurisdiction};
use domain::grade::Grade;
use domain::grading::grade;
use domain::pack::Packs;
use store::table::draft::SavedDraft;

use super::compose::{compose, facts_of, short_name};
use super::incident::{draft_of, known};
use crate::door::{Composed, DoorError, SaveDraft};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Under whose name drafts are kept while nobody has signed in.
pub(crate) const DESK_AUTHOR: &str = "desk";

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
    let before = draft_of(&store, request.incident)?;
    let was = Outline::of(&packs, &facts_of(&packs, &incident, &before.draft, tick));
    let is = Outline::of(&packs, &facts_of(&packs, &incident, &request.draft, tick));
    let mut grades = before.grades;
    grades.note(is.grade, tick.now());
    let saved = SavedDraft { draft: request.draft, grades, saved_at: tick.now() };
    store.write(|writing| writing.save_draft(request.incident, DESK_AUTHOR, &saved))?;
    let composed = compose(&packs, &store, &incident, &saved, tick)?;
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
