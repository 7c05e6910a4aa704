//! 缺项: what is not known yet. The five decide whether a report may go; everything else can follow.

use super::{Gap, said};
use crate::count::{Measure, Number};
use crate::facts::{Facts, FlameOut, Stated};
use crate::pack::{Asked, CountColumn, FormField, Packs};
use crate::report::Stage;

/// Those of the five (时间 地点 类型 伤亡 来源) that are not there. 待核 is there; a place needs a name, and the name of
/// a firm is one.
/// `time_blank`: nothing was entered for the time of occurrence, not even 待核.
#[must_use]
pub fn missing(packs: &Packs, facts: &Facts, time_blank: bool) -> Vec<Gap> {
    let absent = |field: &&FormField| match field.id.as_str() {
        "kind" => facts.kind.is_none(),
        "occurred" => time_blank,
        "place" => [&facts.place, &facts.town, &facts.unit].into_iter().all(|stated| stated.known().is_none()),
        "source" => matches!(facts.source, Stated::NotAsked | Stated::NotApplicable),
        "counts" => facts.adopted().is_none_or(|count| count.is_silent()),
        _ => false,
    };
    packs.form().fields.iter().filter(|field| field.required).filter(absent).map(gap).collect()
}

/// What a report of this stage may have and does not: 可先报，N项待续报补. Whom to ask stands beside each.
#[must_use]
pub fn gaps(packs: &Packs, facts: &Facts, stage: Stage, time_blank: bool) -> Vec<Gap> {
    let missing = missing(packs, facts, time_blank);
    let form = packs.form();
    let asked = Asked::of(packs, facts.kind.as_deref().and_then(|kind| packs.event(kind)), stage);
    let mut gaps = Vec::new();
    let asked_for = |field: &&FormField| asked.fields.contains(&field.id);
    for field in form.fields.iter().filter(asked_for).filter(|field| !missing.iter().any(|gap| gap.field == field.id)) {
        if field.id == "counts" {
            gaps.extend(asked.counts.iter().filter(|column| uncounted(facts, column)).map(count_gap));
        } else if unknown(facts, field) {
            gaps.push(gap(field));
        }
    }
    gaps
}

fn gap(field: &FormField) -> Gap {
    Gap { field: field.id.clone(), label: field.label.clone(), ask: field.ask.clone() }
}

fn count_gap(column: &CountColumn) -> Gap {
    let field = format!("counts.{}", column.measure.key());
    Gap { field, label: column.label.clone(), ask: column.ask.clone() }
}

/// 待核 is a gap in every field; a field nobody was asked about only where the pack wants it followed up.
fn unknown(facts: &Facts, field: &FormField) -> bool {
    let stated = match field.id.as_str() {
        "occurred" => return facts.occurred.is_none() && field.gap,
        "loss_wan" => return facts.loss_wan.is_none() && field.gap,
        "response_ended" => return facts.response_ended.is_none() && field.gap,
        "flame_out" => return !matches!(facts.flame_out, Some(FlameOut::Out(_))) && field.gap,
        text => facts.text(text),
    };
    match stated {
        Some(Stated::Checking) => true,
        // Nobody is there yet: who came is asked again.
        Some(Stated::Known(text)) if field.id == "forces" => said::is_none(text),
        Some(Stated::NotAsked) => field.gap,
        Some(Stated::Known(_) | Stated::NotApplicable) | None => false,
    }
}

fn uncounted(facts: &Facts, column: &CountColumn) -> bool {
    let Some(count) = facts.adopted() else { return false };
    // Where nobody is injured nobody is seriously injured.
    if column.measure == Measure::SeriouslyInjured && count.injured == Number::Known(0) {
        return false;
    }
    match count.of(column.measure) {
        Number::Known(_) | Number::Over(_) => false,
        Number::NotAsked => column.gap,
        Number::WhetherUnknown | Number::SomeUnknown => true,
    }
}
