//! 时限写法: the closed list of schedules by which a duty falls due (DESIGN §5).

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// A month; a longer span of minutes is a slip.
const LONGEST_MINUTES: u32 = 31 * 24 * 60;
/// A year; a longer window is a slip.
const LONGEST_DAYS: u32 = 366;

/// A time of day, in minutes since midnight of Beijing time; 24:00 is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Clock(u16);

impl Clock {
    /// Minutes since midnight, 0 to 1440.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }

    fn read(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let two = |part: &str| (part.len() == 2).then(|| part.parse::<u16>().ok()).flatten();
        let (hour, minute) = (two(hour)?, two(minute)?);
        (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(Self(hour * 60 + minute))
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl From<Clock> for String {
    fn from(clock: Clock) -> Self {
        clock.to_string()
    }
}

impl<'de> Deserialize<'de> for Clock {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| D::Error::custom(format!("时刻“{text}”应写作08:00，在00:00至24:00之间")))
    }
}

/// By which schedule a duty falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// So many minutes after the origin.
    AfterMinutes(u32),
    /// 及时、立即: counts up, no number.
    Promptly,
    /// Every day by each of these times; what was done since the time before counts.
    Daily(Vec<Clock>),
    /// A window of so many days from the day of the origin; ends by itself.
    WindowDays(u32),
    /// By the end of the so-manieth workday after the day of the origin.
    Workdays(u32),
    /// By the end of the month.
    MonthEnd,
    /// Once a day, not before the first time and by the second.
    Between(Clock, Clock),
}

const NAMES: &str = "promptly、month_end，或 { after_minutes = 30 }、{ daily = [\"08:00\"] }、{ window_days = 30 }、{ workdays = 2 }、{ between = [\"21:00\", \"24:00\"] }";

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        Self::read(&value).map_err(D::Error::custom)
    }
}

impl Schedule {
    fn read(value: &toml::Value) -> Result<Self, String> {
        if let Some(name) = value.as_str() {
            return match name {
                "promptly" => Ok(Self::Promptly),
                "month_end" => Ok(Self::MonthEnd),
                other => Err(format!("schedule {other} 无此写法，应为{NAMES}")),
            };
        }
        let table = value.as_table().filter(|table| table.len() == 1);
        let (name, value) = table.and_then(|table| table.iter().next()).ok_or(format!("schedule 应为{NAMES}"))?;
        let number = |longest: u32| {
            let number = value.as_integer().and_then(|number| u32::try_from(number).ok());
            number
                .filter(|number| (1..=longest).contains(number))
                .ok_or(format!("{name} = {value}：应在1到{longest}之间"))
        };
        match name.as_str() {
            "after_minutes" => number(LONGEST_MINUTES).map(Self::AfterMinutes),
            "window_days" => number(LONGEST_DAYS).map(Self::WindowDays),
            "workdays" => number(LONGEST_DAYS).map(Self::Workdays),
            "daily" => clocks(name, value).and_then(daily),
            "between" => clocks(name, value).and_then(between),
            other => Err(format!("schedule {other} 无此写法，应为{NAMES}")),
        }
    }
}

fn clocks(name: &str, value: &toml::Value) -> Result<Vec<Clock>, String> {
    let list = value.as_array().ok_or(format!("{name} 应为一列时刻，如[\"08:00\", \"17:00\"]"))?;
    let clock = |value: &toml::Value| {
        value.as_str().and_then(Clock::read).ok_or(format!("{name} 中的{value}应写作\"08:00\"，在00:00至24:00之间"))
    };
    list.iter().map(clock).collect()
}

fn daily(clocks: Vec<Clock>) -> Result<Schedule, String> {
    if clocks.is_empty() {
        return Err("daily 没有时刻，请至少写一个".to_owned());
    }
    if clocks.is_sorted_by(|a, b| a < b) {
        Ok(Schedule::Daily(clocks))
    } else {
        Err("daily 的时刻应由早到晚、不重复".to_owned())
    }
}

fn between(clocks: Vec<Clock>) -> Result<Schedule, String> {
    match clocks.as_slice() {
        [from, until] if from < until => Ok(Schedule::Between(*from, *until)),
        [_, _] => Err("between 的第一个时刻应早于第二个；跨零点的请写成两条".to_owned()),
        _ => Err("between 应有两个时刻：从几时、到几时".to_owned()),
    }
}
