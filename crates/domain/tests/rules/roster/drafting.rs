//! 排班草稿: every step back, and what was overtaken by another desk.

use domain::roster::{MOST_STEPS, RosterDraft, RosterEdit, Rostered};

use super::folding::Desks;
use super::{heeding, lines, month, person, place, sound};

fn put(day: u32, who: &[usize]) -> RosterEdit {
    let who: Vec<Rostered> = who.iter().copied().map(person).collect();
    RosterEdit::Put { place: place(day, 1), who }
}

#[test]
fn a_step_is_taken_back_and_again_until_another_is_made() {
    let mut draft = RosterDraft::blank(sound("2026-12"));
    let begun = draft.clone();
    draft.edit(&put(3, &[2, 3]), &heeding(None)).unwrap();
    draft.edit(&put(3, &[2, 3]), &heeding(None)).unwrap();
    assert_eq!(draft.done.len(), 1, "what stands so already is no step");
    draft.undo();
    assert_eq!((&draft.plan, draft.undone.len()), (&begun.plan, 1));
    draft.redo();
    draft.redo();
    assert_eq!(draft.plan.cell(place(3, 1)), [person(2), person(3)]);
    draft.undo();
    draft.edit(&put(4, &[6]), &heeding(None)).unwrap();
    assert_eq!(draft.undone, Vec::<Vec<_>>::new(), "what was taken back is behind another step");
    draft.undo();
    draft.undo();
    assert_eq!(draft.plan, begun.plan, "beyond the first there is nothing");
}

#[test]
fn the_oldest_steps_go_and_what_they_did_stays() {
    let mut draft = RosterDraft::blank(sound("2026-12"));
    for n in 0..=MOST_STEPS {
        draft.edit(&put(3, &[n % 2 + 2]), &heeding(None)).unwrap();
    }
    assert_eq!(draft.done.len(), MOST_STEPS);
    while !draft.done.is_empty() {
        draft.undo();
    }
    assert_eq!(draft.plan.cell(place(3, 1)), [person(2)], "as the step that is gone left it");
}

#[test]
fn a_change_knows_what_it_changes_and_which_day_was_taken_from_under_it() {
    let mut desks = Desks::default();
    desks.publish(1, &sound("2026-12"));
    let mut draft = RosterDraft::of(&desks.folded());
    draft.edit(&put(4, &[6, 3]), &heeding(None)).unwrap();
    draft.edit(&put(5, &[6, 5]), &heeding(None)).unwrap();
    assert_eq!(draft.changes().iter().map(|change| change.place).collect::<Vec<_>>(), [place(4, 1), place(5, 1)]);
    assert_eq!(draft.overtaken(&desks.folded()), [0; 0]);
    desks.changes_day(2, 4, &[2, 7]);
    assert_eq!(draft.overtaken(&desks.folded()), [4], "the other day is as it was");
}

#[test]
fn who_stands_on_a_line_that_stays_stays_when_the_day_is_divided_otherwise() {
    let plan = sound("2026-12").divided(lines("day_night"));
    assert!(plan.is_whole());
    assert_eq!(plan.cell(place(1, 0)), sound("2026-12").cell(place(1, 0)));
    assert_eq!((plan.cell(place(1, 1)), plan.month), (&[][..], month("2026-12")), "a line that is new is empty");
}
