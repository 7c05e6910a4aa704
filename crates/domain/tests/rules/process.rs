//! 灾害过程: what happened within it is reported on its own and counted once (practice 2.15).

use domain::check::sample_county;
use domain::count::{Count, Number};
use domain::draft::DraftTownship;
use domain::facts::Facts;
use domain::form::examine;
use domain::incident_end::IncidentOutcome;
use domain::letter::compose;
use domain::process::{SubIncident, filled, may_be_process};
use domain::severity::Severity;
use domain::tally::{Counted, Tally, tally};
use proptest::prelude::*;
use uuid::Uuid;

use crate::desk::{PACKS, evening, known, letter_facts, row};
use crate::families::cases;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn flood() -> Facts {
    cases().into_iter().find(|case| case.family == "flood").unwrap().first
}

/// A house that fell in a town, with so many dead; none: nobody said.
fn house(n: u128, town: &str, dead: Option<u32>) -> SubIncident {
    let counts =
        vec![Count { deaths: dead.map_or(Number::NotAsked, Number::Known), ..row("县应急管理局", None) }];
    let facts = Facts { kind: Some("collapse".to_owned()), town: known(town), counts, ..Facts::default() };
    let name = format!("{town}一民房房屋倒塌");
    SubIncident::of(PACKS.form(), id(n), name, format!("〔2024〕第0{n}期"), &facts)
}

fn with(within: &[SubIncident]) -> Facts {
    Facts { sub_incidents: within.to_vec(), ..flood() }
}

fn remarks(facts: &Facts) -> Vec<String> {
    let all = examine(&PACKS, facts, evening("18:09"));
    all.into_iter().filter(|one| one.severity == Severity::Error).map(|one| one.message).collect()
}

#[test]
fn what_was_reported_on_its_own_is_said_with_its_number_and_that_it_is_counted_already() {
    let flood = with(&[house(19, "红石镇", Some(1)), house(20, "青山镇", None)]);
    let letter = compose(&PACKS, &letter_facts(&sample_county(), &flood));
    let said = "过程中已单独报送险情2起：红石镇一民房房屋倒塌（〔2024〕第019期）、青山镇一民房房屋倒塌（〔2024〕第020期），人员伤亡已计入以上数字。";
    assert!(letter.body.contains(said), "{}", letter.body);
    let found =
        domain::agreement::disagreements(&PACKS, &letter_facts(&sample_county(), &flood), &letter.title, &letter.body);
    assert_eq!(found, Vec::new(), "what the desk knows stands in the letter without a complaint");
}

#[test]
fn of_forty_only_those_with_dead_or_missing_are_named() {
    let mut within: Vec<SubIncident> = (11..50).map(|n| house(n, "青山镇", Some(0))).collect();
    within.push(house(50, "红石镇", Some(1)));
    let letter = compose(&PACKS, &letter_facts(&sample_county(), &with(&within)));
    let said = "过程中已单独报送险情40起，其中有人员死亡失踪的1起：红石镇一民房房屋倒塌（〔2024〕第050期），人员伤亡已计入以上数字。";
    assert!(letter.body.contains(said), "{}", letter.body);
}

#[test]
fn one_that_has_no_report_of_its_own_yet_is_not_said_to_have_been_reported() {
    let draft = SubIncident { number: String::new(), ..house(19, "红石镇", Some(1)) };
    let letter = compose(&PACKS, &letter_facts(&sample_county(), &with(&[draft])));
    assert!(!letter.body.contains("单独报送"), "{}", letter.body);
}

#[test]
fn more_dead_within_than_in_the_whole_is_said_at_the_column() {
    let facts = with(&[house(19, "红石镇", Some(2))]);
    let dead =
        |n| Facts { counts: vec![Count { deaths: Number::Known(n), ..facts.counts[0].clone() }], ..facts.clone() };
    let said = "归入的险情死亡合计2人，多于总数1人，请核对".to_owned();
    assert!(remarks(&dead(1)).contains(&said), "{:?}", remarks(&dead(1)));
    assert!(!remarks(&dead(2)).iter().any(|message| message.contains("归入的险情")), "as many is right");
    let unknown = Facts { counts: vec![row("县", None)], ..facts };
    assert!(!remarks(&unknown).iter().any(|message| message.contains("归入的险情")), "unknown is not zero");
}

#[test]
fn more_dead_within_than_in_its_township_is_said_in_that_row() {
    let mut facts = with(&[house(19, "红石镇", Some(2))]);
    facts.townships = vec![domain::township::Township {
        town: "红石镇".to_owned(),
        numbers: [("deaths".to_owned(), domain::quantity::Quantity::whole(1))].into(),
    }];
    let said = "红石镇的险情死亡合计2人，多于表里的1人，请核对".to_owned();
    assert!(remarks(&facts).contains(&said), "{:?}", remarks(&facts));
}

#[test]
fn the_table_is_filled_from_the_incidents_and_never_over_what_was_typed() {
    let within = [
        house(19, "红石镇", Some(1)),
        house(20, "红石镇", Some(2)),
        house(21, "青山镇", Some(1)),
        house(22, "", Some(9)),
    ];
    let typed = |town: &str, deaths: &str| DraftTownship {
        town: town.to_owned(),
        numbers: [("deaths".to_owned(), deaths.to_owned())].into(),
    };
    let filled_in = filled(PACKS.form(), &[typed("青山镇", "5"), typed("", "")], &within).unwrap();
    assert_eq!(filled_in, [typed("青山镇", "5"), typed("红石镇", "3")], "one whose town nobody said goes nowhere");
    assert_eq!(filled(PACKS.form(), &filled_in, &within), None, "nothing is left to fill");
}

#[test]
fn only_what_is_asked_for_its_townships_may_be_a_process() {
    assert!(may_be_process(&PACKS, &flood()));
    let fire = cases().into_iter().find(|case| case.family == "fire").unwrap().first;
    assert!(!may_be_process(&PACKS, &fire));
    assert!(!may_be_process(&PACKS, &Facts::default()), "before a kind is chosen nothing is");
}

fn harmed(deaths: Option<u32>, drill: bool) -> Facts {
    let deaths = deaths.map_or(Number::WhetherUnknown, Number::Known);
    Facts { counts: vec![Count { deaths, ..row("县", None) }], drill, ..Facts::default() }
}

fn counted(n: u128, process: Option<u128>, facts: &Facts) -> Counted<'_> {
    Counted { incident: id(n), process: process.map(id), outcome: None, facts }
}

#[test]
fn the_dead_of_an_incident_within_a_process_are_counted_once() {
    let (whole, within, apart) = (harmed(Some(3), false), harmed(Some(1), false), harmed(Some(2), false));
    let all = [
        counted(1, None, &whole),
        counted(2, Some(1), &within),
        counted(3, Some(1), &within),
        counted(4, None, &apart),
    ];
    let expected = Tally { incidents: 4, within_processes: 2, deaths: 5, ..Tally::default() };
    assert_eq!(tally(&all), expected, "3 in the process, whoever reported them, and 2 elsewhere");
    let nested = [counted(1, None, &whole), counted(2, Some(1), &apart), counted(3, Some(2), &within)];
    assert_eq!(tally(&nested).deaths, 3, "also where two desks put one into the other at once");
    let unknown = harmed(None, false);
    let all = [counted(1, None, &unknown), counted(2, Some(1), &within), counted(3, Some(1), &within)];
    assert_eq!(tally(&all).deaths, 2, "where nobody has counted the whole yet, its incidents are what is known");
}

// practice §8, tests 7 and 12.
#[test]
fn a_drill_is_counted_for_itself_and_what_was_not_true_is_no_incident() {
    let (real, drill) = (harmed(Some(1), false), harmed(Some(30), true));
    let false_alarm = Counted { outcome: Some(IncidentOutcome::NotTrue), ..counted(3, None, &real) };
    let expected = Tally { incidents: 1, deaths: 1, drills: 1, not_true: 1, ..Tally::default() };
    assert_eq!(tally(&[counted(1, None, &real), counted(2, None, &drill), false_alarm]), expected);
}

proptest! {
    #[test]
    fn the_order_of_incidents_changes_no_figure(
        incidents in proptest::collection::vec((0_u32..5, proptest::option::of(0_u128..6), any::<bool>()), 0..6).prop_shuffle()
    ) {
        let facts: Vec<Facts> = incidents.iter().map(|(dead, _, drill)| harmed(Some(*dead), *drill)).collect();
        let mut all: Vec<Counted<'_>> =
            (0_u128..).zip(&incidents).zip(&facts).map(|((n, (_, process, _)), facts)| counted(n, *process, facts)).collect();
        let before = tally(&all);
        all.reverse();
        prop_assert_eq!(tally(&all), before);
        let everybody: u32 = facts.iter().zip(&incidents).filter(|(_, one)| !one.2).map(|(_, one)| one.0).sum();
        prop_assert!(before.deaths <= everybody, "nobody is counted twice");
    }
}

#[test]
fn a_township_s_number_is_compared_with_its_row_and_not_with_the_whole() {
    let (unit, flood) = (sample_county(), flood());
    let letter = letter_facts(&unit, &flood);
    let composed = compose(&PACKS, &letter);
    let found = |body: &str| domain::agreement::disagreements(&PACKS, &letter, &composed.title, body);
    assert_eq!(found(&composed.body), Vec::new(), "the table stands in the letter: {}", composed.body);
    let town = &flood.townships[0];
    let edited = composed.body.replacen("转移200人", "转移210人", 1);
    let all = found(&edited);
    let [one] = all.as_slice() else { panic!("one word is wrong: {all:?}") };
    assert_eq!((one.found.as_str(), one.expected.as_str()), ("转移210人", "转移200人"));
    let take = one.take.as_ref().unwrap();
    assert_eq!((take.field.clone(), take.value.as_str()), (format!("townships.{}.evacuated", town.town), "210"));
}

#[test]
fn a_number_of_a_township_whose_row_has_none_is_asked_about() {
    let unit = sample_county();
    let mut flood = flood();
    let town = flood.townships[0].town.clone();
    flood.townships[0].numbers.remove("evacuated");
    let composed = compose(&PACKS, &letter_facts(&unit, &flood));
    let body = composed.body.replacen(&town, &format!("{town}转移210人、"), 1);
    let found = domain::agreement::disagreements(&PACKS, &letter_facts(&unit, &flood), &composed.title, &body);
    let said = |one: &&domain::agreement::Disagreement| one.message.contains("转移210人");
    assert!(found.iter().find(said).is_some_and(|one| one.message.contains("没有填")), "{found:#?}");
}

#[test]
fn an_incident_in_which_nobody_was_counted_adds_no_row_of_its_township() {
    assert_eq!(
        filled(PACKS.form(), &[], &[house(19, "红石镇", None)]),
        None,
        "an empty row would say that it was asked"
    );
}

#[test]
fn a_follow_up_tells_of_those_incidents_only_that_were_not_told_before() {
    let (first, second) = (house(19, "红石镇", Some(1)), house(20, "青山镇", None));
    let before = with(std::slice::from_ref(&first));
    let now = with(&[first, second.clone()]);
    assert_eq!(now.news_since(&before).sub_incidents, [second], "nothing is told twice");
}
