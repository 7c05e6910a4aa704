//! What a sound file is said to prove.

use domain::evidence::{Evidence, NotAfter, WrittenBy, check, one_line, read};
use proptest::prelude::*;

use crate::room::{OFFICER, Room, evening};
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
