//! 口述时间: 1805, 18时05分左右, 昨23:10, 4月7日18时09分, read as Beijing time the way a duty officer means it.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta};

use crate::Moment;
use crate::beijing;
use crate::facts::{Occurred, Precision};
use crate::hygiene;

/// A time older than this is a slip of the pen.
const OLDEST: TimeDelta = TimeDelta::days(400);
/// Two clocks in one room differ by less than this.
const SKEW: TimeDelta = TimeDelta::minutes(1);

/// Why a spoken time cannot be taken; a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpokenTimeError {
    /// Not a time at all.
    #[error("“{0}”读不出时间，请按1805、18时05分左右、昨23:10或4月7日18时05分填写，不清楚填-")]
    Unreadable(String),
    /// No such time of day.
    #[error("没有{0}这个时刻，请核对时和分（零点写次日0时）")]
    NoSuchTime(String),
    /// No such day.
    #[error("没有{0}这一天，请核对月和日")]
    NoSuchDay(String),
    /// Later than now.
    #[error("时间晚于现在（{0}），请核对；不是当天的请写明月、日")]
    Future(String),
    /// Not later than now, where a time to come is asked for.
    #[error("时间不晚于现在（{0}），请填写以后的时间")]
    Past(String),
    /// More than 400 days ago.
    #[error("{0}已是400天以前，请核对年、月、日")]
    TooOld(String),
}

/// Reads a spoken time. Without a day the one nearest before `reference` (the pick-up, or now) is meant, or the one
/// shortly after it where that has already come; `now` bounds it.
///
/// # Errors
/// [`SpokenTimeError`], a sentence that says what to do.
pub fn parse(text: &str, reference: Moment, now: Moment) -> Result<Occurred, SpokenTimeError> {
    let spoken = Spoken::read(text)?;
    let today = beijing::date(now);
    let (at, precision) = match spoken.time {
        Some(time) => (spoken.at(time, reference, now)?, spoken.precision),
        None => (beijing::instant(spoken.day.date(today)?.and_time(NaiveTime::MIN)), Precision::Day),
    };
    if at.signed_duration_since(now) >= SKEW {
        return Err(SpokenTimeError::Future(beijing::day_and_minute(now)));
    }
    if now.signed_duration_since(at) > OLDEST {
        return Err(SpokenTimeError::TooOld(beijing::full(at)));
    }
    Ok(Occurred { at, precision })
}

/// Reads a time that is still to come: 1930, 明8:00, 5月13日8时. Without a day the next one after `now` is meant.
///
/// # Errors
/// [`SpokenTimeError`], a sentence that says what to do.
pub fn parse_coming(text: &str, now: Moment) -> Result<Moment, SpokenTimeError> {
    let said = text.trim();
    let tomorrow = ["明天", "明日", "次日", "明"].into_iter().find_map(|word| said.strip_prefix(word));
    let spoken = Spoken::read(tomorrow.unwrap_or(said))?;
    // 明天上午 is no time that a clock could run to.
    let time = spoken.time.filter(|_| spoken.precision != Precision::Part);
    let time = time.ok_or_else(|| SpokenTimeError::Unreadable(said.chars().take(20).collect()))?;
    let today = beijing::instant(spoken.day.date(beijing::date(now))?.and_time(time));
    let at = match (tomorrow, spoken.day) {
        (Some(_), _) => shifted(today, 1),
        (None, Day::Unsaid) if today <= now => shifted(today, 1),
        _ => today,
    };
    if at <= now { Err(SpokenTimeError::Past(beijing::day_and_minute(now))) } else { Ok(at) }
}

/// The day as it was said.
#[derive(Debug, Clone, Copy)]
enum Day {
    Unsaid,
    Ago(u64),
    OfMonth(u32),
    OfYear(u32, u32),
    Full(i32, u32, u32),
}

impl Day {
    /// The date meant, seen from today.
    fn date(self, today: NaiveDate) -> Result<NaiveDate, SpokenTimeError> {
        match self {
            Self::Unsaid => Ok(today),
            Self::Ago(days) => Ok(today.checked_sub_days(Days::new(days)).unwrap_or(today)),
            Self::Full(year, month, day) => dated(year, month, day),
            Self::OfMonth(day) => {
                let (year, month) = match (today.year(), today.month()) {
                    (year, 1) if day > today.day() => (year - 1, 12),
                    (year, month) if day > today.day() => (year, month - 1),
                    this_month => this_month,
                };
                dated(year, month, day)
            }
            Self::OfYear(month, day) => {
                let this_year = dated(today.year(), month, day);
                match this_year {
                    // 12月31日 said in January is last year's; 4月8日 said on the 7th is a slip.
                    Ok(date) if date.signed_duration_since(today) <= TimeDelta::days(183) => Ok(date),
                    _ => dated(today.year() - 1, month, day).or(this_year),
                }
            }
        }
    }
}

fn dated(year: i32, month: u32, day: u32) -> Result<NaiveDate, SpokenTimeError> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| SpokenTimeError::NoSuchDay(format!("{month}月{day}日")))
}

/// What was said, before a day is chosen for it.
#[derive(Debug, Clone, Copy)]
struct Spoken {
    day: Day,
    time: Option<NaiveTime>,
    precision: Precision,
}

impl Spoken {
    fn read(text: &str) -> Result<Self, SpokenTimeError> {
        let plain: String =
            text.chars().filter(|c| !hygiene::is_hidden(*c)).map(hygiene::half_width).collect::<String>();
        // As a sentence has it: 截至17日1时45分，
        let plain = plain.trim().trim_end_matches(['，', ',', '。', ';', '；']);
        let unreadable = || SpokenTimeError::Unreadable(text.trim().chars().take(20).collect());
        let mut words = Words(plain);
        let _ = words.eat_any(&["截至", "截止"]);
        let mut about = words.eat_any(&["大约", "约"]);
        let day = words.day();
        words.spaces();
        about |= words.eat_any(&["大约", "约"]);
        let half = words.half_of_day();
        if words.0.is_empty() {
            return match (day, half) {
                (Day::Unsaid, _) => Err(unreadable()),
                (day, Some((_, from))) => {
                    Ok(Self { day, time: NaiveTime::from_hms_opt(from, 0, 0), precision: Precision::Part })
                }
                (day, None) => Ok(Self { day, time: None, precision: Precision::Day }),
            };
        }
        about |= words.eat_any(&["大约", "约"]);
        let (hour, minute, second) = words.clock().ok_or_else(unreadable)?;
        words.spaces();
        about |= words.eat_any(&["左右", "许", "前后", "多", "余"]);
        words.spaces();
        if !words.0.is_empty() {
            return Err(unreadable());
        }
        let hour = half.map_or(Some(hour), |(half, _)| half.of_twenty_four(hour)).ok_or_else(unreadable)?;
        let time = NaiveTime::from_hms_opt(hour, minute.unwrap_or(0), second)
            .ok_or_else(|| SpokenTimeError::NoSuchTime(plain.chars().take(20).collect()))?;
        let precision = match (minute, about) {
            (None, _) => Precision::Hour,
            (Some(_), true) => Precision::About,
            (Some(_), false) => Precision::Minute,
        };
        Ok(Self { day, time: Some(time), precision })
    }

    fn at(self, time: NaiveTime, reference: Moment, now: Moment) -> Result<Moment, SpokenTimeError> {
        if !matches!(self.day, Day::Unsaid) {
            return Ok(beijing::instant(self.day.date(beijing::date(now))?.and_time(time)));
        }
        let half_a_day = TimeDelta::hours(12);
        let same_day = beijing::instant(beijing::date(reference).and_time(time));
        let (before, after) = (shifted(same_day, -1), shifted(same_day, 1));
        Ok(if same_day.signed_duration_since(reference) > half_a_day {
            before
        } else if reference.signed_duration_since(same_day) > half_a_day && after <= now {
            after
        } else {
            same_day
        })
    }
}

fn shifted(moment: Moment, days: i64) -> Moment {
    moment.checked_add_signed(TimeDelta::days(days)).unwrap_or(moment)
}

/// Half of the day, for those who say 下午3点.
#[derive(Debug, Clone, Copy)]
enum Half {
    Night,
    Morning,
    Noon,
    Afternoon,
    Evening,
}

impl Half {
    fn of_twenty_four(self, hour: u32) -> Option<u32> {
        match (self, hour) {
            (Self::Night, 12) => Some(0),
            (Self::Noon, 1..=2) | (Self::Afternoon, 1..=11) | (Self::Evening, 5..=11) => Some(hour + 12),
            // 晚12时: which of two days is anybody's guess.
            (Self::Evening, 12) => None,
            _ => Some(hour),
        }
    }
}

/// The words not yet read.
#[derive(Clone, Copy)]
struct Words<'a>(&'a str);

impl Words<'_> {
    fn eat(&mut self, word: &str) -> bool {
        self.0.strip_prefix(word).is_some_and(|rest| {
            self.0 = rest;
            true
        })
    }

    fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    fn spaces(&mut self) {
        self.0 = self.0.trim_start();
    }

    /// Between `least` and `most` digits, all there are.
    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if !(least..=most).contains(&count) {
            return None;
        }
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        digits.parse().ok()
    }

    /// Takes what `read` takes, or nothing.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let found = read(&mut ahead)?;
        *self = ahead;
        Some(found)
    }

    fn day(&mut self) -> Day {
        // The day of the call is the one that is meant where none is said.
        if self.eat_any(&["当日", "当天"]) {
            return Day::Unsaid;
        }
        for (words, days) in [(["今天", "今日", "今"], 0), (["昨天", "昨日", "昨"], 1), (["前天", "前日", "前晚"], 2)]
        {
            if self.eat_any(&words) {
                return Day::Ago(days);
            }
        }
        self.attempt(Self::full_date)
            .or_else(|| self.attempt(Self::date_of_year))
            .or_else(|| self.attempt(Self::date_in_digits))
            .or_else(|| self.attempt(|words| Some(Day::OfMonth(words.day_number()?))))
            .unwrap_or(Day::Unsaid)
    }

    fn full_date(&mut self) -> Option<Day> {
        let year = i32::try_from(self.digits(4, 4)?).ok()?;
        if self.eat("年") {
            self.spaces();
            let Day::OfYear(month, day) = self.date_of_year()? else { return None };
            return Some(Day::Full(year, month, day));
        }
        let mark = ["-", "/", "."].into_iter().find(|mark| self.eat(mark))?;
        let month = self.digits(1, 2)?;
        let day = self.eat(mark).then(|| self.digits(1, 2))??;
        self.eat("T");
        Some(Day::Full(year, month, day))
    }

    fn date_of_year(&mut self) -> Option<Day> {
        let month = self.digits(1, 2)?;
        if self.eat("月") {
            self.spaces();
            return Some(Day::OfYear(month, self.day_number()?));
        }
        // 4-7 18:09 and 4/7 18:09; a point would be 18.05.
        let _ = ["-", "/"].into_iter().find(|mark| self.eat(mark))?;
        let day = self.digits(1, 2)?;
        self.0.starts_with(' ').then_some(Day::OfYear(month, day))
    }

    fn date_in_digits(&mut self) -> Option<Day> {
        let digits = self.attempt(|words| words.digits(8, 8)).or_else(|| self.digits(4, 4))?;
        let (month, day) = (digits / 100 % 100, digits % 100);
        let year = i32::try_from(digits / 10_000).ok()?;
        let time_follows = self.0.trim_start().starts_with(|c: char| c.is_ascii_digit());
        (self.0.starts_with(' ') && time_follows).then_some(if year > 0 {
            Day::Full(year, month, day)
        } else {
            Day::OfYear(month, day)
        })
    }

    fn day_number(&mut self) -> Option<u32> {
        let day = self.digits(1, 2)?;
        self.eat_any(&["日", "号"]).then_some(day)
    }

    /// The half, and the hour from which that part of the day may be meant.
    fn half_of_day(&mut self) -> Option<(Half, u32)> {
        let halves: [(Half, u32, &[&str]); 8] = [
            (Half::Night, 0, &["凌晨", "半夜", "零晨"]),
            (Half::Morning, 8, &["上午"]),
            (Half::Morning, 5, &["清晨", "早晨", "早上", "早", "晨"]),
            (Half::Noon, 11, &["中午", "正午", "午间"]),
            (Half::Afternoon, 12, &["下午", "午后"]),
            (Half::Afternoon, 17, &["傍晚"]),
            (Half::Evening, 22, &["深夜"]),
            (Half::Evening, 18, &["晚上", "晚间", "夜里", "夜间", "夜晚", "当晚", "晚", "夜"]),
        ];
        let half = halves.into_iter().find(|(_, _, words)| self.eat_any(words)).map(|(half, from, _)| (half, from));
        self.spaces();
        half
    }

    /// Hour, minute where one was said, second.
    fn clock(&mut self) -> Option<(u32, Option<u32>, u32)> {
        if let Some(digits) = self.attempt(|words| words.digits(3, 4)) {
            return Some((digits / 100, Some(digits % 100), 0));
        }
        let hour = if self.eat("零") { 0 } else { self.digits(1, 2)? };
        self.spaces();
        if self.eat_any(&["时", "点"]) {
            self.eat("钟");
            self.spaces();
            return Some((hour, self.minute_words(), 0));
        }
        if !self.eat(":") {
            return None;
        }
        let minute = self.digits(2, 2)?;
        let second = if self.eat(":") { self.digits(2, 2)? } else { 0 };
        // 6:45分 is written often enough.
        self.eat("分");
        Some((hour, Some(minute), second))
    }

    fn minute_words(&mut self) -> Option<u32> {
        if self.eat("半") {
            return Some(30);
        }
        if self.eat("整") {
            return Some(0);
        }
        self.attempt(|words| {
            let minute = words.digits(1, 2)?;
            words.spaces();
            words.eat("分");
            Some(minute)
        })
    }
}
