//! 纸质（传真）: head and tail round the same text. The sheet names who signed, who is on duty and when; the system's
//! body never does (practice §4, two outputs).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Letter;
use crate::Moment;
use crate::beijing;
use crate::grade::Grade;
use crate::pack::{PaperLayout, PaperSheetLayout};
use crate::report::Stage;
use crate::rule::Situation;
use crate::unit::{Level, Unit};

/// What the sheets are made from beside the letter.
#[derive(Debug, Clone)]
pub struct PaperFacts<'a> {
    /// Our unit.
    pub unit: &'a Unit,
    /// 〔2026〕第018期; none before a number was given.
    pub number: Option<&'a str>,
    /// Which report of that number it is.
    pub stage: Stage,
    /// Its place among those of its stage, from 1.
    pub nth: u32,
    /// What its urgency and its addressees are judged by.
    pub situation: Situation<'a>,
    /// 签发: ×××（电话）; 授权先报（待补签）; empty: not signed yet.
    pub signed: &'a str,
    /// 审核; empty, as whatever else of the tail: not known, and not named.
    pub checked_by: &'a str,
    /// 值班员
    pub duty_officer: &'a str,
    /// 联系电话
    pub phone: &'a str,
    /// When it was submitted, or now; UTC.
    pub at: Moment,
}

/// One sheet, line by line; an empty line is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaperSheet {
    /// Id in the pack.
    pub id: String,
    /// 主送
    pub to: String,
    /// 抄送
    pub copies: String,
    /// Title with as much of 省市县 as its reader needs.
    pub title: String,
    /// Body, paragraphs joined by line feeds.
    pub body: String,
    /// The whole sheet as plain text, as it is printed.
    pub text: String,
}

/// What all sheets of a report share, and the sheets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Paper {
    /// 突发事件信息专报
    pub masthead: String,
    /// 〔2026〕第018期（续报三）　特急　内部资料 注意保存: what there is of it.
    pub head: String,
    /// 署名
    pub unit: String,
    /// 2026年5月12日18时32分
    pub date: String,
    /// 签发：×××（电话）　审核：×××　值班员：×××　联系电话：…: what there is of it.
    pub tail: String,
    /// One an addressee.
    pub sheets: Vec<PaperSheet>,
}

/// The sheets of a letter.
#[must_use]
pub fn papers(layout: &PaperLayout, letter: &Letter, facts: &PaperFacts<'_>) -> Paper {
    let mut paper = Paper {
        masthead: layout.masthead.clone(),
        head: head(layout, facts),
        unit: facts.unit.name.clone(),
        date: beijing::full(facts.at),
        tail: tail(facts),
        sheets: Vec::new(),
    };
    let due = layout.sheets.iter().filter(|sheet| sheet.when.holds(&facts.situation));
    let sheets = due.map(|sheet| of(sheet, letter, facts.unit));
    paper.sheets = sheets.map(|sheet| PaperSheet { text: paper.text(&sheet), ..sheet }).collect();
    paper
}

/// A later report keeps the number of the first and says which one it is: 〔2026〕第018期（续报三）.
fn head(layout: &PaperLayout, facts: &PaperFacts<'_>) -> String {
    let number = facts.number.map(|number| match facts.stage {
        Stage::First => number.to_owned(),
        stage => format!("{number}（{}）", stage.word_of(facts.nth)),
    });
    let parts = [number.as_deref().unwrap_or_default(), urgency(layout, facts), &layout.mark];
    parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("　")
}

fn urgency(layout: &PaperLayout, facts: &PaperFacts<'_>) -> &'static str {
    let from = |least: Grade| facts.situation.grade >= Some(least);
    if from(layout.very_urgent_from) {
        "特急"
    } else if from(layout.urgent_from) || facts.situation.is_sensitive() {
        "加急"
    } else {
        "平急"
    }
}

fn tail(facts: &PaperFacts<'_>) -> String {
    let parts =
        [("签发", facts.signed), ("审核", facts.checked_by), ("值班员", facts.duty_officer), ("联系电话", facts.phone)];
    let known = parts.into_iter().filter(|(_, text)| !text.is_empty());
    known.map(|(label, text)| format!("{label}：{text}")).collect::<Vec<_>>().join("　")
}

fn of(sheet: &PaperSheetLayout, letter: &Letter, unit: &Unit) -> PaperSheet {
    // A 直辖市 has one division less above its 区.
    let levels: usize = match unit.level {
        Level::County => 3,
        Level::City => 2,
        Level::Province | Level::Nation => 1,
    };
    let skipped = levels.saturating_sub(unit.divisions.len());
    let without = usize::try_from(sheet.without_divisions).unwrap_or(0).saturating_sub(skipped);
    let known = unit.divisions.iter().take(without);
    let left_out: String = known.map(String::as_str).collect();
    let below = |text: &str| if left_out.is_empty() { text.to_owned() } else { text.replacen(&left_out, "", 1) };
    PaperSheet {
        id: sheet.id.clone(),
        to: sheet.to.clone(),
        copies: sheet.copies.join("、"),
        title: below(&letter.title),
        body: below(&letter.body),
        text: String::new(),
    }
}

impl Paper {
    fn text(&self, sheet: &PaperSheet) -> String {
        let head = [self.masthead.clone(), self.head.clone(), sheet.title.clone(), format!("{}：", sheet.to)];
        let body = sheet.body.lines().map(|line| format!("　　{line}"));
        let copies = if sheet.copies.is_empty() { String::new() } else { format!("抄送：{}", sheet.copies) };
        let foot = [self.unit.clone(), self.date.clone(), copies, self.tail.clone()];
        let lines = head.into_iter().chain(body).chain(foot).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }
}
