//! 伤亡口径: what one informant said about people, at one time. One row is 采用 (adopted); the others are kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::hygiene;
use crate::pack::Class;
use crate::quantity::Quantity;

/// A number of people as known so far. Unknown is neither zero nor blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "is", content = "n")]
pub enum Number {
    /// Nobody has been asked yet: not in the letter, listed as a gap.
    #[default]
    NotAsked,
    /// 是否有待核: whether there is anyone at all is being checked. Never printed as a number.
    WhetherUnknown,
    /// 有，人数待核: there are some, how many is being checked.
    SomeUnknown,
    /// A stated number; zero is the statement 无 and has a source like any other.
    Known(u32),
    /// 200余: at least so many, as it was said.
    Over(u32),
}

/// Why a number cell cannot be taken; a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Neither digits nor one of the signs.
    #[error("“{0}”读不出人数，请填数字；无填0，是否有待核填-，有但人数待核填+，200多人填200余")]
    Unreadable(String),
    /// Beyond what a cell of that measure takes.
    #[error("人数“{0}”超过{1}，请核对")]
    TooLarge(String, u32),
}

impl Number {
    /// Reads a cell that takes at most so many people: empty not asked; digits; `0` or 无; `-` or 待核 whether; `+` or 有 some. Full-width too.
    ///
    /// # Errors
    /// [`NumberError`]: the cell is then not adopted, and stays in the draft as it was typed.
    pub fn read(cell: &str, most: u32) -> Result<Self, NumberError> {
        let plain: String = cell.chars().filter(|c| !hygiene::is_hidden(*c)).map(hygiene::half_width).collect();
        let plain = plain.trim();
        // 3人, 200余人: with the unit, as a notice has it.
        let plain = plain.strip_suffix(['人', '名']).filter(|rest| !rest.is_empty()).unwrap_or(plain);
        let shown = || cell.trim().chars().take(20).collect::<String>();
        match plain {
            "" => Ok(Self::NotAsked),
            "无" => Ok(Self::Known(0)),
            "-" | "—" | "–" | "−" | "待核" => Ok(Self::WhetherUnknown),
            "+" | "有" => Ok(Self::SomeUnknown),
            // 1.2万: twelve thousand.
            scaled if scaled.ends_with('万') => {
                let number = Quantity::read(scaled.trim_end_matches('万')).ok().map(Quantity::ten_thousandfold);
                let people = number.and_then(Quantity::as_whole).ok_or_else(|| NumberError::Unreadable(shown()))?;
                if people <= most { Ok(Self::Known(people)) } else { Err(NumberError::TooLarge(shown(), most)) }
            }
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => match digits.parse() {
                Ok(n) if n <= most => Ok(Self::Known(n)),
                _ => Err(NumberError::TooLarge(shown(), most)),
            },
            rough => {
                let least = rough.strip_suffix(['余', '多']).map(|digits| Self::read(digits, most)).transpose()?;
                let least = least.and_then(Self::known).filter(|least| *least > 0);
                least.map(Self::Over).ok_or_else(|| NumberError::Unreadable(shown()))
            }
        }
    }

    /// The cell in which it would be typed.
    #[must_use]
    pub fn typed(self) -> String {
        match self {
            Self::NotAsked => String::new(),
            Self::WhetherUnknown => "-".to_owned(),
            Self::SomeUnknown => "+".to_owned(),
            Self::Known(n) => n.to_string(),
            Self::Over(n) => format!("{n}余"),
        }
    }

    /// 3人, 200余人; none where no number was stated.
    #[must_use]
    pub fn people(self) -> Option<String> {
        match self {
            Self::Known(n) => Some(format!("{n}人")),
            // Nobody says 3余 or 1281余.
            Self::Over(n) if n < 10 || n % 10 != 0 => Some(format!("至少{n}人")),
            Self::Over(n) => Some(format!("{n}余人")),
            _ => None,
        }
    }

    /// Whether there is anybody, counted or not.
    #[must_use]
    pub const fn is_somebody(self) -> bool {
        matches!(self, Self::SomeUnknown | Self::Known(1..) | Self::Over(_))
    }

    /// The number where one was stated; of 200余 the 200.
    #[must_use]
    pub const fn known(self) -> Option<u32> {
        match self {
            Self::Known(n) | Self::Over(n) => Some(n),
            _ => None,
        }
    }
}

/// What is counted, in the order in which it is asked and printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 死亡
    Deaths,
    /// 受伤 (all injured, 重伤 and 轻伤 included)
    Injured,
    /// 重伤 (part of 受伤)
    SeriouslyInjured,
    /// 失联 (事故: 下落不明; 自然灾害: 失踪)
    Missing,
    /// 被困
    Trapped,
    /// 转移（疏散）
    Evacuated,
    /// 涉险
    AtRisk,
    /// 轻伤 (part of 受伤)
    LightlyInjured,
    /// 在院治疗
    InHospital,
    /// 现场共有
    Present,
    /// 自行撤离
    Withdrawn,
    /// 获救
    Rescued,
}

impl Measure {
    /// All measures in printing order.
    pub const ALL: [Self; 12] = [
        Self::Deaths,
        Self::Injured,
        Self::SeriouslyInjured,
        Self::Missing,
        Self::Trapped,
        Self::Evacuated,
        Self::AtRisk,
        Self::LightlyInjured,
        Self::InHospital,
        Self::Present,
        Self::Withdrawn,
        Self::Rescued,
    ];

    /// Largest number that a cell takes; a flood moves more than a hundred thousand.
    #[must_use]
    pub const fn most(self) -> u32 {
        match self {
            Self::Evacuated | Self::AtRisk | Self::Present | Self::Withdrawn => 9_999_999,
            _ => 99_999,
        }
    }

    /// The word where it happened to people: 失踪 in a natural disaster, 失联 elsewhere (practice §7); 发病 where they
    /// fell ill and nobody was hurt.
    #[must_use]
    pub const fn word_in(self, class: Option<Class>) -> &'static str {
        match (self, class) {
            (Self::Missing, Some(Class::Natural)) => "失踪",
            (Self::Evacuated, Some(Class::Natural)) => "转移",
            (Self::Injured, Some(Class::Health)) => "发病",
            (Self::SeriouslyInjured, Some(Class::Health)) => "病重",
            (Self::LightlyInjured, Some(Class::Health)) => "轻症",
            _ => self.word(),
        }
    }

    /// The word in the letter.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deaths => "死亡",
            Self::Injured => "受伤",
            Self::SeriouslyInjured => "重伤",
            Self::Missing => "失联",
            Self::Trapped => "被困",
            Self::Evacuated => "转移（疏散）",
            Self::AtRisk => "涉险",
            Self::LightlyInjured => "轻伤",
            Self::InHospital => "在院治疗",
            Self::Present => "现场共有",
            Self::Withdrawn => "自行撤离",
            Self::Rescued => "获救",
        }
    }

    /// The name of its column, as in [`Count`] and the draft.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Deaths => "deaths",
            Self::Injured => "injured",
            Self::SeriouslyInjured => "seriously_injured",
            Self::Missing => "missing",
            Self::Trapped => "trapped",
            Self::Evacuated => "evacuated",
            Self::AtRisk => "at_risk",
            Self::LightlyInjured => "lightly_injured",
            Self::InHospital => "in_hospital",
            Self::Present => "present",
            Self::Withdrawn => "withdrawn",
            Self::Rescued => "rescued",
        }
    }
}

/// The field of a row that holds a measure: of a count, or of the draft in which it is typed.
macro_rules! cell_of {
    ($measure:expr, $($row:tt)+) => {
        match $measure {
            $crate::count::Measure::Deaths => $($row)+.deaths,
            $crate::count::Measure::Injured => $($row)+.injured,
            $crate::count::Measure::SeriouslyInjured => $($row)+.seriously_injured,
            $crate::count::Measure::Missing => $($row)+.missing,
            $crate::count::Measure::Trapped => $($row)+.trapped,
            $crate::count::Measure::Evacuated => $($row)+.evacuated,
            $crate::count::Measure::AtRisk => $($row)+.at_risk,
            $crate::count::Measure::LightlyInjured => $($row)+.lightly_injured,
            $crate::count::Measure::InHospital => $($row)+.in_hospital,
            $crate::count::Measure::Present => $($row)+.present,
            $crate::count::Measure::Withdrawn => $($row)+.withdrawn,
            $crate::count::Measure::Rescued => $($row)+.rescued,
        }
    };
}
pub(crate) use cell_of;

/// One informant's count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Who said so, as the letter names them: 县消防救援大队.
    pub source: String,
    /// When they said so; unknown stays unknown.
    #[serde(default)]
    pub as_of: Option<Moment>,
    /// 死亡
    #[serde(default)]
    pub deaths: Number,
    /// 受伤
    #[serde(default)]
    pub injured: Number,
    /// 重伤
    #[serde(default)]
    pub seriously_injured: Number,
    /// 失联
    #[serde(default)]
    pub missing: Number,
    /// 被困
    #[serde(default)]
    pub trapped: Number,
    /// 转移
    #[serde(default)]
    pub evacuated: Number,
    /// 涉险
    #[serde(default)]
    pub at_risk: Number,
    /// 轻伤
    #[serde(default)]
    pub lightly_injured: Number,
    /// 在院治疗
    #[serde(default)]
    pub in_hospital: Number,
    /// 现场共有
    #[serde(default)]
    pub present: Number,
    /// 自行撤离
    #[serde(default)]
    pub withdrawn: Number,
    /// 获救
    #[serde(default)]
    pub rescued: Number,
    /// 采用: this row is the one in the letter. At most one row of an incident is adopted.
    #[serde(default)]
    pub adopted: bool,
}

impl Count {
    /// The number for one measure.
    #[must_use]
    pub const fn of(&self, measure: Measure) -> Number {
        cell_of!(measure, self)
    }

    /// States the number for one measure.
    pub const fn state(&mut self, measure: Measure, number: Number) {
        *cell_of!(measure, &mut self) = number;
    }

    /// Measures of which the count before said that there is somebody and this one does not know it any more. Of the
    /// dead one that says nothing is meant too: a death that was reported goes by a word only.
    #[must_use]
    pub fn retracts(&self, before: &Self) -> Vec<Measure> {
        let of_people = [Measure::Deaths, Measure::Injured, Measure::Missing, Measure::Trapped];
        let gone = |measure: &Measure| match self.of(*measure) {
            Number::WhetherUnknown => before.of(*measure).is_somebody(),
            Number::NotAsked => *measure == Measure::Deaths && before.of(*measure).is_somebody(),
            _ => false,
        };
        of_people.into_iter().filter(gone).collect()
    }

    /// 死亡1人、受伤2人: what the count before said and this one [retracts](Self::retracts); none where it does not.
    #[must_use]
    pub fn retracted(&self, before: &Self, class: Option<Class>) -> Option<String> {
        let said = |measure: Measure| {
            let people = before.of(measure).people().unwrap_or_else(|| "有人".to_owned());
            format!("{}{people}", measure.word_in(class))
        };
        let gone: Vec<String> = self.retracts(before).into_iter().map(said).collect();
        (!gone.is_empty()).then(|| gone.join("、"))
    }

    /// 死亡1 受伤11 重伤人数待核 是否失联待核, in the words of that class of event.
    #[must_use]
    pub fn words(&self, class: Option<Class>) -> String {
        let words = Measure::ALL.into_iter().filter_map(|measure| {
            let label = measure.word_in(class);
            match self.of(measure) {
                Number::NotAsked => None,
                Number::WhetherUnknown => Some(format!("是否{label}待核")),
                Number::SomeUnknown => Some(format!("{label}人数待核")),
                number => Some(format!("{label}{}", number.typed())),
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// Whether nobody said anything about people in this row.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        Measure::ALL.iter().all(|measure| self.of(*measure) == Number::NotAsked)
    }
}
