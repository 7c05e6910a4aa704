//! Whether an answer is one that the OpenAPI document names: every request of these tests is held to it.

use std::sync::LazyLock;

use hyper::{HeaderMap, Method};
use serde_json::{Map, Value};

static DOCUMENT: LazyLock<Value> = LazyLock::new(upstream::openapi);

/// Fails where a described route answers in a way that is not described: another status, media type, or a header missing.
pub(crate) fn hold_to_it(method: &Method, path: &str, status: u16, headers: &HeaderMap) {
    let Some(routes) = routes_of(path) else {
        assert!([404, 429].contains(&status), "{path} is not described, and answered with {status}");
        return;
    };
    let method = if method == Method::HEAD { &Method::GET } else { method };
    let Some((_, operation)) = routes.iter().find(|(known, _)| known.to_uppercase() == method.as_str()) else {
        assert!([405, 429].contains(&status), "{method} {path} is not described, and answered with {status}");
        return;
    };
    let response = &operation["responses"][status.to_string()];
    assert!(response.is_object(), "{method} {path} is not said to answer {status}");
    let media = headers.get("content-type").and_then(|media| media.to_str().ok()?.split(';').next());
    let described = media.map(|media| response["content"].get(media).is_some());
    assert_eq!(described, response.get("content").map(|_| true), "{method} {path} {status}: {media:?}");
    for name in response["headers"].as_object().into_iter().flat_map(Map::keys) {
        assert!(headers.contains_key(name.to_lowercase()), "{method} {path} {status} without its {name}");
    }
}

/// What the document says of this address; what stands in braces there is the asker's.
fn routes_of(path: &str) -> Option<&'static Map<String, Value>> {
    let is = |pattern: &str| {
        let alike = |(pattern, part): (&str, &str)| pattern == part || pattern.starts_with('{');
        pattern.split('/').count() == path.split('/').count() && pattern.split('/').zip(path.split('/')).all(alike)
    };
    let paths = DOCUMENT["paths"].as_object()?;
    paths.iter().find(|(pattern, _)| is(pattern))?.1.as_object()
}

/// Every question that wants a device's token, with what the document says it must bring.
pub(crate) fn wanting_a_token() -> Vec<(Method, String)> {
    let paths = DOCUMENT["paths"].as_object().unwrap().iter();
    let operations =
        paths.flat_map(|(pattern, routes)| routes.as_object().unwrap().iter().map(move |one| (pattern, one)));
    let wanting = operations.filter(|(_, (_, operation))| operation["security"] != serde_json::json!([]));
    let asked: Vec<_> = wanting
        .map(|(pattern, (method, operation))| (method.to_uppercase().parse().unwrap(), address(pattern, operation)))
        .collect();
    assert!(asked.len() >= 8, "desks ask more than this: {asked:?}");
    asked
}

fn address(pattern: &str, operation: &Value) -> String {
    let path: Vec<String> =
        pattern.split('/').map(|part| if part.starts_with('{') { "0".repeat(64) } else { part.to_owned() }).collect();
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let query: Vec<String> = parameters
        .filter(|one| one["in"] == "query" && one["required"] == true)
        .map(|one| format!("{}=0", one["name"].as_str().unwrap()))
        .collect();
    format!("{}?{}", path.join("/"), query.join("&"))
}
