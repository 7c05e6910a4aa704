//! Who is at the desk, and what they ask to take it.

use domain::Moment;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Who is at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SessionView {
    /// Under which name drafts are kept that are written now: `desk`, or the officer's id. Pages of one author are never
    /// written on by another.
    pub author: String,
    /// Who signed in, also while locked.
    pub officer: Option<Uuid>,
    /// Their name; 值班岗位 where nobody has signed in.
    pub name: String,
    /// Since when.
    pub since: Option<Moment>,
    /// The one who signed in has to give their PIN again before anything bears their name.
    pub locked: bool,
    /// The rooms are behind the lock: locked, and no first report is owed.
    pub curtain: bool,
    /// The officers of the unit are listed, so somebody could sign in.
    pub listed: bool,
}

/// Somebody who may sign in. No numbers: this is shown on a locked screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignInName {
    /// The officer.
    pub officer: Uuid,
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Has chosen a PIN at this desk.
    pub has_pin: bool,
}

/// Signs in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GivePin {
    /// Who.
    pub officer: Uuid,
    /// Their PIN.
    pub pin: String,
}

/// Chooses a PIN where there is none.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChoosePin {
    /// Who.
    pub officer: Uuid,
    /// The PIN.
    pub pin: String,
    /// Once more.
    pub again: String,
}

/// Names an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NameOfficer {
    /// Who.
    pub officer: Uuid,
}

/// When the desk locks itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LockAfter {
    /// Minutes without a key; 0 for never.
    pub minutes: u32,
}

/// Claims a report that was sent as the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ClaimReport {
    /// Its incident.
    pub incident: Uuid,
    /// The report.
    pub report: Uuid,
}

/// Takes over what another began to write, as a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeOver {
    /// The incident, or the 普通信息.
    pub subject: Uuid,
    /// Whose: the author's name of the draft.
    pub author: String,
}

/// A draft that somebody else keeps on the same matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OtherDraft {
    /// The author's name of the draft.
    pub author: String,
    /// Who: 值班员甲, 值班岗位.
    pub name: String,
    /// When it was saved last.
    pub saved_at: Moment,
}
