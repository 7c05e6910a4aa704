//! The kind of an entry: who may read it, in which lane it goes up, what it is called.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of an entry, in the header and in the tag of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 来电
    CallOpened,
    /// 来电补充
    CallNoted,
    /// 更正接报时间
    CallTimeCorrected,
    /// 来电办结
    CallEnded,
    /// 并入的来电
    SourceAdded,
    /// 拨出登记
    CallOut,
    /// 签发
    SignOff,
    /// 报告
    Report,
    /// 国家系统录入
    Relay,
    /// 请示未果
    SignOffSought,
    /// 提醒
    AlarmRung,
    /// 提醒已知悉
    AlarmAcknowledged,
    /// 本机时钟被改
    ClockSet,
    /// 提示音自检
    SoundTested,
    /// 值班人员
    OfficerListed,
    /// 变化登记
    ChangeNoted,
    /// 口径核对
    AccordChecked,
    /// 延期
    ExtensionGranted,
    /// 办结时限
    DutyDone,
    /// 事件办结
    IncidentEnded,
    /// 重新打开
    IncidentReopened,
    /// 再看
    LookedAgain,
    /// 规则包变更
    PackChanged,
    /// 缺号说明
    NumberExplained,
    /// 归入灾害过程
    ProcessJoined,
    /// 普通信息
    Information,
    /// 值班登录
    SignedIn,
    /// 认领
    Claimed,
    /// 调阅
    Disclosed,
    /// 清除
    Purged,
    /// 查阅与导出
    AccessNoted,
    /// 新纪元
    EpochOpened,
    /// 承接
    TakenUp,
    /// 签收、确认收到
    Acknowledged,
    /// 指令
    Directive,
    /// 答复
    DirectiveAnswered,
    /// 据告知
    LevelTold,
    /// 同一事件
    SameEvent,
    /// 互通记录
    Notice,
    /// 毗邻通报
    PeerNotice,
    /// 值班表
    RosterPublished,
    /// 值班变更
    RosterChanged,
    /// 值班表录入国家系统
    RosterEntered,
    /// 由更新版本写成: a later version of this program wrote it, and this one cannot read what it says.
    #[serde(other)]
    #[schemars(skip)]
    Newer,
}

/// Who may read the body of an entry. Fixed by its kind; a header that says otherwise is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The unit and every unit above it.
    UnitAndSuperiors,
    /// The author's unit and the addressees.
    Addressees,
    /// The unit, every unit above it, and the addressees: a superior's 签收 must reach the unit that reported.
    SuperiorsAndAddressees,
    /// The unit only; above it by a recorded 调阅.
    Unit,
}

impl Kind {
    /// The audience of this kind (DESIGN §4). Of what a later version wrote the header alone says it; here the narrowest.
    #[must_use]
    pub const fn audience(self) -> Audience {
        match self {
            Self::Report
            | Self::Relay
            | Self::IncidentEnded
            | Self::ProcessJoined
            | Self::Information
            | Self::RosterPublished
            | Self::RosterChanged
            | Self::RosterEntered
            | Self::DirectiveAnswered => Audience::UnitAndSuperiors,
            Self::CallOpened
            | Self::CallNoted
            | Self::CallTimeCorrected
            | Self::CallEnded
            | Self::SourceAdded
            | Self::CallOut
            | Self::SignOff
            | Self::SignOffSought
            | Self::AlarmRung
            | Self::AlarmAcknowledged
            | Self::ClockSet
            | Self::SoundTested
            | Self::OfficerListed
            | Self::ChangeNoted
            | Self::AccordChecked
            | Self::ExtensionGranted
            | Self::DutyDone
            | Self::IncidentReopened
            | Self::LookedAgain
            | Self::PackChanged
            | Self::NumberExplained
            | Self::SignedIn
            | Self::Claimed
            | Self::Purged
            | Self::AccessNoted
            | Self::EpochOpened
            | Self::TakenUp
            | Self::LevelTold
            | Self::Notice
            | Self::Newer => Audience::Unit,
            Self::Disclosed | Self::Directive | Self::PeerNotice => Audience::Addressees,
            Self::Acknowledged | Self::SameEvent => Audience::SuperiorsAndAddressees,
        }
    }

    /// What it is called on screen and on paper.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CallOpened => "来电",
            Self::CallNoted => "来电补充",
            Self::CallTimeCorrected => "更正接报时间",
            Self::CallEnded => "来电办结",
            Self::SourceAdded => "并入的来电",
            Self::CallOut => "拨出登记",
            Self::SignOff => "签发",
            Self::Report => "报告",
            Self::Relay => "国家系统录入",
            Self::SignOffSought => "请示记录",
            Self::AlarmRung => "提醒记录",
            Self::AlarmAcknowledged => "提醒已知悉",
            Self::ClockSet => "时钟变动记录",
            Self::SoundTested => "提示音自检",
            Self::OfficerListed => "值班人员",
            Self::ChangeNoted => "变化登记",
            Self::AccordChecked => "口径核对",
            Self::ExtensionGranted => "延期",
            Self::DutyDone => "办结时限",
            Self::IncidentEnded => "事件办结",
            Self::ProcessJoined => "归入灾害过程",
            Self::IncidentReopened => "重新打开",
            Self::LookedAgain => "再看",
            Self::PackChanged => "规则包变更",
            Self::NumberExplained => "缺号说明",
            Self::Information => "普通信息",
            Self::SignedIn => "值班登录",
            Self::Claimed => "认领",
            Self::Disclosed => "调阅",
            Self::Purged => "清除",
            Self::AccessNoted => "查阅与导出",
            Self::EpochOpened => "新纪元",
            Self::TakenUp => "承接",
            Self::Acknowledged => "签收",
            Self::Directive => "指令",
            Self::DirectiveAnswered => "答复指令",
            Self::LevelTold => "据告知",
            Self::SameEvent => "同一事件",
            Self::Notice => "互通记录",
            Self::PeerNotice => "毗邻通报",
            Self::RosterPublished => "值班表",
            Self::RosterChanged => "值班变更",
            Self::RosterEntered => "值班表录入国家系统",
            Self::Newer => "更新版本的记录",
        }
    }

    /// The queue lane in which it goes up: first what has a clock.
    #[must_use]
    pub const fn lane(self) -> Lane {
        match self {
            Self::Report | Self::Relay => Lane::Reports,
            Self::Directive | Self::DirectiveAnswered | Self::Acknowledged | Self::SameEvent | Self::PeerNotice => {
                Lane::Directives
            }
            Self::CallOpened
            | Self::CallNoted
            | Self::CallTimeCorrected
            | Self::CallEnded
            | Self::SourceAdded
            | Self::CallOut
            | Self::SignOff
            | Self::SignOffSought
            | Self::AlarmRung
            | Self::AlarmAcknowledged
            | Self::ClockSet
            | Self::SoundTested
            | Self::OfficerListed
            | Self::ChangeNoted
            | Self::AccordChecked
            | Self::ExtensionGranted
            | Self::DutyDone
            | Self::IncidentEnded
            | Self::ProcessJoined
            | Self::IncidentReopened
            | Self::LookedAgain
            | Self::PackChanged
            | Self::NumberExplained
            | Self::Information
            | Self::SignedIn
            | Self::Claimed
            | Self::Disclosed
            | Self::Purged
            | Self::AccessNoted
            | Self::EpochOpened
            | Self::TakenUp
            | Self::LevelTold
            | Self::Notice
            | Self::RosterPublished
            | Self::RosterChanged
            | Self::RosterEntered
            | Self::Newer => Lane::Duty,
        }
    }
}

/// Order in which waiting entries are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Reports and what stops their clocks.
    Reports,
    /// Directives, what answers them, 签收: somebody at another desk waits.
    Directives,
    /// Everything else of the room, 普通信息 among it: no clock waits for it.
    Duty,
}
