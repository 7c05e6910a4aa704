//! 轮换: turns, weekends and holidays come out even, and nobody comes without rest where somebody else could.

use domain::roster::{DayKind, EditRefused, Plan, RosterEdit, Rotation, lint, shares};
use proptest::prelude::*;

use super::{against, heeding, lines, month, officers, person, place, sound};
use crate::desk::PACKS;

fn rotation(line: u32, people: &[usize]) -> Rotation {
    Rotation { line, from: 1, until: 31, people: people.iter().copied().map(person).collect() }
}

fn rotated(plan: &Plan, previous: Option<&Plan>, rotation: Rotation) -> Plan {
    let mut plan = plan.clone();
    plan.apply(&RosterEdit::Rotate(rotation).changes(&plan, &heeding(previous)).unwrap());
    plan
}

proptest! {
    #[test]
    fn whoever_takes_part_gets_the_same_share_of_every_kind_of_day_to_within_two(
        of in prop_oneof![Just("2026-01"), Just("2026-02"), Just("2026-10"), Just("2026-12")],
        size in 4..=6_usize,
    ) {
        let month = month(of);
        let people: Vec<usize> = (2..2 + size).collect();
        let rotation = Rotation { until: month.length(), ..rotation(1, &people) };
        let plan = rotated(&Plan::empty(month, lines("whole_day")), None, rotation);
        let shares = shares(&plan, PACKS.calendar());
        prop_assert_eq!(shares.len(), size, "everybody comes");
        let spread = |of: &dyn Fn(usize) -> u32| {
            let all: Vec<u32> = (0..size).map(of).collect();
            all.iter().max().unwrap() - all.iter().min().unwrap()
        };
        prop_assert!(spread(&|n| shares[n].1.turns) <= 2, "{:?}", shares);
        for kind in [DayKind::Workday, DayKind::Weekend, DayKind::Holiday] {
            prop_assert!(spread(&|n| shares[n].1.of(kind)) <= 2, "{:?} {:?}", kind, shares);
        }
        let (officers, packs) = (officers(), &*PACKS);
        let faults = lint(&plan, &against(packs, &officers));
        let tired = faults.iter().find(|fault| fault.words.contains("休息"));
        prop_assert_eq!(tired, None, "four are enough to rest");
    }
}

#[test]
fn whoever_had_the_last_turn_of_last_month_does_not_begin_this_one() {
    let mut previous = sound("2026-11");
    *previous.cell_mut(place(30, 1)).unwrap() = vec![person(2), person(3)];
    let empty = Plan::empty(month("2026-12"), lines("whole_day"));
    let plan = rotated(&empty, Some(&previous), rotation(1, &[2, 3, 4, 5]));
    assert_eq!(plan.cell(place(1, 1)), [person(4), person(5)], "the others have not rested");
    let plan = rotated(&empty, Some(&previous), rotation(1, &[2, 3]));
    assert_eq!(plan.cell(place(1, 1)), [person(2), person(3)], "where there is nobody else they come all the same");
}

#[test]
fn only_the_days_named_are_filled_and_only_from_who_takes_part() {
    let plan = sound("2026-12");
    let some = Rotation { from: 5, until: 6, ..rotation(1, &[2, 3]) };
    let changes = RosterEdit::Rotate(some).changes(&plan, &heeding(None)).unwrap();
    assert_eq!(changes.iter().map(|change| change.place).collect::<Vec<_>>(), [place(5, 1), place(6, 1)]);
    assert!(changes.iter().all(|change| change.after.len() == 2));
    let refused = |rotation: Rotation| RosterEdit::Rotate(rotation).changes(&plan, &heeding(None)).unwrap_err();
    assert_eq!(refused(rotation(1, &[])), EditRefused::Nobody);
    assert_eq!(refused(rotation(7, &[1])), EditRefused::NoSuchPlace);
    assert_eq!(refused(Rotation { from: 6, until: 5, ..rotation(1, &[1]) }), EditRefused::Backwards);
    assert_eq!(refused(Rotation { until: 32, ..rotation(1, &[1]) }), EditRefused::NoSuchPlace);
}

#[test]
fn standby_is_counted_by_itself_and_a_worked_weekend_is_a_workday() {
    let mut lines = lines("whole_day");
    lines[1].standby = true;
    let plan = Plan { lines, ..sound("2026-02") };
    let shares = shares(&plan, PACKS.calendar());
    let of = |n: usize| shares.iter().find(|(who, _)| who.name == person(n).name).unwrap().1;
    assert_eq!((of(0).turns, of(0).standby), (14, 0));
    assert_eq!((of(2).turns, of(2).standby), (0, 10));
    // 14 February 2026, a Saturday, is worked; the 15th to the 23rd is 春节.
    let kind = |day: u32| DayKind::of(PACKS.calendar(), month("2026-02").day(day).unwrap());
    assert_eq!(
        (kind(13), kind(14), kind(15), kind(7)),
        (DayKind::Workday, DayKind::Workday, DayKind::Holiday, DayKind::Weekend)
    );
    assert_eq!((of(0).holidays, of(0).weekends), (5, 2));
}
