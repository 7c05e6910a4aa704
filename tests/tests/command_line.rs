//! The command line, as a person at the machine or a script meets it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails, and says why")]

use std::fs;

use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;
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
