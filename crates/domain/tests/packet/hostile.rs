//! Packets that no honest desk makes.

use domain::certificate::SealedCertificate;
use domain::packet::{Carried, ForWhom, LARGEST_PACKET, Packet, PacketError, Reader, SealedPacket, read_any};
use domain::seal::SigningKey;
use domain::unit::UnitCode;
use uuid::Uuid;

use crate::room::{
    DESK, certificate, city, county, entry, key, note, of_notes, of_unit, packet, receipt, relay, sealed, upstream,
};

/// What somebody does to a list of the packet's.
type Change<T> = Box<dyn FnOnce(&mut Vec<T>)>;

fn opened(packet: &SealedPacket) -> Result<usize, PacketError> {
    packet.open(&upstream(), Reader::Desk(&county())).map(|opened| opened.entries.len())
}

fn small() -> Packet {
    packet(vec![entry(1, note("浓烟")), entry(2, relay())])
}

fn changed(change: impl FnOnce(&mut Packet)) -> Result<usize, PacketError> {
    let mut packet = small();
    change(&mut packet);
    opened(&sealed(&packet))
}

#[test]
fn a_changed_byte_anywhere_refuses_the_packet() {
    let text = sealed(&small()).text();
    assert_eq!(read_any(text.as_bytes()).and_then(|packet| opened(&packet)), Ok(2));
    for at in 0..text.len() {
        for to in [b'0', b' ', b'\n', 0xff] {
            let mut bytes = text.clone().into_bytes();
            if std::mem::replace(&mut bytes[at], to) == to {
                continue;
            }
            assert!(read_any(&bytes).and_then(|packet| opened(&packet)).is_err(), "byte {at} as {to}");
        }
    }
    for end in 0..text.len() {
        assert!(read_any(&text.as_bytes()[..end]).and_then(|packet| opened(&packet)).is_err(), "cut at {end}");
    }
    assert!(read_any(format!("{text}\n").as_bytes()).is_err(), "nothing follows it");
}

#[test]
fn who_is_not_certified_by_the_pinned_key_proves_nothing() {
    let other = changed(|packet| {
        packet.upstream_key = key(3).public().fingerprint();
        packet.certificates = vec![certificate(DESK, county(), 3)];
    });
    assert!(matches!(other, Err(PacketError::OtherUpstream(_))), "{other:?}");
    let forged = changed(|packet| packet.certificates = vec![certificate(DESK, county(), 3)]);
    assert!(matches!(forged, Err(PacketError::Certificate(_))), "{forged:?}");
    let by_another: SigningKey = key(5);
    let packet = SealedPacket::new(&small(), &by_another).unwrap();
    assert!(matches!(opened(&packet), Err(PacketError::Seal(_))), "the device did not sign it");
}

#[test]
fn certificates_are_those_of_the_devices_named_each_once_and_of_the_unit() {
    let others: [Change<SealedCertificate>; 4] = [
        Box::new(Vec::clear),
        Box::new(|all| all.push(all[0].clone())),
        Box::new(|all| all.push(certificate(Uuid::from_bytes([6; 16]), county(), 2))),
        Box::new(|all| *all = vec![certificate(DESK, city(), 2)]),
    ];
    for change in others {
        assert_eq!(changed(|packet| change(&mut packet.certificates)), Err(PacketError::OtherCertificates));
    }
}

#[test]
fn one_odd_entry_refuses_all_of_them() {
    let odd: [(&str, Change<Carried>); 6] = [
        ("出现两次", Box::new(|all| all.push(all[0].clone()))),
        ("没有正文", Box::new(|all| all[1].entry.body = None)),
        ("不是制作单位", Box::new(|all| all[0] = bare(of_unit(3, note("邻县"), UnitCode("990122".into()))))),
        ("正文被改动", Box::new(|all| all[0].entry.body = Some("{}".into()))),
        ("回执", Box::new(|all| all[1].receipt = Some(receipt(&entry(1, relay()), 2)))),
        ("回执", Box::new(|all| all[1].receipt = Some(receipt(&all[1].entry, 3)))),
    ];
    for (why, change) in odd {
        let refused = changed(|packet| change(&mut packet.entries)).unwrap_err().to_string();
        assert!(refused.contains(why) && refused.contains("整包没有收入"), "{why}: {refused}");
    }
}

fn bare(entry: domain::entry::Sealed) -> Carried {
    Carried { entry, receipt: None }
}

#[test]
fn a_unit_above_gets_what_it_may_read_whatever_the_packet_says() {
    let for_the_city = |entries| Packet { to: ForWhom::Superior(city()), ..packet(entries) };
    let city_opens = |packet: &Packet| sealed(packet).open(&upstream(), Reader::Desk(&city()));
    assert_eq!(city_opens(&for_the_city(vec![entry(2, relay())])).unwrap().entries.len(), 1);
    let with_a_call = city_opens(&for_the_city(vec![entry(2, relay()), entry(1, note("来电"))])).unwrap_err();
    assert!(matches!(with_a_call, PacketError::OddEntry(2, _)), "{with_a_call}");
    for to in [ForWhom::OwnUnit, ForWhom::Upstream, ForWhom::Superior(UnitCode("990000".into()))] {
        let refused = city_opens(&Packet { to, ..packet(vec![entry(2, relay())]) });
        assert!(matches!(refused, Err(PacketError::ForOthers(_))), "{refused:?}");
    }
    let neighbour = UnitCode("990122".to_owned());
    let for_a_neighbour = Packet { to: ForWhom::Superior(neighbour.clone()), ..packet(vec![entry(2, relay())]) };
    let refused = sealed(&for_a_neighbour).open(&upstream(), Reader::Desk(&neighbour));
    assert!(matches!(refused, Err(PacketError::ForOthers(_))), "{refused:?}");
    assert!(sealed(&for_the_city(vec![entry(2, relay())])).open(&upstream(), Reader::Upstream).is_ok());
}

#[test]
fn limits_hold_on_both_sides() {
    assert_eq!(changed(|packet| packet.entries.clear()), Err(PacketError::Empty));
    assert_eq!(changed(|packet| packet.approved_by = " ".into()), Err(PacketError::OddName("审批人")));
    assert_eq!(changed(|packet| packet.unit_name = "样\n例".into()), Err(PacketError::OddName("单位名称")));
    assert_eq!(changed(|packet| packet.approved_by = "甲\u{202e}乙".into()), Err(PacketError::OddName("审批人")));
    assert_eq!(changed(|packet| packet.unit_name = "样例\u{3164}".into()), Err(PacketError::OddName("单位名称")));
    let one = packet(vec![entry(1, note("x"))]);
    let many = Packet { entries: vec![one.entries[0].clone(); 2_001], ..one };
    assert_eq!(SealedPacket::new(&many, &key(1)), Err(PacketError::TooMany(2_001)));
    let packet = serde_json::to_string(&many).unwrap();
    let signature = key(1).sign(packet.as_bytes()).unwrap();
    assert_eq!(opened(&SealedPacket { packet, signature }), Err(PacketError::TooMany(2_001)));
    assert_eq!(read_any(&vec![b'0'; 16 * 1024 * 1024 + 1]), Err(PacketError::TooLarge));
    let deep = "[".repeat(100_000);
    let signature = key(1).sign(deep.as_bytes()).unwrap();
    assert_eq!(opened(&SealedPacket { packet: deep, signature }), Err(PacketError::NotReadable));
}

#[test]
fn every_refusal_is_a_sentence_that_says_what_to_do() {
    let refusals = [
        PacketError::NotReadable,
        PacketError::TooLarge,
        PacketError::Empty,
        PacketError::NotTogether,
        PacketError::OtherCertificates,
        PacketError::OtherUpstream("ab".into()),
    ];
    for refusal in refusals {
        let said = refusal.to_string();
        assert!(said.ends_with('。') && (said.contains('请') || said.contains("走电话")), "{said}");
    }
    assert_eq!(of_notes(1).digest(), of_notes(1).digest(), "and the same packet has the same name");
}

#[test]
fn a_time_to_which_no_day_can_be_added_is_no_time() {
    let first = entry(1, note("浓烟"));
    let said = first.read_header().unwrap();
    for year in ["-262143", "+262142", "+10000"] {
        let far = format!("{year}-01-01T00:00:00Z").parse().unwrap();
        let header = serde_json::to_string(&domain::entry::Header { claimed_at: far, ..said.clone() }).unwrap();
        let signature = key(1).sign(header.as_bytes()).unwrap();
        let sealed = domain::entry::Sealed { header, signature, body: first.body.clone() };
        let refused = sealed.verify(&key(1).public()).unwrap_err().to_string();
        assert!(refused.contains("时间超出日历"), "{year} in a header: {refused}");
        let opened = domain::entry::Content::CallOpened(domain::entry::CallOpened { received_at: far });
        let refused = entry(1, opened).verify(&key(1).public()).unwrap_err().to_string();
        assert!(refused.contains("时间超出日历"), "{year} in a body: {refused}");
    }
    assert!(entry(1, note("-262143-01-01T00:00:00 是他说的")).verify(&key(1).public()).is_ok(), "words are words");
}

#[test]
fn what_a_forger_writes_into_a_field_is_not_repeated_by_whoever_checks_it() {
    let first = entry(1, note("浓烟"));
    let header = first.header.replacen("\"audience\":\"unit\"", "\"audience\":\"\\u001b]0;pwned\\u0007\"", 1);
    assert_ne!(header, first.header);
    let forged = domain::entry::Sealed { header, ..first };
    let said = forged.read_header().unwrap_err().to_string();
    assert!(!said.contains("pwned") && said.contains("第1行"), "only where it stands is said: {said:?}");
}

#[test]
fn what_is_larger_than_any_packet_is_refused_before_anything_of_it_is_read() {
    let long = vec![b'A'; LARGEST_PACKET + 1];
    assert_eq!(SealedPacket::read(&long), Err(PacketError::TooLarge));
    assert_eq!(read_any(&long), Err(PacketError::TooLarge));
    let grown = SealedPacket { packet: " ".repeat(LARGEST_PACKET + 1), ..sealed(&small()) };
    assert_eq!(opened(&grown), Err(PacketError::TooLarge));
    let made = SealedPacket::new(&Packet { unit_name: "A".repeat(LARGEST_PACKET), ..small() }, &key(1));
    assert_eq!(made, Err(PacketError::TooLarge), "and no desk makes one that no desk would read");
}

#[test]
fn a_whole_packet_with_a_time_beyond_the_calendar_is_refused_and_nothing_of_it_is_taken() {
    let far = "+262142-01-01T00:00:00Z".parse().unwrap();
    let made_then = changed(|packet| packet.made_at = far);
    assert!(made_then.is_err(), "no day can be added to that: {made_then:?}");
    let entered = changed(|packet| {
        let carried = &mut packet.entries[0];
        let header = domain::entry::Header { claimed_at: far, ..carried.entry.read_header().unwrap() };
        let header = serde_json::to_string(&header).unwrap();
        let signature = key(1).sign(header.as_bytes()).unwrap();
        carried.entry = domain::entry::Sealed { header, signature, body: carried.entry.body.clone() };
    });
    assert!(entered.is_err(), "an entry of it: {entered:?}");
}

#[test]
fn what_is_for_named_units_alone_is_given_to_those_and_to_nobody_else_above() {
    let mut header = entry(1, note("浓烟")).read_header().unwrap();
    header.audience = domain::entry::Audience::Addressees;
    assert!(!ForWhom::Superior(city()).may_be_given(&header, &county()), "it does not name the city");
    header.addressees = vec![city()];
    assert!(ForWhom::Superior(city()).may_be_given(&header, &county()));
    assert!(!ForWhom::Superior(city()).may_be_given(&header, &city()), "nor as another unit's");
}
