use domain::count::{Count, Number};
use domain::deadline::{ClockFacts, Deadline, DeadlineState, deadlines, leading};
use domain::facts::{Facts, Occurred, Precision};
use domain::grade::{Grade, GradeReason, Grading};
use domain::grade_history::GradeHistory;
use domain::rule::{Basis, Origin};
use domain::unit::Level;
use proptest::prelude::*;

use domain::Moment;

use crate::desk::{PACKS, at, evening, minute, row};

fn possibly(grade: Grade) -> Grading {
    let reason = GradeReason { grade, why: String::new(), cite: String::new(), verified: true, table: String::new() };
    Grading { possible: Some(reason), ..Grading::default() }
}

/// Picked up 18:09, phoned 18:14.
fn founding() -> ClockFacts {
    ClockFacts {
        first_reported: Some(evening("18:14")),
        first_reported_to: Some("市应急管理局指挥中心".to_owned()),
        facts: fire(None),
        ..ClockFacts::new(evening("18:09"), Level::County)
    }
}

fn fire(occurred: Option<Occurred>) -> Facts {
    Facts { kind: Some("fire".to_owned()), occurred, ..Facts::default() }
}

/// First judged an ordinary one, raised at that time.
fn raised(to: Grade, at: Moment) -> GradeHistory {
    let mut grades = GradeHistory::default();
    grades.settle(Some(Grade::Ordinary), evening("18:09"));
    grades.settle(Some(to), at);
    grades
}

fn of<'d>(all: &'d [Deadline], rule: &str) -> &'d Deadline {
    all.iter().find(|deadline| deadline.rule == rule).unwrap_or_else(|| panic!("{rule} in {all:#?}"))
}

// practice §8, test 1; DESIGN §5.
#[test]
fn the_founding_example() {
    let all = deadlines(&PACKS, &founding(), evening("18:20"));
    let rules: Vec<_> = all.iter().map(|deadline| deadline.rule.as_str()).collect();
    assert_eq!(rules, ["N0", "N1", "A10-county", "A5-7", "T1", "A2"]);
    let (internal, prescribed) = (of(&all, "N0"), of(&all, "N1"));
    assert_eq!((internal.due_at, internal.basis), (Some(evening("18:39")), Basis::Internal));
    assert_eq!(internal.why, "18:09首次接报起30分钟");
    assert_eq!((prescribed.due_at, prescribed.basis), (Some(evening("18:44")), Basis::Prescribed));
    assert_eq!(prescribed.why, "18:14电话报市应急管理局指挥中心起30分钟");
    assert_eq!(prescribed.what, "系统报送首报");
    assert_eq!(of(&all, "T1").state, DeadlineState::Met);

    let entered = |clock| founding().entered(evening(clock));
    let at_18_42 = deadlines(&PACKS, &entered("18:42"), evening("18:50"));
    assert_eq!(of(&at_18_42, "N0").state, DeadlineState::MetPastInternal, "内控已过");
    assert_eq!(of(&at_18_42, "N1").state, DeadlineState::Met, "lawful, never 超时");
    assert!(!at_18_42.iter().any(|deadline| deadline.state == DeadlineState::MetLate));
    let at_18_45 = deadlines(&PACKS, &entered("18:45"), evening("18:50"));
    assert_eq!(of(&at_18_45, "N1").state, DeadlineState::MetLate);
    let by_the_minute = founding().entered(evening("18:44:30"));
    assert_eq!(
        of(&deadlines(&PACKS, &by_the_minute, evening("18:50")), "N1").state,
        DeadlineState::Met,
        "18:44 is 18:44"
    );
}

// 第493号令第十条第二款; 自然灾害救助条例第十六条.
#[test]
fn the_own_government_is_a_duty_of_its_own_that_only_a_call_to_it_fulfils() {
    let slide = Facts {
        kind: Some("debris_flow".to_owned()),
        counts: vec![Count { adopted: true, deaths: Number::Known(1), ..row("县消防救援大队", None) }],
        ..Facts::default()
    };
    for (rule, facts, owed) in
        [("A10-county", fire(None), DeadlineState::Running), ("Z16-dead", slide, DeadlineState::Promptly)]
    {
        let mut facts = ClockFacts { facts, ..founding() }.entered(evening("18:30"));
        let now = |facts: &ClockFacts| of(&deadlines(&PACKS, facts, evening("18:50")), rule).clone();
        assert_eq!(now(&facts).state, owed, "{rule}: the city and the system know, the county's government does not");
        facts.told.insert("county_government".to_owned(), evening("18:20"));
        assert_eq!(now(&facts).state, DeadlineState::Met, "{rule}: {:#?}", now(&facts));
    }
}

#[test]
fn an_internal_limit_is_passed_a_prescribed_one_overdue() {
    let state = |clock| {
        let all = deadlines(&PACKS, &founding(), evening(clock));
        (of(&all, "N0").state, of(&all, "N1").state)
    };
    assert_eq!(state("18:39"), (DeadlineState::Running, DeadlineState::Running));
    assert_eq!(state("18:39:01"), (DeadlineState::PastInternal, DeadlineState::Running));
    assert_eq!(state("18:44"), (DeadlineState::PastInternal, DeadlineState::Running));
    assert_eq!(state("18:44:01"), (DeadlineState::PastInternal, DeadlineState::Overdue));
}

#[test]
fn before_any_outgoing_call_the_phone_report_is_first_and_the_clause_has_not_begun() {
    let facts = ClockFacts { first_reported: None, first_reported_to: None, ..founding() };
    let all = deadlines(&PACKS, &facts, evening("18:12"));
    assert_eq!(all[0].rule, "T1");
    assert_eq!(all[0].state, DeadlineState::Promptly);
    assert_eq!(all[0].what, "电话报告市应急管理局指挥中心");
    assert_eq!(all[0].origin_at, Some(evening("18:09")), "counts up from the pick-up");
    let prescribed = of(&all, "N1");
    assert_eq!((prescribed.state, prescribed.due_at), (DeadlineState::NotStarted, None));
    assert_eq!(prescribed.why, "规定时限尚未起算——请先电话报告");
    assert!(!prescribed.open());
    let straight_in = facts.entered(evening("18:30"));
    let all = deadlines(&PACKS, &straight_in, evening("18:40"));
    assert_eq!(of(&all, "N1").state, DeadlineState::Met, "entered without a phone call: nothing can be late");
    assert_eq!(of(&all, "T1").state, DeadlineState::Promptly, "and the phone report is still owed");
}

#[test]
fn what_has_no_number_comes_first_only_until_a_limit_is_near_and_neither_hides_the_other() {
    let unphoned = ClockFacts { first_reported: None, first_reported_to: None, ..founding() };
    let lead = |clock: &str| {
        let all = deadlines(&PACKS, &unphoned, evening(clock));
        let (first, also) = leading(&all).unwrap();
        (first.rule.clone(), also.map(|one| one.rule.clone()).unwrap_or_default())
    };
    let pair = |first: &str, also: &str| (first.to_owned(), also.to_owned());
    assert_eq!(lead("18:28"), pair("T1", "N0"), "the phone report is due at once, the report is seen beside it");
    assert_eq!(lead("18:29"), pair("N0", "T1"), "ten minutes before its time the countdown speaks");
    assert_eq!(lead("18:50"), pair("N0", "T1"), "and goes on when it has passed");
}

#[test]
fn the_fifty_minutes_are_shared_and_the_county_sees_its_slice() {
    let facts = ClockFacts { facts: fire(minute(evening("18:05"))), grading: possibly(Grade::Major), ..founding() };
    let all = deadlines(&PACKS, &facts, evening("18:20"));
    let nearest: Vec<_> = all.iter().filter(|d| d.open()).map(|d| (d.rule.as_str(), d.due_at.unwrap())).collect();
    assert_eq!(
        nearest,
        [
            ("N2-county", evening("18:25")),
            ("N0", evening("18:39")),
            ("N1", evening("18:44")),
            ("N2", evening("18:55")),
            ("N3", evening("19:05")),
            ("A3-county", evening("19:09")),
            ("A10-county", evening("20:09"))
        ]
    );
    let slice = of(&all, "N2-county");
    assert_eq!((slice.basis, slice.verified), (Basis::Internal, false));
    assert_eq!(slice.why, "18:05发生起20分钟（给市、省留时间）");
    let large = ClockFacts { grading: possibly(Grade::Large), ..facts.clone() };
    assert!(!deadlines(&PACKS, &large, evening("18:20")).iter().any(|d| d.rule.starts_with("N2")));
    let city = ClockFacts { level: Level::City, ..facts };
    let all = deadlines(&PACKS, &city, evening("18:20"));
    assert_eq!(of(&all, "N2-city").due_at, Some(evening("18:40")));
}

// practice 3.4.
#[test]
fn a_window_of_more_than_thirty_minutes_is_no_origin() {
    let with = |occurred| {
        let facts = ClockFacts { facts: fire(occurred), grading: possibly(Grade::Major), ..founding() };
        of(&deadlines(&PACKS, &facts, evening("18:20")), "N2").clone()
    };
    let occurred = |clock, precision| Some(Occurred { at: evening(clock), precision });
    for unknown in [None, occurred("17:00", Precision::Hour), occurred("00:00", Precision::Day)] {
        let deadline = with(unknown);
        assert_eq!(deadline.due_at, Some(evening("18:59")), "{unknown:?}");
        assert_eq!(deadline.why, "发生时间待核，按知悉18:09起算，50分钟", "{unknown:?}");
    }
    assert_eq!(with(occurred("18:05", Precision::About)).due_at, Some(evening("18:55")));
    assert_eq!(with(occurred("18:05", Precision::About)).why, "18:05左右发生起50分钟");
    let impossible = with(occurred("18:30", Precision::Minute));
    assert_eq!(impossible.due_at, Some(evening("18:59")), "an occurrence after the call extends nothing");
}

// practice 3.3; DESIGN §5.
#[test]
fn a_limit_already_past_when_we_learned_of_it_is_never_late() {
    let facts = ClockFacts { facts: fire(minute(evening("17:00"))), grading: possibly(Grade::Major), ..founding() };
    let all = deadlines(&PACKS, &facts, evening("18:20"));
    let born_past = of(&all, "N2");
    assert_eq!((born_past.state, born_past.due_at), (DeadlineState::BornPast, Some(evening("17:50"))));
    assert_eq!(born_past.why, "接报晚：17:00发生起50分钟，18:09知悉时已过，不计迟报");
    assert!(!born_past.open());
    let duty = of(&all, "N2/aware");
    assert_eq!((duty.basis, duty.origin, duty.due_at), (Basis::Internal, Origin::Aware, Some(evening("18:59"))));
    assert_eq!(duty.why, "接报晚，自知悉18:09起50分钟");
    let much_later = deadlines(&PACKS, &facts, evening("22:00"));
    assert_eq!(of(&much_later, "N2").state, DeadlineState::BornPast);
    assert_eq!(of(&much_later, "N2/aware").state, DeadlineState::PastInternal);
    let mut entered = facts.entered(evening("18:40"));
    entered.told.insert("county_government".to_owned(), evening("18:15"));
    let all = deadlines(&PACKS, &entered, evening("22:00"));
    assert!(!all.iter().any(|d| matches!(d.state, DeadlineState::MetLate | DeadlineState::Overdue)), "{all:#?}");
}

// practice §8, test 6; traps: re-derived from the original origin.
#[test]
fn a_tenth_death_on_day_three_counts_nothing_as_late() {
    let third_day = at("2024-04-10 09:00");
    let facts = ClockFacts {
        facts: fire(minute(evening("18:05"))),
        grading: possibly(Grade::Major),
        grades: raised(Grade::Major, third_day),
        ..founding()
    };
    let facts = facts.entered(evening("19:30"));
    let all = deadlines(&PACKS, &facts, at("2024-04-10 09:05"));
    let upgraded = of(&all, "N2");
    assert_eq!(
        (upgraded.state, upgraded.due_at),
        (DeadlineState::BornPast, Some(evening("18:55"))),
        "the original line is kept"
    );
    assert!(upgraded.why.starts_with("升级产生："), "{}", upgraded.why);
    assert_eq!(of(&all, "N2/change").due_at, Some(at("2024-04-10 09:50")));
    let in_time = ClockFacts { on_record: Vec::new(), ..facts }.entered(evening("18:42"));
    let all = deadlines(&PACKS, &in_time, at("2024-04-10 09:05"));
    assert_eq!(of(&all, "N2").state, DeadlineState::Met, "what was in before its time is done");
}

#[test]
fn every_deadline_can_answer_why() {
    let facts = ClockFacts { facts: fire(minute(evening("18:05"))), grading: possibly(Grade::Major), ..founding() };
    for deadline in deadlines(&PACKS, &facts, evening("18:20")) {
        assert!(!deadline.why.is_empty() && !deadline.cite.is_empty() && !deadline.what.is_empty(), "{deadline:?}");
        assert!(!deadline.what.contains('{'), "{deadline:?}");
    }
}

fn clock_facts() -> impl Strategy<Value = ClockFacts> {
    let minutes = |range: std::ops::Range<i64>| {
        range.prop_map(|minutes| at("2024-04-07 18:00") + chrono::TimeDelta::minutes(minutes))
    };
    let precision =
        prop_oneof![Just(Precision::Minute), Just(Precision::About), Just(Precision::Hour), Just(Precision::Day)];
    let occurred =
        prop::option::of((minutes(-200..30), precision).prop_map(|(at, precision)| Occurred { at, precision }));
    let grade = prop::option::of((0_usize..4).prop_map(|index| Grade::ALL[index]));
    (occurred, minutes(0..30), prop::option::of(minutes(0..90)), prop::option::of(minutes(0..200)), grade).prop_map(
        |(occurred, aware_at, first_reported, entered_at, grade)| {
            let facts = ClockFacts {
                facts: fire(occurred),
                first_reported,
                grading: grade.map(possibly).unwrap_or_default(),
                ..ClockFacts::new(aware_at, Level::County)
            };
            entered_at.into_iter().fold(facts, ClockFacts::entered)
        },
    )
}

/// What has still to be done, and until when.
fn duties(facts: &ClockFacts) -> Vec<(String, chrono::DateTime<chrono::Utc>)> {
    let all = deadlines(&PACKS, facts, evening("18:00"));
    all.into_iter().filter_map(|deadline| Some((deadline.rule, deadline.due_at?))).collect()
}

proptest! {
    #[test]
    fn no_deadline_moves_later_when_the_room_knew_earlier(facts in clock_facts(), earlier in 0_i64..120) {
        let moved = ClockFacts { aware_at: facts.aware_at - chrono::TimeDelta::minutes(earlier), ..facts.clone() };
        let after = duties(&moved);
        for (rule, due) in duties(&facts) {
            // A duty that runs from 知悉 because a limit had passed is gone where we knew before it passed: the limit itself runs.
            let base = rule.split('/').next().unwrap_or_default();
            let now_due = after.iter().filter(|(other, _)| *other == rule || other == base).map(|(_, due)| *due).min();
            prop_assert!(now_due.is_some_and(|now_due| now_due <= due), "{rule}: {due} became {now_due:?}");
        }
    }

    #[test]
    fn no_deadline_moves_later_when_the_grade_rises(facts in clock_facts(), grade in 0_usize..4) {
        let higher = facts.grading.possible.as_ref().map_or(Grade::ALL[grade], |reason| reason.grade.max(Grade::ALL[grade]));
        let raised = ClockFacts { grading: possibly(higher), ..facts.clone() };
        let after = duties(&raised);
        for duty in duties(&facts) {
            prop_assert!(after.contains(&duty), "{duty:?} is no longer there");
        }
    }

    #[test]
    fn nothing_silently_extends_as_time_goes_by(facts in clock_facts(), minutes in 0_i64..2_000) {
        let later = deadlines(&PACKS, &facts, evening("18:00") + chrono::TimeDelta::minutes(minutes));
        // A daily follow-up has a new turn every day; a turn bears its time in its name.
        let once = |(rule, _): &(String, Moment)| !rule.contains('@');
        let later = later.into_iter().filter_map(|deadline| Some((deadline.rule, deadline.due_at?)));
        let mut later: Vec<_> = later.filter(once).collect();
        let mut now: Vec<_> = duties(&facts).into_iter().filter(once).collect();
        later.sort();
        now.sort();
        prop_assert_eq!(later, now);
    }

    #[test]
    fn nearest_first_and_done_last(facts in clock_facts(), minutes in 0_i64..200) {
        let all = deadlines(&PACKS, &facts, evening("18:00") + chrono::TimeDelta::minutes(minutes));
        let open: Vec<_> = all.iter().filter(|deadline| deadline.open()).filter_map(|deadline| deadline.due_at).collect();
        prop_assert!(open.is_sorted());
        prop_assert!(all.iter().map(Deadline::open).is_sorted_by(|a, b| a >= b), "open ones come first");
        for deadline in &all {
            if deadline.basis == Basis::Internal {
                prop_assert!(!matches!(deadline.state, DeadlineState::Overdue | DeadlineState::MetLate));
            }
        }
    }
}
