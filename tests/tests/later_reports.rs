//! After the first report, in a room with a real desk and a real upstream: 续报, 终报, 情况更正, drills, two calls that
//! were one, and the register of numbers (practice §2, §8 tests 7, 12, 15).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the officer is shared with the other stories")]

mod officer;

use officer::{submit, types, view};
use serde_json::{Value, json};
use tests::room::{Room, may_12};

fn begin(room: &Room, incident: &Value, stage: &str, withdrawn: bool) -> Value {
    room.does("report_begin", json!({ "incident": incident, "stage": stage, "withdrawn": withdrawn }))
}

fn sign(room: &Room, incident: &Value) -> Value {
    room.does(
        "sign_off",
        json!({ "incident": incident, "post": "带班领导", "signer": "甲某", "way": "by_phone", "time": "" }),
    )
}

/// The form of a fire with one dead.
fn fills_in(room: &Room, incident: &Value) {
    let draft = json!({ "kind": "fire", "occurred": "1805左右", "town": "河东镇", "place": "某小区3幢", "site": "一居民楼",
        "unit": "不涉及", "source": "群众", "forces": "消防、公安、120等部门到场处置",
        "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "1", "injured": "11", "adopted": true }] });
    room.does("draft_save", json!({ "incident": incident, "draft": draft }));
}

fn reported(room: &Room) -> Value {
    let incident = officer::takes_a_call(room);
    fills_in(room, &incident);
    submit(room, &incident);
    incident
}

#[tokio::test]
async fn a_follow_up_keeps_the_number_counts_on_and_says_only_what_changed() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = reported(&room);
    room.clock.turn_to(may_12(20, 30));
    let begun = begin(&room, &incident, "follow_up", false);
    assert_eq!(begun["writing"], "follow_up");
    assert_eq!(begun["draft"]["place"], "", "what was told is not asked again");
    types(&room, &incident, |draft| draft["counts"][0]["deaths"] = json!("2"));
    let room = room.reopen();
    let sent = submit(&room, &incident);
    let reports = sent["incident"]["reports"].as_array().unwrap();
    assert_eq!(reports.len(), 2);
    assert_eq!(reports[0]["number"], reports[1]["number"], "a follow-up keeps the number of the first report");
    assert_eq!(reports[1]["nth"], 1);
    assert_eq!(reports[1]["follows"], reports[0]["id"]);
    let body = reports[1]["body"].as_str().unwrap();
    assert!(
        body.starts_with("继5月12日18时09分首报后，截至20时30分，据县消防救援大队反馈，死亡由1人增至2人。"),
        "{body}"
    );
    assert_eq!(sent["writing"], Value::Null, "what went is not written any more");
    let standings = sent["standings"].as_array().unwrap();
    assert_eq!(
        (standings.len(), &standings[1]["state"]),
        (2, &json!("saved_here")),
        "each report says where it stands"
    );
    assert_eq!(sent["awaited"], reports[0]["id"], "the oldest is awaited first");
    begin(&room, &incident, "follow_up", false);
    let again = submit(&room, &incident);
    assert!(again["incident"]["reports"][2]["title"].as_str().unwrap().ends_with("（续报二）"));
    assert!(again["incident"]["reports"][2]["body"].as_str().unwrap().contains("尚未收到新的伤亡情况反馈"));
}

#[tokio::test]
async fn a_report_that_went_is_not_sent_twice_and_one_put_away_can_be_begun_again() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = reported(&room);
    let composed = view(&room, &incident)["composed"].clone();
    let again = json!({ "incident": incident, "title": composed["title"], "body": composed["body"] });
    assert_eq!(room.call("submit", again).unwrap_err()["code"], "not_now");
    begin(&room, &incident, "final", false);
    let away = room.does("report_discard", json!({ "incident": incident }));
    assert_eq!(away["writing"], Value::Null);
    assert_eq!(begin(&room, &incident, "final", false)["writing"], "final");
    let first = json!({ "incident": incident, "stage": "first", "withdrawn": false });
    assert!(room.call("report_begin", first).is_err());
}

// practice §8, test 7.
#[tokio::test]
async fn a_false_alarm_after_the_first_report_is_corrected_to_everybody_who_was_told() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    let told = |purpose: &str| {
        let call = json!({ "incident": incident, "recipient": "city_bureau", "name": "", "purpose": purpose, "time": "",
            "reached": "answered", "taken_by": "乙某", "words": "", "recording": "" });
        room.does("call_out", call)
    };
    told("report");
    fills_in(&room, &incident);
    submit(&room, &incident);
    room.clock.turn_to(may_12(18, 50));
    let end = json!({ "incident": incident, "outcome": "not_true", "verified_by": "县消防救援大队", "note": "", "agreed_by": "" });
    room.does("incident_end", end);
    let begun = begin(&room, &incident, "correction", true);
    assert_eq!(begun["draft"]["verified_by"], "县消防救援大队", "who found it so is not asked twice");
    let sent = submit(&room, &incident);
    let body = sent["incident"]["reports"][1]["body"].as_str().unwrap();
    assert!(body.starts_with("经县消防救援大队核实，我局") && body.contains("不属实，现予更正"), "{body}");
    let row = |view: &Value| {
        let rows = view["recipients"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == "city_bureau").unwrap()["to_correct"].clone()
    };
    assert_eq!(row(&sent), json!(true), "who was told hears of it");
    let todo = |room: &Room| {
        let todos = room.does("desk", Value::Null)["todos"].clone();
        todos.as_array().unwrap().iter().find(|todo| todo["what"] == "告知更正").map(|todo| todo["tone"].clone())
    };
    assert_eq!(todo(&room), Some(json!("calm")), "it stands there, and is neither overdue nor unsent: not red");
    room.clock.turn_to(may_12(18, 55));
    assert_eq!(row(&told("correct")), json!(false));
    assert_eq!(todo(&room), None, "ticked");
    assert_eq!(
        sent["incident"]["reports"][0]["title"],
        view(&room, &incident)["incident"]["reports"][0]["title"],
        "nothing is deleted"
    );
}

// practice §8, test 12.
#[tokio::test]
async fn a_drill_is_marked_and_has_a_series_of_its_own() {
    let room = Room::open(may_12(18, 9)).await;
    let real = reported(&room);
    let drill = officer::takes_a_call(&room);
    fills_in(&room, &drill);
    types(&room, &drill, |draft| draft["drill"] = json!(true));
    let sent = submit(&room, &drill);
    let report = &sent["incident"]["reports"][0];
    assert!(report["title"].as_str().unwrap().starts_with("【演练】"));
    assert_eq!(report["number"], "演练〔2026〕第001期");
    let rows = room.does("incidents", Value::Null);
    let drills = rows.as_array().unwrap().iter().filter(|row| row["drill"] == json!(true)).count();
    assert_eq!(drills, 1, "the lists say which one is a drill");
    let clocks = room.does("desk", Value::Null)["clocks"].clone();
    let named: Vec<&str> = clocks.as_array().unwrap().iter().map(|clock| clock["name"].as_str().unwrap()).collect();
    assert_eq!(named.iter().filter(|name| name.starts_with("【演练】")).count(), 1, "and so does its clock: {named:?}");
    assert_eq!(view(&room, &real)["incident"]["reports"][0]["number"], "〔2026〕第001期");
}

#[tokio::test]
async fn a_number_is_given_with_the_signature_without_a_network_and_never_used_again() {
    let mut room = Room::open(may_12(18, 9)).await;
    room.upstream_stops().await;
    let false_alarm = officer::takes_a_call(&room);
    fills_in(&room, &false_alarm);
    assert_eq!(view(&room, &false_alarm)["number"], Value::Null);
    assert_eq!(sign(&room, &false_alarm)["number"], "〔2026〕第001期");
    assert_eq!(sign(&room, &false_alarm)["number"], "〔2026〕第001期", "signed again keeps it");
    let end = json!({ "incident": false_alarm, "outcome": "not_true", "verified_by": "县消防救援大队", "note": "", "agreed_by": "" });
    room.does("incident_end", end);
    let incident = officer::takes_a_call(&room);
    fills_in(&room, &incident);
    sign(&room, &incident);
    let sent = submit(&room, &incident);
    assert_eq!(sent["incident"]["reports"][0]["number"], "〔2026〕第002期");
    let room = room.reopen();
    let register = room.does("register", json!({ "year": null }));
    let rows = register["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!((&rows[0]["state"], &rows[0]["reports"]), (&json!("used"), &json!("首报")));
    assert_eq!(rows[1]["state"], "given");
    assert_eq!(rows[1]["note"], "签发后未报送：经核实不属实", "the gap is explained");
    let asked = json!({ "number": rows[1]["number"], "reason": "误报，已向市局更正" });
    let register = room.does("number_explain", asked);
    assert_eq!(register["rows"][1]["note"], "误报，已向市局更正");
    assert!(room.call("number_explain", json!({ "number": rows[1]["number"], "reason": " " })).is_err());
}

#[tokio::test]
async fn what_the_caller_said_stands_in_the_form_and_two_calls_of_one_fire_are_offered_as_one() {
    let room = Room::open(may_12(18, 9)).await;
    let calls = |words: &str| {
        let call = room.does("call_open", Value::Null)["id"].clone();
        room.does(
            "call_note",
            json!({ "call": call, "caller": "群众", "caller_unit": "", "number": "", "words": words, "recording": "" }),
        );
        room.does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null, "agreed_by": "" }))
            ["incident"]
            .clone()
    };
    let one = calls("河东镇幸福路12号一民房着火");
    let draft = view(&room, &one)["draft"].clone();
    assert_eq!(
        (&draft["kind"], &draft["town"], &draft["place"]),
        (&json!("fire"), &json!("河东镇"), &json!("幸福路12号一民房"))
    );
    assert_eq!(
        (&draft["site"], &draft["unit"]),
        (&json!("一民房"), &json!("不涉及")),
        "nobody's unit is asked for a dwelling"
    );
    let two = calls("河东镇幸福路上着火了");
    let similar = view(&room, &two)["composed"]["similar"].clone();
    assert_eq!(similar[0]["incident"], one, "offered, not decided");
    assert!(similar[0]["why"].as_str().unwrap().contains("河东镇"));
    let merged = room.does("incident_merge", json!({ "incident": two, "into": one }));
    assert_eq!(merged["incident"]["sources"].as_array().unwrap().len(), 1);
    assert_eq!(view(&room, &two)["incident"]["ended"]["outcome"], "merged");
    assert_eq!(
        room.does("incident", json!({ "incident": one }))["incident"]["first_received"],
        merged["incident"]["first_received"],
        "no clock restarts"
    );
    assert!(room.call("incident_merge", json!({ "incident": one, "into": one })).is_err());
}

// practice §8, test 15.
#[tokio::test]
async fn the_body_for_the_system_has_no_salutation_and_the_sheets_have_head_and_tail() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    fills_in(&room, &incident);
    sign(&room, &incident);
    let sent = submit(&room, &incident);
    let body = sent["relay_fields"].as_array().unwrap().iter().find(|field| field["label"] == "正文").unwrap()["text"]
        .as_str()
        .unwrap();
    assert!(!body.contains("市应急管理局：") && !body.contains("签发") && !body.contains("2026年"), "{body}");
    let paper = &sent["composed"]["paper"];
    assert_eq!((&paper["masthead"], &paper["head"]), (&json!("突发事件信息专报"), &json!("〔2026〕第001期　加急")));
    assert!(paper["tail"].as_str().unwrap().starts_with("签发：甲某（电话）"), "{paper}");
    assert_eq!(paper["date"], "2026年5月12日18时09分");
    let sheets = paper["sheets"].as_array().unwrap();
    assert_eq!(sheets.len(), 3, "three 主送 from one set of facts: 初判 is 较大");
    assert!(sheets[0]["title"].as_str().unwrap().starts_with("样例县"), "{sheets:?}");
    assert!(sheets[2]["title"].as_str().unwrap().starts_with("样例省样例市样例县"), "{sheets:?}");
}

// practice §4, faults 11 and 13.
#[tokio::test]
async fn the_tail_names_who_wrote_the_report_then_and_the_head_which_report_of_its_number_it_is() {
    let room = Room::open(may_12(18, 9)).await;
    let listed = |name: &str| json!({ "officer": null, "name": name, "post": "值班员", "phone": "", "left": false });
    room.does("officer_list", listed("值班员甲"));
    room.does("officer_list", listed("值班员乙"));
    let names = room.does("sign_in_names", Value::Null);
    let second = names.as_array().unwrap().iter().find(|one| one["name"] == "值班员乙").unwrap()["officer"].clone();
    room.does("pin_choose", json!({ "officer": second, "pin": "2580", "again": "2580" }));
    room.does("sign_in", json!({ "officer": second, "pin": "2580" }));
    let incident = reported(&room);
    let tail = |incident: &Value| view(&room, incident)["composed"]["paper"]["tail"].as_str().unwrap().to_owned();
    assert!(tail(&incident).ends_with("值班员：值班员乙　联系电话：0000-0000000"), "{}", tail(&incident));
    room.does("sign_out", Value::Null);
    assert!(tail(&incident).contains("值班员：值班员乙"), "printed again it names the same: {}", tail(&incident));
    begin(&room, &incident, "follow_up", false);
    types(&room, &incident, |draft| draft["counts"][0]["deaths"] = json!("2"));
    assert!(!tail(&incident).contains("值班员"), "nobody has signed in, so nobody is named: {}", tail(&incident));
    let head = view(&room, &incident)["composed"]["paper"]["head"].as_str().unwrap().to_owned();
    assert!(head.starts_with("〔2026〕第001期（续报一）"), "{head}");
}

// practice §5, fault 7: body, not attachment.
#[tokio::test]
async fn a_document_is_drawn_in_as_text_and_a_body_that_only_points_to_it_is_stopped() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    fills_in(&room, &incident);
    let hand_in = |bytes: &[u8]| {
        let step = room.does("material_choose", json!({ "incident": incident }));
        let ticket = step["ticket"].as_str().unwrap().to_owned();
        let file = workstation::expect_file(&room.desk, &room.desk.tick(), &ticket).unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        workstation::take_in(&room.desk, file)
    };
    let refused = hand_in(b"%PDF-1.7").unwrap_err();
    assert!(refused.fields[0].message.contains("另存为"), "{refused:?}");
    assert_eq!(view(&room, &incident)["draft"]["material"], Value::Null, "what was refused changes nothing");
    let told =
        "现场情况：一楼起火，浓烟沿楼道上升，消防救援人员正在逐层搜索并核对住户人数，伤员已送医院救治。\n".repeat(8);
    hand_in(told.as_bytes()).unwrap();
    let drawn = view(&room, &incident)["draft"]["material"]["text"].as_str().unwrap().to_owned();
    assert!(drawn.starts_with("现场情况：一楼起火"));
    types(&room, &incident, |draft| draft["body"] = json!("河东镇某小区3幢发生火灾，详见附件。"));
    let composed = view(&room, &incident)["composed"].clone();
    let hollow = json!({ "incident": incident, "title": composed["title"], "body": composed["body"] });
    let stopped = room.call("submit", hollow).unwrap_err();
    assert_eq!(stopped["fields"][0]["field"], "body", "{stopped}");
    let returns = composed["returns"].as_array().unwrap();
    assert!(returns.iter().any(|one| one["number"] == 7), "and it is named in the city's own words: {returns:?}");
    types(&room, &incident, |draft| draft["body"] = json!(drawn));
    submit(&room, &incident);
}

#[tokio::test]
async fn words_of_a_call_written_on_paper_stand_in_the_form_too() {
    let room = Room::open(may_12(18, 30)).await;
    let rows = json!([{ "way": "in", "time": "1809", "name": "群众", "number": "", "words": "河东镇幸福路12号一民房着火",
        "recording": "", "recipient": null, "purpose": "report", "reached": "answered", "taken_by": "" }]);
    let written = room.does("write_up", json!({ "incident": null, "rows": rows }));
    let draft = view(&room, &written["incident"])["draft"].clone();
    assert_eq!((&draft["kind"], &draft["town"]), (&json!("fire"), &json!("河东镇")), "{draft}");
}

#[tokio::test]
async fn what_is_being_written_stays_on_screen_though_another_desk_of_the_room_sends_a_follow_up_first() {
    let folder = || tempfile::TempDir::with_prefix("zhiban-two-desks-").unwrap();
    let upstream_folder = folder();
    let above = tests::Upstream::start(&upstream_folder.path().join("upstream")).await;
    above.load_sample_units();
    let (ours, theirs) = (above.one_time_code("990121"), above.one_time_code("990121"));
    let one = Room::enrolled_at(folder(), may_12(18, 9), above.address(), &ours).await;
    let other = Room::enrolled_at(folder(), may_12(18, 9), above.address(), &theirs).await;
    let incident = reported(&one);
    one.sync().await;
    other.sync().await;
    begin(&one, &incident, "follow_up", false);
    types(&one, &incident, |draft| draft["counts"][0]["deaths"] = json!("3"));
    begin(&other, &incident, "follow_up", false);
    types(&other, &incident, |draft| draft["counts"][0]["deaths"] = json!("2"));
    submit(&other, &incident);
    other.sync().await;
    one.sync().await;
    let still = view(&one, &incident);
    assert_eq!(still["writing"], "follow_up", "the other desk's report ends nothing here");
    assert_eq!(still["draft"]["counts"][0]["deaths"], "3", "and what was typed is there");
    let sent = submit(&one, &incident);
    let last = sent["incident"]["reports"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["words"], "续报二", "it follows the other desk's");
    assert!(last["body"].as_str().unwrap().contains("死亡由2人增至3人"), "{last}");
}

#[tokio::test]
async fn a_save_that_comes_late_does_not_bring_back_what_has_gone() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = reported(&room);
    let begun = begin(&room, &incident, "follow_up", false);
    submit(&room, &incident);
    room.does("draft_save", json!({ "incident": incident, "draft": begun["draft"] }));
    assert_eq!(view(&room, &incident)["writing"], Value::Null);
}

#[tokio::test]
async fn why_a_report_came_late_is_said_in_the_officer_s_words_and_stays_out_of_the_report() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = reported(&room);
    let asked = types(&room, &incident, |draft| draft["late_reason"] = json!("属地来电时尚未核实。"));
    let note = |view: &Value| view["supplement"]["body"].as_str().unwrap().to_owned();
    assert!(note(&asked).ends_with("知悉。属地来电时尚未核实。"), "{}", note(&asked));
    let room = room.reopen();
    let shown = view(&room, &incident);
    assert_eq!(note(&shown["composed"]), note(&asked), "it is kept");
    assert_eq!(shown["composed"]["body"], shown["incident"]["reports"][0]["body"], "what went stays as it went");
    let begun = begin(&room, &incident, "follow_up", false);
    assert_eq!(begun["draft"]["late_reason"], "属地来电时尚未核实。");
    assert!(!begun["composed"]["body"].as_str().unwrap().contains("尚未核实"), "{}", begun["composed"]["body"]);
    let stood = &begun["composed"]["stood"];
    assert_eq!(
        (&stood["place"], &begun["draft"]["place"]),
        (&json!("某小区3幢"), &json!("")),
        "what stood is shown, not told"
    );
}

// practice §6, refuse 10: nothing stops an officer at minute 28.
#[tokio::test]
async fn whoever_is_told_after_the_signature_makes_no_letter_that_is_to_be_signed_once_more() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    fills_in(&room, &incident);
    let tell = |recipient: &str| {
        let call = json!({ "incident": incident, "recipient": recipient, "name": "", "purpose": "report", "time": "",
            "reached": "answered", "taken_by": "乙某", "words": "", "recording": "" });
        room.does("call_out", call)
    };
    tell("city_bureau");
    room.clock.turn_to(may_12(18, 20));
    let told = tell("county_committee");
    let body = told["composed"]["body"].as_str().unwrap();
    assert!(body.contains("；18时20分报县委值班室。"), "the letter tells who has been told: {body}");
    assert_eq!(sign(&room, &incident)["signed_as_it_stands"], true);
    room.clock.turn_to(may_12(18, 22));
    let later = tell("county_government");
    assert_eq!(later["composed"]["body"].as_str(), Some(body), "the letter is the one that was signed");
    assert_eq!(later["signed_as_it_stands"], true, "nobody is asked to sign it again");
}

#[tokio::test]
async fn a_change_after_a_follow_up_begins_with_the_numbers_of_the_follow_up_and_not_of_an_older_change() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = reported(&room);
    room.clock.turn_to(may_12(19, 0));
    let mut count = view(&room, &incident)["numbers_now"].clone();
    assert_eq!((&count["deaths"], &count["source"]), (&json!("1"), &json!("")), "and who says it now is asked anew");
    count["deaths"] = json!("2");
    let change = json!({ "incident": incident, "time": "", "what": "casualties", "source": "县人民医院", "words": "", "count": count });
    let changed = room.does("change_note", change);
    assert_eq!(changed["numbers_now"]["deaths"], "2", "a change since the report is what holds now");
    assert_eq!(
        (&changed["changes"][0]["what"], &changed["changes"][0]["said"]),
        (&json!("伤亡"), &json!("死亡2 受伤11")),
        "said in the words of the casualties everywhere else"
    );
    room.clock.turn_to(may_12(20, 30));
    begin(&room, &incident, "follow_up", false);
    types(&room, &incident, |draft| draft["counts"][0]["deaths"] = json!("3"));
    let sent = submit(&room, &incident);
    assert_eq!(
        sent["numbers_now"]["deaths"], "3",
        "the follow-up is newer than the change: nobody rises from the dead"
    );
}
