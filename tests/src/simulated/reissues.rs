//! Which entries are one thing said more than once, in one epoch after the other.

use std::collections::BTreeMap;

use domain::entry::{Header, Relation};
use serde_json::Value;

use crate::held::Held;

/// Every entry by the one name of the thing that it says.
pub(crate) struct Reissues {
    names: BTreeMap<String, String>,
}

impl Reissues {
    pub(crate) fn among(headers: impl Iterator<Item = Header>) -> Self {
        let mut names = Self { names: BTreeMap::new() };
        for header in headers {
            names.take(&header.id.to_string());
            for link in header.links.iter().filter(|link| link.relation == Relation::Reissues) {
                names.join(&header.id.to_string(), &link.to.to_string());
            }
        }
        names
    }

    fn take(&mut self, id: &str) {
        self.names.entry(id.to_owned()).or_insert_with(|| id.to_owned());
    }

    fn join(&mut self, one: &str, other: &str) {
        self.take(other);
        let (kept, given_up) = (self.names[one].clone(), self.names[other].clone());
        self.names.values_mut().filter(|name| **name == given_up).for_each(|name| name.clone_from(&kept));
    }

    /// The name of the thing.
    pub(crate) fn name(&self, id: &str) -> &str {
        &self.names[id]
    }

    /// Every entry that says the same thing.
    pub(crate) fn of(&self, id: &str) -> impl Iterator<Item = &String> {
        let name = &self.names[id];
        self.names.iter().filter(move |(_, other)| *other == name).map(|(id, _)| id)
    }
}

/// What an entry says, whatever it and those that it names are called.
pub(crate) fn said(held: &Held, reissues: &Reissues) -> (Value, Value) {
    let header = held.read();
    let mut body = held.body.as_deref().map_or(Value::Null, |body| serde_json::from_str(body).expect("a body is JSON"));
    if let Some(body) = body.as_object_mut() {
        body.remove("salt");
    }
    let when = serde_json::json!([header.kind, header.subject, header.unit, header.claimed_at, header.entered_at]);
    (when, named(body, reissues))
}

fn named(value: Value, reissues: &Reissues) -> Value {
    match value {
        Value::String(text) => Value::String(reissues.names.get(&text).cloned().unwrap_or(text)),
        Value::Array(items) => items.into_iter().map(|item| named(item, reissues)).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, named(value, reissues))).collect(),
        other => other,
    }
}
