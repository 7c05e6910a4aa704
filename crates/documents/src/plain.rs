//! A text file: UTF-8, UTF-16 with its mark, or GB18030. No guess is shown as text: mojibake in a report is worse than
//! a refusal.

use encoding_rs::{Encoding, GB18030};

use crate::error::Reason;

/// Characters of three bytes that a text in GB18030 does not yield by chance when read as UTF-8.
const SURELY_UTF8: usize = 4;

/// The text of a text file.
pub(crate) fn text(bytes: &[u8]) -> Result<String, Reason> {
    let text = match unicode(bytes) {
        Some(text) => text,
        None if marked(bytes) || broken_utf8(bytes) => return Err(Reason::Undecodable),
        None => {
            GB18030.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Reason::Undecodable)?.into_owned()
        }
    };
    if text.contains('\0') { Err(Reason::Undecodable) } else { Ok(text) }
}

/// The text where it is UTF-8, or UTF-16 with its mark.
pub(crate) fn unicode(bytes: &[u8]) -> Option<String> {
    let Some((encoding, mark)) = Encoding::for_bom(bytes) else {
        return std::str::from_utf8(bytes).ok().map(str::to_owned);
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(mark..)?)?;
    Some(text.into_owned())
}

fn marked(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some()
}

/// Whether this is UTF-8 with a fault further on: GB18030 would make other Chinese characters of it.
fn broken_utf8(bytes: &[u8]) -> bool {
    let sound = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    sound.chars().filter(|c| c.len_utf8() >= 3).nth(SURELY_UTF8 - 1).is_some()
}
