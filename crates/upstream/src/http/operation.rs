//! How a route is described: who may ask, what is taken, and every way in which it is answered.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::wire::Refusal;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::parameter::Parameter;

/// The security scheme's name: a device's token.
pub(super) const DEVICE: &str = "device";

type Described = fn(&mut SchemaGenerator) -> Schema;

/// The description of a route.
pub(super) struct Operation {
    id: &'static str,
    summary: &'static str,
    by_device: bool,
    parameters: Vec<Parameter>,
    takes: Option<Taken>,
    answer: Option<Answer>,
    refusals: BTreeMap<u16, &'static str>,
}

/// What a request brings.
struct Taken {
    media: &'static str,
    schema: Described,
}

/// What a fulfilled request is answered with.
struct Answer {
    media: &'static str,
    description: &'static str,
    schema: Described,
}

impl Operation {
    /// Anybody may ask, though not without measure.
    pub(super) fn of_anybody(id: &'static str, summary: &'static str) -> Self {
        let operation = Self {
            id,
            summary,
            by_device: false,
            parameters: Vec::new(),
            takes: None,
            answer: None,
            refusals: BTreeMap::new(),
        };
        operation.refuses(StatusCode::TOO_MANY_REQUESTS, "Asked too often; come back after the seconds named.")
    }

    /// An enrolled device asks, for itself and its unit.
    pub(super) fn of_a_device(id: &'static str, summary: &'static str) -> Self {
        let operation = Self { by_device: true, ..Self::of_anybody(id, summary) };
        operation
            .refuses(StatusCode::UNAUTHORIZED, "No token, an unknown one, or that of a device that was revoked.")
            .may_be_unavailable()
    }

    /// It hangs on something that may fail for a while: the database, the key, the machine's randomness.
    pub(super) fn may_be_unavailable(self) -> Self {
        self.refuses(StatusCode::SERVICE_UNAVAILABLE, "Not possible just now; come back after the seconds named.")
    }

    /// What its address or query carries.
    pub(super) fn asks(mut self, parameter: Parameter) -> Self {
        self.parameters.push(parameter);
        self.refuses(StatusCode::BAD_REQUEST, "A parameter is missing or not of its form.")
    }

    /// Its body: JSON of a `T`.
    pub(super) fn takes<T: JsonSchema>(self) -> Self {
        let taken = Taken { media: "application/json", schema: SchemaGenerator::subschema_for::<T> };
        self.takes_a_body(taken)
            .refuses(StatusCode::BAD_REQUEST, "Not of the protocol's form, torn off, nested too deep, or broken gzip.")
            .refuses(
                StatusCode::PAYLOAD_TOO_LARGE,
                "More than 262144 bytes after inflation, or more entries than may come at once.",
            )
    }

    /// Its body: a piece of a file.
    pub(super) fn takes_bytes(self) -> Self {
        self.takes_a_body(Taken { media: BYTES, schema: bytes })
            .refuses(StatusCode::PAYLOAD_TOO_LARGE, "More than 262144 bytes after inflation.")
    }

    fn takes_a_body(self, taken: Taken) -> Self {
        Self { takes: Some(taken), ..self }
            .refuses(StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time.")
            .refuses(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Of another media type, or packed otherwise than by gzip.")
    }

    /// Answered with a piece of a file.
    pub(super) fn answers_bytes(self, description: &'static str) -> Self {
        Self { answer: Some(Answer { media: BYTES, description, schema: bytes }), ..self }
    }

    /// Answered with the JSON of a `T`.
    pub(super) fn answers<T: JsonSchema>(self, description: &'static str) -> Self {
        let schema = SchemaGenerator::subschema_for::<T>;
        Self { answer: Some(Answer { media: "application/json", description, schema }), ..self }
    }

    /// Answered with text of this media type.
    pub(super) fn answers_text(self, media: &'static str, description: &'static str) -> Self {
        let schema = SchemaGenerator::subschema_for::<String>;
        Self { answer: Some(Answer { media, description, schema }), ..self }
    }

    /// One more way of being refused.
    pub(super) fn refuses(mut self, status: StatusCode, description: &'static str) -> Self {
        self.refusals.insert(status.as_u16(), description);
        self
    }

    /// As OpenAPI writes it; what its schemas name is left with the generator.
    pub(super) fn written(&self, generator: &mut SchemaGenerator) -> Value {
        let mut written = json!({
            "operationId": self.id,
            "summary": self.summary,
            "security": if self.by_device { json!([{ DEVICE: [] }]) } else { json!([]) },
            "responses": self.responses(generator),
        });
        if !self.parameters.is_empty() {
            written["parameters"] = self.parameters.iter().map(Parameter::written).collect();
        }
        if let Some(Taken { media, schema }) = &self.takes {
            written["requestBody"] = json!({
                "required": true,
                "description": "May be packed by gzip (Content-Encoding: gzip).",
                "content": { *media: { "schema": schema(generator) } },
            });
        }
        written
    }

    fn responses(&self, generator: &mut SchemaGenerator) -> Map<String, Value> {
        let refusal = generator.subschema_for::<Refusal>();
        let refusals = self.refusals.iter().map(|(status, description)| {
            let mut response =
                json!({ "description": description, "content": { "application/json": { "schema": refusal } } });
            if let Some((name, header)) = header(*status) {
                response["headers"] = json!({ name: header });
            }
            (status.to_string(), response)
        });
        let mut responses: Map<String, Value> = refusals.collect();
        if let Some(Answer { media, description, schema }) = &self.answer {
            let content = json!({ *media: { "schema": schema(generator) } });
            responses.insert("200".to_owned(), json!({ "description": description, "content": content }));
        }
        responses
    }
}

/// Bytes as they are.
const BYTES: &str = "application/octet-stream";

fn bytes(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({ "type": "string", "format": "binary" })
}

/// The header that always comes with this status.
fn header(status: u16) -> Option<(&'static str, Value)> {
    match status {
        401 => Some(("WWW-Authenticate", json!({ "required": true, "schema": { "const": "Bearer" } }))),
        429 | 503 => {
            let schema = json!({ "type": "integer", "minimum": 1 });
            Some(("Retry-After", json!({ "required": true, "description": "In seconds.", "schema": schema })))
        }
        _ => None,
    }
}
