//! Every failure of the file, made to happen, in words that say what to do; and nothing is half done.

use std::ops::ControlFlow;
use std::time::Duration;

use domain::entry::{EntryError, Sealed};
use store::table::{access, blob, draft, entry, pack, purge, queue, transfer};
use store::{BackupProgress, Store, StoreError, back_up, check_backup, unpack_blobs};
use tempfile::TempDir;

use crate::desk::{Desk, MATTER, OLDER, minutes, noted, opened};
use crate::writer::{Device, evening, receipt_for};

fn damaged<T: std::fmt::Debug>(found: Result<T, StoreError>, what: &str) {
    assert!(matches!(found, Err(StoreError::Damaged(_))), "{what}: {found:?}");
}

#[test]
fn a_file_that_another_program_holds_is_said_to_be_busy_and_nothing_is_lost() {
    let mut desk = Desk::new();
    desk.store.connection().busy_timeout(Duration::ZERO).unwrap();
    let holder = rusqlite::Connection::open(desk.file()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let sealed = desk.device.write(MATTER, opened());
    let header = sealed.read_header().unwrap();
    let busy = desk.store.write(|writing| writing.append_own(&sealed, &header));
    assert!(matches!(busy, Err(StoreError::Busy)), "{busy:?}");
    assert!(StoreError::Busy.to_string().contains("请稍后再试"));
    holder.execute_batch("ROLLBACK").unwrap();
    desk.does(|writing| writing.append_own(&sealed, &header));
    assert_eq!(desk.store.count_entries().unwrap(), 1);
}

#[test]
fn a_file_cannot_be_written_anew_under_somebody_who_reads_it() {
    let mut desk = Desk::new();
    desk.says(MATTER, opened());
    desk.store.connection().busy_timeout(Duration::ZERO).unwrap();
    let reading = rusqlite::Connection::open(desk.file()).unwrap();
    reading.execute_batch("BEGIN").unwrap();
    let _: u32 = reading.query_row("SELECT count(*) FROM entries", [], |row| row.get(0)).unwrap();
    let refused = desk.store.write_anew();
    assert!(matches!(&refused, Err(StoreError::Unwritable(why)) if why.contains("正被别的程序读取")), "{refused:?}");
    reading.execute_batch("COMMIT").unwrap();
    desk.store.write_anew().unwrap();
}

#[test]
fn a_folder_that_is_not_there_or_a_file_that_may_not_be_written_is_said_in_words() {
    let folder = TempDir::new().unwrap();
    let nowhere = Store::open(&folder.path().join("no/such/folder/zhiban.sqlite"));
    assert!(matches!(&nowhere, Err(StoreError::Unwritable(_))), "{nowhere:?}");
    assert!(nowhere.unwrap_err().to_string().contains("请检查文件夹权限和磁盘"));
    let mut desk = Desk::new();
    desk.store.connection().pragma_update(None, "query_only", true).unwrap();
    let sealed = desk.device.write(MATTER, opened());
    let header = sealed.read_header().unwrap();
    let refused = desk.store.write(|writing| writing.append_own(&sealed, &header));
    assert!(matches!(refused, Err(StoreError::Unwritable(_))), "{refused:?}");
}

#[test]
fn two_entries_at_one_position_are_the_upstreams_contradiction_and_are_not_taken() {
    let mut desk = Desk::new();
    let (one, other) = (desk.says(MATTER, opened()), desk.says(MATTER, noted("甲")));
    desk.received(&one, 1, 5);
    let (receipt, verified) = receipt_for(&other, 5);
    let refused = desk.store.write(|writing| writing.receipt(&receipt, &verified, MATTER));
    assert!(matches!(refused, Err(StoreError::PlaceTaken(5))), "{refused:?}");
    assert!(StoreError::PlaceTaken(5).to_string().contains("第5号"));
    assert_eq!(queue::counts(desk.store.connection()).unwrap().0, 1, "it still waits");
}

#[test]
fn a_place_that_was_not_given_up_is_taken_from_nobody() {
    let mut desk = Desk::new();
    desk.says(MATTER, opened());
    let mut twin = Device::new(1);
    twin.write(MATTER, noted("乙"));
    let mut retold = twin.write(MATTER, noted("丙")).read_header().unwrap();
    retold.seq = 1;
    let body = domain::entry::Body { salt: "00".repeat(16), content: noted("丙") };
    let key = domain::seal::SigningKey::from_bytes(&[1; 32]).unwrap();
    let sealed = Sealed::new(retold, &body, &key).unwrap();
    let header = sealed.read_header().unwrap();
    let certificate = twin.certificate(&crate::writer::upstream_key());
    let refused = desk.store.write(|writing| writing.receive(1, &sealed, &header, &certificate));
    assert!(matches!(refused, Err(StoreError::Taken(_))), "{refused:?}");
    assert_eq!(desk.store.count_entries().unwrap(), 1);
}

#[test]
fn whatever_else_the_file_says_is_passed_on_in_its_own_words() {
    let mut desk = Desk::new();
    let sealed = desk.says(MATTER, opened());
    let header = sealed.read_header().unwrap();
    let twice = desk.store.write(|writing| writing.append_own(&sealed, &header)).unwrap_err();
    assert!(matches!(twice, StoreError::Sqlite(_)) && twice.to_string().contains("never replaced"), "{twice}");
    desk.by_hand("DROP TRIGGER entries_are_never_changed; UPDATE entries SET header = '{}'");
    let unreadable = desk.store.check_views().unwrap_err();
    assert!(matches!(unreadable, StoreError::Entry(EntryError::BadHeader(_))), "{unreadable}");
}

#[test]
fn a_row_that_somebody_scribbled_on_is_damage_and_no_guess() {
    let mut desk = Desk::new();
    desk.says(MATTER, opened());
    let caller = desk.says(MATTER, noted("来电群众戊"));
    let access = domain::access::AccessNoted { what: domain::access::Accessed::Backup, note: String::new() };
    desk.says(MATTER, domain::entry::Content::AccessNoted(access));
    desk.device.attached = vec![domain::entry::BlobRef { digest: domain::digest::Digest::ZERO, length: 1 }];
    desk.does(|writing| {
        let saved = store::table::draft::SavedDraft {
            draft: Default::default(),
            grades: Default::default(),
            begun_at: None,
            saved_at: evening(),
        };
        writing.save_draft(MATTER, "甲", &saved)?;
        let draft = Default::default();
        let saved =
            store::table::information::SavedInformation { id: MATTER, draft, begun_at: evening(), saved_at: evening() };
        writing.save_information("甲", &saved)?;
        let digest = domain::digest::Digest::of(b"text");
        let blob = domain::entry::BlobRef { digest, length: 4 };
        writing.keep_blob(&blob, evening())?;
        writing.want_transfer(transfer::Way::Up, &blob)?;
        let (pack, file, text) = ("own".to_owned(), "own.toml".to_owned(), "text".to_owned());
        let kept = pack::KeptPack { text_digest: digest, pack, file, text, shipped: false, withdrawn: false };
        writing.keep_pack(&kept, evening())
    });
    desk.by_hand(
        "UPDATE calls SET view = '{'; UPDATE accesses SET at = 'gestern'; UPDATE drafts SET saved_at = 'gestern';
         UPDATE information_drafts SET saved_at = 'gestern'; UPDATE blobs SET digest = 'x';
         UPDATE blob_transfers SET digest = 'x'; UPDATE packs SET text_digest = 'x'; UPDATE persons SET since = 'gestern';",
    );
    let connection = desk.store.connection();
    damaged(access::recent(connection, 1), "when somebody looked");
    damaged(draft::find(connection, MATTER, "甲"), "when a draft was saved");
    damaged(store::table::information::draft(connection, MATTER, "甲"), "when information was saved");
    damaged(blob::all(connection), "an attachment's digest");
    damaged(transfer::next(connection, minutes(1)), "the next attachment");
    damaged(transfer::waiting(connection, transfer::Way::Up), "attachments that wait");
    damaged(pack::all(connection), "a pack's digest");
    let different = desk.store.check_views().unwrap();
    assert_eq!(different.len(), 1, "a view that cannot be read is no fold of its entries: {different:?}");
    desk.by_hand(
        "UPDATE persons SET since = '2026-05-12T10:09:00.000Z', subject = 'x'; UPDATE drafts SET subject = 'x', saved_at = '2026-05-12T10:09:00.000Z'",
    );
    damaged(purge::naming_somebody(desk.store.connection(), minutes(9)), "a matter's id");
    damaged(draft::untouched_since(desk.store.connection(), minutes(9)), "a draft's matter");
    assert!(entry::find(desk.store.connection(), caller.read_header().unwrap().id).unwrap().is_some(), "entries stand");
}

#[test]
fn a_desk_of_a_version_before_is_brought_forward_and_its_views_are_folded_anew() {
    let mut desk = Desk::new();
    desk.says(MATTER, opened());
    desk.by_hand(OLDER);
    desk.by_hand(
        "UPDATE calls SET view = replace(view, '10:09', '10:08');
         INSERT INTO settings (name, value) VALUES ('enrolment', '{\"units\":[{\"code\":\"990121\"},{\"code\":\"990100\"}]}')",
    );
    let Desk { folder, store, .. } = desk;
    drop(store);
    let again = Store::open(&folder.path().join("zhiban.sqlite")).unwrap();
    assert_eq!(again.check_views().unwrap(), [], "what an older program had folded is not believed");
    let reader: Option<domain::reader::Reader> = again.setting("reader").unwrap();
    let reader = reader.unwrap();
    assert_eq!((reader.unit.0.as_str(), reader.superiors.len()), ("990121", 1), "it knows whose desk it is");
    assert_eq!(again.setting::<bool>("views_are_old").unwrap(), None, "once");
}

#[test]
fn a_backup_of_a_newer_program_or_of_which_a_page_is_wrong_is_not_taken_back() {
    let mut desk = Desk::new();
    for n in 0..200 {
        desk.says(MATTER, noted(&format!("来电群众{n}")));
    }
    let (path, blobs) = (desk.folder.path().join("one.backup"), desk.folder.path().join("blobs"));
    let mut seen = 0;
    back_up(&desk.file(), &blobs, &path, &mut |progress: BackupProgress| {
        seen = progress.percent();
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(seen, 100, "the last look says that all is done");
    assert_eq!(BackupProgress { done: 0, of: 0 }.percent(), 0, "an empty desk has no half");
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(check_backup(&path), Err(StoreError::Newer { found: 99, .. })));
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 13).unwrap();
    check_backup(&path).unwrap();
    // An index that lost a row: every page can be read, and the file contradicts itself.
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, '(subject)', '(device)') WHERE name = 'entries_by_subject'",
        )
        .unwrap();
    damaged(check_backup(&path), "an index that does not fit its table");
    let folder = path.join("below-a-file");
    assert!(matches!(unpack_blobs(&path, &folder), Err(StoreError::Unwritable(_))), "no folder for attachments");
}
