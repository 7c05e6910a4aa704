//! 事件办结: how an incident ended, that it goes on after all, and the second look at what was kept below the standard.

use domain::entry::{Content, Relation};
use domain::incident::Incident;
use domain::incident_end::{IncidentEnded, IncidentOutcome, IncidentReopened, LookedAgain};

use super::call::add_source;
use super::compose::short_name;
use super::incident::{draft_seen, facts_now, known, show};
use super::typed::{required_line, short_line};
use crate::door::{DoorError, EndIncident, IncidentRef, IncidentView, LookAgain, MergeIncident, ReopenIncident};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Ends an incident. Its clocks end with it, with the reason; nothing is deleted.
pub(crate) fn end(desk: &Workstation, tick: &Tick, request: EndIncident) -> Result<IncidentView, DoorError> {
    let ended = ended(&request, tick)?;
    append(desk, tick, request.incident, |incident| {
        // What was reported and true is opened again by a change, and ends once more.
        let still = incident.ended.as_ref().is_some_and(|ended| ended.outcome == request.outcome);
        if still && !(request.outcome.is_followed() && incident.is_open()) {
            return Err(DoorError::not_now("这起事件已经这样办结。"));
        }
        if request.outcome == IncidentOutcome::Reported && incident.entered_at().is_none() {
            return Err(DoorError::not_now("首报还没有进入主通道，不能办结为“属实·已报”。请先完成系统录入。"));
        }
        Ok(Content::IncidentEnded(ended))
    })
}

fn ended(request: &EndIncident, tick: &Tick) -> Result<IncidentEnded, DoorError> {
    let asked = match request.outcome {
        IncidentOutcome::NotTrue => Some("请填写经谁核实，如县消防救援大队。"),
        IncidentOutcome::HandedOver => Some("请填写移交给谁，如县公安局。"),
        IncidentOutcome::Merged => Some("请填写并入哪一起事件。"),
        IncidentOutcome::Reported | IncidentOutcome::BelowThreshold | IncidentOutcome::Drill => None,
    };
    let verified_by = match asked {
        Some(missing) => required_line("verified_by", &request.verified_by, missing)?,
        None => short_line("verified_by", &request.verified_by)?,
    };
    let (note, agreed_by) = if request.outcome == IncidentOutcome::BelowThreshold {
        kept(&request.note, &request.agreed_by)?
    } else {
        (short_line("note", &request.note)?, short_line("agreed_by", &request.agreed_by)?)
    };
    Ok(IncidentEnded { outcome: request.outcome, verified_by, note, agreed_by, at: tick.now() })
}

/// 本级掌握 asks for one line and the name of the leader who agreed: not reporting needs as good a proof as reporting.
pub(super) fn kept(note: &str, agreed_by: &str) -> Result<(String, String), DoorError> {
    let note = required_line("note", note, "本级掌握请写一句理由，如无人员伤亡、损失轻微。")?;
    let agreed_by = required_line("agreed_by", agreed_by, "本级掌握请填写同意的带班领导姓名。")?;
    Ok((note, agreed_by))
}

/// 重复并入: an incident that turns out to be another one ends, and its caller is a source of that one.
pub(crate) fn merge(desk: &Workstation, tick: &Tick, request: MergeIncident) -> Result<IncidentView, DoorError> {
    if request.incident == request.into {
        return Err(DoorError::field("into", "不能并入它自己，请选择另一起事件。"));
    }
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, request.incident)?;
        let into = known(store, request.into)?;
        if incident.first_report().is_some() {
            return Err(DoorError::not_now("首报已经报送，不能并入。请按F10办结，写明与哪一起是同一事件。"));
        }
        if incident.ended.is_some() {
            return Err(DoorError::not_now("这起事件已经办结。要并入请先重新打开。"));
        }
        let saved = draft_seen(store, into.id)?;
        let packs = desk.packs_of(store, &into)?;
        let name = short_name(&packs, &facts_now(&packs, &into, &saved, tick));
        let ended = IncidentEnded {
            outcome: IncidentOutcome::Merged,
            verified_by: name,
            note: String::new(),
            agreed_by: String::new(),
            at: tick.now(),
        };
        let call = incident.call.ok_or_else(|| DoorError::not_now("这起事件没有来电记录，不能并入。"))?;
        store.write(|writing| {
            let happening = Happening::now(request.incident, Content::IncidentEnded(ended), tick);
            sealer.append(writing, happening.linked(Relation::MergedInto, request.into))?;
            add_source(sealer, writing, &call, request.into, tick)
        })
    })?;
    desk.changed(Some(request.incident));
    desk.changed(Some(request.into));
    show(desk, tick, IncidentRef { incident: request.into })
}

/// An incident that was ended goes on.
pub(crate) fn reopen(desk: &Workstation, tick: &Tick, request: ReopenIncident) -> Result<IncidentView, DoorError> {
    let reason = required_line("reason", &request.reason, "请写一句为什么重新打开。")?;
    append(desk, tick, request.incident, |incident| {
        if incident.ended.is_none() {
            return Err(DoorError::not_now("这起事件没有办结，不必重新打开。"));
        }
        Ok(Content::IncidentReopened(IncidentReopened { reason, at: tick.now() }))
    })
}

/// 再看: still below the standard.
pub(crate) fn look_again(desk: &Workstation, tick: &Tick, request: LookAgain) -> Result<IncidentView, DoorError> {
    let note = required_line("note", &request.note, "请写一句再看的情况。")?;
    append(desk, tick, request.incident, |incident| {
        if incident.look_again_at().is_none() {
            return Err(DoorError::not_now("这起事件不需要再看。"));
        }
        Ok(Content::LookedAgain(LookedAgain { note, at: tick.now() }))
    })
}

fn append(
    desk: &Workstation,
    tick: &Tick,
    subject: uuid::Uuid,
    content: impl FnOnce(&Incident) -> Result<Content, DoorError>,
) -> Result<IncidentView, DoorError> {
    desk.sealing(tick, |sealer, store, _| {
        let content = content(&known(store, subject)?)?;
        store.write(|writing| sealer.append(writing, Happening::now(subject, content, tick)).map(drop))
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}
