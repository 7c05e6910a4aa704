//! 变化登记: what somebody told us after a report had gone. Clocks of a follow-up run from it.

use std::collections::{BTreeMap, BTreeSet};

use domain::change::{ChangeKind, ChangeNoted};
use domain::count::Count;
use domain::draft::{Draft, DraftCount};
use domain::entry::Content;
use domain::form::{FormContext, read};
use domain::pack::Packs;
use domain::severity::Severity;

use super::incident::{known, packs_judging, show};
use super::typed::{REMARK, line_within, required_line, time};
use crate::door::{DoorError, IncidentRef, IncidentView, NoteChange};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Records a change; numbers given are the adopted ones from here on.
pub(crate) fn note(desk: &Workstation, tick: &Tick, request: NoteChange) -> Result<IncidentView, DoorError> {
    let source = required_line("source", &request.source, "请填写谁说的，如县人民医院。")?;
    let words = line_within("words", &request.words, REMARK)?;
    let packs = packs_judging(desk, request.incident)?;
    let count = request.count.map(|typed| counted(&packs, tick, typed, &source)).transpose()?;
    if request.what == ChangeKind::Casualties && count.as_ref().is_none_or(Count::is_silent) {
        return Err(DoorError::field("counts", "伤亡变化请填写现在的人数；不清楚的填-待核。"));
    }
    if count.is_none() && words.is_empty() && request.what == ChangeKind::Other {
        return Err(DoorError::field("words", "请写一句变化是什么。"));
    }
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        if incident.first_report().is_none() {
            return Err(DoorError::not_now("首报还没有报送，有变化请直接改表单。"));
        }
        let at = time("time", &request.time, incident.first_received, tick)?;
        let change = ChangeNoted {
            at,
            what: request.what,
            source,
            words,
            count: count.map(|count| Count { as_of: count.as_of.or(Some(at)), ..count }),
            figures: BTreeMap::new(),
            signs: BTreeSet::new(),
            flame_out: None,
        };
        store.write(|writing| {
            sealer.append(writing, Happening::now(subject, Content::ChangeNoted(change), tick).at(at)).map(drop)
        })
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// A row of numbers as the form reads one; what cannot be read is said at its cell.
fn counted(packs: &Packs, tick: &Tick, typed: DraftCount, source: &str) -> Result<Count, DoorError> {
    let row = DraftCount { source: source.to_owned(), adopted: true, ..typed };
    let draft = Draft { counts: vec![row], ..Draft::default() };
    let context = FormContext {
        now: tick.now(),
        reference: tick.now(),
        call_source: None,
        before: None,
        sub_incidents: Vec::new(),
    };
    let reading = read(packs, &draft, &context);
    let wrong = reading
        .field_errors
        .into_iter()
        .filter(|error| error.severity == Severity::Error && error.field.starts_with("counts"));
    let wrong: Vec<_> = wrong.collect();
    match (wrong.is_empty(), reading.facts.counts.into_iter().next()) {
        (true, Some(count)) => Ok(count),
        (true, None) => Err(DoorError::field("counts", "请填写人数；不清楚的填-待核。")),
        (false, _) => Err(DoorError::invalid("人数读不出，请改正后再记。", wrong)),
    }
}
