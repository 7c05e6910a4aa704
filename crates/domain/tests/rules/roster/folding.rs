//! The month as it holds: of two desks that changed one day without a network one stands, and the other is there for all to see.

use domain::entry::{Content, EntryId, Relay};
use domain::placed::{Placed, sort_for_fold};
use domain::roster::{
    Consent, Place, Plan, Roster, RosterChanged, RosterEdit, RosterPublished, Rostered, rows_of, subject_of, unpacked,
};
use proptest::prelude::*;
use uuid::Uuid;

use super::{heeding, month, person, place, sound};
use crate::desk::at;
use crate::log::{CITY, COUNTY, Log, unit};

pub(super) fn published() -> EntryId {
    Uuid::from_u128(0x1001)
}

/// Desks of one county that write of December.
#[derive(Default)]
pub(super) struct Desks {
    log: Log,
}

impl Desks {
    fn write(&mut self, desk: u128, by: &str, content: Content) -> EntryId {
        let id = self.log.write(by, "18:09", content);
        let header = &mut self.log.entries.last_mut().unwrap().header;
        header.subject = subject_of(&unit(COUNTY), month("2026-12"));
        header.device = Uuid::from_u128(desk);
        id
    }

    pub(super) fn publish(&mut self, desk: u128, plan: &Plan) -> EntryId {
        self.write(desk, COUNTY, Content::RosterPublished(Box::new(RosterPublished::of(plan, Vec::new()))))
    }

    pub(super) fn change(&mut self, desk: u128, changed: RosterChanged) -> EntryId {
        self.write(desk, COUNTY, Content::RosterChanged(Box::new(changed)))
    }

    /// A desk that sees everything puts others on the second line of a day.
    pub(super) fn changes_day(&mut self, desk: u128, day: u32, who: &[usize]) -> EntryId {
        let who = who.iter().copied().map(person).collect();
        self.change(desk, changed(&self.folded(), &[(place(day, 1), who)], "一"))
    }

    pub(super) fn received(&mut self, entry: EntryId, position: u64) {
        self.log.received(entry, "18:10", position);
    }

    pub(super) fn folded(&self) -> Roster {
        folded(self.log.entries.clone()).unwrap()
    }
}

fn folded(mut entries: Vec<Placed>) -> Option<Roster> {
    sort_for_fold(&mut entries);
    Roster::fold(subject_of(&unit(COUNTY), month("2026-12")), &entries)
}

fn said(reason: &str) -> Consent {
    Consent { name: reason.to_owned(), how: "电话".to_owned() }
}

/// As a desk that sees the month so would change it.
fn changed(seen: &Roster, put: &[(Place, Vec<Rostered>)], reason: &str) -> RosterChanged {
    let mut plan = seen.plan.clone();
    let mut cells = Vec::new();
    for (place, who) in put {
        let made = RosterEdit::Put { place: *place, who: who.clone() }.changes(&plan, &heeding(None)).unwrap();
        plan.apply(&made);
        cells.extend(made);
    }
    let (people, rows) = rows_of(&plan, &cells, |day| seen.head(day));
    RosterChanged {
        month: plan.month,
        people,
        rows,
        reason: reason.to_owned(),
        consents: vec![said("丙某")],
        agreed: said("甲某"),
        at: at("2026-12-01 10:00"),
        explained: Vec::new(),
        settles: None,
    }
}

#[test]
fn of_two_desks_that_changed_one_day_one_stands_and_the_other_is_a_proposal() {
    let mut desks = Desks::default();
    desks.publish(1, &sound("2026-12"));
    let seen = desks.folded();
    let day = place(4, 1);
    let first = desks.change(1, changed(&seen, &[(day, vec![person(6), person(3)])], "丙某发热"));
    let second = desks.change(2, changed(&seen, &[(day, vec![person(2), person(7)])], "丁某出差"));
    // The second one reached the upstream first.
    for (entry, position) in [(published(), 1), (second, 2), (first, 3)] {
        desks.received(entry, position);
    }
    let roster = desks.folded();
    assert_eq!(roster.plan.cell(day), [person(2), person(7)]);
    assert_eq!(roster.head(4), Some(second));
    assert_eq!(roster.changes.len(), 1);
    assert_eq!((roster.changes[0].reason.as_str(), roster.changes[0].cells.len()), ("丁某出差", 1), "old and new");
    assert_eq!(roster.proposals.len(), 1, "nobody's work is lost");
    let proposal = &roster.proposals[0];
    assert_eq!((proposal.entry, proposal.reason.as_str()), (first, "丙某发热"));
    assert_eq!(proposal.cells[0].before, [person(2), person(7)], "against what holds");
    assert_eq!(proposal.cells[0].after, [person(6), person(3)]);
}

#[test]
fn days_that_nobody_else_touched_hold_beside_one_another() {
    let mut desks = Desks::default();
    desks.publish(1, &sound("2026-12"));
    let seen = desks.folded();
    desks.change(1, changed(&seen, &[(place(4, 1), vec![person(6), person(3)])], "一"));
    desks.change(2, changed(&seen, &[(place(5, 1), vec![person(6), person(5)])], "二"));
    let roster = desks.folded();
    assert_eq!((roster.changes.len(), roster.proposals.len()), (2, 0));
}

#[test]
fn a_swap_over_two_days_holds_whole_or_not_at_all() {
    let mut desks = Desks::default();
    desks.publish(1, &sound("2026-12"));
    let seen = desks.folded();
    desks.change(1, changed(&seen, &[(place(5, 1), vec![person(7), person(5)])], "先到"));
    let swap = [(place(4, 1), vec![person(4), person(3)]), (place(5, 1), vec![person(2), person(5)])];
    desks.change(2, changed(&seen, &swap, "换班"));
    let roster = desks.folded();
    assert_eq!(roster.plan.cell(place(4, 1)), [person(2), person(3)], "half a swap would leave a turn to nobody");
    assert_eq!(roster.proposals[0].cells.len(), 2, "both days of it");
}

#[test]
fn a_change_that_arrived_before_what_it_names_stands_behind_it() {
    let mut desks = Desks::default();
    desks.publish(1, &sound("2026-12"));
    let seen = desks.folded();
    let first = desks.change(1, changed(&seen, &[(place(4, 1), vec![person(6), person(3)])], "一"));
    let seen = desks.folded();
    let second = desks.change(2, changed(&seen, &[(place(4, 1), vec![person(6), person(7)])], "二"));
    for (entry, position) in [(second, 1), (first, 2), (published(), 3)] {
        desks.received(entry, position);
    }
    let roster = desks.folded();
    assert_eq!(roster.plan.cell(place(4, 1)), [person(6), person(7)]);
    assert_eq!((roster.changes.len(), roster.proposals.len()), (2, 0));
}

#[test]
fn of_two_published_months_the_first_received_stands_and_the_other_is_offered() {
    let mut desks = Desks::default();
    let first = desks.publish(1, &sound("2026-12"));
    let mut other = sound("2026-12");
    *other.cell_mut(place(10, 1)).unwrap() = vec![person(6), person(7)];
    let second = desks.publish(2, &other);
    let same = desks.publish(3, &sound("2026-12"));
    for (entry, position) in [(second, 2), (first, 1), (same, 3)] {
        desks.received(entry, position);
    }
    let roster = desks.folded();
    assert_eq!(roster.published.entry, first);
    assert_eq!(
        roster.proposals.iter().map(|one| one.entry).collect::<Vec<_>>(),
        [second],
        "the same month asks for nothing"
    );
    assert_eq!(roster.proposals[0].cells.len(), 1, "where it differs");
}

#[test]
fn a_proposal_is_settled_once_a_change_that_holds_says_so() {
    let mut desks = Desks::default();
    desks.publish(1, &sound("2026-12"));
    let seen = desks.folded();
    desks.change(1, changed(&seen, &[(place(4, 1), vec![person(6), person(3)])], "一"));
    let lost = desks.change(2, changed(&seen, &[(place(4, 1), vec![person(2), person(7)])], "二"));
    let now = desks.folded();
    let aside = RosterChanged { settles: Some(lost), ..changed(&now, &[], "按先到的办") };
    let mut put_aside = Desks { log: Log { entries: desks.log.entries.clone() } };
    put_aside.change(1, aside);
    let roster = put_aside.folded();
    assert_eq!((roster.proposals.len(), roster.plan == now.plan), (0, true), "put aside: nothing else changed");
    let taken = RosterChanged {
        settles: Some(lost),
        ..changed(&now, &[(place(4, 1), vec![person(6), person(7)])], "两处都改")
    };
    desks.change(1, taken);
    let roster = desks.folded();
    assert_eq!((roster.proposals.len(), roster.plan.cell(place(4, 1))), (0, &[person(6), person(7)][..]));
}

#[test]
fn the_month_stands_in_the_national_system_when_it_and_every_change_do() {
    let mut desks = Desks::default();
    let month = desks.publish(1, &sound("2026-12"));
    let entered = |report, clock: &str| {
        Content::RosterEntered(Relay {
            report,
            at: at(&format!("2026-11-28 {clock}")),
            number: "P-1".into(),
            instead: String::new(),
        })
    };
    assert_eq!(desks.folded().entered_at(), None);
    desks.write(1, COUNTY, entered(month, "10:00"));
    assert_eq!(desks.folded().entered_at(), Some(at("2026-11-28 10:00")));
    let change = desks.change(1, changed(&desks.folded(), &[(place(4, 1), vec![person(6), person(3)])], "一"));
    assert_eq!(desks.folded().entered_at(), None, "the change is not there yet");
    desks.write(2, CITY, entered(change, "10:30"));
    assert_eq!(desks.folded().entered_at(), None, "nobody else types it in for the county");
    desks.write(1, COUNTY, entered(change, "11:00"));
    let roster = desks.folded();
    assert_eq!(roster.entered_at(), Some(at("2026-11-28 11:00")));
    assert_eq!(roster.changes[0].step.relay.as_ref().map(|relay| relay.number.as_str()), Some("P-1"));
}

#[test]
fn nobody_writes_another_units_month_and_what_is_not_whole_holds_nothing() {
    let month_of = |by: &str, of: RosterPublished| {
        let mut desks = Desks::default();
        desks.write(1, by, Content::RosterPublished(Box::new(of)));
        folded(desks.log.entries)
    };
    let whole = || RosterPublished::of(&sound("2026-12"), Vec::new());
    assert!(month_of(COUNTY, whole()).is_some());
    assert_eq!(month_of(CITY, whole()), None, "a unit owns its rows");
    assert_eq!(month_of(COUNTY, RosterPublished { month: month("2027-01"), ..whole() }), None, "of another month");
    let mut short = whole();
    short.rows.pop();
    assert_eq!(month_of(COUNTY, short), None, "a day is missing");
    let mut nobody = whole();
    nobody.people.pop();
    assert_eq!(month_of(COUNTY, nobody), None, "it names somebody whom it does not list");
    let mut narrow = whole();
    narrow.rows[3].cells.pop();
    assert_eq!(month_of(COUNTY, narrow), None, "a line is missing");
    let mut desks = Desks::default();
    desks.publish(1, &sound("2026-12"));
    let mut beyond = changed(&desks.folded(), &[(place(4, 1), vec![person(6)])], "一");
    beyond.rows[0].day = 32;
    desks.change(1, beyond);
    assert_eq!((desks.folded().changes.len(), desks.folded().proposals.len()), (0, 0), "December has thirty-one days");
}

/// One desk's change: which desk, the day and line, who comes, and how much of the others' work it had seen.
type Typed = (u128, u32, u32, usize, usize);

proptest! {
    #[test]
    fn however_desks_change_the_same_days_all_end_in_one_month_and_nobodys_change_is_lost(
        typed in proptest::collection::vec((1..=2_u128, 3..=5_u32, 0..=1_u32, 0..8_usize, 0..9_usize), 1..9),
        order in proptest::collection::vec(any::<u32>(), 10),
    ) {
        let mut desks = Desks::default();
        desks.publish(1, &sound("2026-12"));
        for (n, (desk, day, line, who, unseen)) in typed.iter().enumerate() {
            let _: &Typed = &typed[n];
            // What the other desk wrote last has not come here.
            let mut seen = desks.log.entries.clone();
            let mut hidden = 0;
            while hidden < *unseen && seen.last().is_some_and(|last| last.header.device != Uuid::from_u128(*desk) && seen.len() > 1) {
                seen.pop();
                hidden += 1;
            }
            let seen = folded(seen).unwrap();
            let mut cell = seen.plan.cell(place(*day, *line)).to_vec();
            cell[0] = Rostered { title: format!("第{n}次"), ..person(*who) };
            desks.change(*desk, changed(&seen, &[(place(*day, *line), cell)], &format!("第{n}次")));
        }
        let entries = desks.log.entries.clone();
        let mut positions: Vec<usize> = (0..entries.len()).collect();
        positions.sort_by_key(|n| (order[*n], *n));
        for (position, n) in positions.iter().enumerate() {
            desks.received(entries[*n].header.id, u64::try_from(position).unwrap() + 1);
        }
        let roster = desks.folded();
        let mut backwards = desks.log.entries.clone();
        backwards.reverse();
        let again = folded(backwards);
        prop_assert_eq!(again.as_ref(), Some(&roster), "any order of arrival gives the same month");
        for placed in &desks.log.entries {
            let Content::RosterChanged(changed) = &placed.content else { continue };
            let id = placed.header.id;
            let holds = roster.changes.iter().any(|change| change.step.entry == id);
            let proposed = roster.proposals.iter().any(|proposal| proposal.entry == id);
            let stands_already = changed.rows.iter().all(|row| {
                unpacked(&changed.people, row).as_ref() == roster.plan.days.get(usize::try_from(row.day).unwrap() - 1)
            });
            prop_assert!(holds != proposed || (stands_already && !holds), "{} is lost or there twice", changed.reason);
        }
        for day in 1..=31 {
            let head = roster.head(day).unwrap();
            let last = roster.changes.iter().rfind(|change| change.cells.iter().any(|cell| cell.place.day == day));
            prop_assert_eq!(head, last.map_or(published(), |change| change.step.entry), "a day stands by what changed it last");
        }
    }
}
