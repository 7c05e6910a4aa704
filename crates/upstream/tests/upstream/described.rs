//! What the upstream says of itself in its OpenAPI document, put to the test by somebody who has read nothing else.

use std::path::Path;
use std::process::Command;

use crate::desk::{Desk, call, report};
use crate::program::{Program, said};
use crate::server::{CITY, COUNTY, SAMPLE_FILE};

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/upstream");

/// Asks whatever the document allows and much that it forbids; what was answered otherwise than described, fails.
fn put_to_the_test(program: &Program, dir: &Path, options: &[&str]) {
    let document = format!("http://{}/v1/openapi.json", program.address);
    let mut schemathesis = Command::new(format!("{HERE}/../../../../scripts/schemathesis.sh"));
    schemathesis.args(["--config-file", &format!("{HERE}/schemathesis.toml"), "run", &document]).args(options);
    let tested = schemathesis.current_dir(dir).output().unwrap();
    let (told, complained) = (String::from_utf8_lossy(&tested.stdout), String::from_utf8_lossy(&tested.stderr));
    assert!(tested.status.success(), "{told}\n{complained}");
}

/// A served upstream that holds a call and a report, and the desk that sent them.
async fn served(dir: &Path) -> (Program, Desk) {
    said(&["units", SAMPLE_FILE], dir);
    let program = Program::serve(dir);
    let code = said(&["enrol", "--unit", COUNTY], dir);
    let mut desk = Desk::enrol_with(program.address, code.trim_end().to_owned()).await;
    let entries = [desk.write(call()), desk.write(report("一民房发生火灾"))];
    desk.receipts(&entries).await;
    (program, desk)
}

/// After all of it the log is whole, and a desk is served as before.
async fn serves_as_before(program: &Program, dir: &Path) {
    let code = said(&["enrol", "--unit", CITY], dir);
    let mut city = Desk::enrol_with(program.address, code.trim_end().to_owned()).await;
    assert_eq!(city.pull().await.len(), 1, "the county's report, and nothing that anybody invented");
    let entry = [city.write(call())];
    city.receipts(&entry).await;
    assert!(said(&["check"], dir).contains("3 条条目"), "what two desks sent, and nothing else");
}

#[tokio::test]
async fn whoever_has_no_token_is_answered_as_the_document_says() {
    let dir = tempfile::tempdir().unwrap();
    let (program, _) = served(dir.path()).await;
    put_to_the_test(&program, dir.path(), &[]);
    serves_as_before(&program, dir.path()).await;
}

#[tokio::test]
async fn an_enrolled_desk_is_answered_as_the_document_says_whatever_it_asks() {
    let dir = tempfile::tempdir().unwrap();
    let (program, desk) = served(dir.path()).await;
    let token = format!("Authorization: Bearer {}", desk.token);
    // Held connections are for those who wait; `hints` has tests of its own.
    put_to_the_test(&program, dir.path(), &["--header", &token, "--exclude-path", "/v1/hints"]);
    serves_as_before(&program, dir.path()).await;
}
