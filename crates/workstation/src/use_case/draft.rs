//! The draft: saved as typed, whatever it is, and answered with the letter it makes.

use super::compose::compose;
use super::incident::known;
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
    store.write(|writing| writing.save_draft(request.incident, DESK_AUTHOR, &request.draft, tick.now()))?;
    compose(desk, &store, &incident, &request.draft, Some(tick.now()), tick)
}
