//! A room that writes down one evening, as placed entries; what is folded of them is what a desk would fold.

use std::collections::BTreeMap;

use domain::Moment;
use domain::call::CallOutcome;
use domain::contact::{CallOut, Purpose, Reached};
use domain::deadline::{ClockFacts, OnRecord};
use domain::digest::Digest;
use domain::entry::{AlarmRung, Algorithm, Author, CallEnded, CallNoted, CallOpened, Content, EntryId, Header, Relay};
use domain::facts::{Facts, Occurred, Precision};
use domain::grade::Grading;
use domain::grade_history::GradeHistory;
use domain::incident::Incident;
use domain::placed::{Placed, sort_for_fold};
use domain::receipt::{DeviceHead, Receipt};
use domain::report::{Report, Signed, Stage, SystemOfRecord};
use domain::signoff::{SignOff, SignOffSought, SignOffWay, SoughtEnd, letter_digest};
use domain::timeline::{Milestone, Record, Timeline, timeline};
use domain::unit::{Level, UnitCode};
use domain::unit_tree::UnitTree;
use uuid::Uuid;

use crate::desk::{PACKS, evening};

pub(super) const DESK: Author = Author::Desk;
pub(super) const JIA: Author = Author::Officer(Uuid::from_u128(0x0a));
pub(super) const YI: Author = Author::Officer(Uuid::from_u128(0x0b));

const SUBJECT: Uuid = Uuid::from_u128(1);

pub(super) struct Room {
    entries: Vec<Placed>,
    facts: Facts,
    pub(super) names: BTreeMap<Uuid, String>,
    pub(super) reader: UnitCode,
    pub(super) system_of_record: SystemOfRecord,
    pub(super) now: Moment,
}

impl Room {
    /// The phone was picked up at that time of the evening.
    pub(super) fn picked_up(clock: &str) -> Self {
        let name = |officer: &Author, name: &str| match officer {
            Author::Officer(id) => (*id, name.to_owned()),
            Author::Desk => (Uuid::nil(), name.to_owned()),
        };
        let mut room = Self {
            entries: Vec::new(),
            facts: Facts { kind: Some("fire".to_owned()), ..Facts::default() },
            names: BTreeMap::from([name(&JIA, "值班员甲"), name(&YI, "值班员乙")]),
            reader: own_unit(),
            system_of_record: SystemOfRecord::National,
            now: evening("23:59"),
        };
        room.note(DESK, clock, Content::CallOpened(CallOpened { received_at: evening(clock) }));
        room
    }

    /// And it was an incident at once.
    pub(super) fn incident(clock: &str) -> Self {
        let mut room = Self::picked_up(clock);
        room.becomes_an_incident(clock);
        room
    }

    pub(super) fn becomes_an_incident(&mut self, clock: &str) {
        let ended =
            CallEnded { outcome: CallOutcome::Incident, note: String::new(), into: None, agreed_by: String::new() };
        self.note(DESK, clock, Content::CallEnded(ended));
    }

    /// Written down as it happened.
    pub(super) fn note(&mut self, by: Author, clock: &str, content: Content) -> EntryId {
        self.put(by, clock, clock, content)
    }

    /// Written down at another time of the evening than it happened.
    pub(super) fn put(&mut self, by: Author, happened: &str, entered: &str, content: Content) -> EntryId {
        self.enter(by, evening(happened), evening(entered), content)
    }

    pub(super) fn enter(&mut self, by: Author, claimed_at: Moment, entered_at: Moment, content: Content) -> EntryId {
        let seq = u64::try_from(self.entries.len()).unwrap() + 1;
        let header = header(seq, by, (claimed_at, entered_at), &content);
        let id = header.id;
        self.entries.push(Placed { header, content, receipt: None });
        id
    }

    pub(super) fn note_elsewhere(&mut self, by: Author, clock: &str, content: Content) {
        self.note(by, clock, content);
        self.entries.last_mut().unwrap().header.unit = UnitCode("340100".into());
    }

    /// 首次电话报告 at that time.
    pub(super) fn called(&mut self, clock: &str) {
        self.note(JIA, clock, call_out("市应急管理局指挥中心", clock, Purpose::Report, Reached::Answered));
    }

    pub(super) fn asked(&mut self, by: Author, clock: &str, ended: SoughtEnd) {
        let sought = SignOffSought {
            post: "带班领导".to_owned(),
            signer: String::new(),
            way: SignOffWay::ByPhone,
            at: evening(clock),
            ended,
        };
        self.note(by, clock, Content::SignOffSought(sought));
    }

    /// The letter of that stage, signed by phone.
    pub(super) fn signed(&mut self, by: Author, clock: &str, stage: Stage) {
        let sign_off = SignOff {
            post: "带班领导".to_owned(),
            signer: String::new(),
            way: SignOffWay::ByPhone,
            at: evening(clock),
            letter: letter_digest(title(stage), "正文"),
            number: None,
        };
        self.note(by, clock, Content::SignOff(sign_off));
    }

    pub(super) fn reported(&mut self, by: Author, clock: &str, stage: Stage) -> EntryId {
        let signed = Signed::By {
            post: "带班领导".to_owned(),
            signer: String::new(),
            way: SignOffWay::ByPhone,
            at: evening(clock),
            changed_since: false,
        };
        self.reports(by, evening(clock), stage, signed)
    }

    /// 先报后签
    pub(super) fn reported_first(&mut self, by: Author, clock: &str) -> EntryId {
        self.reports(by, evening(clock), Stage::First, Signed::Afterwards { statement: String::new() })
    }

    pub(super) fn reports(&mut self, by: Author, at: Moment, stage: Stage, signed: Signed) -> EntryId {
        let before = self.folds();
        let of_stage = before.reports.iter().filter(|report| report.stage == stage).count();
        let report = Report {
            stage,
            year: 2024,
            number: 18,
            nth: u32::try_from(of_stage).unwrap() + 1,
            follows: before.reports.last().map(|report| report.id),
            mends: None,
            title: title(stage).to_owned(),
            body: "正文".to_owned(),
            facts: self.facts.clone(),
            grading: Grading::default(),
            grades: GradeHistory::default(),
            occurred: self.facts.occurred,
            aware_at: before.aware_at,
            first_received: before.first_received,
            first_reported: before.first_reported,
            signed,
            system_of_record: self.system_of_record,
        };
        self.enter(by, at, at, Content::Report(Box::new(report)))
    }

    pub(super) fn relayed(&mut self, by: Author, clock: &str, report: EntryId, number: &str) {
        self.relayed_at(by, evening(clock), report, number);
    }

    pub(super) fn relayed_at(&mut self, by: Author, at: Moment, report: EntryId, number: &str) {
        self.enter(by, at, at, Content::Relay(Relay { report, at, number: number.to_owned(), instead: String::new() }));
    }

    pub(super) fn rang(&mut self, by: Author, clock: &str) {
        let rung = AlarmRung {
            rule: "N0".to_owned(),
            step: "ten".to_owned(),
            words: "内控还有10分".to_owned(),
            due_at: evening(clock),
            late: false,
            notified: true,
            played_by: None,
        };
        self.note(by, clock, Content::AlarmRung(rung));
    }

    pub(super) fn receipted(&mut self, entry: EntryId, clock: &str) {
        self.receipted_at(entry, evening(clock));
    }

    pub(super) fn receipted_at(&mut self, entry: EntryId, received_at: Moment) {
        let placed = self.entries.iter_mut().find(|placed| placed.header.id == entry).unwrap();
        placed.receipt = Some(Receipt {
            entry,
            header_hash: Digest::ZERO,
            position: placed.header.seq,
            received_at,
            upstream: Uuid::nil(),
            generation: 1,
            key_id: String::new(),
            device_head: DeviceHead { epoch: 1, seq: placed.header.seq, digest: Digest::ZERO },
        });
    }

    pub(super) fn occurred(&mut self, clock: &str) {
        self.facts.occurred = Some(Occurred { at: evening(clock), precision: Precision::Minute });
    }

    /// 演练件
    pub(super) fn drill(&mut self) {
        self.facts.drill = true;
    }

    pub(super) fn entries(&self) -> &[Placed] {
        &self.entries
    }

    /// Everything was received at one time, in this order.
    pub(super) fn received_in(&mut self, order: &[u64]) {
        let entries: Vec<EntryId> = self.entries.iter().map(|placed| placed.header.id).collect();
        for (entry, position) in entries.into_iter().zip(order) {
            self.receipted_at(entry, self.now);
            let placed = self.entries.iter_mut().find(|placed| placed.header.id == entry);
            placed.unwrap().receipt.as_mut().unwrap().position = *position;
        }
    }

    fn folded(&self) -> Vec<Placed> {
        let mut entries = self.entries.clone();
        sort_for_fold(&mut entries);
        entries
    }

    fn folds(&self) -> Incident {
        Incident::fold(SUBJECT, &self.folded()).unwrap()
    }

    fn clocks(&self, incident: &Incident) -> ClockFacts {
        let on_record = |report: &domain::incident::Reported| {
            let at = report.entered_at()?;
            Some(OnRecord { at, written_at: report.submitted_at, stage: report.stage })
        };
        ClockFacts {
            facts: self.facts.clone(),
            first_reported: incident.first_reported,
            first_reported_to: incident.first_reported_to.clone(),
            on_record: incident.reports.iter().filter_map(on_record).collect(),
            ended: incident.ended.as_ref().map(|ended| (ended.outcome, ended.at)),
            ..ClockFacts::new(incident.aware_at, Level::County)
        }
    }

    pub(super) fn timeline(&self) -> Timeline {
        self.timeline_by(&PACKS)
    }

    pub(super) fn timeline_by(&self, packs: &domain::pack::Packs) -> Timeline {
        let incident = self.folds();
        let clocks = self.clocks(&incident);
        let record = Record {
            packs,
            incident: &incident,
            entries: &self.folded(),
            unit: &self.reader,
            clocks: &clocks,
            names: &self.names,
            units: &UnitTree::default(),
        };
        timeline(&record, self.now)
    }

    /// The one milestone of these words.
    pub(super) fn milestone(&self, words: &str) -> Milestone {
        let all = self.timeline().milestones;
        let mut found = all.iter().filter(|one| one.words == words);
        let first = found.next().unwrap_or_else(|| panic!("{words} in {all:#?}"));
        assert!(found.next().is_none(), "{words} stands once");
        first.clone()
    }
}

fn own_unit() -> UnitCode {
    UnitCode("340122".into())
}

fn title(stage: Stage) -> &'static str {
    match stage {
        Stage::First => "关于火灾的报告",
        _ => "关于火灾的续报",
    }
}

fn header(seq: u64, author: Author, (claimed_at, entered_at): (Moment, Moment), content: &Content) -> Header {
    Header {
        id: Uuid::from_u128(0x1000 + u128::from(seq)),
        alg: Algorithm::Sm3Sm2,
        kind: content.kind(),
        subject: SUBJECT,
        audience: content.kind().audience(),
        addressees: Vec::new(),
        links: Vec::new(),
        device: Uuid::from_u128(7),
        epoch: 1,
        seq,
        prev: Digest::ZERO,
        unit: own_unit(),
        author,
        claimed_at,
        entered_at,
        clock_offset_ms: 0,
        clock_error_ms: None,
        boot_id: "boot".to_owned(),
        anchor: None,
        pack: Digest::ZERO,
        base: None,
        body_hash: Digest::ZERO,
        body_len: 0,
        blobs: Vec::new(),
    }
}

pub(super) fn call_out(name: &str, clock: &str, purpose: Purpose, reached: Reached) -> Content {
    call_out_at(name, evening(clock), purpose, reached)
}

pub(super) fn call_out_at(name: &str, at: Moment, purpose: Purpose, reached: Reached) -> Content {
    Content::CallOut(CallOut {
        recipient: None,
        name: name.to_owned(),
        superior: name.starts_with('市'),
        purpose,
        at,
        reached,
        taken_by: String::new(),
        words: String::new(),
        recording: String::new(),
    })
}

pub(super) fn said(name: &str, unit: &str) -> CallNoted {
    CallNoted { caller: name.to_owned(), caller_unit: unit.to_owned(), ..CallNoted::default() }
}

pub(super) fn caller(name: &str, unit: &str) -> Content {
    Content::CallNoted(said(name, unit))
}
