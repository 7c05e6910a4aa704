//! 等级研判: facts through the tables of their kind. 就高, but unknown alone never raises (practice 3.5).

use crate::facts::Facts;
use crate::grade::{Grade, GradeReason, Grading, NearMiss};
use crate::harm::{Harm, Reading};
use crate::pack::{Class, Criterion, EventKind, GradeTable, Packs};

/// 现等级 and 初判（就高） by the tables of the event's kind (DESIGN §3; practice 3.5), and whether it is a 较大涉险事故.
///
/// Confirmed: numbers stated in the adopted count, figures and signs. Possible: known missing and trapped counted as
/// deaths, 重伤 not known bounded by 受伤, the officer's word, which only raises.
#[must_use]
pub fn grade(packs: &Packs, facts: &Facts) -> Grading {
    let event = facts.kind.as_deref().and_then(|kind| packs.event(kind));
    let by_tables = |reading| {
        let tables = event.into_iter().flat_map(|event| packs.grade_tables_of(event));
        gravest(tables.filter_map(|table| by_table(packs, table, facts, reading)))
    };
    let confirmed = by_tables(Reading::Confirmed);
    let computed = gravest(by_tables(Reading::Possible).into_iter().chain(confirmed.clone()));
    let judged = facts.judged.filter(|grade| computed.as_ref().is_none_or(|found| *grade > found.grade));
    let possible = judged.map(by_word).or(computed);
    Grading { confirmed, possible, near_miss: event.and_then(|event| near_miss(packs, event, facts)) }
}

fn by_word(grade: Grade) -> GradeReason {
    GradeReason {
        grade,
        why: format!("值班员初判为{grade}"),
        cite: "值班员研判（就高）".to_owned(),
        verified: true,
        table: String::new(),
    }
}

/// 就高: any one criterion is enough, the gravest counts; among equals the first, so the order decides nothing else.
fn gravest(reasons: impl Iterator<Item = GradeReason>) -> Option<GradeReason> {
    reasons.fold(None, |gravest: Option<GradeReason>, reason| match gravest {
        Some(known) if known.grade >= reason.grade => Some(known),
        _ => Some(reason),
    })
}

fn by_table(packs: &Packs, table: &GradeTable, facts: &Facts, reading: Reading) -> Option<GradeReason> {
    let reason = |grade: Grade, words: &str, clause: &str, verified: Option<bool>| {
        let name = table.name(grade).map(|name| format!("，为{name}")).unwrap_or_default();
        GradeReason {
            grade,
            why: format!("{words}，符合“{clause}”{name}"),
            cite: table.cite.clone(),
            verified: verified.unwrap_or(table.verified),
            table: table.id.clone(),
        }
    };
    let scales = table.scales.iter().filter(|scale| scale.given.iter().all(|sign| facts.signs.contains(sign)));
    let by_scale = scales.filter_map(|scale| {
        let harm = Harm::of(packs, facts, &scale.of, reading)?;
        let band = scale.band(harm.number)?;
        Some(reason(band.grade, &harm.words, &band.words, band.verified))
    });
    let by_trigger = table.triggers.iter().filter_map(|trigger| {
        let words = Criterion::all_met(&trigger.all, packs, facts, reading)?;
        Some(reason(trigger.grade, &words, &trigger.words, trigger.verified))
    });
    gravest(by_scale.chain(by_trigger))
}

fn near_miss(packs: &Packs, event: &EventKind, facts: &Facts) -> Option<NearMiss> {
    let rules = packs.near_misses().iter().filter(|_| event.class == Class::Accident);
    let mut of_family = rules.filter(|rule| rule.families.is_empty() || rule.families.contains(&event.family));
    of_family.find_map(|rule| {
        let words = Criterion::all_met(&rule.all, packs, facts, Reading::Possible)?;
        Some(NearMiss {
            rule: rule.id.clone(),
            why: format!("{words}，符合“{}”", rule.words),
            cite: rule.cite.clone(),
            verified: rule.verified,
        })
    })
}
