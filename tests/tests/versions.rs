//! A desk's file of every version so far opens with everything in it, and a program killed while it brings one up to date
//! loses nothing. The steps are those that were released, word for word; the rows are of a real desk.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

use std::collections::BTreeSet;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{self, Stdio};
use std::time::Duration;

use rusqlite::Connection;
use serde_json::{Value, json};
use tests::dice::Dice;
use tests::program::{self, Program};
use tests::recorded_bell::RecordedBell;
use tests::room::{Nobody, Room, may_12};
use workstation::{Command, OpenError, Workstation, dispatch};

/// What each version added to the one before; kept here as released, whatever becomes of the program's own.
const STEPS: [&str; 13] = [
    include_str!("../schemas/v1.sql"),
    include_str!("../schemas/v2.sql"),
    include_str!("../schemas/v3.sql"),
    include_str!("../schemas/v4.sql"),
    include_str!("../schemas/v5.sql"),
    include_str!("../schemas/v6.sql"),
    include_str!("../schemas/v7.sql"),
    include_str!("../schemas/v8.sql"),
    include_str!("../schemas/v9.sql"),
    include_str!("../schemas/v10.sql"),
    include_str!("../schemas/v11.sql"),
    include_str!("../schemas/v12.sql"),
    include_str!("../schemas/v13.sql"),
];

/// "ZhBn" in SQLite's header.
const OURS: i32 = 0x5a68_426e;

/// What was there in every version and is no view of entries.
const KEPT: [&str; 7] = ["entries", "receipts", "deliveries", "certificates", "settings", "queue", "drafts"];

/// A room with a report that was received, one that waits, and a form begun.
async fn with_records() -> Room {
    let room = Room::open(may_12(18, 9)).await;
    let draft = json!({
        "kind": "fire", "occurred": "-", "town": "河东镇", "place": "某小区3幢", "source": "群众",
        "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "-", "injured": "-", "adopted": true }]
    });
    for nth in 0..3 {
        let call = room.does("call_open", json!(null));
        let id = call["id"].clone();
        room.does("call_end", json!({ "call": id, "outcome": "incident", "note": "", "into": null }));
        let letter = room.does("draft_save", json!({ "incident": id, "draft": draft }));
        if nth < 2 {
            room.does("submit", json!({ "incident": id, "title": letter["title"], "body": letter["body"] }));
        }
        if nth == 0 {
            room.sync().await;
        }
    }
    room
}

fn columns(file: &Connection, table: &str) -> BTreeSet<String> {
    let mut statement = file.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
    let names = statement.query_map([table], |row| row.get(0)).unwrap();
    names.map(Result::unwrap).collect()
}

/// A file as that version made it, with the room's records in it, and the device's key beside it.
fn as_of(version: usize, room: &Path, folder: &Path) -> PathBuf {
    std::fs::create_dir_all(folder).unwrap();
    // The key without the mark of its machine: here nothing was copied.
    let mut identity: Value = serde_json::from_slice(&std::fs::read(room.join("identity.json")).unwrap()).unwrap();
    identity.as_object_mut().unwrap().remove("machine");
    std::fs::write(folder.join("identity.json"), identity.to_string()).unwrap();
    let path = folder.join("zhiban.sqlite");
    let file = Connection::open(&path).unwrap();
    file.execute_batch("PRAGMA journal_mode = WAL").unwrap();
    STEPS[..version].iter().for_each(|step| file.execute_batch(step).unwrap());
    file.execute_batch(&format!("PRAGMA user_version = {version}; PRAGMA application_id = {OURS}")).unwrap();
    file.execute("ATTACH ?1 AS room", [room.join("zhiban.sqlite").to_str().unwrap()]).unwrap();
    for table in KEPT {
        let names: Vec<String> = columns(&file, table).into_iter().collect();
        let names = names.join(", ");
        // Up to version 8 the queue had an order of its own.
        let of_today = if version < 9 { names.replace("queued", "seq") } else { names.clone() };
        file.execute_batch(&format!("INSERT INTO main.{table} ({names}) SELECT {of_today} FROM room.{table}")).unwrap();
    }
    path
}

fn open(folder: &Path, room: &Room) -> Result<Workstation, OpenError> {
    Workstation::open(folder, Box::new(room.clock.clone()), Box::new(Nobody), Box::new(RecordedBell::default()))
}

fn asked(desk: &Workstation, name: &str, arguments: Value) -> Value {
    dispatch(desk, &Command::of(name), arguments).unwrap()
}

fn schema(path: &Path) -> BTreeSet<(String, String)> {
    let file = Connection::open(path).unwrap();
    let mut statement = file.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Entries, receipts and drafts, as exact text.
fn records(path: &Path) -> Vec<String> {
    let file = Connection::open(path).unwrap();
    let sql = "SELECT header || coalesce(body, '') || signature FROM entries
               UNION ALL SELECT receipt || signature FROM receipts
               UNION ALL SELECT subject || author || saved_at || draft FROM drafts ORDER BY 1";
    let mut statement = file.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[tokio::test]
async fn the_released_steps_make_the_file_of_today_and_there_is_none_that_is_not_kept_here() {
    let room = Room::open(may_12(18, 9)).await;
    let today = room.folder().join("desk/zhiban.sqlite");
    let version: u32 =
        Connection::open(&today).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(
        version as usize,
        STEPS.len(),
        "a new step is kept here as it is released, and is never changed after that"
    );
    let by_steps = room.folder().join("by-steps.sqlite");
    let file = Connection::open(&by_steps).unwrap();
    STEPS.iter().for_each(|step| file.execute_batch(step).unwrap());
    assert_eq!(schema(&by_steps), schema(&today));
}

#[tokio::test]
async fn a_file_of_every_version_opens_with_everything_in_it_and_goes_on() {
    let room = with_records().await;
    let of_today = room.folder().join("desk");
    let before = records(&of_today.join("zhiban.sqlite"));
    for version in 1..STEPS.len() {
        let folder = room.folder().join(format!("v{version}"));
        let path = as_of(version, &of_today, &folder);
        let desk = open(&folder, &room).unwrap();
        assert_eq!(records(&path), before, "version {version}: not a byte of what was saved is another");
        assert_eq!(schema(&path), schema(&of_today.join("zhiban.sqlite")), "version {version} becomes today's file");
        let verdict = workstation::verify(&desk).unwrap();
        assert_eq!(verdict.faults, Vec::<String>::new(), "version {version}: chain, receipts and views hold");
        let incidents = asked(&desk, "incidents", json!(null));
        assert_eq!(incidents.as_array().unwrap().len(), 3, "version {version}");
        let begun = incidents.as_array().unwrap().iter().find(|row| row["state"] == "drafting").unwrap();
        let view = asked(&desk, "incident", json!({ "incident": begun["id"] }));
        assert_eq!(view["draft"]["town"], "河东镇", "version {version}: what was typed is there");
        assert_eq!(view["can_take_over"], false, "and counts as typed");
        asked(&desk, "call_open", json!(null));
        assert_eq!(workstation::verify(&desk).unwrap().faults, Vec::<String>::new(), "and the chain goes on");
    }
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_refused_in_words_and_left_alone() {
    let room = with_records().await;
    let folder = room.folder().join("newer");
    let path = as_of(STEPS.len(), &room.folder().join("desk"), &folder);
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 999").unwrap();
    let before = records(&path);
    let refused = open(&folder, &room).err().unwrap().to_string();
    assert!(refused.contains("更新版本的值班台") && refused.contains("请安装新版本"), "{refused}");
    assert_eq!(records(&path), before);
}

/// Calls enough that folding them anew takes a while.
fn with_many_calls(path: &Path) {
    let file = Connection::open(path).unwrap();
    // The same calls under other ids: what is killed does not look at signatures.
    file.execute_batch(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
         INSERT INTO entries (id, device, epoch, seq, subject, entered_at, header, body, signature)
         SELECT printf('%08x', i) || substr(id, 9), device, 9, i, printf('%08x', i) || substr(subject, 9), entered_at,
                replace(replace(replace(header, id, printf('%08x', i) || substr(id, 9)),
                                subject, printf('%08x', i) || substr(subject, 9)), '\"seq\":' || seq, '\"seq\":' || i),
                body, signature
         FROM n, (SELECT * FROM entries WHERE header ->> '$.kind' = 'call_opened' LIMIT 1)",
    )
    .unwrap();
}

#[tokio::test]
async fn a_program_killed_while_it_brings_a_file_up_to_date_loses_nothing() {
    let room = with_records().await;
    let mut dice = Dice::thrown();
    let mut killed = 0;
    for version in [1, 3, 6] {
        for round in 0..8 {
            let folder = room.folder().join(format!("killed-{version}-{round}"));
            let path = as_of(version, &room.folder().join("desk"), &folder);
            with_many_calls(&path);
            let before = records(&path);
            let mut opening = process::Command::new(program::folder().join("zhiban"))
                .args(["rebuild", "--check", "--data", folder.to_str().unwrap()])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let moment = Duration::from_millis(dice.below(400));
            let _ = tokio::time::timeout(moment, std::future::pending::<()>()).await;
            let _ = opening.kill();
            killed += u32::from(opening.wait().unwrap().signal() == Some(9));
            assert_eq!(records(&path), before, "version {version}: nothing is lost at the kill");
            let again = Program::built("zhiban").run(["rebuild", "--check", "--data", folder.to_str().unwrap()]);
            assert_eq!(again.code, Some(0), "version {version}: {}", again.output + &again.error);
            assert_eq!(records(&path), before, "version {version}: nor afterwards");
        }
    }
    assert!(killed > 6, "it was killed while it worked: {killed} of 24");
}
