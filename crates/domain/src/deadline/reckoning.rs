//! 计时: minutes, days and the words for them.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::DeadlineState;
use crate::Moment;
use crate::beijing;
use crate::rule::{Basis, Clock};

pub(super) fn after(moment: Moment, minutes: u32) -> Moment {
    moment.checked_add_signed(TimeDelta::minutes(i64::from(minutes))).unwrap_or(moment)
}

/// What is done is judged by the minute, as records show it: 18:44:30 is 18:44.
pub(super) fn in_time(done: Moment, due: Moment) -> bool {
    let seconds = TimeDelta::seconds(done.timestamp().rem_euclid(60));
    done.checked_sub_signed(seconds).unwrap_or(done) <= due
}

/// 24:00 of that day, Beijing time.
pub(super) fn end_of(day: NaiveDate) -> Moment {
    at_clock(day, 24 * 60)
}

/// A time of that day, Beijing time.
pub(super) fn on(day: NaiveDate, clock: Clock) -> Moment {
    at_clock(day, i64::from(clock.minutes()))
}

pub(super) fn at_clock(day: NaiveDate, minutes: i64) -> Moment {
    let midnight = day.and_time(NaiveTime::MIN);
    beijing::instant(midnight.checked_add_signed(TimeDelta::minutes(minutes)).unwrap_or(midnight))
}

/// 4月14日
pub(super) fn day(day: NaiveDate) -> String {
    beijing::day(at_clock(day, 0))
}

/// Where a limit stands by what was done.
pub(super) fn state(basis: Basis, due_at: Moment, done_at: Option<Moment>, now: Moment) -> DeadlineState {
    match (done_at, basis) {
        (Some(done), _) if in_time(done, due_at) => DeadlineState::Met,
        (Some(_), Basis::Internal) => DeadlineState::MetPastInternal,
        (Some(_), _) => DeadlineState::MetLate,
        (None, _) if now <= due_at => DeadlineState::Running,
        (None, Basis::Internal) => DeadlineState::PastInternal,
        (None, _) => DeadlineState::Overdue,
    }
}

/// 18:09, with the day where it is not today's.
pub(super) fn clock(moment: Moment, now: Moment) -> String {
    let digital = beijing::digital(moment);
    if beijing::date(moment) == beijing::date(now) { digital } else { beijing::day(moment) + &digital }
}

/// 30分钟, 2小时
pub(super) fn length(minutes: u32) -> String {
    if minutes >= 120 && minutes.is_multiple_of(60) {
        format!("{}小时", minutes / 60)
    } else {
        format!("{minutes}分钟")
    }
}

/// 8时、17时
pub(super) fn times(clocks: &[Clock]) -> String {
    let time = |clock: &Clock| match (clock.minutes() / 60, clock.minutes() % 60) {
        (hour, 0) => format!("{hour}时"),
        (hour, minute) => format!("{hour}时{minute:02}分"),
    };
    clocks.iter().map(time).collect::<Vec<_>>().join("、")
}
