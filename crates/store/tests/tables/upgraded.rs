//! A file that a newer program opens: as it was it stays beside it, and what an older one could not read is folded.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use store::table::{unread, view};
use store::{Store, StoreError};
use tempfile::TempDir;

use crate::desk::{Desk, MATTER, OLDER, id, noted, opened};

fn of_an_older_program() -> (TempDir, PathBuf) {
    let mut desk = Desk::new();
    desk.says(MATTER, opened());
    desk.says(MATTER, noted("来电群众甲"));
    desk.by_hand(OLDER);
    let file = desk.file();
    (desk.folder, file)
}

fn copies(folder: &Path) -> BTreeSet<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains("before-upgrade") || name.contains("writing")).collect()
}

fn one(path: &Path, sql: &str) -> i64 {
    Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn before_a_newer_program_changes_the_file_it_is_kept_as_it_was_for_its_owner_alone_and_once() {
    let (folder, file) = of_an_older_program();
    let of_a_year_ago = folder.path().join("zhiban.sqlite.before-upgrade-v9");
    std::fs::write(&of_a_year_ago, "older").unwrap();
    std::fs::write(folder.path().join("zhiban.sqlite.writing"), "cut off by a kill").unwrap();
    let mut store = Store::open(&file).unwrap();
    assert_eq!(copies(folder.path()), ["zhiban.sqlite.before-upgrade-v11".to_owned()].into(), "the last, and no other");
    let copy = folder.path().join("zhiban.sqlite.before-upgrade-v11");
    assert_eq!(copy.metadata().unwrap().permissions().mode() & 0o777, 0o600, "calls and numbers are in it");
    assert_eq!(one(&copy, "PRAGMA user_version"), 11, "the program of before opens it");
    assert_eq!(one(&copy, "SELECT count(*) FROM entries"), 2, "and nothing is missing, what lay in the log neither");
    assert_eq!(one(&copy, "SELECT count(*) FROM sqlite_schema WHERE name = 'levels'"), 0);
    assert_eq!(one(&file, "PRAGMA user_version"), 13);
    store.write_anew().unwrap();
    assert_eq!(copies(folder.path()), BTreeSet::new(), "what is cleared from the file is not kept beside it");
    drop(store);
    drop(Store::open(&file).unwrap());
    assert_eq!(copies(folder.path()), BTreeSet::new(), "an opening that changes nothing keeps nothing");
}

#[test]
fn an_upgrade_that_was_cut_off_goes_on_and_keeps_the_file_from_before_it_began() {
    let (folder, file) = of_an_older_program();
    let begun = "INSERT INTO settings (name, value) VALUES ('views_are_old', 'true')";
    Connection::open(&file).unwrap().execute_batch(begun).unwrap();
    let first = folder.path().join("zhiban.sqlite.before-upgrade-v9");
    std::fs::write(&first, "as it was").unwrap();
    drop(Store::open(&file).unwrap());
    assert_eq!(std::fs::read(&first).unwrap(), b"as it was", "a half-way file must not take its place");
    assert_eq!(one(&file, "PRAGMA user_version"), 13);
}

#[test]
fn where_no_copy_can_be_written_the_file_is_left_as_it_is_and_the_officer_is_told_what_to_do() {
    let (folder, file) = of_an_older_program();
    std::fs::create_dir(folder.path().join("zhiban.sqlite.writing")).unwrap();
    let before = std::fs::read(&file).unwrap();
    let refused = Store::open(&file).unwrap_err();
    assert!(matches!(refused, StoreError::NotKept(_)), "{refused:?}");
    let words = refused.to_string();
    assert!(words.contains("原文件没有改动") && words.contains("请清理磁盘"), "{words}");
    assert!(std::fs::read(&file).unwrap() == before, "not a byte of it");
    std::fs::remove_dir(folder.path().join("zhiban.sqlite.writing")).unwrap();
    drop(Store::open(&file).unwrap());
}

#[test]
fn what_an_older_program_could_not_read_is_folded_when_a_newer_one_opens_the_file() {
    let mut desk = Desk::new();
    let call = desk.says(MATTER, opened());
    desk.by_hand(&format!(
        "INSERT INTO settings (name, value) VALUES ('unread', '{{\"{MATTER}\":[\"{}\"]}}');
         UPDATE calls SET view = replace(view, '10:09', '10:08')",
        id(&call)
    ));
    let Desk { folder, store, .. } = desk;
    drop(store);
    let again = Store::open(&folder.path().join("zhiban.sqlite")).unwrap();
    assert_eq!(unread::all(again.connection()).unwrap().len(), 0, "nothing waits any more");
    let folded = view::call(again.connection(), MATTER).unwrap().unwrap();
    assert_eq!(folded.received_at, crate::writer::evening(), "it was folded anew from its entries");
    assert_eq!(again.check_views().unwrap(), []);
}

#[test]
fn what_somebody_added_to_the_file_while_it_is_open_is_named() {
    let desk = Desk::new();
    assert_eq!(desk.store.foreign_parts().unwrap(), None);
    desk.by_hand("CREATE TRIGGER evil AFTER INSERT ON calls BEGIN DELETE FROM queue; END");
    assert_eq!(desk.store.foreign_parts().unwrap().as_deref(), Some("多出1项"), "a trigger may undo what was saved");
}

#[test]
fn a_damaged_file_is_not_brought_up_to_date_and_keeps_every_byte_that_is_left() {
    let (folder, file) = of_an_older_program();
    let mut bytes = std::fs::read(&file).unwrap();
    // A page holds 4,096 bytes; the first ones tell the schema, which is still sound.
    let calls = bytes.chunks_mut(4_096).rfind(|page| page.windows(12).any(|words| words == "来电群众".as_bytes()));
    calls.unwrap().fill(0xff);
    std::fs::write(&file, &bytes).unwrap();
    let refused = Store::open(&file).unwrap_err();
    assert!(matches!(refused, StoreError::Damaged(_)), "not that a disk is full: {refused:?}");
    assert!(std::fs::read(&file).unwrap() == bytes, "what can still be saved is not written over");
    assert_eq!(copies(folder.path()), BTreeSet::new(), "nothing half-made bears the name of a copy");
}
