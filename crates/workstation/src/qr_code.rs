//! A QR code as an outline that the page draws: numbers and four letters, never markup.

use qrcode::{Color, EcLevel, QrCode, Version};

/// The quiet zone that readers need, in modules.
const QUIET: usize = 4;
/// 73 modules: 528 capitals and digits at error correction M, more than the longest frame.
const SIZE: Version = Version::Normal(14);

/// What an SVG path draws of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outline {
    /// Side in modules, with the quiet zone.
    pub(crate) side: u32,
    /// The dark modules, runs of a row as rectangles.
    pub(crate) path: String,
}

/// The code of a line; all have one size, so that nothing jumps while they follow each other. None where it is too long.
pub(crate) fn outline(line: &str) -> Option<Outline> {
    let code = QrCode::with_version(line, SIZE, EcLevel::M).ok()?;
    let (width, colors) = (code.width(), code.to_colors());
    let path = colors.chunks(width).zip(QUIET..).map(|(row, y)| runs(row, y)).collect();
    Some(Outline { side: u32::try_from(width + 2 * QUIET).ok()?, path })
}

fn runs(row: &[Color], y: usize) -> String {
    let mut path = String::new();
    let mut x = QUIET;
    for run in row.chunk_by(|one, next| one == next) {
        if run.first() == Some(&Color::Dark) {
            let length = run.len();
            path.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
        }
        x += run.len();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_frame_fits_and_the_path_is_drawing_and_nothing_else() {
        let drawn = outline(&"V".repeat(509)).unwrap();
        assert_eq!(drawn.side, 81);
        assert_eq!(outline("ZB1").unwrap().side, 81, "a short one is drawn as large");
        assert!(drawn.path.bytes().all(|byte| byte.is_ascii_digit() || b"Mhvz- ".contains(&byte)));
        assert!(outline(&"V".repeat(600)).is_none());
    }
}
