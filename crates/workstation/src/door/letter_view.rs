//! What the window shows of a letter while it is written, and of the numbers that letters have.

use domain::Moment;
use domain::agreement::Disagreement;
use domain::deadline::Deadline;
use domain::draft::{Draft, DraftTownship};
use domain::form::{FieldError, Gap};
use domain::grade::Grading;
use domain::letter::{Letter, Paper};
use domain::pack::Asked;
use domain::process::SubIncident;
use domain::register::RegisterRow;
use domain::report::Stage;
use domain::returns::Returnable;
use domain::scope::ScopeStep;
use domain::tally::Tally;
use domain::timeline::Segment;
use domain::township::ColumnSum;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// 疑似重复: another incident that may be the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SimilarRow {
    /// The other incident.
    pub incident: Uuid,
    /// Its short name.
    pub name: String,
    /// 首次接报
    pub first_received: Moment,
    /// Its 首报 has gone.
    pub reported: bool,
    /// What they share, in words.
    pub why: String,
}

/// A 灾害过程, to be chosen or opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProcessRow {
    /// The incident.
    pub incident: Uuid,
    /// Its short name.
    pub name: String,
}

/// 统计 of one year: what was reported, each person counted once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TallyView {
    /// The year, Beijing time.
    pub year: u32,
    /// What was reported.
    pub tally: Tally,
}

/// 期号登记: the register of one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RegisterView {
    /// Years that have numbers, newest first.
    pub years: Vec<u32>,
    /// The year shown.
    pub year: u32,
    /// Its lines, newest number first; drills behind.
    pub rows: Vec<RegisterRow>,
}

/// The letter and what is known of it, composed from the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Composed {
    /// Of which stage the letter is.
    pub stage: Stage,
    /// 首报, 续报一
    pub stage_words: String,
    /// 毗邻通报, from the same facts.
    pub neighbour: Letter,
    /// 补报说明: the times as the record has them.
    pub supplement: Letter,
    /// 纸质: head, tail and sheets round the same text.
    pub paper: Paper,
    /// 分乡镇: what the columns add up to.
    pub townships: Vec<ColumnSum>,
    /// 险情 that belong to this process, oldest first.
    pub sub_incidents: Vec<SubIncident>,
    /// The township table with their numbers in its empty cells; none where nothing would be added.
    pub filled: Option<Vec<DraftTownship>>,
    /// What stands since the report before, as it would be typed; none where the form has it already.
    pub stood: Option<Draft>,
    /// Other incidents that may be the same one.
    pub similar: Vec<SimilarRow>,
    /// 市里可能退回: which of the sixteen reasons it gives. Nothing here holds it back.
    pub returns: Vec<Returnable>,
    /// When the draft was saved on this machine; none while there is no draft.
    pub saved_at: Option<Moment>,
    /// Short name of the incident from the draft.
    pub name: String,
    /// Title as it would be sent.
    pub title: String,
    /// Body as it would be sent.
    pub body: String,
    /// What the title would be without hand edits.
    pub composed_title: String,
    /// What the body would be without hand edits.
    pub composed_body: String,
    /// What could not be read, at its field.
    pub errors: Vec<FieldError>,
    /// What can be reported later.
    pub gaps: Vec<Gap>,
    /// Of the five required, what is missing.
    pub missing: Vec<Gap>,
    /// Where text and fields differ, and wording.
    pub disagreements: Vec<Disagreement>,
    /// Grade.
    pub grading: Grading,
    /// 报送范围, the farthest first; none: 本级掌握.
    pub scope: Vec<ScopeStep>,
    /// What this kind of event is asked for.
    pub asked: Asked,
    /// Deadlines, nearest first.
    pub deadlines: Vec<Deadline>,
    /// The three segments.
    pub segments: Vec<Segment>,
    /// 死亡1 受伤11 是否失联待核
    pub casualties: String,
    /// 口报词: what is said on the phone, at most 120 characters.
    pub spoken: String,
    /// 签发短信: what is sent to the signer, at most 200 characters.
    pub sign_message: String,
}
