//! The rows that a batch comes to. Pure: the same entries and the same [`Known`] make the same plan on every database.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::digest::Digest;
use domain::disclosure::Disclosed;
use domain::entry::{BlobRef, Content, EntryId, Header, Kind};
use domain::purge::{Purged, takes};
use domain::receipt::{DeviceHead, SealedReceipt};
use domain::unit::UnitCode;
use domain::wire::Outcome;

use super::chain::{Neighbours, Verdict, judge};
use super::event::{Events, Reported, Superiors, Word};
use super::known::{Chain, Held, Known, Place, has};
use super::{Forks, Receiver, refused};
use crate::database_error::DatabaseError;
use crate::prepared::{Earlier, Prepared};
use crate::recipients::recipients;

/// An entry handed to a unit; the unit's running number is drawn when it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Handed {
    pub(crate) unit: UnitCode,
    pub(crate) position: u64,
    pub(crate) with_body: bool,
}

/// An entry shown to a unit beyond its audience, and by which entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) unit: UnitCode,
    pub(crate) position: u64,
    pub(crate) by: u64,
}

/// A blob that an entry speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BlobName {
    pub(crate) blob: BlobRef,
    pub(crate) position: u64,
}

/// What a database writes for a batch.
pub(crate) struct Plan<'a> {
    /// Each with its position and receipt.
    pub(crate) entries: Vec<(u64, &'a Prepared, SealedReceipt)>,
    /// In the order in which the units are to number them.
    pub(crate) handed: Vec<Handed>,
    pub(crate) shown: Vec<Shown>,
    /// Bodies taken away: whose position, and by which position.
    pub(crate) purged: Vec<(u64, u64)>,
    pub(crate) blobs: Vec<BlobName>,
    pub(crate) reported: Vec<Reported>,
    /// What is said of two matters, from either side.
    pub(crate) words: Vec<Word>,
    /// Heads that moved.
    pub(crate) heads: BTreeMap<Chain, DeviceHead>,
    /// One for each that arrived.
    pub(crate) outcomes: Vec<Outcome>,
    /// The last position that is used.
    pub(crate) last: u64,
}

impl<'a> Plan<'a> {
    /// Puts the entries at the positions after `before`, each as if those before it were held already.
    ///
    /// # Errors
    /// [`DatabaseError::Seal`] where a receipt cannot be signed.
    pub(super) fn draw(
        arriving: &[&'a Prepared],
        known: Known,
        receiver: Receiver<'_>,
        before: u64,
        forks: &mut Forks,
    ) -> Result<Self, DatabaseError> {
        let mut drawing = Drawing::new(known, receiver, before, forks);
        for entry in arriving {
            let outcome = drawing.take(entry)?;
            drawing.plan.outcomes.push(outcome);
        }
        Ok(drawing.plan)
    }

    /// The units that something is handed to.
    pub(crate) fn reached(&self) -> BTreeSet<UnitCode> {
        self.handed.iter().map(|handed| handed.unit.clone()).collect()
    }

    /// Whether a body is taken away.
    pub(crate) const fn clears(&self) -> bool {
        !self.purged.is_empty()
    }
}

/// What a named entry is, held already or of this very batch.
struct Spoken {
    position: u64,
    header: Header,
}

/// A plan being drawn: what is known, and what this batch has added to it so far.
struct Drawing<'a, 'r> {
    receiver: Receiver<'r>,
    forks: &'r mut Forks,
    by_id: HashMap<EntryId, Held>,
    by_place: HashMap<Place, EntryId>,
    beyond: HashMap<Place, Digest>,
    heads: HashMap<Chain, DeviceHead>,
    receipts: HashMap<u64, SealedReceipt>,
    superiors: Superiors,
    addressees: BTreeSet<UnitCode>,
    events: Events,
    spoken: HashMap<EntryId, Spoken>,
    handed: HashMap<u64, BTreeMap<UnitCode, bool>>,
    taken: BTreeSet<u64>,
    plan: Plan<'a>,
}

impl<'a, 'r> Drawing<'a, 'r> {
    fn new(known: Known, receiver: Receiver<'r>, before: u64, forks: &'r mut Forks) -> Self {
        let by_place = known.held.iter().map(|held| (held.place, held.id)).collect();
        let (mut spoken, mut handed) = (HashMap::new(), known.heard);
        for named in known.named {
            // A header that cannot be read is damage, and takes part in nothing; `check` tells of it.
            if let Ok(header) = serde_json::from_str(&named.header) {
                spoken.insert(named.id, Spoken { position: named.position, header });
                let known: &mut BTreeMap<_, _> = handed.entry(named.position).or_default();
                named.handed.into_iter().for_each(|(unit, with_body)| has(known, unit, with_body));
            }
        }
        let mut events = Events::default();
        known.reported.into_iter().for_each(|reported| events.add_reported(reported));
        known.words.into_iter().for_each(|word| events.add_word(word));
        Self {
            receiver,
            forks,
            by_place,
            by_id: known.held.into_iter().map(|held| (held.id, held)).collect(),
            beyond: known.beyond,
            heads: known.heads,
            receipts: known.receipts,
            superiors: known.superiors,
            addressees: known.addressees,
            events,
            spoken,
            handed,
            taken: known.taken,
            plan: Plan {
                entries: Vec::new(),
                handed: Vec::new(),
                shown: Vec::new(),
                purged: Vec::new(),
                blobs: Vec::new(),
                reported: Vec::new(),
                words: Vec::new(),
                heads: BTreeMap::new(),
                outcomes: Vec::new(),
                last: before,
            },
        }
    }

    fn take(&mut self, entry: &'a Prepared) -> Result<Outcome, DatabaseError> {
        let verdict = match judge(entry, &self.neighbours(entry.header())) {
            Verdict::New => self.forks.get(&entry.header().prev).copied().map_or(Verdict::New, Verdict::Fork),
            known => known,
        };
        match verdict {
            Verdict::Same(position) => self.receipt_at(position).map(|receipt| Outcome::Received { receipt }),
            Verdict::Fork(held) => {
                self.forks.insert(entry.header_hash(), held);
                Ok(Outcome::ChainFork { held })
            }
            Verdict::New if entry.sealed().body.is_none() && entry.earlier().is_none() => {
                Ok(refused("首次提交的条目必须附正文；请连同正文重新提交"))
            }
            Verdict::New if !self.reaches_its_addressees(entry.header()) => {
                Ok(refused("条目的主送单位中有上级节点没有登记的单位；请核对单位代码后重新写入"))
            }
            // What was received once was allowed then, whoever has been moved since.
            Verdict::New if entry.earlier().is_none() && !self.directs_downwards(entry.header()) => Ok(refused(
                "指令只能下达给本单位的下级单位；请去掉不是下级的单位后重新下达，需要告知毗邻单位的请用毗邻通报",
            )),
            Verdict::New => match entry.earlier() {
                None => self.take_new(entry).map(|receipt| Outcome::Received { receipt }),
                Some(earlier) => Ok(self.take_again(entry, earlier)),
            },
        }
    }

    fn neighbours(&self, header: &Header) -> Neighbours<'_> {
        let at = |seq| self.by_place.get(&(header.device, header.epoch, seq)).and_then(|id| self.by_id.get(id));
        Neighbours {
            same_id: self.by_id.get(&header.id),
            same_place: at(header.seq),
            before: at(header.seq - 1),
            after: at(header.seq + 1),
        }
    }

    fn receipt_at(&self, position: u64) -> Result<SealedReceipt, DatabaseError> {
        let missing = || DatabaseError::Damaged(format!("位置 {position} 没有回执"));
        self.receipts.get(&position).cloned().ok_or_else(missing)
    }

    fn reaches_its_addressees(&self, header: &Header) -> bool {
        header.kind == Kind::Disclosed || header.addressees.iter().all(|unit| self.addressees.contains(unit))
    }

    /// Whoever a directive names must be below its author, however far.
    fn directs_downwards(&self, header: &Header) -> bool {
        let below = |unit| self.superiors.get(unit).is_some_and(|above| above.contains(&header.unit));
        header.kind != Kind::Directive || header.addressees.iter().all(below)
    }

    fn take_new(&mut self, entry: &'a Prepared) -> Result<SealedReceipt, DatabaseError> {
        let position = self.plan.last + 1;
        self.hold(entry, position);
        let head = self.advance(entry.header());
        let Receiver { identity, now } = self.receiver;
        let receipt =
            identity.receipt(entry, position, head, now).map_err(|error| DatabaseError::Seal(error.to_string()))?;
        self.admit(entry, position, receipt.clone());
        self.plan.last = position;
        Ok(receipt)
    }

    /// What an earlier generation received has its old place and its old receipt: its time of receipt never moves.
    fn take_again(&mut self, entry: &'a Prepared, earlier: &Earlier) -> Outcome {
        let position = earlier.position();
        if !self.taken.insert(position) {
            return refused("该条的原回执位置已由另一条占用；请联系上级节点管理员核对恢复经过");
        }
        self.hold(entry, position);
        self.advance(entry.header());
        let receipt = earlier.sealed().clone();
        self.admit(entry, position, receipt.clone());
        Outcome::Received { receipt }
    }

    /// Writes it down at its position, and hands it on.
    fn admit(&mut self, entry: &'a Prepared, position: u64, receipt: SealedReceipt) {
        let header = entry.header();
        self.receipts.insert(position, receipt.clone());
        self.plan.entries.push((position, entry, receipt));
        self.plan.blobs.extend(header.blobs.iter().map(|blob| BlobName { blob: blob.clone(), position }));
        let superiors = self.superiors.get(&header.unit).cloned().unwrap_or_default();
        let addressees = may_be_named(header, &superiors);
        for unit in recipients(header.audience, &header.unit, &superiors, &addressees) {
            self.hand_on(unit, position, true);
        }
        self.share(header, position);
        match entry.content() {
            Some(Content::Disclosed(disclosed)) => self.disclose(&header.unit, &addressees, position, disclosed),
            Some(Content::Purged(purged)) => self.purge(header, position, purged),
            _ => {}
        }
    }

    fn hold(&mut self, entry: &Prepared, position: u64) {
        let header = entry.header();
        let place = (header.device, header.epoch, header.seq);
        let held = Held {
            id: header.id,
            place,
            position,
            header_hash: entry.header_hash(),
            prev: header.prev,
            signature: entry.sealed().signature.clone(),
        };
        self.by_id.insert(header.id, held);
        self.by_place.insert(place, header.id);
        self.beyond.insert(place, entry.header_hash());
        self.spoken.insert(header.id, Spoken { position, header: header.clone() });
    }

    /// The head of an entry's chain once that entry is held.
    fn advance(&mut self, entry: &Header) -> DeviceHead {
        let chain = (entry.device, entry.epoch);
        let none = || DeviceHead { epoch: entry.epoch, seq: 0, digest: Digest::ZERO };
        let head = self.heads.entry(chain).or_insert_with(none);
        let before = head.seq;
        while let Some(digest) = self.beyond.get(&(entry.device, entry.epoch, head.seq + 1)) {
            *head = DeviceHead { epoch: entry.epoch, seq: head.seq + 1, digest: *digest };
        }
        if head.seq > before {
            self.plan.heads.insert(chain, head.clone());
        }
        head.clone()
    }

    fn hand_on(&mut self, unit: UnitCode, position: u64, with_body: bool) {
        has(self.handed.entry(position).or_default(), unit.clone(), with_body);
        self.plan.handed.push(Handed { unit, position, with_body });
    }

    /// Shows those who reported an event that the others did: by headers, wherever they have nothing yet.
    fn share(&mut self, header: &Header, position: u64) {
        let (reported, words) = (Reported::by(header, position), Word::by(header, position));
        if reported.is_none() && words.is_empty() {
            return;
        }
        self.plan.reported.extend(reported.clone());
        self.plan.words.extend(words.iter().cloned());
        reported.into_iter().for_each(|reported| self.events.add_reported(reported));
        words.into_iter().for_each(|word| self.events.add_word(word));
        for matter in self.events.around(header.subject) {
            let shared = self.events.shared(matter, &self.superiors);
            shared.pairs().for_each(|(unit, position)| self.hint_at(unit, position));
        }
    }

    /// Hands an entry's header on to a unit that has nothing of it.
    fn hint_at(&mut self, unit: &UnitCode, position: u64) {
        if !self.handed.get(&position).is_some_and(|handed| handed.contains_key(unit)) {
            self.hand_on(unit.clone(), position, false);
        }
    }

    /// Hands exactly the named entries on that are the author's unit's own, to exactly these units. What is not theirs
    /// stays where it is, and nobody is told whether it is there.
    fn disclose(&mut self, own: &UnitCode, to: &[UnitCode], by: u64, disclosed: &Disclosed) {
        for id in disclosed.named() {
            let ours = self.spoken.get(id).filter(|spoken| spoken.header.unit == *own);
            if let Some(position) = ours.map(|spoken| spoken.position) {
                to.iter().for_each(|unit| self.show(unit, position, by));
            }
        }
    }

    /// Hands one entry on to a unit, unless it has it already; of whose header alone it has, it gets the whole now.
    fn show(&mut self, unit: &UnitCode, position: u64, by: u64) {
        if !self.handed.get(&position).and_then(|handed| handed.get(unit)).is_some_and(|with_body| *with_body) {
            self.hand_on(unit.clone(), position, true);
            self.plan.shown.push(Shown { unit: unit.clone(), position, by });
        }
    }

    /// Takes the bodies away that a purge names and may take, and lets those who were shown all of them hear of it. What
    /// it may not take stays, and nobody is told whether it is there.
    fn purge(&mut self, by: &Header, position: u64, purged: &Purged) {
        let mut readers: Option<BTreeSet<UnitCode>> = None;
        for body in &purged.bodies {
            let held = self.spoken.get(&body.entry).filter(|spoken| takes(by, purged, &spoken.header));
            let Some(cleared) = held.map(|spoken| spoken.position) else {
                readers = Some(BTreeSet::new());
                continue;
            };
            self.plan.purged.push((cleared, position));
            let of_this = self.readers(cleared);
            readers = Some(readers.map_or_else(|| of_this.clone(), |all| &all & &of_this));
        }
        for unit in readers.unwrap_or_default() {
            self.show(&unit, position, position);
        }
    }

    /// The units that an entry was handed to with its body.
    fn readers(&self, position: u64) -> BTreeSet<UnitCode> {
        let handed = self.handed.get(&position).into_iter().flatten();
        handed.filter(|(_, with_body)| **with_body).map(|(unit, _)| unit.clone()).collect()
    }
}

/// 调阅 is for units above the author's, whomever it names.
fn may_be_named(header: &Header, superiors: &[UnitCode]) -> Vec<UnitCode> {
    let named = header.addressees.iter();
    match header.kind {
        Kind::Disclosed => named.filter(|unit| superiors.contains(unit)).cloned().collect(),
        _ => named.cloned().collect(),
    }
}
