//! 值排班: what the window asks for and what it shows.

use domain::Moment;
use domain::deadline::Deadline;
use domain::roster::{
    CellChange, Check, Consent, DayKind, Place, Plan, RosterChange, RosterEdit, RosterProposal, RosterStep, Rostered,
    Share, SheetError, YearMonth,
};
use domain::unit::UnitCode;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Which month; none: the next one until it is out, then this one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RosterOf {
    /// Whose; none: our own.
    pub unit: Option<UnitCode>,
    /// The month.
    pub month: Option<YearMonth>,
}

/// A unit below, and where its month stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterUnit {
    /// Its code.
    pub unit: UnitCode,
    /// Its name.
    pub name: String,
    /// When it published the month; none: nothing has come here.
    pub published_at: Option<Moment>,
    /// Since when all of it stands in the national system, as it says.
    pub entered_at: Option<Moment>,
    /// How often it was changed since.
    pub changes: u32,
}

/// The month of the units below, by their codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterUnits {
    /// The month.
    pub month: YearMonth,
    /// Each unit.
    pub rows: Vec<RosterUnit>,
}

/// Names one month.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NameMonth {
    /// The month.
    pub month: YearMonth,
}

/// One step of planning.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EditRoster {
    /// The month.
    pub month: YearMonth,
    /// What is done to it.
    pub edit: RosterEdit,
}

/// How the day is divided; only of a month that is not out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChoosePattern {
    /// The month.
    pub month: YearMonth,
    /// Id of the pattern (pack).
    pub pattern: String,
}

/// Why a gap or an overlap stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExplainFault {
    /// The month.
    pub month: YearMonth,
    /// What it is.
    pub of: Check,
    /// Where.
    pub place: Place,
    /// Whom it concerns; empty for a gap.
    pub who: String,
    /// Why, as typed; empty takes it back.
    pub reason: String,
}

/// 值班变更: the draft of a month that is out, with its grounds.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeRoster {
    /// The month.
    pub month: YearMonth,
    /// Why.
    pub reason: String,
    /// 本人同意, of everybody concerned.
    pub consents: Vec<Consent>,
    /// 带班领导 who agreed, and how.
    pub agreed: Consent,
}

/// A proposal is put aside: what holds goes on holding.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PutProposalAside {
    /// The month.
    pub month: YearMonth,
    /// The proposal.
    pub proposal: Uuid,
    /// Why.
    pub reason: String,
    /// 带班领导 who agreed, and how.
    pub agreed: Consent,
}

/// 国家系统录入 of the month, or of one change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EnterRoster {
    /// The month.
    pub month: YearMonth,
    /// What was typed in: the publication, or a change.
    pub entry: Uuid,
    /// When, as typed; empty: now.
    pub time: String,
    /// Its number there.
    pub number: String,
    /// What proves it where no number was shown.
    pub instead: String,
}

/// A block as it was copied from a sheet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PasteIntoRoster {
    /// The month.
    pub month: YearMonth,
    /// Where its first cell goes, unless it has a header of its own.
    pub place: Place,
    /// As pasted.
    pub text: String,
}

/// What was read of a sheet and is not taken over yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterImport {
    /// The sheet.
    pub sheet: String,
    /// What it would change.
    pub cells: Vec<CellChange>,
    /// What could not be read, at its cell.
    pub errors: Vec<SheetError>,
}

/// A month that can be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterMonth {
    /// The month.
    pub month: YearMonth,
    /// 12月
    pub words: String,
    /// Whether it is out.
    pub published: bool,
    /// Whether all of it stands in the system of record.
    pub entered: bool,
}

/// A day of the month as a row is headed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterDay {
    /// Day of the month.
    pub day: u32,
    /// 周一
    pub weekday: String,
    /// What kind of day it is.
    pub kind: DayKind,
    /// 国庆节; 班 on a weekend that is worked; else empty.
    pub mark: String,
    /// Whether it is today.
    pub today: bool,
    /// Whether somebody changed it since it was published.
    pub changed: bool,
}

/// One thing wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterFault {
    /// What it is.
    pub of: Check,
    /// Its word.
    pub word: String,
    /// Where.
    pub place: Place,
    /// Whom it concerns; empty for a gap.
    pub who: String,
    /// What is wrong and what to do.
    pub words: String,
    /// The words of the clause.
    pub text: String,
    /// The clause.
    pub cite: String,
    /// Whether its source was read.
    pub verified: bool,
    /// Whether the month goes out only where somebody says why.
    pub must_be_explained: bool,
    /// What somebody said; empty where nobody did.
    pub explained: String,
}

/// What one person has of the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterShare {
    /// Name.
    pub name: String,
    /// What of it.
    pub share: Share,
}

/// A way to divide the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PatternView {
    /// Id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// On what it rests.
    pub cite: String,
    /// Whether its source was read.
    pub verified: bool,
}

/// 变更清单: what is to be typed into the national system, old and new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterToEnter {
    /// The entry.
    pub entry: Uuid,
    /// 12月值班表, 12日值班员：丙某→庚某
    pub words: String,
    /// What became of it.
    pub step: RosterStep,
}

/// One month as the room shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterView {
    /// Whose it is; only our own can be planned here.
    pub unit: UnitCode,
    /// What that unit is called.
    pub unit_name: String,
    /// Whether it is our own.
    pub own: bool,
    /// The month.
    pub month: YearMonth,
    /// 2026年12月
    pub words: String,
    /// Months beside it.
    pub months: Vec<RosterMonth>,
    /// Who stands where: as it is being planned where somebody does, else as it holds.
    pub plan: Plan,
    /// Its days.
    pub days: Vec<RosterDay>,
    /// What the lines are called.
    pub lines: Vec<String>,
    /// Whether it is being planned here, and differs from what holds.
    pub drafting: bool,
    /// Whether a step can be taken back.
    pub can_undo: bool,
    /// Whether a step that was taken back can be taken again.
    pub can_redo: bool,
    /// Whom one may put there.
    pub people: Vec<Rostered>,
    /// Ways to divide the day; none may be chosen once the month is out.
    pub patterns: Vec<PatternView>,
    /// What is wrong.
    pub faults: Vec<RosterFault>,
    /// How much of that hinders.
    pub hindering: u32,
    /// Who has how much.
    pub shares: Vec<RosterShare>,
    /// The publication; none while the month is not out.
    pub published: Option<RosterStep>,
    /// What was changed since.
    pub changes: Vec<RosterChange>,
    /// What lost against what holds.
    pub proposals: Vec<RosterProposal>,
    /// Of a month that is out: what the draft would change.
    pub changing: Vec<CellChange>,
    /// Who must have agreed to that.
    pub concerned: Vec<String>,
    /// Days that somebody else changed since this was begun.
    pub overtaken: Vec<u32>,
    /// What is to be typed into the national system.
    pub to_enter: Vec<RosterToEnter>,
    /// Whether only the national system counts.
    pub national: bool,
    /// 没有2027年节假日表，按周一至周五计; none where there is one.
    pub no_calendar: Option<String>,
    /// A sheet that was read.
    pub imported: Option<RosterImport>,
    /// The clock of the next month's roster.
    pub due: Option<Deadline>,
}
