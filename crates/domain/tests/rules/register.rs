//! 期号登记: what each number was for, which is missing, and which was given twice.

use domain::register::{NumberExplained, NumberState, NumberUse, RegisterRow, register};
use domain::report::NumberGiven;
use uuid::Uuid;

use crate::desk::evening;

fn number(number: u32, drill: bool) -> NumberGiven {
    NumberGiven { year: 2026, number, drill }
}

fn used(n: NumberGiven, incident: u128, reports: &[&str], ended: &str) -> NumberUse {
    NumberUse {
        number: n,
        incident: Uuid::from_u128(incident),
        name: format!("第{incident}起"),
        given_at: evening("18:30"),
        reports: reports.iter().map(|one| (*one).to_owned()).collect(),
        ended: ended.to_owned(),
    }
}

fn explained(n: NumberGiven, reason: &str) -> NumberExplained {
    NumberExplained { number: n, reason: reason.to_owned() }
}

fn short(rows: &[RegisterRow]) -> Vec<(u32, NumberState, &str, &str)> {
    rows.iter().map(|row| (row.number.number, row.state, row.reports.as_str(), row.note.as_str())).collect()
}

#[test]
fn the_newest_number_stands_first_and_each_says_what_went_under_it() {
    let uses = [used(number(1, false), 1, &["首报", "续报一"], ""), used(number(2, false), 2, &[], "")];
    let rows = register(&uses, &[]);
    assert_eq!(short(&rows), [(2, NumberState::Given, "", ""), (1, NumberState::Used, "首报、续报一", "")]);
    assert_eq!((rows[1].words.as_str(), rows[1].name.as_str()), ("〔2026〕第001期", "第1起"));
    assert_eq!((rows[1].incident, rows[1].given_at), (Some(Uuid::from_u128(1)), Some(evening("18:30"))));
}

#[test]
fn a_number_between_others_that_nothing_bears_is_missing_and_the_last_explanation_stands() {
    let uses = [used(number(4, false), 4, &["首报"], ""), used(number(2, false), 2, &["首报"], "")];
    let said = [explained(number(3, false), "签发时报错"), explained(number(3, false), "作废")];
    let rows = register(&uses, &said);
    let states: Vec<_> = rows.iter().map(|row| (row.number.number, row.state)).collect();
    use NumberState::{Missing, Used};
    assert_eq!(states, [(4, Used), (3, Missing), (2, Used), (1, Missing)]);
    assert_eq!((rows[1].note.as_str(), rows[1].incident, rows[1].given_at), ("作废", None, None));
    assert_eq!(rows[3].note, "", "nobody has said why");
}

#[test]
fn one_number_for_two_incidents_is_shown_twice_and_for_one_incident_once() {
    let twice = [used(number(1, false), 1, &["首报"], ""), used(number(1, false), 2, &[], "")];
    let rows = register(&twice, &[]);
    assert_eq!(rows.iter().map(|row| row.state).collect::<Vec<_>>(), [NumberState::Twice; 2]);
    let once = [used(number(1, false), 1, &["首报"], ""), used(number(1, false), 1, &["首报"], "")];
    assert_eq!(register(&once, &[]).len(), 1);
}

#[test]
fn a_number_that_was_signed_and_never_went_says_how_the_incident_ended_unless_somebody_said_more() {
    let given = [used(number(1, false), 1, &[], "经核实不属实")];
    assert_eq!(register(&given, &[])[0].note, "签发后未报送：经核实不属实");
    let said = [explained(number(1, false), "改用第2期")];
    assert_eq!(register(&given, &said)[0].note, "改用第2期");
}

#[test]
fn drills_are_numbered_for_themselves() {
    let uses = [used(number(2, false), 1, &["首报"], ""), used(number(1, true), 2, &["首报"], "")];
    let said = [explained(number(1, false), "作废")];
    let rows = register(&uses, &said);
    let found: Vec<_> = rows.iter().map(|row| (row.number.drill, row.number.number, row.note.as_str())).collect();
    assert_eq!(found, [(false, 2, ""), (false, 1, "作废"), (true, 1, "")], "a drill's number hides no missing one");
    assert_eq!(register(&[], &[]), []);
}
