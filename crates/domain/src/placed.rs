//! An entry in its place: what a fold works on, and the one order in which every desk folds.

use crate::entry::{Content, DeviceId, EntryId, Header};
use crate::receipt::Receipt;

/// A readable entry with what is known of its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The header.
    pub header: Header,
    /// What it says.
    pub content: Content,
    /// Its verified receipt, none while it has not been received.
    pub receipt: Option<Receipt>,
}

/// The fold's order: position at the upstream (none: last), then device, epoch, seq. Clocks decide nothing.
#[must_use]
pub fn fold_order(placed: &Placed) -> (u64, DeviceId, u32, u64, EntryId) {
    let position = placed.receipt.as_ref().map_or(u64::MAX, |receipt| receipt.position);
    let header = &placed.header;
    (position, header.device, header.epoch, header.seq, header.id)
}

/// Header and content of each.
#[must_use]
pub fn read(entries: &[Placed]) -> Vec<(&Header, &Content)> {
    entries.iter().map(|placed| (&placed.header, &placed.content)).collect()
}

/// Sorts entries of one subject into the fold's order.
pub fn sort_for_fold(entries: &mut [Placed]) {
    entries.sort_by_key(fold_order);
}
