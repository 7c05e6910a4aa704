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

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_machine_reads_the_database_though_the_folder_was_there_before() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let open_to_all = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let file = dir.path().join("upstream.sqlite");
    let modes = || [dir.path(), &file].map(|path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777);
    open_to_all(dir.path(), 0o755);
    drop(DataFolder::open_or_create(dir.path(), &DatabaseAt::Folder).await.unwrap());
    assert_eq!(modes(), [0o700, 0o600], "an administrator made the folder");
    open_to_all(dir.path(), 0o755);
    open_to_all(&file, 0o644);
    drop(DataFolder::open_or_create(dir.path(), &DatabaseAt::Folder).await.unwrap());
    assert_eq!(modes(), [0o700, 0o600], "and what a program of before left readable is taken back");
}

#[tokio::test]
async fn a_backup_with_a_trigger_of_somebody_elses_or_without_a_guard_is_not_put_back() {
    let dir = tempfile::tempdir().unwrap();
    drop(Upstream::open(dir.path(), &DatabaseAt::Folder, || domain::Moment::UNIX_EPOCH).await.unwrap());
    for act in [
        "CREATE TRIGGER evil AFTER INSERT ON entries BEGIN DELETE FROM unit_cursors; END",
        "DROP TRIGGER entries_are_never_changed",
    ] {
        let (place, back) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = place.path().join("upstream.sqlite");
        std::fs::copy(dir.path().join("signing-key"), back.path().join("signing-key")).unwrap();
        let live = rusqlite::Connection::open(dir.path().join("upstream.sqlite")).unwrap();
        live.execute("VACUUM INTO ?1", [file.to_str().unwrap()]).unwrap();
        rusqlite::Connection::open(&file).unwrap().execute_batch(act).unwrap();
        let words = DataFolder::put_back(place.path(), back.path()).unwrap_err().to_string();
        assert!(words.contains("触发器") && words.contains("另选一份备份"), "{act}: {words}");
        assert!(!back.path().join("upstream.sqlite").exists(), "{act}: nothing of it is there");
    }
}
