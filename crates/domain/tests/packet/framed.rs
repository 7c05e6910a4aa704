//! Frames: any order, twice, mixed, misread — the packet that was cut, or a word about what is missing.

use data_encoding::{BASE32HEX_NOPAD, HEXLOWER};
use domain::digest::Digest;
use domain::packet::{FrameError, PacketError, Reader, SealedPacket, frames, gather, read_any};
use proptest::prelude::*;

use crate::room::{county, of_notes, upstream};

fn lines(packet: &SealedPacket) -> Vec<String> {
    frames(packet).unwrap()
}

#[test]
fn a_packet_comes_through_a_file_and_through_frames_as_the_same_packet() {
    let packet = of_notes(4);
    assert_eq!(read_any(packet.text().as_bytes()), Ok(packet.clone()));
    let lines = lines(&packet);
    assert!(lines.len() > 3, "it takes several codes");
    assert_eq!(read_any(lines.join("\r\n").as_bytes()), Ok(packet.clone()));
    let opened = packet.open(&upstream(), Reader::Desk(&county())).unwrap();
    assert_eq!(opened.entries.len(), 4);
    assert_eq!(opened.entries.iter().filter(|one| one.receipt.is_some()).count(), 2, "receipts travel with them");
}

#[test]
fn frames_are_capitals_and_digits_of_a_size_that_a_screen_shows() {
    for line in lines(&of_notes(4)) {
        assert!(line.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()), "{line}");
        assert!(line.len() <= 509, "a code of 73 modules holds it: {}", line.len());
    }
}

#[test]
fn what_is_missing_is_named_by_its_number() {
    let all = lines(&of_notes(6));
    let without = [3, 7];
    let read = all.iter().zip(1..).filter(|(_, number)| !without.contains(number)).map(|(line, _)| line.as_str());
    let gathered = gather(read);
    assert_eq!(gathered.packets[0].read(), all.len() - without.len(), "and what is there is counted");
    assert_eq!(gathered.packets[0].missing_words().as_deref(), Some("还差第3、7幅"));
    let refused = gathered.packets[0].packet().unwrap_err();
    assert_eq!(refused, PacketError::Incomplete("还差第3、7幅".to_owned()));
}

#[test]
fn a_scanner_without_capitals_and_lines_between_disturb_nothing() {
    let packet = of_notes(2);
    let typed: Vec<String> = lines(&packet).iter().map(|line| format!(" {} ", line.to_lowercase())).collect();
    let gathered = gather(typed.iter().flat_map(|line| ["", line.as_str(), "https://example.org/一个别的码"]));
    assert_eq!(gathered.packets[0].packet(), Ok(packet));
    assert!(gathered.misread.iter().all(|line| line.why == FrameError::Foreign));
    assert_eq!(gathered.misread[0].line, 3);
}

#[test]
fn a_file_with_the_frames_of_two_packets_is_refused_and_gathered_apart() {
    let (one, other) = (of_notes(2), of_notes(3));
    let mixed = [lines(&one), lines(&other)].concat();
    assert!(matches!(read_any(mixed.join("\n").as_bytes()), Err(PacketError::Incomplete(_))));
    let gathered = gather(mixed.iter().map(String::as_str));
    let packets: Vec<_> = gathered.packets.iter().map(|packet| packet.packet().unwrap()).collect();
    assert_eq!(packets, [one, other]);
}

#[test]
fn more_than_anybody_would_scan_is_a_matter_for_a_file() {
    let packet = of_notes(300);
    assert!(matches!(frames(&packet), Err(PacketError::TooManyFrames(count)) if count > 300));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn in_any_order_twice_and_among_others_it_is_the_packet_that_was_cut(
        order in Just((0..40_usize).collect::<Vec<_>>()).prop_shuffle(),
        twice in proptest::collection::vec(0..40_usize, 0..10),
    ) {
        let (packet, other) = (of_notes(3), of_notes(5));
        let (mine, others) = (lines(&packet), lines(&other));
        let pool: Vec<&String> = mine.iter().chain(&others[1..]).collect();
        let read = order.iter().chain(&twice).chain(&order).filter_map(|at| pool.get(*at)).map(|line| line.as_str());
        let gathered = gather(read);
        let whole: Vec<_> = gathered.packets.iter().filter_map(|packet| packet.packet().ok()).collect();
        prop_assert_eq!(whole, vec![packet]);
    }

    #[test]
    fn a_misread_character_is_noticed_at_once_and_never_makes_another_packet(
        which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), to in "[0-9A-Z]",
    ) {
        let packet = of_notes(2);
        let mut lines = lines(&packet);
        let line = which.index(lines.len());
        let at = at.index(lines[line].len());
        let changed = lines[line][at..=at] != to;
        lines[line].replace_range(at..=at, &to);
        let gathered = gather(lines.iter().map(String::as_str));
        if changed {
            prop_assert_eq!(gathered.misread.len(), 1, "the line is misread");
            prop_assert!(gathered.packets.iter().all(|packet| packet.packet().is_err()));
        } else {
            prop_assert_eq!(gathered.packets[0].packet(), Ok(packet));
        }
    }

    #[test]
    fn whatever_is_typed_nothing_breaks(typed in proptest::collection::vec("(ZB1)?[0-9A-V一]{0,60}", 0..8)) {
        let gathered = gather(typed.iter().map(String::as_str));
        prop_assert!(gathered.packets.is_empty());
        prop_assert!(read_any(typed.join("\n").as_bytes()).is_err());
    }
}

#[test]
fn a_file_with_frames_of_very_many_packets_is_read_once_and_no_more_than_eight_are_gathered() {
    let first_of = |count: u64| lines(&of_notes(count)).swap_remove(0);
    let all: Vec<String> = (1..=12).map(first_of).collect();
    let gathered = gather(all.iter().map(String::as_str));
    assert_eq!(gathered.packets.len(), 8, "nobody scans more at a time, and each frame is looked up among them");
    assert!(gathered.misread.iter().all(|line| line.why == FrameError::TooMany && line.line > 8));
    assert_eq!(gathered.misread.len(), 4, "what is too many is said line by line");
    assert!(read_any(all.join("\n").as_bytes()).is_err());
}

/// A frame of that packet by its name and its own check, with the piece of another.
fn with_piece_of(frame: &str, other: &str) -> String {
    let (head, piece) = (&frame[..22], &other[29..]);
    let digest = Digest::of(format!("{head}{piece}").as_bytes()).to_string();
    let check = BASE32HEX_NOPAD.encode(&HEXLOWER.decode(&digest.as_bytes()[..8]).unwrap());
    format!("{head}{check}{piece}")
}

#[test]
fn frames_that_were_never_cut_from_one_packet_make_none() {
    let (mut one, other) = (lines(&of_notes(2)), lines(&of_notes(3)));
    one[0] = with_piece_of(&one[0], &other[0]);
    let gathered = gather(one.iter().map(String::as_str));
    assert!(gathered.misread.is_empty(), "each frame by itself is sound: {:?}", gathered.misread);
    assert_eq!(gathered.packets[0].packet(), Err(PacketError::NotTogether), "together they are nobody's packet");
}
