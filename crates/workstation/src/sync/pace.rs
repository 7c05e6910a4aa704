//! 每次多少: how large the next piece of an attachment is. A report that is saved waits for one piece at most, so a piece
//! takes about a second, however slow or fast the line is. Pure.

/// The first piece.
const FIRST: u64 = 32 * 1024;
/// The smallest: half a second of 64 kbit/s is lost on the question itself.
const LEAST: u64 = 8 * 1024;
/// Beyond this, and the piece was too large.
const LONG_MS: u64 = 1_500;
/// Below this, and one twice as large is not too large.
const SHORT_MS: u64 = LONG_MS / 2;

/// The size of pieces on this line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pace {
    bytes: u64,
    most: u64,
}

impl Pace {
    /// Pieces of at most so many bytes.
    pub(super) const fn at_most(most: u64) -> Self {
        Self { bytes: FIRST, most }
    }

    /// Bytes of the next piece.
    pub(super) const fn piece(self) -> u64 {
        self.bytes
    }

    /// What a piece teaches that took so long.
    pub(super) fn after(self, took_ms: u64) -> Self {
        let bytes = match took_ms {
            LONG_MS.. => self.bytes / 2,
            ..SHORT_MS => self.bytes * 2,
            _ => self.bytes,
        };
        Self { bytes: bytes.clamp(LEAST, self.most), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_fit_the_line_and_never_hold_a_report_for_long() {
        let on = |bytes_a_second: u64| {
            let mut pace = Pace::at_most(256 * 1024);
            for _ in 0..10 {
                pace = pace.after(pace.piece() * 1000 / bytes_a_second);
            }
            pace.piece()
        };
        assert_eq!(on(8_000), LEAST, "64 kbit/s: a second");
        assert_eq!(on(125_000), 128 * 1024, "1 Mbit/s: a second");
        assert_eq!(on(12_500_000), 256 * 1024, "and no more than one request may hold");
    }
}
