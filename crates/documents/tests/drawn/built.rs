//! Documents built for a test.

use std::io::{Cursor, Write};

use documents::{Reason, text_of};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip of these parts.
pub(crate) fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    zip_by(CompressionMethod::Deflated, parts)
}

/// A zip of these parts, each packed in this way.
pub(crate) fn zip_by(method: CompressionMethod, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word document with this main part.
pub(crate) fn docx_of(xml: &[u8]) -> Vec<u8> {
    zip_of(&[("[Content_Types].xml", b"<Types/>"), ("_rels/.rels", b"<Relationships/>"), ("word/document.xml", xml)])
}

/// A Word document with this body.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    let head = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#;
    docx_of(format!("{head}<w:body>{body}<w:sectPr/></w:body></w:document>").as_bytes())
}

/// A paragraph with one run.
pub(crate) fn paragraph(text: &str) -> String {
    format!(r#"<w:p><w:pPr/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>"#)
}

/// A row of cells of one paragraph each.
pub(crate) fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|cell| format!("<w:tc><w:tcPr/>{}</w:tc>", paragraph(cell))).collect();
    format!("<w:tr>{cells}</w:tr>")
}

/// What a document says.
pub(crate) fn said(bytes: &[u8]) -> String {
    text_of("情况.docx", bytes).unwrap().text
}

/// Why a document is not read.
pub(crate) fn refusal(bytes: &[u8]) -> Reason {
    text_of("情况.docx", bytes).unwrap_err().reason
}
