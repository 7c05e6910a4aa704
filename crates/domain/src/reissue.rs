//! 重发: what an older epoch said without a receipt is said again in a new one. The same thing then has two ids, or more
//! where a copied desk did so too; every fold takes it once, under one of them.

use std::collections::BTreeMap;

use crate::entry::{Content, EntryId, Header, Link, Relation};
use crate::placed::Placed;

impl Content {
    /// The same with every entry that it names called by another id.
    #[must_use]
    pub fn renaming(mut self, name: &impl Fn(EntryId) -> EntryId) -> Self {
        match &mut self {
            Self::Report(report) => report.follows = report.follows.map(name),
            Self::Relay(relay) => relay.report = name(relay.report),
            Self::Claimed(claimed) => claimed.entry = name(claimed.entry),
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
            | Self::EpochOpened(_) => {}
        }
        self
    }
}

/// The same links with every entry called by another id; what an entry was issued again for stays as it is.
#[must_use]
pub fn rename_links(links: Vec<Link>, name: &impl Fn(EntryId) -> EntryId) -> Vec<Link> {
    let renamed = |link: Link| match link.relation {
        Relation::Reissues => link,
        Relation::About | Relation::MergedInto | Relation::PartOf => Link { to: name(link.to), ..link },
    };
    links.into_iter().map(renamed).collect()
}

/// The entries of one subject, each once: of one and its reissues stands what the upstream received first, and before
/// it received any the newest. Whatever names one that was left out names that one instead. Also the ids left out.
///
/// A reissue counts only within its unit, subject and kind, so that nobody can put another unit's entry aside.
#[must_use]
pub fn each_once(entries: Vec<Placed>) -> (Vec<Placed>, Vec<EntryId>) {
    if !entries.iter().any(|placed| reissued_by(&placed.header).next().is_some()) {
        return (entries, Vec::new());
    }
    let stands = standing(&entries);
    let name = |id: EntryId| stands.get(&id).copied().unwrap_or(id);
    let (standing, left_out): (Vec<_>, Vec<_>) = entries.into_iter().partition(|it| name(it.header.id) == it.header.id);
    let renamed = |mut placed: Placed| {
        placed.content = placed.content.renaming(&name);
        placed.header.links = rename_links(placed.header.links, &name);
        placed.header.base = placed.header.base.map(name);
        placed
    };
    (standing.into_iter().map(renamed).collect(), left_out.iter().map(|placed| placed.header.id).collect())
}

fn reissued_by(header: &Header) -> impl Iterator<Item = EntryId> {
    header.links.iter().filter(|link| link.relation == Relation::Reissues).map(|link| link.to)
}

/// For each id of a thing that was said more than once, the id under which it stands.
fn standing(entries: &[Placed]) -> BTreeMap<EntryId, EntryId> {
    let at: BTreeMap<EntryId, usize> = entries.iter().enumerate().map(|(at, placed)| (placed.header.id, at)).collect();
    let mut groups = Groups::default();
    for placed in entries {
        for old in reissued_by(&placed.header) {
            // An original that is not held here still binds its reissues together.
            let same =
                |other: &Placed| (&other.header.unit, other.header.kind) == (&placed.header.unit, placed.header.kind);
            if at.get(&old).is_none_or(|at| same(&entries[*at])) {
                groups.join(old, placed.header.id);
            }
        }
    }
    let mut best: BTreeMap<EntryId, &Placed> = BTreeMap::new();
    for placed in entries {
        let group = groups.of(placed.header.id);
        let one = best.entry(group).or_insert(placed);
        if preference(placed) < preference(one) {
            *one = placed;
        }
    }
    let known: Vec<EntryId> = groups.0.keys().copied().collect();
    known.into_iter().filter_map(|id| Some((id, best.get(&groups.of(id))?.header.id))).collect()
}

/// Received first, else said last.
fn preference(placed: &Placed) -> (u64, std::cmp::Reverse<(u32, u64)>, EntryId) {
    let position = placed.receipt.as_ref().map_or(u64::MAX, |receipt| receipt.position);
    (position, std::cmp::Reverse((placed.header.epoch, placed.header.seq)), placed.header.id)
}

/// Ids that are one thing, each leading to another of its group or to itself.
#[derive(Default)]
struct Groups(BTreeMap<EntryId, EntryId>);

impl Groups {
    fn of(&self, mut id: EntryId) -> EntryId {
        while let Some(leads) = self.0.get(&id).filter(|leads| **leads != id) {
            id = *leads;
        }
        id
    }

    fn join(&mut self, one: EntryId, other: EntryId) {
        let (one, other) = (self.of(one), self.of(other));
        self.0.insert(one, one);
        self.0.insert(other, one);
    }
}
