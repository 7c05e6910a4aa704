//! 国家系统录入: typed into the national system by hand; its time stops the clock, with its number or a line that proves it.

use chrono::Datelike as _;
use domain::beijing::{date, full, phrase};
use domain::entry::{Content, Relation, Relay};
use domain::incident::Incident;
use domain::pack::Packs;
use domain::unit::Unit;

use super::incident::{known, show};
use super::typed::{short_line, time};
use crate::door::{DoorError, IncidentRef, IncidentView, RecordRelay, RelayField};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Records that a report stands in the national system.
pub(crate) fn record(desk: &Workstation, tick: &Tick, request: RecordRelay) -> Result<IncidentView, DoorError> {
    let number = short_line("number", &request.number)?;
    let instead = short_line("instead", &request.instead)?;
    if number.is_empty() && instead.is_empty() {
        return Err(DoorError::field(
            "number",
            "请填写国家系统编号；没有显示编号的，写一行凭据，如“截图3张，存值班电脑”。",
        ));
    }
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
        let relay = Content::Relay(Relay { report: report.id, at, number, instead });
        let happening = Happening::now(subject, relay, tick).at(at).linked(Relation::About, report.id);
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// Field by field what is typed into the national system: title and body stand alone, no salutation, no signature.
pub(super) fn fields(packs: &Packs, unit: &Unit, incident: &Incident) -> Vec<RelayField> {
    let Some(report) = incident.awaited() else { return Vec::new() };
    let kind = report.facts.kind.as_deref().and_then(|kind| packs.event(kind));
    let code = kind.and_then(|kind| packs.event_codes().iter().find(|code| code.kind == kind.id));
    let code = code.map(|code| format!("{}（{} {}）", code.code, code.system, code.edition));
    let division = packs.divisions().iter().find(|one| unit.code.0 == one.code);
    let division = division.map(|division| format!("{} {}", division.code, division.name));
    let kind = kind.map(|event| event.name.clone());
    let grade = report.grading.confirmed.as_ref().map(|reason| reason.grade.word().to_owned());
    let place: String = [report.facts.town.known(), report.facts.place.known()].into_iter().flatten().collect();
    let occurred = report.facts.occurred.map(|occurred| format!("{}年{}", date(occurred.at).year(), phrase(occurred)));
    let known = [
        ("标题", Some(report.title.clone())),
        ("正文", Some(report.body.clone())),
        ("事件类型", kind),
        ("事件编码", code),
        ("事件等级", grade),
        ("发生时间", occurred),
        ("接报时间", Some(full(incident.first_received))),
        ("事发地点", Some(place)),
        ("行政区划", division),
        ("报送单位", Some(unit.name.clone())),
        ("文号", Some(report.number.clone())),
    ];
    known
        .into_iter()
        .filter_map(|(label, text)| {
            let text = text.filter(|text| !text.is_empty())?;
            Some(RelayField { label: label.to_owned(), text })
        })
        .collect()
}
