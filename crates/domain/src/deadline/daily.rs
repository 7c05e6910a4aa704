//! 每日续报: a follow-up by each of some times of day, for as long as the incident runs.

use chrono::TimeDelta;

use super::reckoning::{in_time, on};
use crate::Moment;
use crate::beijing;
use crate::rule::Clock;

/// Days that are walked through; an incident that runs longer is not one for daily follow-ups.
const LONGEST_DAYS: usize = 400;
/// A turn so soon after the first report is that report (our reading; no clause speaks of it).
const FIRST_REPORT_STANDS_FOR: TimeDelta = TimeDelta::minutes(60);

/// One time by which a follow-up was or is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) due_at: Moment,
    pub(super) done_at: Option<Moment>,
}

/// The turns after the first report: all that were missed or late, the last two that have passed, and the first that is
/// still to be done. `until`: turns after it are not owed.
pub(super) fn turns(
    clocks: &[Clock],
    first: Moment,
    follow_ups: &[Moment],
    until: Option<Moment>,
    now: Moment,
) -> Vec<Turn> {
    let mut follow_ups = follow_ups.to_vec();
    follow_ups.sort_unstable();
    let from = first.checked_add_signed(FIRST_REPORT_STANDS_FOR).unwrap_or(first);
    let mut coming = 0;
    let one_ahead = |due: &Moment| {
        coming += usize::from(*due > now);
        coming <= 2
    };
    let owed = dues(clocks, from).take_while(|due| until.is_none_or(|until| *due <= until));
    let dues: Vec<Moment> = owed.take_while(one_ahead).collect();
    let mut turns: Vec<Turn> = Vec::new();
    let mut used: Option<Moment> = None;
    for (place, due_at) in dues.iter().copied().enumerate() {
        let unused = || follow_ups.iter().copied().filter(|report| used.is_none_or(|used| *report > used));
        let in_time_one = unused().take_while(|report| in_time(*report, due_at)).last();
        let late_one = unused().next();
        let done_at = in_time_one.or(late_one);
        turns.push(Turn { due_at, done_at });
        let stands_for_this_one_only = |report: &Moment| {
            in_time(*report, due_at) || dues.get(place + 1).is_none_or(|next| *next - *report > *report - due_at)
        };
        used = done_at.filter(stands_for_this_one_only).or(used);
        if done_at.is_none() && due_at >= now {
            break;
        }
    }
    let kept_anyway = turns.len().saturating_sub(2);
    let met = |turn: &Turn| turn.done_at.is_some_and(|done| in_time(done, turn.due_at));
    turns
        .into_iter()
        .enumerate()
        .filter(|(place, turn)| *place >= kept_anyway || !met(turn))
        .map(|(_, turn)| turn)
        .collect()
}

/// The first of these times of day at or after an instant.
pub(super) fn next(clocks: &[Clock], from: Moment) -> Option<Moment> {
    dues(clocks, from).next()
}

fn dues(clocks: &[Clock], from: Moment) -> impl Iterator<Item = Moment> {
    let days = beijing::date(from).iter_days().take(LONGEST_DAYS);
    days.flat_map(move |day| clocks.iter().map(move |clock| on(day, *clock))).filter(move |due| *due >= from)
}
