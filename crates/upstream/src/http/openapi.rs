//! `GET /v1/openapi.json`: everything that is asked and answered here, as OpenAPI 3.1, written from the routes themselves.

use axum::Extension;
use axum::body::Bytes;
use axum::http::HeaderName;
use axum::http::header::CONTENT_TYPE;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::asker::Stranger;
use super::operation::{DEVICE, Operation};
use super::route::Route;

const ABOUT: &str = "\
What a desk and its upstream say to each other. Entries, receipts and certificates travel as strings, because their \
exact bytes are signed. Every refusal is a stable code and a Chinese sentence that says what to do next. An address that \
is not listed is answered with 404, a method that is not listed with 405 and an Allow header; HEAD is answered as GET \
without its body.";

/// The document as it is sent; cloning shares it.
#[derive(Clone)]
pub(super) struct Document(Bytes);

impl Document {
    /// Describes these routes.
    pub(super) fn of(routes: &[Route]) -> Self {
        Self(format!("{:#}\n", described(routes)).into())
    }
}

/// The document of these routes.
pub(super) fn described(routes: &[Route]) -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for Route { path, method, operation, .. } in routes {
        let written = operation.written(&mut generator);
        paths.entry(*path).or_insert_with(|| json!({}))[*method] = written;
    }
    let token = json!({ "type": "http", "scheme": "bearer", "description": "The token that the enrolment gave." });
    json!({
        "openapi": "3.1.1",
        "info": { "title": "Zhiban 值班台: 上级节点", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT },
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": { DEVICE: token },
        },
    })
}

/// The address of the document.
pub(super) fn route() -> Route {
    let operation = Operation::of_anybody("describe", "This document.")
        .answers::<Map<String, Value>>("An OpenAPI document, version 3.1.");
    Route::get("/v1/openapi.json", describe, operation)
}

async fn describe(_: Stranger, Extension(document): Extension<Document>) -> ([(HeaderName, &'static str); 1], Bytes) {
    ([(CONTENT_TYPE, "application/json")], document.0)
}
