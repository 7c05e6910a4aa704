//! 过程留痕: what happened in one incident, in the order of its times and in neutral words. Time speaks: nothing here says
//! why somebody waited, how long a person took, or how they did (practice 2.5).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Moment;
use crate::beijing;
use crate::claim::claims;
use crate::deadline::ClockFacts;
use crate::entry::{Author, EntryId};
use crate::incident::Incident;
use crate::officer::{DESK, UNLISTED};
use crate::pack::Packs;
use crate::placed::{Placed, read};
use crate::unit::UnitCode;
use crate::unit_tree::UnitTree;

mod milestone;
mod proof;
mod segment;
mod signing;

pub use segment::{Segment, segments};

/// Entered so many minutes after it happened is 补记: normal when one person holds three phones (practice 2.21).
pub(crate) const WRITTEN_UP_MINUTES: i64 = 2;

/// What a timeline is made of.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The packs that judge the incident.
    pub packs: &'a Packs,
    /// Its fold.
    pub incident: &'a Incident,
    /// The entries of its subject that may be read, in the fold's order.
    pub entries: &'a [Placed],
    /// The unit that reads it.
    pub unit: &'a UnitCode,
    /// What its clocks are computed from.
    pub clocks: &'a ClockFacts,
    /// Names of officers by id.
    pub names: &'a BTreeMap<Uuid, String>,
    /// The unit among those it knows by name.
    pub units: &'a UnitTree,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Milestone {
    /// When it happened, as said; UTC.
    pub at: Moment,
    /// When it was entered, UTC.
    pub entered_at: Moment,
    /// What, in the program's own neutral words: 首次电话报告.
    pub words: String,
    /// What was typed of it: a name, a number, a reason. Quoted, never judged; empty where there is nothing.
    pub said: String,
    /// Who recorded it: 值班员甲, 值班岗位, 值班岗位（值班员甲认领）, 上级节点.
    pub by: String,
    /// Since when an upstream vouches for it, UTC; none: 仅本机.
    pub vouched_at: Option<Moment>,
    /// 补记（18:40录入）; empty where it was entered at once.
    pub written_up: String,
    /// 主要节点: in the short list.
    pub main: bool,
}

/// 过程留痕 of one incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Timeline {
    /// 18:14电话报告，18:37系统报送，用时23分（规定30分）
    pub proof: String,
    /// The clause that the limit in it comes from; empty where it names no limit.
    pub cite: String,
    /// Later reports, a line each: 续报一：19:40系统报送.
    pub later: Vec<String>,
    /// 发生→接报, 接报→电话报告, 电话→书面: always apart.
    pub segments: Vec<Segment>,
    /// One line for each round: 呈签18:20 · 再请示18:26 · 签发18:33 · 退改1次.
    pub signing: Vec<String>,
    /// Oldest first, by when they happened.
    pub milestones: Vec<Milestone>,
}

/// The timeline of an incident, as it stands now.
#[must_use]
pub fn timeline(record: &Record<'_>, now: Moment) -> Timeline {
    let (proof, cite) = proof::first_report(record, now);
    Timeline {
        proof,
        cite,
        later: proof::later_reports(record.incident),
        segments: segments(record.clocks, record.incident.first_report()),
        signing: signing::rounds(record.incident),
        milestones: milestone::milestones(record),
    }
}

/// Who recorded an entry, with who claimed it where the desk wrote it.
#[must_use]
pub fn who(placed: &Placed, claims: &BTreeMap<EntryId, Uuid>, names: &BTreeMap<Uuid, String>) -> String {
    let name = |officer: &Uuid| names.get(officer).map_or(UNLISTED, String::as_str);
    match (&placed.header.author, claims.get(&placed.header.id)) {
        (Author::Officer(officer), _) => name(officer).to_owned(),
        (Author::Desk, Some(officer)) => format!("{DESK}（{}认领）", name(officer)),
        (Author::Desk, None) => DESK.to_owned(),
    }
}

impl Record<'_> {
    fn claims(&self) -> BTreeMap<EntryId, Uuid> {
        claims(&read(self.entries))
    }

    /// [`who`], with the unit where it is another.
    fn by(&self, placed: &Placed, claims: &BTreeMap<EntryId, Uuid>) -> String {
        let who = who(placed, claims, self.names);
        let unit = &placed.header.unit;
        if unit == self.unit {
            return who;
        }
        let name = self.units.named(unit).map(|unit| unit.name.clone());
        format!("{}的{who}", name.unwrap_or_else(|| format!("单位{}", unit.0)))
    }
}

/// 补记（18:40录入）, with the day where that was another.
fn written_up(at: Moment, entered_at: Moment) -> String {
    if entered_at.signed_duration_since(at).num_minutes() < WRITTEN_UP_MINUTES {
        return String::new();
    }
    let day = if beijing::date(at) == beijing::date(entered_at) { String::new() } else { beijing::day(entered_at) };
    format!("补记（{day}{}录入）", beijing::digital(entered_at))
}

/// Whole minutes between two times as records show them: 18:14:50 to 18:37:10 is 23.
fn minutes(from: Moment, to: Moment) -> i64 {
    minute(to) - minute(from)
}

/// The minute that a record shows, counted from the epoch.
fn minute(at: Moment) -> i64 {
    at.timestamp().div_euclid(60)
}
