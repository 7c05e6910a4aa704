//! The browser host: the same desk, opened only from the address it printed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Program, Serve, Upstream};

async fn serve() -> (TempDir, Serve) {
    let folder = TempDir::with_prefix("zhiban-host-").unwrap();
    let host = Serve::start(&folder.path().join("desk")).await;
    (folder, host)
}

#[tokio::test]
async fn only_the_page_from_the_printed_address_reaches_the_desk() {
    let (_folder, host) = serve().await;
    let status = |line: &str, headers: &[String]| host.ask(line, headers, b"null").status;
    assert_eq!(status("POST /call/desk", &host.own(&[])), 401, "no cookie");
    let cookie = host.cookie().unwrap();
    assert_eq!(host.cookie(), None, "the address opens one session once");
    assert_eq!(status("POST /call/desk", &host.own(&[&cookie])), 200);
    let elsewhere = ["Host: evil.example".to_owned(), cookie.clone()];
    assert_eq!(status("POST /call/desk", &elsewhere), 403, "a name rebound to this machine");
    let cross_site = host.own(&[&cookie, "Origin: http://evil.example"]);
    assert_eq!(status("POST /call/desk", &cross_site), 403, "another site's page");
    assert_eq!(status("POST /call/desk", &host.own(&["Cookie: zhiban_session=00"])), 401, "a forged cookie");
    assert_eq!(status("GET /events", &host.own(&[])), 401);
    for line in ["GET /file/00", "PUT /file/00"] {
        assert_eq!(status(line, &host.own(&[])), 401, "{line} without a cookie");
        assert_eq!(status(line, &host.own(&[&cookie, "Origin: http://evil.example"])), 403, "{line} from another site");
        assert_eq!(status(line, &elsewhere), 403, "{line} under another name");
    }
}

#[tokio::test]
async fn the_page_runs_no_script_but_its_own_and_no_path_leads_out_of_it() {
    let (_folder, host) = serve().await;
    let page = host.ask("GET /", &host.own(&[]), b"");
    assert!(page.headers.contains("script-src 'self';") && page.text().contains("<div id=\"app\""), "{page:?}");
    for path in ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd.txt", "/assets/../../Cargo.toml"] {
        let answer = host.ask(&format!("GET {path}"), &host.own(&[]), b"").text();
        assert!(!answer.contains("root:") && !answer.contains("[workspace]"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn a_second_process_on_the_same_folder_says_so_and_an_oversized_request_is_refused() {
    let (_folder, host) = serve().await;
    let second = Program::built("zhiban").run(["status".as_ref(), "--data".as_ref(), host.data().as_os_str()]);
    assert!(second.error.contains("已在运行"), "{}", second.error);
    let cookie = host.cookie().unwrap();
    let answer = host.ask("POST /call/desk", &host.own(&[&cookie]), "x".repeat(2 * 1024 * 1024 + 1).as_bytes());
    assert_eq!(answer.status, 413, "{}", answer.headers);
    assert!(Path::new(host.data()).exists());
}

#[tokio::test]
async fn what_is_no_message_of_the_page_is_refused_in_words_and_changes_nothing() {
    let (_folder, host) = serve().await;
    let cookie = host.cookie().unwrap();
    let before = host.does(&cookie, "desk", &Value::Null);
    let deep = "[".repeat(100_000);
    let no_messages: [&[u8]; 9] = [
        b"",
        b"{\"call\": \"\\ud800\"}",
        b"{\"call\": \"\xff\xfe\"}",
        b"\xef\xbb\xbfnull",
        b"{\"call\": 1e999}",
        b"{\"call\": NaN}",
        b"null null",
        b"{\"call\": null",
        deep.as_bytes(),
    ];
    for body in no_messages {
        let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        let answer = host.ask("POST /call/desk", &host.own(&[&cookie]), body);
        assert!((400..500).contains(&answer.status), "{shown}: {} {}", answer.status, answer.text());
        let words = answer.json()["message"].as_str().unwrap_or_default().to_owned();
        assert!(words.chars().any(|c| c > '\u{4e00}'), "said in words: {shown}: {}", answer.text());
    }
    let same = |view: &Value| (view["open_calls"].clone(), view["incidents"].clone(), view["todos"].clone());
    assert_eq!(same(&host.does(&cookie, "desk", &Value::Null)), same(&before), "and the desk goes on as it was");
}

#[tokio::test]
async fn an_open_page_goes_on_after_the_program_was_killed() {
    let (_folder, mut host) = serve().await;
    let cookie = host.cookie().unwrap();
    host.does(&cookie, "try_sample", &Value::Null);
    let call = host.does(&cookie, "call_open", &Value::Null);
    let (data, address) = (host.data().to_owned(), host.address().to_owned());
    host.kill();
    let again = Serve::start_at(&data, &address, &[]).await;
    let calls = again.does(&cookie, "calls", &Value::Null);
    assert_eq!(calls[0]["id"], call["id"], "the same page, the same cookie, the same call");
    let secret = std::fs::metadata(data.join("session")).unwrap();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&secret.permissions()) & 0o777, 0o600, "nobody else reads it");
}

/// A ticket as the page gets it.
fn ticket(step: &Value) -> String {
    step["ticket"].as_str().unwrap_or_else(|| panic!("{step}")).to_owned()
}

#[tokio::test]
async fn a_backup_leaves_by_a_ticket_and_comes_back_on_an_empty_desk_that_is_enrolled_anew() {
    let folder = TempDir::with_prefix("zhiban-backup-").unwrap();
    let upstream = Upstream::start(&folder.path().join("upstream")).await;
    upstream.load_sample_units();
    let first = Serve::start(&folder.path().join("desk")).await;
    let cookie = first.cookie().unwrap();
    let enrol = |code: &str| json!({ "upstream": upstream.address(), "code": code });
    first.does(&cookie, "enrol", &enrol(&upstream.one_time_code("990121")));
    first.does(&cookie, "finish_first_start", &Value::Null);
    let call = first.does(&cookie, "call_open", &Value::Null);

    let fetch = ticket(&first.does(&cookie, "backup", &Value::Null));
    let backup = first.ask(&format!("GET /file/{fetch}"), &first.own(&[&cookie]), b"");
    assert_eq!(backup.status, 200, "{}", backup.text());
    assert!(backup.body.starts_with(b"SQLite format 3"), "the whole file");
    let again = first.ask(&format!("GET /file/{fetch}"), &first.own(&[&cookie]), b"");
    assert_eq!(again.status, 422, "a ticket is used once: {}", again.text());
    let refused = first.call(&cookie, "restore", &Value::Null).unwrap_err();
    assert!(refused["message"].as_str().unwrap().contains("不能被备份覆盖"), "{refused}");

    let second = Serve::start(&folder.path().join("other")).await;
    let cookie = second.cookie().unwrap();
    let hand_in = |body: &[u8]| {
        let ticket = ticket(&second.does(&cookie, "restore", &Value::Null));
        second.ask(&format!("PUT /file/{ticket}"), &second.own(&[&cookie]), body)
    };
    let mut damaged = backup.body.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 4096].fill(0x5a);
    for (what, bytes) in
        [("no database", b"hello".as_slice()), ("cut off", &backup.body[..middle]), ("damaged", &damaged)]
    {
        let answer = hand_in(bytes);
        assert_eq!(answer.status, 422, "{what}: {}", answer.text());
        assert_eq!(second.does(&cookie, "desk", &Value::Null)["unit"], Value::Null, "{what} leaves the desk as it was");
    }
    let restored = hand_in(&backup.body);
    assert_eq!(restored.status, 200, "{}", restored.text());
    assert!(restored.json()["done"].as_str().unwrap().contains("重新注册"), "{}", restored.text());
    assert_eq!(second.does(&cookie, "calls", &Value::Null)[0]["id"], call["id"], "the record is back");
    let refused = second.call(&cookie, "call_open", &Value::Null).unwrap_err();
    assert_eq!(refused["code"], "not_enrolled", "the key is never in a backup: {refused}");

    let text = format!("zhiban:enrol?upstream={}&code={}", upstream.address(), upstream.one_time_code("990121"));
    let settings = second.does(&cookie, "enrol", &json!({ "upstream": "", "code": text }));
    assert_eq!(settings["unit"]["code"], "990121", "by the text of a QR code alone");
    second.does(&cookie, "call_open", &Value::Null);
    let nothing_waits = tests::wait::until("what the old desk and the new one wrote to be received", async || {
        let link = second.does(&cookie, "desk", &Value::Null)["link"].clone();
        if link["waiting"] == 0 && link["online"] == true { Ok(link) } else { Err(link.to_string()) }
    })
    .await;
    assert_eq!(nothing_waits["attention"], 0, "what the old device sealed is taken in under the new one");
    let leftover = std::fs::read_dir(second.data()).unwrap().flatten();
    let passing = leftover.filter(|entry| entry.file_name().to_string_lossy().starts_with("passing-")).count();
    assert_eq!(passing, 0, "nothing half-taken lies about");
}

#[tokio::test]
async fn an_attachment_comes_and_goes_under_its_chinese_name_and_lies_under_none() {
    let (_folder, host) = serve().await;
    let cookie = host.cookie().unwrap();
    host.does(&cookie, "try_sample", &Value::Null);
    let id = host.does(&cookie, "information_begin", &json!({ "like": null }))["id"].clone();
    let into = ticket(&host.does(&cookie, "attachment_add", &json!({ "information": id })));
    let name = "x-file-name: ..%2F%E7%BA%AA%E8%A6%81%22.docx";
    let taken = host.ask(&format!("PUT /file/{into}"), &host.own(&[&cookie, name]), b"minutes");
    assert_eq!(taken.status, 200, "{}", taken.text());
    let view = host.does(&cookie, "information", &json!({ "information": id }));
    assert_eq!(view["attachments"][0]["name"], "纪要_.docx", "text without a way or a quotation mark");
    let named = json!({ "information": id, "attachment": view["attachments"][0]["digest"] });
    let out = ticket(&host.does(&cookie, "attachment_save", &named));
    let file = host.ask(&format!("GET /file/{out}"), &host.own(&[&cookie]), b"");
    assert_eq!((file.status, file.body.as_slice()), (200, b"minutes".as_slice()), "the same bytes");
    assert!(file.headers.contains("filename*=UTF-8''%E7%BA%AA%E8%A6%81_.docx"), "{}", file.headers);
    let lies = std::fs::read_dir(host.data().join("blobs")).unwrap().flatten();
    let names: Vec<String> = lies.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(names, [view["attachments"][0]["digest"].as_str().unwrap()], "by its digest alone");
}

#[tokio::test]
async fn a_path_in_the_place_of_a_ticket_leads_nowhere() {
    let (_folder, host) = serve().await;
    let cookie = host.cookie().unwrap();
    for path in ["../identity.json", "..%2fidentity.json", "%2fetc%2fpasswd", "zhiban.sqlite", "passing-1", ""] {
        for method in ["GET", "PUT"] {
            let answer = host.ask(&format!("{method} /file/{path}"), &host.own(&[&cookie]), b"x");
            let said = answer.text();
            assert!(!said.contains("root:") && !said.contains("SQLite") && !said.contains("token"), "{path}: {said}");
            assert!(answer.status >= 400 || said.contains("<div id=\"app\""), "{method} {path}: {said}");
        }
    }
    let backup = ticket(&{
        host.does(&cookie, "try_sample", &Value::Null);
        host.does(&cookie, "backup", &Value::Null)
    });
    let wrong_way = host.ask(&format!("PUT /file/{backup}"), &host.own(&[&cookie]), b"x");
    assert_eq!(wrong_way.status, 422, "a ticket to fetch does not hand in: {}", wrong_way.text());
}

#[tokio::test]
async fn the_sample_county_is_tried_without_an_upstream_and_left_without_a_trace_in_the_unit_that_follows() {
    let (_folder, host) = serve().await;
    let cookie = host.cookie().unwrap();
    host.does(&cookie, "try_sample", &Value::Null);
    let desk = host.does(&cookie, "desk", &Value::Null);
    assert_eq!((&desk["unit"]["sample"], &desk["first_start"]), (&json!(true), &json!(true)));
    assert!(desk["link"]["trouble"].as_str().unwrap().contains("样例县试用"), "said on screen: {}", desk["link"]);
    host.does(
        &cookie,
        "officer_list",
        &json!({ "officer": null, "name": "甲", "post": "值班员", "phone": "", "left": false }),
    );
    host.does(&cookie, "call_open", &Value::Null);
    let id = host.does(&cookie, "information_begin", &json!({ "like": null }))["id"].clone();
    let into = ticket(&host.does(&cookie, "attachment_add", &json!({ "information": id })));
    host.ask(&format!("PUT /file/{into}"), &host.own(&[&cookie]), b"tried");
    let other = host.call(&cookie, "enrol", &json!({ "upstream": "http://127.0.0.1:1", "code": "X" })).unwrap_err();
    assert!(other["message"].as_str().unwrap().contains("先在设置里退出样例县"), "{other}");

    host.does(&cookie, "leave_sample", &Value::Null);
    let empty = host.does(&cookie, "desk", &Value::Null);
    assert_eq!((&empty["unit"], &empty["open_calls"]), (&Value::Null, &json!([])), "an empty desk remains");
    assert_eq!(host.does(&cookie, "officers", &Value::Null), json!([]));
    let aside: Vec<String> = std::fs::read_dir(host.data())
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("sample-"))
        .collect();
    assert_eq!(aside.len(), 1, "what was tried is set aside, not destroyed: {aside:?}");
    let kept = host.data().join(&aside[0]);
    let files = |folder: &Path| std::fs::read_dir(folder.join("blobs")).map_or(0, Iterator::count);
    assert_eq!((files(&kept), files(host.data())), (1, 0), "its attachments go with it");
    assert!(kept.join("zhiban.sqlite").exists() && kept.join("identity.json").exists(), "{aside:?}");
}
