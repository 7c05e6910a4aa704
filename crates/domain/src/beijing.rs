//! 北京时间: instants as officers read them, +08:00 without daylight saving. No spaces round digits.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use crate::Moment;
use crate::facts::{Occurred, Precision};

/// Beijing is ahead of UTC by so much.
const AHEAD: TimeDelta = TimeDelta::hours(8);

/// The Beijing wall clock at an instant.
#[must_use]
pub fn wall(moment: Moment) -> NaiveDateTime {
    let utc = moment.naive_utc();
    utc.checked_add_signed(AHEAD).unwrap_or(utc)
}

/// The instant at which the Beijing wall clock shows this.
#[must_use]
pub fn instant(wall: NaiveDateTime) -> Moment {
    wall.checked_sub_signed(AHEAD).unwrap_or(wall).and_utc()
}

/// The Beijing date at an instant.
#[must_use]
pub fn date(moment: Moment) -> NaiveDate {
    wall(moment).date()
}

/// 18时09分
#[must_use]
pub fn minute(moment: Moment) -> String {
    let wall = wall(moment);
    format!("{}时{:02}分", wall.hour(), wall.minute())
}

/// 4月7日
#[must_use]
pub fn day(moment: Moment) -> String {
    let wall = wall(moment);
    format!("{}月{}日", wall.month(), wall.day())
}

/// 4月7日18时09分
#[must_use]
pub fn day_and_minute(moment: Moment) -> String {
    day(moment) + &minute(moment)
}

/// 2024年4月7日18时32分
#[must_use]
pub fn full(moment: Moment) -> String {
    format!("{}年{}", wall(moment).year(), day_and_minute(moment))
}

/// 2024年4月7日18时32分05秒, where a record is proved to the second.
#[must_use]
pub fn to_the_second(moment: Moment) -> String {
    format!("{}{:02}秒", full(moment), wall(moment).second())
}

/// 18:09, for countdowns and reasons.
#[must_use]
pub fn digital(moment: Moment) -> String {
    let wall = wall(moment);
    format!("{:02}:{:02}", wall.hour(), wall.minute())
}

/// 4月7日18时05分左右, 4月7日18时许, 4月7日: as exactly as it is known.
#[must_use]
pub fn phrase(occurred: Occurred) -> String {
    let day = day(occurred.at);
    match occurred.precision {
        Precision::Day => day,
        _ => day + &minute_phrase(occurred),
    }
}

/// 凌晨, 上午 …: the part of the day that begins about that hour.
const fn part_of_day(hour: u32) -> &'static str {
    match hour {
        0..=4 => "凌晨",
        5..=7 => "早晨",
        8..=10 => "上午",
        11 => "中午",
        12..=16 => "下午",
        17 => "傍晚",
        18..=21 => "晚上",
        _ => "深夜",
    }
}

/// [`phrase`] without the day, for a day that was just named; empty where only the day is known.
#[must_use]
pub fn minute_phrase(occurred: Occurred) -> String {
    match occurred.precision {
        Precision::Minute => minute(occurred.at),
        Precision::About => minute(occurred.at) + "左右",
        Precision::Hour => format!("{}时许", wall(occurred.at).hour()),
        Precision::Part => part_of_day(wall(occurred.at).hour()).to_owned(),
        Precision::Day => String::new(),
    }
}
