//! What the tables themselves refuse, and what the server is refused for.

use upstream::{DataFolder, DatabaseAt};

use crate::cluster::CLUSTER;
use crate::database;
use crate::desk::{Desk, call, report};
use crate::server::{COUNTY, Server, TestClock};

#[tokio::test]
async fn entries_receipts_and_deliveries_cannot_be_changed_deleted_or_emptied() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let sent = desk.write_calls(2);
    desk.receipts(&sent).await;
    for sql in [
        "UPDATE entries SET body = '{}' WHERE position = 1",
        "UPDATE entries SET body = NULL",
        "UPDATE entries SET position = 9 WHERE position = 1",
        "DELETE FROM entries",
        "TRUNCATE entries CASCADE",
        "UPDATE receipts SET receipt = '{}'",
        "DELETE FROM receipts WHERE position = 1",
        "TRUNCATE receipts",
        "UPDATE deliveries SET with_body = false",
        "DELETE FROM deliveries",
        "INSERT INTO deliveries SELECT unit, n, position, false FROM deliveries
         ON CONFLICT (unit, n) DO UPDATE SET with_body = false",
    ] {
        let error = database::refused(server.path(), sql);
        assert!(error.contains("只增不"), "{sql}: {error}");
    }
    server.holds(2).await;
}

#[tokio::test]
async fn who_serves_by_the_role_of_the_sample_needs_no_right_to_take_the_guards_away() {
    let server = Server::start().await;
    let before = Desk::enrol(&server, COUNTY).await;
    before.receipts(&[before.clone().write(call())]).await;
    database::execute(server.path(), include_str!("../../../../deploy/postgresql-roles.sql"));
    let from_now_on = "DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %I SET role = %L', current_database(), 'zhiban_serve');
    END $$";
    database::execute(server.path(), from_now_on);
    let server = server.restart().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let sent = [desk.write(report("一民房发生火灾")), desk.write(call())];
    desk.receipts(&sent).await;
    assert!(!desk.pull().await.is_empty(), "what was handed to its unit is read");
    server.folder().await.revoke(desk.device, server.clock.now()).await.unwrap();
    server.holds(3).await;
    for sql in [
        "ALTER TABLE receipts DISABLE TRIGGER ALL",
        "DROP TRIGGER entries_are_never_changed ON entries",
        "UPDATE receipts SET receipt = '{}'",
        "DELETE FROM entries",
        "TRUNCATE deliveries",
        "CREATE TABLE evil (x bigint)",
    ] {
        let error = database::refused(server.path(), sql);
        assert!(error.contains("must be owner") || error.contains("permission denied"), "{sql}: {error}");
    }
}

#[tokio::test]
async fn a_newer_database_is_refused_in_words_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    drop(DataFolder::open_or_create(dir.path(), &database::at(dir.path())).await.unwrap());
    database::execute(dir.path(), "UPDATE schema_version SET version = 999");
    let words = crate::program::complained(&["serve", "--listen", "127.0.0.1:0"], dir.path());
    assert!(words.contains("999") && words.contains("升级"), "{words}");
    database::execute(dir.path(), "DO $$ BEGIN ASSERT (SELECT version FROM schema_version) = 999; END $$");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_program_waits_for_the_batch_that_an_older_one_is_in_the_middle_of() {
    let server = Server::start().await;
    let dir = server.stop().await;
    database::execute(dir.path(), database::BEFORE_MATTERS);
    let batch = database::hold(dir.path());
    let upgrading = {
        let (path, at) = (dir.path().to_owned(), database::at(dir.path()));
        tokio::spawn(async move { DataFolder::open_or_create(&path, &at).await.map(drop) })
    };
    while database::waiting(dir.path(), "relation") == 0 {
        assert!(
            !upgrading.is_finished(),
            "a report that is committed after the steps read the log would be in no table of theirs"
        );
        tokio::task::yield_now().await;
    }
    drop(batch);
    upgrading.await.unwrap().unwrap();
    Server::start_again(dir, TestClock::new()).await.holds(0).await;
}

/// A receipt says that the entry is held durably, so a server that forgets gets none to give.
#[tokio::test]
async fn a_server_whose_commits_do_not_last_is_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let DatabaseAt::Postgres(address) = database::at(dir.path()) else { panic!("PostgreSQL") };
    let forgetful = DatabaseAt::Postgres(format!("{address}?options=-c%20synchronous_commit%3Doff"));
    let words = DataFolder::open_or_create(dir.path(), &forgetful).await.err().unwrap().to_string();
    assert!(words.contains("synchronous_commit"), "{words}");
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_refused_without_repeating_its_password() {
    let dir = tempfile::tempdir().unwrap();
    for address in ["postgres://zhiban:geheim@127.0.0.1:1/zhiban", "nonsense geheim", ""] {
        let nowhere = DatabaseAt::Postgres(address.to_owned());
        let words = DataFolder::open_or_create(dir.path(), &nowhere).await.err().unwrap().to_string();
        assert!(words.contains("PostgreSQL") && !words.contains("geheim"), "{words}");
    }
}

#[tokio::test]
async fn several_instances_that_start_at_once_make_the_tables_once() {
    let dir = tempfile::tempdir().unwrap();
    let at = database::at(dir.path());
    let mut starting = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let (path, at) = (dir.path().to_owned(), at.clone());
        starting.spawn(async move { DataFolder::open_or_create(&path, &at).await.map(drop) });
    }
    while let Some(started) = starting.join_next().await {
        started.unwrap().unwrap();
    }
    assert!(CLUSTER.psql("postgres").args(["-c", "SHOW fsync"]).output().unwrap().stdout.starts_with(b"on"));
}
