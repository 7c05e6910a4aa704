//! `zhiban verify` of 100,000 entries, half of them received and then all, beside the bound that one SM2 verification each
//! sets on these cores, measured in the same run. Run by `make bench`; never a test.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::hint::black_box;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use domain::certificate::{Certificate, SealedCertificate};
use domain::digest::Digest;
use domain::entry::{Algorithm, Author, Body, CallNoted, CallOpened, Content, Header, Sealed, Subject};
use domain::receipt::{DeviceHead, Receipt, SealedReceipt};
use domain::seal::SigningKey;
use domain::unit::{Level, Unit, UnitCode};
use store::{Store, StoreError};
use tests::recorded_bell::RecordedBell;
use tests::room::{Nobody, TurnedClock, may_12};
use uuid::Uuid;
use workstation::{Enrolment, VerifyStep, Workstation, verify_watched};

const ENTRIES: u64 = 100_000;
/// Entries of one matter.
const OF_ONE: u64 = 20;
/// Written in one transaction.
const AT_ONCE: u64 = 1_000;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32]).unwrap()
}

/// A desk and its upstream, writing as fast as they can.
struct Writer {
    device: Uuid,
    upstream: Uuid,
    key: SigningKey,
    upstream_key: SigningKey,
    prev: Digest,
    written: Vec<(Sealed, Header)>,
}

impl Writer {
    fn enrolment(&self) -> Enrolment {
        let code = UnitCode("990121".to_owned());
        let certificate = Certificate {
            device: self.device,
            unit: code.clone(),
            key: self.key.public(),
            from: may_12(18, 9),
            upstream: self.upstream,
            key_id: self.upstream_key.public().fingerprint(),
        };
        Enrolment {
            upstream_url: Some("http://127.0.0.1:1".to_owned()),
            upstream: self.upstream,
            upstream_key: self.upstream_key.public(),
            certificate: SealedCertificate::new(&certificate, &self.upstream_key).unwrap(),
            units: vec![Unit {
                code,
                name: "样例县应急管理局".to_owned(),
                level: Level::County,
                divisions: Vec::new(),
                parent: None,
                sample: true,
            }],
        }
    }

    fn entry(&mut self, seq: u64) -> (Sealed, Header) {
        let content = if seq % OF_ONE == 1 {
            Content::CallOpened(CallOpened { received_at: may_12(18, 9) })
        } else {
            let words = "河东镇居民楼三层起火，浓烟，楼上有人喊，消防已到场。".to_owned();
            Content::CallNoted(CallNoted { caller: "群众".to_owned(), words, ..CallNoted::default() })
        };
        let at = may_12(18, 9) + TimeDelta::milliseconds(i64::try_from(seq).unwrap());
        let header = Header {
            id: Uuid::from_u64_pair(0x0190_0000_0000_7000, seq),
            alg: Algorithm::Sm3Sm2,
            kind: content.kind(),
            subject: Subject::from_u64_pair(0x0191_0000_0000_7000, (seq - 1) / OF_ONE),
            audience: content.kind().audience(),
            addressees: Vec::new(),
            links: Vec::new(),
            device: self.device,
            epoch: 1,
            seq,
            prev: self.prev,
            unit: UnitCode("990121".to_owned()),
            author: Author::Desk,
            claimed_at: at,
            entered_at: at,
            clock_offset_ms: 12,
            clock_error_ms: Some(40),
            boot_id: "5a0e3c1e-6f0b-4a55-8a3a-8f6f3b0c7d11".to_owned(),
            anchor: None,
            pack: Digest::ZERO,
            base: None,
            body_hash: Digest::ZERO,
            body_len: 0,
            blobs: Vec::new(),
        };
        let sealed = Sealed::new(header, &Body { salt: "00".repeat(16), content }, &self.key).unwrap();
        self.prev = sealed.digest();
        let header = sealed.read_header().unwrap();
        (sealed, header)
    }

    fn receipt(&self, seq: u64, sealed: &Sealed, header: &Header) -> (SealedReceipt, Receipt) {
        let receipt = Receipt {
            entry: header.id,
            header_hash: sealed.digest(),
            position: seq,
            received_at: header.entered_at,
            upstream: self.upstream,
            generation: 1,
            key_id: self.upstream_key.public().fingerprint(),
            device_head: DeviceHead { epoch: 1, seq, digest: sealed.digest() },
        };
        (SealedReceipt::new(&receipt, &self.upstream_key).unwrap(), receipt)
    }

    fn write(&mut self, store: &mut Store) {
        for begin in (1..=ENTRIES).step_by(usize::try_from(AT_ONCE).unwrap()) {
            let entries: Vec<_> = (begin..begin + AT_ONCE).map(|seq| self.entry(seq)).collect();
            store
                .write(|writing| {
                    entries.iter().try_for_each(|(sealed, header)| writing.append_own(sealed, header))?;
                    Ok::<_, StoreError>(())
                })
                .unwrap();
            self.written.extend(entries);
        }
    }

    fn receive(&self, store: &mut Store, from: u64, to: u64) {
        for begin in (from..=to).step_by(usize::try_from(AT_ONCE).unwrap()) {
            let received: Vec<_> = (begin..begin + AT_ONCE)
                .map(|seq| {
                    let (sealed, header) = &self.written[usize::try_from(seq - 1).unwrap()];
                    (self.receipt(seq, sealed, header), header.subject)
                })
                .collect();
            store
                .write(|writing| {
                    received
                        .iter()
                        .try_for_each(|((sealed, receipt), subject)| writing.receipt(sealed, receipt, *subject))
                })
                .map_err(|error: StoreError| error)
                .unwrap();
        }
    }
}

/// SM2 verifications a second of headers, made ready beforehand, on every core at once: what is left of a busy machine.
fn bound(writer: &Writer, cores: usize) -> f64 {
    const EACH: usize = 6_000;
    let key = writer.key.public().ready().unwrap();
    let begun = now();
    std::thread::scope(|scope| {
        for core in 0..cores {
            let key = &key;
            scope.spawn(move || {
                for (sealed, _) in writer.written.iter().skip(core * EACH).take(EACH) {
                    black_box(key.verify(sealed.header.as_bytes(), &sealed.signature)).unwrap();
                }
            });
        }
    });
    (cores * EACH) as f64 / begun.elapsed().as_secs_f64()
}

/// Verifies between two measurements of the bound; the rate over their mean.
fn verify(desk: &Workstation, writer: &Writer, what: &str) -> f64 {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let before = bound(writer, cores);
    let begun = now();
    let mut entries_took = Duration::ZERO;
    let verdict = verify_watched(desk, &mut |progress| {
        if progress.step == VerifyStep::Entries {
            entries_took = begun.elapsed();
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    let all = begun.elapsed();
    assert_eq!((verdict.entries, verdict.faults.len()), (ENTRIES, 0), "{:?}", verdict.faults.first());
    let bound = f64::midpoint(before, bound(writer, cores));
    let rate = ENTRIES as f64 / entries_took.as_secs_f64();
    println!(
        "verify {ENTRIES} entries, {what:<14} {:>6.1} s ({:.1} s with every view folded again)   {rate:>6.0} a second   {:>5.2} × bound (one signature each: {bound:.0} a second on {cores} cores)",
        entries_took.as_secs_f64(),
        all.as_secs_f64(),
        rate / bound
    );
    rate / bound
}

fn main() {
    let folder = tempfile::TempDir::with_prefix("zhiban-bench-").unwrap();
    let mut writer = Writer {
        device: Uuid::from_u128(1),
        upstream: Uuid::from_u128(2),
        key: key(1),
        upstream_key: key(2),
        prev: Digest::ZERO,
        written: Vec::new(),
    };
    let path = folder.path().join("zhiban.sqlite");
    let mut store = Store::open(&path).unwrap();
    store.write(|writing| writing.set("enrolment", &writer.enrolment())).map_err(|error: StoreError| error).unwrap();
    writer.write(&mut store);
    writer.receive(&mut store, 1, ENTRIES / 2);
    drop(store);

    let open = || {
        let clock = Box::new(TurnedClock::at(may_12(20, 0)));
        Workstation::open(folder.path(), clock, Box::new(Nobody), Box::new(RecordedBell::default())).unwrap()
    };
    let half = verify(&open(), &writer, "half received");
    let mut store = Store::open(&path).unwrap();
    writer.receive(&mut store, ENTRIES / 2 + 1, ENTRIES);
    drop(store);
    let all = verify(&open(), &writer, "all received");
    println!(
        "a receipt is a second signature: half received the bound is {:.2}, all received {:.2}",
        1.0 / 1.5,
        1.0 / 2.0
    );
    let holds = |name: &str, holds: bool| println!("{}  {name}", if holds { "达到 holds " } else { "未达到 MISSED" });
    holds("half received: ≥ 80 % of what its 1.5 signatures an entry allow", half >= 0.8 / 1.5);
    holds("all received: ≥ 80 % of what its 2 signatures an entry allow", all >= 0.8 / 2.0);
}
