//! 办结一项时限, 延期: what an officer says of one clock.

use domain::duty_done::DutyDone;
use domain::entry::Content;
use domain::extension::Extension;
use domain::rule::{Rule, StoppedBy};

use super::incident::{known, show};
use super::typed::{REMARK, coming_time, line_within, required_line, time};
use crate::door::{DoorError, GrantExtension, IncidentRef, IncidentView, TickDuty};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Ticks a duty as done that has no richer record here: a follow-up typed into another system is one.
pub(crate) fn tick_off(desk: &Workstation, tick: &Tick, request: TickDuty) -> Result<IncidentView, DoorError> {
    let note = line_within("note", &request.note, REMARK)?;
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        let packs = desk.packs_of(store, &incident)?;
        let rule = packs.rule(&request.rule).filter(|rule| by_hand(rule));
        let rule = rule.ok_or_else(|| DoorError::not_found("这项时限不能手工办结，请按它的办法办理。"))?;
        let at = time("time", &request.time, incident.first_received, tick)?;
        let done = DutyDone { rule: rule.id.clone(), at, note };
        store.write(|writing| {
            sealer.append(writing, Happening::now(subject, Content::DutyDone(done), tick).at(at)).map(drop)
        })
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// Longest name of a clock in bytes: a rule's id and its turn.
const LONGEST_CLOCK: usize = 120;

/// Whether a person may say that a clock's duty is done.
fn by_hand(rule: &Rule) -> bool {
    matches!(rule.stopped_by, StoppedBy::Ticked | StoppedBy::FollowedUp)
}

/// Records that a superior granted more time. A prescribed limit stays where it is and is annotated.
pub(crate) fn extend(desk: &Workstation, tick: &Tick, request: GrantExtension) -> Result<IncidentView, DoorError> {
    let by = required_line("by", &request.by, "请填写谁同意的，如市应急管理局指挥中心×××。")?;
    if request.until.trim().is_empty() {
        return Err(DoorError::field("until", "请填写延到几时，如1930。"));
    }
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        let packs = desk.packs_of(store, &incident)?;
        let clock = Some(request.rule).filter(|clock| clock.len() <= LONGEST_CLOCK && packs.rule(clock).is_some());
        let clock = clock.ok_or_else(|| DoorError::not_found("没有这项时限，请刷新后再看。"))?;
        let until = coming_time("until", &request.until, tick)?;
        let extension = Extension { rule: clock, by, until, at: tick.now() };
        let content = Content::ExtensionGranted(extension);
        store.write(|writing| sealer.append(writing, Happening::now(subject, content, tick)).map(drop))
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}
