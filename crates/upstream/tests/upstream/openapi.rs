//! The document by which others write their own desk: what it says changes only on purpose.

use hyper::StatusCode;
use serde_json::Value;

use crate::http::get;
use crate::server::Server;

#[tokio::test]
async fn what_others_build_upon_changes_only_on_purpose() {
    let server = Server::start().await;
    let answer = get(server.address, "/v1/openapi.json").send().await;
    assert_eq!(answer.status, StatusCode::OK, "nobody needs a token to read it");
    assert_eq!(answer.headers["content-type"], "application/json");
    let mut document: Value = answer.json();
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    document["info"]["version"] = "of the program".into();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("openapi", format!("{document:#}")));
}

#[tokio::test]
async fn nothing_in_it_points_nowhere() {
    let server = Server::start().await;
    let document: Value = get(server.address, "/v1/openapi.json").send().await.json();
    let mut pointers = Vec::new();
    collect(&document, &mut pointers);
    assert!(pointers.len() > 20, "{pointers:?}");
    for pointer in pointers {
        let place = pointer.strip_prefix('#').and_then(|place| document.pointer(place));
        assert!(place.is_some(), "{pointer} names nothing");
    }
}

/// Every `$ref` in this part of the document.
fn collect<'a>(part: &'a Value, found: &mut Vec<&'a str>) {
    match part {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|member| collect(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}
