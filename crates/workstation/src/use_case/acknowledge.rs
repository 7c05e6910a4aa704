//! 签收, 确认收到: a person takes note of another unit's report, directive or notice, by name, and that unit hears of it.

use domain::directive::Acknowledged;
use domain::entry::{Content, EntryId, Relation};
use domain::unit::UnitCode;

use super::event::Event;
use super::levels::show;
use super::typed::required_line;
use crate::door::{Acknowledge, DoorError, IncidentRef, LevelsView};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Signs for an entry; once is enough.
pub(crate) fn sign(desk: &Workstation, tick: &Tick, request: Acknowledge) -> Result<LevelsView, DoorError> {
    let by = required_line("by", &request.by, "请填写签收人姓名。")?;
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let event = Event::known(store, subject)?;
        let (matter, author) = author_of(&event, request.entry)
            .ok_or_else(|| DoorError::not_found("没有这份来件，请回到当班页重新选择。"))?;
        let own = &sealer.unit.code;
        if event.levels.iter().any(|levels| levels.signature_for(request.entry, own).is_some()) {
            return Err(DoorError::not_now("本局已经签收，不必再签。"));
        }
        let signed = Content::Acknowledged(Acknowledged { of: request.entry, by, at: tick.now() });
        let happening =
            Happening::now(matter, signed, tick).linked(Relation::About, request.entry).addressed_to(author);
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// The matter of an entry of another unit's, and whose it is.
fn author_of(event: &Event, entry: EntryId) -> Option<(uuid::Uuid, UnitCode)> {
    let reported = event.reports().into_iter().find(|(_, _, report)| report.id == entry);
    let reported = reported.map(|(matter, unit, _)| (matter, unit.clone()));
    let asked = || event.directives().find(|(_, one)| one.id == entry && !one.ours);
    let told = || {
        let own = event.unit().map(|unit| &unit.code);
        event.levels.iter().find_map(|levels| {
            let peer = levels.peers.iter().find(|peer| peer.id == entry && Some(&peer.from) != own)?;
            Some((levels.id, peer.from.clone()))
        })
    };
    reported.or_else(|| asked().map(|(matter, one)| (matter, one.from.clone()))).or_else(told)
}
