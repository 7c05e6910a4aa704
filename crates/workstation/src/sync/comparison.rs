//! What the upstream holds of this device and delivered to its unit, beside what the file holds of it.

use domain::digest::Digest;
use domain::entry::DeviceId;
use domain::receipt::DeviceHead;
use store::table::{delivery, entry};
use store::{Store, StoreError};

use super::met::Met;

/// What the upstream counts of deliveries to the unit, beside those that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// All of them came, or it does not tell.
    Agree,
    /// Not all that it says it delivered came.
    Missing {
        /// The last by its word.
        delivered: u64,
        /// The last that came.
        came: u64,
    },
    /// More came, of this generation, than it now says that it delivered.
    Fewer {
        /// The last by its word.
        delivered: u64,
        /// The last that had come.
        came: u64,
    },
}

impl Counts {
    /// What a person is told; none where they agree.
    pub(super) fn words(self) -> Option<String> {
        match self {
            Self::Agree => None,
            Self::Missing { delivered, came } => Some(format!(
                "上级节点称已分发给本单位到第{delivered}号，本机只收到第{came}号，其余没有发来。会继续收取；持续出现的，请告知上级节点的系统管理员核对，急件以电话为准。"
            )),
            Self::Fewer { delivered, came } => Some(format!(
                "本机已收到分发的第{came}号，上级节点现在却称只分发到第{delivered}号（上级节点的数据可能曾退回到较早的时候）。请告知上级节点的系统管理员。"
            )),
        }
    }
}

/// Compares the counts, once every page was fetched; `before` is the last that had come when the upstream was asked. What a
/// generation of before delivered and this one has forgotten is no contradiction.
pub(super) fn counts(store: &Store, delivered: Option<u64>, before: u64) -> Result<Counts, StoreError> {
    let Some(delivered) = delivered else { return Ok(Counts::Agree) };
    let came = delivery::cursor(store.connection())?;
    let of_this_generation = before > Met::read(store)?.newest().begins_after();
    Ok(match () {
        () if came < delivered => Counts::Missing { delivered, came },
        () if delivered < before && of_this_generation => Counts::Fewer { delivered, came: before },
        () => Counts::Agree,
    })
}

/// How one head stands to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// The file holds that very entry.
    Held,
    /// It holds nothing at that place.
    Missing,
    /// It holds another there.
    Different,
}

fn stands(store: &Store, device: DeviceId, head: &DeviceHead) -> Result<Stands, StoreError> {
    let held = entry::header_at(store.connection(), (device, head.epoch), head.seq)?;
    Ok(match held {
        Some(header) if Digest::of(header.as_bytes()) == head.digest => Stands::Held,
        Some(_) => Stands::Different,
        None => Stands::Missing,
    })
}

/// The upstream holds more of the epoch in which this desk writes than its file does: the file is an older one.
pub(super) fn is_behind(
    store: &Store,
    (device, epoch): (DeviceId, u32),
    heads: &[DeviceHead],
) -> Result<bool, StoreError> {
    let of_now = heads.iter().find(|head| head.epoch == epoch);
    Ok(of_now.map(|head| stands(store, device, head)).transpose()? == Some(Stands::Missing))
}

/// The upstream's newest holds the place of one that waits here: a clone was there first. The seq of that place; all that
/// is beyond it here hangs on a fork.
pub(super) fn fork_within(
    store: &Store,
    (device, epoch): (DeviceId, u32),
    heads: &[DeviceHead],
) -> Result<Option<u64>, StoreError> {
    let Some(head) = heads.iter().find(|head| head.epoch == epoch) else { return Ok(None) };
    let taken = stands(store, device, head)? == Stands::Different
        && entry::waits_at(store.connection(), (device, epoch), head.seq)?;
    Ok(taken.then_some(head.seq))
}

/// The desk has receipts for more than the upstream now says that it holds: it was put back to an earlier state. To be
/// asked before anything is sent, which would get receipts beyond the heads.
pub(super) fn lost_above(store: &Store, device: DeviceId, heads: &[DeviceHead]) -> Result<Option<String>, StoreError> {
    for epoch in 1..=entry::newest_epoch(store.connection(), device)?.unwrap_or(0) {
        let Some(received) = entry::last_received(store.connection(), (device, epoch))? else { continue };
        let held = heads.iter().find(|head| head.epoch == epoch).map_or(0, |head| head.seq);
        if held < received {
            return Ok(Some(format!(
                "上级节点现只收存本机第{epoch}纪元至第{held}号记录，本机却有其回执至第{received}号（上级节点的数据可能曾退回到较早的时候）。请告知上级节点的系统管理员。"
            )));
        }
    }
    Ok(None)
}

/// Once everything was sent and fetched the file holds every head; where it does not, this is said.
pub(super) fn contradiction(
    store: &Store,
    device: DeviceId,
    heads: &[DeviceHead],
) -> Result<Option<String>, StoreError> {
    for head in heads {
        let what = match stands(store, device, head)? {
            Stands::Held => continue,
            Stands::Missing => "缺少",
            Stands::Different => "不同于",
        };
        return Ok(Some(format!(
            "本机数据文件{what}上级节点已收的第{}纪元第{}号记录，程序不会自行改动。请先备份留存，再联系系统管理员执行校验。",
            head.epoch, head.seq
        )));
    }
    Ok(None)
}
