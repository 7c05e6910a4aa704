//! Every schedule: daily, the day of a forest fire, windows, workdays, month end, between, and what comes in
//! (domain.md §5, §10; practice §2.8, §3.10, §3.11).

use domain::Moment;
use domain::alarm::ringing;
use domain::change::{Change, ChangeKind};
use domain::deadline::{
    DeadlineState, DirectiveFacts, InboundFacts, OnRecord, RoomFacts, deadlines, directive_deadlines,
    inbound_deadlines, room_deadlines, runs_here,
};
use domain::directive::Demand;
use domain::duty_done::DutyDone;
use domain::facts::{Facts, FlameOut};
use domain::pack::{PackText, Packs, SHIPPED};
use domain::report::Stage;
use domain::rule::Basis;

use crate::accident::{HENAN, accident, day, deaths, due, ids, of};
use crate::desk::{PACKS, at};

// practice §3.10, §8 test 11: 08:00 and 17:00, and "17:02（超2分）".
#[test]
fn henan_follow_ups_are_due_at_eight_and_at_five() {
    let mut facts = accident(&HENAN, deaths(3), ["13:05", "13:08", "13:10"]).entered(day("13:30"));
    let all = deadlines(&HENAN, &facts, day("16:00"));
    assert_eq!(due(&all, "H5@2026-05-12T17:00"), Some(day("17:00")));
    assert_eq!(of(&all, "H5@2026-05-12T17:00").state, DeadlineState::Running);
    let overdue = deadlines(&HENAN, &facts, day("17:01"));
    assert_eq!(of(&overdue, "H5@2026-05-12T17:00").state, DeadlineState::Overdue);
    facts.on_record.push(OnRecord::at(day("17:02"), Stage::FollowUp));
    let all = deadlines(&HENAN, &facts, day("18:00"));
    let late = of(&all, "H5@2026-05-12T17:00");
    assert_eq!((late.state, late.done_at), (DeadlineState::MetLate, Some(day("17:02"))), "超2分");
    let next = of(&all, "H5@2026-05-13T08:00");
    assert_eq!(
        (next.state, next.due_at),
        (DeadlineState::Running, Some(at("2026-05-13 08:00"))),
        "one report, one turn"
    );
    let before_eight = at("2026-05-13 07:40");
    let all = deadlines(&HENAN, &facts, before_eight);
    assert_eq!(of(&all, "H5@2026-05-13T08:00").state, DeadlineState::Running, "open at handover: 08:00");
    let named = ringing(&HENAN, "南山林火", &all, &[], at("2026-05-13 07:50"));
    assert!(named.iter().any(|ring| ring.rule == "H5@2026-05-13T08:00" && ring.step == "before-10"), "{named:?}");
    facts.on_record.push(OnRecord::at(at("2026-05-13 07:45"), Stage::Final));
    let all = deadlines(&HENAN, &facts, at("2026-05-13 09:00"));
    assert!(!all.iter().any(|one| one.rule.starts_with("H5") && one.open()), "after the final report none is owed");
}

#[test]
fn a_first_report_just_before_the_hour_is_that_follow_up() {
    let facts = accident(&HENAN, deaths(3), ["16:20", "16:25", "16:30"]).entered(day("16:50"));
    let all = deadlines(&HENAN, &facts, day("17:30"));
    assert!(!ids(&all).contains(&"H5@2026-05-12T17:00"), "{:?}", ids(&all));
    assert_eq!(due(&all, "H5@2026-05-13T08:00"), Some(at("2026-05-13 08:00")));
}

// 森林防火条例 art. 32; practice 3.10.
#[test]
fn a_forest_fire_that_burns_for_a_day_must_go_to_the_nation_and_one_that_is_out_must_not() {
    let burning =
        Facts { kind: Some("forest_fire".to_owned()), flame_out: Some(FlameOut::Burning), ..Facts::default() };
    let mut facts = accident(&HENAN, burning, ["13:05", "13:10", "13:15"]);
    let before = deadlines(&HENAN, &facts, day("18:31"));
    assert_eq!(due(&before, "F24"), Some(at("2026-05-13 13:05")));
    let after = deadlines(&HENAN, &facts, at("2026-05-13 13:20"));
    let due_now = of(&after, "F24");
    assert_eq!((due_now.state, due_now.due_at), (DeadlineState::Promptly, None), "at once, counting up, never 超时");
    assert!(due_now.by_tick, "the officer ticks it");
    facts.facts.flame_out = Some(FlameOut::Out(day("23:40")));
    let out = deadlines(&HENAN, &facts, at("2026-05-13 13:20"));
    assert_eq!(of(&out, "F24").state, DeadlineState::Ended);
    assert!(of(&out, "F24").why.contains("明火已于"), "{}", of(&out, "F24").why);
    facts.facts.flame_out = Some(FlameOut::Out(at("2026-05-13 14:00")));
    facts.done.push(DutyDone { rule: "F24".to_owned(), at: at("2026-05-13 13:30"), note: String::new() });
    let ticked = deadlines(&HENAN, &facts, at("2026-05-13 15:00"));
    assert_eq!(of(&ticked, "F24").state, DeadlineState::Met, "done after it began has no limit to be late for");
}

// domain.md §10.10; practice 3.11: asked on the earlier reading, judged on the later.
#[test]
fn casualties_are_followed_for_seven_days_after_a_fire_and_thirty_after_another_accident() {
    let window = |kind: &str, now: Moment| {
        let facts = accident(&PACKS, Facts { kind: Some(kind.to_owned()), ..deaths(1) }, ["18:05", "18:09", "18:14"]);
        let all = deadlines(&PACKS, &facts, now);
        all.into_iter().find(|one| one.rule.starts_with("A5-7") || one.rule.starts_with("A5-30")).unwrap()
    };
    for kind in ["fire", "road_traffic"] {
        let seven = window(kind, day("20:00"));
        assert_eq!((seven.state, seven.due_at), (DeadlineState::Tracking, Some(at("2026-05-20 00:00"))), "{kind}");
        assert!(seven.why.contains("含当日至5月18日") && seven.why.contains("不含当日至5月19日"), "{}", seven.why);
        assert_eq!(seven.remind_at, Some(at("2026-05-17 09:00")), "day six: ask the hospital");
        assert_eq!(window(kind, at("2026-05-19 23:59")).state, DeadlineState::Tracking);
        assert_eq!(window(kind, at("2026-05-20 00:00")).state, DeadlineState::Met, "it ends by itself");
    }
    let thirty = window("collapse", day("20:00"));
    assert_eq!(thirty.due_at, Some(at("2026-06-12 00:00")));
    assert!(!thirty.open(), "nothing to do unless something changes");
}

// practice 2.8: 10 minutes to the shift leader, 30 to pass it on.
#[test]
fn what_comes_in_has_its_own_clocks() {
    let facts = InboundFacts {
        received_at: day("02:00"),
        leader_told_at: Some(day("02:08")),
        forwarded_at: None,
        answered_at: None,
        extensions: Vec::new(),
    };
    let all = inbound_deadlines(&PACKS, &facts, day("02:31"));
    assert_eq!((due(&all, "W10"), of(&all, "W10").state), (Some(day("02:10")), DeadlineState::Met));
    assert_eq!((due(&all, "W30"), of(&all, "W30").state), (Some(day("02:30")), DeadlineState::PastInternal));
    assert!(!of(&all, "W30").verified, "another county's practice is shown as such");
    assert!(!all.iter().any(|one| one.rule.starts_with('K')), "what a directive asks is a directive's clock");
}

#[test]
fn a_directive_has_the_clock_of_what_it_asks_and_the_limit_that_the_superior_set_and_no_other() {
    let facts = DirectiveFacts {
        demand: Demand::Supplement,
        received_at: day("02:00"),
        issued_by: "市局值班员".to_owned(),
        until: None,
        granted_by: None,
        answered_at: None,
    };
    let all = directive_deadlines(&PACKS, &facts, day("02:31"));
    assert_eq!(all.iter().map(|one| one.rule.as_str()).collect::<Vec<_>>(), ["K2"], "and no other demand's");
    let asked = of(&all, "K2");
    assert_eq!((asked.state, asked.basis), (DeadlineState::Promptly, Basis::Superior), "补报通知（及时）, no number");
    assert_eq!(asked.due_at, None);
    let limited = DirectiveFacts { until: Some(day("03:00")), ..facts.clone() };
    let set = directive_deadlines(&PACKS, &limited, day("03:01"));
    assert_eq!((of(&set, "directive").state, due(&set, "directive")), (DeadlineState::Overdue, Some(day("03:00"))));
    let answered = DirectiveFacts { answered_at: Some(day("02:40")), ..limited };
    let met = directive_deadlines(&PACKS, &answered, day("03:05"));
    assert!(met.iter().all(|one| one.state == DeadlineState::Met), "an answer stops both: {met:?}");
    let returned = DirectiveFacts { demand: Demand::Return, ..facts.clone() };
    let own = directive_deadlines(&PACKS, &returned, day("02:31"));
    assert_eq!((of(&own, "K3").basis, own.len()), (Basis::Internal, 1), "no public limit: 内控, never 超时");
    let by_phone =
        DirectiveFacts { until: Some(day("08:00")), granted_by: Some("市局值班员".to_owned()), ..facts.clone() };
    let put_off = directive_deadlines(&PACKS, &by_phone, day("02:31"));
    assert_eq!(put_off.iter().map(|one| one.rule.as_str()).collect::<Vec<_>>(), ["directive"], "及时 rings no more");
    assert!(put_off[0].why.contains("市局值班员同意延至"), "{}", put_off[0].why);
    let granted = DirectiveFacts { demand: Demand::Extension, ..facts };
    assert_eq!(directive_deadlines(&PACKS, &granted, day("02:31")), [], "more time asks for no answer");
}

#[test]
fn what_settings_call_in_use_is_what_a_desk_times_and_neither_the_roster_nor_a_warning_passed_on() {
    let idle: Vec<&str> = PACKS.rules().iter().filter(|rule| !runs_here(rule)).map(|rule| rule.id.as_str()).collect();
    assert_eq!(idle, ["W10", "W30", "R1"], "nothing here notes a roster, or to whom a warning was passed on");
    let asked = DirectiveFacts {
        demand: Demand::Verify,
        received_at: day("18:00"),
        issued_by: String::new(),
        until: None,
        granted_by: None,
        answered_at: None,
    };
    for clock in directive_deadlines(&PACKS, &asked, day("18:01")) {
        assert!(runs_here(PACKS.rule(&clock.rule).unwrap()), "{}: a clock that runs is in use", clock.rule);
    }
    assert!(!directive_deadlines(&PACKS, &asked, day("18:01")).is_empty());
}

// notice 五: 每月月底前，将下月值排班录入业务系统.
#[test]
fn next_months_roster_is_due_by_the_end_of_this_month() {
    let roster = |facts: &RoomFacts, now: &str| {
        let all = room_deadlines(&PACKS, facts, at(now));
        all.into_iter().find(|one| one.rule.starts_with("R1@")).unwrap()
    };
    let none = RoomFacts::default();
    for (now, due) in [
        ("2026-05-01 00:00", "2026-06-01 00:00"),
        ("2026-05-31 23:59", "2026-06-01 00:00"),
        ("2026-06-01 00:00", "2026-07-01 00:00"),
        ("2026-12-31 12:00", "2027-01-01 00:00"),
        ("2028-02-29 12:00", "2028-03-01 00:00"),
    ] {
        let found = roster(&none, now);
        assert_eq!((found.due_at, found.state), (Some(at(due)), DeadlineState::Running), "{now}");
    }
    assert_eq!(roster(&none, "2026-12-31 12:00").why, "12月底前录入1月");
    let entered = RoomFacts { rosters: vec![("2026-06-01".parse().unwrap(), day("09:00"))], ..RoomFacts::default() };
    assert_eq!(roster(&entered, "2026-05-20 09:00").state, DeadlineState::Met);
    assert_eq!(roster(&entered, "2026-06-20 09:00").state, DeadlineState::Running, "July's is another");
}

#[test]
fn signing_in_is_owed_between_two_times_of_day() {
    let text = SHIPPED[0].text.to_owned()
        + r#"
[[rule]]
id = "face"
what = "签到"
who = "值班员"
whom = "本局"
origin = "time_of_day"
schedule = { between = ["21:00", "24:00"] }
channel = "system"
stopped_by = "signed_in"
basis = "internal"
text = "每日21时至24时签到"
verified = true
"#;
    let packs = Packs::from_texts(&[PackText { file: "national.toml", text: &text }]).unwrap();
    let face = |signed_in: Vec<Moment>, now: &str| {
        let all = room_deadlines(&packs, &RoomFacts { signed_in, ..RoomFacts::default() }, day(now));
        of(&all, "face@2026-05-12").state
    };
    assert_eq!(face(vec![], "20:59"), DeadlineState::NotStarted);
    assert_eq!(face(vec![], "21:00"), DeadlineState::Running);
    assert_eq!(face(vec![day("20:30")], "22:00"), DeadlineState::Running, "before it opens is not in it");
    assert_eq!(face(vec![day("21:10")], "22:00"), DeadlineState::Met);
}

#[test]
fn workdays_skip_weekends_and_the_days_of_the_table() {
    let disaster = Facts { kind: Some("flood".to_owned()), ..deaths(1) };
    let mut facts = accident(&PACKS, disaster.clone(), ["08:00", "08:05", "08:10"]);
    // 2026-05-15 is a Friday.
    facts.changes.push(Change { at: at("2026-05-15 10:00"), what: ChangeKind::Stable, noted_at: None });
    let without = Packs::national().unwrap();
    let all = deadlines(&without, &facts, at("2026-05-15 11:00"));
    assert_eq!(due(&all, "D4-county"), Some(at("2026-05-20 00:00")), "two workdays: Monday and Tuesday");
    assert!(of(&all, "D4-county").why.contains("未载入当年节假日表"), "{}", of(&all, "D4-county").why);
    let text =
        SHIPPED[0].text.to_owned() + "\n[calendar]\nsource = \"J1\"\noff = [\"2026-05-18\"]\non = [\"2026-05-16\"]\n";
    let packs = Packs::from_texts(&[PackText { file: "national.toml", text: &text }]).unwrap();
    let all = deadlines(&packs, &facts, at("2026-05-15 11:00"));
    assert_eq!(due(&all, "D4-county"), Some(at("2026-05-20 00:00")), "Saturday worked, Monday off, Tuesday");
    assert!(!of(&all, "D4-county").why.contains("未载入"), "{}", of(&all, "D4-county").why);
    assert_eq!(due(&all, "D1"), Some(day("10:00")), "初报 within two hours of 发生");
    let unchanged = accident(&PACKS, disaster, ["08:00", "08:05", "08:10"]);
    assert!(!ids(&deadlines(&PACKS, &unchanged, day("09:00"))).contains(&"D4-county"), "nothing is stable yet");
}

#[test]
fn ten_days_of_a_drought_are_met_by_any_report_after_the_first_and_a_tick_says_when() {
    let drought = Facts { kind: Some("drought".to_owned()), ..Facts::default() };
    let mut facts = accident(&PACKS, drought, ["08:00", "08:05", "08:10"]).entered(day("08:30"));
    assert_eq!(due(&deadlines(&PACKS, &facts, day("09:00")), "D5"), Some(at("2026-05-22 08:10")));
    facts.on_record.push(OnRecord::at(at("2026-05-20 09:00"), Stage::FollowUp));
    let all = deadlines(&PACKS, &facts, at("2026-05-21 09:00"));
    let met = of(&all, "D5");
    assert_eq!((met.state, met.done_at), (DeadlineState::Met, Some(at("2026-05-20 09:00"))));
    facts.done.push(DutyDone { rule: "D1".to_owned(), at: day("09:30"), note: String::new() });
    let all = deadlines(&PACKS, &facts, day("10:30"));
    assert_eq!((of(&all, "D1").state, of(&all, "D1").done_at), (DeadlineState::Met, Some(day("09:30"))));
}

/// Henan's pack with one line of its rule for follow-ups changed.
fn henan_with(from: &str, to: &str) -> Packs {
    let shipped = |file: &str| SHIPPED.iter().find(|pack| pack.file == file).unwrap();
    let (nation, henan) = (shipped("national.toml"), shipped("henan.toml"));
    assert!(henan.text.contains(from), "{from} is in the pack");
    let text = henan.text.replacen(from, to, 1);
    Packs::from_texts(&[PackText { ..*nation }, PackText { text: &text, ..*henan }]).unwrap()
}

#[test]
fn a_turn_at_half_past_the_hour_is_said_with_its_minutes() {
    let packs = henan_with("daily = [\"08:00\", \"17:00\"]", "daily = [\"08:30\", \"17:00\"]");
    let facts = accident(&packs, deaths(3), ["13:05", "13:08", "13:10"]).entered(day("13:30"));
    let all = deadlines(&packs, &facts, day("18:00"));
    let turn = all.iter().find(|one| one.rule == "H5@2026-05-13T08:30").unwrap();
    assert!(turn.why.contains("8时30分、17时"), "{}", turn.why);
}

#[test]
fn what_is_owed_after_the_final_report_begins_with_it() {
    let first = "grade_at_least = \"ordinary\", stage = \"first\"";
    let packs = henan_with(first, &first.replace("first", "final"));
    let mut facts = accident(&packs, deaths(3), ["13:05", "13:08", "13:10"]).entered(day("13:30"));
    let owed = |facts: &_| deadlines(&packs, facts, day("18:00")).iter().any(|one| one.rule == "H4");
    assert!(!owed(&facts), "a first report is no final one");
    facts.on_record.push(OnRecord::at(day("16:00"), Stage::Final));
    assert!(owed(&facts));
}
