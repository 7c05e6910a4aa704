//! What the upstream says is proved before anything of it is written, on every core: the store waits for no signature.

use domain::certificate::SealedCertificate;
use domain::entry::{EntryError, EntryId, Header, Sealed};
use domain::receipt::{Receipt, ReceiptError, SealedReceipt};
use domain::seal::{PublicKey, SealError, Verifier};
use domain::wire::{Delivery, Outcome, RefusalCode};
use store::table::queue::Waiting;

use super::cores::on_every_core;

/// What became of an entry that was sent.
pub(super) enum Became {
    /// The upstream holds it, and this proves it.
    Received {
        /// As it came.
        receipt: SealedReceipt,
        /// What it says.
        verified: Receipt,
    },
    /// The upstream holds this one instead.
    Forked(EntryId),
    /// It needs a person, in these words.
    Refused(String),
    /// The upstream is older than the program that wrote it.
    TooNew,
    /// It is said to be held, and nothing proves it.
    Unproven,
}

/// One for each entry sent, in order.
pub(super) fn became(sent: &[Waiting], outcomes: &[Outcome], key: &PublicKey) -> Vec<Became> {
    let key = key.ready();
    let answered: Vec<_> = sent.iter().zip(outcomes).collect();
    on_every_core(&answered, |(waiting, outcome)| match outcome {
        Outcome::Received { receipt } => match verified(receipt, &waiting.sealed, key.as_ref()) {
            Ok(verified) => Became::Received { receipt: receipt.clone(), verified },
            Err(_) => Became::Unproven,
        },
        Outcome::ChainFork { held } => Became::Forked(*held),
        Outcome::Refused { refusal } if refusal.code == RefusalCode::Newer => Became::TooNew,
        Outcome::Refused { refusal } => Became::Refused(refusal.message.clone()),
    })
}

fn verified(
    receipt: &SealedReceipt,
    entry: &Sealed,
    key: Result<&Verifier, &SealError>,
) -> Result<Receipt, ReceiptError> {
    receipt.verify_by(entry.digest(), key.map_err(|error| ReceiptError::Seal(*error))?)
}

/// A delivery whose every claim was checked.
pub(super) struct Proven {
    pub(super) n: u64,
    pub(super) entry: Sealed,
    pub(super) header: Header,
    pub(super) certificate: SealedCertificate,
    pub(super) receipt: SealedReceipt,
    pub(super) verified: Receipt,
}

/// What of a delivery proves nothing.
pub(super) struct Unproven(pub(super) &'static str);

/// Checks each; the first that proves nothing takes the page with it.
pub(super) fn proven(deliveries: &[Delivery], key: &PublicKey) -> Result<Vec<Proven>, Unproven> {
    let key = key.ready().map_err(|_| Unproven("设备证书"))?;
    on_every_core(deliveries, |delivery| prove(delivery, &key)).into_iter().collect()
}

fn prove(delivery: &Delivery, key: &Verifier) -> Result<Proven, Unproven> {
    let Delivery { n, entry, receipt, certificate } = delivery.clone();
    let device = certificate.verify_by(key).map_err(|_| Unproven("设备证书"))?;
    let header = entry.read_header().map_err(|_| Unproven("条目"))?;
    let written_by = device.key.ready().map_err(|_| Unproven("设备证书"))?;
    match entry.content_by(&header, &written_by) {
        // All of it holds but that it can be read: it is kept as it is, and the page goes on.
        Ok(_) | Err(EntryError::Newer) => {}
        Err(_) => return Err(Unproven("条目")),
    }
    if header.device != device.device || header.unit != device.unit {
        return Err(Unproven("条目"));
    }
    let verified = receipt.verify_by(entry.digest(), key).map_err(|_| Unproven("回执"))?;
    Ok(Proven { n, entry, header, certificate, receipt, verified })
}
