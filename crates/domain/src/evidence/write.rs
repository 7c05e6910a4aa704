//! The one spelling of a file.

use std::fmt::Write as _;

use chrono::SecondsFormat;

use super::{Evidence, Held, HeldAs, Letter, line};
use crate::seal::{SealError, SigningKey};

impl Evidence {
    /// The whole file, sealed by the device's key.
    ///
    /// # Errors
    /// [`SealError`] for a bad key.
    pub fn sealed(&self, key: &SigningKey) -> Result<String, SealError> {
        let mut text = self.text();
        let seal = key.sign(text.as_bytes())?;
        put(&mut text, line::SEAL, seal.as_str());
        Ok(text)
    }

    /// Everything before the seal.
    #[must_use]
    pub fn text(&self) -> String {
        self.text_with(&self.letters())
    }

    /// The same with these letters.
    pub(super) fn text_with(&self, letters: &[Letter]) -> String {
        let mut text = format!("{}\n", line::VERSION);
        let exported_at = self.exported_at.to_rfc3339_opts(SecondsFormat::Millis, true);
        put(&mut text, line::EXPORTED_AT, &exported_at);
        put(&mut text, line::SUBJECT, &self.subject.to_string());
        let unit = if self.sample { line::SAMPLE_UNIT } else { line::UNIT };
        put(&mut text, unit, &format!("{} {}", self.unit, self.unit_name));
        put(&mut text, line::DEVICE, &self.device.to_string());
        put(&mut text, line::UPSTREAM, &self.upstream.to_string());
        put(&mut text, line::UPSTREAM_KEY, self.upstream_key.as_str());
        for certificate in &self.certificates {
            put(&mut text, line::CERTIFICATE, &certificate.certificate);
            put(&mut text, line::CERTIFICATE_SIGNATURE, certificate.signature.as_str());
        }
        for anchor in &self.anchors {
            put(&mut text, line::ANCHOR, &anchor.receipt);
            put(&mut text, line::ANCHOR_SIGNATURE, anchor.signature.as_str());
        }
        self.held.iter().for_each(|held| put_held(&mut text, held));
        for (officer, name) in &self.officers {
            put(&mut text, line::OFFICER, &format!("{officer} {name}"));
        }
        for letter in letters {
            put(&mut text, line::LETTER, &format!("{} {}", letter.entry, letter.title));
            letter.lines.iter().for_each(|words| put(&mut text, line::LETTER_LINE, words));
        }
        text
    }

    /// The letters of the reports in it.
    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        self.held.iter().filter_map(Held::letter).collect()
    }
}

impl Held {
    fn letter(&self) -> Option<Letter> {
        let header = self.sealed.read_header().ok()?;
        let content = self.sealed.read_content(&header).ok()??;
        Letter::of(header.id, &content)
    }
}

fn put_held(text: &mut String, held: &Held) {
    let tag = if held.what == HeldAs::Between { line::HEADER } else { line::ENTRY };
    put(text, tag, &held.sealed.header);
    match held.what {
        HeldAs::Whole => put(text, line::BODY, held.sealed.body.as_deref().unwrap_or_default()),
        HeldAs::Withheld => text.push_str(&format!("{}\n", line::BODY_WITHHELD)),
        HeldAs::Purged => text.push_str(&format!("{}\n", line::BODY_PURGED)),
        HeldAs::Between => {}
    }
    put(text, line::SIGNATURE, held.sealed.signature.as_str());
    if let Some(receipt) = &held.receipt {
        put(text, line::RECEIPT, &receipt.receipt);
        put(text, line::RECEIPT_SIGNATURE, receipt.signature.as_str());
    }
}

fn put(text: &mut String, tag: &str, value: &str) {
    // Writing into a string never fails.
    let _ = writeln!(text, "{tag} {value}");
}
