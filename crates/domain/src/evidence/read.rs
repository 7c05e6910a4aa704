//! Reading a file strictly: known lines in their order and nothing else.

use std::str::FromStr;

use super::line::{self, breaks_a_line};
use super::{Evidence, EvidenceError, Held, HeldAs, LARGEST_FILE, Letter};
use crate::certificate::SealedCertificate;
use crate::entry::Sealed;
use crate::receipt::SealedReceipt;
use crate::seal::{PublicKey, Signature};
use crate::unit::UnitCode;

/// What a file was sealed over, and by which signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealing<'file> {
    /// All bytes before the last line.
    pub covered: &'file [u8],
    /// What the last line says.
    pub signature: Signature,
    /// The letters as they stand in the file.
    pub letters: Vec<Letter>,
}

/// Reads a file. Nothing of it is believed yet: [`super::check`] does that.
///
/// # Errors
/// [`EvidenceError`]: what is not as this program would have written it.
pub fn read(bytes: &[u8]) -> Result<(Evidence, Sealing<'_>), EvidenceError> {
    if bytes.len() > LARGEST_FILE {
        return Err(EvidenceError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| EvidenceError::NotText)?;
    let whole = text.strip_suffix('\n').ok_or(EvidenceError::BadEnd)?;
    if whole.bytes().any(|byte| byte < b' ' && byte != b'\n') {
        return Err(EvidenceError::NotText);
    }
    let at = whole.rfind('\n').ok_or(EvidenceError::BadEnd)?;
    let (covered, seal) = text.split_at(at + 1);
    let mut lines = Lines { rest: covered.lines().collect::<Vec<_>>().into_iter(), number: 0, ahead: None };
    let (evidence, letters) = read_lines(&mut lines)?;
    let seal = seal.strip_prefix(line::SEAL).and_then(|rest| rest.strip_prefix(' ')).ok_or(EvidenceError::BadEnd)?;
    let signature = Signature::from_text(seal.trim_end_matches('\n').to_owned());
    if evidence.text_with(&letters) != covered {
        return Err(EvidenceError::NotAsWritten);
    }
    Ok((evidence, Sealing { covered: covered.as_bytes(), signature, letters }))
}

struct Lines<'file> {
    rest: std::vec::IntoIter<&'file str>,
    number: usize,
    ahead: Option<&'file str>,
}

impl<'file> Lines<'file> {
    fn peek(&mut self) -> Option<&'file str> {
        if self.ahead.is_none() {
            self.ahead = self.rest.next();
            self.number += usize::from(self.ahead.is_some());
        }
        self.ahead
    }

    /// What stands behind the tag, where the next line has it.
    fn take_if(&mut self, tag: &str) -> Option<&'file str> {
        let value = self.peek()?.strip_prefix(tag)?.strip_prefix(' ')?;
        self.ahead = None;
        Some(value)
    }

    fn take_bare(&mut self, tag: &str) -> bool {
        let found = self.peek() == Some(tag);
        if found {
            self.ahead = None;
        }
        found
    }

    fn take(&mut self, tag: &'static str) -> Result<&'file str, EvidenceError> {
        self.take_if(tag).ok_or_else(|| self.bad(tag))
    }

    fn parsed<T: FromStr>(&mut self, tag: &'static str) -> Result<T, EvidenceError> {
        let value = self.take(tag)?;
        value.parse().map_err(|_| self.bad(tag))
    }

    fn signature(&mut self, tag: &'static str) -> Result<Signature, EvidenceError> {
        Ok(Signature::from_text(self.take(tag)?.to_owned()))
    }

    /// An identity and, after a space, text.
    fn named<T: FromStr>(&self, value: &str, tag: &'static str) -> Result<(T, String), EvidenceError> {
        let (id, name) = value.split_once(' ').ok_or_else(|| self.bad(tag))?;
        Ok((id.parse().map_err(|_| self.bad(tag))?, name.to_owned()))
    }

    fn bad(&self, expected: &'static str) -> EvidenceError {
        EvidenceError::BadLine { line: self.number.max(1), expected }
    }
}

fn read_lines(lines: &mut Lines<'_>) -> Result<(Evidence, Vec<Letter>), EvidenceError> {
    if !lines.take_bare(line::VERSION) {
        return Err(lines.bad(line::VERSION));
    }
    let exported_at = lines.parsed(line::EXPORTED_AT)?;
    let subject = lines.parsed(line::SUBJECT)?;
    let sample_unit = lines.take_if(line::SAMPLE_UNIT);
    let sample = sample_unit.is_some();
    let unit = sample_unit.map_or_else(|| lines.take(line::UNIT), Ok)?;
    let (code, unit_name) = lines.named::<String>(unit, line::UNIT)?;
    if unit_name.chars().any(breaks_a_line) {
        return Err(lines.bad(line::UNIT));
    }
    let device = lines.parsed(line::DEVICE)?;
    let upstream = lines.parsed(line::UPSTREAM)?;
    let key = lines.take(line::UPSTREAM_KEY)?;
    let upstream_key = PublicKey::parse(key).map_err(|_| lines.bad(line::UPSTREAM_KEY))?;
    let certificates = certificates(lines)?;
    let anchors = anchors(lines)?;
    let held = all_held(lines)?;
    let officers = officers(lines)?;
    let letters = letters(lines)?;
    if lines.peek().is_some() {
        return Err(lines.bad(line::SEAL));
    }
    let evidence = Evidence {
        exported_at,
        subject,
        unit: UnitCode(code),
        unit_name,
        sample,
        device,
        upstream,
        upstream_key,
        certificates,
        anchors,
        held,
        officers,
    };
    Ok((evidence, letters))
}

fn certificates(lines: &mut Lines<'_>) -> Result<Vec<SealedCertificate>, EvidenceError> {
    let mut certificates = Vec::new();
    while let Some(certificate) = lines.take_if(line::CERTIFICATE) {
        let signature = lines.signature(line::CERTIFICATE_SIGNATURE)?;
        certificates.push(SealedCertificate { certificate: certificate.to_owned(), signature });
    }
    Ok(certificates)
}

fn anchors(lines: &mut Lines<'_>) -> Result<Vec<SealedReceipt>, EvidenceError> {
    let mut anchors = Vec::new();
    while let Some(receipt) = lines.take_if(line::ANCHOR) {
        let signature = lines.signature(line::ANCHOR_SIGNATURE)?;
        anchors.push(SealedReceipt { receipt: receipt.to_owned(), signature });
    }
    Ok(anchors)
}

fn all_held(lines: &mut Lines<'_>) -> Result<Vec<Held>, EvidenceError> {
    let mut all = Vec::new();
    loop {
        let (header, what, body) = if let Some(header) = lines.take_if(line::ENTRY) {
            let (what, body) = body(lines)?;
            (header, what, body)
        } else if let Some(header) = lines.take_if(line::HEADER) {
            (header, HeldAs::Between, None)
        } else {
            return Ok(all);
        };
        let signature = lines.signature(line::SIGNATURE)?;
        let receipt = match lines.take_if(line::RECEIPT) {
            Some(receipt) => {
                let signature = lines.signature(line::RECEIPT_SIGNATURE)?;
                Some(SealedReceipt { receipt: receipt.to_owned(), signature })
            }
            None => None,
        };
        all.push(Held { sealed: Sealed { header: header.to_owned(), body, signature }, what, receipt });
    }
}

fn body(lines: &mut Lines<'_>) -> Result<(HeldAs, Option<String>), EvidenceError> {
    if lines.take_bare(line::BODY_WITHHELD) {
        return Ok((HeldAs::Withheld, None));
    }
    if lines.take_bare(line::BODY_PURGED) {
        return Ok((HeldAs::Purged, None));
    }
    Ok((HeldAs::Whole, Some(lines.take(line::BODY)?.to_owned())))
}

fn officers(lines: &mut Lines<'_>) -> Result<Vec<(uuid::Uuid, String)>, EvidenceError> {
    let mut officers = Vec::new();
    while let Some(officer) = lines.take_if(line::OFFICER) {
        let officer: (uuid::Uuid, String) = lines.named(officer, line::OFFICER)?;
        if officer.1.chars().any(breaks_a_line) {
            return Err(lines.bad(line::OFFICER));
        }
        officers.push(officer);
    }
    Ok(officers)
}

fn letters(lines: &mut Lines<'_>) -> Result<Vec<Letter>, EvidenceError> {
    let mut letters = Vec::new();
    while let Some(letter) = lines.take_if(line::LETTER) {
        let (entry, title) = lines.named(letter, line::LETTER)?;
        let mut words = Vec::new();
        while let Some(line) = lines.take_if(line::LETTER_LINE) {
            words.push(line.to_owned());
        }
        letters.push(Letter { entry, title, lines: words });
    }
    Ok(letters)
}
