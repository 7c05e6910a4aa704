//! 编排: undo puts back exactly what was there, and a swap leaves both turns held.

use domain::roster::{CellChange, EditRefused, MOST_IN_A_CELL, Place, Plan, RosterEdit, Rostered};
use proptest::prelude::*;

use super::{any_plan, heeding, lines, month, person, place, sound};

fn any_place() -> impl Strategy<Value = Place> {
    (0..34_u32, 0..4_u32).prop_map(|(day, line)| Place { day, line })
}

fn any_edit() -> impl Strategy<Value = RosterEdit> {
    let who = || proptest::collection::vec((0..8_usize).prop_map(person), 0..4);
    prop_oneof![
        (any_place(), who()).prop_map(|(place, who)| RosterEdit::Put { place, who }),
        (any_place(), 0..34_u32).prop_map(|(place, until)| RosterEdit::FillDown { place, until }),
        Just(RosterEdit::CopyPrevious),
        (any_place(), any_place()).prop_map(|(one, other)| RosterEdit::Exchange { one, other }),
        (any_place(), any_place(), 0..8_usize, 0..8_usize)
            .prop_map(|(a, b, n, m)| RosterEdit::Swap { one: (a, person(n)), other: (b, person(m)) }),
    ]
}

proptest! {
    #[test]
    fn undo_restores_every_month_on_the_way_exactly(
        plan in any_plan("2026-12"),
        previous in any_plan("2026-11"),
        edits in proptest::collection::vec(any_edit(), 1..12),
    ) {
        let mut now = plan.clone();
        let mut done: Vec<(Plan, Vec<CellChange>)> = Vec::new();
        for edit in &edits {
            let Ok(changes) = edit.changes(&now, &heeding(Some(&previous))) else { continue };
            let before = now.clone();
            now.apply(&changes);
            prop_assert!(now.is_whole(), "an edit keeps the shape of the month");
            prop_assert_eq!(edit.changes(&before, &heeding(Some(&previous))).unwrap(), changes.clone(), "said twice it is the same");
            done.push((before, changes));
        }
        let last = now.clone();
        for (before, changes) in done.iter().rev() {
            now.undo(changes);
            prop_assert_eq!(&now, before);
        }
        prop_assert_eq!(&now, &plan, "and the month is as it was opened");
        for (_, changes) in &done {
            now.apply(changes);
        }
        prop_assert_eq!(now, last, "redone, it is as it was before the undoing");
    }

    #[test]
    fn a_swap_leaves_both_turns_held_and_goes_where_the_shift_goes(
        plan in any_plan("2026-12"),
        a in (1..=31_u32, 0..2_u32),
        b in (1..=31_u32, 0..2_u32),
        c in (1..=31_u32, 0..2_u32),
    ) {
        let (here, there, elsewhere) = (place(a.0, a.1), place(b.0, b.1), place(c.0, c.1));
        let (one, other) = match (plan.cell(here).first(), plan.cell(there).last()) {
            (Some(one), Some(other)) => (one.clone(), other.clone()),
            _ => return Ok(()),
        };
        let swap = RosterEdit::Swap { one: (here, one.clone()), other: (there, other.clone()) };
        let mut swapped = plan.clone();
        swapped.apply(&swap.changes(&plan, &heeding(None)).unwrap());
        for (at, before, _) in plan.places() {
            prop_assert_eq!(swapped.cell(at).len(), plan.cell(at).len(), "as many stand at {:?} on {} as before", at, before);
        }
        prop_assert!(swapped.cell(there).iter().any(|who| who.is(&one)), "whoever gave a turn has the other one");
        prop_assert!(swapped.cell(here).iter().any(|who| who.is(&other)));
        let on_site = |plan: &Plan, at| plan.cell(at).iter().filter(|who| who.on_site).count();
        prop_assert_eq!(on_site(&swapped, here), on_site(&plan, here), "that somebody leads on site belongs to the turn");
        // The shift is moved afterwards: whoever took it over by the swap goes with it.
        let moved = RosterEdit::Exchange { one: here, other: elsewhere };
        let mut after = swapped.clone();
        after.apply(&moved.changes(&swapped, &heeding(None)).unwrap());
        prop_assert_eq!(after.cell(elsewhere), swapped.cell(here));
        prop_assert_eq!(after.cell(here), swapped.cell(elsewhere));
    }
}

#[test]
fn a_month_copied_from_the_last_gives_everybody_the_weekday_they_had() {
    for (of, before) in [("2026-12", "2026-11"), ("2026-03", "2026-02"), ("2028-03", "2028-02"), ("2027-01", "2026-12")]
    {
        let previous = sound(before);
        let mut plan = Plan::empty(month(of), lines("whole_day"));
        plan.apply(&RosterEdit::CopyPrevious.changes(&plan, &heeding(Some(&previous))).unwrap());
        for (at, date, _) in plan.places() {
            let mut source = date - chrono::TimeDelta::days(28);
            while source >= month(of).first() {
                source -= chrono::TimeDelta::days(28);
            }
            let from = Place { day: chrono::Datelike::day(&source), ..at };
            assert_eq!(plan.cell(at), previous.cell(from), "{date} is the same weekday as {source}");
        }
    }
}

#[test]
fn what_cannot_be_done_says_why_and_what_to_do() {
    let plan = sound("2026-11");
    let refused = |edit: &RosterEdit, previous: Option<&Plan>| edit.changes(&plan, &heeding(previous)).unwrap_err();
    let put = |place, people: usize| RosterEdit::Put { place, who: vec![person(0); people] };
    assert_eq!(refused(&put(place(31, 0), 1), None), EditRefused::NoSuchPlace, "November has thirty days");
    assert_eq!(refused(&put(place(1, 2), 1), None), EditRefused::NoSuchPlace);
    assert_eq!(refused(&put(place(1, 0), MOST_IN_A_CELL + 1), None), EditRefused::TooMany);
    assert_eq!(refused(&RosterEdit::FillDown { place: place(5, 0), until: 4 }, None), EditRefused::Backwards);
    assert_eq!(refused(&RosterEdit::FillDown { place: place(5, 0), until: 31 }, None), EditRefused::NoSuchPlace);
    assert_eq!(refused(&RosterEdit::CopyPrevious, None), EditRefused::NothingBefore);
    let other = Plan::empty(month("2026-10"), lines("day_night"));
    assert_eq!(refused(&RosterEdit::CopyPrevious, Some(&other)), EditRefused::OtherLines);
    let gone = RosterEdit::Swap { one: (place(1, 1), person(7)), other: (place(2, 1), person(4)) };
    assert_eq!(refused(&gone, None), EditRefused::NotThere);
    for (refused, words) in [
        (EditRefused::NoSuchPlace, "请刷新后再排"),
        (EditRefused::TooMany, "一格最多12人，请减少"),
        (EditRefused::NotThere, "请按现在的值班表再换"),
        (EditRefused::NothingBefore, "请改用轮换或导入"),
        (EditRefused::OtherLines, "请改用轮换或导入"),
        (EditRefused::Nobody, "请先选参加轮换的人"),
        (EditRefused::Backwards, "止日早于起日，请核对"),
    ] {
        assert!(refused.to_string().contains(words), "{refused}");
    }
}

#[test]
fn a_cell_is_filled_down_to_the_day_named_and_no_further() {
    let mut plan = Plan::empty(month("2026-12"), lines("whole_day"));
    let who: Vec<Rostered> = vec![person(2), person(3)];
    plan.apply(&RosterEdit::Put { place: place(3, 1), who: who.clone() }.changes(&plan, &heeding(None)).unwrap());
    let fill = RosterEdit::FillDown { place: place(3, 1), until: 5 };
    let changes = fill.changes(&plan, &heeding(None)).unwrap();
    assert_eq!(changes.iter().map(|change| change.place.day).collect::<Vec<_>>(), [4, 5]);
    plan.apply(&changes);
    assert_eq!(plan.cell(place(5, 1)), who);
    assert_eq!(plan.cell(place(6, 1)), []);
    assert_eq!(plan.cell(place(4, 0)), [], "another line stays as it is");
    assert_eq!(fill.changes(&plan, &heeding(None)).unwrap(), [], "what stands so already is no change");
}
