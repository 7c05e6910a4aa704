//! 互通共享 (notice 二.二), 毗邻通报 (practice 2.13), 上级询问 (2.19) and 越级上报 (notice 二.四), with real desks and a real upstream.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the officer is shared with the other stories")]

mod officer;

use officer::{does, reports, takes_a_call, types, view};
use serde_json::{Value, json};
use tests::room::{COUNTY, Room, may_12};
use tests::second_desk::{CITY, SecondDesk};
use workstation::Workstation;

/// The county beside the sample county.
const NEIGHBOUR: &str = "990122";

/// F2, who calls, and `1`.
fn called_by(room: &Room, unit: &str, caller: &str, asked_by_superior: bool) -> Value {
    let call = room.does("call_open", Value::Null)["id"].clone();
    let said = json!({ "call": call, "caller": caller, "caller_unit": unit, "number": "", "words": "河东镇一仓库起火",
        "recording": "", "asked_by_superior": asked_by_superior });
    room.does("call_note", said);
    room.does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
    call
}

fn phones(room: &Room, incident: &Value, recipient: Value, name: &str) {
    let told = json!({ "incident": incident, "recipient": recipient, "name": name, "purpose": "report",
        "reached": "answered", "time": "", "taken_by": "值班员", "words": "", "recording": "" });
    room.does("call_out", told);
}

fn notice(incident: &Value, partner: Value, way: &str, rest: &Value) -> Value {
    let mut notice = json!({ "incident": incident, "partner": partner, "name": "", "way": way, "time": "", "knew": "",
        "person": "", "words": "" });
    for (key, value) in rest.as_object().expect("fields") {
        notice[key] = value.clone();
    }
    notice
}

fn shared(room: &Room, incident: &Value) -> Value {
    room.does("notices", json!({ "incident": incident }))
}

fn partner<'v>(view: &'v Value, id: &str) -> &'v Value {
    let found = view["partners"].as_array().expect("partners").iter().find(|one| one["id"] == id);
    found.unwrap_or_else(|| panic!("{id} in {view:#}"))
}

fn todos(desk: &Workstation, what: &str) -> Vec<Value> {
    let view = does(desk, "desk", Value::Null);
    let all = view["todos"].as_array().expect("todos").clone();
    all.into_iter().filter(|todo| todo["what"] == what).collect()
}

#[tokio::test]
async fn a_call_from_a_partner_is_its_word_and_what_it_adds_later_is_no_second_one() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = called_by(&room, "县消防救援大队", "王某", false);
    let view = shared(&room, &incident);
    assert_eq!(view["rows"][0]["partner"], "fire_rescue");
    assert_eq!((&view["rows"][0]["way"], &view["rows"][0]["by"]), (&json!("told_us"), &json!("call")));
    assert_eq!(partner(&view, "fire_rescue")["called_at"], "2026-05-12T10:09:00Z");

    room.clock.turn_to(may_12(18, 20));
    let asked = notice(&incident, json!("fire_rescue"), "told_us", &json!({ "knew": "1801" }));
    let view = room.does("notice_log", asked);
    assert_eq!(view["rows"].as_array().unwrap().len(), 1, "{view:#}");
    assert_eq!(view["rows"][0]["at"], "2026-05-12T10:09:00Z", "the call is meant, and its time is known");
    assert_eq!(view["rows"][0]["lead_minutes"], 8);
    assert_eq!(partner(&view, "fire_rescue")["called_at"], Value::Null, "nothing is left to say of it");

    phones(&room, &incident, Value::Null, "县急救中心（120）");
    let view = shared(&room, &incident);
    assert_eq!((&view["rows"][1]["partner"], &view["rows"][1]["way"]), (&json!("health"), &json!("we_told")));
    let weather = notice(&incident, json!("weather"), "we_told", &json!({ "time": "1819", "person": "李某" }));
    let view = room.does("notice_log", weather);
    assert_eq!((&view["rows"][1]["partner"], &view["rows"][1]["person"]), (&json!("weather"), &json!("李某")));

    let city = SecondDesk::enrolled(&room, CITY, "city").await;
    reports(&room, &incident);
    room.sync().await;
    city.sync().await;
    assert_eq!((city.readable("report"), city.readable("notice")), (1, 0), "互通 stays within the unit");
}

#[tokio::test]
async fn what_is_typed_wrong_is_said_at_its_field() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = called_by(&room, "", "群众", false);
    let refused = |request: Value| {
        let error = room.call("notice_log", request).unwrap_err();
        (error["fields"][0]["field"].clone(), error["fields"][0]["message"].as_str().unwrap().to_owned())
    };
    let (field, _) = refused(notice(&incident, Value::Null, "told_us", &json!({})));
    assert_eq!(field, "name");
    let (field, _) = refused(notice(&incident, json!("nobody"), "told_us", &json!({})));
    assert_eq!(field, "partner");
    let (field, words) =
        refused(notice(&incident, json!("police"), "told_us", &json!({ "time": "1800", "knew": "1805" })));
    assert_eq!(field, "knew");
    assert!(words.contains("请核对") && !words.contains('迟'), "{words}");
    let (field, _) = refused(notice(&incident, json!("police"), "told_us", &json!({ "time": "二五点" })));
    assert_eq!(field, "time");
    assert_eq!(shared(&room, &incident)["rows"], json!([]), "nothing was written");
}

#[tokio::test]
async fn partners_that_the_pack_wants_told_are_named_until_they_are() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = called_by(&room, "", "群众", false);
    types(&room, &incident, |draft| draft["kind"] = json!("fire"));
    let open = |view: &Value| -> Vec<String> {
        let rows = view["partners"].as_array().unwrap().iter().filter(|one| one["untold"] == true);
        rows.map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(open(&shared(&room, &incident)), ["police", "fire_rescue"]);
    let view = room.does("notice_log", notice(&incident, json!("police"), "we_told", &json!({})));
    assert_eq!(open(&view), ["fire_rescue"]);
    assert_eq!(view["rows"][0]["at"], "2026-05-12T10:09:00Z", "nothing typed: now");
    phones(&room, &incident, Value::Null, "县消防救援大队");
    assert_eq!(open(&shared(&room, &incident)), Vec::<String>::new());
}

#[tokio::test]
async fn a_neighbours_desk_is_told_takes_it_by_name_and_the_sender_sees_who_and_when() {
    let room = Room::open(may_12(18, 9)).await;
    room.sync().await;
    let beside = SecondDesk::enrolled(&room, NEIGHBOUR, "neighbour").await;
    let city = SecondDesk::enrolled(&room, CITY, "city").await;
    let incident = takes_a_call(&room);
    types(&room, &incident, |draft| {
        draft["kind"] = json!("fire");
        draft["town"] = json!("河东镇");
        draft["jurisdiction"] = json!("neighbour");
    });
    let view = shared(&room, &incident);
    assert_eq!(
        view["neighbours"],
        json!([{ "code": NEIGHBOUR, "name": "邻例县应急管理局" }]),
        "of one superior and level"
    );
    let (title, body) = (view["notice"]["title"].clone(), view["notice"]["body"].clone());
    assert!(body.as_str().unwrap().contains("位于你县境内，请核实处置"), "{body}");
    let send = |units: Value, body: &Value| {
        room.call("peer_notice_send", json!({ "incident": incident, "units": units, "title": title, "body": body }))
    };
    assert_eq!(send(json!([NEIGHBOUR]), &json!("别的文字")).unwrap_err()["code"], "stale", "nothing goes unseen");
    for nobody in [json!([]), json!([CITY]), json!([COUNTY])] {
        assert_eq!(send(nobody.clone(), &body).unwrap_err()["fields"][0]["field"], "units", "{nobody}");
    }
    let sent = send(json!([NEIGHBOUR]), &body).unwrap();
    assert_eq!((&sent["sent"][0]["received_at"], &sent["sent"][0]["to"][0]["signed"]), (&Value::Null, &Value::Null));
    room.sync().await;
    for desk in [&beside, &city] {
        desk.sync().await;
    }
    assert_eq!((beside.readable("peer_notice"), city.readable("peer_notice")), (1, 0), "to whom it is addressed");

    let todo = todos(&beside.desk, "毗邻通报");
    assert_eq!((todo.len(), &todo[0]["peer"], &todo[0]["urgent"]), (1, &incident, &json!(true)));
    assert!(todo[0]["detail"].as_str().unwrap().ends_with("请确认收到"), "{todo:?}");
    assert_eq!(todos(&room.desk, "毗邻通报"), Vec::<Value>::new(), "not at the desk that sent it");
    let page = does(&beside.desk, "peer_notices", json!({ "incident": incident }));
    assert_eq!((&page["came"][0]["title"], &page["came"][0]["body"]), (&title, &body));

    room.clock.turn_to(may_12(18, 14));
    does(
        &beside.desk,
        "acknowledge",
        json!({ "incident": incident, "entry": page["came"][0]["id"], "by": "值班员乙" }),
    );
    assert_eq!(todos(&beside.desk, "毗邻通报"), Vec::<Value>::new());
    let page = does(&beside.desk, "peer_notices", json!({ "incident": incident }));
    assert_eq!(page["came"][0]["signed"]["by"], "值班员乙");
    beside.sync().await;
    room.sync().await;
    let signed = &shared(&room, &incident)["sent"][0]["to"][0];
    assert_eq!((&signed["unit"], &signed["signed"]["by"]), (&json!("邻例县应急管理局"), &json!("值班员乙")));
    assert_eq!(signed["signed"]["at"], "2026-05-12T10:14:00Z");
}

#[tokio::test]
async fn a_neighbour_without_a_desk_is_phoned_and_that_stands_in_the_record() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = takes_a_call(&room);
    assert_eq!(shared(&room, &incident)["neighbours"], json!([]));
    let by_phone = json!({ "name": "邻例县应急管理局值班室", "person": "赵某", "words": "已告知火情" });
    let view = room.does("notice_log", notice(&incident, json!("neighbour"), "we_told", &by_phone));
    let row = &view["rows"][0];
    assert_eq!((&row["name"], &row["person"]), (&json!("邻例县应急管理局值班室"), &json!("赵某")));
    let missing = room.call("peer_notices", json!({ "incident": incident })).unwrap_err();
    assert_eq!(missing["code"], "not_found");
}

#[tokio::test]
async fn a_superior_that_asks_is_answered_and_the_letter_says_how_we_came_to_know() {
    let room = Room::open(may_12(18, 9)).await;
    let call = room.does("call_open", Value::Null)["id"].clone();
    let said = json!({ "call": call, "caller": "张某", "caller_unit": "市应急管理局指挥中心", "number": "",
        "words": "你县河东镇着火了？", "recording": "", "asked_by_superior": true });
    room.does("call_note", said);
    assert_eq!(todos(&room.desk, "核报").len(), 1, "while the call is open");
    room.does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
    let todo = todos(&room.desk, "核报");
    assert_eq!((todo.len(), &todo[0]["incident"]), (1, &call));
    assert_eq!(todo[0]["detail"], "市应急管理局指挥中心张某：上级询问，核实后答复");
    assert_eq!(view(&room, &call)["incident"]["aware_at"], "2026-05-12T10:09:00Z", "that call is when we knew");

    let letter = types(&room, &call, |draft| {
        draft["kind"] = json!("fire");
        draft["town"] = json!("河东镇");
        draft["occurred"] = json!("-");
        draft["counts"] = json!([{ "source": "县消防救援大队", "as_of": "", "deaths": "-", "injured": "2",
            "seriously_injured": "-", "missing": "-", "trapped": "-", "adopted": true }]);
    });
    let body = letter["body"].as_str().unwrap();
    assert!(body.contains("接市应急管理局指挥中心电话核实通知") && !body.contains("经向"), "{body}");
    assert!(!body.contains("张某") && !body.contains('迟') && !body.contains('晚'), "{body}");
    let note = letter["supplement"]["body"].as_str().unwrap();
    assert!(note.contains("按市应急管理局指挥中心通知补报"), "{note}");
    room.clock.turn_to(may_12(18, 20));
    room.does("submit", json!({ "incident": call, "title": letter["title"], "body": letter["body"] }));
    assert_eq!(todos(&room.desk, "核报"), Vec::<Value>::new(), "a report went");
}

#[tokio::test]
async fn a_superior_that_asks_of_what_is_reported_is_answered_again_and_a_call_that_ends_otherwise_asks_nothing() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = takes_a_call(&room);
    reports(&room, &incident);
    room.clock.turn_to(may_12(18, 40));
    let asks = |outcome: &str, into: Value| {
        let call = room.does("call_open", Value::Null)["id"].clone();
        let said = json!({ "call": call, "caller": "", "caller_unit": "", "number": "", "words": "有没有伤亡",
            "recording": "", "asked_by_superior": true });
        room.does("call_note", said);
        room.does("call_end", json!({ "call": call, "outcome": outcome, "note": "", "into": into }));
    };
    asks("other", Value::Null);
    assert_eq!(todos(&room.desk, "核报"), Vec::<Value>::new(), "it was something else");
    asks("merged", incident.clone());
    let todo = todos(&room.desk, "核报");
    assert_eq!((&todo[0]["incident"], &todo[0]["detail"]), (&incident, &json!("上级：上级询问，核实后答复")));
}

#[tokio::test]
async fn over_the_citys_head_the_city_is_owed_a_word_promptly_and_the_report_goes_at_once() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = takes_a_call(&room);
    phones(&room, &incident, json!("province_bureau"), "");
    let owed = |room: &Room| {
        let deadlines = view(room, &incident)["composed"]["deadlines"].clone();
        deadlines.as_array().unwrap().iter().find(|one| one["rule"] == "T4").cloned()
    };
    let duty = owed(&room).expect("it is owed");
    assert_eq!((&duty["state"], &duty["due_at"]), (&json!("promptly"), &Value::Null));
    assert_eq!(duty["what"], "向市应急管理局指挥中心补报（越级上报后及时）");
    let clock = room.does("desk", Value::Null)["clocks"][0].clone();
    assert_eq!((&clock["deadline"]["rule"], &clock["next"]), (&json!("T4"), &json!("phone")));
    reports(&room, &incident);
    room.clock.turn_to(may_12(18, 14));
    phones(&room, &incident, json!("city_bureau"), "");
    let duty = owed(&room).expect("it stays listed");
    assert_eq!((&duty["state"], &duty["why"]), (&json!("met"), &json!("18:14已电话补报")));
}

#[tokio::test]
async fn a_city_desk_and_a_province_desk_tell_their_own_superior_committee_and_government() {
    let room = Room::open(may_12(18, 9)).await;
    for (unit, names, accord) in [
        (
            CITY,
            ["省应急管理厅指挥中心", "市委值班室", "市政府总值班室", "带班领导", "局长", "分管副市长"],
            "市政府总值班室",
        ),
        (
            "990000",
            ["应急管理部指挥中心", "省委值班室", "省政府总值班室", "带班领导", "厅长", "分管副省长"],
            "省政府总值班室",
        ),
    ] {
        let desk = SecondDesk::enrolled(&room, unit, unit).await;
        let call = does(&desk.desk, "call_open", Value::Null)["id"].clone();
        does(&desk.desk, "call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
        let page = desk.incident(&call);
        let told: Vec<&str> =
            page["recipients"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(told, names);
        assert_eq!(page["accords"].as_array().unwrap().iter().map(|one| &one["name"]).collect::<Vec<_>>(), [accord]);
        let first = &page["composed"]["deadlines"][0];
        assert_eq!(first["what"], format!("电话报告{}", names[0]));
    }
}
