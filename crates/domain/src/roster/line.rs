//! 岗位与班次: a line of the roster is one post in one shift: 带班领导（全天）, 值守（夜班）.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::beijing;
use crate::rule::Clock;

/// Whoever is on duty at this time of the night has a night of it.
const SMALL_HOURS: TimeDelta = TimeDelta::hours(2);

/// One post in one shift, as a pack has it and as every roster carries it, so that a superior under other packs reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Id in the pack.
    pub id: String,
    /// The post: 带班领导, 值守, 备勤.
    pub post: String,
    /// What else the post is called in sheets: 值班领导, 备班.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// What the shift is called: 全天, 白班, 夜班.
    pub shift: String,
    /// When the shift begins, Beijing time.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub from: Clock,
    /// When it ends; not later than it begins: on the next day.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub until: Clock,
    /// How many people it wants.
    pub count: u32,
    /// Whether only a leader may hold it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leads: bool,
    /// 备勤: reachable, not in the room.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub standby: bool,
}

impl Line {
    /// 值守（夜班）; the post alone where its shift is the whole day.
    #[must_use]
    pub fn name(&self) -> String {
        if self.is_whole_day() || self.shift.is_empty() {
            self.post.clone()
        } else {
            format!("{}（{}）", self.post, self.shift)
        }
    }

    /// Whether it goes round the clock.
    #[must_use]
    pub fn is_whole_day(&self) -> bool {
        self.from == self.until
    }

    /// From when to when it is held on a day.
    #[must_use]
    pub fn hours(&self, day: NaiveDate) -> (Moment, Moment) {
        let ends = if self.until <= self.from { day.succ_opt().unwrap_or(day) } else { day };
        (on(day, self.from), on(ends, self.until))
    }

    /// Whether its turn on a day takes the night.
    #[must_use]
    pub fn takes_the_night(&self, day: NaiveDate) -> bool {
        let (from, until) = self.hours(day);
        let nights = [Some(day), day.succ_opt()].into_iter().flatten();
        let mut small_hours = nights.map(|night| beijing::instant(night.and_time(NaiveTime::MIN)) + SMALL_HOURS);
        small_hours.any(|at| (from..until).contains(&at))
    }
}

fn on(day: NaiveDate, clock: Clock) -> Moment {
    let midnight = NaiveDateTime::new(day, NaiveTime::MIN);
    beijing::instant(midnight) + TimeDelta::minutes(i64::from(clock.minutes()))
}
