//! Nothing lost, nothing half-written: damaged, newer and foreign files, a full disk, a killed process.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

mod writer;

use domain::entry::{CallOpened, Content};
use domain::information::{InformationKind, InformationSent};
use domain::report::SystemOfRecord;
use rusqlite::Connection;
use store::table::{entry, information, view};
use store::{Store, StoreError};
use uuid::Uuid;
use writer::{Device, evening, receipt_for, upstream_key};

const SUBJECT: Uuid = Uuid::from_u128(7);

fn append(store: &mut Store, device: &mut Device) -> Result<Uuid, StoreError> {
    let opened = Content::CallOpened(CallOpened { received_at: evening() });
    let sealed = device.write(SUBJECT, opened.clone());
    let header = sealed.read_header()?;
    let id = header.id;
    store.write(|writing| writing.append_saying(&sealed, header, opened))?;
    Ok(id)
}

#[test]
fn truth_is_append_only_even_for_whoever_opens_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    let mut store = Store::open(&path).unwrap();
    let mut device = Device::new(1);
    let id = append(&mut store, &mut device).unwrap();
    let sealed = entry::find(store.connection(), id).unwrap().unwrap();
    let (receipt, verified) = receipt_for(&sealed, 1);
    store.write(|writing| writing.receipt(&receipt, &verified, SUBJECT)).unwrap();
    let other = Connection::open(&path).unwrap();
    for sql in [
        "UPDATE entries SET body = NULL",
        "UPDATE entries SET header = '{}'",
        "DELETE FROM entries",
        "INSERT OR REPLACE INTO entries SELECT id, device, epoch, seq, subject, entered_at, '{}', body, signature FROM entries",
        "UPDATE receipts SET position = 2",
        "DELETE FROM receipts",
        "INSERT OR REPLACE INTO receipts SELECT entry, generation, position, received_at, '{}', signature FROM receipts",
    ] {
        let error = other.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains("never"), "{sql}: {error}");
    }
}

#[test]
fn settings_are_those_that_durability_needs() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("desk.sqlite")).unwrap();
    let pragma = |name: &str| -> String {
        store
            .connection()
            .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
            .map(|value| format!("{value:?}"))
            .unwrap()
    };
    assert_eq!(pragma("journal_mode"), r#"Text("wal")"#);
    assert_eq!(pragma("synchronous"), "Integer(2)", "FULL: a power cut loses no saved entry");
    assert!(rusqlite::version_number() >= store::OLDEST_SAFE_SQLITE, "older ones can lose commits in WAL mode");
}

#[test]
fn a_newer_file_is_refused_in_words_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    drop(Store::open(&path).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
    assert!(error.to_string().contains("请安装新版本"), "it says what to do: {error}");
}

#[test]
fn a_damaged_or_foreign_file_is_refused_in_words_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let garbage = folder.path().join("garbage.sqlite");
    std::fs::write(&garbage, "这不是数据库".repeat(500)).unwrap();
    let error = Store::open(&garbage).unwrap_err();
    assert!(matches!(error, StoreError::Damaged(_)), "{error}");
    assert!(error.to_string().contains("请勿删除"), "{error}");
    assert_eq!(std::fs::read_to_string(&garbage).unwrap(), "这不是数据库".repeat(500));

    let foreign = folder.path().join("foreign.sqlite");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(Store::open(&foreign).unwrap_err(), StoreError::Damaged(_)));
}

#[test]
fn a_full_disk_is_said_in_words_and_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("desk.sqlite")).unwrap();
    let mut device = Device::new(1);
    append(&mut store, &mut device).unwrap();
    let pages: u32 = store.connection().pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    store.connection().pragma_update(None, "max_page_count", pages + 2).unwrap();
    let mut saved = 1;
    let error = loop {
        match append(&mut store, &mut device) {
            Ok(_) => saved += 1,
            Err(error) => break error,
        }
        assert!(saved < 10_000, "the limit must bite");
    };
    assert!(matches!(error, StoreError::Full), "{error}");
    assert!(error.to_string().contains("磁盘已满"), "{error}");
    let rows: u32 = store.connection().query_row("SELECT count(*) FROM entries", [], |row| row.get(0)).unwrap();
    let queued: u32 = store.connection().query_row("SELECT count(*) FROM queue", [], |row| row.get(0)).unwrap();
    assert_eq!((rows, queued), (saved, saved), "what was called saved is there, the rest is not");
    store.connection().pragma_update(None, "max_page_count", 1_000_000).unwrap();
    assert_eq!(store.check_views().unwrap(), vec![], "views agree with entries after the failure");
    append(&mut store, &mut device).unwrap();
}

#[test]
fn a_failed_use_case_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("desk.sqlite")).unwrap();
    let sealed = Device::new(1).write(SUBJECT, Content::CallOpened(CallOpened { received_at: evening() }));
    let header = sealed.read_header().unwrap();
    let failed: Result<(), StoreError> = store.write(|writing| {
        writing.append_own(&sealed, &header)?;
        Err(StoreError::Busy)
    });
    assert!(failed.is_err());
    assert_eq!(entry::find(store.connection(), header.id).unwrap(), None);
    assert_eq!(view::call(store.connection(), SUBJECT).unwrap(), None);
}

#[test]
fn a_view_edited_by_hand_is_found_and_mended_by_a_rebuild() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("desk.sqlite")).unwrap();
    append(&mut store, &mut Device::new(1)).unwrap();
    store.connection().execute("UPDATE calls SET view = replace(view, '10:09', '10:08')", []).unwrap();
    assert_eq!(store.check_views().unwrap().len(), 1, "the edit is found");
    store.rebuild_views().unwrap();
    assert_eq!(store.check_views().unwrap(), vec![]);
}

#[test]
fn another_desks_wrong_clock_does_not_say_when_this_rooms_time_begins() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("desk.sqlite")).unwrap();
    let (mut own, mut ahead) = (Device::new(1), Device::new(2));
    append(&mut store, &mut own).unwrap();
    (0..500).for_each(|_| drop(ahead.write(SUBJECT, Content::CallOpened(CallOpened { received_at: evening() }))));
    let sealed = ahead.write(SUBJECT, Content::CallOpened(CallOpened { received_at: evening() }));
    let header = sealed.read_header().unwrap();
    let certificate = ahead.certificate(&upstream_key());
    store.write(|writing| writing.receive(1, &sealed, &header, &certificate)).unwrap();
    let begins = entry::last_entered_at(store.connection(), own.id).unwrap();
    assert_eq!(begins, Some(evening() + chrono::Duration::seconds(1)), "its own last entry, not the latest of all");
    assert!(begins < Some(header.entered_at));
}

#[test]
fn information_is_saved_before_it_is_called_received() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("desk.sqlite")).unwrap();
    let mut device = Device::new(1);
    let about = Uuid::from_u128(8);
    let text = InformationSent {
        what: InformationKind::Work,
        period: None,
        title: "值班安排".into(),
        body: "每日2人。".into(),
        attachments: Vec::new(),
        all_the_same: None,
        system_of_record: SystemOfRecord::National,
    };
    let sealed = device.write(about, Content::Information(Box::new(text)));
    let header = sealed.read_header().unwrap();
    store.write(|writing| writing.append_own(&sealed, &header)).unwrap();
    let sent = information::find(store.connection(), about).unwrap().unwrap();
    assert_eq!((sent.title.as_str(), sent.receipt), ("值班安排", None), "saved, and nothing is called received");
    let (receipt, verified) = receipt_for(&sealed, 1);
    store.write(|writing| writing.receipt(&receipt, &verified, about)).unwrap();
    assert!(information::find(store.connection(), about).unwrap().unwrap().receipt.is_some());
    assert_eq!(store.check_views().unwrap(), vec![], "every view is the fold of its entries");
}
