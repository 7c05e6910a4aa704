//! 国家系统录入: typed into the national system by hand; its time and number stop the clock.

use domain::entry::{Content, Relation, Relay};

use super::incident::{known, show};
use super::typed::{required_line, time};
use crate::door::{DoorError, IncidentRef, IncidentView, RecordRelay};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Records that a report stands in the national system.
pub(crate) fn record(desk: &Workstation, tick: &Tick, request: RecordRelay) -> Result<IncidentView, DoorError> {
    let number = required_line("number", &request.number, "请填写国家系统显示的编号。")?;
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        let report = incident
            .reports
            .iter()
            .find(|report| report.id == request.report)
            .ok_or_else(|| DoorError::not_found("没有这份报告，请回到事件页重新选择。"))?;
        let at = time("time", &request.time, incident.first_received, tick)?;
        if at < incident.aware_at && !request.time.trim().is_empty() {
            return Err(DoorError::field("time", "录入时间早于接报时间，请核对。"));
        }
        // Now is never before the call, even where the room's time was corrected back since.
        let at = at.max(incident.aware_at);
        let relay = Content::Relay(Relay { report: report.id, at, number });
        let happening = Happening::now(subject, relay, tick).at(at).linked(Relation::About, report.id);
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}
