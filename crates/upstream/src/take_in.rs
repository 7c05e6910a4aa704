//! 收入离线包: what a desk carried here without a network is received as if the device had sent it.

use std::sync::Arc;

use domain::Moment;
use domain::entry::DeviceId;
use domain::packet::{Opened, PacketError, Reader, SealedPacket};
use domain::unit::UnitCode;
use domain::wire::{MAX_ENTRIES, Outcome};

use crate::data_folder::{DataFolder, FolderError};
use crate::prepared::{Caller, Prepared};

/// What came of a packet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// The unit that made it.
    pub from: String,
    /// 审批人
    pub approved_by: String,
    /// Received now.
    pub new: usize,
    /// Received before.
    pub known: usize,
    /// Each that is not received: how a person calls it, and why.
    pub refused: Vec<(String, String)>,
}

/// Why nothing of a packet was received.
#[derive(Debug, thiserror::Error)]
pub enum TakeInError {
    /// The packet does not hold.
    #[error(transparent)]
    Packet(#[from] PacketError),
    /// A device that is not enrolled here.
    #[error("离线包里的设备 {0} 没有登记在本上级节点；刚由备份恢复的，请先让该台联网一次，再收入")]
    UnknownDevice(DeviceId),
    /// Its access was taken away.
    #[error("制作离线包的设备 {0} 已被吊销，不能收入；请由该单位在用的值班台另做")]
    Revoked(DeviceId),
    /// Folder or database.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

impl DataFolder {
    /// Receives what is in a packet, each entry judged as if its device had sent it; however often that is done.
    ///
    /// # Errors
    /// [`TakeInError`]. Where the database fails on the way, what was received before stays so, and the rest may be taken in
    /// again.
    pub async fn take_in(&self, packet: &SealedPacket, now: Moment) -> Result<TakenIn, TakeInError> {
        let identity = Arc::new(self.identity().await?);
        let opened = packet.open(identity.public(), Reader::Upstream)?;
        let caller = self.sender(&opened, &identity).await?;
        let mut taken = TakenIn {
            from: opened.packet.unit_name.clone(),
            approved_by: opened.packet.approved_by.clone(),
            ..TakenIn::default()
        };
        for entries in opened.entries.chunks(MAX_ENTRIES) {
            let (mut names, mut arriving) = (Vec::new(), Vec::new());
            for entry in entries {
                match Prepared::check(entry.sealed.clone(), &caller) {
                    Ok(prepared) => {
                        names.push(entry.header.name());
                        arriving.push(prepared);
                    }
                    Err(refusal) => taken.refused.push((entry.header.name(), refusal.message)),
                }
            }
            if arriving.is_empty() {
                continue;
            }
            let before = self.storage().head().await.map_err(FolderError::from)?;
            let received = self.storage().receive(arriving, &identity, now).await.map_err(FolderError::from)?;
            names.into_iter().zip(received.outcomes).for_each(|(name, outcome)| taken.count(name, &outcome, before));
        }
        Ok(taken)
    }

    /// Whose entries these are: devices of the packet's unit that are enrolled here, as with a request of the unit's.
    async fn sender(&self, opened: &Opened, identity: &crate::identity::Identity) -> Result<Caller, TakeInError> {
        let enrolled = self.devices(None).await?;
        let unit: &UnitCode = &opened.packet.unit;
        let mut devices = Vec::new();
        for sealed in &opened.packet.certificates {
            let certificate = identity.certified(sealed).ok_or(PacketError::OtherCertificates)?;
            let known = enrolled.iter().find(|one| one.device == certificate.device && one.unit == *unit);
            let known = known.ok_or(TakeInError::UnknownDevice(certificate.device))?;
            if known.device == opened.packet.device && known.revoked_at.is_some() {
                return Err(TakeInError::Revoked(known.device));
            }
            devices.push((certificate.device, certificate.key));
        }
        Ok(Caller { device: opened.packet.device, unit: unit.clone(), devices })
    }
}

impl TakenIn {
    fn count(&mut self, name: String, outcome: &Outcome, before: u64) {
        match outcome {
            Outcome::Received { receipt } => match receipt.read() {
                Ok(receipt) if receipt.position <= before => self.known += 1,
                _ => self.new += 1,
            },
            Outcome::ChainFork { held } => {
                let why = format!("位置已为另一条（{held}）所占；请让该台联网，它会重新编号再报");
                self.refused.push((name, why));
            }
            Outcome::Refused { refusal } => self.refused.push((name, refusal.message.clone())),
        }
    }
}
