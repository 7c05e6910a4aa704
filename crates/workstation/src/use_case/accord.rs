//! 口径核对: before 签发, with those who report on another line. Never a reason to wait.

use domain::accord::{Accord, AccordChecked};
use domain::entry::Content;

use super::incident::{known, show};
use super::typed::{REMARK, line_within};
use crate::door::{CheckAccord, DoorError, IncidentRef, IncidentView};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Records how the comparison ended.
pub(crate) fn check(desk: &Workstation, tick: &Tick, request: CheckAccord) -> Result<IncidentView, DoorError> {
    let differs = line_within("differs", &request.differs, REMARK)?;
    if request.accord == Accord::Differs && differs.is_empty() {
        return Err(DoorError::field("differs", "请写一句哪里不一致。"));
    }
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        let packs = desk.packs_of(store, &incident)?;
        let recipient = packs.recipient(&request.recipient).filter(|recipient| recipient.accord);
        let recipient =
            recipient.ok_or_else(|| DoorError::field("recipient", "核对口径的名单里没有这一项，请重新选择。"))?;
        let accord = AccordChecked {
            recipient: recipient.id.clone(),
            name: recipient.name.clone(),
            accord: request.accord,
            differs: if request.accord == Accord::Differs { differs } else { String::new() },
            at: tick.now(),
        };
        let content = Content::AccordChecked(accord);
        store.write(|writing| sealer.append(writing, Happening::now(subject, content, tick)).map(drop))
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}
