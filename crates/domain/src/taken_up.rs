//! 承接: a unit makes another unit's matter its own: what a unit below reported, or what a superior asks to be reported. From
//! then on it has its own clocks, which run from when the room knew of it and not from the key that was pressed.

use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::entry::EntryId;

/// 承接.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenUp {
    /// The report or directive by which the room knew of it.
    pub from: EntryId,
    /// In whose words the source is named: 样例县应急管理局报告.
    pub source: String,
    /// 知悉: when it was there, UTC.
    pub aware_at: Moment,
}

/// 据告知: somebody said by phone where a unit's report stands. Never more than that is made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelTold {
    /// Whose report is spoken of.
    pub unit: crate::unit::UnitCode,
    /// Whether it is in the system there.
    pub reported: bool,
    /// Who said so.
    pub told_by: String,
    /// When, UTC.
    pub at: Moment,
}
