//! An upgrade while older instances still serve: they let go of a database that a newer program made its own.

use std::sync::Arc;

use domain::wire::RefusalCode;
use hyper::StatusCode;

use crate::database;
use crate::desk::{Desk, call, report};
use crate::program::{Program, said};
use crate::server::{COUNTY, SAMPLE_FILE, Server, TestClock};

#[tokio::test]
async fn an_older_instance_receives_nothing_into_a_database_that_a_newer_program_made_its_own() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let before = [desk.write(call())];
    desk.receipts(&before).await;
    database::execute(server.path(), database::NEWER);
    let sent = [desk.write(report("一民房发生火灾"))];
    let answer = desk.post(&sent).await;
    assert_eq!(
        answer.refused(StatusCode::SERVICE_UNAVAILABLE),
        RefusalCode::Unavailable,
        "a receipt by rules of before is none: the report waits at the desk for an instance that knows the tables"
    );
    assert!(answer.headers.contains_key("retry-after"), "and the desk is told to come back");
    database::execute(server.path(), database::OURS);
    server.holds(1).await;
    desk.receipts(&sent).await;
    server.holds(2).await;
}

#[test]
fn an_older_instance_stops_by_itself_and_says_why_once_the_database_is_newer() {
    let dir = tempfile::tempdir().unwrap();
    said(&["units", SAMPLE_FILE], dir.path());
    let program = Program::serve(dir.path());
    database::execute(dir.path(), database::NEWER);
    let (success, said) = program.stops_by_itself();
    assert!(!success, "whoever watches over the service must see it: {said}");
    assert!(said.contains("999") && said.contains("请升级 zhiban-upstream"), "{said}");
}

#[tokio::test]
async fn a_database_of_every_version_so_far_becomes_todays_and_receives() {
    let today = Server::start().await;
    assert_eq!(
        database::version(today.path()),
        database::SCHEMAS.len(),
        "a step that is added is kept beside the others as it was released, and none is changed"
    );
    for version in 1..=database::SCHEMAS.len() {
        let dir = tempfile::tempdir().unwrap();
        database::make_as_of(dir.path(), version);
        said(&["units", SAMPLE_FILE], dir.path());
        assert_eq!(database::schema(dir.path()), database::schema(today.path()), "version {version}");
        let server = Server::start_again(Arc::new(dir), TestClock::new()).await;
        let mut desk = Desk::enrol(&server, COUNTY).await;
        let sent = [desk.write(call()), desk.write(report("一民房发生火灾"))];
        desk.receipts(&sent).await;
        server.holds(2).await;
    }
}
