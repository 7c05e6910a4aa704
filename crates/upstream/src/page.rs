//! A page of deliveries: bounded in number and in bytes, so that a slow link gets somewhere; one delivery always fits.

use domain::wire::{Delivery, DeliveryPage, MAX_PAGE};

/// A page of long bodies ends before this many bytes.
const BYTES: usize = 512 * 1024;

/// A page being filled.
#[derive(Default)]
pub(crate) struct Page {
    deliveries: Vec<Delivery>,
    bytes: usize,
    more: bool,
}

impl Page {
    /// Puts the next delivery on the page; false where it is full and there is more.
    pub(crate) fn take(&mut self, next: Delivery) -> bool {
        self.bytes += bytes(&next);
        let full = self.deliveries.len() == MAX_PAGE || self.bytes > BYTES;
        self.more = full && !self.deliveries.is_empty();
        if !self.more {
            self.deliveries.push(next);
        }
        !self.more
    }

    /// The page as it is sent.
    pub(crate) fn done(self) -> DeliveryPage {
        DeliveryPage { deliveries: self.deliveries, more: self.more }
    }
}

fn bytes(delivery: &Delivery) -> usize {
    delivery.entry.header.len()
        + delivery.entry.body.as_ref().map_or(0, String::len)
        + delivery.receipt.receipt.len()
        + delivery.certificate.certificate.len()
}
