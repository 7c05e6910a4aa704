//! 值排班: a month that is planned, looked at, published and changed.

mod drafting;
mod editing;
mod folding;
mod linting;
mod packs;
mod publishing;
mod rotating;
mod sheets;

use chrono::NaiveDate;
use domain::officer::Officer;
use domain::pack::Packs;
use domain::roster::{Against, Day, Heeding, Line, Place, Plan, RosterTerms, Rostered, YearMonth};
use proptest::prelude::*;
use uuid::Uuid;

use crate::desk::PACKS;

pub(super) const NAMES: [&str; 8] = ["甲某", "乙某", "丙某", "丁某", "戊某", "己某", "庚某", "辛某"];

pub(super) fn month(text: &str) -> YearMonth {
    YearMonth::read(text).unwrap()
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn terms() -> &'static RosterTerms {
    PACKS.roster().unwrap()
}

pub(super) fn lines(pattern: &str) -> Vec<Line> {
    terms().pattern(pattern).unwrap().lines.clone()
}

/// The so-manieth of the officers: the first two are leaders.
pub(super) fn person(n: usize) -> Rostered {
    Rostered {
        officer: Some(Uuid::from_u128(n as u128 + 1)),
        name: NAMES[n].to_owned(),
        title: if n < 2 { "副局长" } else { "值班员" }.to_owned(),
        phone: format!("0000-000010{n}"),
        on_site: false,
    }
}

pub(super) fn officers() -> Vec<Officer> {
    let officer = |n| {
        let Rostered { officer, name, title, phone, .. } = person(n);
        Officer { id: officer.unwrap(), name, post: title, phone, left: false }
    };
    (0..NAMES.len()).map(officer).collect()
}

pub(super) fn against<'a>(packs: &'a Packs, officers: &'a [Officer]) -> Against<'a> {
    Against { terms: packs.roster().unwrap(), calendar: packs.calendar(), officers, before: None, after: None }
}

pub(super) fn heeding(previous: Option<&Plan>) -> Heeding<'_> {
    Heeding { previous, calendar: PACKS.calendar(), rest_hours: 12 }
}

pub(super) const fn place(day: u32, line: u32) -> Place {
    Place { day, line }
}

/// A month with nothing wrong: a leader on site and two of six in turn, so that each rests two days.
pub(super) fn sound(of: &str) -> Plan {
    let mut plan = Plan::empty(month(of), lines("whole_day"));
    for (n, cells) in plan.days.iter_mut().enumerate() {
        let watch = 2 + n % 3 * 2;
        *cells = vec![vec![Rostered { on_site: true, ..person(n % 2) }], vec![person(watch), person(watch + 1)]];
    }
    plan
}

fn any_cell() -> impl Strategy<Value = Vec<Rostered>> {
    proptest::collection::vec((0..NAMES.len(), any::<bool>()), 0..4).prop_map(|people| {
        let mut cell: Vec<Rostered> = Vec::new();
        for (n, on_site) in people {
            let who = Rostered { on_site, ..person(n) };
            if !cell.iter().any(|known| known.is(&who)) {
                cell.push(who);
            }
        }
        cell
    })
}

/// A month of either pattern in which anybody may stand anywhere.
pub(super) fn any_plan(of: &'static str) -> impl Strategy<Value = Plan> {
    prop_oneof![Just("whole_day"), Just("day_night")].prop_flat_map(move |pattern| {
        let lines = lines(pattern);
        let days = usize::try_from(month(of).length()).unwrap();
        let day = proptest::collection::vec(any_cell(), lines.len());
        proptest::collection::vec(day, days).prop_map(move |days: Vec<Day>| Plan {
            month: month(of),
            lines: lines.clone(),
            days,
        })
    })
}

#[test]
fn a_month_is_read_as_it_is_written_and_nothing_else_is_one() {
    let february = month("2028-02");
    assert_eq!((february.length(), february.words()), (29, "2028年2月".to_owned()));
    assert_eq!((february.next().to_string(), february.previous().to_string()), ("2028-03".into(), "2028-01".into()));
    assert_eq!(month("2026-12").next(), month("2027-01"), "a year ends");
    assert_eq!((february.day(29), february.day(30)), (Some(day("2028-02-29")), None));
    for not in ["2028-13", "2028-00", "2028-2", "28-02", "2028/02", "+028-02", "2028-02-01", ""] {
        assert_eq!(YearMonth::read(not), None, "{not}");
    }
    assert_eq!(serde_json::from_str::<YearMonth>("\"2028-02\"").unwrap(), february);
    let refused = serde_json::from_str::<YearMonth>("\"二月\"").unwrap_err().to_string();
    assert!(refused.contains("月份“二月”应写作2026-12"), "{refused}");
}

#[test]
fn a_turn_goes_on_after_midnight_and_ends_where_the_next_begins() {
    let plan = sound("2026-12");
    let at = |text| crate::desk::at(text);
    let on_duty = |text| plan.on_duty(at(text)).iter().map(|turn| turn.who.name.as_str()).collect::<Vec<_>>();
    assert_eq!(on_duty("2026-12-02 07:59"), ["甲某", "丙某", "丁某"], "the first day's turn, to the last minute");
    assert_eq!(on_duty("2026-12-02 08:00"), ["乙某", "戊某", "己某"]);
    assert_eq!(on_duty("2026-12-01 07:59"), [""; 0], "the month before has that turn");
    let night = &lines("day_night")[2];
    assert_eq!(night.name(), "值班员（夜班）");
    assert!(night.takes_the_night(day("2026-12-01")) && !lines("day_night")[1].takes_the_night(day("2026-12-01")));
    assert!(lines("whole_day")[0].takes_the_night(day("2026-12-01")), "twenty-four hours have a night");
}

#[test]
fn what_is_not_of_the_shape_of_its_month_is_no_month() {
    let mut plan = sound("2026-12");
    assert!(plan.is_whole() && !plan.is_blank());
    assert!(Plan::empty(month("2026-12"), lines("whole_day")).is_blank());
    plan.days[4].pop();
    assert!(!plan.is_whole(), "a line is missing on one day");
    plan = sound("2026-12");
    plan.days.pop();
    assert!(!plan.is_whole(), "a day is missing");
    assert_eq!(plan.cell(place(31, 0)), [], "and nobody stands there");
    assert_eq!((plan.cell(place(0, 0)), plan.cell(place(1, 9))), (&[][..], &[][..]));
}
