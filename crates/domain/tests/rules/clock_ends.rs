//! What raises, lowers, ends, extends or reopens a clock, and that none of it makes anybody late (practice §2, §3, §8).

use std::sync::LazyLock;

use domain::alarm::ringing;
use domain::change::{Change, ChangeKind};
use domain::count::{Count, Number};
use domain::deadline::{Deadline, DeadlineState, OnRecord, deadlines};
use domain::duty_done::DutyDone;
use domain::extension::Extension;
use domain::facts::Facts;
use domain::grade::Grade;
use domain::grade_history::GradeHistory;
use domain::grading::grade;
use domain::incident::Rung;
use domain::incident_end::IncidentOutcome;
use domain::pack::{PackText, Packs, SHIPPED};
use domain::report::Stage;
use domain::span::Span;

use crate::accident::{HENAN, accident, day, deaths, due, ids, of};
use crate::desk::{PACKS, at, row};

// practice 2.16: after a final report a death reopens the incident as a follow-up.
#[test]
fn a_death_after_the_final_report_is_owed_as_a_follow_up_and_nothing_else_runs_again() {
    let mut facts = accident(&PACKS, deaths(1), ["18:05", "18:09", "18:14"]).entered(day("18:40"));
    facts.on_record.push(OnRecord::at(day("22:00"), Stage::Final));
    facts.ended = Some((IncidentOutcome::Reported, day("22:10")));
    let quiet = deadlines(&PACKS, &facts, at("2026-05-15 10:00"));
    assert!(!quiet.iter().any(Deadline::open), "{:?}", ids(&quiet));
    assert_eq!(of(&quiet, "A5-30").state, DeadlineState::Tracking, "but 伤亡跟踪 goes on");
    facts.changes.push(Change { at: at("2026-05-15 09:30"), what: ChangeKind::Casualties, noted_at: None });
    let reopened = deadlines(&PACKS, &facts, at("2026-05-15 10:00"));
    let open: Vec<&str> = reopened.iter().filter(|one| one.open()).map(|one| one.rule.as_str()).collect();
    assert_eq!(open, ["A5-change", "A4-change"], "及时补报, and the same day");
    facts.on_record.push(OnRecord::at(at("2026-05-15 10:20"), Stage::FollowUp));
    let answered = deadlines(&PACKS, &facts, at("2026-05-15 10:30"));
    assert!(!answered.iter().any(Deadline::open), "{:?}", ids(&answered));
    assert_eq!(of(&answered, "A5-change").done_at, Some(at("2026-05-15 10:20")));
}

#[test]
fn a_change_logged_after_the_report_that_went_is_not_in_it() {
    let mut facts = accident(&PACKS, deaths(1), ["18:05", "18:09", "18:14"]).entered(day("18:42"));
    facts.changes.push(Change { at: day("18:40"), what: ChangeKind::Casualties, noted_at: Some(day("18:50")) });
    let owed = deadlines(&PACKS, &facts, day("18:55"));
    assert_eq!(of(&owed, "A5-change").state, DeadlineState::Promptly, "known at 18:40, written down at 18:50");
    assert_eq!(of(&owed, "A5-change").origin_at, Some(day("18:40")));
    facts.on_record.push(OnRecord::at(day("18:58"), Stage::FollowUp));
    assert_eq!(of(&deadlines(&PACKS, &facts, day("19:00")), "A5-change").done_at, Some(day("18:58")));
}

// domain.md §10.8, E5: 6 dead and 10 injured, two hours later 18 dead and 1 injured. practice §8 test 6.
#[test]
fn e5_a_jump_of_the_grade_rings_once_is_kept_and_is_never_late() {
    let accident_of = |deaths_: u32, injured: u32| Facts {
        kind: Some("road_traffic".to_owned()),
        counts: vec![Count {
            deaths: Number::Known(deaths_),
            injured: Number::Known(injured),
            seriously_injured: Number::Known(0),
            ..row("公安交管", None)
        }],
        ..Facts::default()
    };
    let mut facts = accident(&HENAN, accident_of(6, 10), ["05:30", "05:40", "05:45"]).entered(day("06:05"));
    facts.on_record.push(OnRecord::at(day("07:50"), Stage::FollowUp));
    facts.told.insert("county_government".to_owned(), day("05:46"));
    assert_eq!(facts.grading.possible.as_ref().map(|reason| reason.grade), Some(Grade::Large));
    let mut grades = GradeHistory::default();
    grades.settle(Some(Grade::Large), day("05:44"));
    grades.settle(Some(Grade::Major), day("14:20"));
    facts.grades = grades;
    facts.facts = Facts { occurred: facts.facts.occurred, ..accident_of(18, 1) };
    facts.grading = grade(&HENAN, &facts.facts);
    facts.changes.push(Change { at: day("14:20"), what: ChangeKind::Casualties, noted_at: None });
    // Entered before its time, 05:50 + 15: H2 is met; what had passed unmet is 升级产生.
    let all = deadlines(&HENAN, &facts, day("14:21"));
    let born_past: Vec<&str> =
        all.iter().filter(|one| one.state == DeadlineState::BornPast).map(|one| one.rule.as_str()).collect();
    assert_eq!(born_past, ["H1", "N2-county"], "kept with their original line");
    assert!(of(&all, "H1").why.contains("升级产生"), "{}", of(&all, "H1").why);
    assert_eq!(due(&all, "H1/change"), Some(day("14:35")), "a 内控 of the same length from 变化知悉");
    assert!(!all.iter().any(Deadline::late), "late count 0");
    let mut rung: Vec<Rung> = Vec::new();
    let mut said = Vec::new();
    let mut now = day("14:21");
    while now < day("18:00") {
        for ring in ringing(&HENAN, "扶余车祸", &deadlines(&HENAN, &facts, now), &rung, now) {
            said.push(format!("{}/{}", ring.rule, ring.step));
            let (rule, step, words, due_at) = (ring.rule, ring.step, ring.words, ring.due_at);
            let (late, played_by, acknowledged_at) = (ring.late, None, None);
            rung.push(Rung { rule, step, words, due_at, rang_at: now, late, played_by, acknowledged_at });
        }
        now += chrono::TimeDelta::minutes(1);
    }
    // What was owed before, the province's phone call and the follow-up at five, rings as ever.
    let of_upgrade: Vec<&String> =
        said.iter().filter(|ring| !ring.starts_with("H5@") && !ring.starts_with("A3-county")).collect();
    assert_eq!(of_upgrade, ["H1/born_past"], "one alarm, then quiet: {said:?}");
    let words = rung.iter().find(|ring| ring.step == "born_past").map(|ring| ring.words.as_str());
    assert!(words.is_some_and(|words| words.contains("升级产生") && words.contains("不计迟报")), "{words:?}");
}

#[test]
fn a_grade_that_falls_ends_its_clocks_with_the_reason_and_they_stay_listed() {
    let mut facts = accident(&HENAN, deaths(2), ["10:00", "10:08", "10:12"]);
    let mut grades = GradeHistory::default();
    grades.settle(Some(Grade::Large), day("10:09"));
    grades.settle(Some(Grade::Ordinary), day("10:25"));
    facts.grades = grades;
    let all = deadlines(&HENAN, &facts, day("10:30"));
    let ended = of(&all, "H3");
    assert_eq!(ended.state, DeadlineState::Ended);
    assert_eq!(ended.why, "初判已降为一般（10:25），此项终止");
    assert!(of(&all, "H4").open(), "what 一般 asks for runs on");
}

// practice §8 test 7, its clocks: false alarm after the first report.
#[test]
fn an_incident_found_untrue_ends_every_clock_and_none_is_late() {
    let mut facts = accident(&HENAN, deaths(3), ["17:50", "18:09", "18:14"]);
    facts.ended = Some((IncidentOutcome::NotTrue, day("18:22")));
    for now in ["18:23", "20:00", "23:59"] {
        let all = deadlines(&HENAN, &facts, day(now));
        assert!(!all.iter().any(|one| one.open() || one.late()), "{now}: {:?}", ids(&all));
        let ended = of(&all, "N1");
        assert_eq!((ended.state, ended.why.as_str()), (DeadlineState::Ended, "已终止（经核实不属实18:22）"));
    }
    facts.on_record.push(OnRecord::at(day("18:20"), Stage::First));
    assert_eq!(of(&deadlines(&HENAN, &facts, day("20:00")), "N1").state, DeadlineState::Met, "what was done was done");
    facts.on_record = vec![OnRecord::at(day("19:30"), Stage::First)];
    let after = deadlines(&HENAN, &facts, day("20:00"));
    assert_eq!(of(&after, "N1").state, DeadlineState::Ended, "what is entered later makes nobody late");
}

// practice 2.11: 县级 said "nothing in it", ended, and opened again when it turned out to be true after all.
#[test]
fn what_fell_due_while_an_incident_was_ended_is_not_owed_and_never_late() {
    let mut facts = accident(&HENAN, deaths(3), ["17:50", "18:09", "18:14"]);
    facts.gaps = vec![Span { from: day("18:20"), until: Some(day("20:00")) }];
    let opened_again = deadlines(&HENAN, &facts, day("20:01"));
    assert!(!opened_again.iter().any(Deadline::late), "{:?}", ids(&opened_again));
    assert_eq!(of(&opened_again, "N1").state, DeadlineState::BornPast);
    assert_eq!(due(&opened_again, "N1/change"), Some(day("20:30")), "thirty minutes from the opening");
    assert!(of(&opened_again, "N1").why.starts_with("重新打开"), "{}", of(&opened_again, "N1").why);
    facts.gaps = vec![Span { from: day("18:50"), until: Some(day("20:00")) }];
    let overdue_before = deadlines(&HENAN, &facts, day("20:01"));
    assert_eq!(of(&overdue_before, "N1").state, DeadlineState::Overdue, "18:44 was missed before anybody ended it");
}

#[test]
fn a_grade_that_fell_and_rose_again_owes_what_came_due_while_it_stood() {
    let mut facts = accident(&HENAN, deaths(3), ["10:00", "10:08", "10:12"]);
    let mut grades = GradeHistory::default();
    grades.settle(Some(Grade::Large), day("10:09"));
    grades.settle(Some(Grade::Ordinary), day("10:20"));
    grades.settle(Some(Grade::Large), day("12:00"));
    facts.grades = grades;
    let all = deadlines(&HENAN, &facts, day("12:01"));
    let limit = of(&all, "H3");
    let due_at = limit.due_at.expect("H3 has a time");
    assert!(due_at > day("10:20") && due_at < day("12:00"), "the limit lies where the grade had fallen: {due_at}");
    assert_eq!(limit.state, DeadlineState::BornPast, "{}", limit.why);
    assert!(all.iter().any(|one| one.rule == "H3/change" && one.open()), "and runs anew from the rise");
}

#[test]
fn a_final_report_typed_before_a_death_was_known_does_not_answer_for_it() {
    let mut facts = accident(&PACKS, deaths(1), ["18:05", "18:09", "18:14"]).entered(day("18:40"));
    facts.changes.push(Change { at: day("21:00"), what: ChangeKind::Casualties, noted_at: None });
    // Written offline at 20:50, on record only when the network was back.
    facts.on_record.push(OnRecord { at: day("21:30"), written_at: day("20:50"), stage: Stage::FollowUp });
    assert_eq!(of(&deadlines(&PACKS, &facts, day("21:40")), "A5-change").state, DeadlineState::Promptly);
    facts.on_record.push(OnRecord { at: day("21:50"), written_at: day("21:35"), stage: Stage::FollowUp });
    assert_eq!(of(&deadlines(&PACKS, &facts, day("21:55")), "A5-change").done_at, Some(day("21:50")));
}

#[test]
fn a_follow_up_typed_into_another_system_is_ticked_and_answers() {
    let mut facts = accident(&PACKS, deaths(1), ["18:05", "18:09", "18:14"]).entered(day("18:40"));
    facts.changes.push(Change { at: day("19:00"), what: ChangeKind::Casualties, noted_at: None });
    assert!(of(&deadlines(&PACKS, &facts, day("19:05")), "A5-change").by_tick);
    facts.done.push(DutyDone { rule: "A5-change".to_owned(), at: day("19:10"), note: String::new() });
    assert_eq!(of(&deadlines(&PACKS, &facts, day("19:20")), "A5-change").done_at, Some(day("19:10")));
}

// practice 2.18.
#[test]
fn a_superior_can_put_off_what_a_superior_asked_for_and_nothing_else() {
    let text = NATIONAL_WITH_A_SUPERIORS_LIMIT.as_str();
    let packs = Packs::from_texts(&[PackText { file: "national.toml", text }]).unwrap();
    let mut facts = accident(&packs, deaths(1), ["18:05", "18:09", "18:14"]);
    let extension = |rule: &str| Extension {
        rule: rule.to_owned(),
        by: "市应急管理局指挥中心".to_owned(),
        until: day("19:30"),
        at: day("18:40"),
    };
    facts.extensions = vec![extension("N1"), extension("S-asked"), extension("N0")];
    let all = deadlines(&packs, &facts, day("19:10"));
    assert_eq!((due(&all, "N1"), of(&all, "N1").state), (Some(day("18:44")), DeadlineState::Overdue), "规定 stays");
    assert!(of(&all, "N1").why.contains("市应急管理局指挥中心同意延至19:30；规定时限不变"), "{}", of(&all, "N1").why);
    assert_eq!((due(&all, "S-asked"), of(&all, "S-asked").state), (Some(day("19:30")), DeadlineState::Running));
    assert_eq!(of(&all, "N0").state, DeadlineState::PastInternal, "nobody above grants our own limits");
    facts.extensions[1].until = day("18:20");
    assert_eq!(due(&deadlines(&packs, &facts, day("19:10")), "S-asked"), Some(day("18:54")), "never shortened");
}

#[test]
fn a_call_kept_below_the_standard_that_was_an_incident_after_all_is_born_past_not_late() {
    let mut facts = accident(&HENAN, deaths(3), ["10:00", "10:08", "10:12"]);
    facts.reportable_at = Some(day("12:10"));
    let all = deadlines(&HENAN, &facts, day("12:11"));
    for rule in ["N1", "H3", "N0"] {
        assert_eq!(of(&all, rule).state, DeadlineState::BornPast, "{rule}");
        assert!(of(&all, rule).why.contains("升级产生"), "{}", of(&all, rule).why);
    }
    assert_eq!(due(&all, "N1/change"), Some(day("12:40")), "and thirty minutes run from now");
}

static NATIONAL_WITH_A_SUPERIORS_LIMIT: LazyLock<String> = LazyLock::new(|| {
    SHIPPED[0].text.to_owned()
        + r#"
[[rule]]
id = "S-asked"
what = "系统报送首报"
who = "本局"
whom = "市局"
origin = "first_reported"
schedule = { after_minutes = 40 }
channel = "system"
stopped_by = "entered"
basis = "superior"
text = "电话报告后40分钟内系统报送"
cite = "市局要求"
source = "S1"
verified = true
"#
});
