use documents::{Reason, text_of};
use encoding_rs::GB18030;

use crate::built::{refusal, said};

const REPORT: &str = "10时05分，河东镇起火。\r\n\r\n　　已疏散\t26人，㐀村䶮某轻伤。\r\n";
const DRAWN: &str = "10时05分，河东镇起火。\n已疏散 26人，㐀村䶮某轻伤。";

fn utf16(to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(REPORT.encode_utf16()).flat_map(to_bytes).collect()
}

#[test]
fn a_text_file_is_read_in_every_encoding_that_a_notepad_writes() {
    assert_eq!(said(REPORT.as_bytes()), DRAWN);
    assert_eq!(said(format!("\u{feff}{REPORT}").as_bytes()), DRAWN);
    assert_eq!(said(&utf16(u16::to_le_bytes)), DRAWN);
    assert_eq!(said(&utf16(u16::to_be_bytes)), DRAWN);
    assert_eq!(said(&GB18030.encode(REPORT).0), DRAWN);
}

#[test]
fn content_decides_and_not_the_name() {
    assert_eq!(text_of("情况.doc", "一人受伤".as_bytes()).unwrap().text, "一人受伤");
    assert_eq!(text_of("情况.pdf", "一人受伤".as_bytes()).unwrap().text, "一人受伤");
}

#[test]
fn a_damaged_text_is_refused_and_never_shown_as_other_characters() {
    let mut cut = REPORT.repeat(3).into_bytes();
    let end = cut.len();
    cut.truncate((1..end).rev().find(|length| std::str::from_utf8(&cut[..*length]).is_err()).unwrap());
    assert_eq!(refusal(&cut), Reason::Undecodable, "the end is missing");
    let mut odd = utf16(u16::to_le_bytes);
    odd.pop();
    assert_eq!(refusal(&odd), Reason::Undecodable, "half a character");
    let mut lone = utf16(u16::to_le_bytes);
    lone.extend([0x00, 0xd8, b'A', 0]);
    assert_eq!(refusal(&lone), Reason::Undecodable, "half a pair");
    assert_eq!(refusal(b"\x81\xff\xff"), Reason::Undecodable);
    assert_eq!(refusal(b"\x7fELF\x02\x01\x00\x00"), Reason::Undecodable, "a program");
}

#[test]
fn a_text_without_words_says_so() {
    assert_eq!(refusal(b""), Reason::NoText);
    assert_eq!(refusal(b" \r\n\t\x1a"), Reason::NoText);
    assert_eq!(refusal("\u{feff}\u{200b}\u{202e}".as_bytes()), Reason::NoText);
}
