//! 等级研判: numbers through the pack's table. 就高, but unknown alone never raises (practice 3.5).

use crate::count::{Count, Number};
use crate::facts::Facts;
use crate::grade::{Grade, GradeReason, Grading};
use crate::pack::{GradeTable, GradedBy, Packs};

/// A number to be looked up, and how it came about.
struct Harm {
    of: GradedBy,
    number: u32,
    words: String,
}

/// 现等级 and 初判（就高） by the table of the event's kind (DESIGN §3; practice 3.5).
///
/// Confirmed: numbers stated in the adopted count. Possible: known missing and trapped counted as deaths, 重伤 not
/// known bounded by 受伤, the officer's word, which only raises.
#[must_use]
pub fn grade(packs: &Packs, facts: &Facts) -> Grading {
    let table = facts
        .kind
        .as_deref()
        .and_then(|kind| packs.event(kind))
        .and_then(|event| event.graded_by.as_deref())
        .and_then(|id| packs.grade_table(id));
    let (confirmed, computed) = table.map_or((None, None), |table| {
        let loss = facts.loss_wan.map(loss);
        let confirmed = facts.adopted().map(confirmed).unwrap_or_default();
        let possible = facts.adopted().map(possible).unwrap_or_default();
        (highest(table, confirmed.iter().chain(&loss)), highest(table, possible.iter().chain(&confirmed).chain(&loss)))
    });
    let judged = facts.judged.filter(|grade| computed.as_ref().is_none_or(|found| *grade > found.grade));
    let possible = judged.map(by_word).or(computed);
    Grading { confirmed, possible }
}

fn by_word(grade: Grade) -> GradeReason {
    GradeReason {
        grade, why: format!("值班员初判为{grade}"), cite: "值班员研判（就高）".to_owned(), verified: true
    }
}

fn loss(wan: u32) -> Harm {
    Harm { of: GradedBy::LossWan, number: wan, words: format!("初步估计直接损失{wan}万元") }
}

fn confirmed(count: &Count) -> Vec<Harm> {
    let stated = [(GradedBy::Deaths, count.deaths), (GradedBy::SeriouslyInjured, count.seriously_injured)];
    let harm = |(of, number): (GradedBy, Number)| {
        let number = number.known()?;
        Some(Harm { of, number, words: format!("{}{number}{}", of.word(), of.unit()) })
    };
    stated.into_iter().filter_map(harm).collect()
}

/// The harm that may be, from what is known: bounds, never a guess at an unknown.
fn possible(count: &Count) -> Vec<Harm> {
    let mut harms = Vec::new();
    let lost = [("死亡", count.deaths), ("失联", count.missing), ("被困", count.trapped)];
    let (number, words) = lost.into_iter().fold((0_u32, Vec::new()), |(sum, mut words), (word, number)| {
        let at_least = match number {
            Number::Known(n) => n,
            Number::SomeUnknown => 1,
            Number::NotAsked | Number::WhetherUnknown => 0,
        };
        match number {
            Number::Known(n) if n > 0 => words.push(format!("{word}{n}人")),
            Number::SomeUnknown => words.push(format!("有人员{word}、至少1人")),
            _ => {}
        }
        (sum.saturating_add(at_least), words)
    });
    if number > 0 {
        let plain = count.missing.known().unwrap_or(0) == 0 && count.trapped.known().unwrap_or(0) == 0;
        let sum = if plain && words.len() == 1 { String::new() } else { format!("，就高按{number}人计") };
        harms.push(Harm { of: GradedBy::Deaths, number, words: words.join("、") + &sum });
    }
    match (count.injured, count.seriously_injured) {
        (_, Number::Known(_)) => {}
        (Number::Known(injured), _) if injured > 0 => harms.push(Harm {
            of: GradedBy::SeriouslyInjured,
            number: injured,
            words: format!("受伤{injured}人含重伤待核，至多{injured}人重伤"),
        }),
        (_, Number::SomeUnknown) => {
            harms.push(Harm {
                of: GradedBy::SeriouslyInjured, number: 1, words: "有人员重伤、至少1人".to_owned()
            })
        }
        _ => {}
    }
    harms
}

/// 就高: any one criterion is enough, the gravest counts; among equals the first, so the order decides nothing else.
fn highest<'h>(table: &GradeTable, harms: impl Iterator<Item = &'h Harm>) -> Option<GradeReason> {
    let mut gravest: Option<GradeReason> = None;
    for harm in harms {
        let Some(band) = table.scales.iter().find(|scale| scale.of == harm.of).and_then(|s| s.band(harm.number)) else {
            continue;
        };
        if gravest.as_ref().is_none_or(|known| band.grade > known.grade) {
            gravest = Some(GradeReason {
                grade: band.grade,
                why: format!("{}，符合“{}”", harm.words, band.words),
                cite: table.cite.clone(),
                verified: table.verified,
            });
        }
    }
    gravest
}
