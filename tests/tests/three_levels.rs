//! Three levels, one event: a county, its city and their province, three real desks at one real upstream. What the notice
//! of 2024 asks (二.四): the same event stands in the system at each of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the officer is shared with the other stories")]

mod officer;

use chrono::Duration;
use serde_json::{Value, json};
use tests::room::{COUNTY, Room, may_12};
use tests::second_desk::{CITY, PROVINCE, SecondDesk};

/// A county, its city and their province.
struct Tree {
    room: Room,
    city: SecondDesk,
    province: SecondDesk,
}

impl Tree {
    async fn grown() -> Self {
        let room = Room::open(may_12(18, 9)).await;
        let city = SecondDesk::enrolled(&room, CITY, "city").await;
        let province = SecondDesk::enrolled(&room, PROVINCE, "province").await;
        let tree = Self { room, city, province };
        tree.sync().await;
        for folder in [tree.room.folder().join("desk"), tree.city.folder.clone(), tree.province.folder.clone()] {
            // TEMP
            let units = json!([{"code":"990000","name":"样例省应急管理厅","level":"province","divisions":["样例省"],"parent":null,"sample":true},
             {"code":"990100","name":"样例市应急管理局","level":"city","divisions":["样例省","样例市"],"parent":"990000","sample":true},
             {"code":"990121","name":"样例县应急管理局","level":"county","divisions":["样例省","样例市","样例县"],"parent":"990100","sample":true},
             {"code":"990122","name":"邻例县应急管理局","level":"county","divisions":["样例省","样例市","邻例县"],"parent":"990100","sample":true}]);
            rusqlite::Connection::open(folder.join("zhiban.sqlite"))
                .unwrap()
                .execute("INSERT OR REPLACE INTO settings VALUES('known_units', ?1)", [units.to_string()])
                .unwrap();
        } // TEMP
        tree
    }

    /// Everybody hands in, then everybody takes.
    async fn sync(&self) {
        for _ in 0..2 {
            self.room.sync().await;
            self.city.sync().await;
            self.province.sync().await;
        }
    }

    fn later(&self, minutes: i64) {
        self.room.clock.turn_to(self.room.clock.now() + Duration::minutes(minutes));
    }
}

/// A desk of any level, as a page asks it.
trait Desk {
    fn asks(&self, name: &str, arguments: Value) -> Result<Value, Value>;

    fn does(&self, name: &str, arguments: Value) -> Value {
        self.asks(name, arguments).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn levels(&self, incident: &Value) -> Value {
        self.does("levels", json!({ "incident": incident }))
    }

    fn todos(&self, what: &str) -> Vec<Value> {
        let todos = self.does("desk", Value::Null)["todos"].clone();
        todos.as_array().unwrap().iter().filter(|todo| todo["what"] == what).cloned().collect()
    }

    fn takes_a_call(&self) -> Value {
        let call = self.does("call_open", Value::Null)["id"].clone();
        self.does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
        call
    }

    /// The form and Ctrl+Enter: an accident of which the ministry must hear.
    fn reports(&self, incident: &Value, place: &str) -> Value {
        let mut draft = self.does("incident", json!({ "incident": incident }))["draft"].clone();
        let typed = json!({ "kind": "coal_mine", "occurred": "-", "town": "样例县河东镇", "place": place, "source": "119",
            "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "10", "injured": "2", "seriously_injured": "-",
                         "missing": "0", "trapped": "0", "adopted": true }] });
        typed.as_object().unwrap().iter().for_each(|(name, value)| draft[name] = value.clone());
        self.does("draft_save", json!({ "incident": incident, "draft": draft }));
        self.submits(incident)
    }

    /// What stands on screen goes.
    fn submits(&self, incident: &Value) -> Value {
        let letter = self.does("incident", json!({ "incident": incident }))["composed"].clone();
        let as_seen = json!({ "incident": incident, "title": letter["title"], "body": letter["body"] });
        self.does("submit", as_seen)["incident"]["reports"].as_array().unwrap().last().unwrap()["id"].clone()
    }

    /// 承接 of what the page offers.
    fn takes_up(&self, incident: &Value) {
        let from = self.levels(incident)["take_up"].clone();
        self.does("take_up", json!({ "incident": incident, "from": from }));
    }

    fn issues(&self, incident: &Value, demand: &str, to: &str, more: Value) -> Result<Value, Value> {
        let mut asked = json!({ "incident": incident, "demand": demand, "to": to, "about": null, "reason": null,
            "words": "", "until": "", "issued_by": "值班员", "extends": null });
        more.as_object().unwrap().iter().for_each(|(name, value)| asked[name] = value.clone());
        self.asks("directive_issue", asked)
    }

    /// How each level stands, by its own name: 已核, 据告知 or 未知.
    fn stands(&self, incident: &Value) -> Vec<(String, String)> {
        let cells = self.levels(incident)["cells"].as_array().unwrap().clone();
        let word = |cell: &Value| cell["known"]["is"].as_str().unwrap().to_owned();
        cells.iter().map(|cell| (cell["level"].as_str().unwrap().to_owned(), word(cell))).collect()
    }

    /// Of how many events each level's report is in the system, the province first.
    fn totals(&self) -> Vec<(String, u64)> {
        let three = self.does("three_levels", Value::Null);
        let totals = three["totals"].as_array().unwrap().clone();
        let total = |one: &Value| (one["level"].as_str().unwrap().to_owned(), one["reported"].as_u64().unwrap());
        totals.iter().map(total).collect()
    }
}

impl Desk for Room {
    fn asks(&self, name: &str, arguments: Value) -> Result<Value, Value> {
        self.call(name, arguments)
    }
}

impl Desk for SecondDesk {
    fn asks(&self, name: &str, arguments: Value) -> Result<Value, Value> {
        self.call(name, arguments)
    }
}

fn at(levels: [(&str, u64); 3]) -> Vec<(String, u64)> {
    levels.map(|(level, count)| (level.to_owned(), count)).to_vec()
}

fn known(levels: [(&str, &str); 3]) -> Vec<(String, String)> {
    levels.map(|(level, known)| (level.to_owned(), known.to_owned())).to_vec()
}

/// Where the page says that a unit below is to be asked to report what we have reported.
fn notifies(desk: &dyn Desk) -> Vec<(Value, String)> {
    let rows = desk.does("three_levels", Value::Null)["rows"].as_array().unwrap().clone();
    let mut asked = Vec::new();
    for row in &rows {
        for cell in row["cells"].as_array().unwrap().iter().filter(|cell| cell["step"] == "notify") {
            let level = cell["level"].clone();
            let below = desk.levels(&row["incident"])["below"].as_array().unwrap().clone();
            let named = cell["unit"].as_str().map(str::to_owned);
            let likely = || below.iter().find(|unit| is_of(unit, &level)).unwrap()["code"].as_str().unwrap().to_owned();
            asked.push((row["incident"].clone(), named.unwrap_or_else(likely)));
        }
    }
    asked
}

/// Codes of divisions: a county's ends in other than 00.
fn is_of(unit: &Value, level: &Value) -> bool {
    let city = unit["code"].as_str().unwrap().ends_with("00");
    city == (level == "city")
}

// 某省发生了10起应报应急管理部的灾害事故，省级报送了10起，市级7起，县级5起.
#[tokio::test]
async fn of_ten_that_must_be_reported_the_next_steps_bring_province_city_and_county_from_10_7_5_to_10_each() {
    let tree = Tree::grown().await;
    let Tree { room, city, province } = &tree;
    for nth in 0..5 {
        let incident = room.takes_a_call();
        room.reports(&incident, &format!("第{nth}矿"));
        tree.sync().await;
        city.takes_up(&incident);
        city.submits(&incident);
        province.takes_up(&incident);
        province.submits(&incident);
        tree.later(10);
    }
    for nth in 5..7 {
        let incident = city.takes_a_call();
        city.reports(&incident, &format!("第{nth}矿"));
        tree.sync().await;
        province.takes_up(&incident);
        province.submits(&incident);
        tree.later(10);
    }
    for nth in 7..10 {
        let incident = province.takes_a_call();
        province.reports(&incident, &format!("第{nth}矿"));
        tree.later(10);
    }
    tree.sync().await;
    assert_eq!(province.totals(), at([("province", 10), ("city", 7), ("county", 5)]), "the notice's own example");
    let counted = province.does("three_levels", Value::Null)["totals"][2]["unknown"].clone();
    assert_eq!(counted, 5, "of the others nothing is known, and that is all that is said of them");

    // From the moment of its own report each desk says whom it has to ask, and nothing else is needed.
    assert_eq!(province.todos("通知补报").len(), 5, "three that the city lacks too, and two that the county lacks");
    for (incident, unit) in notifies(province) {
        province.issues(&incident, "supplement", &unit, json!({ "words": "样例县河东镇一矿事故，死亡10人" })).unwrap();
    }
    tree.later(1);
    tree.sync().await;
    assert_eq!(province.todos("通知补报"), Vec::<Value>::new(), "whoever was asked is not to be asked again");
    for desk in [city as &dyn Desk, room] {
        for todo in desk.todos("补报通知") {
            let incident = &todo["levels"];
            if desk.levels(incident)["ours"] == Value::Null {
                desk.takes_up(incident);
            }
            desk.reports(incident, "某矿");
        }
    }
    tree.sync().await;
    // What the city was asked for and had not told the county is the city's to tell; here the province told both.
    for desk in [province as &dyn Desk, city] {
        assert_eq!(desk.totals(), at([("province", 10), ("city", 10), ("county", 10)]), "all three levels");
        assert_eq!(desk.todos("等待答复"), Vec::<Value>::new(), "the report itself is the answer");
        assert_eq!(desk.todos("通知补报"), Vec::<Value>::new());
    }
    for desk in [&room.desk, &city.desk, &province.desk] {
        assert!(desk.check_views().unwrap().is_empty(), "rebuilt views equal live ones");
        assert_eq!(workstation::verify(desk).unwrap().faults, Vec::<String>::new());
    }
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
