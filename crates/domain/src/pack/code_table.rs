//! 编码: division codes and event codes, only as loaded from a table. None is ever made up here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// 行政区划: a GB/T 2260 code, or a local extension for a functional zone that has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// Six digits, or an extension: six digits, a hyphen and two to eight letters or digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// A local extension code.
    #[serde(default)]
    pub extension: bool,
    /// Key of a `[[source]]`.
    pub source: String,
}

/// 事件编码: the code of a kind of event in a code system, from a table that a bureau loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EventCode {
    /// Id of an `[[event]]`.
    pub kind: String,
    /// Code system: GB/T 35561.
    pub system: String,
    /// Its edition: 2017.
    pub edition: String,
    /// The code.
    pub code: String,
    /// Key of a `[[source]]`.
    pub source: String,
}
