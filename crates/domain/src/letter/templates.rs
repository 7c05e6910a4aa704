//! Compiled templates: read once with the packs, rendered in microseconds.

use std::collections::BTreeMap;

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use super::phrases::Phrases;
use crate::hygiene;
use crate::pack::LetterText;
use crate::report::Stage;

mod tags;

/// Most tags in title and paragraphs of one stage: each may insert a whole field.
const MOST_TAGS: usize = 200;

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
    #[error("行文模板“{0}”只能用 {{{{ 变量 }}}}、{{% if 变量 %}}、{{% else %}} 和 {{% endif %}}，不能用 {1}")]
    Forbidden(String, String),
    /// It is longer than anybody writes one.
    #[error("行文模板“{0}”过长：{1}，请删减")]
    TooLong(String, String),
}

/// Title and paragraphs of every stage, compiled.
#[derive(Debug, Clone)]
pub struct Templates {
    environment: Environment<'static>,
    paragraphs: BTreeMap<Stage, usize>,
}

impl Templates {
    /// Compiles and checks templates: plain text, what code supplies, and `if` on that; nothing that an engine would evaluate further.
    ///
    /// # Errors
    /// [`TemplateError`], the first found.
    pub fn compile(text: &LetterText) -> Result<Self, TemplateError> {
        let mut environment = Environment::empty();
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let mut templates = Self { environment, paragraphs: BTreeMap::new() };
        for (stage, title, paragraphs) in text.stages() {
            let mut tags = 0;
            for template in std::iter::once(title).chain(paragraphs.iter().map(String::as_str)) {
                tags += tags::count(template)?;
                if tags > MOST_TAGS {
                    let much = format!("一种报告最多{MOST_TAGS}处变量和条件");
                    return Err(TemplateError::TooLong(beginning(template), much));
                }
            }
            templates.add(title_of(stage), title)?;
            for (index, paragraph) in paragraphs.iter().enumerate() {
                templates.add(paragraph_of(stage, index), paragraph)?;
            }
            templates.paragraphs.insert(stage, paragraphs.len());
        }
        Ok(templates)
    }

    fn add(&mut self, name: String, text: &str) -> Result<(), TemplateError> {
        let syntax = |error: &minijinja::Error| TemplateError::Syntax(beginning(text), error.to_string());
        self.environment.add_template_owned(name.clone(), text.to_owned()).map_err(|error| syntax(&error))?;
        let template = self.environment.get_template(&name).map_err(|error| syntax(&error))?;
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

/// What a refusal shows of a template.
fn beginning(text: &str) -> String {
    hygiene::beginning(text, 24).to_owned()
}
