//! What the window asks for. Texts come as typed; whatever cannot be understood is said at its field.

use domain::call::CallOutcome;
use domain::contact::{Purpose, Reached};
use domain::draft::Draft;
use domain::report::SystemOfRecord;
use domain::signoff::SignOffWay;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Names one incident.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IncidentRef {
    /// The subject.
    pub incident: Uuid,
}

/// 来电补充: what is known of the caller; replaces what was noted before.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoteCall {
    /// The call.
    pub call: Uuid,
    /// Caller's name.
    pub caller: String,
    /// Caller's unit.
    pub caller_unit: String,
    /// Number to call back.
    pub number: String,
    /// Caller's words.
    pub words: String,
}

/// 更正接报时间.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CorrectCallTime {
    /// The call.
    pub call: Uuid,
    /// The right time as typed: 1809, 18:09.
    pub time: String,
    /// Why.
    pub reason: String,
}

/// 来电办结 with one digit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EndCall {
    /// The call.
    pub call: Uuid,
    /// What it turned out to be.
    pub outcome: CallOutcome,
    /// A line on it; may be empty.
    pub note: String,
    /// For 并入: the incident.
    pub into: Option<Uuid>,
}

/// 拨出登记.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LogCallOut {
    /// The incident.
    pub incident: Uuid,
    /// A recipient of the pack, or none.
    pub recipient: Option<String>,
    /// Whom, where it is no recipient of the pack.
    pub name: String,
    /// What for.
    pub purpose: Purpose,
    /// How it ended.
    pub reached: Reached,
    /// When, as typed; empty: now.
    pub time: String,
    /// 接话人
    pub taken_by: String,
    /// What was said.
    pub words: String,
}

/// The draft as it stands in the form.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    /// The incident.
    pub incident: Uuid,
    /// As typed.
    pub draft: Draft,
}

/// 签发.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GiveSignOff {
    /// The incident.
    pub incident: Uuid,
    /// Post, from the pack.
    pub post: String,
    /// Name of the signer.
    pub signer: String,
    /// How.
    pub way: SignOffWay,
    /// When, as typed; empty: now.
    pub time: String,
}

/// 系统报送: what the officer saw on screen when pressing the key; other text is refused, nothing goes unseen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Submit {
    /// The incident.
    pub incident: Uuid,
    /// The title on screen.
    pub title: String,
    /// The body on screen.
    pub body: String,
}

/// 国家系统录入.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecordRelay {
    /// The incident.
    pub incident: Uuid,
    /// The report that was typed in.
    pub report: Uuid,
    /// When the national system took it, as typed; empty: now.
    pub time: String,
    /// Its number there.
    pub number: String,
}

/// 主通道.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChooseSystemOfRecord {
    /// The choice.
    pub system_of_record: SystemOfRecord,
}

/// 注册到上级节点.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// Address of the upstream.
    pub upstream: String,
    /// One-time code.
    pub code: String,
}
