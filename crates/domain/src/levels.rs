//! 三级: what a matter is beside the unit's own incident: what other units hold of it, who signed for what, what superiors
//! ask and how it was answered, what was said by phone, with which other matters it is one event.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Moment;
use crate::entry::{AlarmAcknowledged, AlarmRung, Content, EntryId, Header, Kind, Relation, Subject};
use crate::incident::{Incident, ReceiptShown, Reported, Rung};
use crate::notice::Notice;
use crate::placed::Placed;
use crate::reader::Reader;
use crate::receipt::Receipt;
use crate::same_event::{self, last_words};
use crate::taken_up::{LevelTold, TakenUp};
use crate::unit::UnitCode;

mod directed;
mod known;

pub use directed::{Answer, Directed, PeerTold, SignedFor, clock_of};
pub use known::Known;

/// An entry of which only the header may be known, or can be until this program is a later one, with its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderOnly {
    /// The header.
    pub header: Header,
    /// Its verified receipt.
    pub receipt: Option<Receipt>,
}

/// A report of another unit that is known by its header and receipt alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Heard {
    /// The entry.
    pub id: Uuid,
    /// The machine's receipt.
    pub receipt: Option<ReceiptShown>,
    /// When it was entered into the national system, as that unit claims; none where it said nothing of it.
    pub relayed_at: Option<Moment>,
}

/// What another unit holds of the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OtherUnit {
    /// The unit.
    #[ts(type = "string")]
    pub unit: UnitCode,
    /// Its incident, as far as it may be read here.
    pub incident: Option<Incident>,
    /// Its reports that may not be read here, oldest first.
    pub heard: Vec<Heard>,
}

/// That this matter and another are one event, or are not after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLink {
    /// The other matter.
    pub other: Subject,
    /// One event; else not.
    pub same: bool,
    /// The entry that says so.
    pub said_by: EntryId,
    /// Its place at the upstream; none while it has not been received.
    pub position: Option<u64>,
}

impl same_event::Word for EventLink {
    /// What has no place at the upstream yet is the newest; of several such the one that was written last.
    type Place = (u64, EntryId);

    fn other(&self) -> Subject {
        self.other
    }

    fn is_same(&self) -> bool {
        self.same
    }

    fn place(&self) -> Self::Place {
        (self.position.unwrap_or(u64::MAX), self.said_by)
    }
}

/// Everything of a matter that is not the unit's own incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    /// The matter.
    pub id: Subject,
    /// What other units hold, in the order in which the first of each came.
    pub others: Vec<OtherUnit>,
    /// 承接, where the unit made the matter its own that way.
    pub taken_up: Option<TakenUp>,
    /// Who signed for what, oldest first.
    pub signed: Vec<SignedFor>,
    /// Directives, oldest first, with what became of each.
    pub directives: Vec<Directed>,
    /// What was said by phone of other units' reports, oldest first.
    pub told: Vec<LevelTold>,
    /// 互通, oldest first.
    pub notices: Vec<Notice>,
    /// 毗邻通报, oldest first.
    pub peers: Vec<PeerTold>,
    /// With which other matters it is one event, the last word of each.
    pub links: Vec<EventLink>,
    /// Alarms of directives' clocks that rang at the unit's desks, oldest first.
    pub alarms: Vec<Rung>,
}

impl Levels {
    /// Folds one matter for a unit: its entries in the fold's order, and the headers that came without a body. None where
    /// there is nothing but the unit's own.
    #[must_use]
    pub fn fold(reader: &Reader, subject: Subject, entries: &[Placed], headers: &[HeaderOnly]) -> Option<Self> {
        let mut levels = Self {
            id: subject,
            others: others(reader, subject, entries, headers),
            taken_up: None,
            signed: Vec::new(),
            directives: directed::directives(reader, entries),
            told: Vec::new(),
            notices: Vec::new(),
            peers: directed::peers(entries),
            links: links(entries, headers),
            alarms: Vec::new(),
        };
        for placed in entries {
            levels.take(reader, placed);
        }
        levels.told.sort_by_key(|told| told.at);
        levels.notices.sort_by_key(|notice| notice.at);
        levels.signed.sort_by_key(|signed| signed.at);
        (!levels.is_empty()).then_some(levels)
    }

    fn take(&mut self, reader: &Reader, placed: &Placed) {
        let own = placed.header.unit == reader.unit;
        match &placed.content {
            Content::Acknowledged(_) => self.signed.extend(SignedFor::of(placed)),
            // Two desks may take it up while offline; the earliest that the room knew stands.
            Content::TakenUp(taken) if own => {
                let earlier = self.taken_up.as_ref().is_none_or(|known| taken.aware_at < known.aware_at);
                if earlier {
                    self.taken_up = Some(taken.clone());
                }
            }
            Content::LevelTold(told) if own => self.told.push(told.clone()),
            Content::Notice(notice) if own => self.notices.push(notice.clone()),
            Content::AlarmRung(rung) if own => self.alarms.extend(self.of_directive(placed, rung)),
            Content::AlarmAcknowledged(seen) if own => self.alarm_seen(seen, placed.header.claimed_at),
            _ => {}
        }
    }

    /// An alarm of a directive's clock.
    fn of_directive(&self, placed: &Placed, rung: &AlarmRung) -> Option<Rung> {
        let directed = self.directives.iter().any(|one| directed::is_clock_of(one.id, &rung.rule));
        directed.then(|| crate::incident::rung(placed, rung))
    }

    fn alarm_seen(&mut self, seen: &AlarmAcknowledged, at: Moment) {
        for rung in self.alarms.iter_mut().filter(|rung| rung.rule == seen.rule && rung.step == seen.step) {
            rung.acknowledged_at = Some(rung.acknowledged_at.map_or(at, |earlier| earlier.min(at)));
        }
    }

    fn is_empty(&self) -> bool {
        self.others.is_empty()
            && self.taken_up.is_none()
            && self.signed.is_empty()
            && self.directives.is_empty()
            && self.told.is_empty()
            && self.notices.is_empty()
            && self.peers.is_empty()
            && self.links.is_empty()
    }

    /// Whether somebody waits: a report that nobody above signed for, a directive that was not answered, a notice that
    /// nobody took.
    #[must_use]
    pub fn waits(&self) -> bool {
        let read = self.others.iter().filter_map(|other| other.incident.as_ref());
        read.flat_map(|incident| &incident.reports).any(|report| !self.is_signed(report))
            || self.directives.iter().any(Directed::is_open)
            || self.peers.iter().any(|peer| peer.signed.is_empty())
    }

    /// When the first of what came from elsewhere was there; none where nothing did.
    #[must_use]
    pub fn arrived_at(&self) -> Option<Moment> {
        let reported = self.others.iter().filter_map(OtherUnit::arrived_at);
        reported.chain(self.directives.iter().filter(|one| !one.ours).map(Directed::since)).min()
    }

    /// Whether somebody beside its author signed for a report.
    #[must_use]
    pub fn is_signed(&self, report: &Reported) -> bool {
        self.signed.iter().any(|signed| signed.of == report.id && signed.unit != report.unit)
    }

    /// Who signed for an entry, the first.
    #[must_use]
    pub fn signature_for(&self, entry: EntryId, by: &UnitCode) -> Option<&SignedFor> {
        self.signed.iter().find(|signed| signed.of == entry && signed.unit == *by)
    }
}

impl OtherUnit {
    /// When its first report was there: by its receipt, or as it says itself where it came without one.
    #[must_use]
    pub fn arrived_at(&self) -> Option<Moment> {
        let read = self.incident.iter().flat_map(|incident| &incident.reports);
        let read = read.map(Reported::arrived_at);
        let heard = self.heard.iter().filter_map(|heard| heard.receipt.as_ref().map(|receipt| receipt.received_at));
        read.chain(heard).min()
    }
}

fn others(reader: &Reader, subject: Subject, entries: &[Placed], headers: &[HeaderOnly]) -> Vec<OtherUnit> {
    let foreign = entries.iter().map(|placed| &placed.header).chain(headers.iter().map(|one| &one.header));
    let mut units: Vec<UnitCode> = Vec::new();
    for header in foreign.filter(|header| header.unit != reader.unit && says_where_it_stands(header.kind)) {
        if !units.contains(&header.unit) {
            units.push(header.unit.clone());
        }
    }
    let other = |unit: UnitCode| {
        let theirs: Vec<Placed> = entries.iter().filter(|placed| placed.header.unit == unit).cloned().collect();
        OtherUnit { incident: Incident::fold(subject, &theirs), heard: heard(&unit, headers), unit }
    };
    units.into_iter().map(other).collect()
}

/// Whether an entry makes its author one of those who hold the matter.
const fn says_where_it_stands(kind: Kind) -> bool {
    matches!(kind, Kind::Report | Kind::Relay)
}

fn heard(unit: &UnitCode, headers: &[HeaderOnly]) -> Vec<Heard> {
    let of_unit = || headers.iter().filter(|one| one.header.unit == *unit);
    let relays: Vec<&Header> = of_unit().map(|one| &one.header).filter(|one| one.kind == Kind::Relay).collect();
    let relayed_at = |report: EntryId| {
        let of_report = relays.iter().filter(|relay| relay.links.iter().any(|link| link.to == report));
        of_report.map(|relay| relay.claimed_at).min()
    };
    let reports = of_unit().filter(|one| one.header.kind == Kind::Report);
    let mut heard: Vec<Heard> = reports
        .map(|one| Heard {
            id: one.header.id,
            receipt: one.receipt.as_ref().map(ReceiptShown::of),
            relayed_at: relayed_at(one.header.id),
        })
        .collect();
    heard.sort_by_key(|one| (one.receipt.as_ref().map(|receipt| receipt.received_at), one.id));
    heard
}

/// The last word on each other matter.
fn links(entries: &[Placed], headers: &[HeaderOnly]) -> Vec<EventLink> {
    let read = entries.iter().map(|placed| (&placed.header, placed.receipt.as_ref()));
    let all = read.chain(headers.iter().map(|one| (&one.header, one.receipt.as_ref())));
    let said = all.filter(|(header, _)| header.kind == Kind::SameEvent).flat_map(|(header, receipt)| {
        header.links.iter().filter_map(move |link| {
            let same = match link.relation {
                Relation::SameEvent => true,
                Relation::OtherEvent => false,
                _ => return None,
            };
            Some(EventLink { other: link.to, same, said_by: header.id, position: receipt.map(|one| one.position) })
        })
    });
    last_words(said)
}
