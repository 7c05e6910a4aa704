//! The command line, as a person at the machine or a script meets it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails, and says why")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;
use tests::evidence::{evening, exported};
use tests::{Program, Upstream};

fn folder() -> TempDir {
    TempDir::with_prefix("zhiban-cli-").unwrap()
}

async fn enrolled(folder: &TempDir) -> (Upstream, String) {
    let upstream = Upstream::start(&folder.path().join("upstream")).await;
    upstream.load_sample_units();
    let code = upstream.one_time_code("990121");
    let data = folder.path().join("desk").to_str().unwrap().to_owned();
    let enrol = ["enrol", "--data", &data, "--upstream", upstream.address(), "--code", &code];
    Program::built("zhiban").run(enrol).succeeded();
    (upstream, data)
}

#[test]
fn check_gives_grade_clocks_gaps_title_and_body() {
    let example = tests::tree::root().join("crates/domain/examples/fire.check.json");
    let example = example.to_str().unwrap();
    let words = Program::built("zhiban").run(["check", example]);
    for said in
        ["现等级：一般", "初判（就高）：较大", "18:44", "待续报补：", "河东镇一居民楼发生火灾致1人死亡11人受伤（首报）"]
    {
        assert!(words.succeeded().contains(said), "{said} in {}", words.output);
    }
    let json = Program::built("zhiban").run(["check", "--json", example]);
    let outcome: Value = serde_json::from_str(json.succeeded()).unwrap();
    assert_eq!(outcome["grading"]["possible"]["grade"], "large");
}

#[test]
fn check_refuses_what_is_no_fact_file_in_words() {
    let folder = folder();
    let file = folder.path().join("broken.json");
    for text in ["", "[]", "{\"received_at\": \"18:09\"}", &"[".repeat(100_000)] {
        fs::write(&file, text).unwrap();
        let refused = Program::built("zhiban").run(["check", file.to_str().unwrap()]);
        assert_ne!(refused.code, Some(0));
        assert!(refused.error.contains("不是事实文件"), "{}", refused.error);
    }
}

#[test]
fn no_file_makes_a_terminal_show_what_it_did_not_say() {
    let folder = folder();
    let zhiban = Program::built("zhiban");
    let facts = folder.path().join("facts.json");
    fs::write(&facts, "{\"\\u001b]0;pwned\\u0007\\u001b[2J\\u009b\\u202e\": 1}").unwrap();
    let pack = folder.path().join("pack.toml");
    fs::write(&pack, "[meta]\n\"\\u001b]0;pwned\\u0007\\u009b\\u202e\" = 1\n").unwrap();
    let answers = [
        zhiban.run(["check", facts.to_str().unwrap()]),
        zhiban.run(["packs", "--lint", pack.to_str().unwrap()]),
        zhiban.run(["verify", facts.to_str().unwrap()]),
        Program::built("zhiban-upstream").run(["take-in", "--data", "\u{1b}[2J", facts.to_str().unwrap()]),
    ];
    for answer in answers {
        let written = format!("{}{}", answer.output, answer.error);
        assert_ne!(answer.code, Some(0), "none of these is what it says: {written}");
        assert!(!written.is_empty(), "and it is said");
        let seen = |c: char| c == '\n' || !domain::hygiene::is_hidden(c);
        assert!(written.chars().all(seen), "nothing moves the cursor or turns the line round: {written:?}");
    }
}

#[test]
fn whoever_reads_only_the_first_lines_stops_no_program_in_the_middle_of_a_sentence() {
    for (program, argument) in [("zhiban", "packs"), ("zhiban-upstream", "check")] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = Command::new(tests::program::folder().join(program))
            .arg(argument)
            .env("HOME", folder().path())
            .stdout(writer)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(!said.contains("panicked"), "{program}: {said}");
    }
}

#[test]
fn a_device_without_end_is_too_large_for_whatever_reads_a_file() {
    let folder = folder();
    let answer = Program::built("zhiban").run(["check", "/dev/zero"]);
    assert!(answer.code != Some(0) && answer.error.contains("过大"), "its length is said to be 0: {}", answer.error);
    let read = |path: &str, most| workstation::read_at_most(std::path::Path::new(path), most).unwrap();
    assert_eq!(read("/dev/zero", 1_000), None);
    let file = folder.path().join("five");
    fs::write(&file, b"12345").unwrap();
    assert_eq!(read(file.to_str().unwrap(), 5), Some(b"12345".to_vec()), "all that may be there");
    assert_eq!(read(file.to_str().unwrap(), 4), None, "one byte more is too large");
}

#[tokio::test]
async fn what_leaves_the_desk_as_a_file_is_read_by_nobody_else_on_that_machine() {
    let (room, incident) = evening().await;
    let (file, _) = exported(&room, incident);
    assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "whatever the umask is");
}

#[tokio::test]
async fn a_code_works_once_and_a_wrong_one_never() {
    let folder = folder();
    let (upstream, data) = enrolled(&folder).await;
    let again = ["enrol", "--data", &data, "--upstream", upstream.address(), "--code", "AAAA-AAAA-AAAA"];
    let refused = Program::built("zhiban").run(again);
    assert!(refused.error.contains("注册码不对"), "{}", refused.error);
    let other = folder.path().join("other").to_str().unwrap().to_owned();
    let wrong = ["enrol", "--data", &other, "--upstream", upstream.address(), "--code", "AAAA-AAAA-AAAA"];
    let refused = Program::built("zhiban").run(wrong);
    assert_ne!(refused.code, Some(0));
    assert!(!refused.error.trim().is_empty());
}

#[tokio::test]
async fn a_desk_enrols_anew_for_its_own_unit_and_never_for_another() {
    let folder = folder();
    let (upstream, data) = enrolled(&folder).await;
    let identity = || fs::read(format!("{data}/identity.json")).unwrap();
    let before = identity();
    let with = |code: &str| {
        let enrol = ["enrol", "--data", &data, "--upstream", upstream.address(), "--code", code];
        Program::built("zhiban").run(enrol)
    };
    let neighbour = with(&upstream.one_time_code("990122"));
    assert_ne!(neighbour.code, Some(0), "records of one county never come under its neighbour's name");
    assert!(neighbour.error.contains("不是样例县应急管理局的"), "{}", neighbour.error);
    assert_eq!(identity(), before, "nothing has changed");
    with(&upstream.one_time_code("990121")).succeeded();
    assert_ne!(identity(), before, "a new device of the same unit");
}

#[tokio::test]
async fn the_key_and_the_token_are_for_their_owner_only_and_not_in_the_database() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let (_upstream, data) = enrolled(&folder).await;
    let identity = format!("{data}/identity.json");
    assert_eq!(fs::metadata(&identity).unwrap().permissions().mode() & 0o777, 0o600);
    let kept: Value = serde_json::from_str(&fs::read_to_string(&identity).unwrap()).unwrap();
    let database = fs::read(format!("{data}/zhiban.sqlite")).unwrap();
    for secret in ["key", "token"] {
        let text = kept[secret].as_str().unwrap().as_bytes();
        assert!(!database.windows(text.len()).any(|window| window == text), "{secret} must not be in backups");
    }
}

#[tokio::test]
async fn a_newer_or_damaged_file_is_refused_in_words() {
    let folder = folder();
    let (_upstream, data) = enrolled(&folder).await;
    let file = format!("{data}/zhiban.sqlite");
    Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let newer = Program::built("zhiban").run(["status", "--data", &data]);
    assert!(newer.error.contains("请安装新版本"), "{}", newer.error);
    fs::write(&file, "坏".repeat(4000)).unwrap();
    let _ = fs::remove_file(format!("{file}-wal"));
    let damaged = Program::built("zhiban").run(["status", "--data", &data]);
    assert!(damaged.error.contains("已损坏") && damaged.error.contains("备份"), "{}", damaged.error);
    assert_ne!(damaged.code, Some(0));
}
