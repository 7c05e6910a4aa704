//! 表单读取: nothing typed is lost, nothing unreadable is adopted, and only the five hold a report back.

use domain::count::Number;
use domain::draft::{Draft, DraftCount, DraftTownship};
use domain::facts::{Facts, Precision, Stated};
use domain::form::{FormContext, Reading, read};
use domain::severity::Severity;
use proptest::prelude::*;

use crate::desk::{PACKS, evening};

fn reading(draft: &Draft) -> Reading {
    let context = FormContext {
        now: evening("18:40"),
        reference: evening("18:09"),
        call_source: Some("群众".into()),
        before: None,
        sub_incidents: Vec::new(),
    };
    read(&PACKS, draft, &context)
}

fn row(source: &str) -> DraftCount {
    DraftCount { source: source.into(), ..DraftCount::default() }
}

fn five() -> Draft {
    let count = DraftCount { deaths: "-".into(), ..row("县消防救援大队") };
    Draft {
        kind: "fire".into(),
        occurred: "-".into(),
        place: "某小区3幢".into(),
        counts: vec![count],
        ..Draft::default()
    }
}

fn missing(draft: &Draft) -> Vec<String> {
    reading(draft).missing.into_iter().map(|gap| gap.field).collect()
}

#[test]
fn the_five_are_time_place_kind_casualties_and_source_and_each_may_be_under_check() {
    assert_eq!(missing(&Draft::default()), ["kind", "occurred", "place", "counts"], "the call itself is the source");
    assert_eq!(missing(&five()), Vec::<String>::new());
}

#[test]
fn what_was_not_asked_can_follow_and_says_whom_to_ask() {
    let gaps = reading(&five()).gaps;
    let trapped = gaps.iter().find(|gap| gap.field == "counts.trapped").unwrap();
    assert_eq!(trapped.ask, "消防救援");
    let dwelling = Draft { unit: "不涉及".into(), ..five() };
    assert!(!reading(&dwelling).gaps.iter().any(|gap| gap.field == "unit"), "a dwelling has no 事发单位");
}

#[test]
fn the_three_kinds_of_unknown_and_zero_are_told_apart() {
    let cells =
        [("", Number::NotAsked), ("-", Number::WhetherUnknown), ("+", Number::SomeUnknown), ("0", Number::Known(0))];
    for (cell, number) in cells {
        let count = DraftCount { deaths: cell.into(), injured: "1".into(), ..row("119") };
        let facts = reading(&Draft { counts: vec![count], ..five() }).facts;
        assert_eq!(facts.adopted().unwrap().deaths, number, "{cell:?}");
    }
}

#[test]
fn a_lone_row_is_adopted_and_of_several_only_one() {
    let counts = vec![
        DraftCount { deaths: "1".into(), adopted: true, ..row("119") },
        DraftCount { deaths: "2".into(), adopted: true, ..row("120") },
    ];
    let two = reading(&Draft { counts, ..five() });
    assert_eq!(two.facts.adopted().unwrap().source, "119");
    assert_eq!(two.facts.counts.len(), 2, "the other row is kept");
    assert!(two.field_errors.iter().any(|error| error.field == "counts.1.adopted"));
    assert!(two.field_errors.iter().any(|error| error.message.contains("口径不一")));
}

#[test]
fn a_time_is_read_as_it_was_said() {
    let occurred = reading(&Draft { occurred: "18:05左右".into(), ..five() }).facts.occurred.unwrap();
    assert_eq!((occurred.at, occurred.precision), (evening("18:05"), Precision::About));
    let future = reading(&Draft { occurred: "1930".into(), ..five() });
    assert!(future.field_errors.iter().any(|error| error.field == "occurred" && error.severity == Severity::Error));
    assert_eq!(future.facts.occurred, None, "what cannot be is not adopted");
}

proptest! {
    #[test]
    fn nothing_that_can_be_typed_is_a_crash_or_reaches_the_facts_unclean(text in "\\PC{0,80}|[\\x00-\\x1f\u{202a}-\u{202e}0-9月日时分:]{0,40}") {
        let count = DraftCount { source: text.clone(), as_of: text.clone(), deaths: text.clone(), ..DraftCount::default() };
        let draft = Draft {
            kind: text.clone(), occurred: text.clone(), town: text.clone(), loss_wan: text.clone(),
            counts: vec![count], course: text, ..Draft::default()
        };
        if let Stated::Known(course) = reading(&draft).facts.course {
            prop_assert!(!course.chars().any(char::is_control), "{course:?}");
        }
    }
}

#[test]
fn a_number_may_have_its_unit() {
    for (cell, number) in [
        ("3人", Number::Known(3)),
        ("6321余人", Number::Over(6321)),
        ("12名", Number::Known(12)),
        ("0人", Number::Known(0)),
    ] {
        assert_eq!(Number::read(cell, 99_999), Ok(number), "{cell}");
    }
    assert!(Number::read("人", 99_999).is_err() && Number::read("好几人", 99_999).is_err());
}

#[test]
fn tens_of_thousands_are_read_as_notices_write_them() {
    for (cell, number) in [("1.2万", Number::Known(12_000)), ("1.3万余人", Number::Over(13_000))] {
        assert_eq!(Number::read(cell, 99_999), Ok(number), "{cell}");
    }
    assert!(Number::read("万", 99_999).is_err() && Number::read("12万", 99_999).is_err());
    let draft = Draft {
        kind: "flood".into(),
        loss_wan: "1.2亿元".into(),
        figures: [("affected_people".to_owned(), "2.1万人".to_owned()), ("crops_ha".to_owned(), "12公顷".to_owned())]
            .into(),
        ..five()
    };
    let facts = reading(&draft).facts;
    assert_eq!(facts.loss_wan.unwrap().to_string(), "12000");
    assert_eq!(facts.figures["affected_people"].to_string(), "21000");
    assert_eq!(facts.figures["crops_ha"].to_string(), "12");
    let loss =
        |text: &str| reading(&Draft { loss_wan: text.into(), ..five() }).facts.loss_wan.map(|wan| wan.to_string());
    assert_eq!(["620.6万元", "620.6万", "620.6"].map(loss), std::array::from_fn(|_| Some("620.6".to_owned())));
}

/// The remarks at a field of a fire with these numbers and measures.
fn said_of(change: impl FnOnce(&mut DraftCount), measures: &str) -> Vec<String> {
    let mut count = row("县消防救援大队");
    change(&mut count);
    let draft = Draft { counts: vec![count], measures: measures.into(), ..five() };
    reading(&draft)
        .field_errors
        .into_iter()
        .filter(|error| error.field == "measures")
        .map(|error| error.message)
        .collect()
}

#[test]
fn a_search_for_nobody_is_asked_about_and_one_that_ended_is_not() {
    let nobody_trapped = |missing: &'static str| {
        move |count: &mut DraftCount| (count.trapped, count.missing) = ("0".into(), missing.into())
    };
    for missing in ["", "0"] {
        let said = said_of(nobody_trapped(missing), "目前正在搜救");
        assert_eq!(said.len(), 1, "practice §4, fault 6: whom do they look for? missing {missing:?}");
    }
    for missing in ["2", "+", "-", "3余"] {
        assert_eq!(said_of(nobody_trapped(missing), "目前正在搜救"), Vec::<String>::new(), "missing {missing:?}");
    }
    for over in ["搜救工作结束", "18时30分搜救完毕，现场已清理", "经反复搜救，现场未发现被困人员"]
    {
        assert_eq!(said_of(nobody_trapped("0"), over), Vec::<String>::new(), "{over}");
    }
    assert_eq!(said_of(|count| count.trapped = "2".into(), "正在搜救"), Vec::<String>::new());
}

#[test]
fn a_patient_where_nobody_is_injured_is_asked_about() {
    let dead = |count: &mut DraftCount| (count.deaths, count.injured) = ("1".into(), "0".into());
    assert_eq!(said_of(dead, "伤员送医救治"), ["受伤填了无，这里又写了伤员，请核对"]);
    assert_eq!(said_of(dead, "伤者经抢救无效死亡，现场无伤员"), Vec::<String>::new());
    let hurt = |count: &mut DraftCount| (count.deaths, count.injured) = ("1".into(), "2".into());
    assert_eq!(said_of(hurt, "伤员送医救治"), Vec::<String>::new());
}

#[test]
fn people_are_called_in_the_form_what_the_letter_of_that_event_calls_them() {
    let labels = |kind: &str| {
        let event = PACKS.event(kind);
        let asked = domain::pack::Asked::of(&PACKS, event, domain::report::Stage::First);
        asked.counts.into_iter().map(|column| column.label).collect::<Vec<_>>()
    };
    assert!(labels("flood").contains(&"失踪".to_owned()), "{:?}", labels("flood"));
    assert!(labels("fire").contains(&"失联".to_owned()), "{:?}", labels("fire"));
    assert!(labels("food_safety").contains(&"其中病重".to_owned()), "{:?}", labels("food_safety"));
    let count = DraftCount { missing: "1001".into(), ..row("河东镇") };
    let flood = reading(&Draft { kind: "flood".into(), counts: vec![count], ..five() });
    assert!(flood.field_errors.iter().any(|error| error.message.starts_with("失踪1001人")), "{:?}", flood.field_errors);
}

#[test]
fn no_house_is_asked_for_where_no_house_is_concerned() {
    let asks = |kind: &str| {
        let gaps = reading(&Draft { kind: kind.into(), ..five() }).gaps;
        gaps.iter().any(|gap| gap.field == "building")
    };
    for kind in ["road_traffic", "water_traffic", "coal_mine", "railway", "forest_fire"] {
        assert!(!asks(kind), "a {kind} has no 房屋情况 to follow up");
    }
    for kind in ["fire", "collapse", "gas", "earthquake"] {
        assert!(asks(kind), "{kind}");
    }
}

/// What is said of a field, and whether it holds the report back.
fn said(draft: &Draft, field: &str) -> Vec<(String, Severity)> {
    let all = reading(draft).field_errors.into_iter().filter(|one| one.field == field);
    all.map(|one| (one.message, one.severity)).collect()
}

fn only(draft: &Draft, field: &str, severity: Severity, words: &str) {
    let found = said(draft, field);
    assert_eq!(found.len(), 1, "{field}: {found:?}");
    assert!(found[0].0.contains(words) && found[0].1 == severity, "{field}: {found:?}");
}

#[test]
fn a_field_longer_than_any_letter_is_not_adopted_and_says_so() {
    let long = Draft { measures: "救".repeat(2_001), ..five() };
    only(&long, "measures", Severity::Error, "超过2000字");
    assert_eq!(reading(&long).facts.measures, Stated::NotAsked);
    assert!(said(&Draft { measures: "救".repeat(2_000), ..five() }, "measures").is_empty());
}

#[test]
fn a_row_of_a_township_needs_its_name_and_numbers_and_an_empty_one_is_none() {
    let row = |town: &str, cell: &str| {
        let column = PACKS.form().townships[0].of.clone();
        DraftTownship { town: town.into(), numbers: [(column, cell.to_owned())].into() }
    };
    let field = format!("townships.0.{}", PACKS.form().townships[0].of);
    let draft = |row| Draft { kind: "flood".into(), townships: vec![row], ..five() };
    only(&draft(row("河东镇", "许多")), &field, Severity::Error, "不清楚就空着");
    only(&draft(row("", "3")), "townships.0.town", Severity::Error, "没有乡镇名");
    assert_eq!(reading(&draft(row("", ""))).facts.townships, [], "nothing was said");
    assert_eq!(reading(&draft(row("河东镇", "3"))).facts.townships.len(), 1);
}

#[test]
fn a_measure_that_cannot_be_read_names_its_unit_and_is_not_adopted() {
    let id = PACKS.figures().iter().find(|one| one.families.contains(&"forest_fire".to_owned())).unwrap();
    let figure = |cell: &str| {
        let figures = [(id.id.clone(), cell.to_owned())].into();
        Draft { kind: "forest_fire".into(), figures, ..five() }
    };
    let field = format!("figures.{}", id.id);
    only(&figure("一大片"), &field, Severity::Error, &format!("以{}计", id.unit));
    assert_eq!(reading(&figure("一大片")).facts.figures.len(), 0);
    assert_eq!(reading(&figure("12.5")).facts.figures.len(), 1);
}

#[test]
fn of_several_counts_one_must_be_adopted_and_each_needs_who_said_it_and_when() {
    let of = |source: &str, deaths: &str| DraftCount { deaths: deaths.into(), ..row(source) };
    let none = Draft { counts: vec![of("119", "1"), of("120", "2")], ..five() };
    only(&none, "counts", Severity::Error, "请采用其中一行");
    only(&Draft { counts: vec![of("", "0")], ..five() }, "counts.0.source", Severity::Warning, "数字（包括0）要有来源");
    let at = |as_of: &str| Draft { counts: vec![DraftCount { as_of: as_of.into(), ..of("119", "1") }], ..five() };
    only(&at("1709"), "counts.0.as_of", Severity::Warning, "早于首次接报");
    assert!(said(&at("1710"), "counts.0.as_of").is_empty(), "within the hour a clock may be wrong");
    let blank = Draft { counts: vec![row(""), of("119", "1")], ..five() };
    assert_eq!(reading(&blank).facts.counts.len(), 1, "an empty row is none");
}

#[test]
fn numbers_that_cannot_all_be_right_or_are_hardly_possible_are_asked_about() {
    let count = |count: DraftCount| Draft { counts: vec![DraftCount { source: "119".into(), ..count }], ..five() };
    let none = DraftCount { injured: "0".into(), seriously_injured: "+".into(), ..DraftCount::default() };
    only(&count(none), "counts.0.seriously_injured", Severity::Error, "受伤填了无，重伤又填了有");
    let dead = |n: &str| count(DraftCount { deaths: n.into(), ..DraftCount::default() });
    only(&dead("1001"), "counts.0.deaths", Severity::Warning, "数字很大");
    assert!(said(&dead("1000"), "counts.0.deaths").is_empty());
    only(&dead("99999999999"), "counts.0.deaths", Severity::Error, "99999999999");
    let moved = |n: &str| count(DraftCount { evacuated: n.into(), ..DraftCount::default() });
    assert!(said(&moved("50000"), "counts.0.evacuated").is_empty(), "a flood moves that many");
    only(&moved("50001"), "counts.0.evacuated", Severity::Warning, "数字很大");
}

#[test]
fn more_seriously_injured_than_injured_is_said_at_the_cell() {
    let hurt = |injured: &str, serious: &str| Draft {
        counts: vec![DraftCount {
            source: "119".into(),
            injured: injured.into(),
            seriously_injured: serious.into(),
            ..DraftCount::default()
        }],
        ..five()
    };
    only(&hurt("2", "3"), "counts.0.seriously_injured", Severity::Error, "重伤3人多于受伤2人，受伤包括重伤");
    assert!(said(&hurt("3", "3"), "counts.0.seriously_injured").is_empty(), "all of them may be");
}

#[test]
fn a_sign_ticked_for_one_kind_is_not_said_of_another() {
    let ticked = |kind: &str| Draft { kind: kind.into(), signs: ["severe_pollution".to_owned()].into(), ..five() };
    assert!(reading(&ticked("fire")).facts.signs.contains("severe_pollution"));
    let flood = PACKS.events().iter().find(|event| event.family == "flood").unwrap();
    assert!(reading(&ticked(&flood.id)).facts.signs.is_empty(), "a flood is not asked that, so nothing was said");
    assert!(reading(&ticked("")).facts.signs.is_empty(), "nor is anything of no kind");
}

#[test]
fn what_a_report_left_out_stands_as_it_was_said_before() {
    let before = reading(&five()).facts;
    let silent = Facts { kind: None, counts: Vec::new(), ..Facts::default() };
    let upon = silent.upon(&before);
    assert_eq!((upon.counts, upon.kind), (before.counts.clone(), before.kind.clone()), "no count takes none away");
}
