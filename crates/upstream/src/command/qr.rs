//! The QR code of an enrolment: in the terminal, and as a file to be printed.

use std::fs::OpenOptions;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use anyhow::Context as _;
use qrcode::QrCode;
use qrcode::render::{svg, unicode};

/// Black on white whatever the terminal's own colours are: not every camera reads the reverse.
const PAPER: (&str, &str) = ("\u{1b}[30;107m", "\u{1b}[0m");
/// Four centimetres on paper and more.
const PRINTED: u32 = 320;

/// The code of this text.
pub(crate) fn code(text: &str) -> anyhow::Result<QrCode> {
    QrCode::new(text).context("地址太长，二维码放不下；请改用更短的地址")
}

/// As half blocks, one line of text two rows of the code.
pub(crate) fn drawn(code: &QrCode) -> String {
    let blocks = code.render::<unicode::Dense1x2>().build();
    if std::io::stdout().is_terminal() {
        let line = |blocks: &str| format!("{}{blocks}{}", PAPER.0, PAPER.1);
        blocks.lines().map(line).collect::<Vec<_>>().join("\n")
    } else {
        blocks
    }
}

/// As an SVG file that only its owner may read: whoever has the code enrols.
pub(crate) fn save(code: &QrCode, path: &Path) -> anyhow::Result<()> {
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(PRINTED, PRINTED).build();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(drawing.as_bytes()));
    written.with_context(|| format!("二维码写不进 {}；请换一个还没有的文件名，注册码本身有效", path.display()))
}
