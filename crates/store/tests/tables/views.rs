//! What the screens list: calls, incidents, information, people, numbers, accesses, and what other units sent.

use domain::Moment;
use domain::access::{AccessNoted, Accessed};
use domain::call::CallOutcome;
use domain::entry::{Author, CallEnded, CallOpened, Content, Link, Relation, Sealed, Subject};
use domain::facts::Facts;
use domain::grade::Grading;
use domain::grade_history::GradeHistory;
use domain::incident_end::{IncidentEnded, IncidentOutcome};
use domain::information::{InformationKind, InformationSent};
use domain::officer::OfficerListed;
use domain::process::ProcessJoined;
use domain::reader::Reader;
use domain::register::NumberExplained;
use domain::report::{NumberGiven, Report, Signed, Stage, SystemOfRecord};
use domain::same_event::SameEvent;
use domain::span::Span;
use domain::unit::UnitCode;
use store::table::{access, information, levels, number, officer, view};
use uuid::Uuid;

use crate::desk::{ANOTHER, Desk, MATTER, minutes, noted, opened};
use crate::writer::{Device, evening};

fn picked_up(minute: i64) -> Content {
    Content::CallOpened(CallOpened { received_at: minutes(minute) })
}

fn ended(outcome: CallOutcome) -> Content {
    Content::CallEnded(CallEnded { outcome, note: String::new(), into: None, agreed_by: "甲".into() })
}

fn closed(outcome: IncidentOutcome, minute: i64) -> Content {
    let (verified_by, note, agreed_by) = (String::new(), String::new(), "甲".to_owned());
    Content::IncidentEnded(IncidentEnded { outcome, verified_by, note, agreed_by, at: minutes(minute) })
}

fn report(number: u32, drill: bool) -> Content {
    Content::Report(Box::new(Report {
        stage: Stage::First,
        year: 2026,
        number,
        nth: 1,
        follows: None,
        mends: None,
        title: "标题".into(),
        body: "正文".into(),
        facts: Facts { drill, ..Facts::default() },
        grading: Grading::default(),
        grades: GradeHistory::default(),
        occurred: None,
        aware_at: evening(),
        first_received: evening(),
        first_reported: None,
        signed: Signed::Afterwards { statement: String::new() },
        system_of_record: SystemOfRecord::National,
    }))
}

fn sent(what: InformationKind, title: &str, period: Option<(i64, i64)>) -> Content {
    let period = period.map(|(from, until)| Span { from: minutes(from), until: Some(minutes(until)) });
    Content::Information(Box::new(InformationSent {
        what,
        period,
        title: title.into(),
        body: "正文".into(),
        attachments: Vec::new(),
        all_the_same: None,
        system_of_record: SystemOfRecord::National,
    }))
}

fn matter(n: u128) -> Subject {
    Uuid::from_u128(n)
}

#[test]
fn calls_are_listed_newest_first_and_those_that_somebody_must_still_see_to_by_themselves() {
    let mut desk = Desk::new();
    for (n, outcome) in [(1, Some(CallOutcome::Other)), (2, None), (3, Some(CallOutcome::BelowThreshold)), (4, None)] {
        desk.says(matter(n), picked_up(i64::try_from(n).unwrap()));
        if let Some(outcome) = outcome {
            desk.says(matter(n), ended(outcome));
        }
    }
    let connection = desk.store.connection();
    let ids = |calls: Vec<domain::call::Call>| calls.iter().map(|call| call.id.as_u128()).collect::<Vec<_>>();
    assert_eq!(ids(view::open_calls(connection).unwrap()), [4, 2]);
    assert_eq!(ids(view::recent_calls(connection, 3).unwrap()), [4, 3, 2]);
    assert_eq!(ids(view::calls_since(connection, minutes(3)).unwrap()), [3, 4]);
    assert_eq!(ids(view::kept_calls(connection).unwrap()), [3], "本级掌握 is looked at again");
}

#[test]
fn incidents_are_listed_while_they_run_while_they_are_followed_and_by_their_time() {
    let mut desk = Desk::new();
    let process = matter(9);
    for n in 1..=4 {
        desk.says(matter(n), picked_up(i64::try_from(n).unwrap()));
        desk.says(matter(n), ended(CallOutcome::Incident));
    }
    desk.says(matter(1), closed(IncidentOutcome::Reported, 10));
    desk.says(matter(2), closed(IncidentOutcome::NotTrue, 10));
    desk.says(matter(3), Content::ProcessJoined(ProcessJoined { process: Some(process), at: minutes(5) }));
    let connection = desk.store.connection();
    let ids = |all: Vec<domain::incident::Incident>| all.iter().map(|one| one.id.as_u128()).collect::<Vec<_>>();
    assert_eq!(ids(view::recent_incidents(connection, 3).unwrap()), [4, 3, 2]);
    assert_eq!(ids(view::running_incidents(connection, minutes(2)).unwrap()), [4, 3, 2], "and what ended of late");
    assert_eq!(ids(view::running_incidents(connection, minutes(60)).unwrap()), [4, 3]);
    assert_eq!(ids(view::followed_incidents(connection, minutes(0), minutes(3)).unwrap()), [1], "what was true");
    assert_eq!(ids(view::followed_incidents(connection, minutes(2), minutes(9)).unwrap()), Vec::<u128>::new());
    assert_eq!(ids(view::incidents_between(connection, minutes(2), minutes(4)).unwrap()), [2, 3]);
    assert_eq!(ids(view::incidents_of_process(connection, process).unwrap()), [3]);
    assert_eq!(desk.store.incident(matter(4)).unwrap().map(|one| one.id), Some(matter(4)));
    assert_eq!(desk.store.call(matter(1)).unwrap().map(|one| one.id), Some(matter(1)), "one that was not folded last");
    assert_eq!(desk.store.incident(MATTER).unwrap(), None);
}

#[test]
fn information_is_listed_newest_first_and_the_last_zero_report_of_this_unit_is_known() {
    let mut desk = Desk::new();
    let mut neighbour = Device::at(2, "990122");
    let zero = InformationKind::ZeroReport;
    desk.says(matter(1), sent(InformationKind::Work, "防汛检查", None));
    desk.says(matter(2), sent(zero, "零报告", Some((0, 60))));
    desk.says(matter(3), sent(zero, "零报告", Some((0, 30))));
    let theirs = neighbour.write(matter(4), sent(zero, "邻县零报告", Some((0, 600))));
    desk.delivered(1, &neighbour, &theirs);
    let connection = desk.store.connection();
    assert_eq!(information::recent(connection, 9).unwrap().len(), 4);
    assert_eq!(information::recent(connection, 2).unwrap()[0].id, matter(3), "entered last");
    assert_eq!(
        information::zero_reported_until(connection, "990121").unwrap(),
        Some(minutes(60)),
        "the farthest of ours"
    );
    assert_eq!(information::zero_reported_until(connection, "990100").unwrap(), None);
}

#[test]
fn people_are_listed_as_their_last_entry_says() {
    let mut desk = Desk::new();
    let listed = |name: &str, left| {
        Content::OfficerListed(OfficerListed {
            name: name.into(), post: "值班员".into(), phone: String::new(), left
        })
    };
    desk.says(matter(2), listed("乙", false));
    desk.says(matter(1), listed("甲", false));
    desk.says(matter(1), listed("甲", true));
    let all = officer::all(desk.store.connection()).unwrap();
    let all: Vec<_> = all.iter().map(|one| (one.name.as_str(), one.left)).collect();
    assert_eq!(all, [("甲", true), ("乙", false)]);
}

#[test]
fn a_number_is_given_once_a_year_and_drills_and_other_units_have_their_own() {
    let mut desk = Desk::new();
    let unit = UnitCode("990121".into());
    let next = |desk: &mut Desk, year, drill| desk.does(|writing| writing.next_number(&unit, year, drill)).number;
    assert_eq!(next(&mut desk, 2026, false), 1);
    desk.says(matter(1), report(4, false));
    desk.says(matter(2), report(7, true));
    let mut neighbour = Device::at(2, "990122");
    let theirs = neighbour.write(matter(3), report(90, false));
    desk.delivered(1, &neighbour, &theirs);
    let numbers = [(2026, false), (2026, true), (2027, false)].map(|(year, drill)| next(&mut desk, year, drill));
    assert_eq!(numbers, [5, 8, 1]);
    let given = |number, drill| NumberGiven { year: 2026, number, drill };
    desk.says(ANOTHER, Content::NumberExplained(NumberExplained { number: given(3, false), reason: "作废".into() }));
    let connection = desk.store.connection();
    let used = number::of_year(connection, "990121", 2026).unwrap();
    assert_eq!(used, [(given(4, false), matter(1)), (given(7, true), matter(2))]);
    assert_eq!(number::years(connection, "990121").unwrap(), [2026]);
    let said = number::explained(connection, 2026).unwrap();
    assert_eq!(said, [NumberExplained { number: given(3, false), reason: "作废".into() }]);
    assert_eq!(number::explained(connection, 2025).unwrap(), []);
}

#[test]
fn who_looked_at_what_is_listed_and_asked_once() {
    let mut desk = Desk::new();
    let noted = |what, note: &str| Content::AccessNoted(AccessNoted { what, note: note.into() });
    desk.says(matter(1), noted(Accessed::Contacts, ""));
    desk.says(matter(1), noted(Accessed::Evidence, "审批人甲某"));
    let connection = desk.store.connection();
    let all = access::recent(connection, 9).unwrap();
    let found: Vec<_> = all.iter().map(|one| (one.what, one.note.as_str(), &one.author)).collect();
    assert_eq!(found, [(Accessed::Evidence, "审批人甲某", &Author::Desk), (Accessed::Contacts, "", &Author::Desk)]);
    assert_eq!(access::recent(connection, 1).unwrap().len(), 1);
    let since = |what, at: Moment| access::noted_since(connection, &Author::Desk, what, at).unwrap();
    assert!(since(Accessed::Contacts, evening()));
    assert!(!since(Accessed::Contacts, all[1].at), "only what came after");
    assert!(!since(Accessed::Backup, evening()));
    let officer = Author::Officer(Uuid::nil());
    assert!(!access::noted_since(connection, &officer, Accessed::Contacts, evening()).unwrap());
}

fn joined(device: &mut Device, one: Subject, other: Subject, same: bool) -> Sealed {
    let relation = if same { Relation::SameEvent } else { Relation::OtherEvent };
    let said = Content::SameEvent(SameEvent { other, same, reason: String::new() });
    device.write_linked(one, said, (vec![Link { relation, to: other }], &[]))
}

#[test]
fn what_came_from_other_units_is_listed_while_it_waits_and_what_is_one_event_hangs_together() {
    let mut desk = Desk::new();
    let city = Reader { unit: UnitCode("990100".into()), superiors: vec![UnitCode("990000".into())] };
    desk.does(|writing| writing.fold_for(&city));
    let mut county = Device::new(2);
    let (one, other) = (county.write(matter(1), report(1, false)), county.write(matter(2), report(2, false)));
    for (n, sealed) in [(1, &one), (2, &other)] {
        desk.delivered(n, &county.clone(), sealed);
    }
    let listed = |desk: &Desk, since| -> Vec<u128> {
        let all = levels::since(desk.store.connection(), since).unwrap();
        all.iter().map(|one| one.id.as_u128()).collect()
    };
    assert_eq!(listed(&desk, minutes(600)), [2, 1], "who waits for a name is listed however old");
    let of = |desk: &Desk, n| levels::one_event(desk.store.connection(), matter(n)).unwrap().len();
    assert_eq!(of(&desk, 1), 1);
    for (n, (from, to)) in [(3, (1, 2)), (4, (2, 3))] {
        let sealed = joined(&mut county, matter(from), matter(to), true);
        desk.delivered(n, &county.clone(), &sealed);
        desk.received(&sealed, 1, n);
    }
    assert_eq!((of(&desk, 1), of(&desk, 3)), (3, 3), "one by way of another");
    let parted = joined(&mut county, matter(3), matter(2), false);
    desk.delivered(5, &county.clone(), &parted);
    desk.received(&parted, 1, 9);
    assert_eq!((of(&desk, 1), of(&desk, 3)), (2, 1), "the last word of each pair stands, whoever of the two said it");
    assert_eq!(desk.store.check_views().unwrap(), []);
}

#[test]
fn a_row_of_a_matter_that_is_nowhere_is_found_and_a_rebuild_takes_it_away() {
    let mut desk = Desk::new();
    desk.says(matter(1), opened());
    desk.says(matter(1), noted("甲"));
    let view = |table: &str, rest: &str| {
        format!("INSERT INTO {table} SELECT '{}', {rest} FROM calls WHERE subject = '{}'", matter(99), matter(1))
    };
    for sql in [
        view("calls", "received_at, open, kept, replace(view, subject, '00000000-0000-0000-0000-000000000063')"),
        format!("INSERT INTO persons VALUES ('{}', '2026-05-12T10:09:00.000Z')", matter(98)),
    ] {
        desk.by_hand(&sql);
        assert_eq!(desk.store.check_views().unwrap().len(), 1, "it is found: {sql}");
        desk.store.rebuild_views().unwrap();
        assert_eq!(desk.store.check_views().unwrap(), [], "and mended: {sql}");
    }
    assert_eq!(view::recent_calls(desk.store.connection(), 9).unwrap().len(), 1);
}

#[test]
fn one_view_that_somebody_scribbled_on_hides_no_call_not_even_its_own() {
    let mut desk = Desk::new();
    desk.says(MATTER, picked_up(0));
    desk.says(MATTER, noted("来电群众甲"));
    desk.says(ANOTHER, picked_up(1));
    let connection = desk.store.connection();
    let whole = view::recent_calls(connection, 10).unwrap();
    desk.by_hand(&format!("UPDATE calls SET view = '{{broken' WHERE subject = '{MATTER}'"));
    for listed in [view::open_calls(connection), view::recent_calls(connection, 10)] {
        assert_eq!(listed.unwrap(), whole, "it is what its entries say, and the others stand beside it");
    }
    assert_eq!(view::call(connection, MATTER).unwrap().as_ref(), whole.get(1));
    let different: Vec<_> = desk.store.check_views().unwrap().into_iter().map(|one| one.subject).collect();
    assert_eq!(different, [MATTER], "and whoever checks the file is told which it is");
    desk.by_hand(&format!(
        "DROP TRIGGER entries_are_never_changed; UPDATE entries SET header = '{{}}' WHERE subject = '{MATTER}'"
    ));
    let left = view::open_calls(desk.store.connection()).unwrap();
    assert_eq!(left, whole[..1], "where nothing of it can be read, the other calls are still answered");
    desk.store.rebuild_views().expect_err("which no rebuild passes over");
}
