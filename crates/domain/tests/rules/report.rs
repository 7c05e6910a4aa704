//! A report as it is written: all that was said, and nothing that was not.

use domain::entry::{Body, Content};
use domain::facts::Facts;
use domain::report::Report;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::letter_properties::facts;

fn report_of(facts: &Facts) -> Report {
    let report = json!({ "stage": "first", "year": 2026, "number": 18, "title": "标题", "body": "正文", "facts": facts,
        "grading": { "confirmed": null, "possible": null }, "occurred": null, "aware_at": "2026-05-12T10:09:00Z",
        "first_received": "2026-05-12T10:09:00Z", "first_reported": null,
        "signed": { "is": "afterwards", "statement": "" }, "system_of_record": "national" });
    serde_json::from_value(report).unwrap()
}

fn written(report: &Report) -> String {
    serde_json::to_string(&Body { salt: "00".to_owned(), content: Content::Report(Box::new(report.clone())) }).unwrap()
}

fn read(text: &str) -> Report {
    let Content::Report(report) = serde_json::from_str::<Body>(text).unwrap().content else { panic!("a report") };
    *report
}

#[test]
fn what_nobody_was_asked_takes_no_room_on_the_line() {
    let typed = json!({ "town": { "is": "known", "text": "河东镇" }, "cause": { "is": "checking" }, "drill": true,
        "counts": [{ "source": "", "deaths": { "is": "known", "n": 0 }, "missing": { "is": "whether_unknown" } }, { "source": "119", "adopted": true }] });
    let report = report_of(&serde_json::from_value(typed.clone()).unwrap());
    let text: Value = serde_json::from_str(&written(&report)).unwrap();
    assert_eq!(text["report"]["facts"], typed, "待核, 无 and a tick are said; what was not asked is not there");
}

proptest! {
    #[test]
    fn a_report_reads_back_as_it_was_written(facts in facts()) {
        let report = report_of(&facts);
        prop_assert_eq!(&report.facts, &facts);
        prop_assert_eq!(read(&written(&report)), report);
    }
}
