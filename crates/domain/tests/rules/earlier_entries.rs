//! What was written by an earlier version is read as it was meant: entries are kept for ever.

use domain::call::CallOutcome;
use domain::count::Number;
use domain::entry::{Body, Content};
use domain::grade::Grade;
use domain::quantity::Quantity;

#[test]
fn a_report_of_version_0_1_is_read_with_its_whole_loss_and_without_what_came_later() {
    let text = r#"{"salt":"00","report":{"stage":"first","year":2026,"number":18,"title":"标题","body":"正文",
        "facts":{"kind":"fire","loss_wan":120,"counts":[{"source":"119","deaths":{"is":"known","n":1},"adopted":true}]},
        "grading":{"confirmed":{"grade":"ordinary","why":"死亡1人","cite":"条款","verified":true},"possible":null},
        "occurred":null,"aware_at":"2026-05-12T10:09:00Z","first_received":"2026-05-12T10:09:00Z","first_reported":null,
        "signed":{"is":"afterwards","statement":""},"system_of_record":"national"}}"#;
    let body: Body = serde_json::from_str(text).unwrap();
    let Content::Report(report) = body.content else { panic!("a report") };
    assert_eq!(report.facts.loss_wan, Some(Quantity::whole(120)));
    assert_eq!(report.facts.counts[0].at_risk, Number::NotAsked, "nobody was asked: not nobody");
    assert_eq!(report.grading.confirmed.map(|reason| reason.grade), Some(Grade::Ordinary));
    assert!(report.grades.is_empty() && report.grading.near_miss.is_none());
    let again = serde_json::to_value(&report.facts).unwrap();
    assert_eq!(again["loss_wan"], 120, "a whole number stays one");
}

#[test]
fn a_call_that_was_ended_before_names_were_asked_has_none() {
    let text = r#"{"salt":"00","call_ended":{"outcome":"below_threshold","note":"轻微","into":null}}"#;
    let body: Body = serde_json::from_str(text).unwrap();
    let Content::CallEnded(ended) = body.content else { panic!("an end") };
    assert_eq!((ended.outcome, ended.agreed_by.as_str()), (CallOutcome::BelowThreshold, ""));
}

#[test]
fn a_quantity_is_exact_to_two_decimals_and_nothing_else_is_one() {
    for (text, shown) in [("999.99", "999.99"), ("1000", "1000"), ("0.5", "0.5"), ("１２．５", "12.5"), ("007", "7")]
    {
        let quantity = Quantity::read(text).unwrap();
        assert_eq!(quantity.to_string(), shown, "{text}");
        let json = serde_json::to_string(&quantity).unwrap();
        assert_eq!(serde_json::from_str::<Quantity>(&json).unwrap(), quantity, "{json}");
    }
    for text in
        ["", ".", "1.", ".5", "-1", "1e3", "1,000", "1.234", "一", "NaN", "99999999999999999999", "100000000.01"]
    {
        assert!(Quantity::read(text).is_err(), "{text}");
    }
    for json in ["-1", "-0.5", "1.234", "1e12", "\"5\"", "null"] {
        assert!(serde_json::from_str::<Quantity>(json).is_err(), "{json}");
    }
}
