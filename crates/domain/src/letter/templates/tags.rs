//! What a template may hold beside text: `{{ name }}`, `{% if name %}`, `{% else %}`, `{% endif %}`. A pack comes from
//! anywhere, and an expression may ask for a hundred gigabytes; so there are no expressions.

use super::{TemplateError, beginning};
use crate::hygiene;
use crate::letter::phrases::Phrases;

/// Longest template in bytes.
const LONGEST: usize = 8_192;
/// Deepest `if` within `if`.
const DEEPEST: usize = 8;

/// How many tags a template has, each one of those that may be there.
pub(super) fn count(template: &str) -> Result<usize, TemplateError> {
    let mut tags = Tags { template, open: Vec::new(), count: 0 };
    if template.len() > LONGEST {
        return Err(tags.too_long(format!("有{}字节，最多{LONGEST}字节", template.len())));
    }
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        rest = rest.get(at..).unwrap_or_default();
        let end = match rest.get(..2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => return Err(tags.forbidden("{#")),
            _ => {
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
        };
        let (inside, after) = rest
            .get(2..)
            .and_then(|inside| inside.split_once(end))
            .ok_or_else(|| tags.wrong(format!("没有写完，缺 {end}")))?;
        match end {
            "}}" => tags.inserted(inside.trim())?,
            _ => tags.chosen(inside.trim())?,
        }
        tags.count += 1;
        rest = after;
    }
    match tags.open.as_slice() {
        [] => Ok(tags.count),
        _ => Err(tags.wrong("有 {% if %} 没有 {% endif %}".to_owned())),
    }
}

/// A template as far as it was read.
struct Tags<'a> {
    template: &'a str,
    /// For each `if` that is open whether its `else` was there.
    open: Vec<bool>,
    count: usize,
}

impl Tags<'_> {
    /// `{{ name }}`
    fn inserted(&self, name: &str) -> Result<(), TemplateError> {
        let known = Phrases::names();
        if known.contains(&name) {
            return Ok(());
        }
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return Err(self.forbidden(name));
        }
        let name = hygiene::beginning(name, 40).to_owned();
        Err(TemplateError::UnknownVariable(beginning(self.template), name, known.join(" ")))
    }

    /// `{% if name %}` and what belongs to it.
    fn chosen(&mut self, words: &str) -> Result<(), TemplateError> {
        match words.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["if", name] => {
                self.inserted(name)?;
                self.open.push(false);
                if self.open.len() > DEEPEST {
                    return Err(self.too_long(format!("{{% if %}} 套了{}层，最多{DEEPEST}层", self.open.len())));
                }
                Ok(())
            }
            ["else"] => match self.open.last_mut() {
                Some(said @ false) => {
                    *said = true;
                    Ok(())
                }
                _ => Err(self.wrong("{% else %} 前面没有 {% if %}".to_owned())),
            },
            ["endif"] if self.open.pop().is_some() => Ok(()),
            ["endif"] => Err(self.wrong("{% endif %} 前面没有 {% if %}".to_owned())),
            _ => Err(self.forbidden(words)),
        }
    }

    fn wrong(&self, why: String) -> TemplateError {
        TemplateError::Syntax(beginning(self.template), why)
    }

    fn forbidden(&self, what: &str) -> TemplateError {
        TemplateError::Forbidden(beginning(self.template), beginning(what))
    }

    fn too_long(&self, how: String) -> TemplateError {
        TemplateError::TooLong(beginning(self.template), how)
    }
}
