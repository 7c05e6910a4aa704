//! A desk and an upstream that write real, signed records for one incident: 来电, a matter of another subject, 请示, 查阅.

use chrono::{Duration, TimeZone as _, Utc};
use domain::Moment;
use domain::access::{AccessNoted, Accessed};
use domain::certificate::{Certificate, SealedCertificate};
use domain::digest::Digest;
use domain::entry::{
    Algorithm, Author, Body, CallNoted, CallOpened, Content, DeviceId, Header, ReceiptAnchor, Sealed, Subject,
};
use domain::evidence::{Evidence, Held, HeldAs};
use domain::receipt::{DeviceHead, Receipt, SealedReceipt};
use domain::seal::SigningKey;
use domain::unit::UnitCode;
use uuid::Uuid;

pub(crate) const UPSTREAM: Uuid = Uuid::from_bytes([9; 16]);
pub(crate) const INCIDENT: Subject = Uuid::from_bytes([7; 16]);
pub(crate) const OTHER_MATTER: Subject = Uuid::from_bytes([8; 16]);
pub(crate) const OFFICER: Uuid = Uuid::from_bytes([5; 16]);

/// 18:09 Beijing time.
pub(crate) fn evening() -> Moment {
    Utc.with_ymd_and_hms(2026, 5, 12, 10, 9, 0).unwrap()
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32]).unwrap()
}

/// A desk that writes, and the upstream above it.
pub(crate) struct Room {
    pub(crate) device: DeviceId,
    pub(crate) key: SigningKey,
    pub(crate) upstream: SigningKey,
    seq: u64,
    prev: Digest,
    anchor: Option<ReceiptAnchor>,
    position: u64,
    pub(crate) held: Vec<Held>,
}

impl Room {
    pub(crate) fn new() -> Self {
        Self {
            device: Uuid::from_bytes([1; 16]),
            key: key(1),
            upstream: key(2),
            seq: 0,
            prev: Digest::ZERO,
            anchor: None,
            position: 0,
            held: Vec::new(),
        }
    }

    pub(crate) fn write(&mut self, subject: Subject, content: Content, author: Author) {
        self.seq += 1;
        let kind = content.kind();
        let at = evening() + Duration::seconds(i64::try_from(self.seq).unwrap());
        let header = Header {
            id: Uuid::from_u64_pair(0x0190_0000_0000_7000, self.seq),
            alg: Algorithm::Sm3Sm2,
            kind,
            subject,
            audience: kind.audience(),
            addressees: Vec::new(),
            links: Vec::new(),
            device: self.device,
            epoch: 1,
            seq: self.seq,
            prev: self.prev,
            unit: UnitCode("990121".into()),
            author,
            claimed_at: at,
            entered_at: at,
            clock_offset_ms: 0,
            clock_error_ms: None,
            boot_id: "boot".into(),
            anchor: self.anchor.clone(),
            pack: Digest::ZERO,
            base: None,
            body_hash: Digest::ZERO,
            body_len: 0,
            blobs: Vec::new(),
        };
        let body = Body { salt: "00".repeat(16), content };
        let mut sealed = Sealed::new(header, &body, &self.key).unwrap();
        self.prev = sealed.digest();
        let what = if subject == INCIDENT { HeldAs::Whole } else { HeldAs::Between };
        if what == HeldAs::Between {
            sealed.body = None;
        }
        self.held.push(Held { sealed, what, receipt: None });
    }

    /// The upstream takes everything that has no receipt.
    pub(crate) fn sync(&mut self) {
        let head = DeviceHead { epoch: 1, seq: self.seq, digest: self.prev };
        for held in self.held.iter_mut().filter(|held| held.receipt.is_none()) {
            self.position += 1;
            let receipt = Receipt {
                entry: held.sealed.read_header().unwrap().id,
                header_hash: held.sealed.digest(),
                position: self.position,
                received_at: evening() + Duration::minutes(i64::try_from(self.position).unwrap()),
                upstream: UPSTREAM,
                generation: 1,
                key_id: self.upstream.public().fingerprint(),
                device_head: head.clone(),
            };
            let receipt = SealedReceipt::new(&receipt, &self.upstream).unwrap();
            self.anchor = Some(ReceiptAnchor { position: self.position, digest: receipt.digest() });
            held.receipt = Some(receipt);
        }
    }

    pub(crate) fn note(&mut self, subject: Subject, words: &str) {
        let said = CallNoted { caller: "群众".into(), words: words.into(), ..CallNoted::default() };
        self.write(subject, Content::CallNoted(said), Author::Desk);
    }

    /// One received entry and the record of the export: a small file, for what is tried on every byte.
    pub(crate) fn of_a_minute() -> Self {
        let mut room = Self::new();
        room.write(INCIDENT, Content::CallOpened(CallOpened { received_at: evening() }), Author::Officer(OFFICER));
        room.sync();
        room.note_the_export();
        room
    }

    /// Five entries of the incident, three of them received, and one of another matter between.
    pub(crate) fn of_an_evening() -> Self {
        Self::of_a_caller_who_says("河东镇居民楼“某小区”起火\\\"\n浓烟")
    }

    /// The same, with these words of the caller.
    pub(crate) fn of_a_caller_who_says(words: &str) -> Self {
        let mut room = Self::new();
        room.write(INCIDENT, Content::CallOpened(CallOpened { received_at: evening() }), Author::Desk);
        room.note(INCIDENT, words);
        room.sync();
        room.note(OTHER_MATTER, "另一件事");
        room.write(INCIDENT, Content::CallNoted(CallNoted::default()), Author::Officer(OFFICER));
        room.sync();
        room.note(INCIDENT, "尚无回执");
        room.note_the_export();
        room
    }

    pub(crate) fn note_the_export(&mut self) {
        let noted = AccessNoted { what: Accessed::Evidence, note: "留痕文件".into() };
        self.write(INCIDENT, Content::AccessNoted(noted), Author::Desk);
    }

    pub(crate) fn certificate(&self) -> SealedCertificate {
        let certificate = Certificate {
            device: self.device,
            unit: UnitCode("990121".into()),
            key: self.key.public(),
            from: evening(),
            upstream: UPSTREAM,
            key_id: self.upstream.public().fingerprint(),
        };
        SealedCertificate::new(&certificate, &self.upstream).unwrap()
    }

    pub(crate) fn evidence(&self) -> Evidence {
        Evidence {
            // The record of an export and its file are of one instant.
            exported_at: self.held.last().unwrap().sealed.read_header().unwrap().entered_at,
            subject: INCIDENT,
            unit: UnitCode("990121".into()),
            unit_name: "样例县应急管理局".into(),
            sample: true,
            device: self.device,
            upstream: UPSTREAM,
            upstream_key: self.upstream.public(),
            certificates: vec![self.certificate()],
            anchors: Vec::new(),
            held: self.held.clone(),
            officers: vec![(OFFICER, "值班员甲".into())],
        }
    }

    pub(crate) fn file(&self) -> String {
        self.evidence().sealed(&self.key).unwrap()
    }
}
