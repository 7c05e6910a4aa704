//! 同一事件: everything this desk holds of one event in the world, which may be several matters, and where each level stands.

use domain::Moment;
use domain::beijing::digital;
use domain::directive::Demand;
use domain::entry::Subject;
use domain::facts::Facts;
use domain::incident::{Incident, Reported};
use domain::levels::{Directed, Known, Levels, OtherUnit};
use domain::pack::Packs;
use domain::report::SystemOfRecord;
use domain::unit::{Level, Unit, UnitCode};
use domain::unit_tree::UnitTree;
use store::Store;
use store::table::levels;

use super::compose::short_name;
use super::incident::{draft_seen, facts_now};
use crate::door::{DoorError, LevelCell, LevelStep};
use crate::enrolment::unit_tree;
use crate::tick::Tick;

/// One event as far as it is held here.
pub(crate) struct Event {
    /// The matter that was asked for.
    pub(crate) subject: Subject,
    /// Our own incidents of it, that of the matter asked for first.
    pub(crate) own: Vec<Incident>,
    /// What else is known, of each of its matters.
    pub(crate) levels: Vec<Levels>,
    /// Our unit among those this desk knows.
    pub(crate) tree: UnitTree,
}

impl Event {
    /// The event of a matter.
    pub(crate) fn of(store: &Store, subject: Subject) -> Result<Self, DoorError> {
        let tree = unit_tree(store)?;
        tree.own().ok_or_else(DoorError::not_enrolled)?;
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for matter in levels::one_event(store.connection(), subject)? {
            own.extend(store.incident(matter)?);
            others.extend(levels::find(store.connection(), matter)?);
        }
        own.sort_by_key(|incident| (incident.id != subject, incident.first_received));
        Ok(Self { subject, own, levels: others, tree })
    }

    /// The same, where something of it is held here.
    pub(crate) fn known(store: &Store, subject: Subject) -> Result<Self, DoorError> {
        let event = Self::of(store, subject)?;
        if event.own.is_empty() && event.levels.is_empty() {
            return Err(DoorError::not_found("没有这起事件，请回到当班页重新选择。"));
        }
        Ok(event)
    }

    /// The unit this desk works for.
    pub(crate) fn unit(&self) -> Option<&Unit> {
        self.tree.own()
    }

    /// Our own incident.
    pub(crate) fn ours(&self) -> Option<&Incident> {
        self.own.iter().find(|incident| incident.ended.is_none()).or_else(|| self.own.first())
    }

    /// What other units hold of it, with the matter under which they do.
    pub(crate) fn others(&self) -> impl Iterator<Item = (Subject, &OtherUnit)> {
        self.levels.iter().flat_map(|levels| levels.others.iter().map(move |other| (levels.id, other)))
    }

    /// Others' reports that may be read here, oldest first.
    pub(crate) fn reports(&self) -> Vec<(Subject, &UnitCode, &Reported)> {
        let of = |(matter, other)| {
            let OtherUnit { unit, incident, .. }: &OtherUnit = other;
            incident.iter().flat_map(move |incident| incident.reports.iter().map(move |one| (matter, unit, one)))
        };
        let mut reports: Vec<_> = self.others().flat_map(of).collect();
        reports.sort_by_key(|(_, _, report)| (report.arrived_at(), report.submitted_at));
        reports
    }

    /// Directives of any of its matters, ours and to us.
    pub(crate) fn directives(&self) -> impl Iterator<Item = (Subject, &Directed)> {
        self.levels.iter().flat_map(|levels| levels.directives.iter().map(move |one| (levels.id, one)))
    }

    /// The facts of the newest report of others.
    fn facts_of_others(&self) -> Option<&Facts> {
        self.reports().last().map(|(_, _, report)| &report.facts)
    }

    /// The facts as they stand here: our own, else those that were reported to us.
    pub(crate) fn facts(&self, packs: &Packs, store: &Store, tick: &Tick) -> Result<Facts, DoorError> {
        if let Some(incident) = self.ours() {
            return Ok(facts_now(packs, incident, &draft_seen(store, incident.id)?, tick));
        }
        Ok(self.facts_of_others().cloned().unwrap_or_default())
    }

    /// What the room calls it; of what only a directive tells, the directive's words.
    pub(crate) fn name(&self, packs: &Packs, facts: &Facts) -> String {
        let asked = || self.directives().find(|(_, one)| one.demand == Demand::Supplement).map(|(_, one)| &one.words);
        match asked().filter(|_| self.own.is_empty() && self.facts_of_others().is_none()) {
            Some(words) => words.chars().take(24).collect(),
            None => short_name(packs, facts),
        }
    }

    /// When it was first known here.
    pub(crate) fn since(&self) -> Option<Moment> {
        let own = self.own.iter().map(|incident| incident.first_received);
        own.chain(self.levels.iter().filter_map(Levels::arrived_at)).min()
    }

    /// When our own first report of it was submitted.
    pub(crate) fn reported_at(&self) -> Option<Moment> {
        self.own.iter().filter_map(Incident::first_report).map(|report| report.submitted_at).min()
    }

    /// Units below ours, those nearest first, the one in whose words the place is named before all others.
    pub(crate) fn below(&self, facts: &Facts) -> Vec<&Unit> {
        let mut below = self.tree.below();
        let place = place_of(facts);
        let concerned =
            |unit: &Unit| self.others().any(|(_, other)| other.unit == unit.code) || self.was_asked(&unit.code);
        below.sort_by_key(|unit| (!concerned(unit), !is_named(unit, &place), unit.level, unit.code.clone()));
        below
    }

    fn was_asked(&self, unit: &UnitCode) -> bool {
        self.directives().any(|(_, one)| one.ours && one.demand == Demand::Supplement && one.asks(unit))
    }

    /// 县 市 省, the highest first. A county that nobody named stands there too: unknown is shown as unknown.
    pub(crate) fn cells(&self, facts: &Facts) -> Vec<LevelCell> {
        let Some(own) = self.unit() else { return Vec::new() };
        let likely = self.likely(facts);
        let mut units: Vec<&Unit> = self.tree.line().into_iter().chain(likely.iter().copied()).collect();
        units.sort_by_key(|unit| (std::cmp::Reverse(unit.level), unit.code.clone()));
        units.dedup_by_key(|unit| unit.code.clone());
        let mut cells: Vec<LevelCell> = units.into_iter().map(|unit| self.cell(own, unit)).collect();
        for level in [Level::City, Level::County] {
            if level < own.level && !cells.iter().any(|cell| cell.level == level) {
                cells.push(self.nobody_named(level));
            }
        }
        cells.sort_by_key(|cell| std::cmp::Reverse(cell.level));
        cells
    }

    /// Units below whose event it is: who reported or was asked, with those between it and us; else whose name the place
    /// begins with.
    fn likely(&self, facts: &Facts) -> Vec<&Unit> {
        let below = self.below(facts);
        let concerned =
            |unit: &&&Unit| self.others().any(|(_, other)| other.unit == unit.code) || self.was_asked(&unit.code);
        let mut likely: Vec<&Unit> = below.iter().filter(concerned).copied().collect();
        if !likely.iter().any(|unit| unit.level == Level::County) {
            let place = place_of(facts);
            let county = below.iter().filter(|unit| unit.level == Level::County);
            likely.extend(county.copied().find(|unit| is_named(unit, &place)));
        }
        let between: Vec<&Unit> = below
            .iter()
            .filter(|unit| likely.iter().any(|one| one.code != unit.code && self.tree.is_below(one, unit)))
            .copied()
            .collect();
        likely.extend(between);
        likely
    }

    fn cell(&self, own: &Unit, unit: &Unit) -> LevelCell {
        let ours = unit.code == own.code;
        let incidents: Vec<&Incident> = self.own.iter().filter(|_| ours).collect();
        let levels: Vec<&Levels> = self.levels.iter().collect();
        let known = Known::of(&unit.code, &incidents, &levels);
        let asked = self.asked(&unit.code);
        let step = if ours { self.own_step(&known) } else { self.step_towards(own, unit, &known) };
        LevelCell {
            unit: Some(unit.code.clone()),
            name: unit.name.clone(),
            level: unit.level,
            ours,
            known,
            asked,
            step,
        }
    }

    fn nobody_named(&self, level: Level) -> LevelCell {
        let name = if level == Level::County { "县级单位（未指明）" } else { "市级单位（未指明）" };
        let step = self.reported_at().map(|_| LevelStep::Notify);
        LevelCell {
            unit: None,
            name: name.to_owned(),
            level,
            ours: false,
            known: Known::Unknown,
            asked: String::new(),
            step,
        }
    }

    fn asked(&self, unit: &UnitCode) -> String {
        let asked = self.directives().filter(|(_, one)| one.ours && one.demand == Demand::Supplement && one.asks(unit));
        let Some((_, last)) = asked.max_by_key(|(_, one)| one.issued_at) else { return String::new() };
        match last.answers.iter().find(|answer| answer.unit == *unit) {
            Some(answer) if !answer.done => format!("{}通知补报，答复：{}", digital(last.issued_at), answer.words),
            _ => format!("{}已通知补报", digital(last.issued_at)),
        }
    }

    fn own_step(&self, known: &Known) -> Option<LevelStep> {
        let Some(ours) = self.ours() else { return Some(LevelStep::TakeUp) };
        let Some(report) = ours.first_report() else { return Some(LevelStep::Report) };
        let national = report.system_of_record == SystemOfRecord::National;
        match known {
            Known::ByReceipt { relayed_at: None, .. } if national => Some(LevelStep::Relay),
            _ => None,
        }
    }

    fn step_towards(&self, own: &Unit, unit: &Unit, known: &Known) -> Option<LevelStep> {
        let below = self.tree.is_below(unit, own);
        match known {
            Known::ByReceipt { .. } => self.unsigned(&unit.code).then_some(LevelStep::Sign),
            Known::Told { .. } => None,
            Known::Unknown if !below => Some(LevelStep::Ask),
            Known::Unknown if self.was_asked(&unit.code) => Some(LevelStep::Await),
            Known::Unknown => self.reported_at().map(|_| LevelStep::Notify),
        }
    }

    /// Whether a report of that unit waits for a superior's signature.
    pub(crate) fn unsigned(&self, unit: &UnitCode) -> bool {
        self.reports().iter().any(|(_, of, report)| *of == unit && !self.is_signed(report))
    }

    /// Whether somebody beside its author signed for a report.
    pub(crate) fn is_signed(&self, report: &Reported) -> bool {
        self.levels.iter().any(|levels| levels.is_signed(report))
    }
}

fn place_of(facts: &Facts) -> String {
    [&facts.town, &facts.place, &facts.site].into_iter().filter_map(|stated| stated.known()).collect()
}

/// Whether a place is written with the unit's own division.
fn is_named(unit: &Unit, place: &str) -> bool {
    unit.divisions.last().is_some_and(|last| place.contains(last.as_str()))
}
