//! What a request carries in its address and its query, described.

use serde_json::{Value, json};

/// One parameter.
pub(super) struct Parameter {
    name: &'static str,
    place: &'static str,
    description: &'static str,
    required: bool,
    schema: Value,
}

impl Parameter {
    /// What must be there.
    pub(super) const fn required(name: &'static str, description: &'static str, schema: Value) -> Self {
        Self { name, place: "query", description, required: true, schema }
    }

    /// What may be left out.
    pub(super) const fn optional(name: &'static str, description: &'static str, schema: Value) -> Self {
        Self { name, place: "query", description, required: false, schema }
    }

    /// What stands in braces in the address.
    pub(super) const fn of_the_address(name: &'static str, description: &'static str, schema: Value) -> Self {
        Self { name, place: "path", description, required: true, schema }
    }

    /// As OpenAPI writes it.
    pub(super) fn written(&self) -> Value {
        json!({
            "name": self.name,
            "in": self.place,
            "required": self.required,
            "description": self.description,
            "schema": self.schema,
        })
    }
}
