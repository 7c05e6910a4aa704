//! Gzip for the QR codes, with a limit on what comes out of it.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use super::{LARGEST_PACKET, PacketError};

/// The same bytes for the same text, always.
pub(super) fn squeezed(text: &str) -> Result<Vec<u8>, PacketError> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    written.map_err(|_| PacketError::NotReadable)
}

/// What was squeezed: one stream, nothing behind it, and no more than a packet can be.
pub(super) fn inflated(bytes: &[u8]) -> Result<Vec<u8>, PacketError> {
    let mut decoder = GzDecoder::new(bytes);
    let mut text = Vec::new();
    let most = LARGEST_PACKET as u64 + 1;
    decoder.by_ref().take(most).read_to_end(&mut text).map_err(|_| PacketError::NotReadable)?;
    if text.len() > LARGEST_PACKET {
        return Err(PacketError::TooLarge);
    }
    if decoder.into_inner().is_empty() { Ok(text) } else { Err(PacketError::NotReadable) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_inflates_beyond_the_limit_is_refused_without_being_held() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let zeros = vec![0; 1024 * 1024];
        (0..64).for_each(|_| encoder.write_all(&zeros).unwrap());
        let bomb = encoder.finish().unwrap();
        assert!(bomb.len() < 100 * 1024, "small as it comes");
        assert_eq!(inflated(&bomb), Err(PacketError::TooLarge));
    }

    #[test]
    fn a_stream_cut_short_or_followed_by_anything_is_refused() {
        let whole = squeezed("一份离线包").unwrap();
        assert_eq!(inflated(&whole).as_deref(), Ok("一份离线包".as_bytes()));
        assert_eq!(inflated(&whole[..whole.len() - 1]), Err(PacketError::NotReadable));
        assert_eq!(inflated(&[whole.as_slice(), b"x"].concat()), Err(PacketError::NotReadable));
    }
}
