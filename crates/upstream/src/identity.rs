//! Who this upstream is: what it signs with and what every receipt and certificate names.

use domain::Moment;
use domain::certificate::{Certificate, CertificateError, SealedCertificate};
use domain::entry::DeviceId;
use domain::generation::Generation;
use domain::heads::{Heads, SealedHeads};
use domain::receipt::{DeviceHead, Receipt, ReceiptError, SealedReceipt, UpstreamId};
use domain::seal::{PublicKey, SealError, SigningKey};
use domain::unit::UnitCode;
use domain::wire::{SealedTimeMark, TimeMark};

use crate::prepared::Prepared;

/// The identity of this upstream, with its key.
pub(crate) struct Identity {
    upstream: UpstreamId,
    generation: Generation,
    key: SigningKey,
    public: PublicKey,
    key_id: String,
}

impl Identity {
    pub(crate) fn new(upstream: UpstreamId, generation: Generation, key: SigningKey) -> Self {
        let public = key.public();
        let key_id = public.fingerprint();
        Self { upstream, generation, key, public, key_id }
    }

    pub(crate) const fn upstream(&self) -> UpstreamId {
        self.upstream
    }

    pub(crate) const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// What an earlier generation's receipt says, where it is one of ours.
    pub(crate) fn earlier(&self, sealed: &SealedReceipt) -> Option<Receipt> {
        let receipt = self.public.ready().ok().and_then(|key| sealed.proven(&key).ok())?;
        (receipt.upstream == self.upstream && receipt.generation < self.generation.number).then_some(receipt)
    }

    /// The certificate of a device, where it is one of ours.
    pub(crate) fn certified(&self, sealed: &SealedCertificate) -> Option<Certificate> {
        sealed.verify(&self.public).ok().filter(|certificate| certificate.upstream == self.upstream)
    }

    /// The receipt of an entry at its position.
    pub(crate) fn receipt(
        &self,
        entry: &Prepared,
        position: u64,
        device_head: DeviceHead,
        now: Moment,
    ) -> Result<SealedReceipt, ReceiptError> {
        let receipt = Receipt {
            entry: entry.header().id,
            header_hash: entry.header_hash(),
            position,
            received_at: now,
            upstream: self.upstream,
            generation: self.generation.number,
            key_id: self.key_id.clone(),
            device_head,
        };
        SealedReceipt::new(&receipt, &self.key)
    }

    /// The certificate of a newly enrolled device.
    pub(crate) fn certificate(
        &self,
        device: DeviceId,
        unit: UnitCode,
        key: PublicKey,
        from: Moment,
    ) -> Result<SealedCertificate, CertificateError> {
        let certificate = Certificate { device, unit, key, from, upstream: self.upstream, key_id: self.key_id.clone() };
        SealedCertificate::new(&certificate, &self.key)
    }

    /// The upstream's time, bound to the question.
    pub(crate) fn time_mark(&self, nonce: String, now: Moment) -> Result<SealedTimeMark, SealError> {
        let mark = TimeMark { nonce, time: now, generation: self.generation.clone(), key_id: self.key_id.clone() };
        SealedTimeMark::new(&mark, &self.key)
    }

    /// What is held of a device and how far its unit was handed things, bound to the question.
    pub(crate) fn heads(
        &self,
        nonce: String,
        device: DeviceId,
        heads: Vec<DeviceHead>,
        delivered: u64,
    ) -> Result<SealedHeads, SealError> {
        let (delivered, key_id) = (Some(delivered), self.key_id.clone());
        SealedHeads::new(&Heads { nonce, device, heads, delivered, key_id }, &self.key)
    }
}
