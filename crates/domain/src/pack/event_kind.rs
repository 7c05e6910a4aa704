//! 事件类型: its official name, its place among the four classes, and the tables that grade it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::quantity::Quantity;

/// 四大类 (突发事件应对法 2024 art. 2). Only the first three are graded (art. 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// 自然灾害
    Natural,
    /// 事故灾难
    Accident,
    /// 公共卫生事件
    Health,
    /// 社会安全事件
    Security,
}

impl Class {
    /// The official word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Natural => "自然灾害",
            Self::Accident => "事故灾难",
            Self::Health => "公共卫生事件",
            Self::Security => "社会安全事件",
        }
    }
}

/// One kind of event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EventKind {
    /// Id, as in the facts.
    pub id: String,
    /// 官方名.
    pub name: String,
    /// Family that rules and labels go by: `fire`, `production`.
    pub family: String,
    /// 四大类
    pub class: Class,
    /// Ids of the `[[grade_table]]`s, the highest of which counts; none: not graded by numbers.
    #[serde(default)]
    pub graded_by: Vec<String>,
    /// As title and first sentence say it: 发生火灾; 发生[{magnitude}级]地震 names a figure where it is known.
    pub title: String,
    /// Words by which a caller names it: 着火.
    #[serde(default)]
    pub words: Vec<String>,
    /// How the letter names its cause: 起火原因.
    pub cause: String,
    /// How the letter names its loss: 直接财产损失.
    pub loss: String,
}

impl EventKind {
    /// What happened, with the figures that its title names as far as they are known: 发生4.0级地震, 发生地震.
    #[must_use]
    pub fn happened(&self, figures: &BTreeMap<String, Quantity>) -> String {
        let Some((before, named, after)) = self.optional() else { return self.title.clone() };
        let Some((id, rest)) = figure_in(named) else { return format!("{before}{after}") };
        match figures.get(id) {
            Some(number) => format!("{before}{}{rest}{after}", number.with_tenths()),
            None => format!("{before}{after}"),
        }
    }

    /// Whether its title names that figure.
    #[must_use]
    pub fn names(&self, figure: &str) -> bool {
        self.figure_named() == Some(figure)
    }

    /// The figure that its title names.
    #[must_use]
    pub fn figure_named(&self) -> Option<&str> {
        let (_, named, _) = self.optional()?;
        figure_in(named).map(|(id, _)| id)
    }

    fn optional(&self) -> Option<(&str, &str, &str)> {
        let (before, rest) = self.title.split_once('[')?;
        let (named, after) = rest.split_once(']')?;
        Some((before, named, after))
    }
}

/// The id in {magnitude}级, and what follows it.
fn figure_in(named: &str) -> Option<(&str, &str)> {
    named.strip_prefix('{')?.split_once('}')
}
