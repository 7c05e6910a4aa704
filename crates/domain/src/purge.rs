//! 清除: bodies with incidental personal data go by rule, headers never. The record of it stays, with what of the body is
//! not personal (突发事件应对法第八十五条、第九十四条).

mod due;
mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::entry::{CallNoted, Content, EntryId, Header, Kind, SourceAdded};
use crate::levels::HeaderOnly;
use crate::placed::{Placed, sort_for_fold};
use crate::receipt::Receipt;

pub use due::due;
pub use words::{CLEARED, without_numbers};

/// A body that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurgedBody {
    /// Its entry, whose header stays.
    pub entry: EntryId,
    /// What the body's digest was, as the header says.
    pub body_hash: Digest,
}

/// What stays of purged bodies: the same without persons and numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remainder {
    /// 来电补充
    CallNoted(CallNoted),
    /// 并入的来电
    SourceAdded(SourceAdded),
}

/// 清除, of one subject and under one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purged {
    /// What is gone.
    pub bodies: Vec<PurgedBody>,
    /// Id of the retention rule (pack).
    pub rule: String,
    /// Its clause, as cited.
    pub cite: String,
    /// What stays of them, in the same order.
    pub remainders: Vec<Remainder>,
}

/// Whether bodies of this kind hold a caller, who may go. Everything else is archive.
#[must_use]
pub const fn may_go(kind: Kind) -> bool {
    match kind {
        Kind::CallNoted | Kind::SourceAdded => true,
        Kind::CallOpened
        | Kind::CallTimeCorrected
        | Kind::CallEnded
        | Kind::CallOut
        | Kind::SignOff
        | Kind::Report
        | Kind::Relay
        | Kind::SignOffSought
        | Kind::AlarmRung
        | Kind::AlarmAcknowledged
        | Kind::ClockSet
        | Kind::SoundTested
        | Kind::OfficerListed
        | Kind::ChangeNoted
        | Kind::AccordChecked
        | Kind::ExtensionGranted
        | Kind::DutyDone
        | Kind::IncidentEnded
        | Kind::IncidentReopened
        | Kind::LookedAgain
        | Kind::PackChanged
        | Kind::NumberExplained
        | Kind::ProcessJoined
        | Kind::Information
        | Kind::SignedIn
        | Kind::Claimed
        | Kind::Disclosed
        | Kind::Purged
        | Kind::AccessNoted
        | Kind::EpochOpened
        | Kind::TakenUp
        | Kind::Acknowledged
        | Kind::Directive
        | Kind::DirectiveAnswered
        | Kind::LevelTold
        | Kind::SameEvent
        | Kind::Notice
        | Kind::PeerNotice
        | Kind::RosterPublished
        | Kind::RosterChanged
        | Kind::RosterEntered
        | Kind::Newer => false,
    }
}

impl Remainder {
    /// What stays of a body; none where nothing in it has to go.
    #[must_use]
    pub fn of(content: &Content) -> Option<Self> {
        match content {
            Content::CallNoted(noted) => words::without_persons(noted).map(Self::CallNoted),
            Content::SourceAdded(source) => {
                let said = words::without_persons(&source.said)?;
                Some(Self::SourceAdded(SourceAdded { said, ..source.clone() }))
            }
            _ => None,
        }
    }

    /// As the fold reads it in the place of the body.
    #[must_use]
    pub fn into_content(self) -> Content {
        match self {
            Self::CallNoted(noted) => Content::CallNoted(noted),
            Self::SourceAdded(source) => Content::SourceAdded(source),
        }
    }

    const fn kind(&self) -> Kind {
        match self {
            Self::CallNoted(_) => Kind::CallNoted,
            Self::SourceAdded(_) => Kind::SourceAdded,
        }
    }
}

/// An entry as it is held: its body may be gone, or not ours to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The header.
    pub header: Header,
    /// What it says, where the body is held and can be read.
    pub content: Option<Content>,
    /// Its verified receipt, none while it has not been received.
    pub receipt: Option<Receipt>,
}

/// The entries of a subject after its purges.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    /// What can be read, in the fold's order; the remainder in the place of a body that is gone.
    pub placed: Vec<Placed>,
    /// Entries whose body is to go, each with the purge that says so.
    pub cleared: Vec<(EntryId, EntryId)>,
    /// What may be known here by its header alone.
    pub headers: Vec<HeaderOnly>,
}

/// Whether this purge takes that body: it is of the same subject and unit, of a kind that may go, and the very body meant.
#[must_use]
pub fn takes(by: &Header, purged: &Purged, header: &Header) -> bool {
    meant(by, purged, header).is_some()
}

fn meant<'p>(by: &Header, purged: &'p Purged, header: &Header) -> Option<&'p Remainder> {
    let ours = by.unit == header.unit && by.subject == header.subject && may_go(header.kind);
    let pairs = || purged.bodies.iter().zip(&purged.remainders);
    let found = ours.then(|| pairs().find(|(body, _)| body.entry == header.id))?;
    let (body, remainder) = found?;
    (body.body_hash == header.body_hash && remainder.kind() == header.kind).then_some(remainder)
}

/// Puts remainders in the place of what is gone. A body that is still held and one that went yield the same, so that
/// neither the order of arrival nor the moment of the purge changes a view.
#[must_use]
pub fn settle(held: Vec<Held>) -> Settled {
    let mut placed = Vec::with_capacity(held.len());
    let mut gone = Vec::new();
    for Held { header, content, receipt } in held {
        match content {
            Some(content) => placed.push(Placed { header, content, receipt }),
            None => gone.push((header, receipt)),
        }
    }
    sort_for_fold(&mut placed);
    let remainders = by_entry(&placed);
    if remainders.is_empty() {
        let headers = gone.into_iter().map(|(header, receipt)| HeaderOnly { header, receipt }).collect();
        return Settled { placed, cleared: Vec::new(), headers };
    }
    let mut cleared = Vec::new();
    let mut left = |header: &Header| {
        let named = remainders.get(&header.id)?;
        let (by, remainder) = named.iter().find_map(|(by, purged)| Some((by.id, meant(by, purged, header)?)))?;
        cleared.push((header.id, by));
        Some(remainder.clone().into_content())
    };
    let after: Vec<Option<Content>> = placed.iter().map(|one| left(&one.header)).collect();
    let mut without_body = Vec::new();
    let mut headers = Vec::new();
    for (header, receipt) in gone {
        match left(&header) {
            Some(content) => without_body.push(Placed { header, content, receipt }),
            None => headers.push(HeaderOnly { header, receipt }),
        }
    }
    drop(remainders);
    for (one, content) in placed.iter_mut().zip(after) {
        if let Some(content) = content {
            one.content = content;
        }
    }
    placed.extend(without_body);
    sort_for_fold(&mut placed);
    Settled { placed, cleared, headers }
}

type Named = BTreeMap<EntryId, Vec<(Header, Purged)>>;

/// The purges that name an entry, the first in the fold's order first: that one stands.
fn by_entry(placed: &[Placed]) -> Named {
    let mut named = Named::new();
    for one in placed {
        if let Content::Purged(purged) = &one.content {
            for body in &purged.bodies {
                named.entry(body.entry).or_default().push((one.header.clone(), purged.clone()));
            }
        }
    }
    named
}
