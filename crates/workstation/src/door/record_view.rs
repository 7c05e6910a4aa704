//! What a record leaves behind: 调阅, 清除, 查阅与导出.

use domain::Moment;
use domain::unit::UnitCode;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::UnitRow;

/// How many entries of a kind stay within the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KindCount {
    /// What they are called: 来电补充.
    pub what: String,
    /// How many.
    pub count: u32,
}

/// A 调阅 that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DisclosureRow {
    /// When the leader consented.
    pub at: Moment,
    /// Names of the units that may read.
    pub to: Vec<String>,
    /// Who asked.
    pub asked_by: String,
    /// Who consented.
    pub consented_by: String,
    /// Their post.
    pub post: String,
    /// What for.
    pub reason: String,
    /// How many entries.
    pub entries: u32,
    /// The upstream has it, and hands on what it names.
    pub received: bool,
}

/// 调阅 of one incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DisclosureView {
    /// Units above, the nearest first.
    pub superiors: Vec<UnitRow>,
    /// Posts whose consent counts.
    pub posts: Vec<String>,
    /// What stays within the unit and would be shown.
    pub entries: Vec<KindCount>,
    /// How many of the unit's own have no receipt yet; those cannot be shown.
    pub waiting: u32,
    /// What was given already, oldest first.
    pub given: Vec<DisclosureRow>,
}

/// Gives 调阅.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Disclose {
    /// The incident.
    pub incident: Uuid,
    /// To which unit above.
    pub unit: UnitCode,
    /// Who asked: name and post.
    pub asked_by: String,
    /// The leader of this unit who consented.
    pub consented_by: String,
    /// Their post.
    pub post: String,
    /// When, as typed; empty is now.
    pub time: String,
    /// What for.
    pub reason: String,
}

/// A rule of 清除 in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RetentionRow {
    /// Id.
    pub id: String,
    /// What goes.
    pub what: String,
    /// From when on the days count: 来电办结.
    pub after: String,
    /// So many days.
    pub days: u32,
    /// The clause, or that the number is a proposal.
    pub cite: String,
    /// Title of the document.
    pub source: String,
    /// Whether the document names this number of days.
    pub verified: bool,
}

/// 保留与清除
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RetentionView {
    /// The rules.
    pub rules: Vec<RetentionRow>,
    /// Days after which a draft goes, with its typing times.
    pub draft_days: u32,
    /// Entries of which something was cleared so far.
    pub cleared: u32,
    /// When something was cleared last; none where nothing was.
    pub cleared_at: Option<Moment>,
}

/// One line of 查阅与导出记录.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccessRow {
    /// When.
    pub at: Moment,
    /// Who.
    pub who: String,
    /// What: 人员名单与电话.
    pub what: String,
    /// A line on it.
    pub note: String,
}
