//! 二维码各幅: a packet cut into lines that fit a code each. They may be read in any order, twice, and mixed with those of
//! other packets; what comes together is the packet that was cut, or nothing.
//!
//! A line is capital letters and digits alone: the codes stay small (QR's alphanumeric mode), and a scanner that types as a
//! keyboard types the same under every layout.
//!
//! | characters | what |
//! |---|---|
//! | 3 | `ZB1` |
//! | 13 | the first 64 bits of the digest of everything that was cut |
//! | 3 | which, from 001 |
//! | 3 | of how many |
//! | 7 | the first 32 bits of the digest of the line without these |
//! | the rest | a piece of 300 bytes, the last one shorter |

use std::collections::BTreeMap;

use data_encoding::BASE32HEX_NOPAD;

use super::squeezed::{inflated, squeezed};
use super::{PacketError, SealedPacket};
use crate::digest::{Digest, hex_bytes};

/// Most frames that are shown one after another.
pub const MOST_FRAMES: usize = 300;
/// Packets whose frames are gathered at the same time; nobody scans more of them in one go.
const MOST_AT_ONCE: usize = 8;
/// Most frames that a line can count.
const MOST_COUNTED: usize = 999;
/// Bytes in a frame: 509 characters with what stands before them, a code of 73 modules at error correction M.
const PIECE: usize = 300;
const TAG: &str = "ZB1";
const NAME: usize = 13;
const NUMBER: usize = 3;
const CHECK: usize = 7;
const HEAD: usize = TAG.len() + NAME + 2 * NUMBER;

/// Why a line is no frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Some other code or text.
    #[error("不是离线包的二维码")]
    Foreign,
    /// A frame that was misread.
    #[error("这一幅没有读对，请再扫一次")]
    Damaged,
    /// A frame of one packet too many.
    #[error("混有太多不同离线包的二维码，请一次只扫一个离线包")]
    TooMany,
}

/// One frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Of which packet: the beginning of a digest, as it stands in the line.
    pub of: String,
    /// Which, from 1.
    pub number: usize,
    /// Of how many.
    pub count: usize,
    piece: Vec<u8>,
}

/// The lines of a packet, in order.
///
/// # Errors
/// [`PacketError::TooManyFrames`] beyond [`MOST_FRAMES`].
pub fn frames(packet: &SealedPacket) -> Result<Vec<String>, PacketError> {
    let bytes = squeezed(&packet.text())?;
    let count = bytes.len().div_ceil(PIECE);
    if count > MOST_FRAMES {
        return Err(PacketError::TooManyFrames(count));
    }
    let name = name_of(&bytes);
    Ok(bytes.chunks(PIECE).zip(1..).map(|(piece, number)| line(&name, number, count, piece)).collect())
}

fn line(name: &str, number: usize, count: usize, piece: &[u8]) -> String {
    let head = format!("{TAG}{name}{number:03}{count:03}");
    let piece = BASE32HEX_NOPAD.encode(piece);
    let check = check_of(&head, &piece);
    format!("{head}{check}{piece}")
}

fn name_of(bytes: &[u8]) -> String {
    beginning(Digest::of(bytes), 8)
}

fn check_of(head: &str, piece: &str) -> String {
    beginning(Digest::of(format!("{head}{piece}").as_bytes()), 4)
}

fn beginning(digest: Digest, bytes: usize) -> String {
    let all = hex_bytes(&digest.to_string()).unwrap_or_default();
    BASE32HEX_NOPAD.encode(all.get(..bytes).unwrap_or_default())
}

impl Frame {
    /// Reads a line as a scanner types it; capitals or not.
    ///
    /// # Errors
    /// [`FrameError`].
    pub fn read(line: &str) -> Result<Self, FrameError> {
        let line = line.trim().to_ascii_uppercase();
        if !line.starts_with(TAG) || !line.is_ascii() {
            return Err(FrameError::Foreign);
        }
        Self::of_line(&line).ok_or(FrameError::Damaged)
    }

    fn of_line(line: &str) -> Option<Self> {
        let (head, rest) = line.split_at_checked(HEAD)?;
        let (check, piece) = rest.split_at_checked(CHECK)?;
        if check_of(head, piece) != check {
            return None;
        }
        let (name, numbers) = head.get(TAG.len()..)?.split_at_checked(NAME)?;
        let (number, count) = numbers.split_at_checked(NUMBER)?;
        let (number, count) = (decimal(number)?, decimal(count)?);
        let piece = BASE32HEX_NOPAD.decode(piece.as_bytes()).ok()?;
        let whole = if number < count { piece.len() == PIECE } else { (1..=PIECE).contains(&piece.len()) };
        let counted = (1..=count).contains(&number) && count <= MOST_COUNTED;
        (whole && counted).then(|| Self { of: name.to_owned(), number, count, piece })
    }
}

fn decimal(digits: &str) -> Option<usize> {
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// What was read so far of one packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacketFrames {
    /// Which packet: the beginning of a digest.
    pub of: String,
    /// Of how many frames.
    pub count: usize,
    pieces: BTreeMap<usize, Vec<u8>>,
}

impl PacketFrames {
    fn is_of(&self, frame: &Frame) -> bool {
        self.of == frame.of && self.count == frame.count
    }

    /// How many are there.
    #[must_use]
    pub fn read(&self) -> usize {
        self.pieces.len()
    }

    /// Which are missing, in order.
    #[must_use]
    pub fn missing(&self) -> Vec<usize> {
        (1..=self.count).filter(|number| !self.pieces.contains_key(number)).collect()
    }

    /// 还差第3、7幅; none where nothing is missing.
    #[must_use]
    pub fn missing_words(&self) -> Option<String> {
        let missing: Vec<String> = self.missing().iter().map(ToString::to_string).collect();
        (!missing.is_empty()).then(|| format!("还差第{}幅", missing.join("、")))
    }

    /// The packet, once all are there. Nothing of it is believed yet.
    ///
    /// # Errors
    /// [`PacketError::Incomplete`] while frames are missing, [`PacketError::NotTogether`] where they are not of one cut.
    pub fn packet(&self) -> Result<SealedPacket, PacketError> {
        if let Some(missing) = self.missing_words() {
            return Err(PacketError::Incomplete(missing));
        }
        let bytes = self.pieces.values().flatten().copied().collect::<Vec<u8>>();
        if name_of(&bytes) != self.of {
            return Err(PacketError::NotTogether);
        }
        SealedPacket::read(&inflated(&bytes)?)
    }
}

/// A line that is no frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MisreadLine {
    /// Which line, from 1; empty ones counted.
    pub line: usize,
    /// Why.
    pub why: FrameError,
}

/// What lines came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Each packet of which a frame was read, in the order of their first frames.
    pub packets: Vec<PacketFrames>,
    /// Lines that are none.
    pub misread: Vec<MisreadLine>,
}

/// Sorts lines into the packets that they are of. Empty ones are passed over.
pub fn gather<'line>(lines: impl IntoIterator<Item = &'line str>) -> Gathered {
    let mut gathered = Gathered::default();
    for (text, line) in lines.into_iter().zip(1..).filter(|(text, _)| !text.trim().is_empty()) {
        match Frame::read(text) {
            Ok(frame) if gathered.has_room_for(&frame) => gathered.take(frame),
            Ok(_) => gathered.misread.push(MisreadLine { line, why: FrameError::TooMany }),
            Err(why) => gathered.misread.push(MisreadLine { line, why }),
        }
    }
    gathered
}

impl Gathered {
    fn has_room_for(&self, frame: &Frame) -> bool {
        self.packets.len() < MOST_AT_ONCE || self.packets.iter().any(|packet| packet.is_of(frame))
    }

    fn take(&mut self, frame: Frame) {
        let known = self.packets.iter().position(|packet| packet.is_of(&frame));
        let Frame { of, number, count, piece } = frame;
        let at = known.unwrap_or_else(|| {
            self.packets.push(PacketFrames { of, count, pieces: BTreeMap::new() });
            self.packets.len() - 1
        });
        if let Some(packet) = self.packets.get_mut(at) {
            packet.pieces.entry(number).or_insert(piece);
        }
    }
}
