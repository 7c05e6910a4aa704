//! A file that somebody changed without the desk's key.

use domain::evidence::{Evidence, EvidenceError, LARGEST_FILE, check, read};
use proptest::prelude::*;

use crate::room::Room;

/// Whether the change is found: no file any more, or one with a fault.
fn found(bytes: &[u8]) -> bool {
    check(bytes).map_or(true, |finding| !finding.holds())
}

#[test]
fn one_changed_byte_is_found_wherever_it_stands() {
    let file = Room::of_a_minute().file().into_bytes();
    assert!(!found(&file), "as it is, it holds");
    let seal = file.len() - 1 - file[..file.len() - 1].iter().rev().position(|byte| *byte == b'\n').unwrap();
    for at in 0..file.len() {
        // Bit 5 turns upper case into lower; on the last line, which the seal itself does not cover, every bit is tried.
        let masks: &[u8] = if at >= seal { &[1, 2, 4, 8, 16, 32, 64, 128] } else { &[1, 32] };
        for mask in masks {
            let mut changed = file.clone();
            changed[at] ^= mask;
            assert!(found(&changed), "byte {at} of {}, mask {mask}", file.len());
        }
    }
}

#[test]
fn a_file_cut_short_is_found_wherever_it_was_cut() {
    let file = Room::of_a_minute().file().into_bytes();
    for length in 0..file.len() {
        assert!(found(&file[..length]), "cut to {length} of {}", file.len());
    }
}

#[test]
fn bytes_put_behind_or_before_are_found() {
    let file = Room::of_an_evening().file();
    for more in ["\n", " ", "\r\n", "seal 00\n", "\u{feff}", "\0"] {
        assert!(found((file.clone() + more).as_bytes()), "{more:?} behind");
        assert!(found((more.to_owned() + &file).as_bytes()), "{more:?} before");
    }
    assert!(found((file.clone() + &file).as_bytes()), "twice");
    assert!(found(file.replace('\n', "\r\n").as_bytes()), "by a mail program");
    assert!(found(file.to_uppercase().as_bytes()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn lines_doubled_swapped_or_taken_out_are_found(one in 0_usize..60, other in 0_usize..60, what in 0..3) {
        let file = Room::of_an_evening().file();
        let mut lines: Vec<&str> = file.split_inclusive('\n').collect();
        let (one, other) = (one % lines.len(), other % lines.len());
        match what {
            0 => lines.insert(other, lines[one]),
            1 => lines.swap(one, other),
            _ => drop(lines.remove(one)),
        }
        let changed = lines.concat();
        prop_assume!(changed != file);
        prop_assert!(found(changed.as_bytes()));
    }

    #[test]
    fn any_bytes_at_all_are_refused_and_never_a_crash(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(found(&bytes));
    }
}

#[test]
fn a_file_that_is_larger_than_any_is_refused_unread_and_a_name_that_breaks_a_line_is_none() {
    assert_eq!(read(&vec![0; LARGEST_FILE + 1]).err(), Some(EvidenceError::TooLarge));
    let room = Room::of_a_minute();
    for breaks in ["样例\u{2028}县", "样例\u{85}县"] {
        let unit = Evidence { unit_name: breaks.to_owned(), ..room.evidence() }.sealed(&room.key).unwrap();
        assert!(matches!(read(unit.as_bytes()), Err(EvidenceError::BadLine { .. })), "a unit: {breaks:?}");
        let mut evidence = room.evidence();
        evidence.officers[0].1 = breaks.to_owned();
        let officer = evidence.sealed(&room.key).unwrap();
        assert!(matches!(read(officer.as_bytes()), Err(EvidenceError::BadLine { .. })), "an officer: {breaks:?}");
    }
}

#[test]
fn a_receipt_that_the_upstream_signed_for_another_entry_proves_nothing_of_this_one() {
    let mut room = Room::of_an_evening();
    let sealed = room.held[0].receipt.clone().unwrap();
    let mut receipt: domain::receipt::Receipt = serde_json::from_str(&sealed.receipt).unwrap();
    receipt.entry = uuid::Uuid::from_u128(99);
    room.held[0].receipt = Some(domain::receipt::SealedReceipt::new(&receipt, &room.upstream).unwrap());
    let found = check(room.file().as_bytes()).unwrap();
    assert!(!found.holds(), "a sound signature under the wrong entry");
    assert!(found.proven.receipted < 3, "and it does not count as proof: {:?}", found.proven);
}
