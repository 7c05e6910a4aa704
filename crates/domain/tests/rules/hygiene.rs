use domain::hygiene::{is_hidden, line, paragraphs};
use proptest::prelude::*;

#[test]
fn what_cannot_be_seen_does_not_pass() {
    assert_eq!(line("1人\u{202e}亡死\u{200b}\u{0}\u{7}"), "1人亡死");
    assert_eq!(line("河东镇\u{feff}\u{e0041}"), "河东镇");
    assert_eq!(paragraphs("一\u{202e}\r\n二\r三 \n"), "一\n二\n三");
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
