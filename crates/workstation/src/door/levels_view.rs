//! 三级: what the pages show of one event at other levels, and what they ask.

use domain::Moment;
use domain::deadline::Deadline;
use domain::directive::Demand;
use domain::grade::Grading;
use domain::levels::{Known, PeerTold};
use domain::returns::ReturnReason;
use domain::unit::{Level, Unit, UnitCode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// What is done next at a cell of the grid, on one key; of several, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LevelStep {
    /// 签收
    Sign,
    /// 承接
    TakeUp,
    /// 报送: our own report is not in the system yet
    Report,
    /// 国家系统录入
    Relay,
    /// 通知补报
    Notify,
    /// 问一问: ask by phone, and note 据告知
    Ask,
    /// 等待: it was asked already
    Await,
}

/// What can be done with a report or a directive, each on one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LevelAction {
    /// 签收, 确认收到
    Sign,
    /// 退回补正
    Return,
    /// 要求核报
    Verify,
    /// 催报续报
    FollowUp,
    /// 延期
    Extension,
    /// 承接补报
    TakeUp,
    /// 补正
    Mend,
    /// 答复
    Answer,
    /// 上级同意延期
    Extended,
}

/// One level's cell of the grid 县 市 省.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LevelCell {
    /// The unit; none where it is not known which.
    #[ts(type = "string | null")]
    pub unit: Option<UnitCode>,
    /// Its name; 县级单位（未指明） where it is not known.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// Our own.
    pub ours: bool,
    /// How its standing is known.
    pub known: Known,
    /// What was asked of it already: 18:40已通知补报.
    pub asked: String,
    /// What is done next, on one key.
    pub step: Option<LevelStep>,
}

/// Who signed for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignedRow {
    /// The unit.
    pub unit: String,
    /// By name.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// Another unit's report as it may be read here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LevelReport {
    /// The entry.
    pub report: Uuid,
    /// The matter under which it was written.
    pub incident: Uuid,
    /// Who wrote it.
    #[ts(type = "string")]
    pub unit: UnitCode,
    /// By name.
    pub unit_name: String,
    /// 首报, 续报一
    pub words: String,
    /// 〔2026〕第018期
    pub number: String,
    /// Title as sent.
    pub title: String,
    /// Body as sent.
    pub body: String,
    /// When it was submitted there.
    pub submitted_at: Moment,
    /// The machine's receipt; none where it came by packet and has none yet.
    pub received_at: Option<Moment>,
    /// When it was entered into the national system.
    pub relayed_at: Option<Moment>,
    /// Who signed for it.
    pub signed: Vec<SignedRow>,
    /// Whether we did.
    pub signed_here: bool,
    /// Why we or another superior sent it back, the newest: 4 地点不具体/未冠省市县，写明村组.
    pub returned: Option<String>,
    /// What was sent back stands in a newer report.
    pub mended: bool,
    /// What can be done with it, in the order of the keys.
    pub actions: Vec<LevelAction>,
    /// Somebody here still has to do the first of them.
    pub waits: bool,
}

/// An answer to a directive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnswerRow {
    /// Who.
    pub unit: String,
    /// Done; else the words say why not.
    pub done: bool,
    /// The answer, or the reason.
    pub words: String,
    /// When.
    pub at: Moment,
}

/// A directive, ours or to us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DirectiveRow {
    /// The entry.
    pub id: Uuid,
    /// The matter.
    pub incident: Uuid,
    /// What the room calls the event.
    pub name: String,
    /// We issued it.
    pub ours: bool,
    /// What is asked.
    pub demand: Demand,
    /// In words: 退回补正.
    pub word: String,
    /// Who issued it: 样例市应急管理局 值班员甲.
    pub from: String,
    /// To whom it goes, by name.
    pub to: String,
    /// The same, by code.
    #[ts(type = "Array<string>")]
    pub to_units: Vec<UnitCode>,
    /// Which of the sixteen, with its number.
    pub reason: Option<String>,
    /// What exactly.
    pub words: String,
    /// The report that is meant: 首报 〔2026〕第018期.
    pub about: String,
    /// That report.
    pub report: Option<Uuid>,
    /// When it was issued.
    pub issued_at: Moment,
    /// When the upstream had it; none while it waits.
    pub received_at: Option<Moment>,
    /// Until when; none: 及时.
    pub until: Option<Moment>,
    /// Who granted more time; none where nobody did.
    pub granted_by: Option<String>,
    /// Somebody still has to answer.
    pub open: bool,
    /// 确认收到
    pub signed: Vec<SignedRow>,
    /// Whether we confirmed it.
    pub signed_here: bool,
    /// 答复
    pub answers: Vec<AnswerRow>,
    /// Its clocks, nearest first.
    pub clocks: Vec<Deadline>,
    /// What can be done with it, in the order of the keys.
    pub actions: Vec<LevelAction>,
    /// Somebody here still has to do the first of them.
    pub waits: bool,
}

/// Another matter that is the same event, or may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SameRow {
    /// The other matter.
    pub incident: Uuid,
    /// What the room calls it.
    pub name: String,
    /// Whose reports it has: 样例县应急管理局.
    pub units: String,
    /// When it was there.
    pub since: Moment,
    /// Why it may be the same: 同在河东镇，类型相同.
    pub why: String,
    /// It stands as the same.
    pub joined: bool,
}

/// A unit to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnitRow {
    /// Its code.
    #[ts(type = "string")]
    pub code: UnitCode,
    /// Its name.
    pub name: String,
}

impl From<&Unit> for UnitRow {
    fn from(unit: &Unit) -> Self {
        Self { code: unit.code.clone(), name: unit.name.clone() }
    }
}

/// A reason for sending back, with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReasonRow {
    /// Which.
    pub reason: ReturnReason,
    /// 1 to 16.
    pub number: u32,
    /// In words.
    pub words: String,
}

/// One event at all levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LevelsView {
    /// The matter that was asked for.
    pub incident: Uuid,
    /// What the room calls it.
    pub name: String,
    /// The matter that is our own incident of this event; none: not taken up.
    pub ours: Option<Uuid>,
    /// What can be taken up, the newest report or directive; none where it is ours or nothing may be read.
    pub take_up: Option<Uuid>,
    /// 县 市 省, the highest first.
    pub cells: Vec<LevelCell>,
    /// Others' reports, oldest first.
    pub reports: Vec<LevelReport>,
    /// Directives, newest first.
    pub directives: Vec<DirectiveRow>,
    /// 毗邻通报, oldest first.
    pub peers: Vec<PeerTold>,
    /// The same event, or perhaps.
    pub same: Vec<SameRow>,
    /// Units below, the likely one first.
    pub below: Vec<UnitRow>,
    /// 退回原因
    pub reasons: Vec<ReasonRow>,
    /// Who is at the desk, to be offered as a name; empty where nobody has signed in.
    pub officer: String,
}

/// 下级来报: one event of which units below reported, or that a superior asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComingRow {
    /// The matter.
    pub incident: Uuid,
    /// What the room calls it.
    pub name: String,
    /// Whose it is: 样例县应急管理局.
    pub from: String,
    /// 首报, 续报一: the newest.
    pub words: String,
    /// When that was there.
    pub arrived_at: Moment,
    /// 死亡1 受伤11
    pub casualties: String,
    /// Grade as judged by whoever reported.
    pub grading: Grading,
    /// 演练件
    pub drill: bool,
    /// Nobody here has signed for the newest.
    pub unsigned: bool,
    /// Our own incident of it.
    pub ours: bool,
    /// It came by packet and has no receipt yet.
    pub without_receipt: bool,
    /// Whether our own scope would have it go up: 报省.
    pub must_go_up: Option<String>,
}

/// One event of the table of three levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThreeLevelRow {
    /// The matter to open.
    pub incident: Uuid,
    /// What the room calls it.
    pub name: String,
    /// Our own incident of it.
    pub ours: bool,
    /// When it was first known here.
    pub since: Moment,
    /// The cells, the highest level first.
    pub cells: Vec<LevelCell>,
    /// What is done next; none where nothing is.
    pub next: Option<LevelStep>,
}

/// Of how many events the report of a level is in the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LevelTotal {
    /// The level.
    pub level: Level,
    /// Events of the table of which its report is in the system, by receipt or as was said.
    pub reported: u32,
    /// Events of which nothing is known of it.
    pub unknown: u32,
}

/// 三级报送: the events of a span of days, and where each level stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThreeLevels {
    /// How many days back.
    pub days: u32,
    /// Events, newest first; drills are left out.
    pub rows: Vec<ThreeLevelRow>,
    /// Sums, the highest level first.
    pub totals: Vec<LevelTotal>,
}
