//! 提醒: seen, tested, heard.

use domain::entry::{AlarmAcknowledged, Content, SoundTested, Subject};
use domain::incident::Rung;
use domain::pack::Tone;
use store::Store;
use store::table::levels;

use super::{desk as room, settings};
use crate::door::{AcknowledgeAlarm, DeskView, DoorError, SettingsView, SoundHeard, SoundTestView};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Somebody saw one step of one clock's alarm. The clock runs on and its next step rings again.
pub(crate) fn acknowledge(desk: &Workstation, tick: &Tick, request: AcknowledgeAlarm) -> Result<DeskView, DoorError> {
    let AcknowledgeAlarm { incident: subject, rule, step } = request;
    desk.sealing(tick, |sealer, store, _| {
        let rung = rung_of(store, subject)?;
        let rang = rung.iter().find(|rung| rung.rule == rule && rung.step == step);
        let rang = rang.ok_or_else(|| DoorError::not_found("没有这条提醒，请回到当班页查看。"))?;
        if rang.acknowledged_at.is_some() {
            return Ok(());
        }
        let seen = Content::AlarmAcknowledged(AlarmAcknowledged { rule, step });
        store.write(|writing| sealer.append(writing, Happening::now(subject, seen, tick)).map(drop))
    })?;
    desk.changed(Some(subject));
    room::show(desk, tick)
}

/// Alarms of a matter's clocks, its incident's and those of its directives.
fn rung_of(store: &Store, subject: Subject) -> Result<Vec<Rung>, DoorError> {
    let mut rung = store.incident(subject)?.map(|incident| incident.alarms).unwrap_or_default();
    rung.extend(levels::find(store.connection(), subject)?.map(|levels| levels.alarms).unwrap_or_default());
    Ok(rung)
}

/// Plays the alarm's sound once and records which program could, or that none could.
pub(crate) fn test_sound(desk: &Workstation, tick: &Tick) -> Result<SoundTestView, DoorError> {
    let played_by = desk.play(Tone::Due);
    record(desk, tick, SoundTested { played_by: played_by.clone(), heard: None })?;
    Ok(SoundTestView { trouble: desk.sound_trouble(), played_by })
}

/// Records what a person heard.
pub(crate) fn heard(desk: &Workstation, tick: &Tick, request: SoundHeard) -> Result<SettingsView, DoorError> {
    record(desk, tick, SoundTested { played_by: None, heard: Some(request.heard) })?;
    settings::show(desk, tick)
}

fn record(desk: &Workstation, tick: &Tick, test: SoundTested) -> Result<(), DoorError> {
    desk.sealing(tick, |sealer, store, _| {
        let happening = Happening::now(sealer.identity.device, Content::SoundTested(test), tick);
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(None);
    Ok(())
}
