//! 上次的口径: what a later report still says of people although nobody was asked again, or does not say any more.

use super::FieldError;
use crate::count::Measure;
use crate::facts::Facts;
use crate::pack::Packs;
use crate::report::Stage;
use crate::severity::Severity;

/// The count is the one of the report before: whoever gave it may know more by now (practice 1.11, 调度).
pub(super) fn remark(stage: Stage, facts: &Facts, before: &Facts) -> Option<FieldError> {
    let (now, then) = (facts.adopted()?, before.adopted()?);
    let same = Measure::ALL.into_iter().all(|measure| now.of(measure) == then.of(measure));
    let asked = now.as_of.is_some_and(|at| then.as_of.is_none_or(|then| at > then));
    let stale = same && !asked && matches!(stage, Stage::FollowUp | Stage::Final);
    let whom = if now.source.trim().is_empty() { "现场" } else { now.source.trim() };
    let message = || format!("口径还是上次的，请先问一遍{whom}，没有变化的也填上反馈时间");
    stale.then(|| FieldError { field: "counts".to_owned(), message: message(), severity: Severity::Warning })
}

/// 上次报了死亡1人: a number that was reported does not go without a word.
pub(super) fn retracted(packs: &Packs, stage: Stage, facts: &Facts, before: &Facts) -> Option<FieldError> {
    let gone = facts.adopted()?.retracted(before.adopted()?, facts.class(packs)).filter(|_| stage != Stage::First)?;
    let message = format!("上次报了{gone}，这次采用的口径没有这个数，请先核实");
    Some(FieldError { field: "counts".to_owned(), message, severity: Severity::Warning })
}
