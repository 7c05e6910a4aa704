//! Compiled templates: read once with the packs, rendered in microseconds.

use std::collections::BTreeMap;

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use super::phrases::Phrases;
use crate::pack::LetterText;
use crate::report::Stage;

/// Why a template is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// It is no template.
    #[error("行文模板“{0}”写法不对：{1}")]
    Syntax(String, String),
    /// It names something that code does not supply.
    #[error("行文模板“{0}”用了未知变量 {1}，可用：{2}")]
    UnknownVariable(String, String, String),
    /// It does more than choose and insert.
    #[error("行文模板“{0}”只能用 {{{{ 变量 }}}} 和 {{% if %}}，不能用 {1}")]
    Forbidden(String, String),
}

/// Title and paragraphs of every stage, compiled.
#[derive(Debug, Clone)]
pub struct Templates {
    environment: Environment<'static>,
    paragraphs: BTreeMap<Stage, usize>,
}

impl Templates {
    /// Compiles and checks templates: only variables that code supplies, only `if`, plain text.
    ///
    /// # Errors
    /// [`TemplateError`], the first found.
    pub fn compile(text: &LetterText) -> Result<Self, TemplateError> {
        let mut environment = Environment::empty();
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let mut templates = Self { environment, paragraphs: BTreeMap::new() };
        for (stage, title, paragraphs) in text.stages() {
            templates.add(title_of(stage), title)?;
            for (index, paragraph) in paragraphs.iter().enumerate() {
                templates.add(paragraph_of(stage, index), paragraph)?;
            }
            templates.paragraphs.insert(stage, paragraphs.len());
        }
        Ok(templates)
    }

    fn add(&mut self, name: String, text: &str) -> Result<(), TemplateError> {
        let shown = || text.chars().take(24).collect::<String>();
        if let Some(tag) = forbidden(text) {
            return Err(TemplateError::Forbidden(shown(), tag));
        }
        let syntax = |error: &minijinja::Error| TemplateError::Syntax(shown(), error.to_string());
        self.environment.add_template_owned(name.clone(), text.to_owned()).map_err(|error| syntax(&error))?;
        let template = self.environment.get_template(&name).map_err(|error| syntax(&error))?;
        let known = Phrases::names();
        let mut unknown: Vec<String> = template.undeclared_variables(false).into_iter().collect();
        unknown.retain(|name| !known.contains(&name.as_str()));
        unknown.sort();
        if let Some(name) = unknown.first() {
            return Err(TemplateError::UnknownVariable(shown(), name.clone(), known.join(" ")));
        }
        template.render(Phrases::default()).map_err(|error| syntax(&error))?;
        Ok(())
    }

    /// Title and paragraphs with these phrases; a paragraph that comes out empty is kept as empty text.
    pub(super) fn render(&self, stage: Stage, phrases: &impl Serialize) -> (String, Vec<String>) {
        let values = minijinja::Value::from_serialize(phrases);
        // Every template was rendered when it was compiled, and phrases are always all there.
        let one = |name: &str| {
            self.environment.get_template(name).and_then(|template| template.render(&values)).unwrap_or_default()
        };
        let paragraphs = self.paragraphs.get(&stage).copied().unwrap_or(0);
        (one(&title_of(stage)), (0..paragraphs).map(|index| one(&paragraph_of(stage, index))).collect())
    }
}

fn title_of(stage: Stage) -> String {
    format!("{stage:?}-title")
}

fn paragraph_of(stage: Stage, index: usize) -> String {
    format!("{stage:?}-{index}")
}

/// The first tag that is neither if, elif, else nor endif.
fn forbidden(text: &str) -> Option<String> {
    text.split("{%").skip(1).find_map(|tag| {
        let word = tag.trim_start_matches(['-', '+']).trim_start();
        let word: String = word.chars().take_while(char::is_ascii_alphabetic).collect();
        (!["if", "elif", "else", "endif"].contains(&word.as_str())).then_some(word)
    })
}
