//! `check` proves the log from its bytes: somebody at the machine who changes one of them is found out.

use domain::digest::hex_bytes;
use domain::receipt::{Receipt, SealedReceipt};
use domain::seal::SigningKey;

use crate::database;
use crate::desk::{Desk, call, report};
use crate::server::{CITY, COUNTY, Server};

async fn a_small_log() -> Server {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let mut city = Desk::enrol(&server, CITY).await;
    let sent = [county.write(call()), county.write(report("一民房发生火灾")), county.write(call())];
    county.receipts(&sent).await;
    let sent = city.write_calls(2);
    city.receipts(&sent).await;
    server.holds(5).await;
    server
}

/// Takes the triggers away, tampers, and puts the triggers back, as somebody would who knows what they do.
fn tamper(server: &Server, sql: &str) {
    let raw = database::raw(server.path());
    raw.pragma_update(None, "foreign_keys", false).unwrap();
    let triggers: Vec<(String, String)> = raw
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &triggers {
        raw.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    raw.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    for (_, create) in &triggers {
        raw.execute_batch(create).unwrap();
    }
}

#[tokio::test]
async fn every_kind_of_tampering_is_found_and_named_by_its_place() {
    let flips = [
        ("UPDATE entries SET body = replace(body, '起火', '冒烟') WHERE position = 2", "位置 2"),
        ("UPDATE entries SET header = replace(header, '\"desk\"', '\"Desk\"') WHERE position = 3", "位置 3"),
        ("UPDATE entries SET header = replace(header, '2026-11', '2026-10') WHERE position = 3", "位置 3"),
        (
            "UPDATE entries SET signature = (SELECT signature FROM entries WHERE position = 1) WHERE position = 2",
            "位置 2",
        ),
        ("UPDATE entries SET header_hash = prev WHERE position = 2", "位置 2"),
        ("UPDATE entries SET seq = 9 WHERE position = 3", "位置 3"),
        ("UPDATE entries SET unit = '990100' WHERE position = 1", "位置 1"),
        ("UPDATE entries SET body = NULL WHERE position = 4", "位置 4"),
        ("UPDATE entries SET body = CAST(x'7bff7d' AS TEXT) WHERE position = 4", "第 4 条"),
        (
            "UPDATE receipts SET receipt = replace(receipt, '\"position\":2', '\"position\":1') WHERE position = 2",
            "位置 2",
        ),
        ("UPDATE receipts SET receipt = replace(receipt, 'T10:09', 'T10:08') WHERE position = 2", "位置 2"),
        ("DELETE FROM receipts WHERE position = 5", "位置 5"),
        (
            "UPDATE devices SET public_key = replace(public_key, '04', '05'), certificate = replace(certificate, '990121', '990122')",
            "设备证书",
        ),
        ("DELETE FROM entries WHERE position = 5; DELETE FROM receipts WHERE position = 5", "不连续"),
        ("DELETE FROM entries WHERE position = 1", "不连续"),
        ("UPDATE log SET head = 4", "不连续"),
        ("DELETE FROM deliveries WHERE unit = '990121' AND n = 2", "不连续"),
        ("UPDATE unit_cursors SET n = n + 1 WHERE unit = '990100'", "分发计数"),
        ("UPDATE deliveries SET unit = '990122' WHERE unit = '990121' AND n = 3", "只限本单位"),
        ("UPDATE heads SET seq = 2", "链头"),
    ];
    for (sql, words) in flips {
        let server = a_small_log().await;
        tamper(&server, sql);
        let findings = server.check().await;
        assert!(!findings.ok && findings.problem_count > 0, "unnoticed: {sql}");
        assert!(findings.problems.iter().any(|problem| problem.contains(words)), "{sql}: {:?}", findings.problems);
    }
}

#[tokio::test]
async fn swapping_two_entries_with_everything_that_belongs_to_them_is_found() {
    let server = a_small_log().await;
    tamper(
        &server,
        "UPDATE entries SET position = position + 100 WHERE position IN (1, 3);
         UPDATE receipts SET position = position + 100 WHERE position IN (1, 3);
         UPDATE entries SET position = 104 - position WHERE position > 100;
         UPDATE receipts SET position = 104 - position WHERE position > 100;",
    );
    let problems = server.check().await.problems;
    assert!(problems.iter().any(|problem| problem.contains("位置 1")), "{problems:?}");
}

#[tokio::test]
async fn a_receipt_that_even_the_real_key_signs_is_found_where_it_tells_another_chain() {
    let server = a_small_log().await;
    let secret = std::fs::read_to_string(server.path().join("signing-key")).unwrap();
    let secret = hex_bytes(secret.trim_end()).unwrap().try_into().unwrap();
    let kept: String = database::raw(server.path())
        .query_one("SELECT receipt FROM receipts WHERE position = 3", [], |row| row.get(0))
        .unwrap();
    let mut receipt: Receipt = serde_json::from_str(&kept).unwrap();
    receipt.device_head.seq = 2;
    let forged = SealedReceipt::new(&receipt, &SigningKey::from_bytes(&secret).unwrap()).unwrap();
    tamper(
        &server,
        &format!(
            "UPDATE receipts SET receipt = '{}', signature = '{}' WHERE position = 3",
            forged.receipt,
            forged.signature.as_str()
        ),
    );
    let problems = server.check().await.problems;
    assert!(problems.iter().any(|problem| problem.contains("位置 3") && problem.contains("链头")), "{problems:?}");
}

#[tokio::test]
async fn a_flipped_byte_in_the_file_itself_is_found() {
    let server = a_small_log().await;
    database::raw(server.path()).execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let dir = server.stop().await;
    let path = dir.path().join("upstream.sqlite");
    let mut bytes = std::fs::read(&path).unwrap();
    let words = "伤亡情况待核".as_bytes();
    let places: Vec<_> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(words)).collect();
    // A page that SQLite has split leaves dead copies behind; the live one is among them.
    for at in places {
        bytes[at + 2] ^= 1;
    }
    std::fs::write(&path, bytes).unwrap();
    let output = crate::program::run(&["check"], dir.path());
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("位置 2"), "{output:?}");
    let json = crate::program::run(&["check", "--json"], dir.path());
    assert!(!json.status.success());
    let findings: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(findings["ok"], false);
}
