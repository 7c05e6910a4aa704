//! A county's desk that writes real, signed entries, and makes packets of them.

use chrono::{Duration, TimeZone as _, Utc};
use domain::Moment;
use domain::certificate::{Certificate, SealedCertificate};
use domain::digest::Digest;
use domain::entry::{Algorithm, Author, Body, CallNoted, Content, DeviceId, Header, Relay, Sealed};
use domain::packet::{Carried, ForWhom, Packet, SealedPacket};
use domain::receipt::{DeviceHead, Receipt, SealedReceipt};
use domain::seal::{PublicKey, SigningKey};
use domain::unit::UnitCode;
use uuid::Uuid;

pub(crate) const DESK: DeviceId = Uuid::from_bytes([1; 16]);

pub(crate) fn evening() -> Moment {
    Utc.with_ymd_and_hms(2026, 5, 12, 10, 9, 0).unwrap()
}

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32]).unwrap()
}

pub(crate) fn upstream() -> PublicKey {
    key(2).public()
}

pub(crate) fn county() -> UnitCode {
    UnitCode("990121".to_owned())
}

pub(crate) fn city() -> UnitCode {
    UnitCode("990100".to_owned())
}

/// Certified by the upstream whose key has this seed.
pub(crate) fn certificate(device: DeviceId, unit: UnitCode, by: u8) -> SealedCertificate {
    let certificate = Certificate {
        device,
        unit,
        key: key(1).public(),
        from: evening(),
        upstream: Uuid::from_bytes([9; 16]),
        key_id: key(by).public().fingerprint(),
    };
    SealedCertificate::new(&certificate, &key(by)).unwrap()
}

pub(crate) fn note(words: &str) -> Content {
    Content::CallNoted(CallNoted { caller: "群众".into(), words: words.into(), ..CallNoted::default() })
}

pub(crate) fn relay() -> Content {
    Content::Relay(Relay {
        report: Uuid::from_bytes([4; 16]),
        at: evening(),
        number: "报2026-1".into(),
        instead: String::new(),
    })
}

pub(crate) fn entry(seq: u64, content: Content) -> Sealed {
    of_unit(seq, content, county())
}

pub(crate) fn of_unit(seq: u64, content: Content, unit: UnitCode) -> Sealed {
    let kind = content.kind();
    let at = evening() + Duration::seconds(i64::try_from(seq).unwrap());
    let header = Header {
        id: Uuid::from_u64_pair(0x0190_0000_0000_7000, seq),
        alg: Algorithm::Sm3Sm2,
        kind,
        subject: Uuid::from_bytes([7; 16]),
        audience: kind.audience(),
        addressees: Vec::new(),
        links: Vec::new(),
        device: DESK,
        epoch: 1,
        seq,
        prev: Digest::ZERO,
        unit,
        author: Author::Desk,
        claimed_at: at,
        entered_at: at,
        clock_offset_ms: 0,
        clock_error_ms: None,
        boot_id: "boot".into(),
        anchor: None,
        pack: Digest::ZERO,
        base: None,
        body_hash: Digest::ZERO,
        body_len: 0,
        blobs: Vec::new(),
    };
    Sealed::new(header, &Body { salt: "00".repeat(16), content }, &key(1)).unwrap()
}

pub(crate) fn receipt(entry: &Sealed, by: u8) -> SealedReceipt {
    let header = entry.read_header().unwrap();
    let receipt = Receipt {
        entry: header.id,
        header_hash: entry.digest(),
        position: header.seq,
        received_at: evening() + Duration::minutes(1),
        upstream: Uuid::from_bytes([9; 16]),
        generation: 1,
        key_id: key(by).public().fingerprint(),
        device_head: DeviceHead { epoch: 1, seq: header.seq, digest: entry.digest() },
    };
    SealedReceipt::new(&receipt, &key(by)).unwrap()
}

/// For another desk of the county, with a receipt for every second entry.
pub(crate) fn packet(entries: Vec<Sealed>) -> Packet {
    let carried = |entry: Sealed| {
        let even = entry.read_header().unwrap().seq.is_multiple_of(2);
        Carried { receipt: even.then(|| receipt(&entry, 2)), entry }
    };
    Packet {
        unit: county(),
        unit_name: "样例县应急管理局".into(),
        device: DESK,
        upstream_key: upstream().fingerprint(),
        made_at: evening(),
        approved_by: "带班领导".into(),
        to: ForWhom::OwnUnit,
        entries: entries.into_iter().map(carried).collect(),
        certificates: vec![certificate(DESK, county(), 2)],
    }
}

pub(crate) fn sealed(packet: &Packet) -> SealedPacket {
    SealedPacket::new(packet, &key(1)).unwrap()
}

/// So many notes, each with words that no squeezing makes much shorter.
pub(crate) fn of_notes(count: u64) -> SealedPacket {
    let words = |seq: u64| (0..6).map(move |part| Digest::of(&[seq.to_be_bytes(), [part; 8]].concat()).to_string());
    sealed(&packet((1..=count).map(|seq| entry(seq, note(&words(seq).collect::<String>()))).collect()))
}
