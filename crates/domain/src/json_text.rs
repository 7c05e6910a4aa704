//! How a text that is itself JSON is described: its exact bytes are signed, so it travels as a string.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// The schema of a string that holds the JSON of a `T`.
pub(crate) fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": generator.subschema_for::<T>(),
    })
}

/// Where JSON is wrong. What stands there is not repeated: whoever forged it chose the words.
pub(crate) fn place(error: &serde_json::Error) -> String {
    format!("第{}行第{}字节写法不对", error.line(), error.column())
}
