//! A person with the `sqlite3` shell and time on their hands: what they can do to the desk's file, and what `verify` says of
//! it in words. Triggers are dropped, hashes recomputed, chains signed anew with the stolen key.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

use std::ops::ControlFlow;
use std::path::PathBuf;

use domain::digest::Digest;
use domain::entry::Header;
use domain::seal::SigningKey;
use serde_json::{Value, json};
use tests::Program;
use tests::evidence::{evening, stolen_key};
use tests::room::{Room, may_12};
use tests::sqlite_shell::{WITHOUT_TRIGGERS, sqlite3};
use workstation::{Verdict, verify, verify_watched};

fn file(room: &Room) -> PathBuf {
    room.folder().join("desk/zhiban.sqlite")
}

/// The triggers are there again afterwards, as somebody would leave them who knows what they do.
fn edit(room: &Room, statements: &str) {
    let triggers = sqlite3(
        &file(room),
        "SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('entries', 'receipts', 'deliveries');",
    );
    let changed = sqlite3(&file(room), &format!("{WITHOUT_TRIGGERS}{statements}\n{triggers}\nSELECT total_changes();"));
    assert_ne!(changed.trim(), "0", "the edit took place: {statements}");
}

fn says(verdict: &Verdict, words: &str) -> bool {
    verdict.faults.iter().any(|fault| fault.contains(words))
}

/// The desk of [`evening`], fetched back what the upstream handed to its unit: eight entries, seven of them received.
async fn room() -> Room {
    let (room, _) = evening().await;
    let sound = verify(&room.desk).unwrap();
    assert_eq!((sound.entries, sound.receipted, sound.device_only), (8, 7, 1));
    assert_eq!(sound.faults, Vec::<String>::new());
    room
}

#[tokio::test]
async fn every_edit_by_hand_is_found_and_the_entry_named() {
    let edits = [
        (
            "a word in a body",
            "UPDATE entries SET body = replace(body, '某小区', '某大区') WHERE seq = 2;",
            "来电补充（2026年5月12日18时09分00秒，第2号）：正文与条目头登记的摘要不符",
        ),
        (
            "a time in a header",
            "UPDATE entries SET header = replace(header, '10:09:00Z', '10:08:00Z') WHERE seq = 1;",
            "签名与内容不符",
        ),
        (
            "a column that orders the list",
            "UPDATE entries SET entered_at = '2026-05-12T10:00:00.000Z' WHERE seq = 1;",
            "数据表里的录入时间与条目头不一致",
        ),
        ("an entry moved to another matter", "UPDATE entries SET subject = id WHERE seq = 3;", "数据表里的事项"),
        (
            "a receipt's time",
            "UPDATE receipts SET receipt = replace(receipt, '10:09:00Z', '10:08:00Z');",
            "签名与内容不符",
        ),
        (
            "a receipt's column",
            "UPDATE receipts SET received_at = '2026-05-12T10:08:00.000Z' WHERE position = 1;",
            "回执表里的收到时间",
        ),
        ("a receipt taken away", "DELETE FROM receipts WHERE position = 1;", "既没有回执，也不在待发里"),
        (
            "the receipt that a later entry names",
            "DELETE FROM receipts WHERE position = 4;",
            "写入时本机已有上级节点第4位的回执",
        ),
        (
            "what waits to be sent",
            "DELETE FROM queue;",
            "签发（2026年5月12日18时50分00秒，第8号）：既没有回执，也不在待发里",
        ),
        ("a row of the middle", "DELETE FROM entries WHERE seq = 2;", "不相接"),
        (
            "a row of the middle with all that speaks of it",
            "DELETE FROM receipts WHERE entry = (SELECT id FROM entries WHERE seq = 6);
          DELETE FROM deliveries WHERE entry = (SELECT id FROM entries WHERE seq = 6);
          DELETE FROM entries WHERE seq = 6;",
            "第7号）：与前一条不相接",
        ),
        ("the first row", "DELETE FROM entries WHERE seq = 1;", "它之前的记录被抽走"),
        (
            "the end, which a receipt says the upstream holds",
            "DELETE FROM entries WHERE seq >= 4; DELETE FROM queue;
          DELETE FROM receipts WHERE entry NOT IN (SELECT id FROM entries);
          DELETE FROM deliveries WHERE entry NOT IN (SELECT id FROM entries);",
            "上级节点收到过本机第1纪元第4号",
        ),
        ("a delivery", "DELETE FROM deliveries WHERE n = 2;", "上级节点下发的第2份不在了"),
        ("a body", "UPDATE entries SET body = NULL WHERE seq = 2;", "正文不在，也没有清除记录"),
        (
            "a certificate",
            "UPDATE certificates SET certificate = replace(certificate, '990121', '990122');",
            "证书不符",
        ),
        (
            "the desk's own certificate",
            "UPDATE settings SET value = replace(value, '\\\"unit\\\":\\\"990121', '\\\"unit\\\":\\\"990122') WHERE name = 'enrolment';",
            "本机的设备证书不符",
        ),
        ("a view", "UPDATE incidents SET view = replace(view, 'GJ-001', 'GJ-002');", "重新归并"),
    ];
    for (what, statements, words) in edits {
        let room = room().await;
        edit(&room, statements);
        let verdict = verify(&room.desk).unwrap();
        assert!(says(&verdict, words), "{what}: {words} is said: {:?}", verdict.faults);
    }
}

#[tokio::test]
async fn a_trigger_that_somebody_took_away_or_put_in_is_found_before_it_does_anything() {
    let acts = [
        ("a guard taken away", "DROP TRIGGER receipts_are_never_deleted;", "receipts_are_never_deleted不在或不同"),
        (
            "a guard that guards nothing",
            "DROP TRIGGER entries_are_never_changed;
             CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries WHEN 0 BEGIN SELECT 1; END;",
            "entries_are_never_changed不在或不同",
        ),
        (
            "a trigger that would never end",
            "CREATE TRIGGER evil AFTER INSERT ON entries BEGIN
                 SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n);
             END;",
            "多出1项",
        ),
    ];
    for (what, statements, words) in acts {
        let room = room().await;
        sqlite3(&file(&room), statements);
        let verdict = verify(&room.desk).unwrap();
        assert!(says(&verdict, words), "{what}: {:?}", verdict.faults);
        assert!(!says(&verdict, "evil"), "what somebody else named is not repeated: {:?}", verdict.faults);
    }
}

#[tokio::test]
async fn the_table_of_purges_lets_no_body_go_without_a_purge_that_was_signed() {
    let room = room().await;
    edit(
        &room,
        "INSERT INTO purges SELECT a.id, b.id FROM entries a, entries b WHERE a.seq = 2 AND b.seq = 3;
         UPDATE entries SET body = NULL WHERE seq = 2;",
    );
    let verdict = verify(&room.desk).unwrap();
    assert!(says(&verdict, "没有相符的清除条目"), "{:?}", verdict.faults);
}

/// Writes entries anew from a seq on: the first with another time, the rest to follow it, all signed with the stolen key.
fn written_anew(room: &Room, from: u64, key: &SigningKey, forget_anchors: bool) -> String {
    let mut held: Vec<_> = room.held_here().into_values().collect();
    held.sort_by_key(|held| held.read().seq);
    let mut statements = String::new();
    let mut prev = None::<Digest>;
    for held in held.iter().filter(|held| held.read().seq >= from) {
        let mut header: Header = held.read();
        match prev {
            None => header.claimed_at = may_12(18, 1),
            Some(prev) => header.prev = prev,
        }
        if forget_anchors {
            header.anchor = None;
        }
        let text = serde_json::to_string(&header).unwrap();
        prev = Some(Digest::of(text.as_bytes()));
        let signature = key.sign(text.as_bytes()).unwrap();
        let (id, signature) = (header.id, signature.as_str());
        statements += &format!("UPDATE entries SET header = '{text}', signature = '{signature}' WHERE id = '{id}';\n");
    }
    statements
}

#[tokio::test]
async fn a_chain_signed_anew_with_the_stolen_key_contradicts_its_receipts() {
    let room = room().await;
    edit(&room, &written_anew(&room, 1, &stolen_key(&room), false));
    let verdict = verify(&room.desk).unwrap();
    assert_eq!(verdict.receipted, 0, "no receipt is about what stands there now");
    assert!(says(&verdict, "来电（2026年5月12日18时09分00秒，第1号）：回执不是这条条目的回执"), "{:?}", verdict.faults);
}

#[tokio::test]
async fn even_with_every_receipt_taken_away_the_upstream_tells_at_the_next_exchange() {
    let room = room().await;
    let all_forgotten = "DELETE FROM receipts; DELETE FROM deliveries; DELETE FROM queue;
        INSERT INTO queue (entry, lane, epoch, seq) SELECT id, 0, epoch, seq FROM entries;";
    edit(&room, &(written_anew(&room, 1, &stolen_key(&room), true) + all_forgotten));
    let verdict = verify(&room.desk).unwrap();
    assert!(
        verdict.faults.iter().all(|fault| fault.contains("重新归并")),
        "the file contradicts itself nowhere: {:?}",
        verdict.faults
    );
    assert_eq!((verdict.receipted, verdict.device_only), (0, 8), "and nobody but the device vouches for any of it");
    assert!(verdict.remarks[0].contains("8条只有本机可证"), "{:?}", verdict.remarks);
    room.sync().await;
    let todos = room.does("desk", json!(null))["todos"].to_string();
    let told = ["记录与上级节点不一致", "记录已续接"].iter().any(|words| todos.contains(words));
    assert!(told, "the upstream holds other bytes, and the desk says so: {todos}");
}

#[tokio::test]
async fn what_nobody_has_received_can_be_written_anew_and_verify_says_that_only_the_device_vouches() {
    let room = room().await;
    edit(&room, &written_anew(&room, 8, &stolen_key(&room), false));
    let verdict = verify(&room.desk).unwrap();
    assert_eq!(verdict.faults, Vec::<String>::new(), "no check of this file can see it");
    assert_eq!((verdict.receipted, verdict.device_only), (7, 1));
    assert!(
        verdict.remarks[0].contains("1条只有本机可证") && verdict.remarks[0].contains("能够重写"),
        "{:?}",
        verdict.remarks
    );
}

#[tokio::test]
async fn a_file_put_back_from_yesterday_is_whole_in_itself_and_verify_says_what_it_cannot_know() {
    let room = room().await;
    let yesterday = room.folder().join("yesterday");
    sqlite3(&file(&room), &format!("VACUUM INTO '{}';", yesterday.display()));
    room.does("call_open", Value::Null);
    room.sync().await;
    let room = room.reopen_after(|path| {
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
        }
        std::fs::copy(&yesterday, path).unwrap();
    });
    let verdict = verify(&room.desk).unwrap();
    assert_eq!((verdict.entries, verdict.faults), (8, vec![]));
    assert!(verdict.remarks.iter().any(|remark| remark.contains("被换成以前的一份")), "{:?}", verdict.remarks);
}

#[tokio::test]
async fn an_attachment_that_is_gone_or_changed_is_found_by_the_entry_that_names_it() {
    for (bytes, words) in [(None, "附件不在本机了"), (Some(&b"other"[..]), "附件被改动")] {
        let room = Room::open(may_12(9, 0)).await;
        let id = room.does("information_begin", json!({ "like": null }))["id"].clone();
        room.does(
            "information_save",
            json!({ "information": id, "title": "防汛工作会议", "body": "会议部署了汛期值班工作。" }),
        );
        let ticket = room.does("attachment_add", json!({ "information": id }))["ticket"].as_str().unwrap().to_owned();
        let coming = workstation::expect_file(&room.desk, &room.desk.tick(), &ticket).unwrap().called("纪要.docx");
        std::fs::write(coming.path(), b"minutes").unwrap();
        workstation::take_in(&room.desk, coming).unwrap();
        let view = room.does("information", json!({ "information": id }));
        room.does(
            "information_send",
            json!({ "information": id, "title": view["title"], "body": view["body"], "reason": "" }),
        );
        assert_eq!(verify(&room.desk).unwrap().faults, Vec::<String>::new());
        let kept = room.folder().join("desk/blobs").join(Digest::of(b"minutes").to_string());
        match bytes {
            None => std::fs::remove_file(kept).unwrap(),
            Some(bytes) => std::fs::write(kept, bytes).unwrap(),
        }
        let verdict = verify(&room.desk).unwrap();
        assert!(says(&verdict, words) && says(&verdict, "普通信息（"), "{:?}", verdict.faults);
    }
}

#[tokio::test]
async fn a_long_check_shows_how_far_it_is_and_can_be_broken_off() {
    let room = room().await;
    let mut seen = Vec::new();
    let all = verify_watched(&room.desk, &mut |progress| {
        seen.push((progress.done, progress.total));
        ControlFlow::Continue(())
    });
    assert!(all.unwrap().complete);
    assert_eq!(seen.first(), Some(&(8, 8)), "entries first");
    let broken_off = verify_watched(&room.desk, &mut |_| ControlFlow::Break(())).unwrap();
    assert!(!broken_off.complete, "and it says that it did not look at everything");
    let data = room.folder().join("desk");
    let room = room.reopen_after(|_| ());
    drop(room.desk);
    let answer = Program::built("zhiban").run(["verify".as_ref(), "--data".as_ref(), data.as_os_str()]);
    assert!(
        // To the program this folder comes from another machine: it opened an epoch and said the waiting entry again.
        answer.succeeded().contains("共10条：7条有上级节点回执且验证相符，3条尚无回执（仅本机可证）"),
        "{}",
        answer.output
    );
    assert!(answer.succeeded().contains("公钥指纹") && answer.error.contains("条目 10/10"), "{}", answer.error);
}

#[tokio::test]
async fn no_column_of_a_received_entry_or_of_its_receipt_can_be_changed_unseen() {
    let room = room().await;
    let kept = room.folder().join("kept");
    sqlite3(&file(&room), &format!("VACUUM INTO '{}';", kept.display()));
    let beside = format!("ATTACH '{}' AS kept;", kept.display());
    let text = |column: &str| {
        format!(
            "{column} = substr({column}, 1, length({column}) - 2) || CASE WHEN {column} LIKE '%5_' THEN '67' ELSE '56' END"
        )
    };
    let number = |column: &str| format!("{column} = {column} + 900");
    let entries = ["id", "device", "subject", "entered_at", "header", "body", "signature"].map(text);
    let receipts = ["entry", "received_at", "receipt", "signature"].map(text);
    let changes = (entries.into_iter().chain(["epoch", "seq"].map(number)).map(|change| ("entries", "id", change)))
        .chain(
            receipts
                .into_iter()
                .chain(["generation", "position"].map(number))
                .map(|change| ("receipts", "entry", change)),
        );
    for (table, key, change) in changes {
        for seq in 1..=7 {
            let one = format!("(SELECT id FROM kept.entries WHERE seq = {seq})");
            edit(&room, &format!("{beside} UPDATE {table} SET {change} WHERE {key} = {one};"));
            let verdict = verify(&room.desk).unwrap();
            assert_ne!(verdict.faults, Vec::<String>::new(), "{table}, {change}, entry {seq}");
            edit(&room, &format!("{beside} DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept.{table};"));
        }
    }
    assert_eq!(verify(&room.desk).unwrap().faults, Vec::<String>::new(), "put back, everything holds");
}
