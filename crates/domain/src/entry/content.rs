//! What an entry says: one variant for each kind of happening.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{EntryId, Kind, Subject};
use crate::Moment;
use crate::access::AccessNoted;
use crate::accord::AccordChecked;
use crate::call::CallOutcome;
use crate::change::ChangeNoted;
use crate::claim::Claimed;
use crate::contact::CallOut;
use crate::digest::Digest;
use crate::directive::{Acknowledged, Directive, DirectiveAnswered};
use crate::disclosure::Disclosed;
use crate::duty_done::DutyDone;
use crate::epoch::EpochOpened;
use crate::extension::Extension;
use crate::incident_end::{IncidentEnded, IncidentReopened, LookedAgain};
use crate::information::InformationSent;
use crate::notice::{Notice, PeerNotice};
use crate::officer::OfficerListed;
use crate::process::ProcessJoined;
use crate::purge::Purged;
use crate::register::NumberExplained;
use crate::report::Report;
use crate::roster::{RosterChanged, RosterPublished};
use crate::same_event::SameEvent;
use crate::sign_in::SignedIn;
use crate::signoff::{SignOff, SignOffSought};
use crate::taken_up::{LevelTold, TakenUp};

/// 来电: the phone was picked up. Neutral; nothing runs yet but the count-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallOpened {
    /// Pick-up time, UTC.
    pub received_at: Moment,
}

/// 来电补充: what is known of the caller so far. Each replaces the one before.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallNoted {
    /// Name of the caller, or 群众.
    pub caller: String,
    /// Unit of the caller.
    pub caller_unit: String,
    /// Number to call back.
    pub number: String,
    /// The caller's words.
    pub words: String,
    /// 录音编号 on the room's recorder; empty where there is none.
    #[serde(default)]
    pub recording: String,
    /// 上级询问: a superior asked what it had heard of elsewhere; the caller's unit and name say who.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asked_by_superior: bool,
}

/// 更正接报时间: with its reason; both times are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallTimeCorrected {
    /// The right pick-up time, UTC.
    pub received_at: Moment,
    /// Why it is corrected.
    pub reason: String,
}

/// 来电办结: what the call turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallEnded {
    /// One of six.
    pub outcome: CallOutcome,
    /// A line on it: reason, who agreed, to whom it was passed on.
    pub note: String,
    /// For 并入: the incident it belongs to.
    pub into: Option<Subject>,
    /// For 本级掌握: the leader who agreed.
    #[serde(default)]
    pub agreed_by: String,
}

/// 并入的来电: a second caller becomes a source of a running incident; restarts no clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceAdded {
    /// The call that was merged.
    pub call: Subject,
    /// Its pick-up time, UTC.
    pub received_at: Moment,
    /// What its caller said.
    pub said: CallNoted,
}

/// 国家系统录入: typed into the national system by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relay {
    /// What was typed in: a report, a month of duty, a change of it.
    pub report: EntryId,
    /// When the national system took it, UTC.
    pub at: Moment,
    /// Its number there, as shown there; empty where none was shown.
    pub number: String,
    /// What proves it where no number was shown: 截图3张，存值班电脑.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instead: String,
}

/// 提醒: a clock's alarm rang at this desk. Kept with how it rang, so that silence can be explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmRung {
    /// The rule whose clock it is.
    pub rule: String,
    /// The step of the alarm (id from the pack).
    pub step: String,
    /// What it said.
    pub words: String,
    /// When the step was due, UTC.
    pub due_at: Moment,
    /// 迟到提醒: the desk was off or asleep when it was due.
    pub late: bool,
    /// Whether the desktop showed it as a notification.
    pub notified: bool,
    /// The program that played its sound; none where no device could.
    pub played_by: Option<String>,
}

/// 提醒已知悉: one step was seen; the clock runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmAcknowledged {
    /// The rule whose clock it is.
    pub rule: String,
    /// The step.
    pub step: String,
}

/// 本机时钟被改: somebody set the machine's wall clock; no deadline moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockSet {
    /// By how much, in milliseconds; forward is positive.
    pub by_ms: i64,
    /// Wall clock minus the room's time afterwards, in milliseconds.
    pub offset_ms: i64,
}

/// 提示音自检: which program played, or why none could, and whether a person heard it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SoundTested {
    /// The program that played; none where no device could.
    pub played_by: Option<String>,
    /// What the person said; none while nobody has answered.
    pub heard: Option<bool>,
}

/// 规则包变更: a pack was added to this desk or withdrawn from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackChanged {
    /// Id of the pack.
    pub pack: String,
    /// Its title and version, as shown.
    pub title: String,
    /// SM3 of its text.
    pub text: Digest,
    /// Added; else withdrawn.
    pub added: bool,
    /// Digest of all packs in force afterwards.
    pub in_force: Digest,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// 来电
    CallOpened(CallOpened),
    /// 来电补充
    CallNoted(CallNoted),
    /// 更正接报时间
    CallTimeCorrected(CallTimeCorrected),
    /// 来电办结
    CallEnded(CallEnded),
    /// 并入的来电
    SourceAdded(SourceAdded),
    /// 拨出登记
    CallOut(CallOut),
    /// 签发
    SignOff(SignOff),
    /// 报告
    Report(Box<Report>),
    /// 国家系统录入
    Relay(Relay),
    /// 请示未果
    SignOffSought(SignOffSought),
    /// 提醒
    AlarmRung(AlarmRung),
    /// 提醒已知悉
    AlarmAcknowledged(AlarmAcknowledged),
    /// 本机时钟被改
    ClockSet(ClockSet),
    /// 提示音自检
    SoundTested(SoundTested),
    /// 值班人员
    OfficerListed(OfficerListed),
    /// 变化登记
    ChangeNoted(ChangeNoted),
    /// 口径核对
    AccordChecked(AccordChecked),
    /// 延期
    ExtensionGranted(Extension),
    /// 办结时限
    DutyDone(DutyDone),
    /// 事件办结
    IncidentEnded(IncidentEnded),
    /// 重新打开
    IncidentReopened(IncidentReopened),
    /// 再看
    LookedAgain(LookedAgain),
    /// 规则包变更
    PackChanged(PackChanged),
    /// 缺号说明
    NumberExplained(NumberExplained),
    /// 归入灾害过程
    ProcessJoined(ProcessJoined),
    /// 普通信息
    Information(Box<InformationSent>),
    /// 值班登录
    SignedIn(SignedIn),
    /// 认领
    Claimed(Claimed),
    /// 调阅
    Disclosed(Disclosed),
    /// 清除
    Purged(Purged),
    /// 查阅与导出
    AccessNoted(AccessNoted),
    /// 新纪元
    EpochOpened(EpochOpened),
    /// 承接
    TakenUp(TakenUp),
    /// 签收、确认收到
    Acknowledged(Acknowledged),
    /// 指令
    Directive(Box<Directive>),
    /// 答复
    DirectiveAnswered(DirectiveAnswered),
    /// 据告知
    LevelTold(LevelTold),
    /// 同一事件
    SameEvent(SameEvent),
    /// 互通记录
    Notice(Notice),
    /// 毗邻通报
    PeerNotice(PeerNotice),
    /// 值班表
    RosterPublished(Box<RosterPublished>),
    /// 值班变更
    RosterChanged(Box<RosterChanged>),
    /// 值班表录入国家系统
    RosterEntered(Relay),
}

impl Content {
    /// The kind that the header must name.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::CallOpened(_) => Kind::CallOpened,
            Self::CallNoted(_) => Kind::CallNoted,
            Self::CallTimeCorrected(_) => Kind::CallTimeCorrected,
            Self::CallEnded(_) => Kind::CallEnded,
            Self::SourceAdded(_) => Kind::SourceAdded,
            Self::CallOut(_) => Kind::CallOut,
            Self::SignOff(_) => Kind::SignOff,
            Self::Report(_) => Kind::Report,
            Self::Relay(_) => Kind::Relay,
            Self::SignOffSought(_) => Kind::SignOffSought,
            Self::AlarmRung(_) => Kind::AlarmRung,
            Self::AlarmAcknowledged(_) => Kind::AlarmAcknowledged,
            Self::ClockSet(_) => Kind::ClockSet,
            Self::SoundTested(_) => Kind::SoundTested,
            Self::OfficerListed(_) => Kind::OfficerListed,
            Self::ChangeNoted(_) => Kind::ChangeNoted,
            Self::AccordChecked(_) => Kind::AccordChecked,
            Self::ExtensionGranted(_) => Kind::ExtensionGranted,
            Self::DutyDone(_) => Kind::DutyDone,
            Self::IncidentEnded(_) => Kind::IncidentEnded,
            Self::IncidentReopened(_) => Kind::IncidentReopened,
            Self::LookedAgain(_) => Kind::LookedAgain,
            Self::PackChanged(_) => Kind::PackChanged,
            Self::NumberExplained(_) => Kind::NumberExplained,
            Self::ProcessJoined(_) => Kind::ProcessJoined,
            Self::Information(_) => Kind::Information,
            Self::SignedIn(_) => Kind::SignedIn,
            Self::Claimed(_) => Kind::Claimed,
            Self::Disclosed(_) => Kind::Disclosed,
            Self::Purged(_) => Kind::Purged,
            Self::AccessNoted(_) => Kind::AccessNoted,
            Self::EpochOpened(_) => Kind::EpochOpened,
            Self::TakenUp(_) => Kind::TakenUp,
            Self::Acknowledged(_) => Kind::Acknowledged,
            Self::Directive(_) => Kind::Directive,
            Self::DirectiveAnswered(_) => Kind::DirectiveAnswered,
            Self::LevelTold(_) => Kind::LevelTold,
            Self::SameEvent(_) => Kind::SameEvent,
            Self::Notice(_) => Kind::Notice,
            Self::PeerNotice(_) => Kind::PeerNotice,
            Self::RosterPublished(_) => Kind::RosterPublished,
            Self::RosterChanged(_) => Kind::RosterChanged,
            Self::RosterEntered(_) => Kind::RosterEntered,
        }
    }
}

/// The body: a random salt first, so that nobody can guess a purged body from its hash, then what it says, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Body {
    /// 32 hex digits drawn at random.
    pub salt: String,
    /// What it says.
    #[serde(flatten)]
    pub content: Content,
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SaltThenContent)
    }
}

struct SaltThenContent;

impl<'de> Visitor<'de> for SaltThenContent {
    type Value = Body;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a salt and what the entry says")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Body, A::Error> {
        if map.next_key::<String>()?.as_deref() != Some("salt") {
            return Err(A::Error::custom("the salt does not stand first"));
        }
        let salt = map.next_value()?;
        let content = Content::deserialize(MapAccessDeserializer::new(&mut map))?;
        match map.next_key::<IgnoredAny>()? {
            None => Ok(Body { salt, content }),
            Some(_) => Err(A::Error::custom("it says more than one thing")),
        }
    }
}
