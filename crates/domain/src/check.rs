//! `zhiban check`: facts in a file to grade, clocks, gaps and letter. What a desk computes, without a desk.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::agreement::{self, Disagreement};
use crate::change::Change;
use crate::contact::{CallOut, Purpose, Reached};
use crate::deadline::{self, ClockFacts, Deadline, OnRecord};
use crate::duty_done::DutyDone;
use crate::explanation::{Explanation, explain};
use crate::extension::Extension;
use crate::facts::Facts;
use crate::form::{self, FieldError, Gap};
use crate::grade::Grading;
use crate::grade_history::GradeHistory;
use crate::grading;
use crate::incident_end::IncidentOutcome;
use crate::letter::{self, Before, LetterFacts};
use crate::pack::Packs;
use crate::report::{Stage, SystemOfRecord};
use crate::rule::Situation;
use crate::scope::{ScopeStep, scope};
use crate::timeline::{Segment, segments};
use crate::unit::{Level, Unit, UnitCode};

/// The file that `zhiban check` reads: the facts of one incident and its times. All times are RFC 3339 with an offset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "CheckFile")]
pub struct CheckFile {
    /// Our unit; without it the sample county.
    #[serde(default = "sample_county")]
    pub unit: Unit,
    /// 首次接报: when the room first knew.
    pub received_at: Moment,
    /// 首次电话报告: when the room first reported to a superior.
    #[serde(default)]
    pub reported_at: Option<Moment>,
    /// To whom that was; without it the first superior in the packs.
    #[serde(default)]
    pub reported_to: Option<String>,
    /// When the system of record had the first report.
    #[serde(default)]
    pub entered_at: Option<Moment>,
    /// Later reports that the system of record has.
    #[serde(default)]
    pub later_reports: Vec<LaterReport>,
    /// When recipients of the packs were first told by phone, by id.
    #[serde(default)]
    pub told: BTreeMap<String, Moment>,
    /// Which grade 初判 had from when on; without it the grade was known from the start.
    #[serde(default)]
    pub grades: GradeHistory,
    /// What changed after a report had gone.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Duties ticked as done.
    #[serde(default)]
    pub done: Vec<DutyDone>,
    /// More time that superiors granted.
    #[serde(default)]
    pub extensions: Vec<Extension>,
    /// How and when the incident ended.
    #[serde(default)]
    pub ended: Option<CheckEnd>,
    /// The time at which clocks are read; without it the time of the command.
    #[serde(default)]
    pub now: Option<Moment>,
    /// 主通道, whose record `entered_at` is.
    #[serde(default)]
    pub system_of_record: SystemOfRecord,
    /// Of which stage the letter is.
    #[serde(default)]
    pub stage: Stage,
    /// Its place among the reports of its stage, from 1; 0 where it is not counted.
    #[serde(default)]
    pub nth: u32,
    /// The report that it follows.
    #[serde(default)]
    pub before: Option<ReportBefore>,
    /// As of when a later report speaks, where no count says so; without it `now`.
    #[serde(default)]
    pub as_of: Option<Moment>,
    /// The facts.
    pub facts: Facts,
    /// A letter edited by hand, to be compared with the facts; without it the composed one is.
    #[serde(default)]
    pub title: Option<String>,
    /// Its body.
    #[serde(default)]
    pub body: Option<String>,
}

/// A report after the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LaterReport {
    /// When the system of record had it.
    pub at: Moment,
    /// 续报 or 终报.
    pub stage: Stage,
}

/// The report that a later one follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBefore {
    /// 首报, 续报一
    pub stage: String,
    /// 〔2026〕第018期
    #[serde(default)]
    pub number: String,
    /// When it was submitted.
    pub at: Moment,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Its body.
    #[serde(default)]
    pub body: String,
    /// The facts that it carried.
    pub facts: Facts,
}

impl ReportBefore {
    fn letter(&self) -> Before<'_> {
        let Self { stage, number, at, title, body, facts } = self;
        Before { stage, number, at: *at, title, body, facts }
    }
}

/// How and when an incident ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckEnd {
    /// How.
    pub outcome: IncidentOutcome,
    /// When.
    pub at: Moment,
}

/// What follows from a [`CheckFile`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckOutcome {
    /// 现等级 and 初判（就高）.
    pub grading: Grading,
    /// 报送范围, the farthest first; none: 本级掌握.
    pub scope: Vec<ScopeStep>,
    /// Clocks, nearest first.
    pub deadlines: Vec<Deadline>,
    /// 发生→接报, 接报→电话报告, 电话→书面.
    pub segments: Vec<Segment>,
    /// What a follow-up will ask for.
    pub gaps: Vec<Gap>,
    /// Those of the five that are not there.
    pub missing: Vec<Gap>,
    /// The composed title.
    pub title: String,
    /// The composed body.
    pub body: String,
    /// Where the letter (edited, or composed) and the facts differ.
    pub disagreements: Vec<Disagreement>,
    /// Numbers and times that cannot all be right.
    pub errors: Vec<FieldError>,
}

/// A made-up county, for files and demonstrations that name no unit.
#[must_use]
pub fn sample_county() -> Unit {
    Unit {
        code: UnitCode("sample-county".to_owned()),
        name: "样例县应急管理局".to_owned(),
        level: Level::County,
        divisions: ["样例省", "样例市", "样例县"].map(str::to_owned).to_vec(),
        parent: Some(UnitCode("sample-city".to_owned())),
        sample: true,
    }
}

/// Computes everything that follows from a file. `now` is used where the file gives none.
#[must_use]
pub fn check(packs: &Packs, file: &CheckFile, now: Moment) -> CheckOutcome {
    let (facts, not_adopted) = form::understood(&file.facts);
    let facts = &facts;
    let grading = grading::grade(packs, facts);
    let situation = Situation::new(packs, facts, &grading, file.unit.level);
    let superior = || packs.superior_for(&situation).map(|one| one.name.clone());
    let reported_to = file.reported_to.clone().or_else(superior).unwrap_or_else(|| "上一级".to_owned());
    let first = file.entered_at.map(|at| OnRecord::at(at, Stage::First));
    let later = file.later_reports.iter().map(|report| OnRecord::at(report.at, report.stage));
    let clocks = ClockFacts {
        facts: facts.clone(),
        first_reported: file.reported_at,
        first_reported_to: file.reported_at.map(|_| reported_to.clone()),
        told: file.told.clone(),
        on_record: first.into_iter().chain(later).collect(),
        grading: grading.clone(),
        grades: file.grades.clone(),
        changes: file.changes.clone(),
        done: file.done.clone(),
        extensions: file.extensions.clone(),
        ended: file.ended.map(|end| (end.outcome, end.at)),
        ..ClockFacts::new(file.received_at, file.unit.level)
    };
    let calls = told_by_phone(packs, &file.told);
    let letter = LetterFacts {
        unit: &file.unit,
        facts,
        first_received: file.received_at,
        caller: facts.source.known(),
        by_phone: true,
        calls: calls.iter().collect(),
        first_reported: file.reported_at.map(|at| (at, reported_to.as_str())),
        stage: file.stage,
        nth: file.nth,
        before: file.before.as_ref().map(|before| before.letter()),
        as_of: file.as_of.or(file.now).unwrap_or(now),
    };
    let composed = letter::compose(packs, &letter);
    let title = file.title.as_deref().unwrap_or(&composed.title);
    let body = file.body.as_deref().unwrap_or(&composed.body);
    CheckOutcome {
        scope: scope(packs, &situation),
        deadlines: deadline::deadlines(packs, &clocks, file.now.unwrap_or(now)),
        segments: segments(&clocks, None),
        gaps: form::gaps(packs, facts, file.stage, false),
        missing: form::missing(packs, facts, false),
        disagreements: agreement::disagreements(packs, &letter, title, body),
        errors: not_adopted
            .into_iter()
            .chain(form::examine(packs, facts, file.received_at))
            .chain(form::unverified(facts, file.stage))
            .collect(),
        title: composed.title,
        body: composed.body,
        grading,
    }
}

/// The calls out that a file's times stand for.
fn told_by_phone(packs: &Packs, told: &BTreeMap<String, Moment>) -> Vec<CallOut> {
    let call = |(id, at): (&String, &Moment)| {
        let recipient = packs.recipient(id)?;
        Some(CallOut {
            recipient: Some(id.clone()),
            name: recipient.name.clone(),
            superior: recipient.superior,
            purpose: Purpose::Report,
            at: *at,
            reached: Reached::Answered,
            taken_by: String::new(),
            words: String::new(),
            recording: String::new(),
        })
    };
    let mut calls: Vec<CallOut> = told.iter().filter_map(call).collect();
    calls.sort_by_key(|call| call.at);
    calls
}

impl CheckOutcome {
    /// For every grade, scope and clock what it rests on.
    #[must_use]
    pub fn explained(&self, packs: &Packs) -> Vec<Explanation> {
        explain(packs, &self.grading, &self.scope, &self.deadlines)
    }
}
