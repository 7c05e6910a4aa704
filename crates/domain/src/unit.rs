//! 单位: a bureau that is enrolled at the upstream, and its place in the tree.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The code of a unit: GB/T 2260 division code or a local extension (`domain` stores, never invents, codes).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(transparent)]
pub struct UnitCode(pub String);

impl std::fmt::Display for UnitCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The level at which a unit works; a rule may hold for one level only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 县级
    County,
    /// 设区的市
    City,
    /// 省级
    Province,
    /// 国家
    Nation,
}

impl Level {
    const ALL: [Self; 4] = [Self::County, Self::City, Self::Province, Self::Nation];

    /// The word by which it is kept and sent.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::City => "city",
            Self::Province => "province",
            Self::Nation => "nation",
        }
    }

    /// The level directly above; none above the nation.
    #[must_use]
    pub const fn above(self) -> Option<Self> {
        match self {
            Self::County => Some(Self::City),
            Self::City => Some(Self::Province),
            Self::Province => Some(Self::Nation),
            Self::Nation => None,
        }
    }

    /// The level of that word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// A unit as the upstream describes it to its desks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Unit {
    /// Division code, unique in the tree.
    pub code: UnitCode,
    /// Full name, such as 样例县应急管理局.
    pub name: String,
    /// Level at which it works.
    pub level: Level,
    /// Names of the divisions from the province down: `[样例省, 样例市, 样例县]`.
    pub divisions: Vec<String>,
    /// The unit above, none for the top of the tree.
    pub parent: Option<UnitCode>,
    /// Sample data, marked 样例 on every screen.
    pub sample: bool,
}

impl Unit {
    /// 我县, 我区, 我旗, by the name of the division itself.
    #[must_use]
    pub fn our_own(&self) -> String {
        format!("我{}", self.division_word())
    }

    /// 县, 区, 旗: what its own division is.
    #[must_use]
    pub fn division_word(&self) -> char {
        let named = self.divisions.last().and_then(|division| division.chars().last());
        let by_level = match self.level {
            Level::County => '县',
            Level::City => '市',
            Level::Province => '省',
            Level::Nation => '国',
        };
        named.filter(|word| "县区旗市州盟省".contains(*word)).unwrap_or(by_level)
    }

    /// 我局; of a province 我厅, as its bureau is called.
    #[must_use]
    pub fn bureau(&self) -> String {
        format!("我{}", self.bureau_word())
    }

    /// 局, 厅, 部: what the unit itself is.
    #[must_use]
    pub fn bureau_word(&self) -> char {
        let by_level = match self.level {
            Level::County | Level::City => '局',
            Level::Province => '厅',
            Level::Nation => '部',
        };
        self.name.chars().last().filter(|word| "局厅部".contains(*word)).unwrap_or(by_level)
    }
}
