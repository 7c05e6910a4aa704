//! A Word document (docx): a zip of which one part is read, up to a bound.

mod body;
mod table;

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::Reason;
use crate::plain;

/// Most parts of a zip.
const MAX_PARTS: usize = 10_000;
/// Most bytes of the part that holds the text, inflated.
const MAX_PART: u64 = 16 * 1024 * 1024;

/// The part that holds the text.
const DOCUMENT: &str = "word/document.xml";
/// Parts by which one knows what else a zip may be.
const OTHER_KINDS: [(&str, &str); 4] = [
    ("xl/workbook", "电子表格（xlsx）"),
    ("ppt/presentation", "演示文稿（pptx）"),
    ("OFD.xml", "OFD版式文件"),
    ("content.xml", "ODF文件（odt、ods等）"),
];

/// The text of a Word document.
pub(crate) fn text(bytes: &[u8]) -> Result<String, Reason> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Reason::Damaged)?;
    if zip.len() > MAX_PARTS {
        return Err(Reason::Abnormal);
    }
    if zip.index_for_name(DOCUMENT).is_none() {
        return Err(what_else(&zip));
    }
    // Of two, Word may show the other one.
    if zip.has_duplicate_names() {
        return Err(Reason::Damaged);
    }
    let xml = plain::unicode(&inflated(&mut zip)?).ok_or(Reason::Damaged)?;
    body::text(&xml)
}

/// What a zip without the part that holds the text is instead.
fn what_else(zip: &ZipArchive<Cursor<&[u8]>>) -> Reason {
    let kind = OTHER_KINDS.iter().find(|(sign, _)| zip.file_names().flatten().any(|name| name.starts_with(sign)));
    kind.map_or(Reason::Archive, |(_, kind)| Reason::OtherKind(kind))
}

/// The bytes of the part that holds the text, whatever size the zip says it has.
fn inflated(zip: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Vec<u8>, Reason> {
    let part = zip.by_name(DOCUMENT).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Reason::Locked,
        _ => Reason::Damaged,
    })?;
    let mut inflated = Vec::new();
    let length = part.take(MAX_PART + 1).read_to_end(&mut inflated).map_err(|_| Reason::Damaged)?;
    if length as u64 > MAX_PART { Err(Reason::Abnormal) } else { Ok(inflated) }
}
