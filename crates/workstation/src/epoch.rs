//! 新纪元: where this desk's chain cannot go on (the upstream holds others at its places, the folder was copied, the file
//! was put back), it goes on with a chain of its own and says again what has no receipt.
//!
//! Three steps, each safe to be killed after: the new epoch is noted beside the key, with why; one transaction opens it
//! and issues again; the note is taken off. Whatever writes an entry first does what is left of them.

use std::collections::{BTreeMap, BTreeSet};

use domain::digest::Digest;
use domain::entry::{Author, Content, EntryId, Header, Link, Relation, Sealed, Subject};
use domain::epoch::{EpochOpened, EpochReason};
use domain::placed::Placed;
use domain::reissue::rename_links;
use store::table::{entry, queue};
use store::{Store, StoreError, Writing, readable_entries};

use crate::door::DoorError;
use crate::enrolment::Enrolment;
use crate::identity::Identity;
use crate::machine::Machine;
use crate::sealing::{Happening, Sealer};
use crate::workstation::Workstation;

/// For how long the desk itself says that it opened an epoch.
const SAID_FOR: chrono::TimeDelta = chrono::TimeDelta::hours(24);

/// What a machine's own id is remembered as: copied folders are told apart, and nobody learns the id.
pub(crate) fn mark(machine: &dyn Machine) -> Option<Digest> {
    machine.machine_id().map(|id| Digest::of(format!("zhiban {id}").as_bytes()))
}

/// At start: finishes what was begun, and opens an epoch where the folder comes from another machine.
pub(crate) fn settle(desk: &Workstation) -> Result<(), DoorError> {
    finish(desk, &mut desk.store())?;
    let Some(identity) = desk.identity() else { return Ok(()) };
    let Some(here) = mark(desk.machine.as_ref()) else { return Ok(()) };
    match identity.machine {
        Some(before) if before == here => Ok(()),
        Some(_) => open_on(desk, EpochReason::Copied, 0, Some(here)),
        None => desk.become_device(Identity { machine: Some(here), ..Identity::clone(&identity) }),
    }
}

/// Opens an epoch beyond every one that is known here, and beyond `known_above`.
pub(crate) fn open(desk: &Workstation, reason: EpochReason, known_above: u32) -> Result<(), DoorError> {
    let here = desk.identity().and_then(|identity| identity.machine);
    open_on(desk, reason, known_above, here)
}

fn open_on(
    desk: &Workstation,
    reason: EpochReason,
    known_above: u32,
    machine: Option<Digest>,
) -> Result<(), DoorError> {
    let mut store = desk.store();
    finish(desk, &mut store)?;
    let identity = desk.identity().ok_or_else(DoorError::not_enrolled)?;
    let held = entry::newest_epoch(store.connection(), identity.device)?.unwrap_or(0);
    let epoch = identity.epoch.max(held).max(known_above).saturating_add(1);
    let begun = Begun { reason, before: identity.epoch };
    desk.become_device(Identity { epoch, begun: Some(begun), machine, ..Identity::clone(&identity) })?;
    finish(desk, &mut store)
}

/// Why an epoch was begun that is not opened in the file yet, and after which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Begun {
    pub(crate) reason: EpochReason,
    pub(crate) before: u32,
}

/// Does what is left of an opening that was begun. Nothing, mostly.
pub(crate) fn finish(desk: &Workstation, store: &mut Store) -> Result<(), DoorError> {
    let Some((identity, begun)) = desk.identity().and_then(|identity| identity.begun.map(|begun| (identity, begun)))
    else {
        return Ok(());
    };
    let opened = entry::newest_epoch(store.connection(), identity.device)?.is_some_and(|held| held >= identity.epoch);
    if !opened {
        let Some(enrolment) = desk.enrolment() else { return Ok(()) };
        let touched = write_opening(desk, store, &identity, begun, &enrolment)?;
        tell(desk, touched);
    }
    desk.become_device(Identity { begun: None, ..Identity::clone(&identity) })
}

fn tell(desk: &Workstation, touched: BTreeSet<Subject>) {
    desk.wake.notify_one();
    for subject in touched {
        desk.shown(Some(subject));
    }
}

fn write_opening(
    desk: &Workstation,
    store: &mut Store,
    identity: &Identity,
    begun: Begun,
    enrolment: &Enrolment,
) -> Result<BTreeSet<Subject>, DoorError> {
    let unit = enrolment.unit().ok_or_else(DoorError::not_enrolled)?;
    let tick = desk.tick();
    let sealer = Sealer {
        identity,
        unit,
        packs: desk.packs().digest(),
        machine: desk.machine.as_ref(),
        tick: &tick,
        author: Author::Desk,
    };
    store.write(|writing| {
        let waiting: Vec<(Sealed, Header)> = with_headers(queue::unreceipted(writing.connection())?)?
            .into_iter()
            .filter(|(sealed, header)| header.device == identity.device && sealed.body.is_some())
            .collect();
        let last_seq = writing.chain_head(identity.device, begun.before)?.seq.saturating_sub(1);
        let opened = EpochOpened {
            reason: begun.reason,
            before: begun.before,
            last_seq,
            reissued: u32::try_from(waiting.len()).unwrap_or(u32::MAX),
        };
        let happening = Happening::now(identity.device, Content::EpochOpened(opened), &tick).by(Author::Desk);
        sealer.append(writing, happening)?;
        reissue(&sealer, writing, waiting)
    })
}

fn with_headers(waiting: Vec<Sealed>) -> Result<Vec<(Sealed, Header)>, StoreError> {
    let with_header = |sealed: Sealed| Ok((sealed.clone(), sealed.read_header()?));
    waiting.into_iter().map(with_header).collect()
}

/// Says these again in the epoch that is open, in their order.
fn reissue(
    sealer: &Sealer<'_>,
    writing: &mut Writing<'_>,
    waiting: Vec<(Sealed, Header)>,
) -> Result<BTreeSet<Subject>, DoorError> {
    let mut touched = BTreeSet::new();
    let mut names: BTreeMap<EntryId, EntryId> = BTreeMap::new();
    for (_, header) in &waiting {
        names.insert(header.id, sealer.tick.new_id(sealer.machine)?);
    }
    let name = |id: EntryId| names.get(&id).copied().unwrap_or(id);
    for (sealed, header) in waiting {
        let Some(content) = sealed.read_content(&header)? else { continue };
        let old = header.id;
        touched.insert(header.subject);
        let mut links = rename_links(header.links.clone(), &name);
        links.push(Link { relation: Relation::Reissues, to: old });
        let again = Header { id: name(old), links, base: header.base.map(name), ..header };
        sealer.reissue(writing, old, again, content.renaming(&name))?;
    }
    Ok(touched)
}

/// The upstream holds others at the places of these. Where one is of the open epoch, that is ended; what was left of an
/// older one is said again in the open one. Whether any of them waited to be sent at all.
pub(crate) fn forked(
    desk: &Workstation,
    forked: &[EntryId],
    reason: EpochReason,
    known_above: u32,
) -> Result<bool, DoorError> {
    let Some(identity) = desk.identity() else { return Ok(false) };
    let waiting_still = |(sealed, header): &(Sealed, Header)| forked.contains(&header.id) && sealed.body.is_some();
    let left: Vec<_> =
        with_headers(queue::unreceipted(desk.store().connection())?)?.into_iter().filter(waiting_still).collect();
    let of_now = |header: &Header| header.device == identity.device && header.epoch == identity.epoch;
    if left.is_empty() {
        return Ok(false);
    }
    if left.iter().any(|(_, header)| of_now(header)) {
        open(desk, reason, known_above)?;
        return Ok(true);
    }
    let tick = desk.tick();
    let touched = desk.sealing(&tick, |sealer, store, _| {
        store.write(|writing| {
            let left =
                with_headers(queue::unreceipted(writing.connection())?)?.into_iter().filter(waiting_still).collect();
            reissue(sealer, writing, left)
        })
    })?;
    tell(desk, touched);
    Ok(true)
}

/// What the desk's own entries say of it.
pub(crate) fn words(opened: &EpochOpened) -> String {
    let why = match opened.reason {
        EpochReason::Restored => "本机数据由备份恢复",
        EpochReason::Copied => "数据文件夹来自另一台机器",
        EpochReason::ChainFork => "上级节点已有同一序号的另一条记录（数据曾被复制或恢复）",
        EpochReason::Behind => "上级节点所收的比本机保存的多（本机数据曾退回到较早的时候），缺的正在取回",
    };
    match opened.reissued {
        0 => format!("{why}。本机已另起记录序列（第{}纪元之后），没有需要重发的。", opened.before),
        reissued => {
            format!("{why}。本机已另起记录序列（第{}纪元之后），尚无回执的{reissued}条已自动重新提交。", opened.before)
        }
    }
}

/// The epochs that this desk opened lately, newest first, in words.
pub(crate) fn said(desk: &Workstation, store: &Store, now: domain::Moment) -> Result<Vec<String>, StoreError> {
    let Some(identity) = desk.identity().filter(|identity| identity.epoch > 1) else { return Ok(Vec::new()) };
    let entries = readable_entries(store.connection(), identity.device)?;
    let lately = |placed: &&Placed| now - placed.header.entered_at < SAID_FOR;
    let opened = |placed: &Placed| match &placed.content {
        Content::EpochOpened(opened) => Some(words(opened)),
        _ => None,
    };
    Ok(entries.iter().rev().filter(lately).filter_map(opened).collect())
}
