//! 普通信息: names of files from outside are text and nothing else.

use domain::hygiene::is_hidden;
use domain::information::{InformationDraft, shown_name, size_words};
use proptest::prelude::*;

#[test]
fn a_hostile_file_name_becomes_a_harmless_line() {
    for (name, shown) in [
        ("会议通知.docx", "会议通知.docx"),
        ("../../../etc/passwd", "passwd"),
        ("C:\\Users\\值班\\总结 报告.doc", "总结报告.doc"),
        ("\u{202e}cod.exe", "cod.exe"),
        ("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"),
        ("a\nb\0c\".txt", "a_bc_.txt"),
        ("..", "附件"),
        ("", "附件"),
        ("   ", "附件"),
    ] {
        assert_eq!(shown_name(name), shown, "{name:?}");
    }
    let long = shown_name(&("很".repeat(300) + ".xlsx"));
    assert!(long.ends_with("….xlsx") && long.len() <= 210, "what kind of file it is can still be seen: {long}");
}

#[test]
fn sizes_are_said_in_words_an_officer_reads() {
    assert_eq!(size_words(12), "12字节");
    assert_eq!(size_words(1_500), "2KB");
    assert_eq!(size_words(20 * 1024 * 1024), "20MB");
}

#[test]
fn a_draft_in_which_nobody_wrote_is_blank() {
    assert!(InformationDraft { title: "  ".into(), ..InformationDraft::default() }.is_blank());
    assert!(!InformationDraft { body: "一".into(), ..InformationDraft::default() }.is_blank());
}

proptest! {
    #[test]
    fn no_name_leads_anywhere_or_hides_anything(name in any::<String>()) {
        let shown = shown_name(&name);
        prop_assert!(!shown.is_empty() && shown.len() <= 210);
        prop_assert!(!shown.contains(['/', '\\', ':', '"', '<', '>', '|', '\n']) && !shown.starts_with('.'));
        prop_assert!(!shown.chars().any(is_hidden));
    }
}
