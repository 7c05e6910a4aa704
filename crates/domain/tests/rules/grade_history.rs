//! From when on a grade was known: what was half typed is not news, and nobody gains time by typing late.

use domain::Moment;
use domain::grade::Grade;
use domain::grade_history::GradeHistory;
use domain::span::Span;

use crate::accident::day;

fn since(history: &GradeHistory, least: Grade) -> Vec<Moment> {
    history.spans(least).into_iter().map(|span| span.from).collect()
}

#[test]
fn what_the_caller_said_counts_from_the_call_however_late_and_slowly_it_is_typed() {
    let mut history = GradeHistory::default();
    history.note(None, None, day("18:09"), day("18:50"));
    history.note(Some(Grade::Ordinary), None, day("18:09"), day("18:50:10"));
    history.note(Some(Grade::Large), None, day("18:50:12"), day("18:50:12"));
    assert_eq!(since(&history, Grade::Large), [day("18:09")], "3, then 31, then 3: one piece of news half typed");
}

#[test]
fn a_later_count_is_known_since_its_informant_said_so_or_else_since_it_was_typed() {
    let mut history = GradeHistory::default();
    history.note(Some(Grade::Ordinary), None, day("18:09"), day("18:10"));
    history.note(Some(Grade::Large), None, day("18:40"), day("18:40"));
    assert_eq!(since(&history, Grade::Large), [day("18:40")]);
    history.note(Some(Grade::Large), Some(day("18:30")), day("18:40:20"), day("18:40:20"));
    assert_eq!(since(&history, Grade::Large), [day("18:30")], "the informant's time, typed after the number");
    history.note(Some(Grade::Large), Some(day("18:35")), day("18:55"), day("18:55"));
    assert_eq!(since(&history, Grade::Large), [day("18:30")], "a later count of the same grade is no news");
}

#[test]
fn an_informants_time_is_held_between_what_was_known_before_and_now() {
    let mut history = GradeHistory::default();
    history.note(Some(Grade::Ordinary), None, day("18:09"), day("18:10"));
    history.note(Some(Grade::Large), Some(day("17:00")), day("18:40"), day("18:40"));
    history.note(Some(Grade::Major), Some(day("23:00")), day("18:50"), day("18:50"));
    assert_eq!(since(&history, Grade::Large), [day("18:09")]);
    assert_eq!(since(&history, Grade::Major), [day("18:50")]);
}

#[test]
fn a_grade_that_fell_and_rose_stood_twice() {
    let mut history = GradeHistory::default();
    history.settle(Some(Grade::Large), day("10:00"));
    history.settle(None, day("11:00"));
    history.settle(Some(Grade::Major), day("12:00"));
    let stood = [Span { from: day("10:00"), until: Some(day("11:00")) }, Span { from: day("12:00"), until: None }];
    assert_eq!(history.spans(Grade::Large), stood);
}

#[test]
fn a_grade_that_stood_for_twenty_seconds_while_somebody_typed_never_stood() {
    let mut history = GradeHistory::default();
    history.note(None, None, day("18:09"), day("18:09"));
    history.note(Some(Grade::Large), None, day("18:40"), day("18:40"));
    history.note(None, None, day("18:40:20"), day("18:40:20"));
    assert_eq!(history.spans(Grade::Large), [], "31 in place of 3, taken back at once, raises nothing");
}
