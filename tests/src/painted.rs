//! What is painted on a screen, read from the memory of its server: nothing of the program is asked or held up.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

/// Of a picture as X servers keep it (XWD): where the header's fields lie, each four bytes, the highest first.
const HEADER_SIZE: usize = 0;
const LINE_BYTES: usize = 48;
const LINES: usize = 20;
const COLOURS: usize = 76;
/// The longest header read.
const HEADER: usize = 100;
/// Bytes of one entry of the colour table, which follows the header.
const COLOUR_ENTRY: usize = 12;

/// A colour as a style sheet writes it, `0x1d5d8c`.
pub type Colour = u32;

/// The picture of a screen ([`crate::display::Display::painted`]).
#[derive(Debug)]
pub struct Painted {
    picture: File,
    begins: u64,
    bytes: usize,
}

impl Painted {
    /// The picture in this file.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is none.
    pub(crate) fn of(file: &Path) -> io::Result<Self> {
        let picture = File::open(file)?;
        let mut header = [0; HEADER];
        picture.read_exact_at(&mut header, 0)?;
        let field = |at: usize| -> io::Result<usize> {
            let four = header[at..at + 4].try_into().map_err(io::Error::other)?;
            usize::try_from(u32::from_be_bytes(four)).map_err(io::Error::other)
        };
        let begins = field(HEADER_SIZE)? + field(COLOURS)? * COLOUR_ENTRY;
        Ok(Self {
            picture,
            begins: u64::try_from(begins).map_err(io::Error::other)?,
            bytes: field(LINE_BYTES)? * field(LINES)?,
        })
    }

    /// How many pixels have exactly this colour now.
    ///
    /// # Errors
    ///
    /// The picture cannot be read.
    pub fn pixels_of(&self, colour: Colour) -> io::Result<usize> {
        let mut shown = vec![0; self.bytes];
        self.picture.read_exact_at(&mut shown, self.begins)?;
        let [blue, green, red, _] = colour.to_le_bytes();
        Ok(shown.chunks_exact(4).filter(|pixel| pixel[..3] == [blue, green, red]).count())
    }
}
