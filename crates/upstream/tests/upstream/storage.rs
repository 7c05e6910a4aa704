//! What the file itself refuses, and what it is refused for.

use upstream::{DataFolder, DatabaseAt, Upstream};

use crate::database;
use crate::desk::Desk;
use crate::server::{COUNTY, Server};

#[tokio::test]
async fn entries_receipts_and_deliveries_cannot_be_changed_deleted_or_replaced() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let sent = desk.write_calls(2);
    desk.receipts(&sent).await;
    let raw = database::raw(server.path());
    for sql in [
        "UPDATE entries SET body = '{}' WHERE position = 1",
        "UPDATE entries SET body = NULL",
        "UPDATE entries SET position = 9 WHERE position = 1",
        "DELETE FROM entries",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE position = 1",
        "UPDATE receipts SET receipt = '{}'",
        "DELETE FROM receipts WHERE position = 1",
        "INSERT OR REPLACE INTO receipts VALUES (1, '{}', '')",
        "UPDATE deliveries SET with_body = 0",
        "DELETE FROM deliveries",
        "INSERT OR REPLACE INTO deliveries SELECT unit, n, position, 0 FROM deliveries",
        "INSERT OR REPLACE INTO deliveries SELECT unit, n + 10, position, 0 FROM deliveries",
    ] {
        let error = raw.execute(sql, []).expect_err(sql).to_string();
        assert!(error.contains("只增不"), "{sql}: {error}");
    }
    server.holds(2).await;
}

#[tokio::test]
async fn a_newer_database_is_refused_in_words_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    drop(DataFolder::open_or_create(dir.path(), &DatabaseAt::Folder).await.unwrap());
    let raw = rusqlite::Connection::open(dir.path().join("upstream.sqlite")).unwrap();
    raw.pragma_update(None, "user_version", 999).unwrap();
    let words = crate::program::complained(&["serve", "--listen", "127.0.0.1:0"], dir.path());
    assert!(words.contains("999") && words.contains("升级"), "{words}");
    let version: u32 = raw.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 999);
}

#[tokio::test]
async fn a_lost_or_foreign_key_file_is_refused_instead_of_signing_with_a_new_one() {
    let clock = || domain::Moment::UNIX_EPOCH;
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let id = Upstream::open(dir.path(), &DatabaseAt::Folder, clock).await.unwrap().id();
    drop(Upstream::open(other.path(), &DatabaseAt::Folder, clock).await.unwrap());
    let (key, foreign) = (dir.path().join("signing-key"), other.path().join("signing-key"));
    let kept = std::fs::read(&key).unwrap();

    std::fs::remove_file(&key).unwrap();
    let words = Upstream::open(dir.path(), &DatabaseAt::Folder, clock).await.err().unwrap().to_string();
    assert!(words.contains("备份"), "{words}");
    assert!(!key.exists(), "no new key is made in its place");

    std::fs::copy(&foreign, &key).unwrap();
    let words = Upstream::open(dir.path(), &DatabaseAt::Folder, clock).await.err().unwrap().to_string();
    assert!(words.contains("不是一套"), "{words}");

    std::fs::write(&key, kept).unwrap();
    assert_eq!(
        Upstream::open(dir.path(), &DatabaseAt::Folder, clock).await.unwrap().id(),
        id,
        "the identity outlives restarts"
    );
}
