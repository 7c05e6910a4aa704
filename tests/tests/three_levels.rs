//! Three levels, one event: what a county reports is signed for, sent back, mended, asked about and taken up above it; what
//! each level holds is known at the others without being read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the officer is shared with the other stories")]

mod officer;
mod three_desks;

use serde_json::{Value, json};
use tests::room::{COUNTY, Room, may_12};
use tests::second_desk::{CITY, PROVINCE};
use three_desks::{Desk, Tree};

fn known(levels: [(&str, &str); 3]) -> Vec<(String, String)> {
    levels.map(|(level, known)| (level.to_owned(), known.to_owned())).to_vec()
}

#[tokio::test]
async fn a_return_neither_stops_nor_starts_again_a_clock_and_the_time_of_the_first_submission_stands() {
    let tree = Tree::grown().await;
    let Tree { room, city, .. } = &tree;
    let incident = room.takes_a_call();
    room.clock.turn_to(may_12(18, 14));
    officer::phones_the_city(room, &incident);
    room.clock.turn_to(may_12(18, 30));
    let report = room.reports(&incident, "一矿");
    tree.sync().await;
    assert_eq!(city.todos("签收").len(), 1, "下级来报, to be signed for");
    let refused = city.asks("acknowledge", json!({ "incident": incident, "entry": report, "by": " " })).unwrap_err();
    assert_eq!(refused["fields"][0]["field"], "by", "签收 is by name");
    city.does("acknowledge", json!({ "incident": incident, "entry": report, "by": "市局值班员甲" }));
    assert_eq!(city.todos("签收"), Vec::<Value>::new());

    let clocks = |room: &Room| {
        let all = officer::view(room, &incident)["composed"]["deadlines"].as_array().unwrap().clone();
        let clock = |one: &Value| [&one["rule"], &one["origin_at"], &one["due_at"], &one["done_at"]].map(Clone::clone);
        all.iter().map(clock).collect::<Vec<_>>()
    };
    room.clock.turn_to(may_12(18, 35));
    let before = clocks(room);
    let no_reason = city.issues(&incident, "return", COUNTY, json!({ "about": report })).unwrap_err();
    assert_eq!(no_reason["fields"][0]["field"], "reason", "one of the sixteen");
    let returned = json!({ "about": report, "reason": "place_vague", "words": "写明到村组" });
    city.issues(&incident, "return", COUNTY, returned).unwrap();
    tree.sync().await;
    assert_eq!(clocks(room), before, "退回 touches no clock of the report");
    let asked = room.todos("退回补正");
    assert!(asked[0]["detail"].as_str().unwrap().starts_with("地点不具体/未冠省市县，写明到村组"), "{asked:?}");
    let signed = officer::view(room, &incident)["steps"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&signed["label"], &signed["detail"]), (&json!("确认收到"), &json!("18:30 市局值班员甲签收")));
    let clock = room.does("desk", Value::Null)["clocks"].as_array().unwrap().clone();
    let own = clock.iter().find(|row| row["next"] == "answer").expect("the directive has a clock of its own");
    assert_eq!((&own["deadline"]["state"], &own["deadline"]["due_at"]), (&json!("promptly"), &Value::Null), "及时");

    room.clock.turn_to(may_12(18, 40));
    let mending = room.does("report_mend", json!({ "incident": incident, "report": report }));
    assert_eq!(mending["composed"]["stage_words"], "首报（补正）");
    assert_eq!(mending["draft"]["place"], "一矿", "nothing is typed twice");
    let mended = room.reports(&incident, "一矿第三村民组");
    let shown = officer::view(room, &incident);
    let reports = shown["incident"]["reports"].as_array().unwrap();
    assert_eq!((&reports[1]["words"], &reports[1]["mends"]), (&json!("首报（补正）"), &report));
    assert_eq!(reports[1]["number"], reports[0]["number"], "one report, one number");
    assert_eq!(shown["awaited"], mended, "what goes into the system of record is the one that stands");
    tree.sync().await;
    assert_eq!(room.todos("退回补正"), Vec::<Value>::new(), "the new report is the answer");
    let there = city.levels(&incident);
    assert_eq!(there["directives"][0]["answers"][0]["words"], "已补正重报");
    assert_eq!((&there["reports"][0]["mended"], &there["reports"][1]["words"]), (&json!(true), &json!("首报（补正）")));
    let first = there["cells"].as_array().unwrap().last().unwrap()["known"]["received_at"].clone();
    assert_eq!(first, there["reports"][0]["received_at"], "the county's time is that of its first submission");
    let timeline = room.does("timeline", json!({ "incident": incident }))["timeline"]["milestones"].clone();
    let words: Vec<&str> = timeline.as_array().unwrap().iter().map(|one| one["words"].as_str().unwrap()).collect();
    assert!(words.contains(&"退回补正") && words.contains(&"答复指令：已办"), "an inquiry reads both: {words:?}");
}

#[tokio::test]
async fn whoever_said_that_it_cannot_be_mended_now_still_mends_it_later_and_the_new_report_is_the_answer() {
    let tree = Tree::grown().await;
    let Tree { room, city, .. } = &tree;
    let incident = room.takes_a_call();
    let report = room.reports(&incident, "某煤矿");
    tree.sync().await;
    city.issues(&incident, "return", COUNTY, json!({ "about": report, "reason": "place_vague", "words": "写明村组" }))
        .unwrap();
    tree.sync().await;
    let directive = room.levels(&incident)["directives"][0]["id"].clone();
    let cannot = json!({ "incident": incident, "directive": directive, "done": false, "words": "现场还没有回话" });
    room.does("directive_answer", cannot);
    let page = room.does("incident", json!({ "incident": incident }));
    let returned = &page["returned"][0];
    assert_eq!(
        (&returned["report"], &returned["words"]),
        (&report, &json!("4 地点不具体/未冠省市县，写明村组（样例市应急管理局 值班员）")),
        "the notice stands as long as nothing was mended"
    );
    let actions = |levels: &Value| levels["directives"][0]["actions"].to_string();
    assert!(actions(&room.levels(&incident)).contains("mend"), "and 补正 can still be begun from the three levels");

    room.does("report_mend", json!({ "incident": incident, "report": report }));
    let mended = room.submits(&incident);
    tree.sync().await;
    let asked = city.levels(&incident)["directives"][0].clone();
    assert_eq!(asked["answers"][0]["words"], "已补正重报", "the city reads that it was done after all: {asked}");
    assert_ne!(mended, report);
    assert_eq!(
        room.does("incident", json!({ "incident": incident }))["returned"],
        json!([]),
        "and it is asked no more"
    );
    assert!(!actions(&room.levels(&incident)).contains("mend"));
}

#[tokio::test]
async fn a_directive_is_done_with_an_answer_or_a_reason_goes_downwards_only_and_is_confirmed_by_name() {
    let tree = Tree::grown().await;
    let Tree { room, city, province } = &tree;
    let incident = room.takes_a_call();
    let report = room.reports(&incident, "一矿");
    tree.sync().await;
    let upwards = room.issues(&incident, "verify", CITY, json!({ "words": "请核实" })).unwrap_err();
    assert_eq!(upwards["fields"][0]["field"], "to", "nobody directs a superior");
    city.issues(
        &incident,
        "verify",
        COUNTY,
        json!({ "about": report, "words": "死亡人数与交警通报不一致", "until": "1930" }),
    )
    .unwrap();
    tree.sync().await;
    assert_eq!(province.levels(&incident)["directives"], json!([]), "what the city asks its county is between them");
    let asked = room.levels(&incident)["directives"][0].clone();
    assert_eq!(asked["until"], "2026-05-12T11:30:00Z");
    let own = asked["clocks"].as_array().unwrap().iter().find(|clock| clock["basis"] == "superior").unwrap();
    assert_eq!((&own["due_at"], &own["state"]), (&json!("2026-05-12T11:30:00Z"), &json!("running")));
    room.does("acknowledge", json!({ "incident": incident, "entry": asked["id"], "by": "县局值班员乙" }));
    let answer = |done: bool, words: &str| json!({ "incident": incident, "directive": asked["id"], "done": done, "words": words });
    for done in [true, false] {
        let refused = room.asks("directive_answer", answer(done, " ")).unwrap_err();
        assert_eq!(refused["fields"][0]["field"], "words", "done needs an answer, not done a reason");
    }
    room.does("directive_answer", answer(false, "交警尚未到场，19时再核"));
    tree.sync().await;
    let there = city.levels(&incident)["directives"][0].clone();
    assert_eq!((&there["signed"][0]["by"], &there["open"]), (&json!("县局值班员乙"), &json!(false)));
    assert_eq!(
        (&there["answers"][0]["done"], &there["answers"][0]["words"]),
        (&json!(false), &json!("交警尚未到场，19时再核"))
    );
    assert_eq!(city.todos("等待答复"), Vec::<Value>::new());
}

#[tokio::test]
async fn more_time_that_a_superior_grants_moves_the_directives_limit_and_only_the_superiors_own() {
    let tree = Tree::grown().await;
    let Tree { room, city, .. } = &tree;
    let incident = room.takes_a_call();
    let report = room.reports(&incident, "一矿");
    tree.sync().await;
    let asked = city.issues(&incident, "follow_up", COUNTY, json!({ "about": report, "until": "1900" })).unwrap();
    let id = asked["directives"][0]["id"].clone();
    tree.sync().await;
    let until = |desk: &dyn Desk| {
        let rows = desk.levels(&incident)["directives"].as_array().unwrap().clone();
        rows.iter().find(|row| row["id"] == id).unwrap()["until"].clone()
    };
    assert_eq!(until(room), "2026-05-12T11:00:00Z");
    city.issues(&incident, "extension", COUNTY, json!({ "extends": id, "until": "1940" })).unwrap();
    tree.sync().await;
    assert_eq!((until(room), until(city)), (json!("2026-05-12T11:40:00Z"), json!("2026-05-12T11:40:00Z")));
    assert_eq!(room.todos("同意延期"), Vec::<Value>::new(), "what grants time asks for nothing");
}

#[tokio::test]
async fn more_time_that_was_granted_by_phone_is_noted_where_it_was_heard_and_stops_the_counting_up() {
    let tree = Tree::grown().await;
    let Tree { room, city, .. } = &tree;
    let incident = room.takes_a_call();
    let report = room.reports(&incident, "一矿");
    tree.sync().await;
    city.issues(&incident, "verify", COUNTY, json!({ "about": report, "words": "请核实死亡人数" })).unwrap();
    tree.sync().await;
    let asked = room.levels(&incident)["directives"][0].clone();
    assert_eq!((&asked["until"], &asked["clocks"][0]["state"]), (&Value::Null, &json!("promptly")));
    let note = |by: &str, until: &str| {
        let noted = json!({ "incident": incident, "directive": asked["id"], "by": by, "until": until });
        room.asks("directive_extended", noted)
    };
    assert_eq!(note(" ", "2030").unwrap_err()["fields"][0]["field"], "by", "somebody granted it");
    assert_eq!(note("市局值班员", " ").unwrap_err()["fields"][0]["field"], "until", "until when");
    let noted = note("市局值班员", "2030").unwrap()["directives"][0].clone();
    assert_eq!((&noted["until"], &noted["granted_by"]), (&json!("2026-05-12T12:30:00Z"), &json!("市局值班员")));
    assert_eq!(noted["clocks"][0]["due_at"], "2026-05-12T12:30:00Z", "one clock, with a limit, in the place of 及时");
    assert_eq!(note("市局值班员", "2000").unwrap_err()["fields"][0]["field"], "until", "more time, never less");
    let own = officer::view(room, &incident)["composed"]["deadlines"].clone();
    assert!(!own.to_string().contains("20:30"), "the clocks of the report stay where they are");
    assert!(room.desk.check_views().unwrap().is_empty());
}

#[tokio::test]
async fn the_county_sees_where_city_and_province_stand_and_reads_not_a_word_of_theirs() {
    let tree = Tree::grown().await;
    let Tree { room, city, province } = &tree;
    let incident = room.takes_a_call();
    room.reports(&incident, "一矿");
    tree.sync().await;
    assert_eq!(room.stands(&incident), known([("province", "unknown"), ("city", "unknown"), ("county", "by_receipt")]));
    city.takes_up(&incident);
    city.submits(&incident);
    tree.sync().await;
    assert_eq!(room.stands(&incident)[1].1, "by_receipt", "已核（回执）: the city's report is there");
    let words =
        json!({ "incident": incident, "unit": PROVINCE, "reported": true, "told_by": "市局值班员", "time": "" });
    room.does("level_told", words);
    assert_eq!(room.stands(&incident)[0].1, "told", "据告知, and no more than that");
    province.takes_up(&incident);
    province.submits(&incident);
    tree.sync().await;
    assert_eq!(room.stands(&incident)[0].1, "by_receipt", "a receipt is worth more than a word");
    assert_eq!(room.levels(&incident)["reports"], json!([]), "the county reads none of their reports");
    let bodies = tests::held::at_desk(&room.folder().join("desk"));
    let foreign = bodies.values().filter(|held| held.read().unit.0 != COUNTY);
    assert!(foreign.clone().count() >= 2, "it holds their headers");
    assert!(foreign.into_iter().all(|held| held.body.is_none()), "and no body of theirs");
    assert_eq!(workstation::verify(&room.desk).unwrap().faults, Vec::<String>::new(), "each proven by its receipt");
    for desk in [city, province] {
        assert_eq!(desk.readable("call_opened"), usize::from(false), "nobody reads the county's calls");
    }
}

#[tokio::test]
async fn what_the_city_heard_first_and_what_the_county_reported_are_joined_and_parted_without_ending_either() {
    let tree = Tree::grown().await;
    let Tree { room, city, province } = &tree;
    let heard = city.takes_a_call();
    city.reports(&heard, "一矿");
    tree.later(5);
    let reported = room.takes_a_call();
    room.reports(&reported, "一矿");
    tree.sync().await;
    let offered = city.levels(&heard)["same"].as_array().unwrap().clone();
    assert_eq!((&offered[0]["incident"], &offered[0]["joined"]), (&reported, &json!(false)), "by place, time and kind");
    assert_eq!(city.stands(&heard)[2].1, "unknown");
    assert_eq!(city.todos("通知补报").len(), 1);
    city.does("same_event", json!({ "incident": heard, "other": reported, "same": true, "reason": "同一矿" }));
    tree.sync().await;
    for (desk, event) in [(city as &dyn Desk, &heard), (city, &reported), (room, &reported)] {
        assert_eq!(desk.stands(event)[1..], known([("", ""), ("city", "by_receipt"), ("county", "by_receipt")])[1..]);
    }
    assert_eq!(city.todos("通知补报"), Vec::<Value>::new(), "the county has it");
    assert_eq!(city.levels(&reported)["ours"], heard, "and the city's own incident goes on as what it was");
    assert_eq!(province.does("three_levels", Value::Null)["rows"].as_array().unwrap().len(), 1, "one event, one line");
    assert_eq!(officer::view(room, &reported)["incident"]["ended"], Value::Null);

    city.does("same_event", json!({ "incident": heard, "other": reported, "same": false, "reason": "两处矿口" }));
    tree.sync().await;
    assert_eq!(city.stands(&heard)[2].1, "unknown", "parted again");
    assert_eq!(province.does("three_levels", Value::Null)["rows"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_was_taken_up_runs_from_when_it_was_there_and_not_from_the_key() {
    let tree = Tree::grown().await;
    let Tree { room, city, .. } = &tree;
    let incident = room.takes_a_call();
    room.reports(&incident, "一矿");
    tree.sync().await;
    let arrived = room.clock.now();
    assert_eq!(city.does("desk", Value::Null)["coming"][0]["must_go_up"], "报部", "ten dead: the ministry must hear");
    assert_eq!(city.todos("承接上报").len(), 1);
    tree.later(40);
    city.takes_up(&incident);
    let taken = city.incident(&incident);
    assert_eq!(taken["incident"]["aware_at"], json!(arrived), "知悉 is when the report was there");
    assert_eq!(taken["draft"]["counts"][0]["deaths"], "10", "with what is known");
    assert_eq!(taken["draft"]["judged"], Value::Null, "and with a judgement of its own");
    assert_eq!(taken["incident"]["call"], Value::Null, "and no call of the county's");
    let again = city.asks("take_up", json!({ "incident": incident, "from": taken["id"] })).unwrap_err();
    assert_eq!(again["code"], "malformed");
    assert_eq!(city.todos("承接上报"), Vec::<Value>::new());
}

#[tokio::test]
async fn a_directives_alarm_rings_once_a_step_and_stands_where_it_is_answered() {
    let tree = Tree::grown().await;
    let Tree { room, city, .. } = &tree;
    let heard = city.takes_a_call();
    city.reports(&heard, "一矿");
    city.issues(&heard, "supplement", COUNTY, json!({ "words": "样例县河东镇一矿事故" })).unwrap();
    tree.sync().await;
    tree.later(3);
    workstation::alarm::look(&room.desk);
    workstation::alarm::look(&room.desk);
    let alarms = room.does("desk", Value::Null)["alarms"].as_array().unwrap().clone();
    let rung: Vec<&Value> = alarms.iter().filter(|alarm| alarm["next"] == "answer").collect();
    assert_eq!(rung.len(), 1, "{alarms:?}");
    assert!(rung[0]["words"].as_str().unwrap().contains("补报通知"), "{rung:?}");
    let seen = json!({ "incident": rung[0]["incident"], "rule": rung[0]["rule"], "step": rung[0]["step"] });
    room.does("alarm_acknowledge", seen);
    workstation::alarm::look(&room.desk);
    assert_eq!(room.does("desk", Value::Null)["alarms"], json!([]), "seen once, and the clock runs on");
    assert_eq!(room.todos("补报通知").len(), 1);
    assert!(room.desk.check_views().unwrap().is_empty());
}
