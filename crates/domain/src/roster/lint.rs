//! 排班核对: what is wrong with a month, each at its cell, with the clause that says so.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::plan::{Place, Plan, Rostered, Turn, index};
use super::terms::{Check, RosterCheck, RosterTerms};
use crate::Moment;
use crate::beijing;
use crate::officer::Officer;
use crate::pack::Calendar;

/// 说明: why a gap or an overlap stands in a month all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Explained {
    /// What it is.
    pub of: Check,
    /// Where.
    pub place: Place,
    /// Whom it concerns; empty for a gap.
    pub who: String,
    /// Why, in the words of an officer.
    pub reason: String,
}

/// One thing wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it is.
    pub of: Check,
    /// Where.
    pub place: Place,
    /// Whom it concerns; empty for a gap.
    pub who: String,
    /// What is wrong and what to do.
    pub words: String,
}

impl Fault {
    /// What somebody said of it; none where nobody did.
    #[must_use]
    pub fn explained<'e>(&self, explained: &'e [Explained]) -> Option<&'e str> {
        let said = explained.iter().rfind(|one| (one.of, one.place, &one.who) == (self.of, self.place, &self.who));
        said.map(|one| one.reason.trim()).filter(|reason| !reason.is_empty())
    }

    /// Whether the month must not be published while nobody has said why.
    #[must_use]
    pub fn hinders(&self, explained: &[Explained]) -> bool {
        self.of.must_be_explained() && self.explained(explained).is_none()
    }
}

/// What a month is held against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The checks and their thresholds.
    pub terms: &'a RosterTerms,
    /// 工作日 and holidays.
    pub calendar: &'a Calendar,
    /// 值班人员
    pub officers: &'a [Officer],
    /// The month before, as it holds.
    pub before: Option<&'a Plan>,
    /// The month after.
    pub after: Option<&'a Plan>,
}

/// Everything wrong with the month, day by day.
#[must_use]
pub fn lint(plan: &Plan, against: &Against<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for check in &against.terms.checks {
        match check.of {
            Check::Gap => faults.extend(gaps(plan)),
            Check::TooMany => faults.extend(too_many(plan)),
            Check::LeaderLevel => faults.extend(leaders(plan, check)),
            Check::OnSite => faults.extend(nobody_on_site(plan, against.calendar)),
            Check::Left | Check::Number | Check::Unlisted => faults.extend(people(plan, check.of, against.officers)),
            Check::Overlap | Check::Rest => {}
        }
    }
    faults.extend(crowded(plan, against));
    faults.sort_by(|one, other| (one.place, one.of, &one.who).cmp(&(other.place, other.of, &other.who)));
    faults.dedup();
    faults
}

fn gaps(plan: &Plan) -> impl Iterator<Item = Fault> {
    plan.places().filter_map(|(place, _, line)| {
        let missing = index(line.count).saturating_sub(plan.cell(place).len());
        let words = format!("{}缺{missing}人，请补排；确实无人请写说明", line.name());
        (missing > 0).then(|| Fault { of: Check::Gap, place, who: String::new(), words })
    })
}

fn too_many(plan: &Plan) -> impl Iterator<Item = Fault> {
    plan.places().filter_map(|(place, _, line)| {
        let standing = plan.cell(place).len();
        let words = format!("{}应{}人，排了{standing}人，请核对", line.name(), line.count);
        (standing > index(line.count)).then(|| Fault { of: Check::TooMany, place, who: String::new(), words })
    })
}

fn leaders(plan: &Plan, check: &RosterCheck) -> Vec<Fault> {
    let may_lead = |who: &Rostered| check.titles.iter().any(|title| who.title.contains(title.as_str()));
    let wrong = plan.turns().filter(|turn| turn.line.leads && !check.titles.is_empty() && !may_lead(turn.who));
    wrong
        .map(|Turn { who, line, place, .. }| {
            let title = if who.title.is_empty() { "职务未登记" } else { who.title.as_str() };
            let words = format!("{}（{title}）不能{}，应为{}", who.name, line.post, check.titles.join("、"));
            Fault { of: Check::LeaderLevel, place, who: who.name.clone(), words }
        })
        .collect()
}

fn nobody_on_site(plan: &Plan, calendar: &Calendar) -> Vec<Fault> {
    let leading = plan.places().filter(|(_, date, line)| line.leads && !calendar.works(*date));
    leading
        .filter(|(place, ..)| {
            let cell = plan.cell(*place);
            !cell.is_empty() && !cell.iter().any(|who| who.on_site)
        })
        .map(|(place, date, line)| {
            let who = plan.cell(place).first().map(|who| who.name.clone()).unwrap_or_default();
            let words = format!("{}{}应在岗，请标“在岗”", day_off(calendar, date), line.post);
            Fault { of: Check::OnSite, place, who, words }
        })
        .collect()
}

fn day_off(calendar: &Calendar, date: NaiveDate) -> &str {
    calendar.holiday(date).map_or(if calendar.is_off(date) { "节假日" } else { "周末" }, |holiday| &holiday.name)
}

fn people(plan: &Plan, of: Check, officers: &[Officer]) -> Vec<Fault> {
    let listed: BTreeMap<_, &Officer> = officers.iter().map(|officer| (officer.id, officer)).collect();
    let wrong = |who: &Rostered| {
        let officer = who.officer.and_then(|id| listed.get(&id).copied());
        let named = || officers.iter().find(|officer| officer.name == who.name);
        match of {
            Check::Left => officer.or_else(named).is_some_and(|officer| officer.left),
            Check::Number => who.phone.trim().is_empty(),
            _ => officer.or_else(named).is_none(),
        }
    };
    let words = |who: &Rostered| match of {
        Check::Left => format!("{}已调离，请换人", who.name),
        Check::Number => format!("{}没有号码，请在值班人员中登记", who.name),
        _ => format!("{}不在值班人员名单，请核对姓名或先登记", who.name),
    };
    plan.turns()
        .filter(|turn| wrong(turn.who))
        .map(|turn| Fault { of, place: turn.place, who: turn.who.name.clone(), words: words(turn.who) })
        .collect()
}

/// One person in two places at once, or without rest between two turns; the months beside are looked at too, and what is
/// wrong is said where this month can change it.
fn crowded(plan: &Plan, against: &Against<'_>) -> Vec<Fault> {
    let rest = against.terms.check(Check::Rest).and_then(|check| check.hours);
    let overlap = against.terms.check(Check::Overlap).is_some();
    let rest = TimeDelta::hours(i64::from(rest.unwrap_or_default()));
    let beside = [against.before, against.after].into_iter().flatten().flat_map(Plan::turns).map(|turn| (turn, false));
    let turns = plan.turns().map(|turn| (turn, true)).chain(beside).collect();
    let mut faults = Vec::new();
    for of_person in by_person(turns) {
        for (at, (later, later_is_ours)) in of_person.iter().enumerate() {
            for (earlier, earlier_is_ours) in of_person.get(..at).unwrap_or_default().iter().rev() {
                // 24-hour turns: nothing that began two days before touches this one.
                if earlier.from + TimeDelta::hours(48) + rest < later.from {
                    break;
                }
                let blamed = if *later_is_ours {
                    later
                } else if *earlier_is_ours {
                    earlier
                } else {
                    continue;
                };
                faults.extend(between(earlier, later, blamed, (overlap, rest)));
            }
        }
    }
    faults
}

fn by_person(turns: Vec<(Turn<'_>, bool)>) -> Vec<Vec<(Turn<'_>, bool)>> {
    let mut people: Vec<(&Rostered, Vec<(Turn<'_>, bool)>)> = Vec::new();
    for (turn, ours) in turns {
        match people.iter_mut().find(|(who, _)| who.is(turn.who)) {
            Some((_, known)) => known.push((turn, ours)),
            None => people.push((turn.who, vec![(turn, ours)])),
        }
    }
    for (_, turns) in &mut people {
        turns.sort_by_key(|(turn, _)| (turn.from, turn.place));
    }
    people.into_iter().map(|(_, turns)| turns).collect()
}

fn between(
    earlier: &Turn<'_>,
    later: &Turn<'_>,
    blamed: &Turn<'_>,
    (overlap, rest): (bool, TimeDelta),
) -> Option<Fault> {
    let who = blamed.who.name.clone();
    let other = if blamed == later { earlier } else { later };
    let fault = |of, words| Some(Fault { of, place: blamed.place, who: who.clone(), words });
    if later.from < earlier.until {
        let words = format!("{who}同时在{}，一人不能两处，请换人", named(other));
        return if overlap { fault(Check::Overlap, words) } else { None };
    }
    let free = later.from - earlier.until;
    if earlier.line.standby || later.line.standby || free >= rest {
        return None;
    }
    let words = format!("{who}与{}之间只休息{}小时，应不少于{}小时", named(other), free.num_hours(), rest.num_hours());
    fault(Check::Rest, words)
}

fn named(turn: &Turn<'_>) -> String {
    let begins: Moment = turn.from;
    format!("{}{}", beijing::day(begins), turn.line.name())
}
