//! A device that writes real, signed entries for tests, and an upstream that signs receipts.

#![allow(dead_code, reason = "each test file uses a part of it")]

use chrono::{Duration, TimeZone as _, Utc};
use domain::Moment;
use domain::certificate::{Certificate, SealedCertificate};
use domain::digest::Digest;
use domain::entry::{Algorithm, Author, BlobRef, Body, Content, Header, Link, Relation, Sealed, Subject};
use domain::receipt::{DeviceHead, Receipt, SealedReceipt};
use domain::seal::SigningKey;
use domain::unit::UnitCode;
use uuid::Uuid;

/// 18:09 Beijing time.
pub(crate) fn evening() -> Moment {
    Utc.with_ymd_and_hms(2026, 5, 12, 10, 9, 0).unwrap()
}

#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) id: Uuid,
    unit: UnitCode,
    key: SigningKey,
    epoch: u32,
    seq: u64,
    prev: Digest,
    /// Attachments that the next entry speaks of.
    pub(crate) attached: Vec<BlobRef>,
}

impl Device {
    pub(crate) fn new(seed: u8) -> Self {
        let key = SigningKey::from_bytes(&[seed; 32]).unwrap();
        let unit = UnitCode("990121".into());
        Self { id: Uuid::from_bytes([seed; 16]), unit, key, epoch: 1, seq: 0, prev: Digest::ZERO, attached: Vec::new() }
    }

    /// The same device in a later epoch.
    pub(crate) fn in_epoch(seed: u8, epoch: u32) -> Self {
        Self { epoch, ..Self::new(seed) }
    }

    /// The same at another unit.
    pub(crate) fn at(seed: u8, unit: &str) -> Self {
        Self { unit: UnitCode(unit.into()), ..Self::new(seed) }
    }

    pub(crate) fn write(&mut self, subject: Subject, content: Content) -> Sealed {
        self.write_linked(subject, content, (Vec::new(), &[]))
    }

    /// Says again what another entry said, with its links: so it names every issue before.
    pub(crate) fn reissue(&mut self, old: &Sealed, content: Content) -> Sealed {
        let old = old.read_header().unwrap();
        let mut links = old.links;
        links.push(Link { relation: Relation::Reissues, to: old.id });
        self.write_linked(old.subject, content, (links, &[]))
    }

    pub(crate) fn write_linked(
        &mut self,
        subject: Subject,
        content: Content,
        (links, to): (Vec<Link>, &[&str]),
    ) -> Sealed {
        self.seq += 1;
        let kind = content.kind();
        let at = evening() + Duration::seconds(i64::try_from(self.seq).unwrap());
        let mut id = *self.id.as_bytes();
        id[8..].copy_from_slice(&self.seq.to_be_bytes());
        id[7] = u8::try_from(self.epoch).unwrap();
        let header = Header {
            id: Uuid::from_bytes(id),
            alg: Algorithm::Sm3Sm2,
            kind,
            subject,
            audience: kind.audience(),
            addressees: to.iter().map(|unit| UnitCode((*unit).into())).collect(),
            links,
            device: self.id,
            epoch: self.epoch,
            seq: self.seq,
            prev: self.prev,
            unit: self.unit.clone(),
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
            blobs: std::mem::take(&mut self.attached),
        };
        let body = Body { salt: format!("{:032x}", self.seq), content };
        let sealed = Sealed::new(header, &body, &self.key).unwrap();
        self.prev = sealed.digest();
        sealed
    }

    pub(crate) fn certificate(&self, upstream: &SigningKey) -> SealedCertificate {
        let certificate = Certificate {
            device: self.id,
            unit: self.unit.clone(),
            key: self.key.public(),
            from: evening(),
            upstream: Uuid::nil(),
            key_id: upstream.public().fingerprint(),
        };
        SealedCertificate::new(&certificate, upstream).unwrap()
    }
}

pub(crate) fn upstream_key() -> SigningKey {
    SigningKey::from_bytes(&[99; 32]).unwrap()
}

pub(crate) fn receipt_for(sealed: &Sealed, position: u64) -> (SealedReceipt, Receipt) {
    receipt_of(sealed, 1, position)
}

/// By the upstream in one of its generations.
pub(crate) fn receipt_of(sealed: &Sealed, generation: u32, position: u64) -> (SealedReceipt, Receipt) {
    let header = sealed.read_header().unwrap();
    let key = upstream_key();
    let receipt = Receipt {
        entry: header.id,
        header_hash: sealed.digest(),
        position,
        received_at: evening() + Duration::seconds(i64::try_from(position).unwrap()),
        upstream: Uuid::nil(),
        generation,
        key_id: key.public().fingerprint(),
        device_head: DeviceHead { epoch: 1, seq: header.seq, digest: sealed.digest() },
    };
    (SealedReceipt::new(&receipt, &key).unwrap(), receipt)
}
