//! 系统报送: the letter on screen becomes an immutable report. A first report requires five things and nothing else.

use chrono::Datelike as _;
use domain::beijing;
use domain::channel::hollow;
use domain::draft::Draft;
use domain::entry::Content;
use domain::facts::Facts;
use domain::form::{FieldError, Gap};
use domain::incident::{Incident, SignedOff};
use domain::pack::Packs;
use domain::report::{Report, Signed, Stage};
use domain::severity::Severity;
use domain::signoff::letter_digest;

use store::table::draft::SavedDraft;

use super::compose::{compose, facts_of, too_long};
use super::directive::answered_by_report;
use super::event::Event;
use super::incident::{draft_of, known, show, sign_line};
use crate::door::{Composed, DoorError, IncidentRef, IncidentView, Submit};
use crate::enrolment::system_of_record;
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Seals the report that is being written exactly as it was seen on screen.
pub(crate) fn report(desk: &Workstation, tick: &Tick, request: Submit) -> Result<IncidentView, DoorError> {
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        let saved = draft_of(store, subject)?;
        let Some(stage) = incident.being_written(&saved.draft) else {
            return Err(DoorError::not_now("这份报告已经提交，不会重复报送。要再报请先按键开始续报、终报或更正。"));
        };
        if incident.ended.is_some() && stage == Stage::First {
            return Err(DoorError::not_now("这起事件已经办结。要报送请先重新打开。"));
        }
        let packs = desk.packs_of(store, &incident)?;
        let composed = compose((&packs, sealer.unit), store, &incident, &saved, tick)?;
        if stage == Stage::First {
            require_the_five(&composed.missing)?;
        }
        require_as_seen(&composed, &request)?;
        if let Some(too_long) = too_long(&composed.title, &composed.body) {
            return Err(DoorError::field(&too_long.field, too_long.message));
        }
        let material = saved.draft.material.as_ref().map(|material| material.text.as_str());
        if let Some(hollow) = hollow(&composed.body, material) {
            return Err(DoorError::field("body", hollow));
        }
        let facts = facts_of(&packs, &incident, &saved.draft, tick);
        let facts = Facts { sub_incidents: composed.sub_incidents.clone(), ..facts };
        let system_of_record = system_of_record(store)?;
        let event = Event::of(store, subject)?;
        store.write(|writing| {
            let year = u32::try_from(beijing::date(tick.now()).year()).unwrap_or(0);
            let held = incident.number().filter(|number| number.drill == facts.drill);
            let number = held.map_or_else(|| writing.next_number(&sealer.unit.code, year, facts.drill), Ok)?;
            let mended = incident.reports.iter().find(|report| Some(report.id) == saved.draft.mends);
            let report = Report {
                stage,
                year: number.year,
                number: number.number,
                nth: mended.map_or_else(|| incident.next_of(stage), |mended| mended.nth),
                follows: mended.map_or_else(|| incident.last_report().map(|report| report.id), |mended| mended.follows),
                mends: mended.map(|mended| mended.id),
                signed: signed(&packs, &incident, &composed, tick),
                title: composed.title,
                body: composed.body,
                occurred: facts.occurred,
                facts,
                grading: composed.grading,
                grades: saved.grades.clone(),
                aware_at: incident.aware_at,
                first_received: incident.first_received,
                first_reported: incident.first_reported,
                system_of_record,
            };
            let sent = (stage, report.mends);
            let id = sealer.append(writing, Happening::now(subject, Content::Report(Box::new(report)), tick))?;
            answered_by_report(sealer, writing, &event, (sent.0, sent.1, id), tick)?;
            // What went is written no more; what was typed stays kept.
            let draft = Draft { follows: None, mends: None, ..saved.draft.clone() };
            let sent = SavedDraft { draft, ..saved };
            Ok(writing.save_draft(subject, &sealer.draft_author(), &sent)?)
        })
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

fn require_the_five(missing: &[Gap]) -> Result<(), DoorError> {
    let Some(first) = missing.first() else { return Ok(()) };
    let labels: Vec<&str> = missing.iter().map(|gap| gap.label.as_str()).collect();
    let message = format!("首报还差：{}。不清楚的可填“-”待核，填好即可报送。", labels.join("、"));
    let mut error = DoorError::field(&first.field, message);
    error.fields.extend(missing.iter().skip(1).map(|gap| FieldError {
        field: gap.field.clone(),
        message: format!("请填写{}，不清楚可填“-”待核。", gap.label),
        severity: Severity::Error,
    }));
    Err(error)
}

/// Nothing goes out that the officer did not see.
fn require_as_seen(composed: &Composed, request: &Submit) -> Result<(), DoorError> {
    if composed.title == request.title && composed.body == request.body { Ok(()) } else { Err(DoorError::stale()) }
}

fn signed(packs: &Packs, incident: &Incident, composed: &Composed, tick: &Tick) -> Signed {
    match incident.signed_for_next() {
        Some(sign_off) => by(sign_off, composed),
        None => Signed::Afterwards { statement: sign_line(packs, incident, composed, tick).statement },
    }
}

fn by(sign_off: &SignedOff, composed: &Composed) -> Signed {
    Signed::By {
        post: sign_off.post.clone(),
        signer: sign_off.signer.clone(),
        way: sign_off.way,
        at: sign_off.at,
        changed_since: sign_off.letter != letter_digest(&composed.title, &composed.body),
    }
}
