//! What a request carries in its query, described.

use serde_json::{Value, json};

/// One parameter.
pub(super) struct Parameter {
    name: &'static str,
    description: &'static str,
    required: bool,
    schema: Value,
}

impl Parameter {
    /// What must be there.
    pub(super) const fn required(name: &'static str, description: &'static str, schema: Value) -> Self {
        Self { name, description, required: true, schema }
    }

    /// What may be left out.
    pub(super) const fn optional(name: &'static str, description: &'static str, schema: Value) -> Self {
        Self { name, description, required: false, schema }
    }

    /// As OpenAPI writes it.
    pub(super) fn written(&self) -> Value {
        json!({
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": self.description,
            "schema": self.schema,
        })
    }
}
