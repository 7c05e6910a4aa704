//! 备份: daily and by hand, with the attachments, taken back into an empty desk, and never a reason for the desk to wait.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

use std::fs::Permissions;
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use domain::digest::Digest;
use rusqlite::Connection;
use serde_json::{Value, json};
use tests::recorded_bell::RecordedBell;
use tests::room::{Nobody, Room, may_12};
use workstation::{Command, Workstation, copy_in, daily_backup, dispatch, take_backup, write_backup};

const MINUTES: &[u8] = b"%PDF-1.7 minutes of the meeting";

/// A room with a call, and 普通信息 that went with a file.
async fn with_records() -> Room {
    let room = Room::open(may_12(9, 0)).await;
    let call = room.does("call_open", json!(null));
    room.does("call_end", json!({ "call": call["id"], "outcome": "other", "note": "", "into": null }));
    let id = room.does("information_begin", json!({ "like": null }))["id"].clone();
    room.does("information_save", json!({ "information": id, "title": "防汛会议", "body": "上午召开防汛会议。" }));
    let ticket = room.does("attachment_add", json!({ "information": id }))["ticket"].as_str().unwrap().to_owned();
    let coming = workstation::expect_file(&room.desk, &room.desk.tick(), &ticket).unwrap().called("纪要.pdf");
    std::fs::write(coming.path(), MINUTES).unwrap();
    workstation::take_in(&room.desk, coming).unwrap();
    room.does(
        "information_send",
        json!({ "information": id, "title": "防汛会议", "body": "上午召开防汛会议。", "reason": "" }),
    );
    room.sync().await;
    room
}

/// Another machine with an empty data folder.
fn empty_desk(room: &Room) -> Workstation {
    let folder = room.folder().join("other");
    Workstation::open(&folder, Box::new(room.clock.clone()), Box::new(Nobody), Box::new(RecordedBell::default()))
        .unwrap()
}

fn asked(desk: &Workstation, name: &str) -> Value {
    dispatch(desk, &Command::of(name), json!(null)).unwrap()
}

fn entries(file: &Path) -> i64 {
    Connection::open(file).unwrap().query_row("SELECT count(*) FROM entries", [], |row| row.get(0)).unwrap()
}

fn daily(room: &Room) -> Vec<PathBuf> {
    let Ok(files) = std::fs::read_dir(room.folder().join("desk/backups")) else { return Vec::new() };
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

#[tokio::test]
async fn what_was_backed_up_is_there_again_on_another_machine_attachments_and_all() {
    let room = with_records().await;
    let backup = room.folder().join("one.backup");
    let said = write_backup(&room.desk, &backup, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(said.contains("附件1个") && said.contains("不含设备密钥和登录码"), "{said}");
    let other = empty_desk(&room);
    let coming = copy_in(&other, &other.tick(), &backup).unwrap();
    let done = take_backup(&other, coming).unwrap();
    assert!(done.contains("样例县应急管理局"), "{done}");
    let blob = other.data_folder().join("blobs").join(Digest::of(MINUTES).to_string());
    assert_eq!(std::fs::read(blob).unwrap(), MINUTES, "the file is where its entry looks for it");
    let verdict = workstation::verify(&other).unwrap();
    assert_eq!(verdict.faults, Vec::<String>::new(), "and everything is proved as it was");
    assert_eq!(asked(&other, "information_list")["rows"][0]["attachments"], 1);
    assert_eq!(entries(&other.data_folder().join("zhiban.sqlite")), entries(&backup));
}

#[tokio::test]
async fn a_backup_on_a_medium_that_cannot_be_written_to_is_taken_back_by_any_user() {
    let room = with_records().await;
    let backup = room.folder().join("one.backup");
    write_backup(&room.desk, &backup, &mut |_| ControlFlow::Continue(())).unwrap();
    std::fs::set_permissions(&backup, Permissions::from_mode(0o444)).unwrap();
    let other = empty_desk(&room);
    let coming = copy_in(&other, &other.tick(), &backup).unwrap();
    let mode = std::fs::metadata(coming.path()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "its copy can be written to, by the desk alone");
    take_backup(&other, coming).unwrap();
    for file in ["zhiban.sqlite", "lock"] {
        let mode = std::fs::metadata(other.data_folder().join(file)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{file} is nobody else's");
    }
}

#[tokio::test]
async fn there_is_a_backup_of_every_day_and_it_is_one_that_can_be_taken_back() {
    let room = with_records().await;
    daily_backup::look(&room.desk);
    daily_backup::look(&room.desk);
    let first = daily(&room);
    assert_eq!(first.len(), 1, "one a day: {first:?}");
    assert!(first[0].ends_with("zhiban-20260512.backup"));
    let view = asked(&room.desk, "settings")["backup"].clone();
    assert_eq!((&view["made_at"], &view["trouble"]), (&json!("2026-05-12T01:00:00Z"), &Value::Null));
    let other = empty_desk(&room);
    take_backup(&other, copy_in(&other, &other.tick(), &first[0]).unwrap()).unwrap();
    for day in 1..30 {
        room.clock.turn_to(may_12(9, 0) + chrono::Duration::days(day));
        daily_backup::look(&room.desk);
    }
    let names: Vec<String> =
        daily(&room).iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(names.last().unwrap(), "zhiban-20260610.backup");
    assert!((9..=13).contains(&names.len()), "a week of days, four weeks, and the months: {names:?}");
}

#[tokio::test]
async fn a_daily_backup_that_cannot_be_made_is_said_and_tried_again() {
    let room = with_records().await;
    let folder = room.folder().join("desk/backups");
    std::fs::write(&folder, "a file stands where the folder should be").unwrap();
    daily_backup::look(&room.desk);
    let todos = asked(&room.desk, "desk")["todos"].to_string();
    assert!(todos.contains("每日备份没有做成"), "{todos}");
    room.does("call_open", json!(null));
    std::fs::remove_file(&folder).unwrap();
    daily_backup::look(&room.desk);
    assert!(daily(&room).is_empty(), "not again at once");
    room.clock.turn_to(may_12(10, 1));
    daily_backup::look(&room.desk);
    assert_eq!(daily(&room).len(), 1);
    assert!(
        !asked(&room.desk, "desk")["todos"].to_string().contains("每日备份"),
        "and then nothing more is said of it"
    );
}

#[tokio::test]
async fn a_backup_that_a_person_carries_away_is_recorded_under_their_name() {
    let room = with_records().await;
    room.does("backup", json!(null));
    let file = Connection::open(room.folder().join("desk/zhiban.sqlite")).unwrap();
    let sql = "SELECT body ->> '$.access_noted.what' FROM entries WHERE header ->> '$.kind' = 'access_noted'";
    let what: String = file.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(what, "backup");
}

#[tokio::test]
async fn a_backup_stopped_half_way_leaves_nothing_behind() {
    let room = with_records().await;
    let backup = room.folder().join("one.backup");
    let stopped = write_backup(&room.desk, &backup, &mut |_| ControlFlow::Break(())).unwrap_err();
    assert!(stopped.message.contains("已取消"), "{stopped}");
    let left: Vec<_> = std::fs::read_dir(room.folder()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with("one")), "{left:?}");
}

/// The file was damaged and moved away; the device's key was not.
#[tokio::test]
async fn a_desk_that_kept_its_key_goes_on_after_a_restore_and_gets_back_what_it_sent_since() {
    let room = with_records().await;
    let backup = room.folder().join("one.backup");
    write_backup(&room.desk, &backup, &mut |_| ControlFlow::Continue(())).unwrap();
    room.does("call_open", json!(null));
    room.sync().await;
    let sent = entries(&room.folder().join("desk/zhiban.sqlite"));
    let room = room.reopen_after(|file| {
        for companion in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{companion}", file.display()));
        }
    });
    let done = take_backup(&room.desk, copy_in(&room.desk, &room.desk.tick(), &backup).unwrap()).unwrap();
    assert!(done.contains("设备密钥还在"), "{done}");
    room.does("call_open", json!(null));
    for _ in 0..3 {
        room.sync().await;
    }
    let file = room.folder().join("desk/zhiban.sqlite");
    assert!(entries(&file) > sent, "what was sent after the backup is there again, and what was written since");
    room.holds_what_the_upstream_holds();
    assert_eq!(workstation::verify(&room.desk).unwrap().faults, Vec::<String>::new());
}
