//! First reports as duty rooms write them, from the facts of public notices: what a slow line has to carry.

use serde_json::{Value, json};

use crate::room::Room;

/// What an officer types into the form of a first report.
#[derive(Debug, Clone)]
pub struct FirstReport {
    /// What it is called in a figure.
    pub name: &'static str,
    draft: Value,
}

impl FirstReport {
    /// E7: a fire with one dead and eleven injured, an hour old.
    pub fn e7() -> Self {
        let draft = json!({
            "kind": "fire", "occurred": "-", "town": "撮镇", "place": "中心街一民房一楼楼道杂物间", "site": "一民房",
            "unit": "不涉及", "source": "群众", "counts": [of("县消防救援大队", "1", "11", "-")],
            "forces": "消防救援、公安、120急救等力量", "measures": "明火已扑灭，伤员已送医救治，相关责任人已被控制",
            "cause": "-"
        });
        Self { name: "E7", draft }
    }

    /// E8: a fire with nobody hurt, minute by minute.
    pub fn e8() -> Self {
        let draft = json!({
            "kind": "fire", "occurred": "1805左右", "town": "海城镇", "place": "西门市场后面西中街3巷10号附近",
            "site": "一处场所", "unit": "-", "source": "海丰消防救援大队",
            "counts": [of("海丰消防救援大队", "0", "0", "0")], "course": "过火面积约20平方米",
            "forces": "附城站4车16名、海城站2车11名、海城专职队",
            "measures": "18时30分到场，18时50分明火扑灭，19时15分清理完毕", "cause": "-"
        });
        Self { name: "E8", draft }
    }

    /// As long as a first report may well be: E8's fire with E7's people, two informants who differ, and what is next.
    pub fn long() -> Self {
        let draft = json!({
            "kind": "fire", "occurred": "1805左右", "town": "海城镇", "place": "西门市场后面西中街3巷10号附近",
            "site": "一处场所", "unit": "-", "source": "海丰消防救援大队",
            "counts": [of("海丰消防救援大队", "1", "11", "3"), not_adopted(of("县急救中心", "1", "9", "-"))],
            "course": "过火面积约20平方米，燃烧物为一楼堆放的家具和海绵，浓烟沿楼梯间向上蔓延，部分住户自行撤离",
            "building": "6层住宅，砖混结构，一楼为商铺，二楼以上住人",
            "forces": "附城站4车16名、海城站2车11名、海城专职队1车6名，公安、120急救等到场",
            "measures": "18时30分到场，18时50分明火扑灭，19时15分清理完毕；伤员已送县人民医院救治",
            "cause": "-", "next_step": "继续核实人员情况，做好善后工作"
        });
        Self { name: "long", draft }
    }

    /// All of them.
    pub fn all() -> [Self; 3] {
        [Self::e7(), Self::e8(), Self::long()]
    }

    /// The call, the city told, the form filled in, the signature by phone: everything but Ctrl+Enter. The incident.
    pub fn is_written_up(&self, room: &Room) -> Value {
        let call = room.does("call_open", Value::Null)["id"].clone();
        room.does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
        let told = json!({
            "incident": call, "recipient": "city_bureau", "name": "", "purpose": "report", "reached": "answered",
            "time": "", "taken_by": "值班员", "words": "", "recording": ""
        });
        room.does("call_out", told);
        room.does("draft_save", json!({ "incident": call, "draft": self.draft }));
        let signed = json!({
            "incident": call, "post": "带班领导", "signer": "带班领导甲", "way": "by_phone", "time": ""
        });
        room.does("sign_off", signed);
        call
    }
}

/// Ctrl+Enter: the letter as it stands on screen is sealed and saved; its title and body.
pub fn submit(room: &Room, incident: &Value) -> (String, String) {
    let letter = room.does("incident", json!({ "incident": incident }))["composed"].clone();
    let seen = json!({ "incident": incident, "title": letter["title"], "body": letter["body"] });
    let sent = room.does("submit", seen);
    assert_eq!(sent["state"], "saved_here", "已保存本机 before anything was sent");
    let text = |field: &str| letter[field].as_str().expect("a letter has one").to_owned();
    (text("title"), text("body"))
}

/// Whether the desk has verified the upstream's receipt for the incident's report.
pub fn is_received(room: &Room, incident: &Value) -> bool {
    room.does("incident", json!({ "incident": incident }))["state"] == "received"
}

fn of(source: &str, deaths: &str, injured: &str, seriously: &str) -> Value {
    json!({
        "source": source, "as_of": "", "deaths": deaths, "injured": injured, "seriously_injured": seriously,
        "missing": "-", "trapped": "-", "adopted": true
    })
}

fn not_adopted(mut count: Value) -> Value {
    count["adopted"] = Value::Bool(false);
    count
}
