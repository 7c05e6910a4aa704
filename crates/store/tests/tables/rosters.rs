//! Months of duty as a superior's desk lists them, and a month as it is planned on one desk.

use domain::entry::{Content, Relay};
use domain::roster::{Line, Plan, Roster, RosterDraft, RosterPublished, Rostered, YearMonth, subject_of};
use domain::unit::UnitCode;
use store::table::roster;

use crate::desk::{Desk, id, minutes};
use crate::writer::Device;

fn december() -> YearMonth {
    YearMonth::read("2026-12").unwrap()
}

fn unit(code: &str) -> UnitCode {
    UnitCode(code.to_owned())
}

fn line() -> Line {
    serde_json::from_value(serde_json::json!({
        "id": "watch", "post": "值班员", "shift": "全天", "from": "08:00", "until": "08:00", "count": 1
    }))
    .unwrap()
}

fn plan(month: YearMonth, name: &str) -> Plan {
    let who = Rostered { officer: None, name: name.into(), title: String::new(), phone: String::new(), on_site: false };
    Plan { month, lines: vec![line()], days: month.days().map(|_| vec![vec![who.clone()]]).collect() }
}

fn published(plan: &Plan) -> Content {
    Content::RosterPublished(Box::new(RosterPublished::of(plan, Vec::new())))
}

fn found(desk: &Desk, code: &str, month: YearMonth) -> Option<Roster> {
    roster::find(desk.store.connection(), subject_of(&unit(code), month)).unwrap()
}

#[test]
fn each_units_month_is_listed_with_what_became_of_it() {
    let mut desk = Desk::new();
    let own = desk.says(subject_of(&unit("990121"), december()), published(&plan(december(), "甲某")));
    let below = Device::at(2, "990122");
    let theirs = below.clone().write(subject_of(&unit("990122"), december()), published(&plan(december(), "乙某")));
    desk.delivered(1, &below, &theirs);
    let relay = Relay { report: id(&own), at: minutes(30), number: "P-1".into(), instead: String::new() };
    desk.says(subject_of(&unit("990121"), december()), Content::RosterEntered(relay));
    let rows = roster::of_month(desk.store.connection(), december()).unwrap();
    let listed: Vec<_> = rows.iter().map(|row| (row.unit.0.as_str(), row.entered_at, row.changes)).collect();
    assert_eq!(listed, [("990121", Some(minutes(30)), 0), ("990122", None, 0)]);
    assert_eq!(roster::of_month(desk.store.connection(), december().next()).unwrap(), []);
    assert_eq!(found(&desk, "990122", december()).unwrap().plan, plan(december(), "乙某"));
    assert_eq!(found(&desk, "990122", december().next()), None);
    assert!(desk.store.check_views().unwrap().is_empty(), "what is stored is what a rebuild gives");
}

#[test]
fn a_month_that_somebody_writes_for_another_unit_is_nobodys() {
    let mut desk = Desk::new();
    let stranger = Device::at(2, "990122");
    let forged = stranger.clone().write(subject_of(&unit("990121"), december()), published(&plan(december(), "乙某")));
    desk.delivered(1, &stranger, &forged);
    assert_eq!(found(&desk, "990121", december()), None);
    assert_eq!(roster::of_month(desk.store.connection(), december()).unwrap(), []);
}

#[test]
fn a_month_that_is_planned_is_kept_until_it_is_put_away() {
    let mut desk = Desk::new();
    let draft = RosterDraft::blank(plan(december(), "甲某"));
    let held = |desk: &Desk, month| roster::draft(desk.store.connection(), month).unwrap();
    desk.does(|writing| writing.save_roster(&draft, minutes(1)));
    let later = RosterDraft::blank(plan(december(), "乙某"));
    desk.does(|writing| writing.save_roster(&later, minutes(2)));
    assert_eq!((held(&desk, december()), held(&desk, december().next())), (Some(later), None));
    desk.does(|writing| writing.put_roster_away(december()));
    assert_eq!(held(&desk, december()), None);
}
