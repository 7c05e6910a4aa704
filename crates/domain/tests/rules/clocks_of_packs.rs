//! The clocks of the packs that come with the program: Henan's worked reading, another province in its place, and how
//! far up an incident goes (domain.md §5, §10; practice §3).

use std::collections::BTreeSet;

use domain::Moment;
use domain::count::{Count, Number};
use domain::deadline::{Deadline, DeadlineState, deadlines};
use domain::facts::{Facts, Jurisdiction, Sensitivity};
use domain::grading::grade;
use domain::pack::{PackText, SHIPPED, lay};
use domain::rule::{Basis, Situation};
use domain::scope::{ScopeTo, scope};
use domain::unit::Level;

use crate::accident::{HENAN, SHANDONG, accident, day, deaths, due, ids, laid, of};
use crate::desk::{PACKS, row};

// domain.md §5.1, the worked reading: 10:00, known 10:08, phoned 10:12.
#[test]
fn henan_a_major_accident_has_every_clock_of_the_worked_reading_nearest_first() {
    let facts = accident(&HENAN, deaths(10), ["10:00", "10:08", "10:12"]);
    let all = deadlines(&HENAN, &facts, day("10:13"));
    for (rule, clock) in [
        ("H1", "10:15"),
        ("N2-county", "10:20"),
        ("H2", "10:35"),
        ("N0", "10:38"),
        ("N1", "10:42"),
        ("N2", "10:50"),
        ("N3", "11:00"),
        ("H3", "11:00"),
        ("A2", "12:08"),
        ("H4", "16:00"),
    ] {
        assert_eq!(due(&all, rule), Some(day(clock)), "{rule}");
    }
    assert_eq!(of(&all, "H6").state, DeadlineState::Promptly, "directly to the province, besides level by level");
    let open: Vec<Moment> = all.iter().filter(|one| one.open()).filter_map(|one| one.due_at).collect();
    assert!(open.is_sorted(), "nearest first: {:?}", ids(&all));
    let written: Vec<&Deadline> =
        all.iter().filter(|one| one.open() && one.basis == Basis::Prescribed && one.rule != "H1").collect();
    let governing = written.iter().filter(|one| one.due_at.is_some()).min_by_key(|one| one.due_at).unwrap();
    assert_eq!(governing.rule, "H2", "the governing written deadline is 10:35, not 10:42");
    assert_eq!(of(&all, "N3").basis, Basis::Internal, "an origin that no clause states makes nobody 超时");
}

#[test]
fn henan_the_province_is_told_by_phone_and_its_two_clocks_stop() {
    let mut facts = accident(&HENAN, deaths(10), ["10:00", "10:08", "10:12"]);
    facts.told.insert("province_bureau".to_owned(), day("10:14"));
    let all = deadlines(&HENAN, &facts, day("10:20"));
    assert_eq!((of(&all, "H1").state, of(&all, "H6").state), (DeadlineState::Met, DeadlineState::Met));
    assert_eq!(of(&all, "H6").why, "10:14已电话报省应急管理厅指挥中心");
    facts.told.insert("province_bureau".to_owned(), day("10:17"));
    assert_eq!(of(&deadlines(&HENAN, &facts, day("10:20")), "H1").state, DeadlineState::MetLate);
}

// domain.md §5.1: the county learned late (10:40). practice 3.3.
#[test]
fn henan_a_call_that_came_late_is_never_the_rooms_lateness() {
    let facts = accident(&HENAN, deaths(10), ["10:00", "10:40", "10:42"]);
    let all = deadlines(&HENAN, &facts, day("12:30"));
    for rule in ["H1", "H2", "N2-county"] {
        let born_past = of(&all, rule);
        assert_eq!(born_past.state, DeadlineState::BornPast, "{rule}");
        assert!(born_past.why.starts_with("接报晚"), "{}", born_past.why);
    }
    assert_eq!(due(&all, "H2/aware"), Some(day("11:15")), "a 内控 of the same length from 知悉");
    assert_eq!(due(&all, "N2"), Some(day("10:50")), "ten minutes are left of the fifty");
    assert!(all.iter().filter(|one| one.late()).all(|one| !one.rule.contains('/')), "a twin is never late");
}

#[test]
fn another_province_has_its_own_rules_and_the_nation_has_the_rest() {
    assert_eq!(
        SHANDONG.metas().iter().map(|meta| meta.id.as_str()).collect::<Vec<_>>(),
        ["national", "calendar-2026", "shandong"]
    );
    let facts = accident(&SHANDONG, deaths(3), ["10:00", "10:08", "10:12"]);
    let all = deadlines(&SHANDONG, &facts, day("10:13"));
    assert_eq!(due(&all, "SD1-county"), Some(day("10:38")), "30 minutes directly to the province, from 接到报告");
    assert_eq!(due(&all, "SD2-county"), Some(day("11:08")), "较大以上: written within an hour");
    assert!(!ids(&all).iter().any(|rule| rule.starts_with('H')), "{:?}", ids(&all));
    assert_eq!(due(&all, "N1"), Some(day("10:42")), "the nation's rules stay");
    let whom = Situation::new(&SHANDONG, &facts.facts, &facts.grading, Level::County);
    assert!(SHANDONG.recipients_for(&whom).iter().any(|one| one.id == "province_bureau"), "who is owed is on the list");
}

#[test]
fn packs_have_regions_and_dates() {
    let ids =
        |unit: &str, day: &str| -> Vec<String> { laid(unit, day).metas().iter().map(|meta| meta.id.clone()).collect() };
    assert_eq!(ids("411121", "2026-05-12"), ["national", "calendar-2026", "henan", "luohe"]);
    assert_eq!(ids("411421", "2026-05-12"), ["national", "calendar-2026", "henan"]);
    assert_eq!(ids("sample-county", "2026-05-12"), ["national", "calendar-2026"]);
    assert_eq!(ids("411121", "2020-05-12"), ["national"], "before any: the national rules are needed anyway");
    assert_eq!(ids("370102", "2022-02-28"), ["national"], "the day before it is in force");
    assert_eq!(ids("370102", "2022-03-01"), ["national", "shandong"]);
    let luohe: Vec<&str> = HENAN.divisions().iter().map(|division| division.code.as_str()).collect();
    assert_eq!(luohe, ["411100", "411102", "411103", "411104", "411121", "411122"]);
    assert!(HENAN.event_codes().is_empty(), "no event code is made up; one comes only from a loaded table");
}

#[test]
fn a_later_version_of_a_pack_takes_over_on_its_day() {
    let shipped = SHIPPED.iter().find(|pack| pack.file == "henan.toml").unwrap().text;
    let newer = shipped
        .replace("effective_from = \"2021-01-28\"", "effective_from = \"2026-06-01\"")
        .replace("schedule = { after_minutes = 35 }", "schedule = { after_minutes = 30 }");
    assert_ne!(newer, shipped);
    let texts: Vec<PackText<'_>> =
        SHIPPED.iter().copied().chain([PackText { file: "newer.toml", text: &newer }]).collect();
    let h2 = |day: &str| {
        let packs = lay(&texts, "411121", day.parse().unwrap()).unwrap();
        let schedule = packs.rule("H2").unwrap().schedule.clone();
        (packs.metas().len(), schedule)
    };
    use domain::rule::Schedule::AfterMinutes;
    assert_eq!(h2("2026-05-31"), (4, AfterMinutes(35)));
    assert_eq!(h2("2026-06-01"), (4, AfterMinutes(30)), "in the place of the older one, not beside it");
}

// practice 3.7: the direct duty.
#[test]
fn a_natural_disaster_with_ten_dead_or_missing_or_a_sensitive_one_goes_directly_up() {
    let disaster = |missing: u32, sensitive: bool| Facts {
        kind: Some("debris_flow".to_owned()),
        counts: vec![Count { missing: Number::Known(missing), ..row("河西镇", None) }],
        sensitive: if sensitive { BTreeSet::from([Sensitivity::People]) } else { BTreeSet::new() },
        ..Facts::default()
    };
    let rules = |facts: Facts| -> Vec<String> {
        let facts = accident(&PACKS, facts, ["08:00", "08:05", "08:10"]);
        let all = deadlines(&PACKS, &facts, day("08:20"));
        all.iter().filter(|one| one.rule.starts_with("D1b")).map(|one| one.rule.clone()).collect()
    };
    assert_eq!(rules(disaster(9, false)), Vec::<String>::new());
    assert!(rules(disaster(10, false)).contains(&"D1b-10".to_owned()));
    assert_eq!(rules(disaster(1, true)), ["D1b-sensitive"]);
}

// practice 2.11, 2.13; domain.md §5.3, §10.12.
#[test]
fn how_far_up_it_goes_each_step_with_its_clause() {
    let steps = |facts: &Facts| -> Vec<ScopeTo> {
        let grading = grade(&HENAN, facts);
        let steps = scope(&HENAN, &Situation::new(&HENAN, facts, &grading, Level::County));
        assert!(steps.iter().all(|step| !step.cite.is_empty() && !step.text.is_empty()), "{steps:?}");
        steps.into_iter().map(|step| step.to).collect()
    };
    use ScopeTo::{City, County, Ministry, Province};
    assert_eq!(steps(&deaths(10)), [Ministry, Province, City, County]);
    assert_eq!(steps(&deaths(3)), [Province, City, County]);
    assert_eq!(steps(&deaths(1)), [City, County]);
    let nobody = Facts { kind: Some("collapse".to_owned()), ..Facts::default() };
    assert_eq!(steps(&nobody), [County], "nothing graded: the county's own government");
    let at_risk = Count { at_risk: Number::Known(10), ..row("现场", None) };
    let near_miss = Facts { counts: vec![at_risk], ..nobody.clone() };
    assert_eq!(steps(&near_miss), [City, County], "较大涉险 with nobody hurt is reportable");
    for tick in Sensitivity::ALL {
        let sensitive = Facts { sensitive: BTreeSet::from([tick]), ..nobody.clone() };
        assert!(steps(&sensitive).contains(&City), "{tick:?}: 不受分级标准限制");
    }
    let neighbour = Facts { jurisdiction: Jurisdiction::Neighbour, ..nobody.clone() };
    assert!(steps(&neighbour).contains(&City), "毗邻且可能影响的");
    let undecided = Facts { jurisdiction: Jurisdiction::Undecided, ..nobody };
    assert!(steps(&undecided).contains(&City), "属地待定的先报后议");
    assert_eq!(steps(&Facts::default()), Vec::<ScopeTo>::new(), "before anything is known: 本级掌握 or nothing yet");
}
