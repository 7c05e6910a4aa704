//! 普通信息: names of files from outside are text and nothing else.

use domain::entry::Content;
use domain::hygiene::is_hidden;
use domain::information::{Information, InformationDraft, InformationKind, InformationSent, shown_name, size_words};
use domain::report::SystemOfRecord;
use domain::zero_report::ZeroReport;
use proptest::prelude::*;

use crate::log::{COUNTY, Log, MATTER};

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
    assert_eq!(size_words(1024 * 1024 * 3 / 2), "1.5MB");
}

#[test]
fn a_draft_in_which_nobody_wrote_is_blank() {
    assert!(InformationDraft { title: "  ".into(), ..InformationDraft::default() }.is_blank());
    assert!(!InformationDraft { body: "一".into(), ..InformationDraft::default() }.is_blank());
}

#[test]
fn a_zero_report_counts_as_composed_only_while_no_hand_changed_a_word_of_it() {
    let made = ZeroReport { title: "零报告".into(), body: "未发生突发事件。".into() };
    let composed = |title: &str, body: &str| {
        let composed = Some(made.clone());
        InformationDraft { title: title.into(), body: body.into(), composed, ..InformationDraft::default() }
    };
    assert!(composed("零报告", "未发生突发事件。").is_as_composed());
    assert!(!composed("零报告（补）", "未发生突发事件。").is_as_composed(), "another title");
    assert!(!composed("零报告", "未发生较大突发事件。").is_as_composed(), "another body");
    let typed = InformationDraft { composed: None, ..composed("零报告", "未发生突发事件。") };
    assert!(!typed.is_as_composed(), "the journal said nothing of it");
}

#[test]
fn information_is_on_record_by_a_receipt_of_the_system_that_counts_and_by_no_other() {
    let sent = |system_of_record| {
        let mut log = Log::default();
        let sent = InformationSent {
            what: InformationKind::Work,
            period: None,
            title: "防汛工作情况".into(),
            body: "已完成巡查。".into(),
            attachments: Vec::new(),
            all_the_same: None,
            system_of_record,
        };
        let entry = log.write(COUNTY, "18:10", Content::Information(Box::new(sent)));
        (log, entry)
    };
    let on_record = |log: &Log| Information::fold(MATTER, &log.entries).unwrap().is_on_record();
    let (mut upstream, entry) = sent(SystemOfRecord::Upstream);
    assert!(!on_record(&upstream), "it is still on the way");
    upstream.received(entry, "18:11", 1);
    assert!(on_record(&upstream));
    let (mut national, entry) = sent(SystemOfRecord::National);
    national.received(entry, "18:11", 1);
    assert!(!on_record(&national), "our receipt says nothing of the national system");
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
