//! 接过来写: another's draft, taken over as a copy. The other's own stays as it is.

use domain::draft::Draft;
use domain::incident::Incident;
use store::Store;
use store::table::draft::{self, SavedDraft};
use store::table::information::{self, SavedInformation};

use super::author::name_of;
use super::incident::{known, show};
use super::information as room;
use crate::door::{DoorError, IncidentRef, IncidentView, InformationRef, InformationView, OtherDraft, TakeOver};
use crate::session::{DESK_AUTHOR, draft_author};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// What others keep on this incident of the report that is written now, where there is something to take over.
pub(super) fn others(
    store: &Store,
    subject: domain::entry::Subject,
    is_of_now: impl Fn(&Draft) -> bool,
) -> Result<Vec<OtherDraft>, DoorError> {
    let own = draft_author(store)?;
    let mut others = Vec::new();
    for (author, saved) in draft::of_subject(store.connection(), subject)? {
        // What the desk began is nobody's, and the officer's to go on with.
        if author != own && author != DESK_AUTHOR && is_of_now(&saved.draft) {
            others.push(OtherDraft { name: name_of(store, &author)?, author, saved_at: saved.saved_at });
        }
    }
    Ok(others)
}

/// Whether this author wrote something of the report that is written now.
pub(super) fn has_typed(store: &Store, incident: &Incident, author: &str) -> Result<bool, DoorError> {
    let own = draft::find(store.connection(), incident.id, author)?;
    Ok(own.is_some_and(|saved| saved.begun_at.is_some() && incident.being_written(&saved.draft).is_some()))
}

/// Copies another's draft of an incident. What was typed here already is never written over.
pub(crate) fn of_incident(desk: &Workstation, tick: &Tick, request: TakeOver) -> Result<IncidentView, DoorError> {
    {
        let mut store = desk.store();
        let incident = known(&store, request.subject)?;
        let own = draft_author(&store)?;
        let theirs = draft::find(store.connection(), request.subject, &request.author)?.ok_or_else(gone)?;
        if own != request.author {
            if has_typed(&store, &incident, &own)? {
                return Err(already_typed());
            }
            store.write(|writing| writing.save_draft(request.subject, &own, &copy(theirs, tick)))?;
        }
    }
    desk.shown(Some(request.subject));
    show(desk, tick, IncidentRef { incident: request.subject })
}

fn copy(theirs: SavedDraft, tick: &Tick) -> SavedDraft {
    SavedDraft { saved_at: tick.now(), begun_at: Some(tick.now()), ..theirs }
}

/// Copies another's draft of 普通信息.
pub(crate) fn of_information(desk: &Workstation, tick: &Tick, request: TakeOver) -> Result<InformationView, DoorError> {
    {
        let mut store = desk.store();
        let own = draft_author(&store)?;
        let theirs = information::draft(store.connection(), request.subject, &request.author)?.ok_or_else(gone)?;
        if own != request.author {
            if information::draft(store.connection(), request.subject, &own)?.is_some_and(|own| !own.draft.is_blank()) {
                return Err(already_typed());
            }
            let copy = SavedInformation { begun_at: tick.now(), saved_at: tick.now(), ..theirs };
            store.write(|writing| writing.save_information(&own, &copy))?;
        }
    }
    desk.shown(Some(request.subject));
    room::show(desk, tick, InformationRef { information: request.subject })
}

fn gone() -> DoorError {
    DoorError::not_found("那份草稿已经不在了，请刷新后再看。")
}

fn already_typed() -> DoorError {
    DoorError::not_now("本人在这份上已写有内容，没有用他人的草稿覆盖。")
}
