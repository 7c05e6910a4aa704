//! What the window shows of one incident: its reports, its recipients, its steps, and everything else of its page.

use domain::Moment;
use domain::accord::AccordChecked;
use domain::contact::Purpose;
use domain::deadline::Deadline;
use domain::draft::{Draft, DraftCount};
use domain::grade::Grading;
use domain::incident::Incident;
use domain::officer::Officer;
use domain::pack::{EventKind, FormLayout};
use domain::report::Stage;
use domain::scope::ScopeStep;
use domain::sign_line::SignLine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{Composed, NextStep, OtherDraft, Phone, ProcessRow, ReportState};

/// Where one report stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportStanding {
    /// The report.
    pub report: Uuid,
    /// Where it stands.
    pub state: ReportState,
    /// When the system of record had it; a save and a send are nothing of the kind.
    pub entered_at: Option<Moment>,
    /// How it stands with its signature: 签发：张某（电话）18:33.
    pub signed_words: String,
    /// Who sent it: 值班员甲, 值班岗位, 值班岗位（值班员甲认领）.
    pub by: String,
    /// Went as the desk, and nobody has claimed it.
    pub claimable: bool,
}

/// A recipient of the pack with what it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecipientRow {
    /// Id in the pack.
    pub id: String,
    /// Name.
    pub name: String,
    /// Full number, where known.
    pub phone: Option<String>,
    /// Whether a call there is our report upward.
    pub superior: bool,
    /// When it was told by phone.
    pub phoned_at: Option<Moment>,
    /// Who took it.
    pub taken_by: String,
    /// Attempts that reached nobody.
    pub failed: u32,
    /// When somebody there confirmed the written report.
    pub confirmed_at: Option<Moment>,
    /// Was told what a correction has made untrue since, and has not been told so.
    pub to_correct: bool,
    /// What the next call there is for, unless somebody says otherwise.
    pub usual: Purpose,
}

/// 变化 as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChangeRow {
    /// When the room knew.
    pub at: Moment,
    /// Who said so.
    pub source: String,
    /// 伤亡
    pub what: String,
    /// 死亡2 受伤9 是否失联待核, and what was said in words.
    pub said: String,
}

/// 退回补正: a report of ours that was sent back and waits to be written anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReturnedRow {
    /// The directive.
    pub directive: Uuid,
    /// The report.
    pub report: Uuid,
    /// 首报 〔2026〕第018期
    pub about: String,
    /// 4 地点不具体/未冠省市县，写明村组（样例市应急管理局 值班员甲）
    pub words: String,
}

/// A step of 接报 · 核实 · 电话报告 · 起草 · 签发 · 国家系统录入 · 确认收到; parallel, in any order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Step {
    /// The word.
    pub label: String,
    /// Its time and who: 18:14 市应急管理局指挥中心.
    pub detail: String,
    /// Done.
    pub done: bool,
    /// The one to do next.
    pub current: bool,
}

/// A field of the national system's form, to be copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RelayField {
    /// Its label.
    pub label: String,
    /// Exactly what to type there.
    pub text: String,
}

/// 口径: somebody with whom numbers are compared before 签发.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccordRow {
    /// Id in the pack.
    pub recipient: String,
    /// Name.
    pub name: String,
    /// Full number, where known.
    pub phone: Option<String>,
    /// How it ended last.
    pub last: Option<AccordChecked>,
}

/// The packs that judge an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JudgedUnder {
    /// Titles and versions: 国家通用规则 0.2.0.
    pub packs: Vec<String>,
    /// They are the ones in force today.
    pub today: bool,
    /// Its own packs are not kept here; it is shown under today's.
    pub lost: bool,
}

/// An incident as today's packs would judge it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnderToday {
    /// Titles and versions of the packs in force today.
    pub packs: Vec<String>,
    /// Grade.
    pub grading: Grading,
    /// 报送范围, the farthest first.
    pub scope: Vec<ScopeStep>,
    /// Deadlines, nearest first.
    pub deadlines: Vec<Deadline>,
}

/// One incident with everything its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentView {
    /// The fold of its entries.
    pub incident: Incident,
    /// Whose draft this is; a save says so, and is kept under no other name.
    pub author: String,
    /// What others at this desk keep of the report that is written now, newest first.
    pub others: Vec<OtherDraft>,
    /// Nothing was typed under this name yet, so one of them can be taken over.
    pub can_take_over: bool,
    /// The draft as typed; empty after submission until a new one is begun.
    pub draft: Draft,
    /// The form to draw.
    pub form: FormLayout,
    /// Event kinds to choose from.
    pub kinds: Vec<EventKind>,
    /// The letter.
    pub composed: Composed,
    /// The stage of the report that is being written; none while none is.
    pub writing: Option<Stage>,
    /// 演练: what is being written, else what went last.
    pub drill: bool,
    /// 〔2026〕第018期, once it was given.
    pub number: Option<String>,
    /// The numbers that hold now, as they would be typed: 变化登记 begins with them.
    pub numbers_now: DraftCount,
    /// What changed since the first report, in the order of its times.
    pub changes: Vec<ChangeRow>,
    /// Recipients from the pack.
    pub recipients: Vec<RecipientRow>,
    /// What a call out can be for; 告知更正 only once there is a correction.
    pub purposes: Vec<Purpose>,
    /// Signers for this stage and grade, and how often each was tried.
    pub sign_line: SignLine,
    /// Until when the signature is to be completed (内控), where the report went first.
    pub sign_by: Option<Moment>,
    /// The signature of the letter that is being written, in words; none while it has none.
    pub signed_for_next: Option<String>,
    /// 补签: the report that F8 signs afterwards; none while another is written, or where none is owed.
    pub to_sign: Option<Uuid>,
    /// A superior signed for a report, and who; none while nobody has.
    pub signed_above: Option<String>,
    /// Reports that were sent back and wait to be written anew.
    pub returned: Vec<ReturnedRow>,
    /// What was reported and found untrue is still to be corrected.
    pub to_withdraw: bool,
    /// The room's people, to choose names from.
    pub officers: Vec<Officer>,
    /// 常用电话, to choose from when dialling.
    pub phones: Vec<Phone>,
    /// Whether the newest sign-off is of the letter as it stands.
    pub signed_as_it_stands: bool,
    /// 口径: with whom numbers are compared, and how that ended last.
    pub accords: Vec<AccordRow>,
    /// Under which packs it was judged.
    pub judged: JudgedUnder,
    /// Whether it is open: its clocks may run, it can be ended.
    pub open: bool,
    /// 灾害过程 that it belongs to.
    pub process: Option<ProcessRow>,
    /// Processes that go on, into which it could be put.
    pub processes: Vec<ProcessRow>,
    /// When what was kept below the standard is to be looked at again.
    pub look_again_at: Option<Moment>,
    /// The step line.
    pub steps: Vec<Step>,
    /// Where the awaited report stands.
    pub state: ReportState,
    /// Where every report stands, oldest first.
    pub standings: Vec<ReportStanding>,
    /// The report that waits for the system of record, the oldest of them; where none does, the newest.
    pub awaited: Option<Uuid>,
    /// Why it was not sent, in words.
    pub trouble: Option<String>,
    /// What to do next.
    pub next: NextStep,
    /// Fields for 国家系统录入, of the newest report.
    pub relay_fields: Vec<RelayField>,
}
