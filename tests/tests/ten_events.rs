//! The notice's own example (notice-2024 一, 报送率): of ten events of which the ministry must hear the province reported ten, its
//! city seven and the county five. The desks say of themselves whom to ask next, until all three have ten.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

mod eye;
mod three_desks;

use eye::Eye;
use rusqlite::Connection;
use serde_json::{Value, json};
use tests::room::copy_of_file;
use tests::second_desk::SecondDesk;
use tests::{COMMON, Engine, FalseClock, Post, Stage};
use three_desks::{Desk, Tree};

fn at(levels: [(&str, u64); 3]) -> Vec<(String, u64)> {
    levels.map(|(level, count)| (level.to_owned(), count)).to_vec()
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

/// The province's table of three levels as its officer sees it, on a copy of its desk.
async fn shown_on_screen(province: &SecondDesk, when: &str, totals: [&str; 3]) {
    let mut stage = Stage::set(COMMON);
    let clock = FalseClock::passing_from(stage.folder(), "2026-05-12 23:00:00");
    stage.under(&clock);
    let data = stage.folder().join("desk");
    std::fs::create_dir(&data).unwrap();
    std::fs::copy(province.folder.join("identity.json"), data.join("identity.json")).unwrap();
    copy_of_file(&province.folder.join("zhiban.sqlite"), &data.join("zhiban.sqlite"));
    // The copy talks to nobody.
    let nowhere =
        "UPDATE settings SET value = json_set(value, '$.upstream_url', 'http://127.0.0.1:1') WHERE name = 'enrolment'";
    let changed = Connection::open(data.join("zhiban.sqlite")).unwrap().execute(nowhere, []).unwrap();
    assert_eq!(changed, 1);
    let mut post = Post::open(&stage, Engine::Chromium, &data).await;
    let window = &mut post.window;
    window.shows("link", "离线").await;
    window.click("[data-test=rail-incidents]").await;
    window.shows("incidents", "三级报送").await;
    window.press("F6").await;
    let shown = window.shows("totals", "10").await;
    let words = shown.replace(char::is_whitespace, "");
    for (level, total) in ["省", "市", "县"].into_iter().zip(totals) {
        assert!(words.contains(&format!("{level}{total}")), "{level} {total} of 10 on screen: {shown}");
    }
    let eye = &mut Eye::of(Engine::Chromium);
    eye.at(window, &format!("three-levels-{when}")).await;
    assert_eq!(eye.found, Vec::<String>::new(), "axe finds nothing");
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
    shown_on_screen(province, "before", ["10", "7", "5"]).await;

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
    shown_on_screen(province, "after", ["10", "10", "10"]).await;
    for desk in [&room.desk, &city.desk, &province.desk] {
        assert!(desk.check_views().unwrap().is_empty(), "rebuilt views equal live ones");
        assert_eq!(workstation::verify(desk).unwrap().faults, Vec::<String>::new());
    }
}
