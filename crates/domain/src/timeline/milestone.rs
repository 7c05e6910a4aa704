//! 节点: each entry as one thing that happened. The words are the program's and neutral; what was typed stands apart from
//! them, quoted as it is.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Milestone, Record, minute, signing, written_up};
use crate::Moment;
use crate::access::Accessed;
use crate::beijing;
use crate::call::CallOutcome;
use crate::change::{ChangeKind, ChangeNoted};
use crate::contact::{CallOut, Purpose, Reached};
use crate::entry::{Content, EntryId};
use crate::incident::{Incident, Relayed, SignedOff};
use crate::notice::NoticeWay;
use crate::placed::Placed;
use crate::report::{Report, Signed};
use crate::returns::ReturnReason;
use crate::signoff::{SignOffSought, SoughtEnd};

const UPSTREAM: &str = "上级节点";

/// When something happened, in which words, and whether it stands in the short list.
struct Told {
    at: Moment,
    words: String,
    said: String,
    main: bool,
}

impl Told {
    fn main(at: Moment, words: impl Into<String>, said: impl Into<String>) -> Self {
        Self { at, words: words.into(), said: said.into(), main: true }
    }

    /// Only in the whole list.
    fn aside(at: Moment, words: impl Into<String>, said: impl Into<String>) -> Self {
        Self { main: false, ..Self::main(at, words, said) }
    }
}

/// Everything that happened, oldest first. What shares a minute stands as it was written down: clocks that are set right by
/// milliseconds, and the order of arrival, turn nothing round.
pub(super) fn milestones(record: &Record<'_>) -> Vec<Milestone> {
    let claims = record.claims();
    let mut written: Vec<&Placed> = record.entries.iter().collect();
    written.sort_by_key(|placed| (placed.header.device, placed.header.epoch, placed.header.seq));
    let mut all: Vec<(i64, Milestone)> = Vec::new();
    for placed in written {
        all.extend(of(record, placed, &claims).map(|milestone| (minute(milestone.at), milestone)));
        // By the upstream's clock it may have been received before it was sent.
        let sent = minute(placed.header.entered_at);
        all.extend(receipt(record, placed).map(|milestone| (minute(milestone.at).max(sent), milestone)));
    }
    all.sort_by_key(|(minute, _)| *minute);
    all.into_iter().map(|(_, milestone)| milestone).collect()
}

fn of(record: &Record<'_>, placed: &Placed, claims: &BTreeMap<EntryId, Uuid>) -> Option<Milestone> {
    let Told { at, words, said, main } = told(record, placed)?;
    let entered_at = placed.header.entered_at;
    Some(Milestone {
        at,
        entered_at,
        words,
        said,
        by: record.by(placed, claims),
        vouched_at: placed.receipt.as_ref().map(|receipt| receipt.received_at),
        written_up: written_up(at, entered_at),
        main,
    })
}

/// 上级节点已收: of a report alone; the other receipts stand beside their entries.
fn receipt(record: &Record<'_>, placed: &Placed) -> Option<Milestone> {
    let (Content::Report(_), Some(receipt)) = (&placed.content, &placed.receipt) else { return None };
    let at = receipt.received_at;
    let to_the_second = beijing::wall(at).format("%H:%M:%S");
    Some(Milestone {
        at,
        entered_at: at,
        words: format!("{UPSTREAM}已收{}（{to_the_second}）", stage_of(record, placed.header.id)),
        said: String::new(),
        by: UPSTREAM.to_owned(),
        vouched_at: Some(at),
        written_up: String::new(),
        main: true,
    })
}

/// 首报, 续报一: as its title names it, whichever unit wrote it.
fn stage_of(record: &Record<'_>, report: EntryId) -> String {
    let words = |placed: &Placed| match &placed.content {
        Content::Report(written) if placed.header.id == report => Some(written.words()),
        _ => None,
    };
    record.entries.iter().find_map(words).unwrap_or_default()
}

fn told(record: &Record<'_>, placed: &Placed) -> Option<Told> {
    let claimed_at = placed.header.claimed_at;
    Some(match &placed.content {
        Content::CallOpened(call) => Told::main(call.received_at, "来电", source(record)),
        Content::CallNoted(_) => Told::aside(claimed_at, "来电补充", ""),
        Content::CallTimeCorrected(corrected) => {
            let words = format!("更正接报时间为{}", said_time(corrected.received_at, claimed_at));
            Told::main(claimed_at, words, corrected.reason.clone())
        }
        Content::CallEnded(ended) => {
            let words = format!("来电办结：{}", ended.outcome.word());
            let said = join([ended.note.as_str(), &ended.agreed_by]);
            Told { main: ended.outcome != CallOutcome::Incident, ..Told::main(claimed_at, words, said) }
        }
        Content::SourceAdded(source) => {
            Told::main(source.received_at, "又一来电并入", format!("{}{}", source.said.caller_unit, source.said.caller))
        }
        Content::CallOut(call) => called(record, call),
        Content::SignOff(signed) => {
            let word = signing::word(record.incident, &SignedOff::of(signed));
            Told::main(
                signed.at,
                format!("{word}（{}）", signed.way.word()),
                format!("{}{}", signed.post, signed.signer),
            )
        }
        Content::SignOffSought(sought) => asked(record, sought),
        Content::Report(report) => reported(placed, report),
        Content::Relay(relay) => {
            let words = format!("国家系统已录入{}", stage_of(record, relay.report));
            Told::main(relay.at, words, Relayed::of(relay).number_words())
        }
        Content::ChangeNoted(change) => changed(change),
        Content::ExtensionGranted(extension) => {
            let words = format!("同意延至{}", said_time(extension.until, extension.at));
            Told::main(extension.at, words, extension.by.clone())
        }
        Content::IncidentEnded(ended) => {
            let said = join([ended.verified_by.as_str(), &ended.note, &ended.agreed_by]);
            Told::main(ended.at, format!("办结：{}", ended.outcome.word()), said)
        }
        Content::IncidentReopened(reopened) => Told::main(reopened.at, "重新打开", reopened.reason.clone()),
        Content::LookedAgain(look) => Told::main(look.at, "再看：仍未达标准", look.note.clone()),
        Content::Disclosed(disclosed) => {
            Told::main(disclosed.at, "同意调阅", join([disclosed.consented_by.as_str(), &disclosed.asked_by]))
        }
        _ => return across(placed).or_else(|| beside(placed)),
    })
}

/// What went between the levels, and sideways.
fn across(placed: &Placed) -> Option<Told> {
    let claimed_at = placed.header.claimed_at;
    Some(match &placed.content {
        Content::TakenUp(taken) => Told::main(taken.aware_at, "知悉并承接", taken.source.clone()),
        Content::Acknowledged(signed) => Told::main(signed.at, "签收", signed.by.clone()),
        Content::Directive(directive) => {
            let reason = directive.reason.map(ReturnReason::word).unwrap_or_default();
            let said = join([reason, directive.words.as_str(), &directive.issued_by]);
            Told::main(claimed_at, directive.demand.word(), said)
        }
        Content::DirectiveAnswered(answered) => {
            let words = if answered.done { "答复指令：已办" } else { "答复指令：未办" };
            Told::main(answered.at, words, answered.words.clone())
        }
        Content::LevelTold(told) => {
            let words = if told.reported { "据告知已在系统报送" } else { "据告知尚未在系统报送" };
            Told::aside(told.at, words, told.told_by.clone())
        }
        Content::SameEvent(same) => {
            let words = if same.same { "认定为同一事件" } else { "认定不是同一事件" };
            Told::main(claimed_at, words, same.reason.clone())
        }
        Content::Notice(notice) => {
            let words = match notice.way {
                NoticeWay::ToldUs => "互通：告知我局",
                NoticeWay::WeTold => "互通：我局通报",
            };
            Told::main(notice.at, words, join([notice.name.as_str(), &notice.person]))
        }
        Content::PeerNotice(notice) => Told::main(notice.at, "毗邻通报", notice.title.clone()),
        _ => return None,
    })
}

/// What an inquiry may ask for, but nobody reads first.
fn beside(placed: &Placed) -> Option<Told> {
    let claimed_at = placed.header.claimed_at;
    Some(match &placed.content {
        Content::AlarmRung(rung) => Told::aside(claimed_at, "提醒", rung.words.clone()),
        Content::AlarmAcknowledged(_) => Told::aside(claimed_at, "提醒已知悉", ""),
        Content::AccordChecked(checked) => Told::aside(
            checked.at,
            format!("口径核对：{}", checked.accord.word()),
            join([checked.name.as_str(), &checked.differs]),
        ),
        Content::DutyDone(done) => Told::aside(done.at, "办结一项时限", done.note.clone()),
        Content::ProcessJoined(joined) => {
            Told::aside(joined.at, if joined.process.is_some() { "归入灾害过程" } else { "移出灾害过程" }, "")
        }
        Content::Claimed(_) => Told::aside(claimed_at, "认领", ""),
        Content::Purged(purged) => Told::aside(claimed_at, "按规定清除个人信息", purged.cite.clone()),
        Content::AccessNoted(noted) => {
            let what = match noted.what {
                Accessed::Contacts => "查阅通讯录",
                Accessed::Evidence => "导出留痕文件",
                Accessed::Backup => "备份",
                Accessed::Attachment => "导出附件",
                Accessed::Roster => "导出值班表",
                Accessed::Packet => "制作离线包",
                Accessed::PacketTakenIn => "收入离线包",
            };
            Told::aside(claimed_at, what, noted.note.clone())
        }
        _ => return None,
    })
}

fn source(record: &Record<'_>) -> String {
    let words = record.incident.call.as_ref().map(crate::call::Call::source_words).unwrap_or_default();
    if words.is_empty() { words } else { format!("{words}来电") }
}

fn called(record: &Record<'_>, call: &CallOut) -> Told {
    let Incident { first_reported, first_reported_to, .. } = record.incident;
    let first =
        call.reports_upward() && *first_reported == Some(call.at) && first_reported_to.as_ref() == Some(&call.name);
    let purpose = match call.purpose {
        Purpose::Report if first => "首次电话报告",
        Purpose::Report => "电话报告",
        Purpose::Verify => "电话核实",
        Purpose::Confirm => "电话确认收到",
        Purpose::Correct => "电话告知更正",
    };
    let reached = match call.reached {
        Reached::Answered => "",
        Reached::Busy => "（占线）",
        Reached::NoAnswer => "（无人接听）",
    };
    let taken_by = if call.taken_by.is_empty() { String::new() } else { format!("接话人{}", call.taken_by) };
    Told::main(call.at, format!("{purpose}{reached}"), join([call.name.as_str(), &taken_by]))
}

fn asked(record: &Record<'_>, sought: &SignOffSought) -> Told {
    let word = if signing::opens_round(record.incident, sought) { signing::FIRST } else { signing::AGAIN };
    let ended = match sought.ended {
        SoughtEnd::NoAnswer => "（未接通）",
        SoughtEnd::Busy => "（占线）",
        SoughtEnd::SentBack => "（退改）",
    };
    Told::main(sought.at, format!("{word}{ended}"), format!("{}{}", sought.post, sought.signer))
}

fn reported(placed: &Placed, report: &Report) -> Told {
    let stage = report.words();
    let first = if matches!(report.signed, Signed::Afterwards { .. }) { "（先报后签）" } else { "" };
    Told::main(
        placed.header.entered_at,
        format!("提交{stage}{first}"),
        join([report.title.as_str(), &report.number_words()]),
    )
}

fn changed(change: &ChangeNoted) -> Told {
    let what = match change.what {
        ChangeKind::Casualties => "伤亡",
        ChangeKind::Stable => "灾情稳定",
        ChangeKind::Other => "情况",
    };
    Told::main(change.at, format!("知悉变化：{what}"), join([change.source.as_str(), &change.words]))
}

/// 18:07, with its day where the sentence is of another.
fn said_time(at: Moment, said_at: Moment) -> String {
    let day = if beijing::date(at) == beijing::date(said_at) { String::new() } else { beijing::day(at) };
    day + &beijing::digital(at)
}

fn join<const N: usize>(parts: [&str; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，")
}
