//! Bad input is an ordinary event: a clear sentence at the field, nothing lost, nothing half-written.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

use domain::draft::Draft;
use serde_json::{Value, json};
use tests::room::{Room, may_12};

/// Every field of the form into which anybody can type.
fn typed_fields() -> Vec<String> {
    let empty = serde_json::to_value(Draft::default()).unwrap();
    let fields: Vec<String> =
        empty.as_object().unwrap().iter().filter(|(_, typed)| **typed == "").map(|(name, _)| name.clone()).collect();
    let texts = Draft::default().texts().len();
    assert!(fields.len() > texts, "the {texts} text fields, and kind, times and sums beside them: {fields:?}");
    fields
}

async fn incident() -> (Room, Value) {
    let room = Room::open(may_12(18, 9)).await;
    let call = room.does("call_open", json!(null));
    let id = call["id"].clone();
    room.does("call_end", json!({ "call": id, "outcome": "incident", "note": "", "into": null }));
    (room, id)
}

fn errors_at<'a>(letter: &'a Value, field: &str) -> Vec<&'a str> {
    let errors = letter["errors"].as_array().unwrap().iter();
    errors.filter(|error| error["field"] == field).map(|error| error["message"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn whatever_is_typed_is_kept_as_typed_and_the_letter_stays_clean() {
    let (room, id) = incident().await;
    let hostile = [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "\u{202e}倒写\u{2066}隐藏\u{0}\u{7}\u{200b}字",
        "'; DROP TABLE entries; --",
        "=HYPERLINK(\"http://x\")",
        "{{ facts }}{% for x in y %}",
        "../../etc/passwd",
        "😀𠀀\u{FFFD}\u{FEFF}",
        "第一行\r\n第二行\n\n第三行",
    ];
    for text in hostile {
        let mut draft = serde_json::Map::new();
        for field in typed_fields() {
            draft.insert(field, json!(text));
        }
        draft.insert("counts".into(), json!([{ "source": text, "as_of": text, "deaths": text, "adopted": true }]));
        let letter = room.does("draft_save", json!({ "incident": id, "draft": draft }));
        let seen = room.does("incident", json!({ "incident": id }));
        for field in typed_fields() {
            assert_eq!(seen["draft"][&field], text, "nothing typed is lost: {field}");
        }
        for part in ["title", "body"] {
            let words = letter[part].as_str().unwrap();
            let hidden = words
                .chars()
                .find(|c| (c.is_control() && *c != '\n') || "\u{202e}\u{2066}\u{200b}\u{FEFF}".contains(*c));
            assert_eq!(hidden, None, "{part} of {text:?}: {words}");
        }
    }
}

#[tokio::test]
async fn a_hundred_thousand_pasted_characters_are_kept_and_said_to_be_too_many() {
    let (room, id) = incident().await;
    let pasted = "火".repeat(100_000);
    let letter = room.does("draft_save", json!({ "incident": id, "draft": { "course": pasted } }));
    assert!(errors_at(&letter, "course")[0].contains("请删减"), "{:?}", letter["errors"]);
    assert_eq!(room.does("incident", json!({ "incident": id }))["draft"]["course"], pasted);
    let words = room.call(
        "call_note",
        json!({ "call": id, "caller": "", "caller_unit": "", "number": "", "words": pasted, "recording": "" }),
    );
    assert!(words.unwrap_err()["fields"][0]["message"].as_str().unwrap().contains("请删减"));
}

#[tokio::test]
async fn a_body_longer_than_any_letter_is_kept_said_to_be_too_long_and_compared_with_nothing() {
    let (room, id) = incident().await;
    let five = json!({ "kind": "fire", "occurred": "-", "place": "某小区3幢", "source": "群众",
                       "counts": [{ "source": "119", "deaths": "1", "adopted": true }] });
    for (field, most) in [("title", 2_000), ("body", 20_000)] {
        let typed = |length: usize| {
            let mut draft = five.clone();
            draft[field] = json!("十".repeat(length));
            room.does("draft_save", json!({ "incident": id, "draft": draft }))
        };
        let letter = typed(most);
        assert!(errors_at(&letter, field).is_empty(), "{field} of {most} is a letter: {:?}", letter["errors"]);
        assert_ne!(letter["returns"], json!([]), "and is read as a city would read it");
        let letter = typed(most + 1);
        assert!(errors_at(&letter, field)[0].contains("请删减"), "{:?}", letter["errors"]);
        assert_eq!(letter["disagreements"], json!([]), "nobody waits for the comparison of what cannot go");
        assert_eq!(letter["returns"], json!([]), "nor for what a city would say of it");
        let seen = room.does("incident", json!({ "incident": id }));
        assert_eq!(seen["draft"][field], "十".repeat(most + 1), "nothing typed is lost");
        let sent = json!({ "incident": id, "title": letter["title"], "body": letter["body"] });
        let refused = room.call("submit", sent).unwrap_err();
        assert_eq!(refused["fields"][0]["field"], field, "it does not go: {refused}");
    }
}

#[tokio::test]
async fn a_letter_of_one_word_over_and_over_is_answered_like_any_other() {
    let (room, id) = incident().await;
    for word in ["发生", "截止", "一般", "高阳镇", "1时", "无人员死亡、", "“", "火灾", "县应急管理局"]
    {
        let body: String = word.chars().cycle().take(20_000).collect();
        let letter = room.does("draft_save", json!({ "incident": id, "draft": { "kind": "fire", "body": body } }));
        assert!(errors_at(&letter, "body").is_empty(), "{word}: {:?}", letter["errors"]);
        let places: Vec<u64> =
            letter["disagreements"].as_array().unwrap().iter().filter_map(|one| one["start"].as_u64()).collect();
        assert!(places.iter().all(|start| *start < 20_000), "{word}: every place is in the text");
    }
}

#[tokio::test]
async fn impossible_times_are_refused_at_their_field_with_a_sentence() {
    let (room, id) = incident().await;
    for time in ["25:71", "2月30日8时", "18:60", "快点来", "99991231", "18时", "-5", "2027年1月1日8:00", "18:35"]
    {
        let letter = room.does("draft_save", json!({ "incident": id, "draft": { "occurred": time } }));
        let said = errors_at(&letter, "occurred");
        let accepted = time == "18时";
        assert_eq!(said.is_empty(), accepted, "{time}: {said:?}");
        let told = json!({ "incident": id, "recipient": "city_bureau", "name": "", "purpose": "report",
                           "reached": "answered", "time": time, "taken_by": "", "words": "", "recording": "" });
        if !accepted {
            let refused = room.call("call_out", told).unwrap_err();
            assert_eq!(
                (&refused["code"], &refused["fields"][0]["field"]),
                (&json!("invalid"), &json!("time")),
                "{time}"
            );
        }
    }
    let view = room.does("incident", json!({ "incident": id }));
    assert_eq!(view["incident"]["calls_out"], json!([]), "nothing half-written");
}

#[tokio::test]
async fn absurd_and_unbalanced_counts_are_said_at_their_cell_and_never_enter_the_letter() {
    let (room, id) = incident().await;
    for cell in ["abc", "-3", "99999999999999999999", "1.5", "十几", "1e9", "<b>1</b>", "１２３４５６７"] {
        let counts = json!([{ "source": "119", "as_of": "", "deaths": cell, "adopted": true }]);
        let letter = room.does("draft_save", json!({ "incident": id, "draft": { "kind": "fire", "counts": counts } }));
        assert_eq!(errors_at(&letter, "counts.0.deaths").len(), 1, "{cell}: {:?}", letter["errors"]);
        assert!(!letter["title"].as_str().unwrap().contains("死亡"), "{cell}: {}", letter["title"]);
    }
    let counts = json!([{ "source": "119", "injured": "3", "seriously_injured": "9", "adopted": true }]);
    let letter = room.does("draft_save", json!({ "incident": id, "draft": { "counts": counts } }));
    assert!(errors_at(&letter, "counts.0.seriously_injured")[0].contains("多于"), "{:?}", letter["errors"]);
}

#[tokio::test]
async fn malformed_requests_are_refused_and_repeat_nothing_that_was_typed() {
    let (room, id) = incident().await;
    let secret = "13800000000";
    for (name, arguments) in [
        ("call_note", json!({ "call": "no id", "words": secret })),
        ("call_note", json!([secret])),
        ("incident", json!(null)),
        ("incident", json!({ "incident": id, "more": secret })),
        ("call_end", json!({ "call": id, "outcome": secret, "note": "", "into": null })),
        ("draft_save", json!({ "incident": id, "draft": { "nothing": secret } })),
        ("desk", json!({ "x": secret })),
        ("no_such_command", json!(secret)),
        ("../desk", json!(null)),
    ] {
        let refused = room.call(name, arguments).unwrap_err();
        assert_eq!(refused["code"], "malformed", "{name}: {refused}");
        assert!(!refused.to_string().contains(secret), "{name}: {refused}");
    }
}

#[tokio::test]
async fn a_first_report_needs_the_five_and_nothing_else_and_goes_out_unsigned() {
    let (room, id) = incident().await;
    let empty = room.does("draft_save", json!({ "incident": id, "draft": {} }));
    let refused =
        room.call("submit", json!({ "incident": id, "title": empty["title"], "body": empty["body"] })).unwrap_err();
    let fields: Vec<&str> =
        refused["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["kind", "occurred", "place", "source", "counts"], "{refused}");
    let five = json!({ "kind": "fire", "occurred": "-", "place": "某小区3幢", "source": "群众",
                       "counts": [{ "source": "119", "deaths": "-", "adopted": true }] });
    let letter = room.does("draft_save", json!({ "incident": id, "draft": five }));
    let sent = room.does("submit", json!({ "incident": id, "title": letter["title"], "body": letter["body"] }));
    assert_eq!(sent["state"], "saved_here");
    assert_eq!(sent["incident"]["reports"][0]["signed"]["is"], "afterwards", "先报后签");
    let again = room.call("submit", json!({ "incident": id, "title": letter["title"], "body": letter["body"] }));
    assert_eq!(again.unwrap_err()["code"], "not_now", "pressed twice, sent once");
}

#[tokio::test]
async fn what_was_not_on_screen_is_never_sent() {
    let (room, id) = incident().await;
    let five = json!({ "kind": "fire", "occurred": "-", "place": "某小区3幢", "source": "群众",
                       "counts": [{ "source": "119", "deaths": "1", "adopted": true }] });
    let letter = room.does("draft_save", json!({ "incident": id, "draft": five }));
    let other = json!({ "incident": id, "title": letter["title"], "body": "别的正文" });
    assert_eq!(room.call("submit", other).unwrap_err()["code"], "stale");
    assert_eq!(room.does("incident", json!({ "incident": id }))["state"], "drafting");
}
