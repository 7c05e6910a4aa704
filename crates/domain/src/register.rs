//! 期号登记: every number that a unit gave in a year, what it was given to, and why one is missing. No number is used
//! twice; where two desks without a network gave the same one, both are shown (重号).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::entry::Subject;
use crate::report::NumberGiven;

/// 缺号说明: why a number was not used, in the words of an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberExplained {
    /// The number.
    pub number: NumberGiven,
    /// Why.
    pub reason: String,
}

/// One use of a number, from the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberUse {
    /// The number.
    pub number: NumberGiven,
    /// The incident.
    pub incident: Subject,
    /// What it is called in the room.
    pub name: String,
    /// Given with a signature, or with the report where that went first; UTC.
    pub given_at: Moment,
    /// 首报, 续报一 … in their order; none where no report went.
    pub reports: Vec<String>,
    /// How the incident ended, in words; empty while it goes on.
    pub ended: String,
}

/// What a line of the register says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NumberState {
    /// Reports went under it.
    Used,
    /// Given at sign-off, nothing has gone yet.
    Given,
    /// 缺号: between others and given to nothing that this desk knows.
    Missing,
    /// 重号: given to two incidents.
    Twice,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RegisterRow {
    /// The number.
    pub number: NumberGiven,
    /// 〔2026〕第018期
    pub words: String,
    /// What it says.
    pub state: NumberState,
    /// The incident; none where the number is missing.
    pub incident: Option<Subject>,
    /// What it is called.
    pub name: String,
    /// When the number was given.
    pub given_at: Option<Moment>,
    /// 首报、续报一
    pub reports: String,
    /// Why it is missing, or given and not used; empty: nobody has said.
    pub note: String,
}

/// The register of one series, newest number first.
#[must_use]
pub fn register(uses: &[NumberUse], explained: &[NumberExplained]) -> Vec<RegisterRow> {
    let mut by_number: BTreeMap<NumberGiven, Vec<&NumberUse>> = BTreeMap::new();
    for one in uses {
        let known = by_number.entry(one.number).or_default();
        if !known.iter().any(|other| other.incident == one.incident) {
            known.push(one);
        }
    }
    let said = |number: NumberGiven| {
        explained.iter().rfind(|one| one.number == number).map(|one| one.reason.clone()).unwrap_or_default()
    };
    let mut highest: BTreeMap<(u32, bool), u32> = BTreeMap::new();
    for number in by_number.keys() {
        let top = highest.entry((number.year, number.drill)).or_default();
        *top = (*top).max(number.number);
    }
    let mut rows: Vec<RegisterRow> = Vec::new();
    for ((year, drill), top) in highest {
        for n in (1..=top).rev() {
            let number = NumberGiven { year, number: n, drill };
            match by_number.get(&number) {
                None => rows.push(missing(number, said(number))),
                Some(uses) => rows.extend(uses.iter().map(|one| used(one, uses.len() > 1, said(number)))),
            }
        }
    }
    rows
}

fn missing(number: NumberGiven, said: String) -> RegisterRow {
    RegisterRow {
        number,
        words: number.words(),
        state: NumberState::Missing,
        incident: None,
        name: String::new(),
        given_at: None,
        reports: String::new(),
        note: said,
    }
}

fn used(one: &NumberUse, twice: bool, said: String) -> RegisterRow {
    let state = match (twice, one.reports.is_empty()) {
        (true, _) => NumberState::Twice,
        (false, true) => NumberState::Given,
        (false, false) => NumberState::Used,
    };
    let why = if state == NumberState::Given && said.is_empty() && !one.ended.is_empty() {
        format!("签发后未报送：{}", one.ended)
    } else {
        said
    };
    RegisterRow {
        number: one.number,
        words: one.number.words(),
        state,
        incident: Some(one.incident),
        name: one.name.clone(),
        given_at: Some(one.given_at),
        reports: one.reports.join("、"),
        note: why,
    }
}
