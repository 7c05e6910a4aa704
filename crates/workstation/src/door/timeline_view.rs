//! 过程留痕 as the window shows and prints it.

use domain::Moment;
use domain::timeline::Timeline;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// 过程留痕 of one incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TimelineView {
    /// The incident.
    pub incident: Uuid,
    /// Its short name.
    pub name: String,
    /// 〔2026〕第018期; none before a number was given.
    pub number: Option<String>,
    /// 演练件
    pub drill: bool,
    /// The unit that reads it.
    pub unit: String,
    /// 样例: nothing of it was ever so.
    pub sample: bool,
    /// Who is at the desk: whose name stands on the printed page.
    pub reader: String,
    /// As of when, UTC.
    pub as_of: Moment,
    /// What happened.
    pub timeline: Timeline,
    /// When drafts were typed: this desk's own, never printed and never sent (practice 2.6).
    pub drafted: Vec<Drafted>,
}

/// 起草 18:16–18:30（仅本机）
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Drafted {
    /// Whose draft.
    pub by: String,
    /// When somebody first typed in it, UTC.
    pub from: Moment,
    /// When it was saved last, UTC.
    pub to: Moment,
}
