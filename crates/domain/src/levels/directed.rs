//! Directives with what became of them, and signatures: by which entry, whose, when.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Moment;
use crate::directive::{Demand, Directive, DirectiveAnswered};
use crate::entry::Content;
use crate::incident::{Incident, ReceiptShown, Reported};
use crate::placed::Placed;
use crate::reader::Reader;
use crate::returns::ReturnReason;
use crate::unit::UnitCode;

/// 签收, 确认收到: who took another unit's entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignedFor {
    /// The entry that was received.
    pub of: Uuid,
    /// The unit that signed for it.
    #[ts(type = "string")]
    pub unit: UnitCode,
    /// By name.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl SignedFor {
    pub(super) fn of(placed: &Placed) -> Option<Self> {
        let Content::Acknowledged(signed) = &placed.content else { return None };
        Some(Self { of: signed.of, unit: placed.header.unit.clone(), by: signed.by.clone(), at: signed.at })
    }
}

/// 答复 of a unit that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Answer {
    /// Who answered.
    #[ts(type = "string")]
    pub unit: UnitCode,
    /// Done; else the words say why not.
    pub done: bool,
    /// The answer, or the reason.
    pub words: String,
    /// The report that answers it.
    pub report: Option<Uuid>,
    /// When.
    pub at: Moment,
}

/// A directive with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Directed {
    /// The entry.
    pub id: Uuid,
    /// Whose it is.
    #[ts(type = "string")]
    pub from: UnitCode,
    /// Whether this unit issued it.
    pub ours: bool,
    /// To whom it goes.
    #[ts(type = "Array<string>")]
    pub to: Vec<UnitCode>,
    /// What is asked.
    pub demand: Demand,
    /// The report that is meant.
    pub about: Option<Uuid>,
    /// Of 退回补正: which of the sixteen.
    pub reason: Option<ReturnReason>,
    /// What exactly.
    pub words: String,
    /// Who issued it.
    pub issued_by: String,
    /// When it was issued.
    pub issued_at: Moment,
    /// When it was at the upstream, and so there for whom it names; none while it waits.
    pub receipt: Option<ReceiptShown>,
    /// Until when the superior wants it, with what was granted since; none: 及时.
    pub until: Option<Moment>,
    /// Who granted more time, the last; none where nobody did.
    pub granted_by: Option<String>,
    /// 确认收到, the first of each unit.
    pub signed: Vec<SignedFor>,
    /// 答复, the last of each unit.
    pub answers: Vec<Answer>,
}

impl Directed {
    /// Since when it could be known.
    #[must_use]
    pub fn since(&self) -> Moment {
        self.receipt.as_ref().map_or(self.issued_at, |receipt| receipt.received_at)
    }

    /// Whether it goes to this unit.
    #[must_use]
    pub fn asks(&self, unit: &UnitCode) -> bool {
        self.to.contains(unit)
    }

    /// When that unit answered; none while it has not.
    #[must_use]
    pub fn answered_at(&self, unit: &UnitCode) -> Option<Moment> {
        self.answers.iter().find(|answer| answer.unit == *unit).map(|answer| answer.at)
    }

    /// Whether that unit has done what was asked; 暂不能办 is an answer and does nothing.
    #[must_use]
    pub fn is_done_by(&self, unit: &UnitCode) -> bool {
        self.answers.iter().any(|answer| answer.done && answer.unit == *unit)
    }

    /// 退回补正: the report of this incident that can still be written anew, whatever was answered before it was.
    #[must_use]
    pub fn to_mend<'i>(&self, incident: &'i Incident) -> Option<&'i Reported> {
        let sent_back = incident.reports.iter().filter(|_| self.demand == Demand::Return && !self.ours);
        let mut waiting = sent_back.filter(|report| !incident.is_mended(report.id) && !self.is_done_by(&report.unit));
        waiting.find(|report| self.about == Some(report.id))
    }

    /// Whether somebody still has to answer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.demand.wants_an_answer() && self.to.iter().any(|unit| self.answered_at(unit).is_none())
    }
}

/// 毗邻通报 with who took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeerTold {
    /// The entry.
    pub id: Uuid,
    /// Who tells.
    #[ts(type = "string")]
    pub from: UnitCode,
    /// Who is told.
    #[ts(type = "Array<string>")]
    pub to: Vec<UnitCode>,
    /// Title as sent.
    pub title: String,
    /// Text as sent.
    pub body: String,
    /// Number to call back.
    pub phone: String,
    /// When.
    pub at: Moment,
    /// The machine's receipt.
    pub receipt: Option<ReceiptShown>,
    /// 确认收到
    pub signed: Vec<SignedFor>,
}

/// What a clock of a directive is called: a rule's id with the directive's, so that no two ring as one.
#[must_use]
pub fn clock_of(directive: Uuid, rule: &str) -> String {
    format!("{rule}@{directive}")
}

pub(super) fn is_clock_of(directive: Uuid, clock: &str) -> bool {
    clock.rsplit_once('@').is_some_and(|(_, of)| of == directive.to_string())
}

/// Those that this unit issued, and those that units above it issued to it.
pub(super) fn directives(reader: &Reader, entries: &[Placed]) -> Vec<Directed> {
    let concerns = |placed: &&Placed| {
        let header = &placed.header;
        header.unit == reader.unit || (reader.is_told_by(header) && header.addressees.contains(&reader.unit))
    };
    let mut all: Vec<Directed> = Vec::new();
    for placed in entries.iter().filter(concerns) {
        if let Content::Directive(directive) = &placed.content {
            all.push(directed(reader, placed, directive));
        }
    }
    extend(&mut all, reader, entries);
    for one in &mut all {
        one.signed = signatures(one.id, &one.to, entries);
        one.answers = answers(one, entries);
    }
    all.sort_by_key(|one| (one.issued_at, one.id));
    all
}

fn directed(reader: &Reader, placed: &Placed, directive: &Directive) -> Directed {
    let Directive { demand, about, reason, words, issued_by, until, .. } = directive.clone();
    Directed {
        id: placed.header.id,
        from: placed.header.unit.clone(),
        ours: placed.header.unit == reader.unit,
        to: placed.header.addressees.clone(),
        demand,
        about,
        reason,
        words,
        issued_by,
        issued_at: placed.header.claimed_at,
        receipt: placed.receipt.as_ref().map(ReceiptShown::of),
        until,
        granted_by: None,
        signed: Vec::new(),
        answers: Vec::new(),
    }
}

/// More time for a directive: granted by the desk that issued it, or said on the phone and noted by whoever was asked. It
/// never takes time away, and the last that was granted stands.
fn extend(all: &mut [Directed], reader: &Reader, entries: &[Placed]) {
    let mut granted: Vec<(Uuid, Moment, &str)> =
        entries.iter().filter_map(|placed| grant(reader, all, placed)).collect();
    granted.sort_unstable();
    for (directive, until, by) in granted {
        for one in all.iter_mut().filter(|one| one.id == directive && one.until.is_none_or(|before| before < until)) {
            one.until = Some(until);
            one.granted_by = Some(by.to_owned());
        }
    }
}

fn grant<'e>(reader: &Reader, all: &[Directed], placed: &'e Placed) -> Option<(Uuid, Moment, &'e str)> {
    match &placed.content {
        Content::Directive(directive) if directive.demand == Demand::Extension => {
            let extended =
                all.iter().find(|one| Some(one.id) == directive.extends && one.from == placed.header.unit)?;
            Some((extended.id, directive.until?, &directive.issued_by))
        }
        Content::ExtensionGranted(extension) if reader.owns(&placed.header) => {
            let extended = all.iter().find(|one| !one.ours && is_clock_of(one.id, &extension.rule))?;
            Some((extended.id, extension.until, &extension.by))
        }
        _ => None,
    }
}

fn signatures(of: Uuid, units: &[UnitCode], entries: &[Placed]) -> Vec<SignedFor> {
    let mut signed: Vec<SignedFor> =
        entries.iter().filter_map(SignedFor::of).filter(|signed| signed.of == of).collect();
    signed.retain(|signed| units.contains(&signed.unit));
    signed.sort_by_key(|signed| signed.at);
    let mut first: Vec<SignedFor> = Vec::new();
    for one in signed {
        if !first.iter().any(|known| known.unit == one.unit) {
            first.push(one);
        }
    }
    first
}

/// The last of each unit that was asked; of two at one instant the one that says done.
fn answers(directed: &Directed, entries: &[Placed]) -> Vec<Answer> {
    let answer = |placed: &Placed| {
        let Content::DirectiveAnswered(said) = &placed.content else { return None };
        let DirectiveAnswered { directive, done, words, report, at } = said.clone();
        let unit = placed.header.unit.clone();
        (directive == directed.id && directed.asks(&unit)).then_some(Answer { unit, done, words, report, at })
    };
    let mut all: Vec<Answer> = entries.iter().filter_map(answer).collect();
    all.sort_by_key(|answer| (answer.at, answer.done));
    let mut last: Vec<Answer> = Vec::new();
    for one in all {
        last.retain(|known| known.unit != one.unit);
        last.push(one);
    }
    last
}

pub(super) fn peers(entries: &[Placed]) -> Vec<PeerTold> {
    let peer = |placed: &Placed| {
        let Content::PeerNotice(notice) = &placed.content else { return None };
        let to = placed.header.addressees.clone();
        Some(PeerTold {
            id: placed.header.id,
            from: placed.header.unit.clone(),
            signed: signatures(placed.header.id, &to, entries),
            to,
            title: notice.title.clone(),
            body: notice.body.clone(),
            phone: notice.phone.clone(),
            at: notice.at,
            receipt: placed.receipt.as_ref().map(ReceiptShown::of),
        })
    };
    let mut all: Vec<PeerTold> = entries.iter().filter_map(peer).collect();
    all.sort_by_key(|one| (one.at, one.id));
    all
}
