//! 纸质（传真）: head, addressees and urgency of the sheet that goes beside the system (practice §4, faults 11, 13, 14).

use serde::{Deserialize, Serialize};

use crate::grade::Grade;
use crate::rule::When;

/// The sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperLayout {
    /// 版头: 突发事件信息专报.
    pub masthead: String,
    /// 内部资料 注意保存; empty: none.
    #[serde(default)]
    pub mark: String,
    /// 初判（就高） from which it is 特急.
    pub very_urgent_from: Grade,
    /// 初判（就高） from which it is 加急; anything sensitive is too.
    pub urgent_from: Grade,
    /// Where this stands.
    pub cite: String,
    /// Whether that was read.
    pub verified: bool,
    /// The letters that go out, one an addressee.
    #[serde(rename(deserialize = "sheet"))]
    pub sheets: Vec<PaperSheetLayout>,
}

/// One addressee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperSheetLayout {
    /// Id.
    pub id: String,
    /// 主送
    pub to: String,
    /// 抄送
    #[serde(default)]
    pub copies: Vec<String>,
    /// How many of 省, 市, 县 are left out of title and first sentence: whoever reads it knows them.
    #[serde(default)]
    pub without_divisions: u32,
    /// At which desk and from which grade it goes there; none given: always.
    #[serde(default)]
    pub when: When,
}
