//! 离线包: entries that go from desk to desk without a network, as a file or as a sequence of QR codes. The device signs the
//! whole; every entry keeps its own seal, so a reader proves each of them offline by the key pinned at enrolment.
//!
//! A packet is taken in whole or not at all: whatever of it is odd refuses all of it.

mod error;
mod for_whom;
mod frames;
mod open;
mod squeezed;
mod text;

pub use error::PacketError;
pub use for_whom::{ForWhom, Reader};
pub use frames::{Frame, FrameError, Gathered, MOST_FRAMES, MisreadLine, PacketFrames, frames, gather};
pub use open::{Opened, OpenedEntry};
pub use text::read_any;

use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::certificate::SealedCertificate;
use crate::digest::Digest;
use crate::entry::{DeviceId, Sealed};
use crate::receipt::SealedReceipt;
use crate::seal::{Signature, SigningKey};
use crate::unit::UnitCode;

/// Most entries of one packet.
pub const MOST_ENTRIES: usize = 2_000;
/// Most devices whose certificates it carries.
pub const MOST_DEVICES: usize = 64;
/// Largest packet in bytes, as a file and inflated.
pub const LARGEST_PACKET: usize = 16 * 1024 * 1024;
/// Most characters of a name in it.
pub const LONGEST_NAME: usize = 100;

/// What a packet says. Its exact bytes are kept and signed; it is never written again from this struct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packet {
    /// The unit whose desk made it, and whose entries these are.
    pub unit: UnitCode,
    /// Its name.
    pub unit_name: String,
    /// The device that signs.
    pub device: DeviceId,
    /// Fingerprint of the upstream's key that the desk pinned: other certificates prove nothing to it, nor its own to others.
    pub upstream_key: String,
    /// When, by the room's clock; UTC.
    pub made_at: Moment,
    /// 审批人
    pub approved_by: String,
    /// For whom.
    pub to: ForWhom,
    /// The entries, in the order of device, epoch and seq.
    pub entries: Vec<Carried>,
    /// One for each device named.
    pub certificates: Vec<SealedCertificate>,
}

/// An entry on its way, with its receipt where the desk held one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// Exact bytes, always with the body: a header alone would stand in the way of the body that comes later.
    pub entry: Sealed,
    /// Its receipt.
    pub receipt: Option<SealedReceipt>,
}

/// A packet as it is written: exact bytes and the signature of the device over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedPacket {
    /// The packet's JSON, one line.
    pub packet: String,
    /// Over those bytes.
    pub signature: Signature,
}

impl SealedPacket {
    /// Writes the packet once and signs it.
    ///
    /// # Errors
    /// [`PacketError::TooLarge`] and [`PacketError::TooMany`] beyond the limits, [`PacketError::Seal`] for a bad key.
    pub fn new(packet: &Packet, key: &SigningKey) -> Result<Self, PacketError> {
        if packet.entries.len() > MOST_ENTRIES {
            return Err(PacketError::TooMany(packet.entries.len()));
        }
        let packet = serde_json::to_string(packet).map_err(|_| PacketError::NotReadable)?;
        if packet.len() > LARGEST_PACKET - text::AROUND {
            return Err(PacketError::TooLarge);
        }
        let signature = key.sign(packet.as_bytes())?;
        Ok(Self { packet, signature })
    }

    /// By which it is called: the digest of what was signed.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.packet.as_bytes())
    }
}
