//! 突发事件: one event in the world, folded from the entries of its subject. The same id at every level.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Moment;
use crate::call::{Call, CallOutcome};
use crate::contact::{CallOut, CalledOut};
use crate::digest::Digest;
use crate::entry::{AlarmAcknowledged, AlarmRung, CallNoted, Content, Relay, SourceAdded, Subject};
use crate::facts::Facts;
use crate::grade::Grading;
use crate::placed::Placed;
use crate::report::{Report, Signed, Stage, SystemOfRecord};
use crate::signoff::{SignOff, SignOffSought, SignOffWay};

/// A second caller of the same incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OtherSource {
    /// The call that was merged.
    pub call: Uuid,
    /// When it was picked up.
    pub received_at: Moment,
    /// Caller's name.
    pub caller: String,
    /// Caller's unit.
    pub caller_unit: String,
    /// Number.
    pub number: String,
    /// Words.
    pub words: String,
    /// 录音编号
    pub recording: String,
    /// When it was entered on the desk.
    pub entered_at: Moment,
}

/// A sign-off as folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignedOff {
    /// Post.
    pub post: String,
    /// Name.
    pub signer: String,
    /// How.
    pub way: SignOffWay,
    /// When.
    pub at: Moment,
    /// Digest of the letter signed, hex.
    #[ts(type = "string")]
    pub letter: Digest,
}

/// An alarm that rang, as folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rung {
    /// The rule whose clock it is.
    pub rule: String,
    /// The step.
    pub step: String,
    /// What it said.
    pub words: String,
    /// When the step was due.
    pub due_at: Moment,
    /// When it rang.
    pub rang_at: Moment,
    /// 迟到提醒
    pub late: bool,
    /// The program that played its sound; none where no device could.
    pub played_by: Option<String>,
    /// When somebody said that it was seen.
    pub acknowledged_at: Option<Moment>,
}

/// The machine's receipt, as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReceiptShown {
    /// When the upstream had it.
    pub received_at: Moment,
    /// Its position there.
    #[ts(type = "string")]
    pub position: String,
}

/// Typed into the national system, as folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Relayed {
    /// When the national system took it.
    pub at: Moment,
    /// Its number there.
    pub number: String,
}

/// A report as folded, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reported {
    /// The entry.
    pub id: Uuid,
    /// 首报 …
    pub stage: Stage,
    /// 〔2026〕第018期
    pub number: String,
    /// Title as sent.
    pub title: String,
    /// Body as sent.
    pub body: String,
    /// The facts it carries.
    pub facts: Facts,
    /// Grade as judged then.
    pub grading: Grading,
    /// How it was signed.
    pub signed: Signed,
    /// When it was submitted on the desk.
    pub submitted_at: Moment,
    /// The unit's system of record then.
    pub system_of_record: SystemOfRecord,
    /// The machine's receipt.
    pub receipt: Option<ReceiptShown>,
    /// The earliest relay into the national system.
    pub relay: Option<Relayed>,
}

impl Reported {
    /// When the system of record had it: the relay's time or the receipt's, by the unit's choice. A save or a send stops nothing.
    #[must_use]
    pub fn entered_at(&self) -> Option<Moment> {
        match self.system_of_record {
            SystemOfRecord::National => self.relay.as_ref().map(|relay| relay.at),
            SystemOfRecord::Upstream => self.receipt.as_ref().map(|receipt| receipt.received_at),
        }
    }
}

/// An incident as folded. Deadlines and the letter are computed from it, packs and now; they are not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Incident {
    /// The subject.
    pub id: Uuid,
    /// The first call, where this desk may know it.
    pub call: Option<Call>,
    /// Later callers.
    pub sources: Vec<OtherSource>,
    /// Calls out, in the order of their times.
    pub calls_out: Vec<CalledOut>,
    /// Sign-offs, oldest first.
    pub signed_off: Vec<SignedOff>,
    /// Signatures that were asked for and not given, in the order of their times.
    pub sought: Vec<SignOffSought>,
    /// Alarms that rang at the unit's desks, oldest first.
    pub alarms: Vec<Rung>,
    /// Reports, oldest first.
    pub reports: Vec<Reported>,
    /// 首次接报, as it stands.
    pub first_received: Moment,
    /// 知悉: the earliest that the room knew.
    pub aware_at: Moment,
    /// 首次电话报告.
    pub first_reported: Option<Moment>,
    /// To whom that was.
    pub first_reported_to: Option<String>,
}

impl Incident {
    /// Folds the entries of one subject, which come in the fold's order; none where they make no incident.
    #[must_use]
    pub fn fold(subject: Subject, entries: &[Placed]) -> Option<Self> {
        let call = Call::fold(subject, entries);
        let is_incident = call.as_ref().is_some_and(|call| call.outcome == Some(CallOutcome::Incident));
        let report = entries.iter().find_map(|placed| match &placed.content {
            Content::Report(report) => Some(report),
            _ => None,
        });
        let (first_received, aware_at) = match (&call, report) {
            (Some(call), _) if is_incident => (call.received_at, call.earliest_at),
            (_, Some(report)) => (report.first_received, report.aware_at),
            _ => return None,
        };
        let mut incident = Self {
            id: subject,
            call,
            sources: Vec::new(),
            calls_out: Vec::new(),
            signed_off: Vec::new(),
            sought: Vec::new(),
            alarms: Vec::new(),
            reports: Vec::new(),
            first_received,
            aware_at,
            first_reported: report.and_then(|report| report.first_reported),
            first_reported_to: None,
        };
        for placed in entries {
            incident.take(placed);
        }
        incident.settle(entries);
        Some(incident)
    }

    fn take(&mut self, placed: &Placed) {
        match &placed.content {
            Content::SourceAdded(source) => self.sources.push(other_source(placed, source)),
            Content::CallOut(call) => self.calls_out.push(called_out(placed, call)),
            Content::SignOff(sign_off) => self.signed_off.push(signed_off(sign_off)),
            Content::SignOffSought(sought) => self.sought.push(sought.clone()),
            Content::AlarmRung(rung) => self.alarms.push(self::rung(placed, rung)),
            Content::Report(report) => self.reports.push(reported(placed, report)),
            _ => {}
        }
    }

    fn relayed(&mut self, relay: &Relay) {
        let Some(report) = self.reports.iter_mut().find(|report| report.id == relay.report) else { return };
        if report.relay.as_ref().is_none_or(|known| relay.at < known.at) {
            report.relay = Some(Relayed { at: relay.at, number: relay.number.clone() });
        }
    }

    fn acknowledged(&mut self, seen: &AlarmAcknowledged, at: Moment) {
        let same = |rung: &&mut Rung| rung.rule == seen.rule && rung.step == seen.step;
        for rung in self.alarms.iter_mut().filter(same) {
            rung.acknowledged_at = Some(rung.acknowledged_at.map_or(at, |earlier| earlier.min(at)));
        }
    }

    /// What depends on all entries together, whatever their order.
    fn settle(&mut self, entries: &[Placed]) {
        for placed in entries {
            match &placed.content {
                Content::Relay(relay) => self.relayed(relay),
                Content::AlarmAcknowledged(seen) => self.acknowledged(seen, placed.header.claimed_at),
                _ => {}
            }
        }
        self.calls_out.sort_by_key(|called| called.call.at);
        self.sought.sort_by_key(|sought| sought.at);
        let earliest_source = self.sources.iter().map(|source| source.received_at).min();
        self.aware_at = earliest_source.map_or(self.aware_at, |at| at.min(self.aware_at));
        let upward = self.calls_out.iter().map(|called| &called.call).find(|call| call.reports_upward());
        if let Some(call) = upward {
            self.first_reported = Some(self.first_reported.map_or(call.at, |known| known.min(call.at)));
            self.first_reported_to = Some(call.name.clone());
        }
    }

    /// The first report, where one was submitted.
    #[must_use]
    pub fn first_report(&self) -> Option<&Reported> {
        self.reports.iter().find(|report| report.stage == Stage::First)
    }

    /// When the system of record had the first report.
    #[must_use]
    pub fn entered_at(&self) -> Option<Moment> {
        self.reports.iter().filter_map(Reported::entered_at).min()
    }
}

fn other_source(placed: &Placed, source: &SourceAdded) -> OtherSource {
    let CallNoted { caller, caller_unit, number, words, recording } = source.said.clone();
    let entered_at = placed.header.entered_at;
    OtherSource {
        call: source.call,
        received_at: source.received_at,
        caller,
        caller_unit,
        number,
        words,
        recording,
        entered_at,
    }
}

fn called_out(placed: &Placed, call: &CallOut) -> CalledOut {
    CalledOut { call: call.clone(), entered_at: placed.header.entered_at }
}

fn rung(placed: &Placed, alarm: &AlarmRung) -> Rung {
    let AlarmRung { rule, step, words, due_at, late, played_by, .. } = alarm.clone();
    Rung { rule, step, words, due_at, rang_at: placed.header.claimed_at, late, played_by, acknowledged_at: None }
}

fn signed_off(sign_off: &SignOff) -> SignedOff {
    let SignOff { post, signer, way, at, letter } = sign_off.clone();
    SignedOff { post, signer, way, at, letter }
}

fn reported(placed: &Placed, report: &Report) -> Reported {
    Reported {
        id: placed.header.id,
        stage: report.stage,
        number: report.number_words(),
        title: report.title.clone(),
        body: report.body.clone(),
        facts: report.facts.clone(),
        grading: report.grading.clone(),
        signed: report.signed.clone(),
        submitted_at: placed.header.entered_at,
        system_of_record: report.system_of_record,
        receipt: placed
            .receipt
            .as_ref()
            .map(|receipt| ReceiptShown { received_at: receipt.received_at, position: receipt.position.to_string() }),
        relay: None,
    }
}
