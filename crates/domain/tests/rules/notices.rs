//! Facts of twenty real public notices (tests/notices), typed into the form: a letter of the right family and stage in
//! which every fact is found, and no other number, place, time or cause.

use std::collections::BTreeSet;

use domain::Moment;
use domain::beijing;
use domain::check::sample_county;
use domain::count::Measure;
use domain::draft::{Draft, DraftCount};
use domain::facts::Facts;
use domain::form::{FormContext, read};
use domain::letter::{Before, Letter, LetterFacts, compose};
use domain::report::Stage;
use domain::severity::Severity;
use domain::unit::Unit;
use serde_json::Value;

use crate::desk::PACKS;

const NOTICES: [&str; 20] = [
    include_str!("../../../../tests/notices/E1.json"),
    include_str!("../../../../tests/notices/E2.json"),
    include_str!("../../../../tests/notices/E3.json"),
    include_str!("../../../../tests/notices/E4.json"),
    include_str!("../../../../tests/notices/E4-2.json"),
    include_str!("../../../../tests/notices/E5.json"),
    include_str!("../../../../tests/notices/E5-2.json"),
    include_str!("../../../../tests/notices/E6.json"),
    include_str!("../../../../tests/notices/E7.json"),
    include_str!("../../../../tests/notices/E8.json"),
    include_str!("../../../../tests/notices/N01.json"),
    include_str!("../../../../tests/notices/N02.json"),
    include_str!("../../../../tests/notices/N03.json"),
    include_str!("../../../../tests/notices/N04.json"),
    include_str!("../../../../tests/notices/N05.json"),
    include_str!("../../../../tests/notices/N06.json"),
    include_str!("../../../../tests/notices/N07.json"),
    include_str!("../../../../tests/notices/N08.json"),
    include_str!("../../../../tests/notices/N09.json"),
    include_str!("../../../../tests/notices/N10.json"),
];

/// Kind of the notice as an officer would choose it.
const KINDS: [(&str, &str); 13] = [
    ("建筑施工坍塌", "construction"),
    ("煤矿事故", "coal_mine"),
    ("道路交通事故", "road_traffic"),
    ("火灾", "fire"),
    ("危化品泄漏", "chemical_leak"),
    ("中毒窒息", "poisoning"),
    ("建筑施工起重机械", "crane"),
    ("渔船事故", "water_traffic"),
    ("学校聚集性不适", "food_safety"),
    ("森林火灾", "forest_fire"),
    ("地震", "earthquake"),
    ("山洪", "flood"),
    ("非煤矿山事故", "non_coal_mine"),
];

/// Which number of a notice goes into which cell of the row.
const CELLS: [(&str, Measure); 11] = [
    ("deaths", Measure::Deaths),
    ("injured_total", Measure::Injured),
    ("serious", Measure::SeriouslyInjured),
    ("minor", Measure::LightlyInjured),
    ("missing", Measure::Missing),
    ("trapped", Measure::Trapped),
    ("in_hospital", Measure::InHospital),
    ("present", Measure::Present),
    ("safe", Measure::Withdrawn),
    ("rescued", Measure::Rescued),
    ("evacuated_people", Measure::Evacuated),
];

struct Notice {
    value: Value,
}

impl Notice {
    fn all() -> Vec<Self> {
        NOTICES.iter().map(|text| Self { value: serde_json::from_str(text).unwrap() }).collect()
    }

    fn id(&self) -> &str {
        self.value["id"].as_str().unwrap()
    }

    fn facts(&self) -> &Value {
        &self.value["facts"]
    }

    fn text(&self, path: &[&str]) -> Option<&str> {
        path.iter().fold(self.facts(), |value, key| &value[*key]).as_str()
    }

    fn moment(&self, path: &[&str]) -> Option<Moment> {
        let text = self.text(path)?;
        let format = if text.len() > 10 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%d" };
        let at = chrono::NaiveDateTime::parse_from_str(text, format)
            .or_else(|_| chrono::NaiveDate::parse_from_str(text, format).map(|day| day.and_hms_opt(0, 0, 0).unwrap()))
            .unwrap();
        Some(beijing::instant(at))
    }

    fn kind(&self) -> &'static str {
        let kind = self.value["kind"].as_str().unwrap();
        KINDS.iter().find(|(name, _)| *name == kind).unwrap_or_else(|| panic!("{}: {kind}", self.id())).1
    }

    fn stage(&self) -> Stage {
        match self.value["type"].as_str().unwrap() {
            "首报-like" => Stage::First,
            "续报-like" => Stage::FollowUp,
            _ => Stage::Final,
        }
    }

    /// When the room knew: the time of the call where the notice gives it, else soon after the event.
    fn received(&self) -> Moment {
        let reported = self.moment(&["reported", "iso_local"]);
        let occurred = self.moment(&["occurred", "iso_local"]).map(|at| at + chrono::TimeDelta::minutes(20));
        reported.or(occurred).unwrap_or_else(|| crate::desk::at("2021-06-16 08:30"))
    }

    fn now(&self) -> Moment {
        let as_of = self.moment(&["as_of", "iso_local"]).unwrap_or_else(|| self.received());
        as_of.max(self.received()) + chrono::TimeDelta::hours(10)
    }

    fn unit(&self) -> Unit {
        let divisions = ["province", "city", "county"].iter().filter_map(|key| self.text(&["place", key]));
        Unit { divisions: divisions.map(str::to_owned).collect(), ..sample_county() }
    }

    fn occurred(&self) -> String {
        let Some(at) = self.moment(&["occurred", "iso_local"]) else { return "-".to_owned() };
        let full = beijing::full(at);
        match self.text(&["occurred", "precision"]) {
            Some("hour") => format!("{}时", full.split('时').next().unwrap()),
            Some("day") => format!("{}日", full.split('日').next().unwrap()),
            _ if self.text(&["occurred", "text"]).is_some_and(|text| text.contains(['左', '许', '约'])) => {
                full + "左右"
            }
            _ => full,
        }
    }

    fn place(&self, draft: &mut Draft) {
        let place = |key| self.text(&["place", key]).unwrap_or_default().to_owned();
        draft.town = place("town");
        draft.place = place("detail");
        draft.unit = self.text(&["unit"]).unwrap_or_default().to_owned();
    }

    fn row(&self) -> DraftCount {
        let mut row = DraftCount { source: "现场指挥部".to_owned(), adopted: true, ..DraftCount::default() };
        for (key, measure) in CELLS {
            if let Some(n) = self.facts()["counts"][key].as_u64() {
                *row.cell_mut(measure) = n.to_string();
            }
        }
        row.as_of = self.moment(&["as_of", "iso_local"]).map(beijing::full).unwrap_or_default();
        row
    }

    /// Numbers that have no cell of their own are typed as they were said.
    fn said(&self, draft: &Draft) -> String {
        let typed = serde_json::to_string(draft).unwrap();
        let cells: BTreeSet<u64> = CELLS.iter().filter_map(|(key, _)| self.facts()["counts"][*key].as_u64()).collect();
        let mut said: Vec<String> = Vec::new();
        for number in self.facts()["numbers_all"].as_array().unwrap() {
            let (text, what) = (number["text"].as_str().unwrap(), number["what"].as_str().unwrap());
            let in_a_cell =
                number["value"].as_u64().is_some_and(|value| cells.contains(&value)) && !text.contains('余');
            if !in_a_cell && !typed.contains(text) {
                let what = what.split('(').next().unwrap();
                said.push(format!("{what}{text}"));
            }
        }
        if let Some(none) = self.text(&["zero_statement"]) {
            said.push(none.replace(',', "，"));
        }
        said.join("，")
    }

    fn narrative(&self, draft: &mut Draft) {
        let measures = self.facts()["measures"].as_array().unwrap().iter();
        let measures = measures.filter_map(|item| item.as_str().map(|text| text.replace(['(', ')'], "")));
        draft.measures = measures.collect::<Vec<_>>().join("，");
        let force = |force: &Value| {
            let people = force["people"].as_str().map(|n| format!("{n}人")).unwrap_or_default();
            let vehicles = force["vehicles"].as_str().map(|n| format!("{n}辆车")).unwrap_or_default();
            format!("{}{people}{vehicles}", force["who"].as_str().unwrap())
        };
        draft.forces = self.facts()["forces"].as_array().unwrap().iter().map(force).collect::<Vec<_>>().join("、");
        draft.cause = self.text(&["cause_stated"]).unwrap_or_default().to_owned();
    }

    fn read(&self, draft: &Draft, before: Option<&Facts>) -> Facts {
        let context = FormContext {
            now: self.now(),
            reference: self.received(),
            call_source: Some("属地".to_owned()),
            before: before.cloned(),
            sub_incidents: Vec::new(),
        };
        let reading = read(&PACKS, draft, &context);
        let errors: Vec<_> = reading.field_errors.iter().filter(|error| error.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", self.id());
        reading.facts
    }

    /// What was known when the phone rang, and all that the notice says.
    fn typed(&self) -> (Facts, Facts) {
        let mut first = Draft { kind: self.kind().to_owned(), occurred: self.occurred(), ..Draft::default() };
        self.place(&mut first);
        let known = self.read(&first, None);
        let stage = self.stage();
        let mut draft = if stage == Stage::First { first } else { Draft::begun(stage, &known) };
        draft.counts = vec![self.row()];
        self.narrative(&mut draft);
        if let Some(magnitude) = self.facts()["other"]["magnitude"].as_f64() {
            draft.figures.insert("magnitude".to_owned(), magnitude.to_string());
        }
        let said = self.said(&draft);
        if stage == Stage::FollowUp && !said.is_empty() {
            draft.measures =
                [said, draft.measures].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("。");
        } else {
            draft.course = said;
        }
        let facts = self.read(&draft, (stage != Stage::First).then_some(&known));
        (known, facts)
    }

    fn letters(&self) -> (Letter, Letter) {
        let (known, facts) = self.typed();
        let unit = self.unit();
        let first = LetterFacts {
            unit: &unit,
            facts: &known,
            first_received: self.received(),
            caller: Some("属地"),
            first_reported: None,
            stage: Stage::First,
            nth: 1,
            before: None,
            as_of: self.now(),
        };
        let before = compose(&PACKS, &first);
        let stood = Before {
            stage: "首报",
            number: "",
            at: self.received(),
            title: &before.title,
            body: &before.body,
            facts: &known,
        };
        let stage = self.stage();
        let letter =
            LetterFacts { facts: &facts, stage, before: (stage != Stage::First).then_some(stood), ..first.clone() };
        (before.clone(), compose(&PACKS, &letter))
    }
}

/// Digits with their point, in the order in which they stand.
fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut number = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() || (c == '.' && !number.is_empty()) {
            number.push(c);
        } else if !number.is_empty() {
            found.push(std::mem::take(&mut number).trim_end_matches('.').trim_start_matches('0').to_owned());
        }
    }
    found.into_iter().map(|number| if number.is_empty() { "0".to_owned() } else { number }).collect()
}

#[test]
fn every_fact_of_twenty_notices_is_in_its_letter() {
    for notice in Notice::all() {
        let (first, letter) = notice.letters();
        let id = notice.id();
        let text = format!("{}\n{}", letter.title, letter.body);
        let both = format!("{}\n{}\n{text}", first.title, first.body);
        let kind = PACKS.event(notice.kind()).unwrap();
        let (_, facts) = notice.typed();
        assert!(
            letter.title.contains(kind.happened(&facts.figures).trim_start_matches("发生")),
            "{id}: family: {}",
            letter.title
        );
        assert!(letter.title.ends_with(&format!("（{}）", notice.stage().word_of(1))), "{id}: stage: {}", letter.title);
        for key in ["province", "city", "county", "town"] {
            let place = notice.text(&["place", key]).unwrap_or_default();
            assert!(text.contains(place), "{id}: {key} {place} in {text}");
        }
        // A follow-up names the place in its title as far as a title can; the report before has it whole.
        let detail = notice.text(&["place", "detail"]).unwrap_or_default();
        let below = detail.strip_prefix(notice.text(&["place", "county"]).unwrap_or("—")).unwrap_or(detail);
        assert!(both.contains(below), "{id}: {detail} in {both}");
        assert!(
            both.contains(
                notice
                    .text(&["unit"])
                    .unwrap_or_default()
                    .trim_start_matches(notice.text(&["place", "county"]).unwrap_or("—"))
            ),
            "{id}: unit in {both}"
        );
        for number in notice.facts()["numbers_all"].as_array().unwrap() {
            let value = number["value"].to_string().trim_end_matches(".0").to_owned();
            let said = number["text"].as_str().unwrap();
            let none = value == "0" && (text.contains("无人员") || text.contains("为零"));
            assert!(none || text.contains(said) || numbers(&both).contains(&value), "{id}: {said} in {both}");
        }
        for measure in notice.facts()["measures"].as_array().unwrap() {
            let words = measure.as_str().unwrap().replace(['(', ')'], "");
            assert!(text.contains(&words), "{id}: {words} in {text}");
        }
        for force in notice.facts()["forces"].as_array().unwrap() {
            assert!(text.contains(force["who"].as_str().unwrap()), "{id}: {force} in {text}");
        }
    }
}

#[test]
fn no_other_number_time_or_cause_is_in_the_letter_of_a_notice() {
    for notice in Notice::all() {
        let (first, letter) = notice.letters();
        let id = notice.id();
        let (known, facts) = notice.typed();
        let typed = serde_json::to_string(&Draft::typing(&facts)).unwrap()
            + &serde_json::to_string(&Draft::typing(&known)).unwrap();
        let mut allowed: BTreeSet<String> = numbers(&typed).into_iter().collect();
        let times = [
            Some(notice.received()),
            notice.moment(&["as_of", "iso_local"]),
            Some(notice.now()),
            notice.moment(&["occurred", "iso_local"]),
        ];
        for at in times.into_iter().flatten() {
            allowed.extend(numbers(&beijing::full(at)));
        }
        for letter in [&first, &letter] {
            for number in numbers(&letter.title).into_iter().chain(numbers(&letter.body)) {
                assert!(
                    allowed.contains(&number),
                    "{id}: {number} stands in no field: {}\n{}",
                    letter.title,
                    letter.body
                );
            }
            if notice.text(&["cause_stated"]).is_none() {
                assert!(
                    !letter.body.contains("原因为") && !letter.body.contains("初步判断"),
                    "{id}: no cause was stated: {}",
                    letter.body
                );
            }
            assert!(!letter.body.contains("样例"), "{id}: no place but the notice's: {}", letter.body);
        }
        let denied = notice.text(&["zero_statement"]).is_some();
        let nobody = letter.body.contains("无人员伤亡") || letter.body.contains("无人员死亡");
        assert!(denied || !nobody, "{id}: nobody said that nobody was hurt: {}", letter.body);
    }
}

/// The second notice of an event as a follow-up to the first one.
fn follow_up(first: &str, second: &str) -> Letter {
    let find = |id: &str| Notice::all().into_iter().find(|notice| notice.id() == id).unwrap();
    let (one, two) = (find(first), find(second));
    let (_, known) = one.typed();
    let mut draft = Draft::begun(Stage::FollowUp, &known);
    draft.counts = vec![two.row()];
    two.narrative(&mut draft);
    // The clock of the series stands after both notices.
    let now = one.now().max(two.now());
    let context = FormContext {
        now,
        reference: one.received(),
        call_source: None,
        before: Some(known.clone()),
        sub_incidents: Vec::new(),
    };
    let facts = read(&PACKS, &draft, &context).facts;
    let unit = one.unit();
    let stood = Before { stage: "首报", number: "", at: one.received(), title: "", body: "", facts: &known };
    let letter = LetterFacts {
        unit: &unit,
        facts: &facts,
        first_received: one.received(),
        caller: None,
        first_reported: None,
        stage: Stage::FollowUp,
        nth: 1,
        before: Some(stood),
        as_of: now,
    };
    compose(&PACKS, &letter)
}

#[test]
fn the_second_notice_of_a_series_says_what_changed() {
    let crash = follow_up("E5", "E5-2");
    let changed = "死亡由6人增至18人，受伤由10人减至1人。累计造成18人死亡、1人受伤";
    assert!(crash.body.contains(changed), "{}", crash.body);
    assert!(crash.title.contains("致18人死亡1人受伤（续报一）"), "{}", crash.title);
    let mine = follow_up("E4", "E4-2");
    assert!(mine.body.contains("伤亡情况无变化。"), "seven were trapped and seven are: {}", mine.body);
    assert!(mine.body.contains("外调救援机械设备赶往现场"), "what is new is said: {}", mine.body);
    let flood = follow_up("N08", "N09");
    assert!(flood.body.contains("已造成12人死亡，另有10人失踪，已转移7705人"), "{}", flood.body);
    assert!(!flood.body.contains("启动II级山洪灾害防御响应"), "what was told is not told again: {}", flood.body);
}
