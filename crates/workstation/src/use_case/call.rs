//! 来电: F2, what the caller said, a corrected time, and the digit that ends it.

use domain::beijing;
use domain::call::{Call, CallOutcome};
use domain::draft::Draft;
use domain::entry::{CallEnded, CallNoted, CallOpened, CallTimeCorrected, Content, Relation, SourceAdded, Subject};
use domain::grade_history::GradeHistory;
use domain::heard::heard;
use domain::incident_end::LookedAgain;
use domain::pack::Packs;
use domain::unit::Unit;
use store::table::draft::SavedDraft;
use store::table::view;
use store::{Store, Writing};

use super::ending::kept;
use super::typed::{REMARK, line_within, required_line, short_line, time};
use crate::door::{CallEndedView, CorrectCallTime, DoorError, EndCall, LookAgainAtCall, NoteCall};
use crate::sealing::{Happening, Sealer};
use crate::session::DESK_AUTHOR;
use crate::tick::Tick;
use crate::workstation::Workstation;

fn known(store: &Store, subject: Subject) -> Result<Call, DoorError> {
    store.call(subject)?.ok_or_else(|| DoorError::not_found("没有这个来电，请回到当班页重新选择。"))
}

fn append_to_call(
    sealer: &Sealer<'_>,
    store: &mut Store,
    happening: Happening,
    subject: Subject,
) -> Result<Call, DoorError> {
    store.write(|writing| sealer.append(writing, happening))?;
    known(store, subject)
}

/// F2: the phone was picked up. Written at once; not yet an incident.
pub(crate) fn open(desk: &Workstation, tick: &Tick) -> Result<Call, DoorError> {
    let subject = tick.new_id(desk.machine.as_ref())?;
    let opened = Content::CallOpened(CallOpened { received_at: tick.now() });
    let call = desk.sealing(tick, |sealer, store, _| {
        append_to_call(sealer, store, Happening::now(subject, opened, tick), subject)
    })?;
    desk.changed(Some(subject));
    Ok(call)
}

/// What is known of the caller so far. Nothing new writes nothing.
pub(crate) fn note(desk: &Workstation, tick: &Tick, request: NoteCall) -> Result<Call, DoorError> {
    let noted = CallNoted {
        caller: short_line("caller", &request.caller)?,
        caller_unit: short_line("caller_unit", &request.caller_unit)?,
        number: short_line("number", &request.number)?,
        words: line_within("words", &request.words, REMARK)?,
        recording: short_line("recording", &request.recording)?,
        asked_by_superior: request.asked_by_superior,
    };
    let call = desk.sealing(tick, |sealer, store, _| {
        let call = known(store, request.call)?;
        if said(&call) == noted {
            return Ok(call);
        }
        append_to_call(sealer, store, Happening::now(request.call, Content::CallNoted(noted), tick), request.call)
    })?;
    desk.changed(Some(request.call));
    Ok(call)
}

fn said(call: &Call) -> CallNoted {
    CallNoted {
        caller: call.caller.clone(),
        caller_unit: call.caller_unit.clone(),
        number: call.number.clone(),
        words: call.words.clone(),
        recording: call.recording.clone(),
        asked_by_superior: call.asked_by_superior,
    }
}

/// 更正接报时间: both times are kept, and no deadline moves later.
pub(crate) fn correct_time(desk: &Workstation, tick: &Tick, request: CorrectCallTime) -> Result<Call, DoorError> {
    let reason = required_line("reason", &request.reason, "请写一句更正原因，原时间和新时间都会保留。")?;
    if request.time.trim().is_empty() {
        return Err(DoorError::field("time", "请填写正确的接报时间，如1809。"));
    }
    let call = desk.sealing(tick, |sealer, store, _| {
        let call = known(store, request.call)?;
        let received_at = time("time", &request.time, call.received_at, tick)?;
        if beijing::full(received_at) == beijing::full(call.received_at) {
            return Err(DoorError::field("time", "与现有接报时间相同，不需更正。"));
        }
        let content = Content::CallTimeCorrected(CallTimeCorrected { received_at, reason });
        append_to_call(sealer, store, Happening::now(request.call, content, tick), request.call)
    })?;
    desk.changed(Some(request.call));
    Ok(call)
}

/// One digit: what the call turned out to be. An incident's clocks run back to the pick-up.
pub(crate) fn end(desk: &Workstation, tick: &Tick, request: EndCall) -> Result<CallEndedView, DoorError> {
    let (note, agreed_by) = if request.outcome == CallOutcome::BelowThreshold {
        kept(&request.note, &request.agreed_by)?
    } else {
        (line_within("note", &request.note, REMARK)?, short_line("agreed_by", &request.agreed_by)?)
    };
    let subject = request.call;
    let call = desk.sealing(tick, |sealer, store, _| {
        let call = known(store, subject)?;
        if call.outcome.is_some() {
            return Err(DoorError::not_now("这个来电已经办结，不必再按。"));
        }
        let into = merge_target(store, &request)?;
        let ended = Content::CallEnded(CallEnded { outcome: request.outcome, note, into, agreed_by });
        store.write(|writing| {
            let happening = Happening::now(subject, ended, tick);
            let happening = match into {
                Some(incident) => happening.linked(Relation::MergedInto, incident),
                None => happening,
            };
            sealer.append(writing, happening)?;
            if request.outcome == CallOutcome::Incident {
                prefill(writing, (&desk.packs(), sealer.unit), (subject, &call.words), tick)?;
            }
            into.map_or(Ok(()), |incident| add_source(sealer, writing, &call, incident, tick))
        })?;
        known(store, subject)
    })?;
    desk.changed(Some(subject));
    if let Some(incident) = call.into {
        desk.changed(Some(incident));
    }
    let incident = if call.outcome == Some(CallOutcome::Incident) { Some(call.id) } else { call.into };
    Ok(CallEndedView { call, incident })
}

/// What the caller's words say stands in the form already; the officer goes on from there.
pub(super) fn prefill(
    writing: &mut Writing<'_>,
    (packs, unit): (&Packs, &Unit),
    (incident, words): (Subject, &str),
    tick: &Tick,
) -> Result<(), DoorError> {
    let draft = heard(packs, &unit.divisions, words);
    if draft == Draft::default() {
        return Ok(());
    }
    let saved = SavedDraft { draft, grades: GradeHistory::default(), begun_at: None, saved_at: tick.now() };
    Ok(writing.save_draft(incident, DESK_AUTHOR, &saved)?)
}

/// 再看: what was kept below the standard still is, or is an incident after all; its clocks then run back to the pick-up,
/// and what had passed by now is 升级产生. A wrong digit is mended without a word, and excuses nothing.
pub(crate) fn look_again(
    desk: &Workstation,
    tick: &Tick,
    request: LookAgainAtCall,
) -> Result<CallEndedView, DoorError> {
    let subject = request.call;
    let call = desk.sealing(tick, |sealer, store, _| {
        let call = known(store, subject)?;
        let note = match call.outcome {
            Some(CallOutcome::BelowThreshold) => required_line("note", &request.note, "请写一句再看的情况。")?,
            Some(outcome) if request.incident && outcome.is_only_logged() => short_line("note", &request.note)?,
            _ => return Err(DoorError::not_now("这个来电未办结、已并入或已按突发事件办，不能在这里改。")),
        };
        let content = if request.incident {
            let (outcome, agreed_by) = (CallOutcome::Incident, String::new());
            Content::CallEnded(CallEnded { outcome, note, into: None, agreed_by })
        } else {
            Content::LookedAgain(LookedAgain { note, at: tick.now() })
        };
        store.write(|writing| {
            sealer.append(writing, Happening::now(subject, content, tick))?;
            if request.incident {
                prefill(writing, (&desk.packs(), sealer.unit), (subject, &call.words), tick)?;
            }
            Ok::<_, DoorError>(())
        })?;
        known(store, subject)
    })?;
    desk.changed(Some(subject));
    let incident = request.incident.then_some(call.id);
    Ok(CallEndedView { call, incident })
}

fn merge_target(store: &Store, request: &EndCall) -> Result<Option<Subject>, DoorError> {
    if request.outcome != CallOutcome::Merged {
        return Ok(None);
    }
    let missing = || DoorError::field("into", "请选择并入哪一起事件。");
    let into = request.into.ok_or_else(missing)?;
    view::incident(store.connection(), into)?.map(|incident| Some(incident.id)).ok_or_else(missing)
}

/// A caller becomes a source of an incident that is known already.
pub(super) fn add_source(
    sealer: &Sealer<'_>,
    writing: &mut Writing<'_>,
    call: &Call,
    incident: Subject,
    tick: &Tick,
) -> Result<(), DoorError> {
    let source = SourceAdded { call: call.id, received_at: call.received_at, said: said(call) };
    let happening = Happening::now(incident, Content::SourceAdded(source), tick).at(call.received_at);
    sealer.append(writing, happening).map(drop)
}

/// 来电记录: the newest calls, newest first.
pub(crate) fn list(desk: &Workstation, _: &Tick) -> Result<Vec<Call>, DoorError> {
    Ok(view::recent_calls(desk.store().connection(), 200)?)
}
