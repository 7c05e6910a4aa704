//! 认领: a report that went as the desk, because nobody had signed in or a PIN was not at hand, gets its officer's name.

use domain::claim::Claimed;
use domain::entry::{Author, Content, Relation};

use super::incident::{known, show};
use crate::door::{ClaimReport, DoorError, IncidentRef, IncidentView};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// The officer who signed in says that the report was theirs. It stands beside the report and changes nothing of it.
pub(crate) fn report(desk: &Workstation, tick: &Tick, request: ClaimReport) -> Result<IncidentView, DoorError> {
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        let report = incident.reports.iter().find(|report| report.id == request.report);
        let report = report.ok_or_else(|| DoorError::not_found("没有这份报告，请刷新后再看。"))?;
        if sealer.author == Author::Desk {
            return Err(DoorError::not_now("请先登录，再认领：认领要记在本人名下。"));
        }
        if report.written_by != Author::Desk || report.unit != sealer.unit.code {
            return Err(DoorError::not_now("这份报告已有报送人，不需认领。"));
        }
        if report.claimed_by.is_some() {
            return Err(DoorError::not_now("这份报告已经认领，不必再按。"));
        }
        let claimed = Content::Claimed(Claimed { entry: report.id });
        let happening = Happening::now(subject, claimed, tick).linked(Relation::About, report.id);
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}
