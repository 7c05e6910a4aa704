//! What a sound file is said to prove.

use domain::claim::Claimed;
use domain::entry::{Author, Content};
use domain::evidence::{BodyFound, Evidence, NotAfter, WrittenBy, check, one_line, read};
use domain::facts::Facts;
use domain::grade::Grading;
use domain::grade_history::GradeHistory;
use domain::report::{Report, Signed, Stage, SystemOfRecord};
use proptest::prelude::*;

use crate::room::{INCIDENT, OFFICER, OTHER_MATTER, Room, evening};
use chrono::Duration;

#[test]
fn a_sound_file_says_who_when_and_what_rests_on_the_device_alone() {
    let found = check(Room::of_an_evening().file().as_bytes()).unwrap();
    assert_eq!(found.faults, Vec::<String>::new());
    assert_eq!((found.proven.receipted, found.proven.by_later, found.proven.device_only), (3, 0, 2));
    let officer = &found.rows[2];
    assert_eq!(officer.by, WrittenBy::Officer { id: OFFICER, name: "值班员甲".into() });
    assert_eq!(officer.not_before, Some(evening() + Duration::minutes(2)), "it names the second receipt");
    // The receipt of the entry before it names it as held already; its own came a minute later.
    assert_eq!(officer.not_after, Some(NotAfter { at: evening() + Duration::minutes(3), own_receipt: false }));
    assert_eq!(found.rows[4].not_after, None, "nobody has received the record of the export yet");
    assert_eq!((found.chains[0].between, found.chains[0].gaps.len()), (1, 0));
    let words = found.words().join("\n");
    for said in
        ["结论：相符", "登录码不是个人电子签名", "只有本机可证2条", &found.upstream_key, "请与上级节点公布的指纹核对"]
    {
        assert!(words.contains(said), "{said} is said: {words}");
    }
}

#[test]
fn a_receipt_that_is_lost_is_made_up_by_a_later_one_of_the_same_chain() {
    let mut room = Room::of_an_evening();
    room.held[1].receipt = None;
    let found = check(room.file().as_bytes()).unwrap();
    assert_eq!(found.faults, Vec::<String>::new());
    assert_eq!((found.proven.receipted, found.proven.by_later), (2, 1), "the chain carries the proof back");
    assert_eq!(found.rows[2].not_before, None, "and nothing is proven to be later than a receipt that is not there");
}

#[test]
fn a_header_missing_between_is_told_by_its_number_though_it_is_of_another_matter() {
    let mut room = Room::of_an_evening();
    room.held.remove(2);
    let found = check(room.file().as_bytes()).unwrap();
    assert!(found.faults[0].contains("第3号至第3号"), "nobody could say what it was: {:?}", found.faults);
    assert_eq!(found.chains[0].gaps, [(3, 3)]);
}

#[test]
fn text_that_would_break_a_line_or_turn_it_round_is_shown_as_marks() {
    assert_eq!(one_line("值班员\n甲\u{202e}\r\t"), "值班员\u{fffd}甲\u{fffd}\u{fffd}\u{fffd}");
}

#[test]
fn a_receipt_of_another_matter_that_an_entry_names_is_carried_as_an_anchor() {
    let mut room = Room::of_an_evening();
    let receipt = room.held[1].receipt.take().unwrap();
    let with = |anchors| {
        let evidence = Evidence { anchors, ..room.evidence() };
        check(evidence.sealed(&room.key).unwrap().as_bytes()).unwrap()
    };
    let anchored = with(vec![receipt.clone()]);
    assert_eq!(anchored.faults, Vec::<String>::new());
    assert_eq!(anchored.rows[2].not_before, Some(evening() + Duration::minutes(2)), "the name of it proves not before");
    assert_eq!(with(vec![]).rows[2].not_before, None);
    let changed = domain::receipt::SealedReceipt { receipt: receipt.receipt.replace("10:11", "10:01"), ..receipt };
    let faults = with(vec![changed]).faults;
    assert!(faults[0].contains("佐证用的回执不符"), "{faults:?}");
}

#[test]
fn a_report_stands_in_the_file_as_plain_text_and_another_text_is_found() {
    let mut room = Room::new();
    room.write(INCIDENT, Content::Report(Box::new(report())), Author::Desk);
    room.sync();
    room.note_the_export();
    let file = room.file();
    assert!(file.contains("关于“某”火灾\\t的报告"), "as JSON writes it, so that a line stays a line: {file}");
    assert_eq!(check(file.as_bytes()).unwrap().faults, Vec::<String>::new());
    let covered = &file[..file.rfind("seal ").unwrap()];
    let changed = covered.replacen("\nletter-line 1人死亡", "\nletter-line 2人死亡", 1);
    assert_ne!(changed, covered);
    let resealed = format!("{changed}seal {}\n", room.key.sign(changed.as_bytes()).unwrap().as_str());
    let faults = check(resealed.as_bytes()).unwrap().faults;
    assert_eq!(faults, ["报告正文与条目里的不一致，或有缺漏。"]);
}

fn report() -> Report {
    Report {
        stage: Stage::First,
        year: 2026,
        number: 1,
        nth: 1,
        follows: None,
        mends: None,
        title: "关于“某”火灾\t的报告".into(),
        body: "第一段。\n1人死亡。".into(),
        facts: Facts::default(),
        grading: Grading::default(),
        grades: GradeHistory::default(),
        occurred: None,
        aware_at: evening(),
        first_received: evening(),
        first_reported: None,
        signed: Signed::Afterwards { statement: String::new() },
        system_of_record: SystemOfRecord::National,
    }
}

#[test]
fn who_claimed_an_entry_of_the_desk_and_where_headers_are_missing_is_said_in_words() {
    let mut room = Room::new();
    room.note(INCIDENT, "浓烟");
    let noted = room.held[0].sealed.read_header().unwrap().id;
    room.note(OTHER_MATTER, "另一件事");
    room.note(OTHER_MATTER, "又一件事");
    room.write(INCIDENT, Content::Claimed(Claimed { entry: noted }), Author::Officer(OFFICER));
    room.note_the_export();
    let whole = check(room.file().as_bytes()).unwrap().words().join("\n");
    assert!(whole.contains("（值班员甲认领）"), "{whole}");
    room.held.remove(1);
    let one = check(room.file().as_bytes()).unwrap();
    assert_eq!(one.chains[0].gaps, [(2, 2)]);
    assert!(one.words().join("\n").contains("不符"), "{:?}", one.words());
    assert!(one.verdict().starts_with("结论：不符，"), "{}", one.verdict());
}

/// The same file with other words of officers.
fn named(name: &str, unit: &str) -> Evidence {
    let mut evidence = Room::of_an_evening().evidence();
    evidence.unit_name = one_line(unit);
    evidence.officers[0].1 = one_line(name);
    evidence
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_a_name_says_the_file_reads_back_as_it_was(name in ".{0,20}", unit in ".{0,20}") {
        let (evidence, room) = (named(&name, &unit), Room::of_an_evening());
        let file = evidence.sealed(&room.key).unwrap();
        let (again, _) = read(file.as_bytes()).unwrap();
        prop_assert_eq!(again, evidence);
        prop_assert!(check(file.as_bytes()).unwrap().holds());
    }

    #[test]
    fn whatever_the_caller_says_the_file_reads_back_and_holds(words in "(?s).{0,60}") {
        let found = check(Room::of_a_caller_who_says(&words).file().as_bytes()).unwrap();
        prop_assert_eq!(found.faults, Vec::<String>::new());
    }
}

#[test]
fn what_was_written_up_later_cleared_withheld_or_does_not_follow_is_said_of_each_row_and_chain() {
    let mut found = check(Room::of_an_evening().file().as_bytes()).unwrap();
    found.rows[0].claimed_at = found.rows[0].entered_at - Duration::minutes(40);
    found.rows[1].body = BodyFound::Purged;
    found.rows[2].body = BodyFound::Withheld;
    found.chains[0].broken = true;
    let words = found.words();
    let of = |said: &str| words.iter().filter(|line| line.contains(said)).count();
    assert_eq!(of("，补记（2026年5月12日18时09分"), 1, "when it was typed stands beside when it was: {words:?}");
    assert_eq!(of("；正文已按规定清除，有清除记录"), 1, "a body that went by rule is no gap: {words:?}");
    assert_eq!(of("；正文不在文件里（他单位所记，本单位称未收到正文）"), 1, "{words:?}");
    assert_eq!(of("有不相接之处，见上。"), 1, "a chain that breaks is not said to be whole: {words:?}");
    assert_eq!(of("前后相接"), 0, "{words:?}");
}
