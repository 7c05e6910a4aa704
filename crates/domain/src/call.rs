//! 来电: a ringing phone, from the pick-up to what it turned out to be. The fold of a subject's call entries.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Moment;
use crate::entry::{CallEnded, CallNoted, Content, Subject};
use crate::incident_end::{LOOK_AGAIN_MINUTES, LookedAgain};
use crate::placed::Placed;
use crate::purge::CLEARED;

/// What a call turned out to be; the officer's digit is its place in this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// 1 突发事件
    Incident,
    /// 2 并入已有事件
    Merged,
    /// 3 未达标准·本级掌握
    BelowThreshold,
    /// 4 预警/来文
    Inbound,
    /// 5 转其他部门
    PassedOn,
    /// 6 误报/抽查/其他
    Other,
}

impl CallOutcome {
    /// All of them, in the order of the officer's digits.
    pub const ALL: [Self; 6] =
        [Self::Incident, Self::Merged, Self::BelowThreshold, Self::Inbound, Self::PassedOn, Self::Other];

    /// Whether one line in the log is all that came of it: a digit, without a reason or an incident.
    #[must_use]
    pub const fn is_only_logged(self) -> bool {
        matches!(self, Self::Inbound | Self::PassedOn | Self::Other)
    }

    /// The words on screen and in the log.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incident => "突发事件",
            Self::Merged => "并入已有事件",
            Self::BelowThreshold => "未达标准·本级掌握",
            Self::Inbound => "预警/来文",
            Self::PassedOn => "转其他部门",
            Self::Other => "误报/抽查/其他",
        }
    }
}

/// A correction of the pick-up time; the time before it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TimeCorrection {
    /// The time that stood before.
    pub from: Moment,
    /// The time given.
    pub to: Moment,
    /// Why.
    pub reason: String,
    /// When it was corrected.
    pub at: Moment,
}

/// A call as folded from its entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Call {
    /// The subject; an incident that it becomes has the same.
    pub id: Uuid,
    /// When it was entered on the desk; later than the pick-up where it was written on paper first (补记).
    pub entered_at: Moment,
    /// 首次接报: the pick-up time as it stands, after corrections.
    pub received_at: Moment,
    /// The earliest pick-up time ever given: clocks run from here, so that a correction never moves them later.
    pub earliest_at: Moment,
    /// Corrections, oldest first.
    pub corrections: Vec<TimeCorrection>,
    /// Name of the caller.
    pub caller: String,
    /// Unit of the caller.
    pub caller_unit: String,
    /// Number.
    pub number: String,
    /// Words.
    pub words: String,
    /// 录音编号
    pub recording: String,
    /// 上级询问: a superior asked what it had heard of elsewhere.
    #[serde(default)]
    pub asked_by_superior: bool,
    /// What it turned out to be; none while it is open.
    pub outcome: Option<CallOutcome>,
    /// When it was ended.
    pub ended_at: Option<Moment>,
    /// A line on the outcome.
    pub note: String,
    /// For 本级掌握: the leader who agreed.
    pub agreed_by: String,
    /// When it was kept below the standard; stays where it became an incident later.
    pub kept_at: Option<Moment>,
    /// 再看 of what was kept below the standard; none before it.
    pub looked_again: Option<LookedAgain>,
    /// For 并入: the incident.
    pub into: Option<Uuid>,
}

impl Call {
    /// Folds the entries of one subject, which come in the fold's order; none where no call is among them.
    #[must_use]
    pub fn fold(subject: Subject, entries: &[Placed]) -> Option<Self> {
        let (opened, entered_at) = entries.iter().find_map(|placed| match &placed.content {
            Content::CallOpened(opened) => Some((opened, placed.header.entered_at)),
            _ => None,
        })?;
        let mut call = Self::opened(subject, opened.received_at, entered_at);
        // An entry that went up in an earlier lane may come before the one that opened the call.
        for placed in entries {
            call.take(&placed.content, placed);
        }
        Some(call)
    }

    fn opened(id: Subject, received_at: Moment, entered_at: Moment) -> Self {
        let empty = String::new;
        Self {
            id,
            entered_at,
            received_at,
            earliest_at: received_at,
            corrections: Vec::new(),
            caller: empty(),
            caller_unit: empty(),
            number: empty(),
            words: empty(),
            recording: empty(),
            asked_by_superior: false,
            outcome: None,
            ended_at: None,
            note: empty(),
            agreed_by: empty(),
            kept_at: None,
            looked_again: None,
            into: None,
        }
    }

    fn take(&mut self, content: &Content, placed: &Placed) {
        match content {
            Content::CallNoted(noted) => self.note_caller(noted),
            Content::CallTimeCorrected(correction) => {
                self.corrections.push(TimeCorrection {
                    from: self.received_at,
                    to: correction.received_at,
                    reason: correction.reason.clone(),
                    at: placed.header.entered_at,
                });
                self.received_at = correction.received_at;
                self.earliest_at = self.earliest_at.min(correction.received_at);
            }
            Content::CallEnded(ended) => self.end(ended, placed.header.claimed_at),
            Content::LookedAgain(look) => self.looked_again = Some(look.clone()),
            _ => {}
        }
    }

    /// Two desks may end one call while offline; the first in the fold's order stands. But what was no incident may turn
    /// out to be one, or a wrong digit be mended, and then it is one, whichever is read first.
    fn end(&mut self, ended: &CallEnded, at: Moment) {
        if ended.outcome == CallOutcome::BelowThreshold {
            self.kept_at = Some(self.kept_at.map_or(at, |known| known.min(at)));
        }
        let stands = self.outcome.is_none_or(|known| {
            ended.outcome == CallOutcome::Incident && (known.is_only_logged() || known == CallOutcome::BelowThreshold)
        });
        if stands {
            self.outcome = Some(ended.outcome);
            self.ended_at = Some(at);
            self.note.clone_from(&ended.note);
            self.agreed_by.clone_from(&ended.agreed_by);
            self.into = ended.into;
        }
    }

    /// When a second look at what was kept below the standard is due; none where none is owed.
    #[must_use]
    pub fn look_again_at(&self) -> Option<Moment> {
        let kept = self.kept_at.filter(|_| self.outcome == Some(CallOutcome::BelowThreshold))?;
        let due = kept.checked_add_signed(chrono::TimeDelta::minutes(LOOK_AGAIN_MINUTES));
        due.filter(|_| self.looked_again.is_none())
    }

    fn note_caller(&mut self, noted: &CallNoted) {
        self.caller.clone_from(&noted.caller);
        self.caller_unit.clone_from(&noted.caller_unit);
        self.number.clone_from(&noted.number);
        self.words.clone_from(&noted.words);
        self.recording.clone_from(&noted.recording);
        self.asked_by_superior = noted.asked_by_superior;
    }

    /// 信息来源 as the letter reads it: of a superior that asked its unit alone, 市应急管理局指挥中心询问.
    #[must_use]
    pub fn source_stated(&self) -> String {
        let words = self.source_words();
        if !self.asked_by_superior {
            return words;
        }
        let unit = self.caller_unit.trim();
        let who = [unit, words.as_str(), "上级"].into_iter().find(|who| !who.is_empty()).unwrap_or_default();
        format!("{}询问", who.trim_end_matches("询问"))
    }

    /// 信息来源 as the record names it.
    #[must_use]
    pub fn source_words(&self) -> String {
        // The letter names nobody who was cleared.
        let caller = Some(self.caller.trim()).filter(|caller| *caller != CLEARED).unwrap_or_default();
        match (self.caller_unit.trim(), caller) {
            ("", "") => String::new(),
            ("", caller) => caller.to_owned(),
            (unit, "") => unit.to_owned(),
            (unit, caller) => format!("{unit}{caller}"),
        }
    }
}
