//! 一行: 18:14电话报告，18:37系统报送，用时23分（规定30分）, in every form that an evening can take.

use domain::Moment;
use domain::deadline::{ClockFacts, DeadlineState, deadlines};
use domain::entry::{CallTimeCorrected, Content};
use domain::incident_end::{IncidentEnded, IncidentOutcome};
use domain::pack::{PackText, Packs, SHIPPED, lay};
use domain::report::{Signed, Stage, SystemOfRecord};
use domain::unit::Level;
use proptest::prelude::*;

use super::room::{DESK, JIA, Room, call_out_at};
use crate::desk::{PACKS, at, evening};

fn proof(room: &Room) -> String {
    room.timeline().proof
}

fn told_and_sent() -> (Room, domain::entry::EntryId) {
    let mut room = Room::incident("18:09");
    room.called("18:14");
    let report = room.reported(JIA, "18:36", Stage::First);
    (room, report)
}

// practice §6 ⑧: the line that an officer loves.
#[test]
fn the_line_says_when_it_was_told_when_it_was_on_record_and_the_limit_of_the_clause() {
    let (mut room, report) = told_and_sent();
    room.relayed(JIA, "18:37", report, "41-0018");
    assert_eq!(proof(&room), "18:14电话报告，18:37系统报送，用时23分（规定30分）");
    let clause = PACKS.rule("N1").map(|rule| rule.cite.clone()).unwrap();
    assert_eq!(room.timeline().cite, clause, "the limit is shown with its clause");
}

#[test]
fn a_limit_is_the_packs_and_never_the_programs() {
    let (mut room, report) = told_and_sent();
    room.relayed(JIA, "18:37", report, "41-0018");
    let shorter = with_n1("after_minutes = 30", "after_minutes = 20");
    assert_eq!(room.timeline_by(&shorter).proof, "18:14电话报告，18:37系统报送，用时23分（规定20分）");
    let internal = with_n1("basis = \"prescribed\"", "basis = \"internal\"");
    assert_eq!(
        room.timeline_by(&internal).proof,
        "18:14电话报告，18:37系统报送，用时23分",
        "a bureau's own limit is never called 规定 (practice 3.1)"
    );
}

/// The national pack with one thing changed in the rule of the thirty minutes.
fn with_n1(said: &str, instead: &str) -> Packs {
    let national = SHIPPED.iter().find(|text| text.file.contains("national")).unwrap().text;
    let (before, n1) = national.split_at(national.find("id = \"N1\"").unwrap());
    let text = format!("{before}{}", n1.replacen(said, instead, 1));
    let day = chrono::NaiveDate::from_ymd_opt(2024, 4, 7).unwrap();
    lay(&[PackText { file: "national.toml", text: &text }], "340122", day).unwrap()
}

#[test]
fn a_save_or_a_send_is_not_on_record_and_what_stops_the_clock_is_the_units_choice() {
    let (mut room, report) = told_and_sent();
    assert_eq!(proof(&room), "18:14电话报告，18:36已提交，待国家系统录入（规定30分，至18:44）");
    room.receipted(report, "18:36:41");
    assert_eq!(
        proof(&room),
        "18:14电话报告，18:36已提交，待国家系统录入（规定30分，至18:44）",
        "our receipt stops nothing"
    );
    room.relayed(JIA, "18:37", report, "41-0018");
    assert_eq!(proof(&room), "18:14电话报告，18:37系统报送，用时23分（规定30分）", "the relay's time counts");

    let mut room = Room::incident("18:09");
    room.system_of_record = SystemOfRecord::Upstream;
    room.called("18:14");
    let report = room.reported(JIA, "18:36", Stage::First);
    assert_eq!(proof(&room), "18:14电话报告，18:36已提交，待上级节点回执（规定30分，至18:44）");
    room.receipted(report, "18:38:59");
    assert_eq!(proof(&room), "18:14电话报告，18:38系统报送，用时24分（规定30分）", "the receipt's time counts");
}

#[test]
fn over_the_limit_is_the_same_line_with_another_number() {
    let (mut room, report) = told_and_sent();
    room.relayed(JIA, "18:55", report, "41-0018");
    assert_eq!(proof(&room), "18:14电话报告，18:55系统报送，用时41分（规定30分）");
}

#[test]
fn what_has_not_happened_is_said_as_it_stands() {
    let mut room = Room::incident("18:09");
    assert_eq!(proof(&room), "尚未电话报告，尚未系统报送");
    assert_eq!(room.timeline().cite, "", "no limit runs, so none is named");
    room.called("18:14");
    assert_eq!(proof(&room), "18:14电话报告，尚未系统报送（规定30分，至18:44）");
}

#[test]
fn without_a_phone_report_there_is_no_number_and_no_limit() {
    let mut room = Room::incident("18:09");
    let report = room.reported(JIA, "18:36", Stage::First);
    assert_eq!(proof(&room), "尚未电话报告，18:36已提交，待国家系统录入");
    room.relayed(JIA, "18:37", report, "41-0018");
    assert_eq!(proof(&room), "未登记电话报告，18:37系统报送");
    room.called("18:50");
    assert_eq!(
        proof(&room),
        "18:37系统报送，18:50电话报告（规定30分）",
        "the written report came first, and no number is made"
    );
}

#[test]
fn later_reports_have_a_line_each_and_never_move_the_first() {
    let (mut room, report) = told_and_sent();
    room.relayed(JIA, "18:37", report, "41-0018");
    let follow_up = room.reported(JIA, "19:40", Stage::FollowUp);
    assert_eq!(room.timeline().later, ["续报一：19:40已提交，待国家系统录入"]);
    room.relayed(JIA, "19:44", follow_up, "41-0019");
    let correction = room.reported(JIA, "20:10", Stage::Correction);
    room.relayed_at(JIA, at("2024-04-08 00:12"), correction, "41-0020");
    assert_eq!(room.timeline().later, ["续报一：19:44系统报送", "情况更正：4月8日00:12系统报送"]);
    assert_eq!(proof(&room), "18:14电话报告，18:37系统报送，用时23分（规定30分）");
}

#[test]
fn over_midnight_each_time_has_its_day() {
    let mut room = Room::incident("23:48");
    room.called("23:50");
    let running = proof(&room);
    assert_eq!(running, "4月7日23:50电话报告，尚未系统报送（规定30分，至4月8日00:20）");
    let sent = at("2024-04-08 00:11");
    let report = room.reports(JIA, sent, Stage::First, Signed::Afterwards { statement: String::new() });
    room.relayed_at(JIA, at("2024-04-08 00:13"), report, "41-0018");
    room.now = at("2024-04-08 08:00");
    assert_eq!(proof(&room), "4月7日23:50电话报告，4月8日00:13系统报送，用时23分（规定30分）");
}

#[test]
fn a_drill_is_named_a_drill() {
    let mut room = Room::incident("18:09");
    room.drill();
    room.called("18:14");
    let report = room.reported(JIA, "18:36", Stage::First);
    room.relayed(JIA, "18:37", report, "41-0018");
    assert!(proof(&room).starts_with("【演练】18:14电话报告，18:37系统报送，用时23分"), "{}", proof(&room));
}

#[test]
fn a_corrected_call_time_changes_the_segment_before_the_phone_report_and_not_the_line() {
    let (mut room, report) = told_and_sent();
    room.relayed(JIA, "18:37", report, "41-0018");
    let before = proof(&room);
    let correct = |clock: &str| {
        Content::CallTimeCorrected(CallTimeCorrected { received_at: evening(clock), reason: String::new() })
    };
    room.note(JIA, "19:00", correct("18:02"));
    assert_eq!(proof(&room), before, "the clause runs from our phone report");
    assert_eq!(room.timeline().segments[1].words, "12分", "and the segment from the earlier call");
    room.note(JIA, "19:01", correct("18:12"));
    assert_eq!(room.timeline().segments[1].words, "12分", "a later call time never makes a segment shorter");
}

#[test]
fn what_turned_out_not_to_be_owed_says_how_it_ended_and_names_no_limit() {
    let mut room = Room::incident("18:09");
    room.called("18:14");
    let ended = IncidentEnded {
        outcome: IncidentOutcome::NotTrue,
        verified_by: "县消防救援大队".to_owned(),
        note: String::new(),
        agreed_by: String::new(),
        at: evening("18:22"),
    };
    room.note(DESK, "18:22", Content::IncidentEnded(ended));
    assert_eq!(proof(&room), "18:14电话报告，未系统报送（经核实不属实）");
}

fn clock_of(minutes: i64) -> Moment {
    evening("18:00") + chrono::TimeDelta::seconds(minutes)
}

proptest! {
    /// The number in the line and the clock on the desk judge the same: within the limit is never called otherwise.
    #[test]
    fn the_number_in_the_line_is_within_the_limit_exactly_when_the_clock_was_met(
        phoned in 0_i64..86_400,
        took in 0_i64..7_200,
    ) {
        let mut room = Room::incident("18:00");
        let (phoned, entered) = (clock_of(phoned), clock_of(phoned + took));
        room.enter(JIA, phoned, phoned, call_out_at(
            "市应急管理局指挥中心", phoned, domain::contact::Purpose::Report, domain::contact::Reached::Answered,
        ));
        let report = room.reports(JIA, phoned, Stage::First, Signed::Afterwards { statement: String::new() });
        room.relayed_at(JIA, entered, report, "1");
        let minutes = room.timeline().segments[2].minutes.unwrap();
        let facts = ClockFacts {
            first_reported: Some(phoned),
            facts: domain::facts::Facts { kind: Some("fire".to_owned()), ..Default::default() },
            ..ClockFacts::new(evening("18:00"), Level::County)
        };
        let all = deadlines(&PACKS, &facts.entered(entered), entered);
        let met = all.iter().find(|one| one.rule == "N1").unwrap().state == DeadlineState::Met;
        prop_assert_eq!(minutes <= 30, met, "{} minutes", minutes);
        let said = if minutes < 120 { format!("用时{minutes}分（规定30分）") } else { "用时2小时（规定30分）".to_owned() };
        prop_assert!(proof(&room).ends_with(&said), "{} in {}", said, proof(&room));
    }

    /// Any order of arrival at the upstream, and so any order of the fold, reads as the same line and the same list.
    #[test]
    fn any_order_of_arrival_reads_the_same(order in Just((1_u64..10).collect::<Vec<_>>()).prop_shuffle()) {
        let (mut room, report) = told_and_sent();
        room.relayed(JIA, "18:37", report, "41-0018");
        room.asked(JIA, "18:20", domain::signoff::SoughtEnd::SentBack);
        room.signed(JIA, "18:33", Stage::First);
        room.rang(DESK, "18:29");
        room.note(JIA, "18:47", Content::Claimed(domain::claim::Claimed { entry: report }));
        room.received_in(&[1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let before = room.timeline();
        prop_assert_eq!(room.entries().len(), order.len());
        room.received_in(&order);
        prop_assert_eq!(room.timeline(), before);
    }

    /// However the evening went, the line has no sum below zero, no empty part, and no limit without its clause.
    #[test]
    fn the_line_is_whole_whatever_happened(
        phoned in prop::option::of(0_i64..20_000),
        sent in prop::option::of(0_i64..20_000),
        relayed in prop::option::of(0_i64..20_000),
        drill in any::<bool>(),
    ) {
        let mut room = Room::incident("18:00");
        if drill {
            room.drill();
        }
        if let Some(phoned) = phoned.map(clock_of) {
            room.enter(JIA, phoned, phoned, call_out_at(
                "市应急管理局指挥中心", phoned, domain::contact::Purpose::Report, domain::contact::Reached::Answered,
            ));
        }
        if let Some(sent) = sent.map(clock_of) {
            let report = room.reports(JIA, sent, Stage::First, Signed::Afterwards { statement: String::new() });
            if let Some(relayed) = relayed.map(clock_of) {
                room.relayed_at(JIA, relayed, report, "1");
            }
        }
        let timeline = room.timeline();
        prop_assert!(!timeline.proof.contains("，，") && !timeline.proof.contains('-'), "{}", timeline.proof);
        prop_assert_eq!(timeline.proof.contains("规定"), !timeline.cite.is_empty(), "{}", timeline.proof);
        prop_assert_eq!(timeline.proof.starts_with("【演练】"), drill);
        prop_assert_eq!(timeline.segments.len(), 3);
        let minutes: Vec<i64> = timeline.milestones.iter().map(|one| one.at.timestamp().div_euclid(60)).collect();
        prop_assert!(minutes.is_sorted(), "oldest first");
    }
}
