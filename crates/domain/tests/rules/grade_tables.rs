//! Every boundary of every grading table, on both sides: 以上 includes the number, 以下 does not (domain.md §3, §10).

use std::collections::{BTreeMap, BTreeSet};

use domain::count::{Count, Measure, Number};
use domain::facts::Facts;
use domain::grade::Grade::{self, Extraordinary, Large, Major, Ordinary};
use domain::grading::grade;
use domain::harm::HarmMeasure;
use domain::quantity::Quantity;

use crate::desk::{PACKS, row};
use crate::grade_criteria::{Criterion, criteria};

/// A number with two decimals, as in the tables.
fn q(text: &str) -> Quantity {
    Quantity::read(text).unwrap()
}

/// Facts in which one measure has one value.
#[derive(Clone, Default)]
struct Case {
    people: Vec<(Measure, u32)>,
    figures: Vec<(String, Quantity)>,
    loss: Option<Quantity>,
    signs: Vec<&'static str>,
}

impl Case {
    fn facts(&self, kind: &str) -> Facts {
        let mut count = row("县消防救援大队", None);
        for (measure, n) in &self.people {
            count.state(*measure, Number::Known(*n));
        }
        Facts {
            kind: Some(kind.to_owned()),
            counts: vec![count],
            figures: self.figures.iter().cloned().collect(),
            loss_wan: self.loss,
            signs: self.signs.iter().map(|sign| (*sign).to_owned()).collect(),
            ..Facts::default()
        }
    }

    fn with(&self, measure: &str, value: Quantity) -> Self {
        let mut case = self.clone();
        let people = || value.to_string().parse::<u32>().unwrap();
        match HarmMeasure::from(measure.to_owned()) {
            HarmMeasure::People(measure) => case.people.push((measure, people())),
            HarmMeasure::DeathsAndMissing => case.people.extend([(Measure::Missing, people()), (Measure::Deaths, 0)]),
            HarmMeasure::DeathsAndSeriouslyInjured => {
                case.people.extend([(Measure::Deaths, 2), (Measure::SeriouslyInjured, people() - 2)]);
            }
            HarmMeasure::MissingOrTrapped => case.people.push((Measure::Missing, people())),
            HarmMeasure::LossWan => case.loss = Some(value),
            HarmMeasure::Figure(id) => case.figures.push((id, value)),
        }
        case
    }
}

/// The least step of a measure: people are whole, everything else has two decimals.
fn step(measure: &str) -> Quantity {
    match HarmMeasure::from(measure.to_owned()) {
        HarmMeasure::LossWan | HarmMeasure::Figure(_) => Quantity::hundredths(1),
        _ => Quantity::whole(1),
    }
}

fn below(value: Quantity, measure: &str) -> Option<Quantity> {
    let hundredths = |quantity: Quantity| (quantity.to_string().parse::<f64>().unwrap() * 100.0).round() as u64;
    hundredths(value).checked_sub(hundredths(step(measure))).map(Quantity::hundredths)
}

fn confirmed(kind: &str, case: &Case) -> Option<Grade> {
    grade(&PACKS, &case.facts(kind)).confirmed.map(|reason| reason.grade)
}

#[test]
fn every_boundary_of_every_table_on_both_sides() {
    let mut looked_at = 0;
    for criterion in criteria() {
        let Criterion { kind, given, also, measure, begins, under } = criterion;
        let base = Case { signs: given.to_vec(), ..Case::default() };
        let base = also.iter().fold(base, |case, (measure, value)| case.with(measure, q(value)));
        let mut before = under;
        for (value, grade) in begins {
            let at = confirmed(kind, &base.with(measure, q(value)));
            assert_eq!(at, Some(*grade), "{kind}: {measure} {value} given {given:?} {also:?}");
            if let Some(just_below) = below(q(value), measure) {
                let found = confirmed(kind, &base.with(measure, just_below));
                assert_eq!(
                    found, before,
                    "{kind}: {measure} {just_below}, just below {value}, given {given:?} {also:?}"
                );
            }
            before = Some(*grade);
            looked_at += 2;
        }
    }
    assert!(looked_at > 500, "{looked_at} sides of boundaries were looked at");
}

#[test]
fn every_number_in_every_table_is_a_boundary_that_is_tested() {
    let tested: BTreeMap<&str, BTreeSet<Quantity>> = criteria().iter().fold(BTreeMap::new(), |mut all, criterion| {
        let begins = all.entry(criterion.measure).or_insert_with(BTreeSet::new);
        begins.extend(criterion.begins.iter().map(|(value, _)| q(value)));
        for (measure, value) in criterion.also {
            all.entry(measure).or_insert_with(BTreeSet::new).insert(q(value));
        }
        all
    });
    for table in PACKS.grade_tables() {
        for scale in &table.scales {
            let measure = String::from(scale.of.clone());
            for band in &scale.bands {
                let known = tested.get(measure.as_str()).is_some_and(|values| values.contains(&band.from));
                assert!(known, "{}: {measure} {} is tested", table.id, band.from);
            }
        }
    }
}

#[test]
fn signs_that_decide_alone() {
    let signs: [(&str, &str, Grade); 31] = [
        ("pressure_equipment", "boiler_600mw_exploded", Extraordinary),
        ("pressure_equipment", "vessel_exploded", Large),
        ("crane", "crane_overturned", Large),
        ("crane", "crane_part_failed", Ordinary),
        ("aviation", "aircraft_crash", Extraordinary),
        ("road_traffic", "motorway_closed_48h", Extraordinary),
        ("forest_fire", "other_woodland", Ordinary),
        ("earthquake", "loss_over_gdp_1_percent", Extraordinary),
        ("flood", "flood_basin_great", Major),
        ("flood", "flood_levee_breach", Major),
        ("flood", "flood_several_cities", Major),
        ("flood", "flood_dam_broken", Major),
        ("flood", "flood_traffic_24h", Major),
        ("flood", "flood_basin_extreme", Extraordinary),
        ("flood", "flood_main_levee_breach", Extraordinary),
        ("flood", "flood_key_dam_broken", Extraordinary),
        ("flood", "flood_traffic_48h", Extraordinary),
        ("drought", "drought_provinces_extreme", Extraordinary),
        ("drought", "drought_cities_severe", Major),
        ("environment", "pollution_cross_county", Ordinary),
        ("environment", "water_source_town", Large),
        ("environment", "pollution_cross_city", Large),
        ("environment", "water_source_county", Major),
        ("environment", "pollution_cross_province", Major),
        ("environment", "water_source_city", Extraordinary),
        ("environment", "pollution_abroad", Extraordinary),
        ("food_safety", "food_two_towns", Ordinary),
        ("food_safety", "food_two_counties", Large),
        ("food_safety", "food_two_cities", Major),
        ("food_safety", "food_cross_province", Extraordinary),
        ("environment", "eco_lost", Extraordinary),
    ];
    for (kind, sign, expected) in signs {
        let case = Case { signs: vec![sign], ..Case::default() };
        assert_eq!(confirmed(kind, &case), Some(expected), "{kind}: {sign}");
        assert_eq!(confirmed(kind, &Case::default()), None, "{kind}: nothing ticked, nothing known");
    }
}

// domain.md §10.3: the same ten million yuan is another grade in another table.
#[test]
fn the_same_loss_is_another_grade_in_another_table() {
    let ten_million = |kind| confirmed(kind, &Case::default().with("loss_wan", q("1000")));
    assert_eq!(ten_million("landslide"), Some(Extraordinary));
    assert_eq!(ten_million("collapse"), Some(Large));
    assert_eq!(ten_million("grass_fire"), Some(Extraordinary));
    assert_eq!(ten_million("environment"), Some(Large));
    let reason = grade(&PACKS, &Case::default().with("loss_wan", q("1000")).facts("landslide")).confirmed.unwrap();
    assert!(reason.why.ends_with("，为特大型"), "the clause's own name of the grade is said: {}", reason.why);
}

// domain.md §10.6 and §10.7.
#[test]
fn a_lift_a_crane_and_near_misses_are_reportable_without_anybody_hurt() {
    assert_eq!(confirmed("lift", &Case::default().with("lift_trapped_hours", q("2"))), Some(Ordinary));
    let overturned = Case { signs: vec!["crane_overturned"], ..Case::default().with("deaths", q("0")) };
    assert_eq!(confirmed("crane", &overturned), Some(Large), "较大 with nobody hurt");
    let near_miss =
        |measure, value| grade(&PACKS, &Case::default().with(measure, q(value)).facts("collapse")).near_miss;
    for (measure, at, below) in
        [("at_risk", "10", "9"), ("trapped", "3", "2"), ("missing", "3", "2"), ("evacuated", "500", "499")]
    {
        let found = near_miss(measure, at).unwrap_or_else(|| panic!("{measure} {at} is a 较大涉险事故"));
        assert!(!found.why.is_empty() && found.cite.contains("第二十六条"), "{found:?}");
        assert_eq!(near_miss(measure, below), None, "{measure} {below}");
    }
    let two_and_one = Case { people: vec![(Measure::Missing, 2), (Measure::Trapped, 1)], ..Case::default() };
    assert!(grade(&PACKS, &two_and_one.facts("collapse")).near_miss.is_some(), "被困 and 下落不明 count together");
    let nobody = grade(&PACKS, &near_case("at_risk", "10").facts("landslide"));
    assert_eq!(nobody.near_miss, None, "a natural disaster is no 事故");
}

fn near_case(measure: &str, value: &str) -> Case {
    Case::default().with(measure, q(value))
}

// 突发事件应对法 2024 art. 3: only natural disasters, accidents and health events are graded.
#[test]
fn social_security_events_are_not_graded() {
    let social = PACKS.events().iter().filter(|event| event.class == domain::pack::Class::Security);
    let mut seen = 0;
    for event in social {
        seen += 1;
        assert_eq!(confirmed(&event.id, &near_case("deaths", "30")), None, "{}", event.id);
    }
    assert!(seen > 0, "there are such kinds");
}

// practice 3.5; domain §3 trap 3.
#[test]
fn the_missing_of_an_earthquake_are_confirmed_deaths_and_those_of_an_accident_only_possible() {
    let missing = near_case("missing", "10");
    assert_eq!(confirmed("earthquake", &missing), Some(Large), "死亡（含失踪）");
    assert_eq!(confirmed("collapse", &missing), None);
    let possible =
        |count: Count| grade(&PACKS, &Facts { counts: vec![count], ..near_case("deaths", "0").facts("collapse") });
    let ten_missing = possible(Count { missing: Number::Known(10), ..row("河西镇", None) });
    assert_eq!(ten_missing.possible.map(|reason| reason.grade), Some(Major));
}

#[test]
fn a_local_table_grades_a_national_kind_too() {
    let local = r#"
[meta]
id = "local-flood"
title = "本县洪涝分级"
version = "1"
effective_from = "2025-06-01"
layer = "county"

[[source]]
key = "L1"
title = "本县防汛应急预案"
at = "本局存"
read = true

[[grade_table]]
id = "flood-county"
title = "本县洪涝灾害分级"
cite = "本县防汛应急预案"
source = "L1"
verified = true
also_grades = ["flood"]

[[grade_table.scale]]
of = "evacuated"
bands = [
  { grade = "ordinary", from = 100, below = 1000, words = "转移100人以上1000人以下" },
  { grade = "large", from = 1000, words = "转移1000人以上" },
]
"#;
    let own = domain::pack::PackText { file: "local.toml", text: local };
    let packs = domain::pack::Packs::from_texts(&[domain::pack::SHIPPED[0], own]).unwrap();
    let moved = |n| grade(&packs, &near_case("evacuated", n).facts("flood")).confirmed.map(|reason| reason.grade);
    assert_eq!((moved("99"), moved("100"), moved("1000")), (None, Some(Ordinary), Some(Large)));
    let dam = Case { signs: vec!["flood_dam_broken"], ..near_case("evacuated", "100") };
    let found = grade(&packs, &dam.facts("flood")).confirmed.map(|reason| reason.grade);
    assert_eq!(found, Some(Major), "and the national one still does");
}
