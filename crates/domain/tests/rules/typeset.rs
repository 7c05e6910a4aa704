//! 字距、标点、用语: what a hand leaves in an edited text, shown with the words as they are printed.

use domain::agreement::{Disagreement, Part, disagreements};
use domain::check::sample_county;
use domain::count::{Count, Number};
use domain::facts::Facts;
use domain::hygiene::line;

use crate::desk::{PACKS, e7, known, letter_facts, written};

fn compared(facts: &Facts, title: &str, body: &str) -> Vec<Disagreement> {
    disagreements(&PACKS, &letter_facts(&sample_county(), facts), title, body)
}

/// What is said of these words behind the composed body.
fn of_words(words: &str) -> Vec<Disagreement> {
    let letter = written(&e7());
    compared(&e7(), &letter.title, &format!("{}\n{words}", letter.body))
}

#[test]
fn spaces_and_half_width_punctuation_of_an_edited_body_are_offered_as_they_are_printed() {
    for (typed, found, printed) in [
        ("4 月 7 日，明火扑灭。", "4 月 7 日", "4月7日"),
        ("11人受伤. 火已灭。", "伤. 火", "伤。火"),
        ("火灾,已扑灭。", "灾,已", "灾，已"),
        ("Ｇ45高速。", "Ｇ4", "G4"),
        ("现场\"幸福\"小区。", "场\"幸福\"小", "场“幸福”小"),
    ] {
        let all = of_words(typed);
        let one = all.iter().find(|one| one.found == found).unwrap_or_else(|| panic!("{typed}: {all:#?}"));
        assert_eq!(one.expected, printed, "one key takes it: {typed}");
    }
    assert_eq!(of_words("K12+300 G45，18:28。"), of_words("K12+300 G45，18:28。"));
    let indented = written(&e7());
    let body = format!("　　{}", indented.body.replace('\n', "\n　　"));
    assert_eq!(compared(&e7(), &indented.title, &body), vec![], "an indent is no fault");
}

#[test]
fn a_spaced_number_of_people_is_read_as_what_it_says() {
    let letter = written(&e7());
    let title = letter.title.replace("致1人死亡11人受伤", "致 1 人死亡11人受伤");
    let found = compared(&e7(), &title, &letter.body);
    assert!(!found.iter().any(|one| one.message.contains("采用的口径")), "one dead, eleven injured: {found:#?}");
    let body = letter.body.replace("1人死亡", "2 人死亡");
    let found = compared(&e7(), &letter.title, &body);
    assert!(
        found.iter().any(|one| one.part == Part::Body && one.found == "2 人死亡"),
        "shown where it stands: {found:#?}"
    );
}

#[test]
fn full_width_letters_and_straight_quotes_of_a_field_are_printed_as_a_letter_has_them() {
    assert_eq!(line("Ｇ45高速，坡度3.5％"), "G45高速，坡度3.5%");
    let body = written(&Facts { course: known("Ｇ45高速\"幸福\"小区旁起火"), ..e7() }).body;
    assert!(body.contains("G45高速“幸福”小区旁起火。"), "{body}");
}

#[test]
fn how_many_are_missing_is_not_asked_before_anybody_is_known_to_be() {
    let doubts = |words: &str| {
        of_words(words)
            .into_iter()
            .filter(|one| one.message.contains("等于说有"))
            .map(|one| one.found)
            .collect::<Vec<_>>()
    };
    assert_eq!(doubts("失联人数正在核实。"), ["失联人数"], "practice §4, fault 5: it says that people are missing");
    assert_eq!(doubts("被困人数待核，正在搜寻。"), ["被困人数"]);
    assert_eq!(doubts("是否有人员失联、被困正在核实。"), Vec::<String>::new());
    let some =
        Facts { counts: vec![Count { missing: Number::SomeUnknown, adopted: true, ..e7().counts[0].clone() }], ..e7() };
    let letter = written(&some);
    assert_eq!(compared(&some, &letter.title, &letter.body), vec![], "there are some: how many is the question");
}

#[test]
fn people_are_not_counted_in_vehicles_and_a_phrase_to_leave_out_is_named() {
    let said = |words: &str| of_words(words).into_iter().map(|one| one.message).collect::<Vec<_>>().join("\n");
    assert!(said("医护 3 车到场。").contains("“120急救车3辆、医护人员×人”"), "{}", said("医护 3 车到场。"));
    assert!(!said("120急救车3辆、医护人员7人到场。").contains("急救车3辆、医护人员×人"));
    assert!(said("高度重视，第一时间赶赴现场。").contains("“第一时间”首报可删"), "which word is meant");
}
