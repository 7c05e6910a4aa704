//! 平衡: numbers and times that cannot all be right. Said at the field; never a reason not to report.

use super::FieldError;
use crate::Moment;
use crate::beijing;
use crate::count::{Count, Measure, Number};
use crate::facts::{Facts, Precision};
use crate::pack::{Class, Packs};
use crate::process;
use crate::severity::Severity;
use crate::township::{ColumnSum, sums, unit_of};

/// Beyond this many people a cell is more likely a slip than a count.
const UNLIKELY: u32 = 1_000;
/// The same for people moved out.
const UNLIKELY_EVACUATED: u32 = 50_000;

/// All remarks on facts as they stand; `reference` is the pick-up time.
pub(super) fn remarks(packs: &Packs, facts: &Facts, reference: Moment) -> Vec<FieldError> {
    let class = facts.class(packs);
    let mut remarks = Vec::new();
    remarks.extend(kind(packs, facts));
    remarks.extend(occurred(facts, reference));
    for (index, count) in facts.counts.iter().enumerate() {
        remarks.extend(row(index, count, facts, class));
        remarks.extend(head_count(index, count, class));
    }
    remarks.extend(townships(packs, facts));
    remarks.extend(process::remarks(packs, facts));
    remarks.extend(adopted_twice(facts));
    remarks.extend(disagreement(facts, class));
    remarks
}

fn remark(field: impl Into<String>, severity: Severity, message: impl Into<String>) -> FieldError {
    FieldError { field: field.into(), message: message.into(), severity }
}

fn kind(packs: &Packs, facts: &Facts) -> Option<FieldError> {
    let id = facts.kind.as_deref()?;
    let unknown = packs.event(id).is_none();
    unknown.then(|| remark("kind", Severity::Error, "规则包里没有这个类型，请重新选择"))
}

fn occurred(facts: &Facts, reference: Moment) -> Option<FieldError> {
    let occurred = facts.occurred?;
    let tolerance = match occurred.precision {
        Precision::Minute => 0,
        Precision::About => 15,
        Precision::Hour | Precision::Part | Precision::Day => 60,
    };
    let late = occurred.at.signed_duration_since(reference).num_minutes();
    let message = || {
        let (occurred, received) = (beijing::phrase(occurred), beijing::day_and_minute(reference));
        format!("发生时间（{occurred}）晚于首次接报（{received}），请核对")
    };
    (late > tolerance).then(|| remark("occurred", Severity::Error, message()))
}

fn row(index: usize, count: &Count, facts: &Facts, class: Option<Class>) -> Vec<FieldError> {
    let cell = |measure: Measure| format!("counts.{index}.{}", measure.key());
    let mut remarks = Vec::new();
    if let (Some(injured), Some(serious)) = (count.injured.known(), count.seriously_injured.known())
        && serious > injured
    {
        let message = format!("重伤{serious}人多于受伤{injured}人，受伤包括重伤，请核对");
        remarks.push(remark(cell(Measure::SeriouslyInjured), Severity::Error, message));
    }
    if count.injured == Number::Known(0) && count.seriously_injured == Number::SomeUnknown {
        let message = "受伤填了无，重伤又填了有，请核对";
        remarks.push(remark(cell(Measure::SeriouslyInjured), Severity::Error, message));
    }
    for measure in Measure::ALL {
        let bound = if measure == Measure::Evacuated { UNLIKELY_EVACUATED } else { UNLIKELY };
        if let Some(n) = count.of(measure).known().filter(|n| *n > bound) {
            let message = format!("{}{n}人，数字很大，请核对", measure.word_in(class));
            remarks.push(remark(cell(measure), Severity::Warning, message));
        }
    }
    let exact = facts.occurred.filter(|occurred| occurred.precision == Precision::Minute);
    if let (Some(as_of), Some(occurred)) = (count.as_of, exact)
        && as_of < occurred.at
    {
        let message = format!("{}早于发生时间，请核对", beijing::day_and_minute(as_of));
        remarks.push(remark(format!("counts.{index}.as_of"), Severity::Warning, message));
    }
    remarks
}

/// 在场 = 撤离 + 获救 + 失联 + 被困 + 死亡, where the dead may be among those rescued; 受伤 = 重伤 + 轻伤.
fn head_count(index: usize, count: &Count, class: Option<Class>) -> Vec<FieldError> {
    let cell = |measure: Measure| format!("counts.{index}.{}", measure.key());
    let exact = |measure: Measure| match count.of(measure) {
        Number::Known(n) => Some(n),
        _ => None,
    };
    let mut remarks = Vec::new();
    if let (Some(injured), Some(serious), Some(light)) =
        (exact(Measure::Injured), exact(Measure::SeriouslyInjured), exact(Measure::LightlyInjured))
        && injured != serious.saturating_add(light)
    {
        let message = format!("重伤{serious}人、轻伤{light}人，与受伤{injured}人合计不平，请核对");
        remarks.push(remark(cell(Measure::Injured), Severity::Error, message));
    }
    let Some(present) = exact(Measure::Present) else { return remarks };
    let parts = [Measure::Withdrawn, Measure::Rescued, Measure::Missing, Measure::Trapped];
    let stated: Vec<(Measure, u32)> = parts.into_iter().filter_map(|part| Some((part, exact(part)?))).collect();
    let sum = stated.iter().fold(0_u32, |sum, (_, n)| sum.saturating_add(*n));
    let deaths = exact(Measure::Deaths).unwrap_or(0);
    let open = parts
        .into_iter()
        .any(|part| matches!(count.of(part), Number::SomeUnknown | Number::WhetherUnknown | Number::Over(_)));
    let asked = stated.iter().any(|(part, _)| matches!(part, Measure::Withdrawn | Measure::Rescued));
    let too_few = asked && !open && sum.saturating_add(deaths) < present;
    if sum > present || too_few {
        let parts: Vec<String> = stated.iter().map(|(part, n)| format!("{}{n}人", part.word_in(class))).collect();
        let dead = if deaths > 0 { format!("、死亡{deaths}人") } else { String::new() };
        let message = format!("现场共有{present}人，{}{dead}，合计不平，请核对", parts.join("、"));
        remarks.push(remark(cell(Measure::Present), Severity::Error, message));
    }
    remarks
}

/// 分乡镇 must add up to the whole.
fn townships(packs: &Packs, facts: &Facts) -> Vec<FieldError> {
    let unlike = |column: ColumnSum| {
        let ColumnSum { of, label, sum, whole, .. } = column;
        let (sum, unit) = (sum?, unit_of(packs, &of));
        let (severity, message) = match whole {
            Some(whole) if whole == sum => return None,
            Some(whole) => {
                let message = format!("分乡镇{label}合计{sum}{unit}，总数是{whole}{unit}，合计不平，请核对");
                (Severity::Error, message)
            }
            None => (Severity::Warning, format!("分乡镇{label}合计{sum}{unit}，总数还没有填，请填上")),
        };
        Some(remark(format!("townships.{of}"), severity, message))
    };
    sums(packs.form(), facts).into_iter().filter_map(unlike).collect()
}

fn adopted_twice(facts: &Facts) -> Option<FieldError> {
    let adopted = facts.counts.iter().filter(|count| count.adopted).count();
    (adopted > 1).then(|| remark("counts", Severity::Error, "采用了不止一行，只能采用一行，请取消其余"))
}

/// 口径不一: two informants, two numbers. The letter names its source; a follow-up takes it up (practice 2.3).
fn disagreement(facts: &Facts, class: Option<Class>) -> Option<FieldError> {
    let adopted = facts.adopted()?;
    let differs = |other: &Count, measure: Measure| {
        let (ours, theirs) = (adopted.of(measure).known()?, other.of(measure).known()?);
        let (source, word) = (&other.source, measure.word_in(class));
        (ours != theirs).then(|| format!("{source}称{word}{theirs}人，采用的是{ours}人"))
    };
    let others = facts.counts.iter().filter(|count| !count.adopted);
    let said: Vec<String> =
        others.flat_map(|other| Measure::ALL.into_iter().filter_map(|m| differs(other, m))).collect();
    let message = || format!("口径不一：{}。可先报，续报核实", said.join("；"));
    (!said.is_empty()).then(|| remark("counts", Severity::Warning, message()))
}
