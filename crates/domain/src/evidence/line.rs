//! The tags of the lines, and what may stand on one.

/// First line.
pub(super) const VERSION: &str = "zhiban-evidence 1";

pub(super) const EXPORTED_AT: &str = "exported-at";
pub(super) const SUBJECT: &str = "subject";
pub(super) const UNIT: &str = "unit";
pub(super) const SAMPLE_UNIT: &str = "sample-unit";
pub(super) const DEVICE: &str = "device";
pub(super) const UPSTREAM: &str = "upstream";
pub(super) const UPSTREAM_KEY: &str = "upstream-key";
pub(super) const CERTIFICATE: &str = "certificate";
pub(super) const CERTIFICATE_SIGNATURE: &str = "certificate-signature";
pub(super) const ANCHOR: &str = "anchor-receipt";
pub(super) const ANCHOR_SIGNATURE: &str = "anchor-receipt-signature";
pub(super) const ENTRY: &str = "entry";
pub(super) const HEADER: &str = "header";
pub(super) const BODY: &str = "body";
pub(super) const BODY_WITHHELD: &str = "body-withheld";
pub(super) const BODY_PURGED: &str = "body-purged";
pub(super) const SIGNATURE: &str = "signature";
pub(super) const RECEIPT: &str = "receipt";
pub(super) const RECEIPT_SIGNATURE: &str = "receipt-signature";
pub(super) const OFFICER: &str = "officer";
pub(super) const LETTER: &str = "letter";
pub(super) const LETTER_LINE: &str = "letter-line";
pub(super) const SEAL: &str = "seal";

/// A name as it may stand on a line: what would break the line, or turn the text round it, becomes a mark.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.chars().map(|letter| if breaks_a_line(letter) { '\u{fffd}' } else { letter }).collect()
}

/// Control characters, separators of lines and paragraphs, and marks that turn the direction of text.
pub(super) fn breaks_a_line(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
