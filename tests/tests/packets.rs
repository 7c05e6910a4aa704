//! No network at all: a packet made offline at the county is read offline at the city, by file and by frames, and the same
//! entries arriving later by network change nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the officer is shared with the other stories")]

mod officer;

use std::collections::BTreeMap;
use std::path::Path;

use domain::entry::{Audience, Kind};
use domain::packet::{frames, read_any};
use officer::{phones_the_city, reports, takes_a_call, takes_a_wrong_number};
use serde_json::{Value, json};
use tests::Program;
use tests::held::{self, Held};
use tests::room::{COUNTY, Room, may_12};
use tests::second_desk::{CITY, PROVINCE, SecondDesk};
use workstation::{Command, Workstation, dispatch};

/// A command at any desk; `Err` is what the page would be told.
fn call(desk: &Workstation, name: &str, arguments: Value) -> Result<Value, String> {
    dispatch(desk, &Command::of(name), arguments).map_err(|error| error.message)
}

fn does(desk: &Workstation, name: &str, arguments: Value) -> Value {
    call(desk, name, arguments).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn request(to: Value) -> Value {
    json!({ "to": to, "since": "", "approved_by": "带班领导" })
}

fn for_the(unit: &str) -> Value {
    json!({ "is": "superior", "unit": unit })
}

/// Makes a packet and carries it out as a file.
fn makes(desk: &Workstation, request: Value) -> Vec<u8> {
    does(desk, "packet_make", request);
    let ticket = does(desk, "packet_save", Value::Null)["ticket"].as_str().expect("a ticket").to_owned();
    let given = workstation::give_file(desk, &desk.tick(), &ticket).expect("the ticket is good");
    std::fs::read(given.path()).expect("the file is there")
}

/// Hands a file in as the page does.
fn takes_in(desk: &Workstation, bytes: &[u8]) -> Result<String, String> {
    let ticket = does(desk, "packet_choose", Value::Null)["ticket"].as_str().expect("a ticket").to_owned();
    let coming = workstation::expect_file(desk, &desk.tick(), &ticket).expect("the ticket is good");
    std::fs::write(coming.path(), bytes).expect("the file goes in");
    workstation::take_in(desk, coming).map_err(|error| error.message)
}

fn lines(file: &[u8]) -> Vec<String> {
    frames(&read_any(file).expect("a packet")).expect("frames")
}

/// What a desk holds that a unit wrote.
fn of_unit(folder: &Path, unit: &str) -> BTreeMap<String, Held> {
    held::at_desk(folder).into_iter().filter(|(_, one)| one.read().unit.0 == unit).collect()
}

fn without_receipts(held: &BTreeMap<String, Held>) -> BTreeMap<String, Held> {
    held.iter().map(|(id, one)| (id.clone(), Held { receipt: None, ..one.clone() })).collect()
}

fn is_sound(desk: &Workstation) {
    assert_eq!(desk.check_views().unwrap(), Vec::<uuid::Uuid>::new(), "what is shown is the fold of what is held");
    assert_eq!(workstation::verify(desk).unwrap().faults, Vec::<String>::new());
}

fn notes(desk: &Workstation) -> Vec<String> {
    let settings = does(desk, "settings", Value::Null);
    let rows = settings["accesses"].as_array().expect("rows").iter();
    rows.map(|row| format!("{}：{}", row["what"].as_str().unwrap(), row["note"].as_str().unwrap())).collect()
}

/// A county with an incident and its report, and the desks that hear of it, all of them cut off from the upstream.
async fn cut_off() -> (Room, Value, [SecondDesk; 4]) {
    let mut room = Room::open(may_12(18, 9)).await;
    let by_file = SecondDesk::enrolled(&room, CITY, "by_file").await;
    let by_frames = SecondDesk::enrolled(&room, CITY, "by_frames").await;
    let by_network = SecondDesk::enrolled(&room, CITY, "by_network").await;
    let beside = SecondDesk::enrolled(&room, COUNTY, "beside").await;
    room.upstream_stops().await;
    let incident = takes_a_call(&room);
    phones_the_city(&room, &incident);
    reports(&room, &incident);
    (room, incident, [by_file, by_frames, by_network, beside])
}

#[tokio::test]
async fn what_came_by_file_and_by_frames_is_shown_at_once_and_its_later_arrival_changes_nothing() {
    let (mut room, incident, [by_file, by_frames, by_network, beside]) = cut_off().await;
    let for_the_city = makes(&room.desk, request(for_the(CITY)));
    let said = takes_in(&by_file.desk, &for_the_city).unwrap();
    assert!(said.contains("样例县应急管理局") && said.contains("新收1条"), "{said}");

    // The scanner reads from the middle, some twice; nothing is in before the last.
    let mut scanned = lines(&for_the_city);
    let middle = scanned.len() / 2;
    scanned.rotate_left(middle);
    let first = scanned[0].clone();
    scanned.push(first);
    let last = scanned.remove(1);
    let part = does(&by_frames.desk, "packet_read", json!({ "lines": scanned }));
    assert_eq!(part["taken"], Value::Null);
    assert!(part["packets"][0]["missing"].as_str().unwrap().starts_with("还差第"), "{part}");
    assert_eq!(held::at_desk(&by_frames.folder).len(), 0, "nothing half");
    scanned.push(last.to_lowercase());
    let whole = does(&by_frames.desk, "packet_read", json!({ "lines": scanned }));
    assert_eq!((&whole["taken"]["new"], &whole["left"]), (&json!(1), &json!([])));
    assert_eq!(whole["taken"]["incidents"][0]["incident"], incident);
    assert_eq!(whole["taken"]["incidents"][0]["reports"], json!(["首报"]));

    let for_the_unit = makes(&room.desk, request(json!({ "is": "own_unit" })));
    takes_in(&beside.desk, &for_the_unit).unwrap();
    assert_eq!(beside.incident(&incident)["incident"]["call"]["received_at"], "2026-05-12T10:09:00Z");

    let carried = [&by_file, &by_frames].map(|city| {
        is_sound(&city.desk);
        let of_the_county = of_unit(&city.folder, COUNTY);
        let audiences: Vec<Audience> = of_the_county.values().map(|one| one.read().audience).collect();
        assert_eq!(audiences, [Audience::UnitAndSuperiors], "no call, no call out, no officer");
        let coming = city.does("desk", Value::Null)["coming"][0].clone();
        assert_eq!(
            (&coming["words"], &coming["without_receipt"]),
            (&json!("首报"), &json!(true)),
            "下级来报, not received"
        );
        of_the_county
    });
    is_sound(&beside.desk);
    assert!(
        notes(&room.desk).iter().any(|note| note.starts_with("离线包：给样例市") && note.contains("审批人带班领导"))
    );
    assert!(notes(&by_file.desk)[0].starts_with("收入离线包：来自样例县"), "{:?}", notes(&by_file.desk));

    room.upstream_returns().await;
    for _ in 0..2 {
        room.sync().await;
        for desk in [&by_file, &by_frames, &by_network, &beside] {
            desk.sync().await;
        }
    }
    for (city, carried) in [&by_file, &by_frames].into_iter().zip(carried) {
        let now = of_unit(&city.folder, COUNTY);
        assert_eq!(without_receipts(&now), carried, "what was carried is what is held, each once");
        assert_eq!(now, of_unit(&by_network.folder, COUNTY), "and what a desk holds that heard of it by network alone");
        assert_eq!(city.levels(&incident), by_network.levels(&incident), "and shows");
        is_sound(&city.desk);
    }
    assert_eq!(of_unit(&beside.folder, COUNTY), of_unit(&room.folder().join("desk"), COUNTY));
    is_sound(&beside.desk);
    is_sound(&room.desk);

    // Long afterwards the file is found once more.
    let before = held::at_desk(&by_file.folder);
    assert!(takes_in(&by_file.desk, &for_the_city).unwrap().contains("本机都已有，没有变化"));
    assert!(takes_in(&room.desk, &for_the_unit).unwrap().contains("没有变化"), "and comes back to who wrote it");
    assert_eq!(held::at_desk(&by_file.folder), before);
    is_sound(&room.desk);
}

#[tokio::test]
async fn a_receipt_comes_back_by_packet_to_a_desk_that_still_waits_for_it() {
    let (mut room, _, [_, _, _, beside]) = cut_off().await;
    takes_in(&beside.desk, &makes(&room.desk, request(json!({ "is": "upstream" })))).unwrap();
    let way_up = makes(&room.desk, request(json!({ "is": "upstream" })));
    let file = room.folder().join("离线包.txt");
    std::fs::write(&file, way_up).unwrap();
    Program::built("zhiban-upstream").run(["take-in", "--data", &folder(&room), &path(&file)]).succeeded();
    let waiting = room.waiting().len();
    assert!(waiting > 3, "the county waits for its receipts");
    room.upstream_returns().await;
    beside.sync().await;
    room.upstream_stops().await;
    let since = json!({ "to": { "is": "own_unit" }, "since": "18:00", "approved_by": "带班领导" });
    takes_in(&room.desk, &makes(&beside.desk, since)).unwrap();
    let rows = room.waiting();
    assert!(rows.iter().all(|row| row["what"] == "查阅与导出"), "what was received waits no more: {rows:?}");
    is_sound(&room.desk);
    room.upstream_returns().await;
    room.sync().await;
    room.sync().await;
    beside.sync().await;
    is_sound(&room.desk);
    assert!(room.held_here().values().all(|one| one.receipt.is_some()));
}

fn folder(room: &Room) -> String {
    path(&room.folder().join("upstream"))
}

fn path(path: &Path) -> String {
    path.to_str().expect("a path in words").to_owned()
}

#[tokio::test]
async fn the_upstream_takes_in_what_waits_once_by_file_and_by_scanned_lines() {
    let (mut room, _, _) = cut_off().await;
    let packet = makes(&room.desk, request(json!({ "is": "upstream" })));
    let (file, scanned) = (room.folder().join("离线包.txt"), room.folder().join("扫码.txt"));
    std::fs::write(&file, &packet).unwrap();
    std::fs::write(&scanned, lines(&packet).into_iter().rev().collect::<Vec<_>>().join("\r\n")).unwrap();
    let program = Program::built("zhiban-upstream");
    let first = program.run(["take-in", "--data", &folder(&room), &path(&scanned)]);
    let count = room.waiting().len() - 1;
    assert!(first.succeeded().contains(&format!("新收 {count} 条，以前已收 0 条，未收 0 条")), "{}", first.succeeded());
    let again = program.run(["take-in", "--data", &folder(&room), &path(&file)]);
    assert!(again.succeeded().contains(&format!("新收 0 条，以前已收 {count} 条，未收 0 条")), "{}", again.succeeded());
    let received = room.held_above();
    room.upstream_returns().await;
    room.sync().await;
    assert_eq!(room.waiting(), Vec::<Value>::new());
    let held = room.holds_what_the_upstream_holds();
    assert!(
        received.iter().all(|(id, one)| held.get(id) == Some(one)),
        "the receipts are those of the packet's arrival"
    );
    assert!(room.checked().await.ok);
    is_sound(&room.desk);

    // Who has no access any more brings nothing.
    let device = received.values().next().unwrap().read().device.to_string();
    program.run(["revoke", "--data", &folder(&room), "--device", &device]).succeeded();
    let refused = program.run(["take-in", "--data", &folder(&room), &path(&file)]);
    assert_ne!(refused.code, Some(0));
}

#[tokio::test]
async fn a_packet_that_is_not_for_this_desk_or_not_as_it_was_made_leaves_nothing_behind() {
    let (room, _, [city, by_frames, _, beside]) = cut_off().await;
    let elsewhere = Room::open(may_12(18, 9)).await;
    reports(&elsewhere, &takes_a_call(&elsewhere));
    let for_the_city = makes(&room.desk, request(for_the(CITY)));
    let refusals: [(&str, Vec<u8>); 7] = [
        ("无权收入", makes(&room.desk, request(for_the(PROVINCE)))),
        ("无权收入", makes(&room.desk, request(json!({ "is": "own_unit" })))),
        ("无权收入", makes(&room.desk, request(json!({ "is": "upstream" })))),
        ("另一个上级节点", makes(&elsewhere.desk, request(for_the(CITY)))),
        ("不是离线包", for_the_city[..for_the_city.len() - 1].to_vec()),
        ("不是离线包", b"zhiban-packet-2\n{}\n30\n".to_vec()),
        ("过大", vec![b'0'; 17 * 1024 * 1024]),
    ];
    for (why, bytes) in refusals {
        let refused = takes_in(&city.desk, &bytes).unwrap_err();
        assert!(refused.contains(why), "{why}: {refused}");
    }
    for at in (0..for_the_city.len()).step_by(29) {
        let mut bytes = for_the_city.clone();
        bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
        takes_in(&city.desk, &bytes).expect_err("a changed byte");
    }
    let other = makes(&room.desk, request(json!({ "is": "own_unit" })));
    let mixed = [lines(&for_the_city)[1..].to_vec(), lines(&other)].concat();
    assert!(takes_in(&city.desk, mixed.join("\n").as_bytes()).is_err(), "two packets in one file");
    let read = does(&by_frames.desk, "packet_read", json!({ "lines": mixed }));
    assert_eq!(read["taken"], Value::Null);
    assert_eq!(read["packets"][0]["missing"], "还差第1幅");
    assert!(read["packets"][1]["trouble"].as_str().unwrap().contains("无权收入"), "{read}");
    for desk in [&city, &by_frames] {
        assert_eq!(held::at_desk(&desk.folder).len(), 0, "neither an entry nor a record of one");
        is_sound(&desk.desk);
    }
    assert!(takes_in(&beside.desk, &other).is_ok(), "whom it was made for reads it");
}

#[tokio::test]
async fn nothing_is_made_without_an_approver_or_for_anybody_but_a_superior() {
    let room = Room::open(may_12(18, 9)).await;
    let empty = call(&room.desk, "packet_make", request(for_the(CITY))).unwrap_err();
    assert!(empty.contains("没有可带的记录"), "{empty}");
    reports(&room, &takes_a_call(&room));
    let nobody = json!({ "to": for_the(CITY), "since": "", "approved_by": " " });
    let refused = room.call("packet_make", nobody).unwrap_err();
    assert_eq!(refused["fields"][0]["field"], "approved_by");
    let sideways = room.call("packet_make", request(for_the("990122"))).unwrap_err();
    assert_eq!(sideways["fields"][0]["field"], "to");
    let kinds: Vec<Kind> = room.held_here().values().map(|one| one.read().kind).collect();
    assert!(!kinds.contains(&Kind::AccessNoted), "what was refused left no record of an export");
    let shown = room.does("packet", Value::Null);
    assert_eq!(shown["warning"], "仅限同一网络之间使用；跨网请走本单位批准的介质，记录审批人。");
    assert_eq!(shown["superiors"][0]["code"], CITY);
    assert_eq!(call(&room.desk, "packet_save", Value::Null).unwrap_err(), "这个离线包已收起，请重新制作。");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_in_the_middle_of_a_packet_holds_nothing_of_it() {
    let (room, _, [_, _, _, beside]) = cut_off().await;
    (0..20).for_each(|_| takes_a_wrong_number(&room));
    let packet = makes(&room.desk, request(json!({ "is": "own_unit" })));
    let file = rusqlite::Connection::open(beside.folder.join("zhiban.sqlite")).unwrap();
    let stumble = "CREATE TRIGGER stumble BEFORE INSERT ON entries WHEN (SELECT count(*) FROM entries) = 15
                   BEGIN SELECT RAISE(ABORT, 'the disk'); END";
    file.execute_batch(stumble).unwrap();
    takes_in(&beside.desk, &packet).expect_err("the disk fails");
    file.execute_batch("DROP TRIGGER stumble").unwrap();
    drop(file);
    assert_eq!(held::at_desk(&beside.folder).len(), 0);
    is_sound(&beside.desk);
    assert!(takes_in(&beside.desk, &packet).is_ok());
    is_sound(&beside.desk);
}
