//! 取文件文字: the text of a document that was sent to the room, drawn in beside the letter. A report goes as body text;
//! the document itself never goes with it.

use std::path::Path;

use domain::draft::Material;
use domain::entry::Subject;
use domain::hygiene;
use store::table::draft::SavedDraft;

use super::backup::unwritable;
use super::incident::{draft_of, known};
use crate::door::{DoorError, FileStep, IncidentRef};
use crate::host::{FileChosen, FileWanted};
use crate::reading::read_at_most;
use crate::session::draft_author;
use crate::tick::Tick;
use crate::tickets::{FilePurpose, TicketUse};
use crate::workstation::Workstation;

/// The name under which a document is spoken of where the host gave none.
const CHOSEN: &str = "所选文件";

/// Asks for a document.
pub(crate) fn choose(desk: &Workstation, tick: &Tick, request: IncidentRef) -> Result<FileStep, DoorError> {
    let incident = request.incident;
    match desk.choose_file(&FileWanted::Open) {
        FileChosen::Nothing => Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => {
            Ok(FileStep { ticket: None, done: Some(take_material(desk, tick, incident, &path)?) })
        }
        FileChosen::ByTicket => {
            let ticket = desk.draw_ticket(tick, TicketUse::HandIn(FilePurpose::Material(incident)))?;
            Ok(FileStep { ticket: Some(ticket), done: None })
        }
    }
}

/// Draws the text into the draft; the letter stays as it is until the officer takes something over.
pub(crate) fn take_material(
    desk: &Workstation,
    tick: &Tick,
    incident: Subject,
    path: &Path,
) -> Result<String, DoorError> {
    let bytes = read_at_most(path, documents::MAX_FILE).map_err(|error| unwritable(&error))?;
    let bytes = bytes.ok_or_else(|| DoorError::field("file", "文件过大，不取文字。请另存为较小的docx或txt。"))?;
    let drawn = documents::text_of(CHOSEN, &bytes).map_err(|error| DoorError::field("file", error.to_string()))?;
    let shown = path.extension().and_then(|name| name.to_str()).filter(|name| name.len() <= 5).unwrap_or_default();
    let name = if shown.is_empty() { CHOSEN.to_owned() } else { format!("{CHOSEN}（{}）", hygiene::line(shown)) };
    let mut store = desk.store();
    let before = draft_of(&store, incident)?;
    if known(&store, incident)?.being_written(&before.draft).is_none() {
        return Err(DoorError::not_now("没有正在写的报告。请先开始续报、终报或更正。"));
    }
    let length = drawn.text.chars().count();
    let mut draft = before.draft;
    draft.material = Some(Material { name, text: drawn.text });
    let saved = SavedDraft { draft, saved_at: tick.now(), ..before };
    let own = draft_author(&store)?;
    store.write(|writing| writing.save_draft(incident, &own, &saved))?;
    drop(store);
    desk.shown(Some(incident));
    Ok(format!("已取出{length}字。要报的请放进正文，附件不随突发事件报送。"))
}
