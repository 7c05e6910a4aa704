use domain::hygiene::{half_width, is_hidden, line, paragraphs, shown};
use proptest::prelude::*;

#[test]
fn what_cannot_be_seen_does_not_pass() {
    assert_eq!(line("1人\u{202e}亡死\u{200b}\u{0}\u{7}"), "1人亡死");
    assert_eq!(line("河东镇\u{feff}\u{e0041}"), "河东镇");
    assert_eq!(paragraphs("一\u{202e}\r\n二\r三 \n"), "一\n二\n三");
    assert_eq!(paragraphs("一\u{2028}二\u{2029}三"), "一\n二\n三", "a separator is a line end and nothing else");
    for filler in ['\u{3164}', '\u{115f}', '\u{1160}', '\u{ffa0}', '\u{34f}', '\u{fe0f}', '\u{e0100}'] {
        assert_eq!(line(&format!("河{filler}东镇")), "河东镇", "two names that look alike are one: {filler:?}");
    }
}

#[test]
fn what_others_wrote_is_shown_line_by_line_and_turns_nothing_round() {
    assert_eq!(
        shown("火灾\u{1b}]0;\u{7}\n\t死亡\u{202e}3人\r"),
        "火灾]0;\n\t死亡3人",
        "no escape and no override is left"
    );
    assert_eq!(shown("河东镇 ５人。"), "河东镇 ５人。", "and nothing else is changed");
}

#[test]
fn lines_become_one_and_spaces_go() {
    assert_eq!(line("明火已扑灭\r\n伤员已送医。\n现场已警戒"), "明火已扑灭，伤员已送医。现场已警戒");
    assert_eq!(line(" 消防 ５ 车 26 人　"), "消防5车26人");
    assert_eq!(line("G40 K12+300 处"), "G40 K12+300处", "between Latin words a space separates");
    assert_eq!(line("<script>alert(1)</script>"), "<script>alert(1)</script>", "markup is text");
}

proptest! {
    #[test]
    fn cleaning_twice_changes_nothing(text in any::<String>()) {
        let once = line(&text);
        prop_assert_eq!(line(&once), once.clone());
        prop_assert!(!once.chars().any(is_hidden));
        let once = paragraphs(&text);
        prop_assert_eq!(paragraphs(&once), once);
    }
}

#[test]
fn a_wide_space_is_a_space_and_a_wide_sign_the_ordinary_one() {
    assert_eq!(['　', '，', '９', '火'].map(half_width), [' ', ',', '9', '火']);
}
