//! A file that somebody changed who holds the desk's key and seals it again: what the upstream received cannot be bent.

use domain::digest::Digest;
use domain::entry::{Author, CallNoted, Content, Header, Sealed};
use domain::evidence::{Evidence, HeldAs, check};
use domain::purge::{Purged, PurgedBody, Remainder};
use domain::seal::SigningKey;

use crate::room::{INCIDENT, OTHER_MATTER, Room};

/// Sealed again with the stolen key; what a check then says.
fn faults(room: &Room, change: impl FnOnce(&mut Evidence)) -> Vec<String> {
    let mut evidence = room.evidence();
    change(&mut evidence);
    check(evidence.sealed(&room.key).unwrap().as_bytes()).unwrap().faults
}

fn says(faults: &[String], words: &str) -> bool {
    faults.iter().any(|fault| fault.contains(words))
}

/// Writes an entry anew with a change, signed with the stolen key.
fn rewritten(sealed: &Sealed, key: &SigningKey, change: impl FnOnce(&mut String)) -> Sealed {
    let mut header = sealed.header.clone();
    change(&mut header);
    Sealed { signature: key.sign(header.as_bytes()).unwrap(), header, body: sealed.body.clone() }
}

fn header_of(sealed: &Sealed) -> Header {
    sealed.read_header().unwrap()
}

#[test]
fn a_received_entry_signed_anew_contradicts_its_receipt_by_name_and_time() {
    let room = Room::of_an_evening();
    let faults = faults(&room, |evidence| {
        let sealed = &evidence.held[1].sealed;
        evidence.held[1].sealed =
            rewritten(sealed, &room.key, |header| *header = header.replace("10:09:02", "10:08:02"));
    });
    assert!(says(&faults, "来电补充（2026年5月12日18时08分02秒，第2号）：回执不是这条条目的回执"), "{faults:?}");
}

#[test]
fn a_received_entry_signed_anew_without_its_receipt_breaks_the_chain_and_contradicts_what_was_received() {
    let room = Room::of_an_evening();
    let faults = faults(&room, |evidence| {
        let sealed = &evidence.held[1].sealed;
        evidence.held[1].sealed =
            rewritten(sealed, &room.key, |header| *header = header.replace("10:09:02", "10:08:02"));
        evidence.held[1].receipt = None;
    });
    assert!(says(&faults, "不相接") && says(&faults, "与上级节点当时收到的不是同一份"), "{faults:?}");
}

#[test]
fn the_whole_chain_written_anew_from_a_received_entry_on_contradicts_the_receipts() {
    let room = Room::of_an_evening();
    let faults = faults(&room, |evidence| {
        let mut prev = None::<(Digest, Digest)>;
        for held in &mut evidence.held[1..] {
            let changed = rewritten(&held.sealed, &room.key, |header| match prev {
                None => *header = header.replace("10:09:02", "10:08:02"),
                Some((old, new)) => *header = header.replace(&old.to_string(), &new.to_string()),
            });
            prev = Some((held.sealed.digest(), changed.digest()));
            held.sealed = changed;
            held.receipt = None;
        }
    });
    assert!(says(&faults, "与上级节点当时收到的不是同一份"), "the first receipt names the second entry: {faults:?}");
}

#[test]
fn what_nobody_received_can_be_written_anew_and_is_said_to_rest_on_the_device_alone() {
    let room = Room::of_an_evening();
    let mut evidence = room.evidence();
    let exported = evidence.held[5].clone();
    let old = evidence.held[4].sealed.digest();
    let changed =
        rewritten(&evidence.held[4].sealed, &room.key, |header| *header = header.replace("10:09:05", "10:07:05"));
    let new = changed.digest();
    evidence.held[4].sealed = changed;
    let relinked = |header: &mut String| *header = header.replace(&old.to_string(), &new.to_string());
    evidence.held[5].sealed = rewritten(&exported.sealed, &room.key, relinked);
    let found = check(evidence.sealed(&room.key).unwrap().as_bytes()).unwrap();
    assert_eq!(found.faults, Vec::<String>::new(), "no check can see this");
    assert_eq!(found.proven.device_only, 2);
    assert!(found.words().join("").contains("持有设备密钥的人能够重写"), "and the file says so");
}

#[test]
fn an_entry_taken_out_of_the_middle_leaves_a_gap_with_its_numbers() {
    let room = Room::of_an_evening();
    let faults = faults(&room, |evidence| drop(evidence.held.remove(1)));
    assert!(says(&faults, "第2号至第2号"), "{faults:?}");
}

#[test]
fn the_end_taken_off_is_found_by_the_record_of_the_export() {
    let room = Room::of_an_evening();
    assert!(says(&faults(&room, |evidence| drop(evidence.held.pop())), "没有这次导出的记录"));
}

#[test]
fn an_entry_passed_off_as_another_matter_or_the_reverse_is_found() {
    let room = Room::of_an_evening();
    let hidden = faults(&room, |evidence| {
        evidence.held[1].what = HeldAs::Between;
        evidence.held[1].sealed.body = None;
    });
    assert!(says(&hidden, "标为其他事项"), "{hidden:?}");
    let shown = faults(&room, |evidence| {
        evidence.held[2].what = HeldAs::Withheld;
    });
    assert!(says(&shown, "标为本事件"), "{shown:?}");
    assert_ne!(INCIDENT, OTHER_MATTER);
}

#[test]
fn a_body_that_is_gone_needs_a_recorded_purge() {
    let room = Room::of_an_evening();
    for what in [HeldAs::Purged, HeldAs::Withheld] {
        let faults = faults(&room, |evidence| {
            evidence.held[1].what = what;
            evidence.held[1].sealed.body = None;
        });
        assert!(says(&faults, "没有清除记录"), "{what:?}: {faults:?}");
    }
}

#[test]
fn a_recorded_purge_explains_a_body_that_is_gone() {
    let mut room = Room::of_an_evening();
    let header = header_of(&room.held[1].sealed);
    let purged = Purged {
        bodies: vec![PurgedBody { entry: header.id, body_hash: header.body_hash }],
        rule: "personal".into(),
        cite: "《个人信息保护法》".into(),
        remainders: vec![Remainder::CallNoted(CallNoted::default())],
    };
    room.write(INCIDENT, Content::Purged(purged), Author::Desk);
    room.note_the_export();
    let gone = |nth: usize| {
        faults(&room, |evidence| {
            evidence.held[nth].what = HeldAs::Purged;
            evidence.held[nth].sealed.body = None;
        })
    };
    assert_eq!(gone(1), Vec::<String>::new());
    assert!(says(&gone(4), "没有清除记录"), "it explains the body that it names and no other: {:?}", gone(4));
}

/// Only what the rules let go may go: a purge is no way to lose a record.
#[test]
fn a_recorded_purge_of_what_may_not_go_explains_nothing() {
    let mut room = Room::of_an_evening();
    let header = header_of(&room.held[0].sealed);
    let purged = Purged {
        bodies: vec![PurgedBody { entry: header.id, body_hash: header.body_hash }],
        rule: "personal".into(),
        cite: String::new(),
        remainders: vec![Remainder::CallNoted(CallNoted::default())],
    };
    room.write(INCIDENT, Content::Purged(purged), Author::Desk);
    room.note_the_export();
    let faults = faults(&room, |evidence| {
        evidence.held[0].what = HeldAs::Purged;
        evidence.held[0].sealed.body = None;
    });
    assert!(says(&faults, "没有清除记录"), "{faults:?}");
}

#[test]
fn an_older_export_does_not_pass_as_one_of_today() {
    let room = Room::of_an_evening();
    let faults = faults(&room, |evidence| evidence.exported_at += chrono::Duration::days(1));
    assert!(says(&faults, "没有这次导出的记录"), "what was written since would be hidden: {faults:?}");
}

#[test]
fn a_receipt_or_certificate_of_the_forgers_own_making_is_not_the_upstreams() {
    let room = Room::of_an_evening();
    let forged = faults(&room, |evidence| {
        let receipt = evidence.held[1].receipt.as_mut().unwrap();
        receipt.receipt = receipt.receipt.replace("10:11:00", "10:10:00");
        receipt.signature = room.key.sign(receipt.receipt.as_bytes()).unwrap();
    });
    assert!(says(&forged, "签名与内容不符"), "{forged:?}");
    let forged = faults(&room, |evidence| {
        let certificate = &mut evidence.certificates[0];
        certificate.signature = room.key.sign(certificate.certificate.as_bytes()).unwrap();
    });
    assert!(says(&forged, "设备证书不符") && says(&forged, "没有导出设备的证书"), "{forged:?}");
}

#[test]
fn a_receipt_moved_to_another_entry_is_found() {
    let room = Room::of_an_evening();
    let faults = faults(&room, |evidence| {
        let receipt = evidence.held[1].receipt.clone();
        evidence.held[4].receipt = receipt;
    });
    assert!(says(&faults, "回执不是这条条目的回执"), "{faults:?}");
}

#[test]
fn entries_in_another_order_or_twice_are_found() {
    let room = Room::of_an_evening();
    assert!(says(&faults(&room, |evidence| evidence.held.swap(1, 2)), "次序不对"));
    assert!(says(&faults(&room, |evidence| evidence.held.insert(1, evidence.held[1].clone())), "次序不对"));
}
