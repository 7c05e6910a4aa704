//! 留痕文件: written by a real desk under a real upstream, checked by our program and by a script that knows only OpenSSL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

use std::path::{Path, PathBuf};

use domain::access::{AccessNoted, Accessed};
use domain::claim::Claimed;
use domain::entry::{Author, Body, CallNoted, Content, EntryId, Header, Kind, Sealed};
use domain::evidence::{Evidence, Held, HeldAs, check, read};
use domain::purge::{Purged, PurgedBody, Remainder};
use domain::seal::SigningKey;
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::Program;
use tests::evidence::{by_script, evening, exported, stolen_key};
use tests::room::{Room, may_12};
use uuid::Uuid;

fn line<'a>(text: &'a str, begins: &str) -> &'a str {
    text.lines().find(|line| line.starts_with(begins)).unwrap_or_else(|| panic!("{begins} in {text}"))
}

fn by_program(file: &Path) -> tests::program::Answer {
    Program::built("zhiban").run(["verify".as_ref(), file.as_os_str()])
}

/// Both ways of checking find it sound, and say the same of it.
fn sound_both_ways(file: &Path) -> String {
    let (ours, theirs) = (by_program(file), by_script(file));
    let (ours, theirs) = (ours.succeeded().to_owned(), theirs.succeeded().to_owned());
    for begins in ["结论：", "本事件条目", "上级节点公钥指纹", "留痕文件：", "何人：", "何事：", "全否："]
    {
        assert_eq!(line(&ours, begins), line(&theirs, begins), "both say the same");
    }
    ours
}

/// Somebody changed the bytes: whether each way finds it.
fn script_finds(folder: &Path, name: &str, bytes: &[u8]) -> bool {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    let answer = by_script(&path);
    assert!(answer.code != Some(2), "it could be checked: {}", answer.error);
    answer.code == Some(1)
}

fn program_finds(bytes: &[u8]) -> bool {
    check(bytes).map_or(true, |finding| !finding.holds())
}

#[tokio::test]
async fn an_incident_leaves_the_desk_as_a_file_that_holds_by_both_ways_of_checking() {
    let (room, incident) = evening().await;
    let (file, said) = exported(&room, incident);
    assert!(said.contains("有上级节点回执5条") && said.contains("只有本机可证2条"), "{said}");
    let words = sound_both_ways(&file);
    assert!(words.contains("只有本机可证的条目：上级节点收到以前"), "what only the device vouches for is said");
    assert!(words.contains("其间属其他事项的2条只列条目头"), "another call lies between: {words}");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains("问路"), "and what it was about stays on the desk");
    assert!(text.contains("letter-line"), "the letter can be read with the eye");
    let held = room.held_here();
    let recorded = held.values().filter(|held| format!("{:?}", held.read().kind) == "AccessNoted").count();
    assert_eq!(recorded, 1, "that it left the desk is on record");
}

#[tokio::test]
async fn what_has_arrived_since_is_proven_in_the_next_file() {
    let (room, incident) = evening().await;
    exported(&room, incident);
    room.sync().await;
    let words = sound_both_ways(&exported(&room, incident).0);
    assert!(words.contains("有上级节点回执7条") && words.contains("只有本机可证1条"), "{words}");
}

#[tokio::test]
async fn one_changed_byte_anywhere_is_found_by_both() {
    let (room, incident) = evening().await;
    let file = std::fs::read(exported(&room, incident).0).unwrap();
    assert!(!program_finds(&file));
    let flipped = |at: usize, mask: u8| {
        let mut changed = file.clone();
        changed[at] ^= mask;
        changed
    };
    let seal = file.len() - 1 - file[..file.len() - 1].iter().rev().position(|byte| *byte == b'\n').unwrap();
    let (folder, spread) = (room.folder(), file.len() / 300);
    std::thread::scope(|scope| {
        for half in 0..2 {
            let (file, flipped) = (&file, &flipped);
            scope.spawn(move || {
                for at in (half..file.len()).step_by(14) {
                    assert!(program_finds(&flipped(at, 1)), "byte {at} of {}", file.len());
                }
                let name = format!("changed-{half}");
                let positions = (0..seal).step_by(spread.max(1)).chain(seal..file.len());
                for at in positions.skip(half).step_by(2) {
                    assert!(script_finds(folder, &name, &flipped(at, 1)), "byte {at} of {}, by the script", file.len());
                }
                for at in (seal..file.len()).skip(half).step_by(2) {
                    assert!(script_finds(folder, &name, &flipped(at, 32)), "bit 5 of byte {at}, by the script");
                    assert!(program_finds(&flipped(at, 32)), "bit 5 of byte {at}");
                }
            });
        }
    });
}

#[tokio::test]
async fn lines_cut_doubled_swapped_or_added_are_found_by_both() {
    let (room, incident) = evening().await;
    let file = std::fs::read_to_string(exported(&room, incident).0).unwrap();
    let lines: Vec<&str> = file.split_inclusive('\n').collect();
    let mut changed: Vec<String> = Vec::new();
    for at in 0..lines.len() {
        let mut without = lines.clone();
        without.remove(at);
        changed.push(without.concat());
        let mut twice = lines.clone();
        twice.insert(at, lines[at]);
        changed.push(twice.concat());
        let mut swapped = lines.clone();
        swapped.swap(at, (at + 3) % lines.len());
        changed.push(swapped.concat());
        changed.push(lines[..at].concat());
    }
    changed.extend(["\n", " ", "\r\n", "\0", "seal 00\n"].map(|more| file.clone() + more));
    changed.extend([
        file.trim_end().to_owned(),
        file.replace('\n', "\r\n"),
        file.clone() + &file,
        "\u{feff}".to_owned() + &file,
    ]);
    changed.retain(|text| *text != file);
    for text in &changed {
        assert!(program_finds(text.as_bytes()), "{text}");
    }
    for (at, text) in changed.iter().enumerate() {
        assert!(script_finds(room.folder(), "changed", text.as_bytes()), "change {at}, by the script");
    }
}

/// Somebody who has the desk's key changes the record and seals it again.
fn sealed_again(room: &Room, file: &Path, change: impl FnOnce(&mut Evidence)) -> PathBuf {
    let bytes = std::fs::read(file).unwrap();
    let (mut evidence, _) = read(&bytes).unwrap();
    change(&mut evidence);
    let path = room.folder().join("forged.txt");
    std::fs::write(&path, evidence.sealed(&stolen_key(room)).unwrap()).unwrap();
    path
}

fn found_both_ways(what: &str, file: &Path, words: &str) {
    let (ours, theirs) = (by_program(file), by_script(file));
    for (way, answer) in [("program", ours), ("script", theirs)] {
        assert_eq!(answer.code, Some(1), "{what}, {way}: {}{}", answer.output, answer.error);
        assert!(answer.output.contains(words), "{what}, {way} says {words}: {}", answer.output);
    }
}

#[tokio::test]
async fn whoever_has_the_desks_key_cannot_bend_what_was_received() {
    let (room, incident) = evening().await;
    let (file, _) = exported(&room, incident);
    let key = stolen_key(&room);
    let again = sealed_again(&room, &file, |_| ());
    assert_eq!(std::fs::read(&again).unwrap(), std::fs::read(&file).unwrap(), "sealing again is no change");

    let forged = sealed_again(&room, &file, |evidence| {
        let sealed = &mut evidence.held[0].sealed;
        sealed.header = sealed.header.replacen("10:09:00Z", "10:01:00Z", 2);
        sealed.signature = key.sign(sealed.header.as_bytes()).unwrap();
    });
    found_both_ways("a received time", &forged, "回执不是这条条目的回执");
    let forged = sealed_again(&room, &file, |evidence| {
        let sealed = &mut evidence.held[0].sealed;
        sealed.header = sealed.header.replacen("10:09:00Z", "10:01:00Z", 2);
        sealed.signature = key.sign(sealed.header.as_bytes()).unwrap();
        evidence.held[0].receipt = None;
    });
    found_both_ways("the same without its receipt", &forged, "不相接");
    let forged = sealed_again(&room, &file, |evidence| drop(evidence.held.remove(1)));
    found_both_ways("an entry taken out", &forged, "第2号至第2号");
    let forged = sealed_again(&room, &file, |evidence| drop(evidence.held.pop()));
    found_both_ways("the end taken off", &forged, "没有这次导出的记录");
    let forged = sealed_again(&room, &file, |evidence| {
        evidence.held[1].what = HeldAs::Between;
        evidence.held[1].sealed.body = None;
    });
    found_both_ways("an entry passed off as another matter", &forged, "标为其他事项");
    let forged = sealed_again(&room, &file, |evidence| {
        evidence.held[1].what = HeldAs::Purged;
        evidence.held[1].sealed.body = None;
    });
    found_both_ways("a body without a purge", &forged, "也没有清除记录");
    let forged = sealed_again(&room, &file, |evidence| {
        let receipt = evidence.held[1].receipt.as_mut().unwrap();
        receipt.receipt = receipt.receipt.replace("10:09:00Z", "10:08:00Z");
        receipt.signature = key.sign(receipt.receipt.as_bytes()).unwrap();
    });
    found_both_ways("a receipt of one's own making", &forged, "不符：来电补充");
    let forged = sealed_again(&room, &file, |evidence| {
        let body = evidence.held[1].sealed.body.as_mut().unwrap();
        *body = body.replace("某小区", "某大区");
    });
    found_both_ways("a word in a body", &forged, "摘要不符");
    let forged = sealed_again(&room, &file, |evidence| evidence.held.swap(0, 1));
    found_both_ways("another order", &forged, "次序不对");
    let forged = sealed_again(&room, &file, |evidence| evidence.exported_at += chrono::Duration::days(1));
    found_both_ways("an older export passed off as today's", &forged, "没有这次导出的记录");
    let forged = sealed_again(&room, &file, |evidence| {
        let is_report = |held: &&mut Held| held.sealed.read_header().unwrap().kind == Kind::Report;
        let report = evidence.held.iter_mut().find(is_report).unwrap();
        let gone = report.sealed.read_header().unwrap();
        report.sealed.body = None;
        report.what = HeldAs::Purged;
        let purged = Purged {
            bodies: vec![PurgedBody { entry: gone.id, body_hash: gone.body_hash }],
            rule: "personal".to_owned(),
            cite: String::new(),
            remainders: vec![Remainder::CallNoted(CallNoted::default())],
        };
        written(evidence, &key, Author::Desk, Content::Purged(purged));
        let noted = AccessNoted { what: Accessed::Evidence, note: String::new() };
        written(evidence, &key, Author::Desk, Content::AccessNoted(noted));
    });
    found_both_ways("a report that was \"purged\"", &forged, "也没有清除记录");
}

/// One more entry of the incident at the end of the desk's chain, as the desk would write it.
fn written(evidence: &mut Evidence, key: &SigningKey, author: Author, content: Content) -> EntryId {
    let last = evidence.held.last().unwrap();
    let (before, digest) = (last.sealed.read_header().unwrap(), last.sealed.digest());
    let header = Header {
        id: Uuid::from_u128(before.id.as_u128() + 1),
        kind: content.kind(),
        audience: content.kind().audience(),
        seq: before.seq + 1,
        prev: digest,
        author,
        ..before
    };
    let id = header.id;
    let sealed = Sealed::new(header, &Body { salt: "00".repeat(16), content }, key).unwrap();
    evidence.held.push(Held { sealed, what: HeldAs::Whole, receipt: None });
    id
}

#[tokio::test]
async fn officers_claims_and_purges_read_the_same_by_both_ways() {
    let (room, incident) = evening().await;
    let (file, _) = exported(&room, incident);
    let (key, officer) = (stolen_key(&room), Uuid::from_u128(5));
    let signed_in = || Author::Officer(officer);
    let path = sealed_again(&room, &file, |evidence| {
        let gone = evidence.held[1].sealed.read_header().unwrap();
        let first = evidence.held[0].sealed.read_header().unwrap().id;
        evidence.held[1].sealed.body = None;
        evidence.held[1].what = HeldAs::Purged;
        let purged = Purged {
            bodies: vec![PurgedBody { entry: gone.id, body_hash: gone.body_hash }],
            rule: "personal".to_owned(),
            cite: "《个人信息保护法》".to_owned(),
            remainders: vec![Remainder::CallNoted(CallNoted::default())],
        };
        written(evidence, &key, signed_in(), Content::Purged(purged));
        written(evidence, &key, signed_in(), Content::Claimed(Claimed { entry: first }));
        let later = Author::Officer(Uuid::from_u128(6));
        written(evidence, &key, later, Content::Claimed(Claimed { entry: first }));
        let noted = AccessNoted { what: Accessed::Evidence, note: String::new() };
        written(evidence, &key, Author::Desk, Content::AccessNoted(noted));
        evidence.officers = vec![(officer, "值班员甲".to_owned()), (Uuid::from_u128(6), "值班员乙".to_owned())];
    });
    let ours = sound_both_ways(&path);
    let theirs = by_script(&path).output;
    assert!(ours.contains("正文已按规定清除，有清除记录"), "{ours}");
    for words in [ours, theirs] {
        let of = |kind: &str| words.lines().find(|line| line.contains(kind)).unwrap_or_default().to_owned();
        assert!(of("来电").contains("值班岗位（值班员甲认领）"), "the first claim stands: {words}");
        let purge = words.lines().rfind(|line| line.contains("清除")).unwrap_or_default();
        assert!(purge.contains("值班员甲"), "{words}");
    }
}

#[tokio::test]
async fn a_letter_in_the_file_that_is_not_the_one_sent_is_found_by_both() {
    let (room, incident) = evening().await;
    let (file, _) = exported(&room, incident);
    let text = std::fs::read_to_string(&file).unwrap();
    let (covered, _) = text.rsplit_once("seal ").unwrap();
    let letter = covered.find("letter-line ").unwrap();
    let changed = covered[..letter].to_owned() + &covered[letter..].replacen("河东镇", "河西镇", 1);
    assert_ne!(changed, covered);
    let seal = stolen_key(&room).sign(changed.as_bytes()).unwrap();
    let path = room.folder().join("forged.txt");
    std::fs::write(&path, format!("{changed}seal {}\n", seal.as_str())).unwrap();
    found_both_ways("another letter", &path, "报告正文与条目里的不一致");
}

#[tokio::test]
async fn a_file_stays_good_after_the_desk_was_enrolled_anew() {
    let (room, incident) = evening().await;
    let room = room.enrolled_anew().await;
    room.does(
        "sign_off",
        json!({ "incident": incident, "post": "局长", "signer": "乙", "way": "by_phone", "time": "" }),
    );
    let words = sound_both_ways(&exported(&room, incident).0);
    let chains = words.lines().filter(|line| line.contains("前后相接")).count();
    assert_eq!(chains, 2, "what the desk wrote as either device is in it, each whole: {words}");
    assert!(words.contains("只有本机可证3条"), "{words}");
}

#[tokio::test]
async fn the_desk_above_exports_what_it_was_given_and_says_where_it_has_gaps() {
    let (room, incident) = evening().await;
    let above = room.desk_above().await;
    let path = room.folder().join("above.txt");
    workstation::write_evidence(&above, &above.tick(), incident, &path).unwrap();
    let words = sound_both_ways(&path);
    assert!(words.contains("有间断") && words.contains("本文件不能证明"), "it never read the county's calls: {words}");
    assert!(by_script(&path).output.contains("有间断"));
}

#[test]
fn the_sample_county_on_trial_exports_a_file_that_says_it_is_no_proof() {
    let folder = TempDir::with_prefix("zhiban-trial-").unwrap();
    let desk = workstation::Workstation::open(
        &folder.path().join("desk"),
        Box::new(tests::room::TurnedClock::at(may_12(18, 9))),
        Box::new(tests::room::Nobody),
        Box::new(tests::recorded_bell::RecordedBell::default()),
    )
    .unwrap();
    let does = |name: &str, arguments: Value| {
        workstation::dispatch(&desk, &workstation::Command::of(name), arguments).unwrap()
    };
    does("try_sample", Value::Null);
    let call = does("call_open", Value::Null)["id"].clone();
    does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
    let path = folder.path().join("trial.txt");
    let incident: Uuid = call.as_str().unwrap().parse().unwrap();
    workstation::write_evidence(&desk, &desk.tick(), incident, &path).unwrap();
    let words = sound_both_ways(&path);
    drop(desk);
    let data = folder.path().join("desk").to_str().unwrap().to_owned();
    let listed = Program::built("zhiban").run(["export-evidence", "--data", &data]);
    assert!(listed.succeeded().starts_with(&incident.to_string()), "without a number it lists: {}", listed.output);
    let out = folder.path().join("by-command.txt").to_str().unwrap().to_owned();
    let export = ["export-evidence", "--data", &data, &incident.to_string(), "--out", &out];
    assert!(Program::built("zhiban").run(export).succeeded().contains("留痕文件已写好并校验"));
    sound_both_ways(Path::new(&out));
    assert!(Program::built("zhiban").run(export).error.contains("已存在"), "nothing is written over");
    assert!(words.contains("样例单位：只供试用，不作凭据") && words.contains("有上级节点回执0条"), "{words}");
}

#[tokio::test]
async fn a_units_name_moves_no_cursor_and_turns_no_line_round_in_either_way_of_checking() {
    let (room, incident) = evening().await;
    let bent = sealed_again(&room, &exported(&room, incident).0, |all| all.unit_name = "县\u{9b}2J\u{202e}局".into());
    for written in [by_program(&bent), by_script(&bent)].map(|answer| answer.output + &answer.error) {
        let seen = written.chars().all(|c| c == '\n' || !domain::hygiene::is_hidden(c));
        assert!(seen && written.contains("结论"), "a conclusion, and no other in its place: {written:?}");
    }
}

#[test]
fn what_is_no_evidence_file_is_refused_in_words_and_never_a_crash() {
    let folder = TempDir::with_prefix("zhiban-none-").unwrap();
    for (at, bytes) in
        [&b""[..], b"\n", b"zhiban-evidence 1\n", b"seal 00\n", b"\0\0\0", &[b'('; 70_000]].into_iter().enumerate()
    {
        let path = folder.path().join(format!("{at}"));
        std::fs::write(&path, bytes).unwrap();
        let (ours, theirs) = (by_program(&path), by_script(&path));
        assert_eq!((ours.code, theirs.code), (Some(1), Some(1)), "{at}: {}{}", ours.error, theirs.output);
        assert!(
            ours.error.contains("结论：不符") && theirs.output.contains("结论：不符"),
            "{}{}",
            ours.error,
            theirs.output
        );
    }
    let missing = folder.path().join("missing");
    assert_eq!(by_script(&missing).code, Some(2), "what cannot be read was not checked");
}

#[tokio::test]
async fn the_recipe_by_hand_in_the_guide_works_as_it_is_printed() {
    let (room, incident) = evening().await;
    let (file, _) = exported(&room, incident);
    let guide = tests::tree::read(Path::new("docs/evidence.md"));
    let recipe = guide.split("```bash\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let recipe = recipe.replacen("file=留痕文件-20260512-185000.txt", "file=$1", 1);
    let by_hand = |file: &Path| {
        let ended = std::process::Command::new("bash")
            .args(["-c", &recipe, "by hand"])
            .arg(file)
            .current_dir(room.folder())
            .output()
            .unwrap();
        String::from_utf8_lossy(&ended.stdout).contains("Signature Verified Successfully")
    };
    assert!(by_hand(&file), "the seal holds");
    let changed = room.folder().join("changed.txt");
    std::fs::write(&changed, std::fs::read_to_string(&file).unwrap().replacen("某小区", "某大区", 1)).unwrap();
    assert!(!by_hand(&changed), "and the recipe can tell");
}

#[test]
fn script_and_guide_come_with_the_installed_program() {
    let conf: Value = serde_json::from_str(&tests::tree::read(Path::new("src-tauri/tauri.conf.json"))).unwrap();
    let shipped = conf["bundle"]["linux"]["deb"]["files"].as_object().unwrap();
    for file in ["scripts/verify-evidence.sh", "docs/evidence.md"] {
        assert!(shipped.values().any(|from| from == &json!(format!("../{file}"))), "{file} is in the package");
        assert!(tests::tree::root().join(file).exists());
    }
}

#[tokio::test]
async fn an_officer_who_had_signed_in_by_pin_is_named_and_said_to_be_so_by_this_desk_only() {
    /// Long enough not to stand in a digest by chance.
    const PIN: &str = "90817263";
    let (room, incident) = evening().await;
    let listed = json!({ "officer": null, "name": "值班员甲", "post": "值班员", "phone": "", "left": false });
    let officer = room.does("officer_list", listed)[0]["id"].clone();
    room.does("pin_choose", json!({ "officer": officer, "pin": PIN, "again": PIN }));
    room.does("sign_in", json!({ "officer": officer, "pin": PIN }));
    room.does(
        "sign_off",
        json!({ "incident": incident, "post": "局长", "signer": "乙", "way": "by_phone", "time": "" }),
    );
    let (file, _) = exported(&room, incident);
    let ours = sound_both_ways(&file);
    for words in [ours, by_script(&file).output] {
        assert!(line(&words, "何人：").contains("姓名由本机登记"), "{words}");
        let signed: Vec<&str> =
            words.lines().filter(|line| line.contains("签发") && line.contains("值班员甲")).collect();
        assert_eq!(signed.len(), 1, "what was written before the sign-in stays the desk's: {words}");
    }
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains("argon2") && !text.contains(PIN), "nothing of a PIN leaves the desk");
}
