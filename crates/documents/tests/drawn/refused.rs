use documents::{DocumentError, MAX_FILE, MAX_TEXT, Reason, text_of};

use crate::built::{docx, paragraph, refusal, said, zip_of};

fn message(name: &str, bytes: &[u8]) -> String {
    text_of(name, bytes).unwrap_err().to_string()
}

#[test]
fn files_of_other_kinds_are_refused_with_what_to_do() {
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0";
    for (bytes, kind) in [
        (ole.to_vec(), "是旧版Word、WPS格式或加了密码的文件，"),
        (b"%PDF-1.7\n".to_vec(), "是PDF文件，"),
        (b"{\\rtf1\\ansi}".to_vec(), "是RTF文件，"),
        (zip_of(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"")]), "是电子表格（xlsx），"),
        (zip_of(&[("ppt/presentation.xml", b"")]), "是演示文稿（pptx），"),
        (zip_of(&[("OFD.xml", b""), ("Doc_0/Document.xml", b"")]), "是OFD版式文件，"),
        (zip_of(&[("mimetype", b""), ("content.xml", b"")]), "是ODF文件（odt、ods等），"),
    ] {
        let message = message("情况.docx", &bytes);
        assert!(message.starts_with(&format!("文件“情况.docx”{kind}")), "{message}");
        assert!(message.contains("另存为docx或txt") && message.contains("全选复制，粘贴到正文"), "{message}");
    }
}

#[test]
fn an_archive_is_refused_with_what_to_do() {
    for bytes in [zip_of(&[("情况/一.docx", b"")]), zip_of(&[])] {
        assert_eq!(message("情况.zip", &bytes), "文件“情况.zip”是压缩包，不是文档。请先解压，再选其中的docx或txt。");
    }
}

#[test]
fn a_document_of_pictures_only_says_so() {
    assert_eq!(refusal(&docx("<w:p><w:r><w:drawing><wp:inline/></w:drawing></w:r></w:p>")), Reason::NoText);
}

#[test]
fn a_document_under_a_password_says_so() {
    let mut locked = docx(&paragraph("一人受伤"));
    let entry = locked.windows(17).rposition(|name| name == b"word/document.xml").unwrap() - 46;
    locked[entry + 8] |= 1;
    assert_eq!(refusal(&locked), Reason::Locked);
}

#[test]
fn what_is_too_much_is_refused_and_never_cut() {
    assert_eq!(refusal(&vec![b'a'; MAX_FILE + 1]), Reason::TooLarge);
    assert_eq!(said("字".repeat(MAX_TEXT).as_bytes()).chars().count(), MAX_TEXT);
    assert_eq!(refusal("字".repeat(MAX_TEXT + 1).as_bytes()), Reason::TooLong);
    assert_eq!(refusal(&docx(&paragraph(&"字".repeat(MAX_TEXT + 1)))), Reason::TooLong);
}

#[test]
fn a_message_names_the_file_as_it_is_and_not_as_it_wants_to_look() {
    assert_eq!(text_of("情\u{202e}xcod.exe\n", b"").unwrap_err().name, "文件“情xcod.exe”");
    assert_eq!(text_of(&"长".repeat(300), b"").unwrap_err().name, format!("文件“{}…”", "长".repeat(60)));
    assert_eq!(text_of("\u{200b}", b"").unwrap_err().name, "所选文件");
}

#[test]
fn every_refusal_says_what_to_do() {
    for reason in [
        Reason::OtherKind("PDF文件"),
        Reason::Archive,
        Reason::Locked,
        Reason::TooLarge,
        Reason::Abnormal,
        Reason::TooLong,
        Reason::Damaged,
        Reason::Undecodable,
        Reason::NoText,
    ] {
        let sentence = DocumentError { name: "所选文件".to_owned(), reason }.to_string();
        assert!(sentence.contains("。请") && sentence.ends_with('。'), "{sentence}");
    }
}
