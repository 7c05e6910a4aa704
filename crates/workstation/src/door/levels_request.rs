//! 三级: what the page asks to be done with an event at other levels.

use domain::directive::Demand;
use domain::returns::ReturnReason;
use domain::unit::UnitCode;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Names an entry of a matter.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeUp {
    /// The matter.
    pub incident: Uuid,
    /// The report or directive by which the room knows of it.
    pub from: Uuid,
}

/// 签收, 确认收到.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Acknowledge {
    /// The matter.
    pub incident: Uuid,
    /// What was received.
    pub entry: Uuid,
    /// Who took it, by name.
    pub by: String,
}

/// A directive about to be issued.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IssueDirective {
    /// The matter.
    pub incident: Uuid,
    /// What is asked.
    pub demand: Demand,
    /// To whom.
    #[ts(type = "string")]
    pub to: UnitCode,
    /// The report that is meant.
    pub about: Option<Uuid>,
    /// Of 退回补正.
    pub reason: Option<ReturnReason>,
    /// What exactly.
    pub words: String,
    /// Until when, as typed; empty: 及时.
    pub until: String,
    /// Who issues it, by name.
    pub issued_by: String,
    /// Of 延期: the directive that is extended.
    pub extends: Option<Uuid>,
}

/// 答复.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AnswerDirective {
    /// The matter.
    pub incident: Uuid,
    /// The directive.
    pub directive: Uuid,
    /// Done; else the words say why not.
    pub done: bool,
    /// The answer, or the reason.
    pub words: String,
}

/// 延期 of a directive that a superior granted by phone.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoteExtension {
    /// The matter.
    pub incident: Uuid,
    /// The directive.
    pub directive: Uuid,
    /// Who granted it.
    pub by: String,
    /// Until when, as typed.
    pub until: String,
}

/// 据告知.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TellLevel {
    /// The matter.
    pub incident: Uuid,
    /// Whose report is spoken of.
    #[ts(type = "string")]
    pub unit: UnitCode,
    /// It is in the system there.
    pub reported: bool,
    /// Who said so.
    pub told_by: String,
    /// When, as typed; empty: now.
    pub time: String,
}

/// 同一事件, or not after all.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JoinEvents {
    /// The matter.
    pub incident: Uuid,
    /// The other.
    pub other: Uuid,
    /// They are one.
    pub same: bool,
    /// A line; may be empty.
    pub reason: String,
}

/// 补正: the report that was sent back is written anew.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MendReport {
    /// The incident.
    pub incident: Uuid,
    /// The report.
    pub report: Uuid,
}
