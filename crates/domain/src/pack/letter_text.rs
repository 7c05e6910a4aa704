//! 行文模板: the letter's title and paragraphs as minijinja text. Phrases come from code; see [`crate::letter`].

use serde::{Deserialize, Serialize};

/// Templates of one letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterText {
    /// The title.
    pub title: String,
    /// One template a paragraph; a paragraph that comes out empty is left out.
    pub paragraphs: Vec<String>,
}
