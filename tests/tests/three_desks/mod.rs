//! A county's, its city's and their province's desk at one real upstream, and what their officers do.

#![allow(dead_code, reason = "each test does some of it")]

use chrono::Duration;
use serde_json::{Value, json};
use tests::room::{Room, may_12};
use tests::second_desk::{CITY, PROVINCE, SecondDesk};

/// A county, its city and their province.
pub(crate) struct Tree {
    pub(crate) room: Room,
    pub(crate) city: SecondDesk,
    pub(crate) province: SecondDesk,
}

impl Tree {
    pub(crate) async fn grown() -> Self {
        let room = Room::open(may_12(18, 9)).await;
        let city = SecondDesk::enrolled(&room, CITY, "city").await;
        let province = SecondDesk::enrolled(&room, PROVINCE, "province").await;
        let tree = Self { room, city, province };
        tree.sync().await;
        tree
    }

    /// Everybody hands in, then everybody takes.
    pub(crate) async fn sync(&self) {
        for _ in 0..2 {
            self.room.sync().await;
            self.city.sync().await;
            self.province.sync().await;
        }
    }

    pub(crate) fn later(&self, minutes: i64) {
        self.room.clock.turn_to(self.room.clock.now() + Duration::minutes(minutes));
    }
}

/// A desk of any level, as a page asks it.
pub(crate) trait Desk {
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
