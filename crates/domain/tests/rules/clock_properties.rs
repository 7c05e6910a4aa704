//! What holds of clocks whatever the facts.

use domain::Moment;
use domain::change::{Change, ChangeKind};
use domain::deadline::{ClockFacts, DeadlineState, OnRecord, deadlines};
use domain::duty_done::DutyDone;
use domain::extension::Extension;
use domain::facts::Facts;
use domain::grade::Grade;
use domain::grade_history::GradeHistory;
use domain::grading::grade;
use domain::incident_end::IncidentOutcome;
use domain::pack::{PackText, SHIPPED, lay};
use domain::report::Stage;
use domain::rule::Basis;
use domain::span::Span;
use domain::unit::Level;
use proptest::prelude::*;

use crate::accident::{HENAN, day, deaths};
use crate::desk::minute;

/// An incident as it may come, with everything that clocks look at.
fn any_facts() -> impl Strategy<Value = ClockFacts> {
    let minutes = |range: std::ops::Range<i64>| range.prop_map(|m| day("10:00") + chrono::TimeDelta::minutes(m));
    let kind = prop::sample::select(vec!["fire", "collapse", "road_traffic", "forest_fire", "landslide", "flood"]);
    let reports = prop::collection::vec((minutes(10..3_000), 0_usize..3), 0..5);
    let changes = prop::collection::vec((minutes(0..3_000), 0_usize..3), 0..4);
    let told = prop::option::of(minutes(0..200));
    let phoned = prop::option::of(minutes(0..90));
    let graded = prop::collection::vec((minutes(0..600), 0_usize..5), 0..4);
    let kept = prop::option::of(minutes(60..400));
    let ended = prop::option::of((
        prop::sample::select(vec![
            IncidentOutcome::Reported,
            IncidentOutcome::BelowThreshold,
            IncidentOutcome::NotTrue,
        ]),
        minutes(60..3_000),
    ));
    let gap = prop::option::of((minutes(60..1_000), 1_i64..2_000));
    let ticked = prop::option::of(minutes(0..3_000));
    let later = (kept, ended, gap, ticked, prop::option::of(minutes(0..3_000)));
    (kind, 0_u32..35, minutes(-100..0), minutes(0..60), reports, changes, told, phoned, graded, later).prop_map(
        |(kind, dead, occurred, aware, reports, changes, told, phoned, graded, later)| {
            let (reportable_at, ended, gap, ticked, granted) = later;
            let done = |at| {
                ["A5-change", "F24", "A3-county"].map(|rule| DutyDone {
                    rule: rule.to_owned(),
                    at,
                    note: String::new(),
                })
            };
            let extension = |at: Moment| {
                ["N1", "H1", "N0"].map(|rule| Extension {
                    rule: rule.to_owned(),
                    by: "市应急管理局指挥中心".to_owned(),
                    until: at + chrono::TimeDelta::minutes(90),
                    at,
                })
            };
            let facts = Facts { kind: Some(kind.to_owned()), occurred: minute(occurred), ..deaths(dead) };
            let stages = [Stage::First, Stage::FollowUp, Stage::Final];
            let kinds = [ChangeKind::Casualties, ChangeKind::Stable, ChangeKind::Other];
            let mut history = GradeHistory::default();
            let mut graded = graded;
            graded.sort();
            for (at, grade) in graded {
                history.settle(Grade::ALL.get(grade).copied(), at);
            }
            ClockFacts {
                grading: grade(&HENAN, &facts),
                facts,
                first_reported: phoned,
                on_record: reports.into_iter().map(|(at, stage)| OnRecord::at(at, stages[stage])).collect(),
                changes: changes
                    .into_iter()
                    .map(|(at, what)| Change { at, what: kinds[what], noted_at: None })
                    .collect(),
                told: told.map(|at| ("province_bureau".to_owned(), at)).into_iter().collect(),
                grades: history,
                reportable_at,
                ended,
                gaps: gap
                    .map(|(from, length)| Span { from, until: Some(from + chrono::TimeDelta::minutes(length)) })
                    .into_iter()
                    .collect(),
                done: ticked.map(done).into_iter().flatten().collect(),
                extensions: granted.map(extension).into_iter().flatten().collect(),
                ..ClockFacts::new(aware, Level::County)
            }
        },
    )
}

proptest! {
    #[test]
    fn any_order_of_facts_gives_the_same_clocks(facts in any_facts(), turn in 0_usize..6, minutes in 0_i64..3_000) {
        let now = day("10:00") + chrono::TimeDelta::minutes(minutes);
        let mut shuffled = facts.clone();
        shuffled.on_record.reverse();
        shuffled.changes.reverse();
        let (reports, changes) = (shuffled.on_record.len().max(1), shuffled.changes.len().max(1));
        shuffled.on_record.rotate_left(turn % reports);
        shuffled.changes.rotate_left(turn % changes);
        prop_assert_eq!(deadlines(&HENAN, &facts, now), deadlines(&HENAN, &shuffled, now));
    }

    #[test]
    fn only_what_is_prescribed_or_asked_for_and_was_read_can_be_late(facts in any_facts(), minutes in 0_i64..10_000) {
        let now = day("10:00") + chrono::TimeDelta::minutes(minutes);
        for one in deadlines(&HENAN, &facts, now) {
            prop_assert!(!one.late() || (one.basis != Basis::Internal && one.verified), "{:?}", one);
            prop_assert!(!one.why.is_empty() && !one.cite.is_empty(), "every clock answers why: {:?}", one);
        }
    }

    #[test]
    fn what_has_ended_neither_runs_nor_becomes_late(facts in any_facts(), minutes in 0_i64..10_000) {
        let at = day("10:00") + chrono::TimeDelta::minutes(minutes);
        let facts = ClockFacts { ended: Some((IncidentOutcome::NotTrue, at)), ..facts };
        let late = |now| -> Vec<String> {
            deadlines(&HENAN, &facts, now).into_iter().filter(|one| one.late()).map(|one| one.rule).collect()
        };
        let later = at + chrono::TimeDelta::days(40);
        prop_assert!(!deadlines(&HENAN, &facts, later).iter().any(|one| one.open()), "nothing runs");
        prop_assert_eq!(late(later), late(at), "time alone makes nobody late any more");
    }

    #[test]
    fn a_clock_that_was_born_past_is_never_late_and_has_one_that_runs_from_when_it_was_known(
        facts in any_facts(),
        minutes in 0_i64..10_000,
    ) {
        let now = day("10:00") + chrono::TimeDelta::minutes(minutes);
        let all = deadlines(&HENAN, &facts, now);
        for one in all.iter().filter(|one| one.state == DeadlineState::BornPast) {
            prop_assert!(!one.late());
            prop_assert!(one.known_at > one.due_at, "known after its time: {:?}", one);
            let twin = all.iter().find(|other| other.beside_one_born_past && other.rule.starts_with(&format!("{}/", one.rule)));
            prop_assert!(twin.is_some_and(|twin| twin.basis == Basis::Internal && !twin.late()), "{:?}", one);
        }
    }

    #[test]
    fn henan_no_deadline_moves_later_when_more_people_are_dead(facts in any_facts(), more in 1_u32..40) {
        let now = day("10:01");
        let dead = facts.facts.adopted().and_then(|count| count.deaths.known()).unwrap_or(0);
        let graver_facts = Facts { counts: deaths(dead + more).counts, ..facts.facts.clone() };
        let graver = ClockFacts { grading: grade(&HENAN, &graver_facts), facts: graver_facts, ..facts.clone() };
        let after = deadlines(&HENAN, &graver, now);
        for one in deadlines(&HENAN, &facts, now) {
            let same = after.iter().find(|other| other.rule == one.rule);
            let moved = same.is_none_or(|other| other.due_at > one.due_at && one.due_at.is_some());
            prop_assert!(!moved, "{:?} became {:?}", one, same);
        }
    }

    #[test]
    fn a_pack_laid_on_top_changes_only_what_it_names(name in "[a-z]{3,8}", minutes in 1_u32..500) {
        let own = format!(
            "[meta]\nid = \"own\"\ntitle = \"本县\"\nversion = \"1\"\neffective_from = \"2025-01-01\"\nlayer = \"county\"\n\n\
             [[rule]]\nid = \"own-{name}\"\nwhat = \"内控\"\nwho = \"本局\"\nwhom = \"本局\"\norigin = \"aware\"\n\
             schedule = {{ after_minutes = {minutes} }}\nchannel = \"system\"\nstopped_by = \"entered\"\nbasis = \"internal\"\n\
             text = \"自知悉起\"\ncite = \"本局内控\"\nverified = true\n\n\
             [[rule]]\nid = \"N0\"\nwhat = \"系统报送首报\"\nwho = \"本局\"\nwhom = \"本局\"\norigin = \"aware\"\n\
             schedule = {{ after_minutes = {minutes} }}\nchannel = \"system\"\nstopped_by = \"entered\"\nbasis = \"internal\"\n\
             text = \"自知悉起\"\ncite = \"本局内控\"\nverified = true\n"
        );
        let texts: Vec<PackText<'_>> =
            SHIPPED.iter().copied().chain([PackText { file: "own.toml", text: &own }]).collect();
        let with = lay(&texts, "411121", "2026-05-12".parse().unwrap()).unwrap();
        let changes: Vec<String> =
            domain::pack::compare(&HENAN, &with).into_iter().map(|change| change.what).collect();
        let mut expected = vec!["规则 N0".to_owned(), format!("规则 own-{name}")];
        expected.sort();
        let mut changes = changes;
        changes.sort();
        prop_assert_eq!(changes, expected);
    }
}
