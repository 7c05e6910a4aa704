//! 重发: what an older epoch said without a receipt is said again in a new one. The same thing then has two ids, or more
//! where a copied desk did so too; every fold takes it once, under one of them.

use std::collections::BTreeMap;

use crate::entry::{Content, DeviceId, EntryId, Header, Kind, Link, Relation};
use crate::placed::Placed;
use crate::roster::DayRow;

impl Content {
    /// The same with every entry that it names called by another id.
    #[must_use]
    pub fn renaming(mut self, name: &impl Fn(EntryId) -> EntryId) -> Self {
        match &mut self {
            Self::Report(report) => {
                report.follows = report.follows.map(name);
                report.mends = report.mends.map(name);
            }
            Self::TakenUp(taken) => taken.from = name(taken.from),
            Self::Acknowledged(signed) => signed.of = name(signed.of),
            Self::Directive(directive) => {
                directive.about = directive.about.map(name);
                directive.extends = directive.extends.map(name);
            }
            Self::DirectiveAnswered(answered) => {
                answered.directive = name(answered.directive);
                answered.report = answered.report.map(name);
            }
            Self::Relay(relay) | Self::RosterEntered(relay) => relay.report = name(relay.report),
            Self::Claimed(claimed) => claimed.entry = name(claimed.entry),
            Self::RosterPublished(published) => replacing(&mut published.rows, name),
            Self::RosterChanged(changed) => {
                replacing(&mut changed.rows, name);
                changed.settles = changed.settles.map(name);
            }
            Self::Disclosed(disclosed) => disclosed.entries.iter_mut().for_each(|entry| *entry = name(*entry)),
            // A purge names exact bytes, and those have one id.
            Self::Purged(_)
            | Self::CallOpened(_)
            | Self::CallNoted(_)
            | Self::CallTimeCorrected(_)
            | Self::CallEnded(_)
            | Self::SourceAdded(_)
            | Self::CallOut(_)
            | Self::SignOff(_)
            | Self::SignOffSought(_)
            | Self::AlarmRung(_)
            | Self::AlarmAcknowledged(_)
            | Self::ClockSet(_)
            | Self::SoundTested(_)
            | Self::OfficerListed(_)
            | Self::ChangeNoted(_)
            | Self::AccordChecked(_)
            | Self::ExtensionGranted(_)
            | Self::DutyDone(_)
            | Self::IncidentEnded(_)
            | Self::IncidentReopened(_)
            | Self::LookedAgain(_)
            | Self::PackChanged(_)
            | Self::NumberExplained(_)
            | Self::ProcessJoined(_)
            | Self::Information(_)
            | Self::SignedIn(_)
            | Self::AccessNoted(_)
            | Self::EpochOpened(_)
            | Self::LevelTold(_)
            | Self::SameEvent(_)
            | Self::Notice(_)
            | Self::PeerNotice(_) => {}
        }
        self
    }
}

fn replacing(rows: &mut [DayRow], name: &impl Fn(EntryId) -> EntryId) {
    rows.iter_mut().for_each(|row| row.replaces = row.replaces.map(name));
}

/// The same links with every entry called by another id; what an entry was issued again for stays as it is.
#[must_use]
pub fn rename_links(links: Vec<Link>, name: &impl Fn(EntryId) -> EntryId) -> Vec<Link> {
    let renamed = |link: Link| match link.relation {
        // Which matters are one event is said of matters, not of entries.
        Relation::Reissues | Relation::SameEvent | Relation::OtherEvent => link,
        Relation::About | Relation::MergedInto | Relation::PartOf => Link { to: name(link.to), ..link },
    };
    links.into_iter().map(renamed).collect()
}

/// The entries of one subject, each once: of one and its reissues stands what the upstream received first, and before
/// it received any the newest. Whatever names one that was left out names that one instead. Also the ids left out.
///
/// A reissue counts only within its device, subject and kind, so that nobody can put another's entry aside.
#[must_use]
pub fn each_once(entries: Vec<Placed>) -> (Vec<Placed>, Vec<EntryId>) {
    if !entries.iter().any(|placed| says_again(&placed.header)) {
        return (entries, Vec::new());
    }
    let standing = Standing::of(&entries);
    let stands = |header: &Header| standing.name(header.device, header.id) == header.id;
    let (stand, left_out): (Vec<_>, Vec<_>) = entries.into_iter().partition(|placed| stands(&placed.header));
    let renamed = |mut placed: Placed| {
        let name = |id: EntryId| standing.name(placed.header.device, id);
        placed.content = placed.content.renaming(&name);
        placed.header.links = rename_links(placed.header.links, &name);
        placed.header.base = placed.header.base.map(name);
        placed
    };
    (stand.into_iter().map(renamed).collect(), left_out.iter().map(|placed| placed.header.id).collect())
}

/// Whether an entry says again what another said.
#[must_use]
pub fn says_again(header: &Header) -> bool {
    reissued_by(header).next().is_some()
}

fn reissued_by(header: &Header) -> impl Iterator<Item = EntryId> {
    header.links.iter().filter(|link| link.relation == Relation::Reissues).map(|link| link.to)
}

/// Under which id a thing stands that was said more than once.
struct Standing {
    /// Of each entry that is held, by its own word alone.
    held: BTreeMap<EntryId, EntryId>,
    /// Of an original that is not held here, for the device that said it again.
    lost: BTreeMap<(DeviceId, EntryId), EntryId>,
}

impl Standing {
    fn of(entries: &[Placed]) -> Self {
        let mut groups = Groups::default();
        for Placed { header, .. } in entries {
            // The first that it names is the original, which all its issues name. To join by more could make one thing
            // of two.
            if let Some(old) = reissued_by(header).next() {
                groups.join(said(header, old), said(header, header.id));
            }
        }
        let mut best: BTreeMap<Said, &Placed> = BTreeMap::new();
        for placed in entries {
            let one = best.entry(groups.of(said(&placed.header, placed.header.id))).or_insert(placed);
            if preference(placed) < preference(one) {
                *one = placed;
            }
        }
        let stands = |said: Said| best.get(&groups.of(said)).map_or(said.2, |placed| placed.header.id);
        let held = entries.iter().map(|Placed { header, .. }| (header.id, stands(said(header, header.id)))).collect();
        let again = |Placed { header, .. }: &Placed| {
            let stands = stands(said(header, header.id));
            reissued_by(header).map(move |old| ((header.device, old), stands)).collect::<Vec<_>>()
        };
        let lost = entries.iter().flat_map(again).collect();
        Self { held, lost }
    }

    fn name(&self, by: DeviceId, id: EntryId) -> EntryId {
        self.held.get(&id).or_else(|| self.lost.get(&(by, id))).copied().unwrap_or(id)
    }
}

/// An entry as one device says it: another device that names it, held here or not, never comes into its group.
type Said = (DeviceId, Kind, EntryId);

fn said(by: &Header, entry: EntryId) -> Said {
    (by.device, by.kind, entry)
}

/// Received first, else said last.
fn preference(placed: &Placed) -> (u64, std::cmp::Reverse<(u32, u64)>, EntryId) {
    let position = placed.receipt.as_ref().map_or(u64::MAX, |receipt| receipt.position);
    (position, std::cmp::Reverse((placed.header.epoch, placed.header.seq)), placed.header.id)
}

/// Ids that are one thing, each leading to another of its group or to itself.
#[derive(Default)]
struct Groups(BTreeMap<Said, Said>);

impl Groups {
    fn of(&self, mut said: Said) -> Said {
        while let Some(leads) = self.0.get(&said).filter(|leads| **leads != said) {
            said = *leads;
        }
        said
    }

    fn join(&mut self, one: Said, other: Said) {
        let (one, other) = (self.of(one), self.of(other));
        self.0.insert(one, one);
        self.0.insert(other, one);
    }
}
