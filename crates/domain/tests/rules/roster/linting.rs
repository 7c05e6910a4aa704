//! 排班核对: what is wrong is found at its cell, and nothing else is.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::roster::{Check, Fault, Place, Plan, Rostered, lint};
use proptest::prelude::*;

use super::{NAMES, against, any_plan, lines, month, officers, person, place, sound};
use crate::desk::PACKS;

fn found(plan: &Plan) -> Vec<Fault> {
    lint(plan, &against(&PACKS, &officers()))
}

/// The one thing wrong with a month: what, where, and in which words.
fn only(plan: &Plan) -> (Check, Place, String) {
    let faults = found(plan);
    assert_eq!(faults.len(), 1, "{faults:?}");
    (faults[0].of, faults[0].place, faults[0].words.clone())
}

fn with(change: impl FnOnce(&mut Plan)) -> Plan {
    let mut plan = sound("2026-12");
    change(&mut plan);
    plan
}

#[test]
fn a_sound_month_has_nothing_wrong() {
    assert_eq!(found(&sound("2026-12")), []);
}

#[test]
fn each_thing_wrong_is_said_at_its_cell_with_what_to_do() {
    let put = |at: Place, who: Vec<Rostered>| with(|plan| *plan.cell_mut(at).unwrap() = who);
    let watch = |n: usize| vec![person(n)];
    assert_eq!(
        only(&put(place(3, 1), watch(6))),
        (Check::Gap, place(3, 1), "值班员缺1人，请补排；确实无人请写说明".into())
    );
    let three = vec![person(2), person(3), person(6)];
    let crowd = with(|plan| *plan.cell_mut(place(1, 1)).unwrap() = three);
    assert_eq!(only(&crowd), (Check::TooMany, place(1, 1), "值班员应2人，排了3人，请核对".into()));
    let twice = with(|plan| *plan.cell_mut(place(1, 1)).unwrap() = vec![person(0), person(2)]);
    let (of, at, words) = only(&twice);
    assert_eq!((of, at), (Check::Overlap, place(1, 1)));
    assert_eq!(words, "甲某同时在12月1日带班领导，一人不能两处，请换人");
    let level = put(place(1, 0), vec![Rostered { on_site: true, ..person(6) }]);
    assert_eq!(
        only(&level).2,
        "庚某（值班员）不能带班领导，应为局长、书记、主任、部长、厅长、党委委员、党组成员、总工程师、总师、带班领导"
    );
    let away = put(place(5, 0), vec![person(0)]);
    assert_eq!(only(&away), (Check::OnSite, place(5, 0), "周末带班领导应在岗，请标“在岗”".into()));
    let tired = with(|plan| *plan.cell_mut(place(2, 1)).unwrap() = vec![person(2), person(5)]);
    assert_eq!(only(&tired), (Check::Rest, place(2, 1), "丙某与12月1日值班员之间只休息0小时，应不少于12小时".into()));
    let unheard = Rostered { officer: None, name: "壬某".into(), phone: "0000-0000999".into(), ..person(6) };
    let stranger = put(place(1, 1), vec![person(2), unheard]);
    assert_eq!(only(&stranger), (Check::Unlisted, place(1, 1), "壬某不在值班人员名单，请核对姓名或先登记".into()));
    let silent = put(place(1, 1), vec![person(2), Rostered { phone: String::new(), ..person(3) }]);
    assert_eq!(only(&silent), (Check::Number, place(1, 1), "丁某没有号码，请在值班人员中登记".into()));
}

#[test]
fn who_is_on_no_list_is_known_by_name_and_whoever_is_on_it_by_the_list() {
    let stranger = Rostered { officer: None, ..person(2) };
    let twice = with(|plan| *plan.cell_mut(place(2, 1)).unwrap() = vec![stranger.clone(), person(5)]);
    assert!(
        found(&twice).iter().any(|fault| fault.of == Check::Rest),
        "the same person, once by hand and once by the list"
    );
    let namesake = Rostered { officer: Some(uuid::Uuid::from_u128(99)), ..person(2) };
    assert!(stranger.is(&person(2)) && !namesake.is(&person(2)), "two of one name are two");
}

#[test]
fn who_has_left_is_found_wherever_they_stand() {
    let mut officers = officers();
    officers[4].left = true;
    let faults = lint(&sound("2026-12"), &against(&PACKS, &officers));
    assert!(faults.iter().all(|fault| fault.of == Check::Left && fault.words == "戊某已调离，请换人"), "{faults:?}");
    assert_eq!(faults.len(), 10, "every third day, from the second on");
}

#[test]
fn a_named_holiday_is_named_where_nobody_leads_on_site() {
    let mut plan = sound("2026-10");
    *plan.cell_mut(place(3, 0)).unwrap() = vec![person(0)];
    assert_eq!(only(&plan).2, "国庆节带班领导应在岗，请标“在岗”");
    let mut plan = sound("2026-10");
    *plan.cell_mut(place(10, 0)).unwrap() = vec![person(1)];
    assert_eq!(found(&plan), [], "a Saturday that is worked is a workday");
}

#[test]
fn the_months_beside_are_looked_at_and_only_this_month_is_blamed() {
    let (mut before, after) = (sound("2026-11"), sound("2027-01"));
    *before.cell_mut(place(30, 1)).unwrap() = vec![person(2), person(5)];
    let officers = officers();
    let mut beside = against(&PACKS, &officers);
    (beside.before, beside.after) = (Some(&before), Some(&after));
    let faults = lint(&sound("2026-12"), &beside);
    let said: Vec<(Place, &str)> = faults.iter().map(|fault| (fault.place, fault.words.as_str())).collect();
    assert_eq!(
        said,
        [
            (place(1, 1), "丙某与11月30日值班员之间只休息0小时，应不少于12小时"),
            (place(31, 0), "甲某与1月1日带班领导之间只休息0小时，应不少于12小时"),
            (place(31, 1), "丁某与1月1日值班员之间只休息0小时，应不少于12小时"),
            (place(31, 1), "丙某与1月1日值班员之间只休息0小时，应不少于12小时"),
        ],
        "what follows can still be changed here"
    );
}

/// The people wanted and the people there, hour by hour: what a month is, without any of the code under test.
fn by_the_hour(plan: &Plan) -> (BTreeSet<Place>, BTreeSet<(Place, String)>) {
    let (mut gaps, mut overlaps) = (BTreeSet::new(), BTreeSet::new());
    for (at, _, line) in plan.places() {
        if plan.cell(at).len() < usize::try_from(line.count).unwrap() {
            gaps.insert(at);
        }
    }
    let turns: Vec<_> = plan.turns().collect();
    let first = turns.iter().map(|turn| turn.from).min();
    let last = turns.iter().map(|turn| turn.until).max();
    let (Some(mut hour), Some(last)) = (first, last) else { return (gaps, overlaps) };
    while hour < last {
        for name in NAMES {
            let there =
                |turn: &&domain::roster::Turn<'_>| turn.who.name == name && turn.from <= hour && hour < turn.until;
            let mut standing: Vec<Place> = turns.iter().filter(there).map(|turn| turn.place).collect();
            standing.sort_by_key(|at| turns.iter().find(|turn| turn.place == *at).map(|turn| (turn.from, *at)));
            overlaps.extend(standing.into_iter().skip(1).map(|at| (at, name.to_owned())));
        }
        hour += TimeDelta::hours(1);
    }
    (gaps, overlaps)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_gap_and_every_overlap_of_any_month_is_found_and_no_other(plan in any_plan("2026-12")) {
        let (gaps, overlaps) = by_the_hour(&plan);
        let faults = found(&plan);
        let of = |check| faults.iter().filter(move |fault| fault.of == check);
        prop_assert_eq!(of(Check::Gap).map(|fault| fault.place).collect::<BTreeSet<_>>(), gaps);
        let said: BTreeSet<(Place, String)> = of(Check::Overlap).map(|fault| (fault.place, fault.who.clone())).collect();
        prop_assert_eq!(said, overlaps);
    }
}

#[test]
fn standby_beside_a_turn_is_no_want_of_rest_but_two_places_at_once_are_two() {
    let mut with_standby = lines("whole_day");
    let standby =
        domain::roster::Line { id: "standby".into(), post: "备勤".into(), standby: true, ..with_standby[1].clone() };
    with_standby.push(standby);
    let mut plan = Plan::empty(month("2026-12"), with_standby);
    for (day, cells) in plan.days.iter_mut().zip(sound("2026-12").days) {
        day[..2].clone_from_slice(&cells);
        day[2] = vec![Rostered { name: "壬某".into(), officer: None, ..person(7) }; 2];
    }
    for n in 0..31 {
        let next = 2 + (n + 1) % 3 * 2;
        plan.days[n][2] = vec![person(next), person(next + 1)];
    }
    assert_eq!(found(&plan), [], "the day before a turn one may be on standby");
    plan.days[0][2] = vec![person(2), person(5)];
    assert_eq!(only(&plan).0, Check::Overlap);
}
