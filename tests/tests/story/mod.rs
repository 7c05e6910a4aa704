//! What an officer types in one journey.

use serde_json::Value;
use tests::Window;

pub(crate) struct Story {
    pub(crate) units: &'static str,
    pub(crate) unit: &'static str,
    day: &'static str,
    pub(crate) caller: &'static str,
    pub(crate) words: &'static str,
    /// The caller's words name kind and place: the form has them already.
    heard: bool,
    /// What is typed into the form, field by field.
    typed: Vec<(&'static str, &'static str)>,
    pub(crate) title: &'static str,
    /// What the letter shows once the last field has been read.
    pub(crate) last_words: &'static str,
    signer: &'static str,
    notice: Option<Value>,
}

impl Story {
    /// The public notice E7 (fire, one dead, eleven injured), typed as a county officer would.
    pub(crate) fn e7() -> Self {
        let notice = include_str!("../../notices/E7.json");
        Self {
            units: "code,name,level,parent,divisions,sample\n\
                    340000,安徽省应急管理厅,province,,安徽省,false\n\
                    340100,合肥市应急管理局,city,340000,安徽省/合肥市,false\n\
                    340122,肥东县应急管理局,county,340100,安徽省/合肥市/肥东县,false\n",
            unit: "340122",
            day: "2024-04-07",
            caller: "群众",
            words: "撮镇中心街一民房一楼楼道杂物间着火",
            heard: true,
            typed: vec![
                ("occurred", "-"),
                ("count.source", "/1"),
                ("count.deaths", "1"),
                ("count.injured", "11"),
                ("count.seriously_injured", "-"),
                ("count.missing", "-"),
                ("count.trapped", "-"),
                ("forces", "/1"),
                ("measures", "/1/5/8"),
                ("cause", "-"),
            ],
            title: "安徽省合肥市肥东县撮镇一民房发生火灾致1人死亡11人受伤（首报）",
            last_words: "起火原因",
            signer: "带班领导甲",
            notice: Some(serde_json::from_str(notice).unwrap()),
        }
    }

    /// The public notice E8 (fire, nobody hurt), with its minutes.
    pub(crate) fn e8() -> Self {
        let notice = include_str!("../../notices/E8.json");
        Self {
            units: "code,name,level,parent,divisions,sample\n\
                    440000,广东省应急管理厅,province,,广东省,false\n\
                    441500,汕尾市应急管理局,city,440000,广东省/汕尾市,false\n\
                    441521,海丰县应急管理局,county,441500,广东省/汕尾市/海丰县,false\n",
            unit: "441521",
            day: "2024-01-27",
            caller: "消防救援大队",
            words: "已出警",
            heard: false,
            typed: vec![
                ("occurred", "-"),
                ("town", "海城镇"),
                ("place", "西门市场后面西中街3巷10号附近"),
                ("site", "一处场所"),
                ("unit", "-"),
                ("count.source", "海丰消防救援大队"),
                ("count.as_of", "1850"),
                ("count.deaths", "0"),
                ("count.injured", "0"),
                ("course", "过火面积约20平方米"),
                ("forces", "附城站4车16名、海城站2车11名、海城专职队"),
                ("measures", "18时30分到场，18时50分明火扑灭，19时15分清理完毕"),
                ("cause", "-"),
            ],
            title: "广东省汕尾市海丰县海城镇一处场所发生火灾（首报）",
            last_words: "起火原因",
            signer: "带班领导甲",
            notice: Some(serde_json::from_str(notice).unwrap()),
        }
    }

    /// A made-up fire in the sample county.
    pub(crate) fn sample() -> Self {
        Self {
            units: include_str!("../../../sample/units.csv"),
            unit: "990121",
            day: "2026-05-12",
            caller: "群众",
            words: "一楼充电的地方烧起来了，楼上还有人",
            heard: false,
            typed: vec![
                ("occurred", "1805左右"),
                ("town", "河东镇"),
                ("place", "某小区3幢"),
                ("site", "一居民楼"),
                ("unit", "不涉及"),
                ("count.source", "县急救中心"),
                ("count.as_of", "1826"),
                ("count.deaths", "1"),
                ("count.injured", "11"),
                ("count.seriously_injured", "-"),
                ("count.missing", "-"),
                ("count.trapped", "-"),
                ("building", "6层住宅，砖混结构"),
                ("forces", "消防救援5车26人、120急救车3辆"),
                ("measures", "正在搜救并核对人数"),
                ("cause", "-"),
            ],
            title: "样例省样例市样例县河东镇一居民楼发生火灾致1人死亡11人受伤（首报）",
            last_words: "起火原因",
            signer: "值班局长",
            notice: None,
        }
    }

    /// A made-up fire in the sample county, at whatever hour: the caller names kind and place, and nobody knows whether
    /// anyone is missing.
    pub(crate) fn whether_anyone_is_missing() -> Self {
        Self {
            words: "河东镇幸福路12号一民房着火",
            heard: true,
            typed: vec![
                ("occurred", "-"),
                ("count.source", "县消防救援大队"),
                ("count.deaths", "1"),
                ("count.injured", "11"),
                ("count.missing", "-"),
                ("forces", "/1"),
                ("cause", "-"),
            ],
            title: "样例省样例市样例县河东镇一民房发生火灾致1人死亡11人受伤（首报）",
            signer: "带班领导甲",
            ..Self::sample()
        }
    }

    /// The same, with nine dead an hour before anybody rang.
    pub(crate) fn nine_dead() -> Self {
        Self {
            typed: vec![
                ("occurred", "1710"),
                ("count.source", "县消防救援大队"),
                ("count.deaths", "9"),
                ("count.injured", "4"),
                ("count.missing", "0"),
                ("forces", "/1"),
                ("cause", "-"),
            ],
            title: "样例省样例市样例县河东镇一民房发生火灾致9人死亡4人受伤（首报）",
            ..Self::whether_anyone_is_missing()
        }
    }

    /// That minute of the story's day.
    pub(crate) fn at(&self, minute: &str) -> String {
        format!("{} {minute}:00", self.day)
    }

    /// F2, and the caller's words.
    pub(crate) async fn take_down_the_call(&self, window: &mut Window) {
        window.press("F2").await;
        window.is_at("call-caller").await;
        window.write(self.caller_as_typed()).await;
        window.press("Enter").await;
        window.write(self.words).await;
    }

    /// Who rings most is the first of the phrases.
    fn caller_as_typed(&self) -> &'static str {
        if self.caller == "群众" { "/1" } else { self.caller }
    }

    /// `1`: the call is an incident.
    pub(crate) async fn make_it_an_incident(&self, window: &mut Window) {
        window.press("F2").await;
        // The six outcomes stand there before, too; only now a digit is one of them.
        window.shows("call-panel", "按一个数字").await;
        window.press("1").await;
        window.shows("incident-name", "").await;
    }

    /// F3: the city is told and ticked off with these words; the cursor goes on to the form.
    pub(crate) async fn phone_the_city(&self, window: &mut Window, ticked: &str) {
        window.press("F3").await;
        window.shows("call-out-1", "市应急管理局").await;
        window.press("1 Enter").await;
        window.shows("recipient-city_bureau", ticked).await;
        window.press("Enter").await;
    }

    /// The letter says what was typed last.
    pub(crate) async fn see_the_letter(&self, window: &Window) {
        window.wait_for("[data-test=letter-title]", "the letter's title", |text| text.trim() == self.title).await;
        window.shows("letter-body", self.last_words).await;
        window.shows("draft-state", "已存本机").await;
    }

    /// Chooses the kind, where the caller's words did not, and fills in the form in its own order; Enter goes on.
    pub(crate) async fn fill_in(&self, window: &mut Window) {
        if !self.heard {
            self.choose_kind(window).await;
        }
        self.fill_in_fields(window, 0..self.typed.len()).await;
    }

    /// The first field.
    pub(crate) async fn choose_kind(&self, window: &mut Window) {
        window.is_at("field-kind").await;
        window.press("1").await;
    }

    /// How many fields are typed before this one.
    pub(crate) fn fields_before(&self, field: &str) -> usize {
        self.typed.iter().position(|(name, _)| *name == field).unwrap()
    }

    /// How many fields are typed.
    pub(crate) fn fields(&self) -> usize {
        self.typed.len()
    }

    /// Some of the fields, in the form's own order.
    pub(crate) async fn fill_in_fields(&self, window: &mut Window, which: std::ops::Range<usize>) {
        for (field, text) in &self.typed[which] {
            let test = field.strip_prefix("count.").map_or(format!("field-{field}"), |name| format!("count-0-{name}"));
            let mut presses = 0;
            let key = self.leads_to(field);
            while !Self::is_at(window, &test).await {
                presses += 1;
                let at = window
                    .execute("return document.activeElement.dataset.test ?? document.activeElement.tagName")
                    .await;
                assert!(presses < 12, "{key} leads from field to field to {test}, not to {at}");
                window.press(key).await;
            }
            window.write(text).await;
        }
    }

    /// Enter goes on; PageDown goes past what the call filled in or may stay empty, Tab to a time that would fill itself.
    fn leads_to(&self, field: &str) -> &'static str {
        match field {
            "count.source" | "forces" if self.heard => "PageDown",
            "count.as_of" => "Tab",
            _ => "Enter",
        }
    }

    async fn is_at(window: &Window, test: &str) -> bool {
        let script = format!("return document.activeElement.closest('[data-test=\"{test}\"]') !== null");
        window.execute(&script).await == Value::Bool(true)
    }

    /// The fields from this one on, on a page that was just opened: the cursor goes to the first of them.
    pub(crate) async fn fill_in_rest(&self, window: &mut Window, from: usize) {
        let (field, _) = self.typed[from];
        let script = format!("document.querySelector('#field-{field}').focus(); return true");
        window.execute(&script).await;
        self.fill_in_fields(window, from..self.typed.len()).await;
    }

    /// F8, and the first of the signers by phone.
    pub(crate) async fn get_it_signed(&self, window: &mut Window) {
        window.press("F8").await;
        window.shows("sign-panel", "带班领导").await;
        self.sign_off(window).await;
        window.shows("signature", "电话").await;
    }

    /// The first of the signers, by phone.
    pub(crate) async fn sign_off(&self, window: &mut Window) {
        window.press("1").await;
        let ready = "(name => name && (document.activeElement === name || name.value !== ''))\
                     (document.querySelector('[data-test=sign-name]'))";
        window.wait_until(ready).await;
        // Whoever alone holds the post stands there already.
        if Self::is_at(window, "sign-name").await {
            window.write(self.signer).await;
            window.press("Enter").await;
        }
        window.press("2 Enter").await;
    }

    /// Time empty (now) and the number that the national system shows.
    pub(crate) async fn relay(&self, window: &mut Window) {
        while !Self::is_at(window, "relay-number").await {
            window.press("Enter").await;
        }
        window.write("GJ-001").await;
        window.press("Enter").await;
    }

    /// Every fact of the notice as words that must stand in the letter.
    pub(crate) fn facts(&self) -> Vec<String> {
        let Some(notice) = &self.notice else { return Vec::new() };
        let facts = &notice["facts"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let place = ["county", "town", "detail"].iter().filter_map(|key| text(&facts["place"][key]));
        let counted = counted(facts);
        let forces = facts["forces"].as_array().unwrap().iter().filter_map(|force| text(&force["who"]));
        let measures = facts["measures"].as_array().unwrap().iter().filter_map(text);
        let numbers = facts["numbers_all"].as_array().unwrap().iter().filter_map(|number| text(&number["text"]));
        // The letter names the day without its year, which its head carries.
        let reported = text(&facts["reported"]["text"]).map(|time| time.trim_start_matches("2024年").to_owned());
        let all = reported.into_iter().chain(place).chain(counted).chain(forces);
        all.chain(measures).chain(numbers).chain(text(&notice["kind"])).collect()
    }
}

/// Numbers as the letter states them; nobody harmed is a statement too.
fn counted(facts: &Value) -> Vec<String> {
    let counts = [("deaths", "人死亡"), ("injured_total", "人受伤")];
    if counts.iter().all(|(key, _)| facts["counts"][key] == 0) {
        return vec!["暂无人员伤亡".to_owned()];
    }
    counts.iter().map(|(key, words)| format!("{}{words}", facts["counts"][key])).collect()
}
