//! 先报后签: a leader who does not answer never holds a report back, and no word accuses anyone.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

use serde_json::{Value, json};
use tests::room::{Room, may_12};

fn draft() -> Value {
    json!({ "kind": "fire", "occurred": "-", "town": "河东镇", "place": "某小区3幢", "site": "一居民楼",
        "unit": "不涉及", "source": "群众", "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "-",
        "injured": "2", "seriously_injured": "", "missing": "-", "trapped": "", "evacuated": "", "adopted": true }] })
}

async fn drafted() -> (Room, Value) {
    let room = Room::open(may_12(18, 9)).await;
    let call = room.does("call_open", Value::Null)["id"].clone();
    room.does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
    room.does("draft_save", json!({ "incident": call, "draft": draft() }));
    (room, call)
}

fn sought(room: &Room, incident: &Value, ended: &str) -> Value {
    let ask = json!({ "incident": incident, "post": "带班领导", "signer": "", "way": "by_phone", "ended": ended, "time": "" });
    room.does("sign_off_sought", ask)
}

fn submit(room: &Room, incident: &Value) -> Value {
    let view = room.does("incident", json!({ "incident": incident }));
    let letter = &view["composed"];
    room.does("submit", json!({ "incident": incident, "title": letter["title"], "body": letter["body"] }))
}

#[tokio::test]
async fn two_attempts_seven_minutes_left_and_the_report_goes_first_with_the_signature_open() {
    let (room, incident) = drafted().await;
    room.clock.turn_to(may_12(18, 29));
    sought(&room, &incident, "no_answer");
    room.clock.turn_to(may_12(18, 32));
    let view = sought(&room, &incident, "no_answer");
    let line = &view["sign_line"];
    assert_eq!(
        (&line["next"], &line["may_go_first"]),
        (&json!(1), &json!(true)),
        "next in line, and free to go: {line}"
    );
    let statement = "18时29分、18时32分两次联系带班领导未接通，依据《样例县应急管理局值班授权书》（样例〔2026〕1号）\
                     由值班员先行报送首报，签发手续后补。";
    assert_eq!(line["statement"], statement);

    let sent = submit(&room, &incident);
    let signed = &sent["incident"]["reports"][0]["signed"];
    assert_eq!(signed, &json!({ "is": "afterwards", "statement": statement }), "the record says it as it was shown");
    assert_eq!(sent["sign_by"], "2026-05-12T11:02:00Z", "补签 within thirty minutes (内控)");
    let todo = |room: &Room| {
        let todos = room.does("desk", Value::Null)["todos"].clone();
        todos.as_array().unwrap().iter().find(|todo| todo["what"] == "补签").cloned()
    };
    assert_eq!(todo(&room).unwrap()["due_at"], "2026-05-12T11:02:00Z", "the to-do is open");

    room.clock.turn_to(may_12(18, 50));
    let sign = json!({ "incident": incident, "post": "带班领导", "signer": "甲", "way": "by_message", "time": "" });
    let signed = room.does("sign_off", sign);
    assert_eq!(signed["signed_as_it_stands"], true, "it is the letter as sent that was signed");
    assert_eq!((&signed["sign_by"], todo(&room)), (&Value::Null, None), "补签 is done");
    room.sync().await;
    let verdict = workstation::verify(&room.desk).unwrap();
    assert_eq!(verdict.faults, Vec::<String>::new(), "every entry holds");
}

#[tokio::test]
async fn nothing_but_the_five_holds_a_report_back_and_nothing_is_claimed_that_was_not_tried() {
    let (room, incident) = drafted().await;
    room.clock.turn_to(may_12(18, 12));
    let sent = submit(&room, &incident);
    let statement = sent["incident"]["reports"][0]["signed"]["statement"].as_str().unwrap();
    assert!(!statement.contains("未接通"), "nobody was asked, nobody is said not to have answered: {statement}");
}

#[tokio::test]
async fn every_way_of_signing_is_recorded_under_its_own_name() {
    for (way, word) in [("in_person", "当面"), ("by_phone", "电话"), ("by_message", "短信"), ("authorised", "授权")]
    {
        let (room, incident) = drafted().await;
        let sign = json!({ "incident": incident, "post": "带班领导", "signer": "甲", "way": way, "time": "" });
        let view = room.does("sign_off", sign);
        let step = view["steps"].as_array().unwrap().iter().find(|step| step["label"] == "签发").unwrap();
        assert!(step["detail"].as_str().unwrap().contains(word), "{way}: {step}");
        let signed = submit(&room, &incident)["incident"]["reports"][0]["signed"].clone();
        assert_eq!((&signed["is"], &signed["way"]), (&json!("by"), &json!(way)));
    }
}

fn sign(room: &Room, incident: &Value, signer: &str) -> Value {
    room.does(
        "sign_off",
        json!({ "incident": incident, "post": "带班领导", "signer": signer, "way": "by_phone", "time": "" }),
    )
}

#[tokio::test]
async fn a_signature_of_the_next_report_completes_none_that_went_before_and_every_page_says_so_alike() {
    let (room, incident) = drafted().await;
    let first = submit(&room, &incident);
    assert_eq!(first["standings"][0]["signed_words"], "签发：授权先报（待补签）");
    assert!(first["composed"]["paper"]["tail"].as_str().unwrap().starts_with("签发：授权先报（待补签）"));
    room.does("report_begin", json!({ "incident": incident, "stage": "follow_up", "withdrawn": false }));
    room.clock.turn_to(may_12(18, 20));
    let signed = sign(&room, &incident, "甲");
    assert_eq!(
        (&signed["signed_for_next"], &signed["to_sign"]),
        (&json!("签发：带班领导甲（电话）18:20"), &Value::Null),
        "F8 is of the report that is being written"
    );
    let mut draft = signed["draft"].clone();
    draft["counts"][0]["injured"] = json!("3");
    room.does("draft_save", json!({ "incident": incident, "draft": draft }));
    room.clock.turn_to(may_12(18, 25));
    sign(&room, &incident, "乙");
    let sent = submit(&room, &incident);
    let words = |view: &Value| [0, 1].map(|nth| view["standings"][nth]["signed_words"].as_str().unwrap().to_owned());
    assert_eq!(
        words(&sent),
        ["签发：授权先报（待补签）", "签发：乙（电话）18:25"],
        "the signature of a letter that nobody sent is nobody's 补签"
    );
    let report = &sent["incident"]["reports"][0]["id"];
    assert_eq!(&sent["to_sign"], report, "and what 待办 asks for can be done: F8 signs the first report");
    assert!(sent["sign_by"].is_string());

    room.clock.turn_to(may_12(18, 30));
    let done = sign(&room, &incident, "甲");
    assert_eq!(words(&done), ["签发：授权先报，甲（电话）18:30补签", "签发：乙（电话）18:25"]);
    assert_eq!((&done["to_sign"], &done["sign_by"]), (&Value::Null, &Value::Null), "nothing more is owed");
}

#[tokio::test]
async fn the_paper_of_a_report_that_was_signed_afterwards_names_who_signed_it() {
    let (room, incident) = drafted().await;
    submit(&room, &incident);
    room.clock.turn_to(may_12(18, 30));
    let view = sign(&room, &incident, "甲");
    let tail = view["composed"]["paper"]["tail"].as_str().unwrap();
    assert!(tail.starts_with("签发：授权先报，甲（电话）补签"), "not 待补签 any more: {tail}");
}
