//! 行文模板: the letter's title and paragraphs as minijinja text. Phrases come from code; see [`crate::letter`].

use serde::{Deserialize, Serialize};

use crate::report::Stage;

/// Templates of a 首报, and of the reports that follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterText {
    /// The title.
    pub title: String,
    /// One template a paragraph; a paragraph that comes out empty is left out.
    pub paragraphs: Vec<String>,
    /// 续报; none: as a wider layer has it.
    #[serde(default)]
    pub follow_up: Option<LaterText>,
    /// 终报
    #[serde(default)]
    pub r#final: Option<LaterText>,
    /// 情况更正
    #[serde(default)]
    pub correction: Option<LaterText>,
}

/// Templates of a report that follows another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaterText {
    /// The title.
    pub title: String,
    /// One template a paragraph.
    pub paragraphs: Vec<String>,
}

impl LetterText {
    /// Title and paragraphs of every stage that is here.
    pub fn stages(&self) -> impl Iterator<Item = (Stage, &str, &[String])> {
        let later =
            [(Stage::FollowUp, &self.follow_up), (Stage::Final, &self.r#final), (Stage::Correction, &self.correction)];
        let later = later.into_iter().filter_map(|(stage, text)| {
            let text = text.as_ref()?;
            Some((stage, text.title.as_str(), text.paragraphs.as_slice()))
        });
        std::iter::once((Stage::First, self.title.as_str(), self.paragraphs.as_slice())).chain(later)
    }

    /// With what a wider layer has where this one has nothing.
    #[must_use]
    pub fn over(self, wider: &Self) -> Self {
        Self {
            follow_up: self.follow_up.or_else(|| wider.follow_up.clone()),
            r#final: self.r#final.or_else(|| wider.r#final.clone()),
            correction: self.correction.or_else(|| wider.correction.clone()),
            ..self
        }
    }
}
