//! 过程留痕: every kind of entry that belongs to an incident has its milestone, in neutral words, with what was typed beside
//! it; what is only of the desk has none.

use domain::access::{AccessNoted, Accessed};
use domain::accord::{Accord, AccordChecked};
use domain::change::{ChangeKind, ChangeNoted};
use domain::contact::{Purpose, Reached};

use domain::directive::{Acknowledged, Demand, Directive, DirectiveAnswered};
use domain::disclosure::Disclosed;
use domain::duty_done::DutyDone;
use domain::entry::{AlarmAcknowledged, Content, SoundTested};
use domain::epoch::{EpochOpened, EpochReason};
use domain::extension::Extension;
use domain::incident_end::{IncidentReopened, LookedAgain};
use domain::notice::{Notice, NoticeWay, PeerNotice};
use domain::process::ProcessJoined;
use domain::purge::Purged;
use domain::returns::ReturnReason;
use domain::same_event::SameEvent;
use domain::signoff::SoughtEnd;
use domain::taken_up::{LevelTold, TakenUp};
use domain::unit::UnitCode;
use uuid::Uuid;

use super::room::{DESK, JIA, Room, call_out};
use crate::desk::{at, evening};

const ENTRY: Uuid = Uuid::from_u128(5);

fn text(text: &str) -> String {
    text.to_owned()
}

/// Noted at 19:00, it stands in the timeline so, with what was typed.
fn stands(content: Content, words: &str, typed: &str) {
    let mut room = Room::incident("18:09");
    room.note(JIA, "19:00", content);
    let found = room.milestone(words);
    assert_eq!((found.said.as_str(), found.at), (typed, evening("19:00")), "{words}");
}

fn changed(what: ChangeKind) -> Content {
    Content::ChangeNoted(ChangeNoted {
        at: evening("19:00"),
        what,
        source: text("县应急管理局"),
        words: text("水位回落"),
        count: None,
        figures: Default::default(),
        signs: Default::default(),
        flame_out: None,
    })
}

fn directive(demand: Demand, reason: Option<ReturnReason>) -> Content {
    Content::Directive(Box::new(Directive {
        demand,
        about: None,
        reason,
        words: text("请补伤亡"),
        issued_by: text("市局值班员"),
        until: None,
        extends: None,
    }))
}

fn notice(way: NoticeWay) -> Content {
    Content::Notice(Notice {
        partner: None,
        name: text("县林业局"),
        way,
        knew_at: None,
        at: evening("19:00"),
        person: text("王某"),
        words: String::new(),
    })
}

#[test]
fn what_became_of_the_matter_stands_there_with_who_said_so() {
    let until = |until| {
        Content::ExtensionGranted(Extension {
            rule: text("N1"), until, by: text("市局带班领导"), at: evening("19:00")
        })
    };
    stands(until(evening("19:30")), "同意延至19:30", "市局带班领导");
    stands(until(at("2024-04-08 07:00")), "同意延至4月8日07:00", "市局带班领导");
    let reopened = IncidentReopened { reason: text("复燃"), at: evening("19:00") };
    stands(Content::IncidentReopened(reopened), "重新打开", "复燃");
    let look = LookedAgain { note: text("无变化"), at: evening("19:00") };
    stands(Content::LookedAgain(look), "再看：仍未达标准", "无变化");
    stands(changed(ChangeKind::Stable), "知悉变化：灾情稳定", "县应急管理局，水位回落");
    stands(changed(ChangeKind::Other), "知悉变化：情况", "县应急管理局，水位回落");
    let shown = Disclosed {
        asked_by: text("市局督查"),
        consented_by: text("甲某"),
        post: text("局长"),
        at: evening("19:00"),
        reason: String::new(),
        entries: vec![ENTRY],
    };
    stands(Content::Disclosed(shown), "同意调阅", "甲某，市局督查");
}

#[test]
fn what_went_between_the_levels_and_sideways_stands_there() {
    let at = evening("19:00");
    let taken = TakenUp { from: ENTRY, source: text("样例县应急管理局"), aware_at: at };
    stands(Content::TakenUp(taken), "知悉并承接", "样例县应急管理局");
    stands(Content::Acknowledged(Acknowledged { of: ENTRY, by: text("乙某"), at }), "签收", "乙某");
    stands(
        directive(Demand::Return, Some(ReturnReason::ALL[0])),
        "退回补正",
        &format!("{}，请补伤亡，市局值班员", ReturnReason::ALL[0].word()),
    );
    for (demand, word) in [
        (Demand::Verify, "要求核报"),
        (Demand::FollowUp, "催报续报"),
        (Demand::Supplement, "补报通知"),
        (Demand::Extension, "同意延期"),
    ] {
        stands(directive(demand, None), word, "请补伤亡，市局值班员");
    }
    for (done, words) in [(true, "答复指令：已办"), (false, "答复指令：未办")] {
        let answered = DirectiveAnswered { directive: ENTRY, done, words: text("核实中"), report: None, at };
        stands(Content::DirectiveAnswered(answered), words, "核实中");
    }
    for (reported, words) in [(true, "据告知已在系统报送"), (false, "据告知尚未在系统报送")] {
        let unit = UnitCode(text("990100"));
        stands(Content::LevelTold(LevelTold { unit, reported, told_by: text("市局"), at }), words, "市局");
    }
    for (same, words) in [(true, "认定为同一事件"), (false, "认定不是同一事件")] {
        stands(Content::SameEvent(SameEvent { other: ENTRY, same, reason: text("同一地点") }), words, "同一地点");
    }
    stands(notice(NoticeWay::ToldUs), "互通：告知我局", "县林业局，王某");
    stands(notice(NoticeWay::WeTold), "互通：我局通报", "县林业局，王某");
    let peer = PeerNotice { title: text("关于火灾的通报"), body: String::new(), phone: String::new(), at };
    stands(Content::PeerNotice(peer), "毗邻通报", "关于火灾的通报");
}

#[test]
fn what_an_inquiry_may_ask_for_stands_beside() {
    let at = evening("19:00");
    let seen = AlarmAcknowledged { rule: text("N0"), step: text("due") };
    stands(Content::AlarmAcknowledged(seen), "提醒已知悉", "");
    for (accord, words) in [
        (Accord::Agrees, "口径核对：一致"),
        (Accord::Differs, "口径核对：不一致"),
        (Accord::NotReached, "口径核对：未联系上"),
    ] {
        let (recipient, name) = (text("county_government"), text("县政府总值班室"));
        let checked = AccordChecked { recipient, name, accord, differs: text("受伤人数"), at };
        stands(Content::AccordChecked(checked), words, "县政府总值班室，受伤人数");
    }
    stands(Content::DutyDone(DutyDone { rule: text("D1"), at, note: text("已录入") }), "办结一项时限", "已录入");
    for (process, words) in [(Some(ENTRY), "归入灾害过程"), (None, "移出灾害过程")] {
        stands(Content::ProcessJoined(ProcessJoined { process, at }), words, "");
    }
    let (bodies, remainders) = (Vec::new(), Vec::new());
    let purged = Purged { bodies, rule: text("caller"), cite: text("第八十五条"), remainders };
    stands(Content::Purged(purged), "按规定清除个人信息", "第八十五条");
    for (what, words) in [
        (Accessed::Contacts, "查阅通讯录"),
        (Accessed::Evidence, "导出留痕文件"),
        (Accessed::Backup, "备份"),
        (Accessed::Attachment, "导出附件"),
        (Accessed::Packet, "制作离线包"),
        (Accessed::PacketTakenIn, "收入离线包"),
    ] {
        stands(Content::AccessNoted(AccessNoted { what, note: text("审批人甲某") }), words, "审批人甲某");
    }
}

#[test]
fn a_call_that_reached_nobody_and_a_signature_that_was_not_given_say_so() {
    let mut room = Room::incident("18:09");
    room.note(JIA, "18:12", call_out("县委值班室", "18:12", Purpose::Correct, Reached::NoAnswer));
    room.asked(JIA, "18:20", SoughtEnd::Busy);
    let called = room.milestone("电话告知更正（无人接听）");
    assert_eq!((called.said.as_str(), called.at), ("县委值班室", evening("18:12")));
    assert!(room.timeline().milestones.iter().any(|one| one.words.ends_with("（占线）")));
}

#[test]
fn what_is_only_of_the_desk_has_no_milestone_of_the_incident() {
    let mut room = Room::incident("18:09");
    let before = room.timeline().milestones.len();
    room.note(DESK, "19:00", Content::SoundTested(SoundTested { played_by: None, heard: None }));
    let opened = EpochOpened { reason: EpochReason::Copied, before: 1, last_seq: 7, reissued: 0 };
    room.note(DESK, "19:01", Content::EpochOpened(opened));
    assert_eq!(room.timeline().milestones.len(), before);
}
