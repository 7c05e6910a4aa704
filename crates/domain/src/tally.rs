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
    let processes = Processes::of(&counted);
    let people = |measure: Measure| processes.people(measure);
    Tally {
        incidents: len(counted.len()),
        within_processes: len(processes.within.values().map(Vec::len).sum()),
        deaths: people(Measure::Deaths),
        missing: people(Measure::Missing),
        injured: people(Measure::Injured),
        drills: len(drills.len()),
        not_true: len(others.iter().filter(|one| one.outcome == Some(IncidentOutcome::NotTrue)).count()),
    }
}

/// Which incidents belong to which.
struct Processes<'a> {
    all: BTreeMap<Uuid, &'a Counted<'a>>,
    within: BTreeMap<Uuid, Vec<Uuid>>,
}

impl<'a> Processes<'a> {
    /// Of a process that is not counted an incident stands for itself.
    fn of(counted: &[&'a Counted<'a>]) -> Self {
        let all: BTreeMap<Uuid, &Counted<'_>> = counted.iter().map(|one| (one.incident, *one)).collect();
        let mut within: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
        for one in all.values() {
            if let Some(process) = one.process.filter(|process| *process != one.incident && all.contains_key(process)) {
                within.entry(process).or_default().push(one.incident);
            }
        }
        Self { all, within }
    }

    /// Everybody once: those of a process, or of all that is within it where that is more.
    fn people(&self, measure: Measure) -> u32 {
        let parts: BTreeSet<&Uuid> = self.within.values().flatten().collect();
        let mut seen = BTreeSet::new();
        let (inner, outer): (Vec<&Uuid>, Vec<&Uuid>) = self.all.keys().partition(|id| parts.contains(id));
        // Two desks may have put one into the other at once: of such a ring whichever comes first is the whole.
        let roots = outer.into_iter().chain(inner);
        roots.map(|id| self.below(*id, measure, &mut seen)).fold(0, u32::saturating_add)
    }

    fn below(&self, id: Uuid, measure: Measure, seen: &mut BTreeSet<Uuid>) -> u32 {
        if !seen.insert(id) {
            return 0;
        }
        let own = self.all.get(&id).and_then(|one| one.facts.adopted()?.of(measure).known()).unwrap_or(0);
        let parts = self.within.get(&id).into_iter().flatten();
        own.max(parts.map(|part| self.below(*part, measure, seen)).fold(0, u32::saturating_add))
    }
}

fn len(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
