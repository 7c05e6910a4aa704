//! 拨出登记: whom we told or asked, when, and who took it.

use domain::contact::CallOut;
use domain::entry::Content;
use domain::pack::Packs;

use super::incident::{known, packs_judging, show};
use super::typed::{REMARK, line_within, short_line, time};
use crate::door::{DoorError, IncidentRef, IncidentView, LogCallOut};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Logs one call out. A recipient of the pack is ticked off by it.
pub(crate) fn log(desk: &Workstation, tick: &Tick, request: LogCallOut) -> Result<IncidentView, DoorError> {
    let (name, superior) = whom(&*packs_judging(desk, request.incident)?, request.recipient.as_deref(), &request.name)?;
    let taken_by = short_line("taken_by", &request.taken_by)?;
    let words = line_within("words", &request.words, REMARK)?;
    let recording = short_line("recording", &request.recording)?;
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        let at = time("time", &request.time, incident.first_received, tick)?;
        let call = CallOut {
            recipient: request.recipient.clone(),
            name,
            superior,
            purpose: request.purpose,
            at,
            reached: request.reached,
            taken_by,
            words,
            recording,
        };
        store.write(|writing| {
            sealer.append(writing, Happening::now(subject, Content::CallOut(call), tick).at(at)).map(drop)
        })
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// The name for the record, and whether it is a superior's.
pub(super) fn whom(packs: &Packs, recipient: Option<&str>, name: &str) -> Result<(String, bool), DoorError> {
    let Some(id) = recipient else {
        let name = short_line("name", name)?;
        return if name.is_empty() {
            Err(DoorError::field("name", "请填写拨给谁。"))
        } else {
            Ok((name, false))
        };
    };
    packs
        .recipient(id)
        .map(|recipient| (recipient.name.clone(), recipient.superior))
        .ok_or_else(|| DoorError::field("recipient", "报告对象名单里没有这一项，请重新选择。"))
}
