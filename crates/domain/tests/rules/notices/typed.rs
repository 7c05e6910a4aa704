//! Facts of a public notice typed into the form, as an officer would who has them on the phone.

use std::collections::BTreeSet;

use domain::Moment;
use domain::beijing;
use domain::check::sample_county;
use domain::count::Measure;
use domain::draft::{Draft, DraftCount, DraftTownship};
use domain::facts::Facts;
use domain::form::{FormContext, Reading, read};
use domain::letter::{Before, Letter, LetterFacts, compose};
use domain::report::Stage;
use domain::severity::Severity;
use domain::unit::Unit;
use serde_json::Value;

use crate::desk::PACKS;

/// Kind of the notice as an officer would choose it.
const KINDS: [(&str, &str); 22] = [
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
    ("化工爆炸", "explosion"),
    ("船只侧翻", "water_traffic"),
    ("山体滑坡", "landslide"),
    ("暴雨洪涝", "rainstorm"),
    ("雪灾", "snow"),
    ("食物中毒", "food_safety"),
    ("列车撞施工人员", "railway"),
    ("儿童溺水", "drowning"),
    ("铁矿透水", "non_coal_mine"),
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

/// One notice.
pub(super) struct Notice {
    value: Value,
}

/// The letter of a notice, the one before it, and what both were read from.
pub(super) struct Written {
    pub(super) known: Facts,
    pub(super) reading: Reading,
    pub(super) before: Letter,
    pub(super) letter: Letter,
}

impl Notice {
    pub(super) fn new(text: &str) -> Self {
        Self { value: serde_json::from_str(text).unwrap() }
    }

    pub(super) fn id(&self) -> &str {
        self.value["id"].as_str().unwrap()
    }

    pub(super) fn facts(&self) -> &Value {
        &self.value["facts"]
    }

    pub(super) fn text(&self, path: &[&str]) -> Option<&str> {
        path.iter().fold(self.facts(), |value, key| &value[*key]).as_str()
    }

    pub(super) fn moment(&self, path: &[&str]) -> Option<Moment> {
        let text = self.text(path)?;
        let format = if text.len() > 10 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%d" };
        let at = chrono::NaiveDateTime::parse_from_str(text, format)
            .or_else(|_| chrono::NaiveDate::parse_from_str(text, format).map(|day| day.and_hms_opt(0, 0, 0).unwrap()))
            .unwrap();
        Some(beijing::instant(at))
    }

    pub(super) fn kind(&self) -> &str {
        let kind = self.value["kind"].as_str().unwrap();
        KINDS.iter().find(|(name, _)| *name == kind).unwrap_or_else(|| panic!("{}: {kind}", self.id())).1
    }

    pub(super) fn stage(&self) -> Stage {
        match self.value["type"].as_str().unwrap() {
            "首报-like" => Stage::First,
            "续报-like" => Stage::FollowUp,
            _ => Stage::Final,
        }
    }

    /// When the room knew: the time of the call where the notice gives it, else soon after the event.
    pub(super) fn received(&self) -> Moment {
        let reported = self.moment(&["reported", "iso_local"]);
        let soon = if self.text(&["occurred", "precision"]) == Some("day") { 23 * 60 } else { 20 };
        let occurred = self.moment(&["occurred", "iso_local"]).map(|at| at + chrono::TimeDelta::minutes(soon));
        let counted = self.moment(&["as_of", "iso_local"]);
        reported.or(occurred).or(counted).unwrap_or_else(|| crate::desk::at("2021-06-16 08:30"))
    }

    pub(super) fn now(&self) -> Moment {
        let as_of = self.moment(&["as_of", "iso_local"]).unwrap_or_else(|| self.received());
        as_of.max(self.received()) + chrono::TimeDelta::hours(10)
    }

    pub(super) fn unit(&self) -> Unit {
        let divisions = ["province", "city", "county"].iter().filter_map(|key| self.text(&["place", key]));
        Unit { divisions: divisions.map(str::to_owned).collect(), ..sample_county() }
    }

    fn occurred(&self) -> String {
        let Some(at) = self.moment(&["occurred", "iso_local"]) else { return "-".to_owned() };
        let from = self.spoken(at);
        match self.moment(&["occurred", "until_local"]) {
            Some(until) => format!("{from}至{}", self.spoken(until)),
            None => from,
        }
    }

    fn spoken(&self, at: Moment) -> String {
        let full = beijing::full(at);
        match self.text(&["occurred", "precision"]) {
            Some("hour") => format!("{}时", full.split('时').next().unwrap()),
            Some("day") => {
                let said = self.text(&["occurred", "text"]).unwrap_or_default();
                let part = ["凌晨", "早晨", "上午", "中午", "下午", "傍晚", "晚上", "深夜"];
                let part = part.into_iter().find(|part| said.ends_with(part)).unwrap_or_default();
                format!("{}日{part}", full.split('日').next().unwrap())
            }
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
        draft.site = self.text(&["form", "site"]).unwrap_or_default().to_owned();
    }

    pub(super) fn row(&self) -> DraftCount {
        let mut row = DraftCount { source: "现场指挥部".to_owned(), adopted: true, ..DraftCount::default() };
        for (key, measure) in CELLS {
            if let Some(n) = self.facts()["counts"][key].as_u64() {
                *row.cell_mut(measure) = n.to_string();
            }
        }
        if let Some(evacuated) = self.text(&["form", "evacuated"]) {
            row.evacuated = evacuated.to_owned();
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

    pub(super) fn narrative(&self, draft: &mut Draft) {
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
        self.fields(draft);
    }

    /// What the notice's own `form` says belongs into which field.
    fn fields(&self, draft: &mut Draft) {
        let Some(form) = self.facts()["form"].as_object() else { return };
        let mut typed = serde_json::to_value(&*draft).unwrap();
        for (field, value) in form {
            if field != "evacuated" && typed.get(field).is_some() {
                typed[field] = value.clone();
            }
        }
        *draft = serde_json::from_value(typed).unwrap();
        let _: &[DraftTownship] = &draft.townships;
    }

    fn read(&self, draft: &Draft, before: Option<&Facts>) -> Reading {
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
        reading
    }

    /// What was known when the phone rang, and all that the notice says.
    pub(super) fn typed(&self) -> (Facts, Reading) {
        let mut first = Draft { kind: self.kind().to_owned(), occurred: self.occurred(), ..Draft::default() };
        self.place(&mut first);
        let known = self.read(&first, None).facts;
        let stage = self.stage();
        let mut draft = if stage == Stage::First { first } else { Draft::begun(stage, &known) };
        draft.counts = vec![self.row()];
        self.narrative(&mut draft);
        if let Some(magnitude) = self.facts()["other"]["magnitude"].as_f64() {
            draft.figures.insert("magnitude".to_owned(), magnitude.to_string());
        }
        let said = if self.facts()["form"].is_null() { self.said(&draft) } else { String::new() };
        if stage == Stage::FollowUp && !said.is_empty() {
            draft.measures =
                [said, draft.measures].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("。");
        } else if !said.is_empty() {
            draft.course = said;
        }
        let reading = self.read(&draft, (stage != Stage::First).then_some(&known));
        (known, reading)
    }

    /// The letter of what was known first, and the notice's own.
    pub(super) fn letters(&self) -> Written {
        let (known, reading) = self.typed();
        let unit = self.unit();
        let first = self.first(&unit, &known);
        let before = compose(&PACKS, &first);
        let letter = compose(&PACKS, &self.later(&first, &before, &reading.facts));
        Written { known, reading, before, letter }
    }

    fn first<'a>(&self, unit: &'a Unit, facts: &'a Facts) -> LetterFacts<'a> {
        LetterFacts {
            unit,
            facts,
            first_received: self.received(),
            caller: Some("属地"),
            by_phone: true,
            calls: Vec::new(),
            first_reported: None,
            stage: Stage::First,
            nth: 1,
            before: None,
            as_of: self.now(),
        }
    }

    fn later<'a>(&self, first: &LetterFacts<'a>, before: &'a Letter, facts: &'a Facts) -> LetterFacts<'a> {
        let stood = Before {
            stage: "首报",
            number: "",
            at: self.received(),
            title: &before.title,
            body: &before.body,
            facts: first.facts,
        };
        let stage = self.stage();
        LetterFacts { facts, stage, before: (stage != Stage::First).then_some(stood), ..first.clone() }
    }

    /// What the checker and the city's list have to say of the composed letter.
    pub(super) fn remarks(&self) -> Vec<String> {
        let Written { known, reading, before, letter } = self.letters();
        let unit = self.unit();
        let first = self.first(&unit, &known);
        let facts = self.later(&first, &before, &reading.facts);
        let disagreements = domain::agreement::disagreements(&PACKS, &facts, &letter.title, &letter.body);
        let mut remarks: Vec<String> = disagreements.iter().map(|one| format!("agreement: {}", one.message)).collect();
        let going = domain::returns::ReturnFacts {
            packs: &PACKS,
            letter: &facts,
            title: &letter.title,
            body: &letter.body,
            errors: &reading.field_errors,
            missing: &reading.missing,
            disagreements: &disagreements,
            accord_differs: &[],
            overdue_follow_ups: &[],
            signed: true,
            duty_officer: "丙某",
            phone: "0000-0000000",
            similar_reported: &[],
            material: None,
            now: self.now(),
        };
        let returned = domain::returns::returnable(&going);
        remarks.extend(returned.iter().map(|one| format!("{} {}: {}", one.number, one.word, one.message)));
        remarks
    }
}
