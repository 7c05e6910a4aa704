//! What came by packet, before the upstream delivered it.

use domain::certificate::SealedCertificate;
use domain::entry::{Header, Sealed};
use domain::receipt::{Receipt, SealedReceipt};

use super::Writing;
use crate::error::StoreError;
use crate::table::{certificate, displaced, entry};

/// An entry as a packet brought it, proven.
#[derive(Debug, Clone, Copy)]
pub struct Carried<'packet> {
    /// Exact bytes, with the body.
    pub sealed: &'packet Sealed,
    /// Its header.
    pub header: &'packet Header,
    /// Certificate of the device that wrote it.
    pub certificate: &'packet SealedCertificate,
    /// This desk wrote it, as the device that it is or was.
    pub own: bool,
    /// Its receipt as it came, and what it says.
    pub receipt: Option<(&'packet SealedReceipt, &'packet Receipt)>,
}

/// What became of an entry that came by packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carriage {
    /// It was not here before.
    New,
    /// It was, or one stands for it.
    Known,
}

impl Writing<'_> {
    /// Adds an entry that came by packet, with its receipt where it brought one; the upstream has not delivered it yet. What is
    /// held already stays as it is and gets the receipt.
    ///
    /// # Errors
    /// [`StoreError::Differs`] where other bytes hold its id, [`StoreError::OtherAtPlace`] or [`StoreError::Taken`] where
    /// another has its place.
    pub fn carry(&mut self, carried: &Carried<'_>) -> Result<Carriage, StoreError> {
        let Carried { sealed, header, certificate: of_device, own, receipt: brought } = *carried;
        let carriage = match entry::find(&self.transaction, header.id)? {
            Some(held) if held.header == sealed.header => Carriage::Known,
            Some(_) => return Err(StoreError::Differs(header.id)),
            None if displaced::holds(&self.transaction, header.id, sealed)? => return Ok(Carriage::Known),
            None if own => return Err(StoreError::OwnForgotten(header.id)),
            None => {
                self.make_way_for(header, brought.is_some())?;
                entry::insert(&self.transaction, sealed, header)?;
                certificate::put(&self.transaction, header.device, of_device)?;
                self.recent.chain = None;
                self.touch(header.subject);
                Carriage::New
            }
        };
        if let Some((receipt, verified)) = brought {
            self.receipt(receipt, verified, header.subject)?;
        }
        Ok(carriage)
    }

    /// Only what the upstream received takes a place from what it did not.
    fn make_way_for(&mut self, header: &Header, received: bool) -> Result<(), StoreError> {
        let place = (header.device, header.epoch);
        if received {
            for subject in displaced::make_way(&self.transaction, place, header.seq, header.id)? {
                self.touch(subject);
            }
        } else if entry::header_at(&self.transaction, place, header.seq)?.is_some() {
            return Err(StoreError::OtherAtPlace(header.id));
        }
        Ok(())
    }
}
