//! 依据: for every grade, scope and clock the rule, its basis, its origin, its clause and where that was read.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::deadline::Deadline;
use crate::grade::Grading;
use crate::pack::{Packs, Source};
use crate::scope::ScopeStep;

/// What something rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// What is explained: 现等级 一般, 报省, 系统报送首报.
    pub what: String,
    /// Id of the rule, table or row.
    pub rule: String,
    /// 规定, 上级要求 or 内控; none for a grade or a scope.
    pub basis: Option<String>,
    /// What a clock runs from; none for a grade or a scope.
    pub origin: Option<String>,
    /// Why, in words.
    pub why: String,
    /// The clause's words.
    pub text: String,
    /// The clause.
    pub cite: String,
    /// Title of the document, and where it can be read; empty where the bureau's own word is all there is.
    pub source: String,
    /// Whether that document was read.
    pub verified: bool,
}

/// Everything that follows from the rules, each with what it rests on.
#[must_use]
pub fn explain(packs: &Packs, grading: &Grading, scope: &[ScopeStep], deadlines: &[Deadline]) -> Vec<Explanation> {
    let mut all = grades(packs, grading);
    all.extend(scope.iter().map(|step| of_scope(packs, step)));
    let mut seen = BTreeSet::new();
    all.extend(deadlines.iter().filter(|one| seen.insert(one.rule.clone())).map(|one| of_clock(packs, one)));
    all
}

fn grades(packs: &Packs, grading: &Grading) -> Vec<Explanation> {
    let graded = [("现等级", &grading.confirmed), ("初判（就高）", &grading.possible)];
    let mut all: Vec<Explanation> = graded
        .into_iter()
        .filter_map(|(word, reason)| reason.as_ref().map(|reason| (word, reason)))
        .map(|(word, reason)| {
            let table = packs.grade_table(&reason.table);
            Explanation {
                what: format!("{word} {}", reason.grade),
                rule: table.map_or_else(|| "judged".to_owned(), |table| table.id.clone()),
                basis: None,
                origin: None,
                why: reason.why.clone(),
                text: table.map(|table| table.title.clone()).unwrap_or_default(),
                cite: reason.cite.clone(),
                source: source(packs, table.map_or("", |table| table.source.as_str())),
                verified: reason.verified,
            }
        })
        .collect();
    all.extend(grading.near_miss.as_ref().map(|near_miss| {
        let row = packs.near_misses().iter().find(|row| row.id == near_miss.rule);
        Explanation {
            what: "较大涉险事故".to_owned(),
            rule: near_miss.rule.clone(),
            basis: None,
            origin: None,
            why: near_miss.why.clone(),
            text: row.map(|row| row.words.clone()).unwrap_or_default(),
            cite: near_miss.cite.clone(),
            source: source(packs, row.map_or("", |row| row.source.as_str())),
            verified: near_miss.verified,
        }
    }));
    all
}

fn of_scope(packs: &Packs, step: &ScopeStep) -> Explanation {
    let row = packs.scope_rows().iter().find(|row| row.id == step.rule);
    Explanation {
        what: step.word.clone(),
        rule: step.rule.clone(),
        basis: None,
        origin: None,
        why: "报送范围研判".to_owned(),
        text: step.text.clone(),
        cite: step.cite.clone(),
        source: source(packs, row.map_or("", |row| row.source.as_str())),
        verified: step.verified,
    }
}

fn of_clock(packs: &Packs, deadline: &Deadline) -> Explanation {
    let rule = packs.rule(&deadline.rule);
    Explanation {
        what: deadline.what.clone(),
        rule: deadline.rule.clone(),
        basis: Some(deadline.basis.word().to_owned()),
        origin: Some(deadline.origin.word().to_owned()),
        why: deadline.why.clone(),
        text: rule.map(|rule| rule.text.clone()).unwrap_or_default(),
        cite: deadline.cite.clone(),
        source: source(packs, rule.map_or("", |rule| rule.source.as_str())),
        verified: deadline.verified,
    }
}

fn source(packs: &Packs, key: &str) -> String {
    packs.source(key).map(|Source { title, at, .. }| format!("{title}（{at}）")).unwrap_or_default()
}
