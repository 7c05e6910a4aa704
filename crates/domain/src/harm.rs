//! 伤害与损失: what a grading table measures, read from facts in two ways: what is confirmed, and what may be.

use serde::{Deserialize, Serialize};

use crate::count::{Count, Measure, Number};
use crate::facts::Facts;
use crate::pack::Packs;
use crate::quantity::Quantity;

/// What a scale or a criterion measures. In a pack its name, or the id of a `[[figure]]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum HarmMeasure {
    /// A column of the counts table.
    People(Measure),
    /// 死亡（含失踪）
    DeathsAndMissing,
    /// 死亡和重伤合计
    DeathsAndSeriouslyInjured,
    /// 被困或下落不明
    MissingOrTrapped,
    /// 直接经济（财产）损失, 万元
    LossWan,
    /// A figure that a pack declares: 受害森林面积.
    Figure(String),
}

impl From<String> for HarmMeasure {
    fn from(name: String) -> Self {
        match name.as_str() {
            "deaths_and_missing" => Self::DeathsAndMissing,
            "deaths_and_seriously_injured" => Self::DeathsAndSeriouslyInjured,
            "missing_or_trapped" => Self::MissingOrTrapped,
            "loss_wan" => Self::LossWan,
            _ => match Measure::ALL.into_iter().find(|measure| measure.key() == name) {
                Some(measure) => Self::People(measure),
                None => Self::Figure(name),
            },
        }
    }
}

impl From<HarmMeasure> for String {
    fn from(measure: HarmMeasure) -> Self {
        match measure {
            HarmMeasure::People(measure) => measure.key().to_owned(),
            HarmMeasure::DeathsAndMissing => "deaths_and_missing".to_owned(),
            HarmMeasure::DeathsAndSeriouslyInjured => "deaths_and_seriously_injured".to_owned(),
            HarmMeasure::MissingOrTrapped => "missing_or_trapped".to_owned(),
            HarmMeasure::LossWan => "loss_wan".to_owned(),
            HarmMeasure::Figure(id) => id,
        }
    }
}

/// How facts are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// 现等级: stated numbers only.
    Confirmed,
    /// 初判（就高）: known missing and trapped counted as deaths, 重伤 not known bounded by 受伤. Unknown alone never
    /// raises (practice 3.5).
    Possible,
}

/// A number to be looked up in a table, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Harm {
    /// The number.
    pub number: Quantity,
    /// In words: 死亡1人、失联1人，就高按2人计.
    pub words: String,
}

impl Harm {
    fn people(number: u32, words: String) -> Self {
        Self { number: Quantity::whole(number), words }
    }

    /// What the facts say of a measure; none where nothing was stated.
    #[must_use]
    pub fn of(packs: &Packs, facts: &Facts, measure: &HarmMeasure, reading: Reading) -> Option<Self> {
        match measure {
            HarmMeasure::LossWan => {
                let wan = facts.loss_wan?;
                Some(Self { number: wan, words: format!("初步估计直接损失{wan}万元") })
            }
            HarmMeasure::Figure(id) => {
                let number = *facts.figures.get(id)?;
                let figure = packs.figure(id)?;
                Some(Self { number, words: format!("{}{number}{}", figure.name, figure.unit) })
            }
            people => Self::of_count(facts.adopted()?, people, reading),
        }
    }

    fn of_count(count: &Count, measure: &HarmMeasure, reading: Reading) -> Option<Self> {
        let lost = [Measure::Deaths, Measure::Missing, Measure::Trapped];
        match (measure, reading) {
            (HarmMeasure::People(Measure::Deaths) | HarmMeasure::DeathsAndMissing, Reading::Possible) => {
                raised_to(sum(count, &lost), "人计")
            }
            (HarmMeasure::People(Measure::SeriouslyInjured), Reading::Possible) => seriously_injured_at_most(count),
            (HarmMeasure::DeathsAndSeriouslyInjured, Reading::Possible) => {
                let serious = seriously_injured_at_most(count);
                let lost = sum(count, &lost);
                let seriously = serious.as_ref().map_or(0, |harm| people_of(harm.number));
                let number = lost.as_ref().map_or(0, |sum| sum.number).saturating_add(seriously);
                let words = [lost.map(|sum| sum.words.join("、")), serious.map(|harm| harm.words)];
                let words: Vec<String> = words.into_iter().flatten().filter(|words| !words.is_empty()).collect();
                (number > 0).then(|| Self::people(number, format!("{}，合计按{number}人计", words.join("，"))))
            }
            (HarmMeasure::People(measure), reading) => one(count, *measure, reading),
            (HarmMeasure::DeathsAndMissing, _) => together(count, &[Measure::Deaths, Measure::Missing], reading),
            (HarmMeasure::DeathsAndSeriouslyInjured, _) => {
                together(count, &[Measure::Deaths, Measure::SeriouslyInjured], reading)
            }
            (HarmMeasure::MissingOrTrapped, _) => together(count, &[Measure::Missing, Measure::Trapped], reading),
            (HarmMeasure::LossWan | HarmMeasure::Figure(_), _) => None,
        }
    }
}

/// People as a whole number again.
fn people_of(quantity: Quantity) -> u32 {
    quantity.to_string().parse().unwrap_or(u32::MAX)
}

/// Several measures added, with the words of each that counts.
struct Sum {
    number: u32,
    words: Vec<String>,
    /// Somebody was stated, even if it is nobody.
    stated: bool,
}

fn sum(count: &Count, measures: &[Measure]) -> Option<Sum> {
    let mut sum = Sum { number: 0, words: Vec::new(), stated: false };
    for measure in measures {
        let word = measure.word();
        match count.of(*measure) {
            Number::Known(n) | Number::Over(n) => {
                sum.number = sum.number.saturating_add(n);
                sum.stated = true;
                if n > 0 {
                    sum.words.push(format!("{word}{n}人"));
                }
            }
            Number::SomeUnknown => {
                sum.number = sum.number.saturating_add(1);
                sum.stated = true;
                sum.words.push(format!("有人员{word}、至少1人"));
            }
            Number::NotAsked | Number::WhetherUnknown => {}
        }
    }
    sum.stated.then_some(sum)
}

/// 死亡1人、失联1人，就高按2人计: the number is spelled out where it is not one of those said.
fn raised_to(sum: Option<Sum>, counted: &str) -> Option<Harm> {
    let sum = sum.filter(|sum| sum.number > 0)?;
    let plain = matches!(sum.words.as_slice(), [only] if only.contains("死亡"));
    let total = if plain { String::new() } else { format!("，就高按{}{counted}", sum.number) };
    Some(Harm::people(sum.number, sum.words.join("、") + &total))
}

/// Stated numbers added, where at least one was stated.
fn together(count: &Count, measures: &[Measure], reading: Reading) -> Option<Harm> {
    let known = |measure: &&Measure| reading == Reading::Possible || count.of(**measure).known().is_some();
    let counted: Vec<Measure> = measures.iter().filter(known).copied().collect();
    let sum = sum(count, &counted)?;
    let all = if sum.words.len() > 1 { format!("，合计{}人", sum.number) } else { String::new() };
    let words =
        if sum.words.is_empty() { measures[0].word().to_owned() + "0人" } else { sum.words.join("、") + &all };
    Some(Harm::people(sum.number, words))
}

fn one(count: &Count, measure: Measure, reading: Reading) -> Option<Harm> {
    let word = measure.word();
    match (count.of(measure), reading) {
        (Number::Known(n) | Number::Over(n), _) => Some(Harm::people(n, format!("{word}{n}人"))),
        (Number::SomeUnknown, Reading::Possible) => Some(Harm::people(1, format!("有人员{word}、至少1人"))),
        _ => None,
    }
}

/// 受伤11人含重伤待核 is at most eleven; nothing bounds a number of which nothing is known.
fn seriously_injured_at_most(count: &Count) -> Option<Harm> {
    match (count.injured, count.seriously_injured) {
        (_, Number::Known(_) | Number::Over(_)) => one(count, Measure::SeriouslyInjured, Reading::Confirmed),
        (Number::Known(injured) | Number::Over(injured), _) if injured > 0 => {
            Some(Harm::people(injured, format!("受伤{injured}人含重伤待核，至多{injured}人重伤")))
        }
        (_, Number::SomeUnknown) => one(count, Measure::SeriouslyInjured, Reading::Possible),
        _ => None,
    }
}
