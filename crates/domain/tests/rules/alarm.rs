use std::collections::BTreeMap;

use domain::Moment;
use domain::alarm::{Ringing, next_ring, ringing};
use domain::deadline::{ClockFacts, Deadline, deadlines};
use domain::facts::{Facts, Occurred, Precision};
use domain::grade::{Grade, GradeReason, Grading};
use domain::incident::Rung;
use domain::unit::Level;
use proptest::prelude::*;

use crate::desk::{PACKS, evening};

/// Picked up 18:09, phoned 18:14: 内控 18:39, 规定 18:44.
fn founding() -> ClockFacts {
    ClockFacts {
        first_reported: Some(evening("18:14")),
        first_reported_to: Some("市应急管理局指挥中心".to_owned()),
        told: BTreeMap::from([("county_government".to_owned(), evening("18:15"))]),
        facts: Facts { kind: Some("fire".to_owned()), ..Facts::default() },
        ..ClockFacts::new(evening("18:09"), Level::County)
    }
}

fn major() -> Grading {
    let (why, cite, table) = (String::new(), String::new(), String::new());
    let reason = GradeReason { grade: Grade::Major, why, cite, verified: true, table };
    Grading { possible: Some(reason), ..Grading::default() }
}

/// The room with its alarm: what rang is remembered as its entries would be.
struct Watch {
    facts: ClockFacts,
    rung: Vec<Rung>,
}

impl Watch {
    fn over(facts: ClockFacts) -> Self {
        Self { facts, rung: Vec::new() }
    }

    fn deadlines(&self, now: Moment) -> Vec<Deadline> {
        deadlines(&PACKS, &self.facts, now)
    }

    fn looks(&mut self, now: Moment) -> Vec<Ringing> {
        let rings = ringing(&PACKS, "河东镇火灾", &self.deadlines(now), &self.rung, now);
        self.rung.extend(rings.iter().map(|ring| Rung {
            rule: ring.rule.clone(),
            step: ring.step.clone(),
            words: ring.words.clone(),
            due_at: ring.due_at,
            rang_at: now,
            late: ring.late,
            played_by: None,
            acknowledged_at: None,
        }));
        rings
    }

    /// Looks every minute of this span; what rang, as `rule/step`.
    fn looks_each_minute(&mut self, from: &str, until: &str) -> Vec<String> {
        let mut now = evening(from);
        let mut all = Vec::new();
        while now <= evening(until) {
            all.extend(self.looks(now).iter().map(|ring| format!("{}/{}", ring.rule, ring.step)));
            now += chrono::TimeDelta::minutes(1);
        }
        all
    }
}

#[test]
fn the_alarm_runs_on_the_earliest_limit_and_the_later_one_has_its_last_call() {
    let rang = Watch::over(founding()).looks_each_minute("18:14", "19:30");
    assert_eq!(
        rang,
        ["N0/before-10", "N0/before-5", "N0/before-2", "N0/due", "N1/before-2", "N1/due"],
        "each step once, in the order of time; the 规定 only at its end"
    );
}

#[test]
fn a_limit_is_amber_from_the_minute_in_which_its_alarm_first_rings_and_at_once_from_when_it_should_have_been_done() {
    let all = deadlines(&PACKS, &founding(), evening("18:20"));
    let near = |rule: &str| all.iter().find(|one| one.rule == rule).unwrap().near_at;
    assert_eq!(near("N0"), Some(evening("18:29")), "what is seen and what is heard begin together");
    assert_eq!(near("N1"), Some(evening("18:34")));
    let unphoned = ClockFacts { first_reported: None, first_reported_to: None, ..founding() };
    let all = deadlines(&PACKS, &unphoned, evening("18:20"));
    let phone = all.iter().find(|one| one.rule == "T1").unwrap();
    assert_eq!(
        (phone.due_at, phone.near_at),
        (None, Some(evening("18:24"))),
        "及时 has no number, but is not calm for ever"
    );
}

#[test]
fn the_phone_report_that_is_owed_rings_at_growing_intervals_and_stops_when_made() {
    let mut watch = Watch::over(ClockFacts::new(evening("18:09"), Level::County));
    let rang = watch.looks_each_minute("18:09", "18:18");
    assert_eq!(rang, ["T1/promptly-3", "T1/promptly-8"], "three and eight minutes after the pick-up");
    watch.facts = founding();
    let rang = watch.looks_each_minute("18:19", "18:28");
    assert_eq!(rang, Vec::<String>::new(), "the phone report is made");
}

#[test]
fn what_was_missed_rings_once_and_late_with_its_own_time_in_the_words() {
    let mut watch = Watch::over(founding());
    let rings = watch.looks(evening("18:50"));
    let said: Vec<(&str, &str, bool)> =
        rings.iter().map(|ring| (ring.rule.as_str(), ring.step.as_str(), ring.late)).collect();
    assert_eq!(said, [("N0", "due", true), ("N1", "due", true)], "one word of each clock, not four");
    assert!(rings[0].words.ends_with("（应于18:39提醒）"), "{}", rings[0].words);
    assert_eq!(watch.looks_each_minute("18:51", "19:30"), Vec::<String>::new(), "and not again");
}

#[test]
fn an_internal_limit_is_passed_and_a_prescribed_one_has_come() {
    let mut watch = Watch::over(founding());
    let words = |rings: Vec<Ringing>| rings.into_iter().map(|ring| ring.words).collect::<Vec<_>>();
    assert_eq!(words(watch.looks(evening("18:29"))), ["河东镇火灾：系统报送首报还有10分钟，内控18:39"]);
    assert_eq!(words(watch.looks(evening("18:39"))), ["河东镇火灾：系统报送首报已过内控18:39"]);
    assert_eq!(words(watch.looks(evening("18:44"))), ["河东镇火灾：系统报送首报时限已到，规定18:44"]);
}

#[test]
fn a_limit_that_was_past_before_anybody_knew_says_so_once() {
    let late_call = ClockFacts {
        facts: Facts {
            occurred: Some(Occurred { at: evening("16:00"), precision: Precision::Minute }),
            ..founding().facts
        },
        grading: major(),
        ..founding()
    };
    let mut watch = Watch::over(late_call);
    let rings = watch.looks(evening("18:15"));
    let born: Vec<&Ringing> = rings.iter().filter(|ring| ring.step == "born_past").collect();
    assert!(born.len() == 1 && born.iter().all(|ring| !ring.late), "接报晚 is nobody's lateness: {rings:?}");
    assert!(born.iter().all(|ring| ring.words.contains("不计迟报")), "{born:?}");
    let again = watch.looks(evening("18:16"));
    assert!(again.iter().all(|ring| ring.step != "born_past"), "once: {again:?}");
}

#[test]
fn the_loop_knows_when_to_look_next() {
    let watch = Watch::over(founding());
    let next = |clock| next_ring(&PACKS, &watch.deadlines(evening(clock)), evening(clock));
    assert_eq!(next("18:15"), Some(evening("18:29")));
    assert_eq!(next("18:39"), Some(evening("18:42")));
    assert_eq!(next("19:00"), None, "everything has come");
}

proptest! {
    #[test]
    fn no_step_rings_twice_and_none_is_lost_to_who_looks_every_minute(
        gaps in prop::collection::vec(1_i64..59, 40..90), reported in 1_i64..20,
    ) {
        let facts = ClockFacts {
            first_reported: Some(evening("18:09") + chrono::TimeDelta::minutes(reported)),
            ..founding()
        };
        let mut watch = Watch::over(facts);
        let mut now = evening("18:09") + chrono::TimeDelta::minutes(reported);
        let mut rang = Vec::new();
        for seconds in gaps.iter().cycle().take(120) {
            rang.extend(watch.looks(now).into_iter().map(|ring| (ring.rule, ring.step, ring.late)));
            now += chrono::TimeDelta::seconds(*seconds);
        }
        let mut once = rang.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), rang.len(), "no step rings twice: {:?}", rang);
        prop_assert!(rang.iter().all(|(_, _, late)| !late), "nothing is late for who looks in time: {:?}", rang);
        let over = now - evening("18:09") > chrono::TimeDelta::minutes(32);
        let internal = rang.iter().filter(|(rule, _, _)| rule == "N0").count();
        prop_assert!(!over || internal == 4, "every step of the earliest limit rang: {:?}", rang);
    }

    #[test]
    fn after_any_gap_each_clock_rings_at_most_once_and_restarts_change_nothing(gap in 1_i64..300, again in 0_i64..300) {
        let mut watch = Watch::over(founding());
        let now = evening("18:14") + chrono::TimeDelta::minutes(gap);
        let rings = watch.looks(now);
        for rule in ["N0", "N1"] {
            prop_assert!(rings.iter().filter(|ring| ring.rule == rule).count() <= 1, "{:?}", rings);
        }
        prop_assert!(watch.looks(now).is_empty(), "a restart in the same minute is silent");
        let later = watch.looks(now + chrono::TimeDelta::minutes(again));
        let before = |ring: &Ringing| rings.iter().any(|old| old.rule == ring.rule && old.due_at >= ring.due_at);
        prop_assert!(!later.iter().any(before), "what is past stays past: {:?} after {:?}", later, rings);
    }
}

#[test]
fn a_change_that_was_just_typed_is_reminded_of_once_and_quietly_where_a_limit_born_past_says_so_anyway() {
    let change =
        |at: &str| domain::change::Change { at: evening(at), what: domain::change::ChangeKind::Other, noted_at: None };
    let facts = ClockFacts { changes: vec![change("19:00")], ..founding() }.entered(evening("18:30"));
    let of_change =
        |rings: Vec<String>| rings.into_iter().filter(|one| one.starts_with("A5-change/")).collect::<Vec<_>>();
    let mut watch = Watch::over(facts);
    assert_eq!(
        of_change(watch.looks_each_minute("19:00", "20:00")),
        ["A5-change/promptly-3"],
        "once, not at growing intervals"
    );
}
