//! A report as folded, with what became of it: the machine's receipt, its entry into the national system.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Moment;
use crate::claim::claims;
use crate::digest::Digest;
use crate::entry::{Author, Relay};
use crate::facts::Facts;
use crate::grade::Grading;
use crate::grade_history::GradeHistory;
use crate::letter::Before;
use crate::placed::{Placed, read};
use crate::receipt::Receipt;
use crate::report::{NumberGiven, Report, Signed, Stage, SystemOfRecord};
use crate::unit::UnitCode;

/// The machine's receipt, as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReceiptShown {
    /// When the upstream had it.
    pub received_at: Moment,
    /// Its position there.
    #[ts(type = "string")]
    pub position: String,
}

impl ReceiptShown {
    /// A receipt that was verified.
    #[must_use]
    pub fn of(receipt: &Receipt) -> Self {
        Self { received_at: receipt.received_at, position: receipt.position.to_string() }
    }
}

/// Typed into the national system, as folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Relayed {
    /// When the national system took it.
    pub at: Moment,
    /// Its number there; empty where none was shown.
    pub number: String,
    /// What proves it where no number was shown.
    #[serde(default)]
    pub instead: String,
}

impl Relayed {
    /// An entry of it.
    #[must_use]
    pub fn of(relay: &Relay) -> Self {
        Self { at: relay.at, number: relay.number.clone(), instead: relay.instead.clone() }
    }

    /// 编号GJ-001; 编号未填（截图3张）.
    #[must_use]
    pub fn number_words(&self) -> String {
        match (self.number.as_str(), self.instead.as_str()) {
            ("", "") => "编号未填".to_owned(),
            ("", instead) => format!("编号未填（{instead}）"),
            (number, _) => format!("编号{number}"),
        }
    }
}

/// A report as folded, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reported {
    /// The entry.
    pub id: Uuid,
    /// 首报 …
    pub stage: Stage,
    /// 首报, 续报一
    pub words: String,
    /// Place among the reports of its stage, from 1; 0 where it is not counted.
    pub nth: u32,
    /// The report it follows or corrects.
    pub follows: Option<Uuid>,
    /// 补正件: the report that was sent back and in whose place this one stands.
    pub mends: Option<Uuid>,
    /// 〔2026〕第018期
    pub number: String,
    /// The number of the register.
    pub given: NumberGiven,
    /// Title as sent.
    pub title: String,
    /// Body as sent.
    pub body: String,
    /// The facts it carries.
    pub facts: Facts,
    /// Grade as judged then.
    pub grading: Grading,
    /// Which grade 初判 had from when on until then.
    pub grades: GradeHistory,
    /// The unit that wrote it.
    #[ts(type = "string")]
    pub unit: UnitCode,
    /// Who wrote it: an officer, or the desk where nobody had signed in.
    #[ts(type = "unknown")]
    pub written_by: Author,
    /// 认领: whose it was, where the desk wrote it.
    pub claimed_by: Option<Uuid>,
    /// Digest of the packs it was judged by.
    #[ts(type = "string")]
    pub packs: Digest,
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
    pub(super) fn of(placed: &Placed, report: &Report) -> Self {
        Self {
            id: placed.header.id,
            stage: report.stage,
            words: report.words(),
            nth: report.nth,
            follows: report.follows,
            mends: report.mends,
            given: report.given(),
            number: report.number_words(),
            title: report.title.clone(),
            body: report.body.clone(),
            facts: report.facts.clone(),
            grading: report.grading.clone(),
            grades: report.grades.clone(),
            unit: placed.header.unit.clone(),
            written_by: placed.header.author.clone(),
            claimed_by: None,
            packs: placed.header.pack,
            signed: report.signed.clone(),
            submitted_at: placed.header.entered_at,
            system_of_record: report.system_of_record,
            receipt: placed.receipt.as_ref().map(ReceiptShown::of),
            relay: None,
        }
    }

    /// As what a later report follows.
    #[must_use]
    pub fn before(&self) -> Before<'_> {
        Before {
            stage: &self.words,
            number: &self.number,
            at: self.submitted_at,
            title: &self.title,
            body: &self.body,
            facts: &self.facts,
        }
    }

    /// When it was there for others: by its receipt, or as it says itself where it has none.
    #[must_use]
    pub fn arrived_at(&self) -> Moment {
        self.receipt.as_ref().map_or(self.submitted_at, |receipt| receipt.received_at)
    }

    /// When the system of record had it: the relay's time or the receipt's, by the unit's choice. A save or a send stops nothing.
    #[must_use]
    pub fn entered_at(&self) -> Option<Moment> {
        match self.system_of_record {
            SystemOfRecord::National => self.relay.as_ref().map(|relay| relay.at),
            SystemOfRecord::Upstream => self.receipt.as_ref().map(|receipt| receipt.received_at),
        }
    }
}

/// 认领: whose a report was that the desk wrote.
pub(super) fn claim(reports: &mut [Reported], entries: &[Placed]) {
    let claims = claims(&read(entries));
    for report in reports.iter_mut() {
        report.claimed_by = claims.get(&report.id).copied();
    }
}
