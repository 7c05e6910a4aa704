//! What the window asks for. Texts come as typed; whatever cannot be understood is said at its field.

use domain::accord::Accord;
use domain::call::CallOutcome;
use domain::change::ChangeKind;
use domain::contact::{Purpose, Reached};
use domain::draft::{Draft, DraftCount};
use domain::incident_end::IncidentOutcome;
use domain::report::{NumberGiven, Stage, SystemOfRecord};
use domain::signoff::{SignOffWay, SoughtEnd};
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
    /// 录音编号
    pub recording: String,
    /// 上级询问
    #[serde(default)]
    pub asked_by_superior: bool,
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
    /// For 本级掌握: the leader who agreed.
    #[serde(default)]
    pub agreed_by: String,
}

/// 再看 of a call that was kept below the standard.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LookAgainAtCall {
    /// The call.
    pub call: Uuid,
    /// It is an incident after all.
    pub incident: bool,
    /// A line: what was found.
    pub note: String,
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
    /// 录音编号
    pub recording: String,
}

/// Which way a call went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperWay {
    /// 接
    In,
    /// 拨
    Out,
}

/// 补记: one line of what was written on paper first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaperCall {
    /// When, as typed: 1809. Required: a line without a time is no record.
    pub time: String,
    /// Which way.
    pub way: PaperWay,
    /// 拨: a recipient of the pack, or none.
    pub recipient: Option<String>,
    /// 接: the caller as named; 拨: whom, where it is no recipient of the pack.
    pub name: String,
    /// 接: number to call back.
    pub number: String,
    /// 拨: what for.
    pub purpose: Purpose,
    /// 拨: how it ended.
    pub reached: Reached,
    /// 拨: 接话人
    pub taken_by: String,
    /// What was said.
    pub words: String,
    /// 录音编号
    pub recording: String,
}

/// 补记: calls written on paper first. Without an incident the earliest 接 becomes one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WriteUpCalls {
    /// The incident they belong to, where there is one already.
    pub incident: Option<Uuid>,
    /// The lines; all are written, or none. A fault is at `rows.2.time`.
    pub rows: Vec<PaperCall>,
}

/// The draft as it stands in the form.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    /// The incident.
    pub incident: Uuid,
    /// Whose page it was typed on; none: of whoever is at the desk.
    #[serde(default)]
    #[ts(optional)]
    pub author: Option<String>,
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

/// 请示未果: a signature was asked for and not given.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SeekSignOff {
    /// The incident.
    pub incident: Uuid,
    /// Post, from the pack.
    pub post: String,
    /// Name; may be empty.
    pub signer: String,
    /// How it was asked.
    pub way: SignOffWay,
    /// How it ended.
    pub ended: SoughtEnd,
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

/// 续报, 终报 or 情况更正 begun.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BeginReport {
    /// The incident.
    pub incident: Uuid,
    /// Of which stage.
    pub stage: Stage,
    /// Of a correction: what was reported is not true at all.
    pub withdrawn: bool,
}

/// 并入: an incident turns out to be another one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MergeIncident {
    /// The one that ends.
    pub incident: Uuid,
    /// The one that goes on.
    pub into: Uuid,
}

/// 归入灾害过程: an incident is one of a process.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JoinProcess {
    /// The incident.
    pub incident: Uuid,
    /// The process; none: it is taken out again.
    pub process: Option<Uuid>,
}

/// 期号登记 of a year.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RegisterOf {
    /// The year; none: the newest.
    pub year: Option<u32>,
}

/// 缺号说明.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExplainNumber {
    /// The number.
    pub number: NumberGiven,
    /// Why it was not used.
    pub reason: String,
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
    /// Its number there; empty where none was shown.
    pub number: String,
    /// What proves it where no number was shown.
    #[serde(default)]
    pub instead: String,
}

/// 主通道.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChooseSystemOfRecord {
    /// The choice.
    pub system_of_record: SystemOfRecord,
}

/// 注册到上级节点, for the first time or anew for the same unit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// Address of the upstream; may be empty where the code is the text of a QR code, which names it.
    pub upstream: String,
    /// One-time code, or the whole text of a QR code.
    pub code: String,
}

/// A line of the officers' list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ListOfficer {
    /// The person, where already listed.
    pub officer: Option<Uuid>,
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Number; may be empty.
    pub phone: String,
    /// 已调离
    pub left: bool,
}

/// 提醒已知悉.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeAlarm {
    /// The incident.
    pub incident: Uuid,
    /// The rule whose clock it is.
    pub rule: String,
    /// The step.
    pub step: String,
}

/// 提示音自检: whether it was heard.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SoundHeard {
    /// The person's answer.
    pub heard: bool,
}

/// 口径核对.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckAccord {
    /// The incident.
    pub incident: Uuid,
    /// A recipient of the pack.
    pub recipient: String,
    /// How it ended.
    pub accord: Accord,
    /// Where they differ, where they do.
    pub differs: String,
}

/// 变化登记: what somebody told us after a report had gone.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoteChange {
    /// The incident.
    pub incident: Uuid,
    /// When the room knew, as typed; empty: now.
    pub time: String,
    /// What changed.
    pub what: ChangeKind,
    /// Who told us.
    pub source: String,
    /// In words.
    pub words: String,
    /// The numbers from here on, as typed; none where they stay.
    pub count: Option<DraftCount>,
}

/// 办结一项时限.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TickDuty {
    /// The incident.
    pub incident: Uuid,
    /// The rule whose clock it stops.
    pub rule: String,
    /// When it was done, as typed; empty: now.
    pub time: String,
    /// A line on it.
    pub note: String,
}

/// 延期, granted by somebody above.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GrantExtension {
    /// The incident.
    pub incident: Uuid,
    /// The rule whose clock is meant.
    pub rule: String,
    /// Who granted it.
    pub by: String,
    /// Until when, as typed.
    pub until: String,
}

/// 事件办结.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EndIncident {
    /// The incident.
    pub incident: Uuid,
    /// How it ended.
    pub outcome: IncidentOutcome,
    /// Who found it so, or to whom it was handed over.
    pub verified_by: String,
    /// A line: the reason.
    pub note: String,
    /// For 本级掌握: the leader who agreed.
    pub agreed_by: String,
}

/// 重新打开.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReopenIncident {
    /// The incident.
    pub incident: Uuid,
    /// Why.
    pub reason: String,
}

/// 再看 of an incident that was kept below the standard: still below it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LookAgain {
    /// The incident.
    pub incident: Uuid,
    /// A line: what was found.
    pub note: String,
}

/// Names one text of a pack, as it was seen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NamePack {
    /// SM3 of its text.
    pub text: String,
}
