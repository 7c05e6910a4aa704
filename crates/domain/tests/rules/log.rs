//! Entries of one subject as units write them one evening: what a fold works on.

use domain::Moment;
use domain::call::CallOutcome;
use domain::digest::Digest;
use domain::entry::{Algorithm, Author, CallEnded, CallOpened, Content, EntryId, Header, Link, Relation, Subject};
use domain::facts::Facts;
use domain::grade_history::GradeHistory;
use domain::grading::grade;
use domain::incident::Incident;
use domain::levels::HeaderOnly;
use domain::placed::{Placed, sort_for_fold};
use domain::receipt::{DeviceHead, Receipt};
use domain::report::{Report, Signed, Stage, SystemOfRecord};
use domain::unit::UnitCode;
use uuid::Uuid;

use crate::desk::{PACKS, evening};

pub(crate) const COUNTY: &str = "990121";
pub(crate) const CITY: &str = "990100";
pub(crate) const PROVINCE: &str = "990000";
pub(crate) const MATTER: Subject = Uuid::from_u128(1);

pub(crate) fn unit(code: &str) -> UnitCode {
    UnitCode(code.to_owned())
}

#[derive(Default)]
pub(crate) struct Log {
    pub(crate) entries: Vec<Placed>,
}

impl Log {
    /// Picked up at 18:09, and an incident at 18:10.
    pub(crate) fn incident() -> Self {
        let mut log = Self::call();
        log.write(COUNTY, "18:10", ended(CallOutcome::Incident));
        log
    }

    /// Picked up at 18:09.
    pub(crate) fn call() -> Self {
        let mut log = Self::default();
        log.write(COUNTY, "18:09", Content::CallOpened(CallOpened { received_at: evening("18:09") }));
        log
    }

    pub(crate) fn write(&mut self, by: &str, clock: &str, content: Content) -> EntryId {
        self.write_to(by, clock, content, &[])
    }

    pub(crate) fn write_to(&mut self, by: &str, clock: &str, content: Content, to: &[&str]) -> EntryId {
        let seq = u64::try_from(self.entries.len()).unwrap() + 1;
        let header = Header {
            id: Uuid::from_u128(0x1000 + u128::from(seq)),
            alg: Algorithm::Sm3Sm2,
            kind: content.kind(),
            subject: MATTER,
            audience: content.kind().audience(),
            addressees: to.iter().map(|code| unit(code)).collect(),
            links: Vec::new(),
            device: Uuid::from_u128(by.parse().unwrap()),
            epoch: 1,
            seq,
            prev: Digest::ZERO,
            unit: unit(by),
            author: Author::Desk,
            claimed_at: evening(clock),
            entered_at: evening(clock),
            clock_offset_ms: 0,
            clock_error_ms: None,
            boot_id: String::new(),
            anchor: None,
            pack: Digest::ZERO,
            base: None,
            body_hash: Digest::of(&seq.to_be_bytes()),
            body_len: 0,
            blobs: Vec::new(),
        };
        let id = header.id;
        self.entries.push(Placed { header, content, receipt: None });
        id
    }

    pub(crate) fn linked(&mut self, entry: EntryId, relation: Relation, to: Uuid) {
        self.of(entry).header.links.push(Link { relation, to });
    }

    /// Received by the upstream as the so-manieth of all.
    pub(crate) fn received(&mut self, entry: EntryId, clock: &str, position: u64) {
        let placed = self.of(entry);
        placed.receipt = Some(Receipt {
            entry,
            header_hash: Digest::ZERO,
            position,
            received_at: evening(clock),
            upstream: Uuid::nil(),
            generation: 1,
            key_id: String::new(),
            device_head: DeviceHead { epoch: 1, seq: placed.header.seq, digest: Digest::ZERO },
        });
    }

    fn of(&mut self, entry: EntryId) -> &mut Placed {
        self.entries.iter_mut().find(|placed| placed.header.id == entry).unwrap()
    }

    /// Takes an entry out, as who has no more than its header would see it.
    pub(crate) fn header_only(&mut self, entry: EntryId) -> HeaderOnly {
        let place = self.entries.iter().position(|placed| placed.header.id == entry).unwrap();
        let Placed { header, receipt, .. } = self.entries.remove(place);
        HeaderOnly { header, receipt }
    }

    pub(crate) fn folded(&self) -> Incident {
        let mut entries = self.entries.clone();
        sort_for_fold(&mut entries);
        Incident::fold(MATTER, &entries).unwrap()
    }
}

pub(crate) fn ended(outcome: CallOutcome) -> Content {
    let agreed_by = "甲某".to_owned();
    Content::CallEnded(CallEnded { outcome, note: String::new(), into: None, agreed_by })
}

/// A report of these facts, its title its stage's word.
pub(crate) fn report(stage: Stage, facts: &Facts, aware_at: Moment) -> Report {
    Report {
        stage,
        year: 2024,
        number: 18,
        nth: 1,
        follows: None,
        mends: None,
        title: format!("{stage:?}"),
        body: "正文".to_owned(),
        grading: grade(&PACKS, facts),
        grades: GradeHistory::default(),
        occurred: facts.occurred,
        facts: facts.clone(),
        aware_at,
        first_received: aware_at,
        first_reported: None,
        signed: Signed::Afterwards { statement: String::new() },
        system_of_record: SystemOfRecord::National,
    }
}

pub(crate) fn reported(stage: Stage, facts: &Facts) -> Content {
    Content::Report(Box::new(report(stage, facts, evening("18:09"))))
}
