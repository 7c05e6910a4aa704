//! 同一事件: two matters are said to be one event, or not to be one after all. Neither ends; at every level they are shown together.

use domain::entry::{Content, Relation};
use domain::same_event::SameEvent;
use domain::unit::UnitCode;
use store::table::levels;

use super::event::Event;
use super::levels::show;
use super::typed::short_line;
use crate::door::{DoorError, IncidentRef, JoinEvents, LevelsView};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Joins two matters, or parts them.
pub(crate) fn join(desk: &Workstation, tick: &Tick, request: JoinEvents) -> Result<LevelsView, DoorError> {
    let JoinEvents { incident: subject, other, same, reason } = request;
    let reason = short_line("reason", &reason)?;
    if subject == other {
        return Err(DoorError::field("other", "不能与它自己并，请选择另一起。"));
    }
    desk.sealing(tick, |sealer, store, _| {
        let (one, theirs) = (Event::known(store, subject)?, Event::known(store, other)?);
        let joined = levels::one_event(store.connection(), subject)?.contains(&other);
        match (joined, same) {
            (true, true) => return Err(DoorError::not_now("两起已经并为同一事件。")),
            (false, false) => return Err(DoorError::not_now("两起本来就没有并，不必拆开。")),
            _ => {}
        }
        let relation = if same { Relation::SameEvent } else { Relation::OtherEvent };
        let said = Content::SameEvent(SameEvent { other, same, reason });
        let mut happening = Happening::now(subject, said, tick).linked(relation, other);
        // Whoever holds either of them hears of it.
        let mut concerned: Vec<UnitCode> =
            one.others().chain(theirs.others()).map(|(_, other)| other.unit.clone()).collect();
        concerned.sort_unstable();
        concerned.dedup();
        for unit in concerned {
            happening = happening.addressed_to(unit);
        }
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(Some(subject));
    desk.changed(Some(other));
    show(desk, tick, IncidentRef { incident: subject })
}
