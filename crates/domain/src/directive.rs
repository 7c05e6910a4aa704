//! 指令: what a superior asks of a unit below it: 补报通知, 催报续报, 要求核报, 退回补正; and 延期, which asks nothing. It has a
//! clock of its own and never stops or restarts the one of the report (practice §1.7, §2.18, §4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::entry::EntryId;
use crate::returns::ReturnReason;

/// What is asked; the officer's digit is the place in this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// 1 退回补正: the form of a report.
    Return,
    /// 2 要求核报: facts that do not fit.
    Verify,
    /// 3 催报续报
    FollowUp,
    /// 4 补报通知: what a superior learned elsewhere.
    Supplement,
    /// 5 延期: more time; asks for no answer.
    Extension,
}

impl Demand {
    /// All of them, in the order of the officer's digits.
    pub const ALL: [Self; 5] = [Self::Return, Self::Verify, Self::FollowUp, Self::Supplement, Self::Extension];

    /// The word on screen and in the record.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Return => "退回补正",
            Self::Verify => "要求核报",
            Self::FollowUp => "催报续报",
            Self::Supplement => "补报通知",
            Self::Extension => "同意延期",
        }
    }

    /// Whether it is done only with an answer or a reason.
    #[must_use]
    pub const fn wants_an_answer(self) -> bool {
        !matches!(self, Self::Extension)
    }
}

/// 指令.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directive {
    /// What is asked.
    pub demand: Demand,
    /// The report that is meant; none where there is none.
    #[serde(default)]
    pub about: Option<EntryId>,
    /// Of 退回补正: which of the sixteen.
    #[serde(default)]
    pub reason: Option<ReturnReason>,
    /// What exactly, in words; of 补报通知 what is known of the event.
    pub words: String,
    /// Who issued it, by name or post.
    pub issued_by: String,
    /// Until when, UTC, where the superior set a limit; none: 及时. Of 延期: until when it is extended.
    #[serde(default)]
    pub until: Option<Moment>,
    /// Of 延期: the directive that is extended.
    #[serde(default)]
    pub extends: Option<EntryId>,
}

/// 答复: what the unit says to a directive. Done needs an answer; not done needs a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectiveAnswered {
    /// The directive.
    pub directive: EntryId,
    /// Whether what was asked is done; else the words say why not.
    pub done: bool,
    /// The answer, or the reason.
    pub words: String,
    /// The report that answers it, where one does.
    #[serde(default)]
    pub report: Option<EntryId>,
    /// When, UTC.
    pub at: Moment,
}

/// 签收, 确认收到: a person has taken note of another unit's report, directive or notice, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledged {
    /// The entry that was received.
    pub of: EntryId,
    /// Who took it, by name.
    pub by: String,
    /// When, UTC.
    pub at: Moment,
}
