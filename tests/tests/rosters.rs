//! 值排班 at a desk: planned, published, changed, and read by the city.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

use std::sync::Arc;

use domain::beijing;
use serde_json::{Value, json};
use tests::room::{COUNTY, Room};
use workstation::{Command, Workstation, dispatch, sync};

const MONTH: &str = "2026-12";

/// Eight people of a room: two who lead, six who watch; what one puts in a cell.
struct People(Vec<Value>);

impl People {
    fn listed(room: &Room) -> Self {
        for n in 0..8 {
            let post = if n < 2 { "副局长" } else { "值班员" };
            let name = ["甲某", "乙某", "丙某", "丁某", "戊某", "己某", "庚某", "辛某"][n];
            let phone = format!("0000-000010{n}");
            room.does(
                "officer_list",
                json!({ "officer": null, "name": name, "post": post, "phone": phone, "left": false }),
            );
        }
        Self(room.does("roster", json!({ "unit": null, "month": MONTH }))["people"].as_array().unwrap().clone())
    }

    fn named(&self, name: &str) -> Value {
        self.0.iter().find(|one| one["name"] == name).unwrap().clone()
    }

    fn cell(&self, names: &[&str]) -> Value {
        names.iter().map(|name| self.named(name)).collect()
    }
}

async fn november_28() -> Room {
    let wall = chrono::NaiveDate::from_ymd_opt(2026, 11, 28).unwrap().and_hms_opt(9, 0, 0).unwrap();
    Room::open(beijing::instant(wall)).await
}

fn edit(room: &Room, edit: &Value) -> Value {
    room.does("roster_edit", json!({ "month": MONTH, "edit": edit }))
}

fn put(room: &Room, (day, line): (u32, u32), who: &Value) -> Value {
    edit(room, &json!({ "put": { "place": { "day": day, "line": line }, "who": who } }))
}

fn rotate(room: &Room, people: &People, line: u32, names: &[&str]) -> Value {
    edit(room, &json!({ "rotate": { "line": line, "from": 1, "until": 31, "people": people.cell(names) } }))
}

fn planned(room: &Room) -> (People, Value) {
    let people = People::listed(room);
    rotate(room, &people, 0, &["甲某", "乙某"]);
    let view = rotate(room, &people, 1, &["丙某", "丁某", "戊某", "己某", "庚某", "辛某"]);
    (people, view)
}

fn published(room: &Room) -> People {
    let (people, _) = planned(room);
    room.does("roster_publish", json!({ "month": MONTH }));
    people
}

fn names(cell: &Value) -> Vec<&str> {
    cell.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

fn consent(names: &[&str]) -> Value {
    names.iter().map(|name| json!({ "name": name, "how": "电话" })).collect()
}

fn asks(desk: &Arc<Workstation>, name: &str, arguments: Value) -> Value {
    dispatch(desk, &Command::of(name), arguments).unwrap_or_else(|error| panic!("{name}: {}", error.message))
}

#[tokio::test]
async fn next_month_is_offered_until_it_is_out_and_its_clock_runs_until_it_stands_in_the_national_system() {
    let room = november_28().await;
    let view = room.does("roster", json!({ "unit": null, "month": null }));
    assert_eq!((&view["month"], &view["published"], &view["own"]), (&json!(MONTH), &Value::Null, &json!(true)));
    assert_eq!(view["due"]["why"], "11月底前录入12月");
    assert_eq!(view["days"][4]["weekday"], "周六");
    assert_eq!((&view["days"][4]["kind"], &view["days"][0]["kind"]), (&json!("weekend"), &json!("workday")));
    assert_eq!(view["no_calendar"], Value::Null, "2026 has its table");
    let january = room.does("roster", json!({ "unit": null, "month": "2027-01" }));
    assert!(january["no_calendar"].as_str().unwrap().starts_with("没有2027年节假日表"), "{}", january["no_calendar"]);

    published(&room);
    let view = room.does("roster", json!({ "unit": null, "month": MONTH }));
    assert_eq!((&view["due"]["done_at"], &view["to_enter"][0]["words"]), (&Value::Null, &json!("2026年12月值班表")));
    let entered = |entry: &Value, number: &str| {
        room.call(
            "roster_enter",
            json!({ "month": MONTH, "entry": entry, "time": "", "number": number, "instead": "" }),
        )
    };
    let month = view["to_enter"][0]["entry"].clone();
    let refused = entered(&month, "").unwrap_err();
    assert_eq!(refused["fields"][0]["field"], "number");
    assert!(entered(&json!("00000000-0000-7000-8000-000000000001"), "P-1").is_err(), "nothing of that name is out");
    let view = entered(&month, "P-1").unwrap();
    assert_eq!(view["due"]["state"], "met");
}

#[tokio::test]
async fn a_month_is_planned_step_by_step_and_each_step_can_be_taken_back_after_a_restart() {
    let room = november_28().await;
    let (_, view) = planned(&room);
    assert_eq!((&view["can_undo"], &view["can_redo"]), (&json!(true), &json!(false)));
    let room = room.reopen();
    let again = room.does("roster", json!({ "unit": null, "month": MONTH }));
    assert_eq!(again["plan"], view["plan"], "nothing is lost");
    let back = room.does("roster_undo", json!({ "month": MONTH }));
    assert!(back["plan"]["days"].as_array().unwrap().iter().all(|day| day[1] == json!([])), "the second line is empty");
    let redone = room.does("roster_redo", json!({ "month": MONTH }));
    assert_eq!(redone["plan"], view["plan"]);
    room.does("roster_discard", json!({ "month": MONTH }));
    let blank = room.does("roster", json!({ "unit": null, "month": MONTH }));
    assert_eq!((&blank["can_undo"], &blank["drafting"]), (&json!(false), &json!(false)));
    let refused = room.call("roster_publish", json!({ "month": MONTH })).unwrap_err();
    assert_eq!(refused["message"], "还没有排人，请先排班再发布。");
}

#[tokio::test]
async fn a_gap_goes_out_only_with_a_reason_and_the_day_is_divided_otherwise_only_before() {
    let room = november_28().await;
    let (people, _) = planned(&room);
    let view = put(&room, (3, 1), &people.cell(&["丙某"]));
    assert_eq!(view["hindering"], 1, "{}", view["faults"]);
    let gap = view["faults"].as_array().unwrap().iter().find(|fault| fault["of"] == "gap").unwrap().clone();
    assert!(gap["cite"].as_str().unwrap().contains("第三条"), "{gap}");
    let refused = room.call("roster_publish", json!({ "month": MONTH })).unwrap_err();
    assert!(refused["message"].as_str().unwrap().starts_with("有1处缺岗或重叠没有说明"), "{refused}");
    let explain = |reason: &str| {
        let place = gap["place"].clone();
        room.does("roster_explain", json!({ "month": MONTH, "of": "gap", "place": place, "who": "", "reason": reason }))
    };
    assert_eq!(explain("由指挥中心代值")["hindering"], 0);
    assert_eq!(explain("")["hindering"], 1, "taken back");
    explain("由指挥中心代值");
    let divided = room.does("roster_pattern", json!({ "month": MONTH, "pattern": "day_night" }));
    assert_eq!(divided["lines"], json!(["带班领导", "值班员（白班）", "值班员（夜班）"]));
    assert_eq!(names(&divided["plan"]["days"][0][0]).len(), 1, "who leads goes on leading");
    room.does("roster_pattern", json!({ "month": MONTH, "pattern": "whole_day" }));
    rotate(&room, &people, 1, &["丙某", "丁某", "戊某", "己某", "庚某", "辛某"]);
    room.does("roster_publish", json!({ "month": MONTH }));
    assert!(room.call("roster_pattern", json!({ "month": MONTH, "pattern": "day_night" })).is_err());
    assert!(room.call("roster_publish", json!({ "month": MONTH })).is_err(), "once");
}

#[tokio::test]
async fn a_change_goes_out_with_reason_consents_and_leader_and_the_city_reads_old_and_new() {
    let room = november_28().await;
    let people = published(&room);
    let before = room.does("roster", json!({ "unit": null, "month": MONTH }));
    let (was, free) = (names(&before["plan"]["days"][11][1]), ["庚某", "辛某"]);
    let comes = free.into_iter().find(|name| !was.contains(name)).unwrap();
    let (goes, stays) = (was[0].to_owned(), was[1].to_owned());
    let view = put(&room, (12, 1), &people.cell(&[comes, &stays]));
    assert_eq!(view["concerned"], json!([goes, comes]));
    let change = |reason: &str, consents: Value| {
        let agreed = json!({ "name": "甲某", "how": "当面" });
        let asked = json!({ "month": MONTH, "reason": reason, "consents": consents, "agreed": agreed });
        room.call("roster_change", asked)
    };
    assert_eq!(change("", consent(&[])).unwrap_err()["fields"][0]["field"], "reason");
    assert_eq!(change("发热", consent(&[&goes])).unwrap_err()["fields"][0]["field"], "consents");
    let view = change("发热", consent(&[&goes, comes])).unwrap();
    let words = format!("12日值班员：{goes}、{stays}→{comes}、{stays}");
    assert_eq!(view["to_enter"][1]["words"], words.as_str());
    assert_eq!((&view["drafting"], &view["days"][11]["changed"]), (&json!(false), &json!(true)));

    room.sync().await;
    let city = room.desk_above().await;
    let units = asks(&city, "roster_units", json!({ "unit": null, "month": MONTH }));
    let row = units["rows"].as_array().unwrap().iter().find(|row| row["unit"] == COUNTY).unwrap();
    assert_eq!((&row["changes"], row["published_at"].is_string()), (&json!(1), true), "{units}");
    let read = asks(&city, "roster", json!({ "unit": COUNTY, "month": MONTH }));
    assert_eq!((&read["own"], &read["plan"]), (&json!(false), &view["plan"]));
    assert_eq!(read["changes"][0]["reason"], "发热");
    let nobody = dispatch(&city, &Command::of("roster"), json!({ "unit": COUNTY, "month": "2027-03" })).unwrap_err();
    assert_eq!(nobody.message, "这个单位本月的值班表还没有报来。");
    assert!(room.desk.check_views().unwrap().is_empty(), "what is stored is what a rebuild gives");
    assert!(city.check_views().unwrap().is_empty());
}

#[tokio::test]
async fn of_two_desks_that_changed_one_day_offline_one_stands_and_the_other_is_put_aside_in_words() {
    let room = november_28().await;
    let people = published(&room);
    room.sync().await;
    let view = room.does("roster", json!({ "unit": null, "month": MONTH }));
    let (was, month) = (names(&view["plan"]["days"][11][1]), json!({ "unit": null, "month": MONTH }));
    let (goes, stays) = (was[0].to_owned(), was[1].to_owned());
    let free: Vec<&str> =
        ["丙某", "丁某", "戊某", "己某", "庚某", "辛某"].into_iter().filter(|name| !was.contains(name)).collect();
    let second = room.desk_beside().await;
    let change = |desk: &Arc<Workstation>, comes: &str| {
        let who = people.cell(&[comes, &stays]);
        let cell = json!({ "put": { "place": { "day": 12, "line": 1 }, "who": who } });
        asks(desk, "roster_edit", json!({ "month": MONTH, "edit": cell }));
        let agreed = json!({ "name": "甲某", "how": "当面" });
        let consents = consent(&[&goes, comes]);
        asks(desk, "roster_change", json!({ "month": MONTH, "reason": comes, "consents": consents, "agreed": agreed }));
    };
    change(&room.desk, free[0]);
    change(&second, free[1]);
    for _ in 0..2 {
        sync::round(&second).await;
        room.sync().await;
    }
    let (here, there) = (asks(&room.desk, "roster", month.clone()), asks(&second, "roster", month));
    assert_eq!(here["plan"], there["plan"], "both see one month");
    assert_eq!(names(&here["plan"]["days"][11][1])[0], free[1], "whoever reached the upstream first");
    assert_eq!((&here["proposals"], &there["proposals"]), (&there["proposals"], &here["proposals"]));
    assert_eq!(here["proposals"][0]["reason"], free[0]);
    let aside = json!({
        "month": MONTH, "proposal": here["proposals"][0]["entry"], "reason": "按先到的办",
        "agreed": { "name": "甲某", "how": "电话" }
    });
    let settled = room.does("roster_put_aside", aside.clone());
    assert_eq!((&settled["proposals"], &settled["plan"]), (&json!([]), &here["plan"]));
    assert!(room.call("roster_put_aside", aside).is_err(), "once");
}

#[tokio::test]
async fn what_was_planned_before_another_desk_published_replaces_nothing_of_it_unseen() {
    let room = november_28().await;
    let (people, planned) = planned(&room);
    let other = room.desk_beside().await;
    let place = |line: u32| json!({ "day": 1, "line": line });
    for (line, who) in [(0, people.cell(&["乙某"])), (1, people.cell(&["庚某", "辛某"]))] {
        let cell = json!({ "put": { "place": place(line), "who": who } });
        asks(&other, "roster_edit", json!({ "month": MONTH, "edit": cell }));
        let fill = json!({ "fill_down": { "place": place(line), "until": 31 } });
        asks(&other, "roster_edit", json!({ "month": MONTH, "edit": fill }));
    }
    asks(&other, "roster_publish", json!({ "month": MONTH }));
    sync::round(&other).await;
    room.sync().await;
    let everybody = consent(&["甲某", "乙某", "丙某", "丁某", "戊某", "己某", "庚某", "辛某"]);
    let agreed = json!({ "name": "甲某", "how": "当面" });
    let change = json!({ "month": MONTH, "reason": "按本机的", "consents": everybody, "agreed": agreed });
    let refused = room.call("roster_change", change).unwrap_err();
    assert_eq!(refused["message"], "本月值班表已由另一台发布；请先放弃本机草稿，再按发布的表变更。");
    let kept = room.does("roster", json!({ "unit": null, "month": MONTH }));
    assert_eq!((&kept["plan"], &kept["changes"]), (&planned["plan"], &json!([])), "what was planned is still there");
    let out = room.does("roster_discard", json!({ "month": MONTH }));
    assert_eq!(names(&out["plan"]["days"][30][1]), ["庚某", "辛某"], "and so is what the other desk published");
}

/// A workbook as somebody sends it, handed in by its ticket.
fn hands_in(room: &Room, rows: &[Vec<String>]) -> Result<String, String> {
    let ticket = room.does("roster_choose", json!({ "month": MONTH }))["ticket"].as_str().unwrap().to_owned();
    let file = workstation::expect_file(&room.desk, &room.desk.tick(), &ticket).unwrap();
    std::fs::write(file.path(), sheets::workbook("值班表", rows).unwrap()).unwrap();
    workstation::take_in(&room.desk, file).map_err(|error| error.message)
}

#[tokio::test]
async fn a_sheet_is_looked_at_taken_over_as_one_step_and_what_could_not_be_read_is_said_at_its_cell() {
    let room = november_28().await;
    People::listed(&room);
    let row = |cells: &[&str]| cells.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
    let mut rows = vec![row(&["日期", "带班领导", "值班员"])];
    for day in 1..=31 {
        let watch = ["丙某、丁某", "戊某、己某", "庚某、辛某"][day % 3];
        rows.push(row(&[&day.to_string(), if day % 2 == 1 { "甲某" } else { "乙某" }, watch]));
    }
    rows[5][2] = "丙某、壬某".to_owned();
    let said = hands_in(&room, &rows).unwrap();
    assert_eq!(said, "已读入“值班表”，62格有人，1处要看。请看一眼，再收入。");
    let view = room.does("roster", json!({ "unit": null, "month": MONTH }));
    assert_eq!(
        view["imported"]["errors"],
        json!([{ "cell": "C6", "words": "壬某不在值班人员名单，请核对姓名或先登记" }])
    );
    assert_eq!((&view["drafting"], view["imported"]["cells"].as_array().unwrap().len()), (&json!(false), 62));
    let taken = room.does("roster_take_over", json!({ "month": MONTH }));
    assert_eq!((&taken["imported"], &taken["can_undo"]), (&Value::Null, &json!(true)));
    assert_eq!(names(&taken["plan"]["days"][0][1]), ["戊某", "己某"]);
    assert!(taken["faults"].as_array().unwrap().iter().any(|fault| fault["of"] == "gap"), "one cell is to be mended");
    let back = room.does("roster_undo", json!({ "month": MONTH }));
    assert_eq!(back["drafting"], json!(false), "one step");
    assert!(room.call("roster_take_over", json!({ "month": MONTH })).is_err(), "nothing is at hand any more");
    let broken = room.does("roster_choose", json!({ "month": MONTH }))["ticket"].as_str().unwrap().to_owned();
    let file = workstation::expect_file(&room.desk, &room.desk.tick(), &broken).unwrap();
    std::fs::write(file.path(), b"PK\x03\x04broken").unwrap();
    let refused = workstation::take_in(&room.desk, file).unwrap_err().message;
    assert!(refused.contains("已损坏或不完整"), "{refused}");
}

#[tokio::test]
async fn a_block_is_pasted_at_the_cursor_and_a_month_goes_out_as_a_sheet_which_is_recorded() {
    let room = november_28().await;
    People::listed(&room);
    let paste = |day: u32, text: &str| {
        room.does("roster_paste", json!({ "month": MONTH, "place": { "day": day, "line": 0 }, "text": text }))
    };
    let view = paste(3, "甲某\t\"丙某\n丁某\"\r\n乙某\t戊某、壬某\n");
    assert_eq!(names(&view["plan"]["days"][2][1]), ["丙某", "丁某"]);
    assert_eq!(view["imported"]["errors"][0]["cell"], "B2");
    let whole = paste(1, "日期\t带班领导\n9\t甲某\n");
    assert_eq!(names(&whole["plan"]["days"][8][0]), ["甲某"], "a block with a header says itself where it belongs");
    let ticket =
        room.does("roster_export", json!({ "unit": null, "month": MONTH }))["ticket"].as_str().unwrap().to_owned();
    let given = workstation::give_file(&room.desk, &room.desk.tick(), &ticket).unwrap();
    assert_eq!(given.name(), "值班表-2026-12.xlsx");
    let sheet = sheets::sheets_of("值班表", &std::fs::read(given.path()).unwrap()).unwrap().remove(0);
    assert_eq!(sheet.rows[3][3].text, "丙某、丁某");
    let noted = room.does("settings", json!(null))["accesses"][0].clone();
    assert_eq!((&noted["what"], &noted["note"]), (&json!("值班表"), &json!("导出值班表-2026-12.xlsx")));
}
