//! 报送普通信息, or 改按突发事件报送: 灾害事故信息 goes as an incident (notice of 2024). Nothing stops an officer for good; what
//! was shown and answered stands in the entry.

use domain::call::CallOutcome;
use domain::draft::Material;
use domain::entry::{CallEnded, CallNoted, CallOpened, Content};
use domain::form::FieldError;
use domain::hygiene;
use domain::information::{InformationDraft, InformationSent, LONGEST_TITLE, SentAllTheSame};
use domain::severity::Severity;
use store::table::draft;
use store::table::information::SavedInformation;

use super::attachment::require_whole;
use super::call::prefill;
use super::incident;
use super::information::{draft_of, put_away, reads_as_incident, show};
use super::typed::{REMARK, line_within, short_line};
use super::zero_report::require_true;
use crate::door::{DoorError, IncidentRef, IncidentView, InformationRef, InformationView, SendInformation};
use crate::enrolment::system_of_record;
use crate::sealing::Happening;
use crate::session::DESK_AUTHOR;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Seals it exactly as it was seen on screen.
pub(crate) fn send(desk: &Workstation, tick: &Tick, request: SendInformation) -> Result<InformationView, DoorError> {
    let id = request.information;
    desk.sealing(tick, |sealer, store, _| {
        let saved = draft_of(store, id)?;
        if saved.draft.title != request.title || saved.draft.body != request.body {
            return Err(DoorError::stale());
        }
        let (title, body) = cleaned(&saved.draft)?;
        require_true(desk, store, &saved, tick)?;
        let all_the_same = answered(&reads_as_incident(&desk.packs(), &saved.draft), &request.reason)?;
        require_whole(desk, &saved.draft.attachments)?;
        let system_of_record = system_of_record(store)?;
        let InformationDraft { what, period, attachments, .. } = saved.draft;
        let blobs = attachments.iter().map(domain::information::Attachment::blob).collect();
        let sent = InformationSent { what, period, title, body, attachments, all_the_same, system_of_record };
        let happening = Happening::now(id, Content::Information(Box::new(sent)), tick).with_blobs(blobs);
        store.write(|writing| {
            sealer.append(writing, happening)?;
            put_away(writing, id, &sealer.draft_author())
        })
    })?;
    desk.changed(Some(id));
    show(desk, tick, InformationRef { information: id })
}

/// A title, and a body or an attachment (domain.md §10, 11).
fn cleaned(draft: &InformationDraft) -> Result<(String, String), DoorError> {
    let title = line_within("title", &draft.title, LONGEST_TITLE)?;
    if title.is_empty() {
        return Err(DoorError::field("title", "请写标题。"));
    }
    let body = hygiene::paragraphs(&draft.body);
    let length = body.chars().count();
    if length > hygiene::MAX_BODY {
        let most = hygiene::MAX_BODY;
        return Err(DoorError::field("body", format!("正文最多{most}字，现有{length}字，请删减或放进附件。")));
    }
    if body.is_empty() && draft.attachments.is_empty() {
        return Err(DoorError::field("body", "请写正文，或加一个附件。"));
    }
    Ok((title, body))
}

/// What reads as an incident goes as 普通信息 only with a reason.
fn answered(shown: &[String], reason: &str) -> Result<Option<SentAllTheSame>, DoorError> {
    if shown.is_empty() {
        return Ok(None);
    }
    let reason = short_line("reason", reason)?;
    if reason.is_empty() {
        let why = shown.join("；");
        let message = format!(
            "{why}。灾害事故信息通过突发事件报送（2024年通报）。请改按突发事件报送；确不是的，写一句理由再按普通信息报送。"
        );
        let at = FieldError {
            field: "reason".to_owned(),
            message: "写一句为什么不是突发事件，按Enter报送；是的请按F7。".to_owned(),
            severity: Severity::Error,
        };
        return Err(DoorError::invalid(message, vec![at]));
    }
    Ok(Some(SentAllTheSame { shown: shown.to_vec(), reason }))
}

/// 改按突发事件报送: a call that is an incident, with the words carried over. It was known when the first of them was written.
pub(crate) fn to_incident(desk: &Workstation, tick: &Tick, request: InformationRef) -> Result<IncidentView, DoorError> {
    let became = draft_of(&desk.store(), request.information)?.draft.incident;
    if let Some(incident) = became {
        return incident::show(desk, tick, IncidentRef { incident });
    }
    let subject = tick.new_id(desk.machine.as_ref())?;
    desk.sealing(tick, |sealer, store, _| {
        let saved = draft_of(store, request.information)?;
        let text = format!("{}\n{}", saved.draft.title, saved.draft.body);
        let whole = hygiene::line(&text);
        let words: String = whole.chars().take(REMARK).collect();
        let opened = Content::CallOpened(CallOpened { received_at: saved.begun_at });
        let noted = Content::CallNoted(CallNoted { words: words.clone(), ..CallNoted::default() });
        let note = "由普通信息改按突发事件报送".to_owned();
        let ended = CallEnded { outcome: CallOutcome::Incident, note, into: None, agreed_by: String::new() };
        store.write(|writing| {
            sealer.append(writing, Happening::now(subject, opened, tick).at(saved.begun_at))?;
            sealer.append(writing, Happening::now(subject, noted, tick))?;
            sealer.append(writing, Happening::now(subject, Content::CallEnded(ended), tick))?;
            prefill(writing, (&desk.packs(), sealer.unit), (subject, &words), tick)?;
            if words.len() < whole.len() {
                keep_whole(writing, subject, &text, tick)?;
            }
            // Attachments do not go with an incident; a draft that has some stays, so that none is lost, and says what
            // became of it.
            if saved.draft.attachments.is_empty() {
                put_away(writing, saved.id, &sealer.draft_author())?;
            } else {
                let draft = InformationDraft { incident: Some(subject), ..saved.draft };
                let saved = SavedInformation { draft, saved_at: tick.now(), ..saved };
                writing.save_information(&sealer.draft_author(), &saved)?;
            }
            Ok::<_, DoorError>(())
        })
    })?;
    desk.changed(Some(subject));
    incident::show(desk, tick, IncidentRef { incident: subject })
}

/// Words beyond what a call can note lie beside the letter, as the text of a document does.
fn keep_whole(
    writing: &mut store::Writing<'_>,
    subject: domain::entry::Subject,
    text: &str,
    tick: &Tick,
) -> Result<(), DoorError> {
    let before = draft::find(writing.connection(), subject, DESK_AUTHOR)?;
    let mut saved = before.unwrap_or_else(|| draft::SavedDraft {
        draft: domain::draft::Draft::default(),
        grades: domain::grade_history::GradeHistory::default(),
        begun_at: None,
        saved_at: tick.now(),
    });
    saved.draft.material = Some(Material { name: "普通信息草稿".to_owned(), text: hygiene::paragraphs(text) });
    Ok(writing.save_draft(subject, DESK_AUTHOR, &saved)?)
}
