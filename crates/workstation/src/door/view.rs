//! What the window shows. Plain values; every instant is UTC and shown as Beijing time.

use domain::Moment;
use domain::call::Call;
use domain::deadline::Deadline;
use domain::grade::Grading;
use domain::incident_end::IncidentOutcome;
use domain::report::SystemOfRecord;
use domain::rule::Basis;
use domain::unit::Unit;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{ComingRow, SessionView};

/// Where a report stands; no other words are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// 起草中: nothing submitted yet.
    Drafting,
    /// 已保存本机（待发）
    SavedHere,
    /// 未发出·需处理
    NeedsAttention,
    /// 上级节点已收
    Received,
    /// 国家系统已录入 (or, where the upstream is the system of record, its receipt).
    OnRecord,
}

/// The link to the upstream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LinkView {
    /// 在线 or 离线.
    pub online: bool,
    /// Entries waiting to be sent.
    pub waiting: u32,
    /// Reports among them.
    pub waiting_reports: u32,
    /// Entries that were refused and need a person.
    pub attention: u32,
    /// Why it is 离线, in words.
    pub trouble: Option<String>,
    /// What is being carried, entries or an attachment, where it takes long: how much, how fast, how long still.
    pub carrying: Option<String>,
}

/// The room's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClockView {
    /// The room's time now.
    pub now: Moment,
    /// 已对时: whether an upstream's time stands behind it.
    pub set_by_upstream: bool,
    /// Largest error in milliseconds where it was set.
    pub error_ms: Option<u32>,
    /// Said large on screen when the machine's wall clock is off: 本机时钟快3分12秒 …
    pub banner: Option<String>,
}

/// A running clock of an incident, for the desk and the top bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClockRow {
    /// The incident.
    pub incident: Uuid,
    /// Its short name.
    pub name: String,
    /// The one that speaks: what presses, else what is 及时, else the nearest.
    pub deadline: Deadline,
    /// The 规定 beside an 内控, where the nearest is an 内控 of the same duty.
    pub prescribed: Option<Deadline>,
    /// The nearest of the other kind: what is 及时 beside a limit, a limit beside what is 及时.
    pub also: Option<Deadline>,
    /// How many other open deadlines the incident has.
    pub others: u32,
    /// Fields that can be reported later.
    pub gaps: u32,
    /// What to do next, in words: 继续填写, 国家系统录入.
    pub next: NextStep,
}

/// What the officer does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// 电话报告
    Phone,
    /// 填写首报
    Write,
    /// 等待发送
    Wait,
    /// 国家系统录入
    Relay,
    /// 确认收到
    Confirm,
    /// 答复指令
    Answer,
    /// nothing
    Done,
}

/// An incident in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentRow {
    /// The subject.
    pub id: Uuid,
    /// Short name: 撮镇一民房火灾; 未命名事件 while nothing is known.
    pub name: String,
    /// 首次接报
    pub first_received: Moment,
    /// 死亡1 受伤11 是否失联待核
    pub casualties: String,
    /// Grade.
    pub grading: Grading,
    /// Where its report stands.
    pub state: ReportState,
    /// 演练件: never counted.
    pub drill: bool,
    /// Name of the 灾害过程 that it belongs to.
    pub process: Option<String>,
    /// How many 险情 belong to it.
    pub sub_incidents: u32,
    /// How it ended; none while it goes on.
    pub ended: Option<IncidentOutcome>,
    /// When the system of record had it.
    pub entered_at: Option<Moment>,
    /// What to do next.
    pub next: NextStep,
}

/// A line of 待办.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Todo {
    /// What.
    pub what: String,
    /// Detail.
    pub detail: String,
    /// Whether it stands first, with a sign.
    pub urgent: bool,
    /// How it is drawn.
    pub tone: Pressing,
    /// The incident it belongs to.
    pub incident: Option<Uuid>,
    /// The call it belongs to, which is no incident: 再看.
    pub call: Option<Uuid>,
    /// The matter whose three levels it is about.
    pub levels: Option<Uuid>,
    /// The matter of which a neighbour told us: 毗邻通报.
    pub peer: Option<Uuid>,
    /// 补签: it is done by signing, on F8 of the incident.
    pub signs: bool,
    /// Until when, where it has a limit.
    pub due_at: Option<Moment>,
    /// On whose word that limit rests.
    pub basis: Basis,
}

/// How what presses is drawn, everywhere alike: red is overdue or unsent and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Pressing {
    /// A limit that others set is past, or something could not be sent: red.
    Late,
    /// A limit is near, or the room's own is past: amber.
    Near,
    /// Ink.
    Calm,
}

impl Pressing {
    /// Of what is due then, on this word; `near_at` is from when on that is near.
    pub(crate) fn of(basis: Basis, (near_at, due_at): (Option<Moment>, Option<Moment>), now: Moment) -> Self {
        let is_past = |at: Option<Moment>| at.is_some_and(|at| at <= now);
        if is_past(due_at) && basis != Basis::Internal {
            return Self::Late;
        }
        if is_past(near_at) || is_past(due_at) { Self::Near } else { Self::Calm }
    }
}

/// An alarm that rang and whose clock still runs: the banner in the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AlarmView {
    /// The incident.
    pub incident: Uuid,
    /// The rule whose clock it is.
    pub rule: String,
    /// The step.
    pub step: String,
    /// What it says.
    pub words: String,
    /// When it rang.
    pub rang_at: Moment,
    /// 迟到提醒
    pub late: bool,
    /// How it is drawn: as its clock stands now.
    pub tone: Pressing,
    /// No device could play its sound.
    pub silent: bool,
    /// Where its button leads.
    pub next: NextStep,
}

/// One waiting or refused entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WaitingRow {
    /// The entry.
    pub entry: Uuid,
    /// What it is: 首报, 国家系统录入, 来电 …
    pub what: String,
    /// The incident or call it belongs to, in words; empty where it has none.
    pub name: String,
    /// Who wrote it: 值班员甲, 值班岗位.
    pub by: String,
    /// The incident to open, where it has one.
    pub incident: Option<Uuid>,
    /// Since when it waits.
    pub since: Moment,
    /// How often it was tried.
    pub attempts: u32,
    /// Not before this instant is it tried again; none: at once.
    pub next_at: Option<Moment>,
    /// Why it has not gone, in words.
    pub trouble: Option<String>,
    /// Refused: 未发出·需处理.
    pub attention: bool,
}

/// 常用电话
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Phone {
    /// Whose.
    pub name: String,
    /// The full number.
    pub number: String,
}

/// 当班: everything the first room and the top bar show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeskView {
    /// The unit; none before enrolment.
    pub unit: Option<Unit>,
    /// The room's clock.
    pub clock: ClockView,
    /// The link.
    pub link: LinkView,
    /// Who is at the desk.
    pub session: SessionView,
    /// 主通道
    pub system_of_record: SystemOfRecord,
    /// Clocks, nearest first.
    pub clocks: Vec<ClockRow>,
    /// Incidents whose report is not on record yet, and those of the last day.
    pub incidents: Vec<IncidentRow>,
    /// Calls not ended yet, newest first.
    pub open_calls: Vec<Call>,
    /// 来电记录: calls of the last day that a digit ended as no incident, newest first; each may become one still.
    pub ended_calls: Vec<Call>,
    /// 下级来报, newest first.
    pub coming: Vec<ComingRow>,
    /// 待办, unsent first.
    pub todos: Vec<Todo>,
    /// 常用电话
    pub phones: Vec<Phone>,
    /// Who rings most: phrases for 来电人.
    pub callers: Vec<String>,
    /// Alarms of clocks that still run, newest first, without those that were seen.
    pub alarms: Vec<AlarmView>,
    /// Said on screen when the last sound could not be played; none while it can.
    pub sound_trouble: Option<String>,
    /// The first start is not finished: the wizard goes on where it was.
    pub first_start: bool,
}

/// What ending a call led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CallEndedView {
    /// The call.
    pub call: Call,
    /// The incident to open.
    pub incident: Option<Uuid>,
}

/// What writing up calls led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WrittenUp {
    /// The incident to open.
    pub incident: Option<Uuid>,
    /// How many calls were written.
    pub written: u32,
}

/// What to do with a file: in the window it is done already, in a browser the ticket is used once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FileStep {
    /// Where the page sends or fetches the file: `/file/{ticket}`; none where the host has done it.
    pub ticket: Option<String>,
    /// What was done, in words; none where nothing was chosen.
    pub done: Option<String>,
}
