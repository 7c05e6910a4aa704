use documents::{MAX_TEXT, Reason, text_of};
use domain::hygiene::is_hidden;
use proptest::prelude::*;

use crate::built::{docx, docx_of, paragraph, refusal, row, said, zip_of};

/// What holds of every text that is drawn, whatever the file.
fn is_fit(text: &str) -> bool {
    text.chars().nth(MAX_TEXT).is_none()
        && text.split('\n').all(|line| !line.is_empty() && line.trim() == line && !line.chars().any(is_hidden))
}

fn survives(bytes: &[u8]) -> bool {
    text_of("情况.docx", bytes).map_or(true, |drawn| is_fit(&drawn.text))
}

/// A small document with everything in it that is treated apart.
fn sample() -> String {
    let text = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>\
                <w:del><w:r><w:delText>5</w:delText></w:r></w:del><w:ins><w:r><w:t>3&amp;人</w:t><w:br/></w:r></w:ins></w:p>";
    format!("{text}<w:tbl>{}</w:tbl>{}", row(&["死亡", "", "1"]), paragraph("以上"))
}

#[test]
fn text_that_would_read_otherwise_than_it_is_reads_as_it_is() {
    let text = "1人\u{202e}亡死\u{2066}\u{200b}\u{7}\u{feff}";
    assert_eq!(said(text.as_bytes()), "1人亡死");
    assert_eq!(said(&docx(&paragraph("1人&#x202E;亡死\u{200b}&#8294;"))), "1人亡死");
    assert_eq!(said(&docx(&format!("<w:tbl>{}</w:tbl>", row(&["\u{202e}", "亡\u{202e}死"])))), "（空），亡死");
    assert_eq!(said("3人\u{2028}5人\u{b}7人".as_bytes()), "3人\n5人\n7人", "no break glues two numbers together");
}

#[test]
fn markup_stays_text() {
    let markup = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    assert_eq!(said(markup.as_bytes()), markup);
    let escaped = markup.replace('<', "&lt;").replace('>', "&gt;");
    assert_eq!(said(&docx(&paragraph(&escaped))), markup);
}

#[test]
fn a_bomb_is_put_down_before_it_fills_the_memory() {
    let bomb = docx_of(&vec![b' '; 64 * 1024 * 1024]);
    assert!(bomb.len() < 200_000, "a thousandth of what it inflates to");
    assert_eq!(refusal(&bomb), Reason::Abnormal);
    let mut lying = bomb;
    let entry = lying.windows(17).rposition(|name| name == b"word/document.xml").unwrap() - 46;
    lying[entry + 24..entry + 28].copy_from_slice(&100_u32.to_le_bytes());
    assert!(text_of("情况.docx", &lying).is_err(), "whatever size it says it has");
}

#[test]
fn entities_are_not_expanded() {
    let xml = r#"<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
        <w:document><w:p><w:r><w:t>&b;&f;</w:t></w:r></w:p></w:document>"#;
    assert_eq!(refusal(&docx_of(xml.as_bytes())), Reason::Abnormal);
    assert_eq!(refusal(&docx(&paragraph("&b;"))), Reason::Damaged);
}

#[test]
fn nesting_without_end_is_put_down() {
    let deep = |depth: usize| format!("{}{}{}", "<w:sdt>".repeat(depth), paragraph("一"), "</w:sdt>".repeat(depth));
    assert_eq!(said(&docx(&deep(200))), "一");
    assert_eq!(refusal(&docx(&deep(100_000))), Reason::Abnormal);
    let unread =
        format!("<w:p>{}{}<w:r><w:t>一</w:t></w:r></w:p>", "<w:del>".repeat(100_000), "</w:del>".repeat(100_000));
    assert_eq!(said(&docx(&unread)), "一", "what is not read is passed over, however deep");
}

#[test]
fn a_zip_of_countless_parts_is_put_down() {
    let names: Vec<String> = (0..10_001).map(|number| format!("word/media/{number}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refusal(&zip_of(&parts)), Reason::Abnormal);
}

#[test]
fn two_texts_in_one_document_are_refused() {
    let mut twice = zip_of(&[("word/document.xml", b"<a/>"), ("word/documenT.xml", b"<b/>")]);
    while let Some(position) = twice.windows(17).position(|name| name == b"word/documenT.xml") {
        twice[position + 12] = b't';
    }
    assert_eq!(refusal(&twice), Reason::Damaged, "Word might show the other one");
}

#[test]
fn a_document_that_arrived_in_part_is_never_drawn_in_part() {
    let whole = docx(&sample());
    assert_eq!(said(&whole), "3&人\n死亡，（空），1\n以上");
    // Four bytes say that it is a zip; fewer are a text of their own.
    for length in 4..whole.len() {
        assert!(text_of("情况.docx", &whole[..length]).is_err(), "{length} of {} bytes", whole.len());
    }
    let xml = format!("<w:document><w:body>{}</w:body></w:document>", sample());
    for (length, _) in xml.char_indices() {
        assert!(text_of("情况.docx", &docx_of(&xml.as_bytes()[..length])).is_err(), "{length} of {}", xml.len());
    }
}

#[test]
fn a_flipped_byte_is_found_or_harmless() {
    let whole = docx(&sample());
    for position in 0..whole.len() {
        for mask in [0x01, 0x20, 0x80, 0xff] {
            let mut flipped = whole.clone();
            flipped[position] ^= mask;
            assert!(survives(&flipped), "byte {position} with {mask:#x}");
        }
    }
}

proptest! {
    #[test]
    fn no_file_brings_the_desk_down(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert!(survives(&bytes));
        prop_assert!(survives(&[b"PK\x03\x04", bytes.as_slice()].concat()));
        prop_assert!(survives(&docx_of(&bytes)));
    }

    #[test]
    fn no_text_file_brings_anything_unseen(text in any::<String>()) {
        prop_assert!(survives(text.as_bytes()));
    }

    #[test]
    fn no_arrangement_of_tags_brings_the_desk_down(
        tags in prop::collection::vec(prop::sample::select(vec![
            "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:rPr>", "</w:rPr>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>",
            "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:tcPr>", "</w:tcPr>", "<w:del>", "</w:del>", "<w:vanish/>",
            "<w:vMerge/>", "<w:vMerge w:val='", "<w:br/>", "<w:tab/>", "字", "&amp;", "&#0;", "<![CDATA[", "]]>", "<!--", "-->",
        ]), 0..60),
    ) {
        prop_assert!(survives(&docx(&tags.concat())));
    }
}
