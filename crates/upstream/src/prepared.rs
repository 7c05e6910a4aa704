//! An entry that was checked against its device's key and waits for its place in the order.

use domain::Moment;
use domain::digest::Digest;
use domain::entry::{Content, DeviceId, EntryError, Header, Sealed};
use domain::receipt::SealedReceipt;
use domain::seal::PublicKey;
use domain::unit::UnitCode;
use domain::wire::{Offer, Refusal, RefusalCode};

use crate::enrolment::Device;
use crate::identity::Identity;

/// SQLite and PostgreSQL count to 2^63 - 1; one less, so that a successor can be asked for.
const MAX_SEQ: u64 = i64::MAX as u64 - 1;

/// Whose request it is, as the token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) device: DeviceId,
    pub(crate) unit: UnitCode,
    /// Every device of the unit with its key, revoked ones too: a desk that was enrolled anew, or restored from a
    /// backup, hands in what the device before it wrote and sealed.
    pub(crate) devices: Vec<(DeviceId, PublicKey)>,
}

impl Caller {
    fn key_of(&self, device: DeviceId) -> Option<&PublicKey> {
        self.devices.iter().find(|(id, _)| *id == device).map(|(_, key)| key)
    }
}

/// A checked entry: form, limits, seal, body and place hold, and it is of the caller's unit.
pub(crate) struct Prepared {
    sealed: Sealed,
    header: Header,
    header_hash: Digest,
    content: Option<Content>,
    earlier: Option<Earlier>,
}

/// An earlier generation's word that it received an entry, proved.
pub(crate) struct Earlier {
    sealed: SealedReceipt,
    position: u64,
}

impl Earlier {
    /// As it was signed.
    pub(crate) const fn sealed(&self) -> &SealedReceipt {
        &self.sealed
    }

    /// The place that it gives.
    pub(crate) const fn position(&self) -> u64 {
        self.position
    }
}

impl Prepared {
    /// Checks everything that needs no database.
    pub(crate) fn check(sealed: Sealed, caller: &Caller) -> Result<Self, Refusal> {
        let header = sealed.read_header().map_err(refuse)?;
        let key = caller
            .key_of(header.device)
            .filter(|_| header.unit == caller.unit)
            .ok_or_else(|| refusal(RefusalCode::NotYours, "条目不是本单位的值班台写的：请由写它的值班台自行提交"))?;
        Self::sealed_by(key, sealed, header)
    }

    /// Checks what an earlier generation received and this one forgot: beside the entry, that its receipt and its device's
    /// certificate are ours. Whoever was handed it may bring it back whole; without its body only its own unit, which may
    /// have cleared it. With the device, where that may be forgotten too.
    pub(crate) fn check_offer(
        offer: Offer,
        caller: &Caller,
        identity: &Identity,
    ) -> Result<(Self, Option<(Device, Moment)>), Refusal> {
        let Offer { entry, receipt, certificate } = offer;
        let header = entry.read_header().map_err(refuse)?;
        let ours = identity.certified(&certificate);
        let ours = ours.filter(|device| device.device == header.device && device.unit == header.unit);
        let ours =
            ours.ok_or_else(|| refusal(RefusalCode::NotYours, "所附设备证书不是本上级节点为写该条的设备签发的"))?;
        if entry.body.is_none() && header.unit != caller.unit {
            return Err(refusal(RefusalCode::NotYours, "其他单位的条目须连同正文补交"));
        }
        let word = identity.earlier(&receipt).filter(|word| word.header_hash == entry.digest());
        let word = word.ok_or_else(|| refusal(RefusalCode::BadSeal, "所附回执不是本上级节点以前为该条签发的回执"))?;
        let lost = caller.key_of(header.device).is_none().then(|| {
            let (id, unit, key) = (ours.device, ours.unit.clone(), ours.key.clone());
            (Device { id, unit, key, certificate, revoked: false }, ours.from)
        });
        let prepared = Self::sealed_by(&ours.key, entry, header)?;
        Ok((Self { earlier: Some(Earlier { sealed: receipt, position: word.position }), ..prepared }, lost))
    }

    fn sealed_by(key: &PublicKey, sealed: Sealed, header: Header) -> Result<Self, Refusal> {
        let (_, content) = sealed.verify(key).map_err(refuse)?;
        first_alone_has_no_predecessor(&header)?;
        let header_hash = sealed.digest();
        Ok(Self { sealed, header, header_hash, content, earlier: None })
    }

    /// The proof that an earlier generation received it, where that is how it came.
    pub(crate) const fn earlier(&self) -> Option<&Earlier> {
        self.earlier.as_ref()
    }

    /// What it says; none where its body did not come.
    pub(crate) const fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    pub(crate) const fn header(&self) -> &Header {
        &self.header
    }

    pub(crate) const fn header_hash(&self) -> Digest {
        self.header_hash
    }

    pub(crate) const fn sealed(&self) -> &Sealed {
        &self.sealed
    }
}

fn first_alone_has_no_predecessor(header: &Header) -> Result<(), Refusal> {
    let counted = (1..=MAX_SEQ).contains(&header.seq);
    if counted && (header.seq == 1) == (header.prev == Digest::ZERO) {
        Ok(())
    } else {
        Err(refusal(RefusalCode::BadSeal, "条目的序号与前一条的摘要不相称：请在值班台执行自检，并以新纪元重新写入"))
    }
}

fn refuse(error: EntryError) -> Refusal {
    let code = match &error {
        EntryError::Newer => {
            return refusal(
                RefusalCode::Newer,
                "上级节点的程序比写本条的值班台旧，还不能收；请上级节点管理员升级，值班台会自动再发",
            );
        }
        EntryError::BadHeader(_) | EntryError::BadBody(_) => RefusalCode::Malformed,
        EntryError::TooLarge { .. } => RefusalCode::TooLarge,
        EntryError::BodyMismatch | EntryError::KindMismatch | EntryError::Seal(_) => RefusalCode::BadSeal,
    };
    refusal(code, &format!("{error}。本条未收，请在值班台查看该条并重新提交"))
}

/// A refusal with these words.
pub(crate) fn refusal(code: RefusalCode, message: &str) -> Refusal {
    Refusal { code, message: message.to_owned() }
}
