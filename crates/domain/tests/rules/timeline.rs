//! 过程留痕: what an inquiry reads of one incident, and what it must never read.

mod across;
mod proof;
mod room;

use std::collections::BTreeSet;

use domain::change::{ChangeKind, ChangeNoted};
use domain::claim::Claimed;
use domain::contact::{Purpose, Reached};
use domain::entry::{AlarmRung, CallTimeCorrected, Content, SourceAdded};
use domain::incident_end::{IncidentEnded, IncidentOutcome};
use domain::purge::Purged;
use domain::report::Stage;
use domain::signoff::SoughtEnd;
use domain::timeline::{Milestone, Timeline};

use crate::desk::{at, evening};
use room::{DESK, JIA, Room, YI, call_out, caller, said};

/// An evening with everything in it: two callers, a leader who sends the letter back, 补记, a claim, a follow-up, an end.
fn whole_incident() -> Room {
    let mut room = Room::picked_up("18:09");
    room.note(DESK, "18:10", Content::CallNoted(said("群众", "")));
    room.becomes_an_incident("18:11");
    room.put(JIA, "18:12", "18:40", call_out("县消防救援大队", "18:12", Purpose::Verify, Reached::Answered));
    room.note(JIA, "18:13", call_out("市应急管理局指挥中心", "18:13", Purpose::Report, Reached::Busy));
    room.note(JIA, "18:14", call_out("市应急管理局指挥中心", "18:14", Purpose::Report, Reached::Answered));
    room.note(JIA, "18:15", call_out("县委值班室", "18:15", Purpose::Report, Reached::Answered));
    let corrected = CallTimeCorrected { received_at: evening("18:08"), reason: "按话机记录".to_owned() };
    room.note(YI, "18:16", Content::CallTimeCorrected(corrected));
    let source = SourceAdded {
        call: uuid::Uuid::from_u128(99),
        received_at: evening("18:17"),
        said: said("", "县公安局指挥中心"),
    };
    room.note(YI, "18:18", Content::SourceAdded(source));
    room.asked(JIA, "18:20", SoughtEnd::SentBack);
    room.asked(JIA, "18:26", SoughtEnd::NoAnswer);
    room.rang(DESK, "18:29");
    room.signed(JIA, "18:33", Stage::First);
    let first = room.reported(DESK, "18:36", Stage::First);
    room.receipted(first, "18:36:41");
    room.relayed(JIA, "18:37", first, "41-0018");
    room.note(JIA, "18:47", Content::Claimed(Claimed { entry: first }));
    room.note(JIA, "18:48", call_out("市应急管理局指挥中心", "18:48", Purpose::Confirm, Reached::Answered));
    let change = ChangeNoted {
        at: evening("19:20"),
        what: ChangeKind::Casualties,
        source: "县人民医院".to_owned(),
        words: "1人经抢救无效".to_owned(),
        count: None,
        figures: std::collections::BTreeMap::default(),
        signs: BTreeSet::default(),
        flame_out: None,
    };
    room.note(YI, "19:21", Content::ChangeNoted(change));
    let later = room.reported(YI, "19:40", Stage::FollowUp);
    room.receipted(later, "19:40:12");
    let ended = IncidentEnded {
        outcome: IncidentOutcome::Reported,
        verified_by: "县消防救援大队".to_owned(),
        note: String::new(),
        agreed_by: String::new(),
        at: evening("23:50"),
    };
    room.note(YI, "23:51", Content::IncidentEnded(ended));
    room
}

/// As the page prints it.
fn printed(timeline: &Timeline) -> String {
    let clock = |at| domain::beijing::digital(at);
    let segment = |one: &domain::timeline::Segment| format!("{}（{}）：{}", one.name, one.whose, one.words);
    let row = |one: &Milestone| {
        let vouched = one.vouched_at.map_or("仅本机".to_owned(), |at| format!("回执{}", clock(at)));
        let main = if one.main { "●" } else { "○" };
        let words = [one.words.as_str(), &one.said, &one.written_up].join("｜");
        format!("{main} {}  {words}｜{}｜{vouched}", clock(one.at), one.by)
    };
    let mut lines = vec![timeline.proof.clone(), timeline.cite.clone()];
    lines.extend(timeline.later.clone());
    lines.extend(timeline.segments.iter().map(segment));
    lines.extend(timeline.signing.clone());
    lines.extend(timeline.milestones.iter().map(row));
    lines.join("\n")
}

#[test]
fn a_whole_incident_reads_as_the_log_of_one_evening() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("timeline_whole_incident", printed(&whole_incident().timeline())));
}

/// Words that accuse, score, or measure a person (practice 2.5, 2.6, §6 and §7).
const FORBIDDEN: &[&str] = &[
    "证据",
    "迟",
    "拖",
    "压",
    "擅自",
    "得分",
    "扣分",
    "评分",
    "秒",
    "延误",
    "瞒",
    "漏",
    "谎",
    "逾期",
    "超时",
    "违规",
    "可疑",
    "异常",
    "责任",
    "领导要求",
    "暂缓",
    "等一等",
    "用了",
    "才",
];

#[test]
fn no_word_of_the_program_accuses_anybody_or_measures_a_person() {
    let late = |room: &mut Room| {
        room.called("18:14");
        let report = room.reported(DESK, "19:40", Stage::First);
        room.relayed(DESK, "19:50", report, "41-0018");
    };
    let mut over = Room::incident("18:09");
    late(&mut over);
    let mut unphoned = Room::incident("18:09");
    unphoned.reported(DESK, "19:40", Stage::First);
    let untouched = Room::incident("18:09");
    for room in [whole_incident(), over, unphoned, untouched] {
        let timeline = room.timeline();
        let milestones = timeline.milestones.iter().flat_map(|one| [&one.words, &one.by, &one.written_up]);
        let segments = timeline.segments.iter().flat_map(|one| [&one.name, &one.whose, &one.words]);
        let all = milestones.chain(segments).chain(&timeline.signing).chain(&timeline.later).chain([&timeline.proof]);
        for words in all {
            for forbidden in FORBIDDEN {
                assert!(!words.contains(forbidden), "“{forbidden}” stands in “{words}”");
            }
        }
    }
}

#[test]
fn what_was_typed_stands_apart_from_the_words_of_the_program() {
    let mut room = Room::incident("18:09");
    let reason = "<b>领导压着</b>";
    room.note(
        JIA,
        "18:30",
        Content::CallTimeCorrected(CallTimeCorrected { received_at: evening("18:08"), reason: reason.to_owned() }),
    );
    let corrected = room.milestone("更正接报时间为18:08");
    assert_eq!(corrected.said, reason, "quoted as it was typed");
    assert!(room.timeline().milestones.iter().all(|one| !one.words.contains(reason)), "and nowhere in our own words");
}

#[test]
fn what_was_written_on_paper_first_is_said_to_be_so_and_nothing_more() {
    let mut room = Room::incident("18:09");
    room.put(JIA, "18:14", "18:40", call_out("市应急管理局指挥中心", "18:14", Purpose::Report, Reached::Answered));
    assert_eq!(room.milestone("首次电话报告").written_up, "补记（18:40录入）");
    room.put(JIA, "18:20", "18:21", call_out("县委值班室", "18:20", Purpose::Verify, Reached::Answered));
    assert_eq!(room.milestone("电话核实").written_up, "", "a minute after the call is at once");
    let next_day = at("2024-04-08 00:05");
    room.enter(JIA, evening("23:50"), next_day, call_out("县委值班室", "23:50", Purpose::Confirm, Reached::Answered));
    assert_eq!(room.milestone("电话确认收到").written_up, "补记（4月8日00:05录入）");
}

#[test]
fn a_night_is_read_in_the_order_in_which_it_happened_whatever_was_written_down_first() {
    let mut room = Room::incident("18:09");
    room.put(JIA, "18:30", "18:30", call_out("县委值班室", "18:30", Purpose::Verify, Reached::Answered));
    room.put(JIA, "18:14", "18:40", call_out("市应急管理局指挥中心", "18:14", Purpose::Report, Reached::Answered));
    let milestones = room.timeline().milestones;
    let order: Vec<&str> = milestones.iter().map(|one| one.words.as_str()).collect();
    assert_eq!(order, ["来电", "来电办结：突发事件", "首次电话报告", "电话核实"]);
}

#[test]
fn within_a_minute_it_is_read_as_it_was_written_down_whatever_the_clocks_say_of_milliseconds() {
    let mut room = Room::incident("18:09:30");
    room.note(DESK, "18:09:29", Content::CallNoted(said("群众", "")));
    let report = room.reported(JIA, "18:36:02", Stage::First);
    room.receipted(report, "18:36:01");
    room.reported(JIA, "18:40:00", Stage::FollowUp);
    let order = |room: &Room| -> Vec<String> { room.timeline().milestones.into_iter().map(|one| one.words).collect() };
    assert_eq!(
        order(&room),
        ["来电", "来电办结：突发事件", "来电补充", "提交首报", "上级节点已收首报（18:36:01）", "提交续报一"],
        "a call is not read backwards because the clock was set right, and nothing is received before it is sent"
    );
    room.receipted(report, "18:35:59");
    assert_eq!(
        order(&room)[4],
        "上级节点已收首报（18:35:59）",
        "its time is the upstream's, its place is behind the report"
    );
}

#[test]
fn who_recorded_it_is_named_and_a_claim_names_whose_it_was() {
    let mut room = Room::incident("18:09");
    let by = |room: &Room, words: &str| room.milestone(words).by;
    let report = room.reported(DESK, "18:36", Stage::First);
    assert_eq!(by(&room, "提交首报"), "值班岗位");
    room.note(JIA, "18:47", Content::Claimed(Claimed { entry: report }));
    assert_eq!(by(&room, "提交首报"), "值班岗位（值班员甲认领）");
    room.note(YI, "18:50", Content::Claimed(Claimed { entry: report }));
    assert_eq!(by(&room, "提交首报"), "值班岗位（值班员甲认领）", "the first claim stands");

    let own = room.reported(YI, "19:40", Stage::FollowUp);
    room.note(JIA, "19:41", Content::Claimed(Claimed { entry: own }));
    assert_eq!(by(&room, "提交续报一"), "值班员乙", "nobody claims what another officer wrote under their name");
    room.names.clear();
    assert_eq!(by(&room, "提交续报一"), "值班员（姓名未登记）");
    room.reader = domain::unit::UnitCode("340100".into());
    assert_eq!(by(&room, "提交首报"), "单位340122的值班岗位（值班员（姓名未登记）认领）");
}

#[test]
fn an_officer_of_another_unit_claims_nothing_here() {
    let mut room = Room::incident("18:09");
    let report = room.reported(DESK, "18:36", Stage::First);
    room.note_elsewhere(JIA, "18:47", Content::Claimed(Claimed { entry: report }));
    assert_eq!(room.milestone("提交首报").by, "值班岗位");
}

#[test]
fn only_what_the_upstream_holds_is_vouched_for_by_it() {
    let mut room = Room::incident("18:09");
    let report = room.reported(JIA, "18:36", Stage::First);
    assert_eq!(room.milestone("提交首报").vouched_at, None, "仅本机 while no receipt came");
    room.receipted(report, "18:36:41");
    assert_eq!(room.milestone("提交首报").vouched_at, Some(evening("18:36:41")));
    let received = room.milestone("上级节点已收首报（18:36:41）");
    assert_eq!((received.at, received.by.as_str()), (evening("18:36:41"), "上级节点"));
    let claimed = room.timeline().milestones.iter().filter(|one| one.words.contains("国家系统")).count();
    assert_eq!(claimed, 0, "a receipt of ours is no entry in the national system");
}

#[test]
fn asking_for_a_signature_is_times_alone() {
    let mut room = Room::incident("18:09");
    room.asked(JIA, "18:20", SoughtEnd::SentBack);
    room.asked(JIA, "18:26", SoughtEnd::NoAnswer);
    assert_eq!(room.timeline().signing, ["呈签18:20 · 再请示18:26 · 退改1次"], "nobody has signed yet");
    room.signed(JIA, "18:33", Stage::First);
    room.reported(JIA, "18:36", Stage::First);
    room.asked(JIA, "19:30", SoughtEnd::NoAnswer);
    room.signed(JIA, "19:35", Stage::FollowUp);
    assert_eq!(
        room.timeline().signing,
        ["呈签18:20 · 再请示18:26 · 签发18:33 · 退改1次", "呈签19:30 · 签发19:35"],
        "each letter has its own line"
    );
}

#[test]
fn a_report_that_went_before_its_signature_is_completed_and_says_so() {
    let mut room = Room::incident("18:09");
    room.asked(JIA, "18:30", SoughtEnd::NoAnswer);
    room.reported_first(JIA, "18:36");
    room.signed(JIA, "18:58", Stage::First);
    assert_eq!(room.timeline().signing, ["呈签18:30 · 补签18:58"]);
    room.milestone("提交首报（先报后签）");
    room.milestone("补签（电话）");
}

#[test]
fn three_segments_stand_apart_and_what_is_not_known_is_no_number() {
    let words = |room: &Room| -> Vec<String> {
        room.timeline().segments.iter().map(|one| format!("{} {}", one.name, one.words)).collect()
    };
    let mut room = Room::incident("18:09");
    assert_eq!(words(&room), ["发生→接报 待核", "接报→电话报告 尚未电话报告", "电话→书面 尚未系统报送"]);
    room.occurred("18:05");
    room.called("18:14");
    assert_eq!(words(&room), ["发生→接报 4分", "接报→电话报告 5分", "电话→书面 尚未系统报送"]);
    let report = room.reported(JIA, "18:36", Stage::First);
    assert_eq!(words(&room)[2], "电话→书面 待国家系统录入", "what was sent is not yet on record");
    room.relayed(JIA, "18:37", report, "41-0018");
    assert_eq!(words(&room), ["发生→接报 4分", "接报→电话报告 5分", "电话→书面 23分"]);
    assert_eq!(
        room.timeline().segments.iter().map(|one| one.whose.as_str()).collect::<Vec<_>>(),
        ["来源环节", "本局", "本局"],
        "the first is not ours (practice 3.9)"
    );
    room.occurred("18:30");
    assert_eq!(words(&room)[0], "发生→接报 待核", "a time of occurrence after the call is one of the two not right");
}

#[test]
fn the_short_list_leaves_out_what_nobody_reads_first_and_nothing_is_lost() {
    let room = whole_incident();
    let timeline = room.timeline();
    let aside: Vec<&str> = timeline.milestones.iter().filter(|one| !one.main).map(|one| one.words.as_str()).collect();
    assert_eq!(aside, ["来电补充", "来电办结：突发事件", "提醒", "认领"]);
    let receipts = 2;
    assert_eq!(timeline.milestones.len(), room.entries().len() + receipts, "every entry is a milestone");
}

#[test]
fn a_purge_is_told_and_leaves_no_gap_in_the_reading() {
    let mut room = Room::incident("18:09");
    let purged =
        Purged { bodies: Vec::new(), rule: "R1".to_owned(), cite: "条款".to_owned(), remainders: Vec::new() };
    room.note(DESK, "19:00", Content::Purged(purged));
    assert_eq!(room.milestone("按规定清除个人信息").said, "条款");
}

#[test]
fn an_alarm_is_quoted_and_never_stands_in_the_short_list() {
    let mut room = Room::incident("18:09");
    let rung = AlarmRung {
        rule: "N1".to_owned(),
        step: "overdue".to_owned(),
        words: "已超时".to_owned(),
        due_at: evening("18:44"),
        late: true,
        notified: true,
        played_by: None,
    };
    room.note(DESK, "18:45", Content::AlarmRung(rung));
    let rang = room.milestone("提醒");
    assert!(!rang.main, "a clock's word is not the first thing to be read of an evening");
    assert_eq!(rang.said, "已超时", "what rang is quoted as it rang");
}

#[test]
fn a_caller_is_named_as_the_letter_names_the_source() {
    let mut room = Room::incident("18:09");
    room.note(DESK, "18:10", caller("", "县公安局指挥中心"));
    assert_eq!(room.milestone("来电").said, "县公安局指挥中心来电");
}

#[test]
fn two_full_hours_are_said_without_minutes() {
    let mut room = Room::incident("18:09");
    room.occurred("16:09");
    assert_eq!(room.timeline().segments[0].words, "2小时");
    room.occurred("16:08");
    assert_eq!(room.timeline().segments[0].words, "2小时1分");
}
