//! 适用条件: closed predicates joined by "and", any of the kinds listed in one; there is no expression language.

use serde::{Deserialize, Serialize};

use crate::change::ChangeKind;
use crate::directive::Demand;
use crate::facts::{Facts, Jurisdiction};
use crate::grade::{Grade, Grading};
use crate::harm::Reading;
use crate::pack::{Class, EventKind, Packs, Threshold};
use crate::report::Stage;
use crate::unit::Level;

/// When a rule, a recipient or a line of the scope holds: every predicate given must hold; none given: always.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// Ids of kinds of event, any of them.
    pub kinds: Vec<String>,
    /// Families of kinds, any of them: `fire`, `production`.
    pub families: Vec<String>,
    /// 四大类, any of them.
    pub classes: Vec<Class>,
    /// 初判（就高） at least so grave.
    pub grade_at_least: Option<Grade>,
    /// Stage of the report that is meant.
    pub stage: Option<Stage>,
    /// Level of our unit.
    pub level: Option<Level>,
    /// Whether any of the six 敏感 ticks is set.
    pub sensitive: Option<bool>,
    /// Whether it is a 较大涉险事故.
    pub near_miss: Option<bool>,
    /// Id of a sign that is ticked.
    pub sign: Option<String>,
    /// Harm that has been reached, as it may be.
    pub harm: Option<Threshold>,
    /// 属地
    pub jurisdiction: Option<Jurisdiction>,
    /// For clocks from 变化知悉: which change.
    pub change: Option<ChangeKind>,
    /// For clocks from 指令收到: what is asked.
    pub demand: Option<Demand>,
    /// 越级上报: whether a superior farther than the direct one was told by phone before the direct one was.
    pub level_skipped: Option<bool>,
}

/// What predicates are asked about.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    packs: &'a Packs,
    facts: &'a Facts,
    event: Option<&'a EventKind>,
    /// 初判（就高）
    pub grade: Option<Grade>,
    near_miss: bool,
    /// Level of our unit.
    pub level: Level,
}

impl<'a> Situation<'a> {
    /// The situation that facts make for a unit of that level.
    #[must_use]
    pub fn new(packs: &'a Packs, facts: &'a Facts, grading: &Grading, level: Level) -> Self {
        Self {
            packs,
            facts,
            event: facts.kind.as_deref().and_then(|kind| packs.event(kind)),
            grade: grading.possible.as_ref().map(|reason| reason.grade),
            near_miss: grading.near_miss.is_some(),
            level,
        }
    }

    /// Whether any of the six 敏感 ticks is set.
    #[must_use]
    pub fn is_sensitive(&self) -> bool {
        self.facts.is_sensitive()
    }

    /// The same with another grade.
    #[must_use]
    pub const fn graded(self, grade: Option<Grade>) -> Self {
        Self { grade, ..self }
    }
}

impl When {
    /// Whether every predicate given holds. Stage, change, demand and 越级 are asked of a clock, not of a situation.
    #[must_use]
    pub fn holds(&self, situation: &Situation<'_>) -> bool {
        // Named one by one, so that a predicate more cannot hold always because nobody asked it.
        let Self {
            kinds,
            families,
            classes,
            grade_at_least,
            level,
            sensitive,
            near_miss,
            sign,
            jurisdiction,
            harm,
            stage: _,
            change: _,
            demand: _,
            level_skipped: _,
        } = self;
        let Situation { packs, facts, event, .. } = *situation;
        let of_event = |named: bool, holds: &dyn Fn(&EventKind) -> bool| !named || event.is_some_and(holds);
        of_event(!kinds.is_empty(), &|event| kinds.contains(&event.id))
            && of_event(!families.is_empty(), &|event| families.contains(&event.family))
            && of_event(!classes.is_empty(), &|event| classes.contains(&event.class))
            && grade_at_least.is_none_or(|least| situation.grade >= Some(least))
            && level.is_none_or(|level| level == situation.level)
            && sensitive.is_none_or(|sensitive| sensitive == facts.is_sensitive())
            && near_miss.is_none_or(|near_miss| near_miss == situation.near_miss)
            && sign.as_ref().is_none_or(|sign| facts.signs.contains(sign))
            && jurisdiction.is_none_or(|jurisdiction| jurisdiction == facts.jurisdiction)
            && harm.as_ref().is_none_or(|harm| harm.reached(packs, facts, Reading::Possible).is_some())
    }
}
