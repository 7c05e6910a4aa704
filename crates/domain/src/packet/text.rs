//! How a packet is written: a tag, the packet's JSON and the signature, each on a line of its own. There is one spelling.

use super::frames::gather;
use super::{LARGEST_PACKET, PacketError, SealedPacket};
use crate::seal::Signature;

const TAG: &str = "zhiban-packet-1";
/// No tag and no signature takes more than this beside the packet itself.
pub(super) const AROUND: usize = 512;

impl SealedPacket {
    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{TAG}\n{}\n{}\n", self.packet, self.signature.as_str())
    }

    /// Reads the text of a file. Nothing of it is believed yet.
    ///
    /// # Errors
    /// [`PacketError::TooLarge`], [`PacketError::NotReadable`].
    pub fn read(text: &[u8]) -> Result<Self, PacketError> {
        if text.len() > LARGEST_PACKET {
            return Err(PacketError::TooLarge);
        }
        let text = std::str::from_utf8(text).map_err(|_| PacketError::NotReadable)?;
        let lines: Vec<&str> = text.split('\n').take(5).collect();
        match lines.as_slice() {
            [TAG, packet, signature, ""] => {
                Ok(Self { packet: (*packet).to_owned(), signature: Signature::from_text((*signature).to_owned()) })
            }
            _ => Err(PacketError::NotReadable),
        }
    }
}

/// A packet from the bytes of a file: the packet itself, or the lines that a scanner read off the codes.
///
/// # Errors
/// What does not hold, or which frames are missing still.
pub fn read_any(bytes: &[u8]) -> Result<SealedPacket, PacketError> {
    if bytes.len() > LARGEST_PACKET {
        return Err(PacketError::TooLarge);
    }
    if bytes.starts_with(TAG.as_bytes()) {
        return SealedPacket::read(bytes);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| PacketError::NotReadable)?;
    let gathered = gather(text.trim_start_matches('\u{feff}').lines());
    match gathered.packets.as_slice() {
        [one] => one.packet(),
        [] => Err(PacketError::NotReadable),
        [_, _, ..] => Err(PacketError::Incomplete("文件里有几个离线包的二维码，请一次只放一个".to_owned())),
    }
}
