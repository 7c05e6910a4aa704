//! 统计: how many incidents were reported and whom they harmed, each person once. Drills are counted for themselves
//! (practice 2.12), 险情 within a process together with it (practice 2.15).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::count::Measure;
use crate::facts::Facts;
use crate::incident_end::IncidentOutcome;
use crate::process::belongs;

/// A reported incident as it is counted.
#[derive(Debug, Clone)]
pub struct Counted<'a> {
    /// The incident.
    pub incident: Uuid,
    /// 灾害过程 that it belongs to.
    pub process: Option<Uuid>,
    /// How it ended.
    pub outcome: Option<IncidentOutcome>,
    /// The facts of its newest report and what changed since.
    pub facts: &'a Facts,
}

/// What was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Tally {
    /// 突发事件; what turned out not to be true is none, though its report went.
    pub incidents: u32,
    /// Those among them that are 险情 of a process.
    pub within_processes: u32,
    /// 死亡
    pub deaths: u32,
    /// 失踪（失联）
    pub missing: u32,
    /// 受伤
    pub injured: u32,
    /// 演练件
    pub drills: u32,
    /// 经核实不属实
    pub not_true: u32,
}

/// Counts incidents; the order in which they come decides nothing.
#[must_use]
pub fn tally(all: &[Counted<'_>]) -> Tally {
    let (drills, real): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.facts.drill);
    let (counted, others): (Vec<&Counted<'_>>, Vec<_>) = real.into_iter().partition(|one| belongs(one.outcome));
    let ids: BTreeSet<Uuid> = counted.iter().map(|one| one.incident).collect();
    // Of a process that is not counted it stands for itself.
    let process_of =
        |one: &Counted<'_>| one.process.filter(|process| *process != one.incident && ids.contains(process));
    let mut within: BTreeMap<Uuid, Vec<&Counted<'_>>> = BTreeMap::new();
    for one in counted.iter().copied() {
        within.entry(process_of(one).unwrap_or(one.incident)).or_default().push(one);
    }
    let people = |measure: Measure| {
        let of = |(whole, all): (&Uuid, &Vec<&Counted<'_>>)| {
            let number =
                |one: &&Counted<'_>| one.facts.adopted().and_then(|count| count.of(measure).known()).unwrap_or(0);
            let (whole, parts): (Vec<&Counted<'_>>, Vec<_>) =
                all.iter().copied().partition(|one| one.incident == *whole);
            let sum = |all: &[&Counted<'_>]| all.iter().map(number).fold(0_u32, u32::saturating_add);
            sum(&whole).max(sum(&parts))
        };
        within.iter().map(of).fold(0_u32, u32::saturating_add)
    };
    Tally {
        incidents: len(counted.len()),
        within_processes: len(counted.iter().filter(|one| process_of(one).is_some()).count()),
        deaths: people(Measure::Deaths),
        missing: people(Measure::Missing),
        injured: people(Measure::Injured),
        drills: len(drills.len()),
        not_true: len(others.iter().filter(|one| one.outcome == Some(IncidentOutcome::NotTrue)).count()),
    }
}

fn len(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
