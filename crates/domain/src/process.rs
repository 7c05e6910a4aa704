//! 灾害过程: heavy rain, snow, a drought: one event over many townships. What happens within it (险情) is reported on its
//! own and belongs to it; whoever it harmed is counted once, in the whole (practice 2.15).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Moment;
use crate::count::Measure;
use crate::draft::DraftTownship;
use crate::entry::Subject;
use crate::facts::{Facts, Stated};
use crate::form::FieldError;
use crate::incident_end::IncidentOutcome;
use crate::pack::{Asked, FormLayout, Packs, TownshipColumn};
use crate::quantity::Quantity;
use crate::report::Stage;
use crate::severity::Severity;
use crate::township::{unit_of, whole};

/// 归入灾害过程: the incident is one of a process, or no longer. The one that happened last stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProcessJoined {
    /// The process; none: taken out again.
    pub process: Option<Subject>,
    /// When, UTC.
    pub at: Moment,
}

/// 险情: an incident within a process, as the process's report speaks of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubIncident {
    /// The incident.
    pub incident: Uuid,
    /// What the room calls it: 红石镇红石村一民房房屋倒塌.
    pub name: String,
    /// 乡镇; empty where nobody said.
    pub town: String,
    /// 〔2026〕第019期, once it was reported on its own; empty before.
    pub number: String,
    /// Its numbers by the township table's columns; what nobody gave is not there.
    pub numbers: BTreeMap<String, Quantity>,
}

impl SubIncident {
    /// An incident as its process speaks of it.
    #[must_use]
    pub fn of(form: &FormLayout, incident: Uuid, name: String, number: String, facts: &Facts) -> Self {
        let columns = form.townships.iter();
        let numbers = columns.filter_map(|column| Some((column.of.clone(), whole(facts, &column.of)?)));
        let town = facts.town.known().unwrap_or_default().to_owned();
        Self { incident, name, town, number, numbers: numbers.collect() }
    }

    /// Whether somebody was harmed.
    #[must_use]
    pub fn harmed(&self) -> bool {
        let harmed = |measure: Measure| self.numbers.get(measure.key()).is_some_and(|n| *n > Quantity::default());
        [Measure::Deaths, Measure::Missing].into_iter().any(harmed)
    }
}

/// Whether an incident that ended so still belongs to its process: what was not true, or was another one, does not.
#[must_use]
pub const fn belongs(ended: Option<IncidentOutcome>) -> bool {
    !matches!(ended, Some(IncidentOutcome::NotTrue | IncidentOutcome::Merged))
}

/// Whether facts may be a process: their kind is asked for its townships.
#[must_use]
pub fn may_be_process(packs: &Packs, facts: &Facts) -> bool {
    let event = facts.kind.as_deref().and_then(|kind| packs.event(kind));
    let asked = |event| Asked::of(packs, Some(event), Stage::First);
    event.is_some_and(|event| asked(event).fields.iter().any(|field| field == "townships"))
}

fn sum<'p>(within: impl Iterator<Item = &'p SubIncident>, column: &str) -> Option<Quantity> {
    within.filter_map(|one| one.numbers.get(column).copied()).reduce(Quantity::saturating_add)
}

/// What cannot be right: 险情 with more than the whole, or more than their township.
#[must_use]
pub fn remarks(packs: &Packs, facts: &Facts) -> Vec<FieldError> {
    let mut remarks = Vec::new();
    for column in &packs.form().townships {
        let unit = unit_of(packs, &column.of);
        let label = &column.label;
        let sum = sum(facts.sub_incidents.iter(), &column.of);
        if let (Some(sum), Some(whole)) = (sum, whole(facts, &column.of))
            && sum > whole
        {
            let message = format!("归入的险情{label}合计{sum}{unit}，多于总数{whole}{unit}，请核对");
            remarks.push(remark(format!("townships.{}", column.of), message));
        }
        remarks.extend(more_than_their_town(facts, column, unit));
    }
    remarks
}

fn more_than_their_town(facts: &Facts, column: &TownshipColumn, unit: &str) -> Vec<FieldError> {
    let rows = facts.townships.iter().enumerate();
    let too_many = |(index, row): (usize, &crate::township::Township)| {
        let sum = sum(facts.sub_incidents.iter().filter(|part| part.town == row.town), &column.of)?;
        let town = row.numbers.get(&column.of).copied()?;
        let (name, label) = (&row.town, &column.label);
        let message = || format!("{name}的险情{label}合计{sum}{unit}，多于表里的{town}{unit}，请核对");
        (sum > town).then(|| remark(format!("townships.{index}.{}", column.of), message()))
    };
    rows.filter_map(too_many).collect()
}

fn remark(field: String, message: String) -> FieldError {
    FieldError { field, message, severity: Severity::Error }
}

/// The township table with the numbers of its 险情 in its empty cells, and a row for each township it lacks; what was typed
/// stays. None where nothing would be added.
#[must_use]
pub fn filled(form: &FormLayout, typed: &[DraftTownship], within: &[SubIncident]) -> Option<Vec<DraftTownship>> {
    let mut rows = typed.to_vec();
    rows.retain(|row| !row.town.trim().is_empty() || row.numbers.values().any(|cell| !cell.trim().is_empty()));
    for town in within.iter().map(|one| one.town.as_str()).filter(|town| !town.is_empty()) {
        let of_town = || within.iter().filter(|one| one.town == town);
        let numbers = form.townships.iter().filter_map(|column| Some((&column.of, sum(of_town(), &column.of)?)));
        let mut numbers = numbers.peekable();
        if numbers.peek().is_none() {
            continue;
        }
        let named = |row: &DraftTownship| Stated::read(&row.town).known() == Some(town);
        let at = rows.iter().position(named).unwrap_or_else(|| {
            rows.push(DraftTownship { town: town.to_owned(), numbers: BTreeMap::new() });
            rows.len() - 1
        });
        let Some(row) = rows.get_mut(at) else { continue };
        for (column, number) in numbers {
            let cell = row.numbers.entry(column.clone()).or_default();
            if cell.trim().is_empty() {
                *cell = number.to_string();
            }
        }
    }
    (rows != typed).then_some(rows)
}
