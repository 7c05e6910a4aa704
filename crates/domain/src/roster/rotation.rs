//! 轮换: fills a line from a list of people so that turns, nights, weekends and holidays come out even.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::edit::{EditRefused, Heeding};
use super::fairness::{DayKind, Share};
use super::plan::{Place, Plan, Rostered, Turn, index};
use crate::Moment;
use crate::pack::Calendar;

/// Which line, which days, and who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// Place of the line among the lines, from 0.
    pub line: u32,
    /// First day of the month that is filled.
    pub from: u32,
    /// Last day.
    pub until: u32,
    /// Who takes part, in the order in which they begin.
    pub people: Vec<Rostered>,
}

/// What one person has had so far.
struct Standing<'r> {
    who: &'r Rostered,
    share: Share,
    /// Every turn near the days that are filled.
    turns: Vec<(Moment, Moment)>,
}

impl Standing<'_> {
    fn rests(&self, from: Moment, until: Moment, rest: TimeDelta) -> bool {
        self.turns.iter().all(|(begun, ended)| *ended + rest <= from || until + rest <= *begun)
    }

    fn last_before(&self, from: Moment) -> Option<Moment> {
        self.turns.iter().map(|(begun, _)| *begun).filter(|begun| *begun < from).max()
    }
}

/// The cells as the rotation fills them. Whoever had least of that kind of day comes next, then whoever had least of all, then
/// whoever has waited longest; nobody comes without rest while another is there who has had it.
pub(super) fn rotate(
    plan: &Plan,
    heeding: &Heeding<'_>,
    rotation: &Rotation,
) -> Result<Vec<(Place, Vec<Rostered>)>, EditRefused> {
    let line = plan.lines.get(index(rotation.line)).ok_or(EditRefused::NoSuchPlace)?;
    if rotation.until < rotation.from {
        return Err(EditRefused::Backwards);
    }
    if rotation.people.is_empty() {
        return Err(EditRefused::Nobody);
    }
    let filled = |place: Place| place.line == rotation.line && (rotation.from..=rotation.until).contains(&place.day);
    let known =
        || plan.turns().filter(|turn| !filled(turn.place)).chain(heeding.previous.into_iter().flat_map(Plan::turns));
    let mut standing: Vec<Standing<'_>> =
        rotation.people.iter().map(|who| standing(who, known(), heeding.calendar)).collect();
    let rest = TimeDelta::hours(i64::from(heeding.rest_hours));
    let mut cells = Vec::new();
    for day in rotation.from..=rotation.until {
        let date = plan.month.day(day).ok_or(EditRefused::NoSuchPlace)?;
        let (from, until) = line.hours(date);
        let kind = DayKind::of(heeding.calendar, date);
        let night = line.takes_the_night(date);
        let mut order: Vec<usize> = (0..standing.len()).collect();
        order.sort_by_key(|at| {
            standing.get(*at).map(|one| {
                let tired = !one.rests(from, until, rest);
                (tired, one.share.of(kind), one.share.turns, one.last_before(from), *at)
            })
        });
        order.truncate(index(line.count));
        let mut cell = Vec::with_capacity(order.len());
        for at in order {
            let Some(one) = standing.get_mut(at) else { continue };
            one.share.add(kind, night);
            one.turns.push((from, until));
            cell.push(one.who.clone());
        }
        cells.push((Place { day, line: rotation.line }, cell));
    }
    Ok(cells)
}

fn standing<'r, 'p>(who: &'r Rostered, turns: impl Iterator<Item = Turn<'p>>, calendar: &Calendar) -> Standing<'r> {
    let mut standing = Standing { who, share: Share::default(), turns: Vec::new() };
    for turn in turns.filter(|turn| turn.who.is(who)) {
        standing.turns.push((turn.from, turn.until));
        if !turn.line.standby {
            standing.share.add(DayKind::of(calendar, turn.date), turn.line.takes_the_night(turn.date));
        }
    }
    standing
}
