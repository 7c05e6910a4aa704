//! What the upstream holds of this device, beside what the file holds of it.

use domain::digest::Digest;
use domain::entry::DeviceId;
use domain::receipt::DeviceHead;
use store::table::entry;
use store::{Store, StoreError};

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
                "上级节点现只收存本机第{epoch}段至第{held}号记录，本机却有其回执至第{received}号（上级节点的数据可能曾退回到较早的时候）。请告知上级节点的系统管理员。"
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
            "本机数据文件{what}上级节点已收的第{}段第{}号记录，程序不会自行改动。请先备份留存，再联系系统管理员执行校验。",
            head.epoch, head.seq
        )));
    }
    Ok(None)
}
