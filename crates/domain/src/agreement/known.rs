//! What the facts say, in the form in which a text is compared with it.

use std::collections::HashSet;

use chrono::{Datelike, Timelike};

use super::counted::{Counted, Denial, Of};
use super::numerals::{self, Numeral};
use super::times::{self, Time, Timed};
use super::{Finding, Take};
use crate::Moment;
use crate::beijing;
use crate::count::{Count, Measure, Number};
use crate::facts::{Facts, FlameOut};
use crate::letter::{self, Letter, LetterFacts};
use crate::pack::{Class, Packs};
use crate::severity::Severity;

/// Numbers by which everybody knows a service.
const SERVICES: [&str; 7] = ["110", "119", "120", "122", "12345", "12350", "12395"];

/// What may stand in the letter.
pub(super) struct Known {
    pub(super) adopted: Option<Count>,
    class: Option<Class>,
    ill: Option<u32>,
    /// Whether it tells of a natural disaster.
    pub(super) natural: bool,
    others: Vec<Count>,
    /// What the report before counted.
    before: Option<Count>,
    texts: Vec<String>,
    times: Vec<Time>,
    numbers: HashSet<String>,
}

impl Known {
    /// What these facts and the letter composed from them say.
    pub(super) fn new(packs: &Packs, letter: &LetterFacts<'_>, composed: &Letter) -> Self {
        let facts = letter.facts;
        let texts = texts(facts);
        let whole = [&composed.title, &composed.body].into_iter().chain(&texts);
        let mut times: Vec<Time> = moments(letter).into_iter().flat_map(of_moment).collect();
        times.extend(whole.clone().flat_map(|text| times::scan(text)).map(|timed| timed.time));
        let mut numbers: HashSet<String> = whole.flat_map(|text| numerals::scan(text)).map(|n| n.value).collect();
        numbers.extend(facts.loss_wan.iter().chain(facts.figures.values()).map(ToString::to_string));
        numbers.extend(SERVICES.map(str::to_owned));
        Self {
            adopted: facts.adopted().cloned(),
            class: facts.class(packs),
            ill: letter::ill(packs, facts),
            natural: facts.is_natural(packs),
            others: facts.counts.iter().filter(|count| !count.adopted).cloned().collect(),
            before: letter.before.and_then(|before| before.facts.adopted()).cloned(),
            texts,
            times,
            numbers,
        }
    }

    /// 首报所报死亡1人: the number of the report before, named as that.
    pub(super) fn was_reported(&self, counted: &Counted, text: &str) -> bool {
        let Of::Measure(measure) = counted.of else { return false };
        let led = text.get(..counted.at.start).and_then(|before| before.rsplit(['。', '；', '\n']).next());
        let then = self.before.as_ref().and_then(|before| before.of(measure).known());
        led.is_some_and(|led| led.contains(letter::REPORTED)) && then.is_some() && then == counted.value
    }

    /// The number that the adopted count gives, where it gives one.
    fn expected(&self, of: Of) -> Option<u32> {
        let known = |measure| self.adopted.as_ref().and_then(|count| count.of(measure).known());
        match of {
            Of::Measure(Measure::Injured) => known(Measure::Injured).or(self.ill),
            Of::Measure(measure) => known(measure),
            Of::LightlyInjured => known(Measure::LightlyInjured)
                .or_else(|| known(Measure::Injured)?.checked_sub(known(Measure::SeriouslyInjured)?)),
            Of::Casualties => known(Measure::Deaths)?.checked_add(known(Measure::Injured)?),
        }
    }

    /// A count in the text that is not the adopted one.
    pub(super) fn count(&self, counted: &Counted, words: &str) -> Option<Finding> {
        let expected = self.expected(counted.of);
        if expected.is_some() && expected == counted.value {
            return None;
        }
        // A field may speak of some of them: 已送医3人 of eleven.
        let in_field = self.texts.iter().any(|text| text.contains(words));
        if in_field && expected.zip(counted.value).is_some_and(|(all, some)| some <= all) {
            return None;
        }
        if in_field && counted.value.is_some_and(|value| self.at_first(counted.of, value)) {
            return None;
        }
        let word = counted.of.word_in(self.class);
        let message = match expected {
            Some(expected) => format!("这里写了“{words}”，采用的口径是{word}{expected}人，请核对"),
            None => format!("这里写了“{words}”，采用的口径里{word}人数待核，请核对"),
        };
        let other = self.others.iter().find(|other| match counted.of {
            Of::Measure(measure) => other.of(measure).known() == counted.value && counted.value.is_some(),
            _ => false,
        });
        let message = other.map_or(message.clone(), |other| format!("{message}（{}的说法，未采用）", other.source));
        let expected = expected.map(|n| format!("{n}人{word}")).unwrap_or_default();
        let severity = if in_field { Severity::Warning } else { Severity::Error };
        let take = counted.value.and_then(|value| match counted.of {
            Of::Measure(measure) => Some(Take { field: format!("counts.{}", measure.key()), value: value.to_string() }),
            Of::LightlyInjured | Of::Casualties => None,
        });
        Some(Finding { at: counted.at.clone(), expected, message, severity, take })
    }

    /// Whether so many may have been missing or trapped at first: 4名工人被困, of whom three are out by now and one is
    /// missing; 2人重伤, who have died since.
    fn at_first(&self, of: Of, value: u32) -> bool {
        let then = [Measure::Missing, Measure::Trapped, Measure::Deaths, Measure::Rescued, Measure::Withdrawn];
        let of_these = matches!(of, Of::Measure(Measure::Missing | Measure::Trapped));
        let hurt = matches!(of, Of::LightlyInjured | Of::Measure(Measure::Injured | Measure::SeriouslyInjured));
        let known = |measure| self.adopted.as_ref().and_then(|count| count.of(measure).known());
        let out = known(Measure::Rescued).or_else(|| known(Measure::Deaths)).is_some();
        if hurt {
            return self.expected(of).is_none() && known(Measure::Deaths).is_some_and(|deaths| value <= deaths);
        }
        of_these && out && value <= then.into_iter().filter_map(known).fold(0, u32::saturating_add)
    }

    /// A statement that there is nobody where the fields do not say so.
    pub(super) fn denial(&self, denial: &Denial) -> Option<Finding> {
        let none = |measure| self.adopted.as_ref().is_some_and(|count| count.of(measure) == Number::Known(0));
        let holds = match denial.of {
            Of::Measure(measure) => none(measure),
            Of::LightlyInjured => self.expected(denial.of) == Some(0),
            Of::Casualties => none(Measure::Deaths) && none(Measure::Injured),
        };
        let word = denial.of.word_in(self.class);
        let message = format!("这里说没有人员{word}，采用的口径里{word}不是无，请核对");
        let expected = self.expected(denial.of).map(|n| format!("{n}人{word}")).unwrap_or_default();
        (!holds).then(|| Finding { at: denial.at.clone(), expected, message, severity: Severity::Error, take: None })
    }

    /// A time that is none of the facts'.
    pub(super) fn time(&self, timed: &Timed, words: &str) -> Option<Finding> {
        let known = |time: &Time| match (timed.time, *time) {
            (Time::Hour(hour), Time::Minute(known, _)) => hour == known,
            (Time::DayOfMonth(day), Time::Day(_, known)) => day == known,
            (asked, known) => asked == known,
        };
        if self.times.iter().any(known) {
            return None;
        }
        let same_kind = self.times.iter().filter_map(|time| match (timed.time, time) {
            (Time::Minute(..) | Time::Hour(_), Time::Minute(hour, minute)) => Some(format!("{hour}时{minute:02}分")),
            (Time::Day(..) | Time::DayOfMonth(_), Time::Day(month, day)) => Some(format!("{month}月{day}日")),
            _ => None,
        });
        let mut expected: Vec<String> = Vec::new();
        for time in same_kind {
            if !expected.contains(&time) {
                expected.push(time);
            }
        }
        let message = format!("“{words}”不在字段的时间里，请核对，或先改字段");
        let expected = expected.join("、");
        Some(Finding { at: timed.at.clone(), expected, message, severity: Severity::Error, take: None })
    }

    /// Any other number that stands in no field.
    pub(super) fn number(&self, number: &Numeral, words: &str) -> Option<Finding> {
        if self.numbers.contains(&number.value) {
            return None;
        }
        let message = format!("数字“{words}”字段里没有，请核对，或先补进字段");
        Some(Finding {
            at: number.at.clone(),
            expected: String::new(),
            message,
            severity: Severity::Warning,
            take: None,
        })
    }
}

fn texts(facts: &Facts) -> Vec<String> {
    let stated = facts.texts().into_iter().filter_map(|(_, stated)| stated.known());
    let towns = facts.townships.iter().map(|town| town.town.as_str());
    stated.chain(towns).map(crate::hygiene::line).collect()
}

fn moments(letter: &LetterFacts<'_>) -> Vec<Moment> {
    let mut moments = vec![letter.first_received];
    moments.extend(letter.first_reported.map(|(at, _)| at));
    moments.extend(letter.facts.counts.iter().filter_map(|count| count.as_of));
    if let Some(FlameOut::Out(at)) = letter.facts.flame_out {
        moments.push(at);
    }
    moments
}

fn of_moment(moment: Moment) -> [Time; 3] {
    let wall = beijing::wall(moment);
    let year = u32::try_from(wall.year()).unwrap_or(0);
    [Time::Year(year), Time::Day(wall.month(), wall.day()), Time::Minute(wall.hour(), wall.minute())]
}
