//! 均衡: how many turns, nights, weekends and holidays each person has.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::plan::{Plan, Rostered};
use crate::pack::Calendar;

/// What kind of day a turn takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 工作日, 调休上班 among them.
    Workday,
    /// 周末
    Weekend,
    /// 法定节假日放假
    Holiday,
}

impl DayKind {
    /// The kind of a day by the table of its year.
    #[must_use]
    pub fn of(calendar: &Calendar, day: NaiveDate) -> Self {
        if calendar.works(day) {
            Self::Workday
        } else if calendar.is_off(day) {
            Self::Holiday
        } else {
            Self::Weekend
        }
    }
}

/// What one person has of a month; 备勤 counts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Share {
    /// Turns in all, without 备勤.
    pub turns: u32,
    /// Of those, with a night.
    pub nights: u32,
    /// On weekends.
    pub weekends: u32,
    /// On public holidays.
    pub holidays: u32,
    /// 备勤
    pub standby: u32,
}

impl Share {
    /// One turn more.
    pub fn add(&mut self, kind: DayKind, night: bool) {
        self.turns += 1;
        self.nights += u32::from(night);
        match kind {
            DayKind::Workday => {}
            DayKind::Weekend => self.weekends += 1,
            DayKind::Holiday => self.holidays += 1,
        }
    }

    /// How many of that kind of day.
    #[must_use]
    pub const fn of(&self, kind: DayKind) -> u32 {
        match kind {
            DayKind::Workday => self.turns - self.weekends - self.holidays,
            DayKind::Weekend => self.weekends,
            DayKind::Holiday => self.holidays,
        }
    }
}

/// Everybody who stands in the month with what they have of it, those with most turns first.
#[must_use]
pub fn shares(plan: &Plan, calendar: &Calendar) -> Vec<(Rostered, Share)> {
    let mut all: Vec<(Rostered, Share)> = Vec::new();
    for turn in plan.turns() {
        let at = all.iter().position(|(known, _)| known.is(turn.who)).unwrap_or(all.len());
        if at == all.len() {
            all.push((Rostered { on_site: false, ..turn.who.clone() }, Share::default()));
        }
        let Some((_, share)) = all.get_mut(at) else { continue };
        if turn.line.standby {
            share.standby += 1;
        } else {
            share.add(DayKind::of(calendar, turn.date), turn.line.takes_the_night(turn.date));
        }
    }
    all.sort_by(|(one, a), (other, b)| (b.turns, b.standby, &one.name).cmp(&(a.turns, a.standby, &other.name)));
    all
}
