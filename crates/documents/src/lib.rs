//! The text of a document that an officer was sent: what it says belongs into the body of a report, never beside it as
//! an attachment. Everything in here treats the file as hostile: its size, its nesting and its characters are bounded.

mod error;
mod plain;
mod word;

use domain::hygiene;

pub use error::{DocumentError, Reason};

/// Most bytes of a file.
pub const MAX_FILE: usize = 20 * 1024 * 1024;
/// Most characters of the text: ten bodies of a report, of which the officer keeps one.
pub const MAX_TEXT: usize = 10 * hygiene::MAX_BODY;

/// What an old Word file, a WPS file and anything under a password begin with.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What a document says: its paragraphs, joined by line feeds, with no character that cannot be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnText {
    /// At least one paragraph, none of them empty.
    pub text: String,
}

/// Reads what a document says. Its first bytes decide what it is; the name stands in messages only.
///
/// # Errors
/// [`DocumentError`] where the file is of a kind that is not read here, is damaged, says nothing or says too much.
pub fn text_of(name: &str, bytes: &[u8]) -> Result<DrawnText, DocumentError> {
    drawn(bytes).map_err(|reason| DocumentError::new(name, reason))
}

fn drawn(bytes: &[u8]) -> Result<DrawnText, Reason> {
    if bytes.len() > MAX_FILE {
        return Err(Reason::TooLarge);
    }
    let text = clean(&read(bytes)?);
    if text.is_empty() {
        Err(Reason::NoText)
    } else if text.chars().nth(MAX_TEXT).is_some() {
        Err(Reason::TooLong)
    } else {
        Ok(DrawnText { text })
    }
}

fn read(bytes: &[u8]) -> Result<String, Reason> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        word::text(bytes)
    } else if bytes.starts_with(OLE) {
        Err(Reason::OtherKind("旧版Word、WPS格式或加了密码的文件"))
    } else if bytes.starts_with(b"%PDF") {
        Err(Reason::OtherKind("PDF文件"))
    } else if bytes.starts_with(b"{\\rtf") {
        Err(Reason::OtherKind("RTF文件"))
    } else {
        plain::text(bytes)
    }
}

/// Paragraphs without what cannot be seen and without empty ones. Every kind of break is a break and a tab a space, so
/// that cleaning glues no two words together.
fn clean(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\t' => ' ',
            _ => c,
        })
        .collect();
    let paragraphs = hygiene::paragraphs(&plain);
    paragraphs.split('\n').filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n")
}
