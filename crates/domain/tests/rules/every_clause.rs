//! Every clause of the scope, every 较大涉险, every recipient and every partner of the packs that come with the program, by
//! name: an incident that meets it, and one just beside it that does not (practice §2.11; 安监总局令第21号第二十六条).

use std::collections::BTreeSet;

use domain::count::{Count, Number};
use domain::facts::{Facts, Jurisdiction, Sensitivity};
use domain::grading::grade;
use domain::pack::{Packs, SHIPPED};
use domain::rule::Situation;
use domain::scope::ScopeTo;
use domain::unit::Level::{self, City, County, Province};

use crate::accident::HENAN;
use crate::desk::{PACKS, row};

fn of(kind: &str) -> Facts {
    Facts { kind: Some(kind.to_owned()), ..Facts::default() }
}

fn people(kind: &str, count: Count) -> Facts {
    Facts { counts: vec![Count { adopted: true, ..count }], ..of(kind) }
}

fn dead(kind: &str, n: u32) -> Facts {
    people(kind, Count { deaths: Number::Known(n), ..row("县消防救援大队", None) })
}

fn hurt(kind: &str, n: u32) -> Facts {
    let hurt = Number::Known(n);
    people(kind, Count { injured: hurt, seriously_injured: hurt, ..row("县消防救援大队", None) })
}

fn signed(kind: &str, sign: &str) -> Facts {
    Facts { signs: BTreeSet::from([sign.to_owned()]), ..of(kind) }
}

fn sensitive(kind: &str) -> Facts {
    Facts { sensitive: BTreeSet::from([Sensitivity::Opinion]), ..of(kind) }
}

fn at(jurisdiction: Jurisdiction) -> Facts {
    Facts { jurisdiction, ..of("fire") }
}

/// What the test asks the packs: whether the clause of that id holds of these facts at that level.
fn holds(packs: &Packs, facts: &Facts, level: Level, ask: impl Fn(&Situation<'_>) -> bool) -> bool {
    ask(&Situation::new(packs, facts, &grade(packs, facts), level))
}

const FIRE: &str = "forest_fire";
const SLIDE: &str = "debris_flow";

fn scope() -> Vec<(&'static str, ScopeTo, Facts, Facts)> {
    use ScopeTo::{City, County, Ministry, Province};
    let forest = |sign| signed(FIRE, sign);
    vec![
        ("ministry-major", Ministry, dead("collapse", 10), dead("collapse", 9)),
        ("ministry-accident", Ministry, dead("collapse", 10), dead(SLIDE, 10)),
        ("ministry-forest-border", Ministry, forest("forest_border"), forest("forest_threat")),
        ("ministry-forest-major", Ministry, dead(FIRE, 10), dead(FIRE, 9)),
        ("ministry-forest-deaths", Ministry, dead(FIRE, 3), dead(FIRE, 2)),
        ("ministry-forest-injured", Ministry, hurt(FIRE, 10), hurt(FIRE, 9)),
        ("ministry-forest-threat", Ministry, forest("forest_threat"), forest("forest_virgin")),
        ("ministry-forest-virgin", Ministry, forest("forest_virgin"), forest("forest_province_edge")),
        ("ministry-forest-edge", Ministry, forest("forest_province_edge"), forest("forest_support")),
        ("ministry-forest-support", Ministry, forest("forest_support"), forest("forest_border")),
        ("ministry-disaster-10", Ministry, dead(SLIDE, 10), dead(SLIDE, 9)),
        ("ministry-disaster-sensitive", Ministry, sensitive(SLIDE), of(SLIDE)),
        ("province-accident", Province, dead("collapse", 3), dead("collapse", 2)),
        ("province-accident-social", Province, sensitive("collapse"), of("collapse")),
        ("province-disaster-10", Province, dead(SLIDE, 10), dead(SLIDE, 9)),
        ("province-disaster-sensitive", Province, sensitive(SLIDE), sensitive("collapse")),
        ("city-accident", City, dead("collapse", 1), of("collapse")),
        ("city-near-miss", City, signed("collapse", "other_near_miss"), of("collapse")),
        ("city-disaster-dead", City, dead(SLIDE, 1), dead(SLIDE, 0)),
        ("city-disaster-injured", City, hurt(SLIDE, 1), hurt(SLIDE, 0)),
        ("city-disaster-loss", City, signed(SLIDE, "larger_property_loss"), of(SLIDE)),
        ("city-graded", City, dead("collapse", 1), of("collapse")),
        ("city-sensitive", City, sensitive("fire"), of("fire")),
        ("city-neighbour", City, at(Jurisdiction::Neighbour), at(Jurisdiction::Ours)),
        ("city-undecided", City, at(Jurisdiction::Undecided), at(Jurisdiction::Neighbour)),
        ("county-accident", County, of("fire"), of(SLIDE)),
        ("county-natural", County, of(SLIDE), of("fire")),
        ("county-health", County, of("food_safety"), of("fire")),
        ("county-security", County, of("mass_incident"), of("fire")),
        ("henan-direct", Province, dead("collapse", 3), dead("collapse", 2)),
        ("henan-direct-social", Province, sensitive("food_safety"), of("food_safety")),
    ]
}

#[test]
fn each_clause_of_the_scope_goes_as_far_up_as_it_says_and_no_further_case() {
    for (id, to, met, beside) in scope() {
        let row = HENAN.scope_rows().iter().find(|row| row.id == id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(row.to, to, "{id}");
        let asked = |facts: &Facts| holds(&HENAN, facts, Level::County, |situation| row.when.holds(situation));
        assert!(asked(&met), "{id} asks for it");
        assert!(!asked(&beside), "{id} does not ask for what is beside it");
    }
    let listed: BTreeSet<&str> = scope().iter().map(|(id, ..)| *id).collect();
    let all: BTreeSet<&str> = HENAN.scope_rows().iter().map(|row| row.id.as_str()).collect();
    assert_eq!(listed, all, "a clause without a case is a clause that nobody checked");
}

// 第二十六条: 涉险10人以上、被困或下落不明3人以上、紧急疏散500人以上…
#[test]
fn each_near_miss_of_article_twenty_six_counts_from_its_own_number_on() {
    let count = |count: Count| people("collapse", count);
    let blank = || row("现场指挥部", None);
    let cases = [
        (
            "near-at-risk-10",
            count(Count { at_risk: Number::Known(10), ..blank() }),
            count(Count { at_risk: Number::Known(9), ..blank() }),
        ),
        (
            "near-trapped-3",
            count(Count { missing: Number::Known(1), trapped: Number::Known(2), ..blank() }),
            count(Count { missing: Number::Known(1), trapped: Number::Known(1), ..blank() }),
        ),
        (
            "near-evacuated-500",
            count(Count { evacuated: Number::Known(500), ..blank() }),
            count(Count { evacuated: Number::Known(499), ..blank() }),
        ),
        ("near-pollution", signed("collapse", "severe_pollution"), signed(SLIDE, "severe_pollution")),
        ("near-facility", signed("collapse", "facility_threatened"), signed(SLIDE, "facility_threatened")),
        ("near-other", signed("collapse", "other_near_miss"), signed(SLIDE, "other_near_miss")),
    ];
    for (id, met, beside) in &cases {
        let found = grade(&PACKS, met).near_miss;
        assert_eq!(found.map(|reason| reason.rule).as_deref(), Some(*id));
        assert_eq!(grade(&PACKS, beside).near_miss, None, "{id}: just beside it");
    }
    let all: BTreeSet<&str> = PACKS.near_misses().iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(cases.iter().map(|(id, ..)| *id).collect::<BTreeSet<_>>(), all);
}

#[test]
fn each_level_tells_its_own_people_and_the_province_only_from_a_larger_accident_on() {
    let told = |facts: &Facts, level| -> Vec<String> {
        let grading = grade(&NATIONAL, facts);
        let situation = Situation::new(&NATIONAL, facts, &grading, level);
        NATIONAL.recipients_for(&situation).into_iter().map(|one| one.id.clone()).collect()
    };
    let county =
        ["city_bureau", "county_committee", "county_government", "shift_leader", "director", "vice_magistrate"];
    let city =
        ["province_bureau", "city_committee", "city_government", "city_shift_leader", "city_director", "vice_mayor"];
    let province = [
        "ministry",
        "province_committee",
        "province_government",
        "province_shift_leader",
        "province_director",
        "vice_governor",
    ];
    assert_eq!(told(&of("fire"), County), county);
    assert_eq!(told(&dead("fire", 3), County), [&county[..], &["province_bureau"]].concat());
    assert_eq!(told(&of("fire"), City), city);
    assert_eq!(told(&of("fire"), Province), province);
    let beside = |facts: Facts| told(&facts, County).split_off(county.len());
    assert_eq!(beside(at(Jurisdiction::Neighbour)), ["neighbour_room"]);
    assert_eq!(beside(signed("road_traffic", "motorway")), ["motorway_police", "motorway_administration"]);
    let named =
        [&county[..], &city, &province, &["neighbour_room", "motorway_police", "motorway_administration"]].concat();
    let all: BTreeSet<&str> = NATIONAL.recipients().iter().map(|one| one.id.as_str()).collect();
    assert_eq!(named.into_iter().collect::<BTreeSet<_>>(), all, "everybody on the list is told of something");
}

static NATIONAL: std::sync::LazyLock<Packs> = std::sync::LazyLock::new(|| Packs::from_texts(&SHIPPED[..1]).unwrap());

#[test]
fn each_partner_is_proposed_for_what_is_its_own_business() {
    let cases: [(&str, Option<(Facts, Facts)>); 15] = [
        ("police", Some((of("fire"), of(SLIDE)))),
        ("fire_rescue", Some((of("fire"), of("railway")))),
        ("health", Some((hurt("fire", 1), of("fire")))),
        ("weather", Some((of(SLIDE), of("fire")))),
        ("water", Some((of("flood"), of(SLIDE)))),
        ("land", Some((of(SLIDE), of("flood")))),
        ("transport", Some((of("road_traffic"), of("fire")))),
        ("construction", Some((of("gas"), of("fire")))),
        ("environment", Some((of("chemical_leak"), of("gas")))),
        ("forestry", Some((of(FIRE), of("fire")))),
        ("market", Some((of("lift"), of("fire")))),
        ("education", None),
        ("electricity", Some((of("power_outage"), of("gas")))),
        ("mine_safety", Some((of("coal_mine"), of("collapse")))),
        ("neighbour", Some((at(Jurisdiction::Neighbour), at(Jurisdiction::Ours)))),
    ];
    for (id, case) in &cases {
        let partner = NATIONAL.partner(id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(partner.when.is_some(), case.is_some(), "{id} is proposed by the pack");
        let (Some(when), Some((met, beside))) = (&partner.when, case) else { continue };
        assert!(holds(&NATIONAL, met, County, |situation| when.holds(situation)), "{id}");
        assert!(!holds(&NATIONAL, beside, County, |situation| when.holds(situation)), "{id}: not of everything");
    }
    let all: BTreeSet<&str> = NATIONAL.partners().iter().map(|one| one.id.as_str()).collect();
    assert_eq!(cases.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>(), all);
}
