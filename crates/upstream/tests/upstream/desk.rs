//! A desk: keys, a chain of entries, and what it asks the upstream.

use std::net::SocketAddr;

use domain::Moment;
use domain::digest::Digest;
use domain::entry::{Algorithm, Author, Body, CallOpened, Content, DeviceId, Header, Sealed, Subject};
use domain::facts::Facts;
use domain::grade::Grading;
use domain::receipt::{Receipt, SealedReceipt};
use domain::report::{Report, Signed, Stage, SystemOfRecord};
use domain::seal::{PublicKey, SigningKey};
use domain::unit::UnitCode;
use domain::wire::{Delivery, DeliveryPage, EnrolAnswer, EnrolRequest, Outcome, SubmitAnswer, SubmitRequest};
use uuid::Uuid;

use crate::http::{Answer, get, post};
use crate::server::Server;

/// 18:09 that evening.
pub(crate) fn evening() -> Moment {
    Moment::from_timestamp_millis(1_795_428_540_000).unwrap()
}

pub(crate) fn call() -> Content {
    Content::CallOpened(CallOpened { received_at: evening() })
}

pub(crate) fn report(title: &str) -> Content {
    Content::Report(Box::new(Report {
        stage: Stage::First,
        year: 2026,
        nth: 1,
        follows: None,
        mends: None,
        number: 18,
        title: title.to_owned(),
        body: "18时09分许，中心街一民房起火，伤亡情况待核。".to_owned(),
        facts: Facts::default(),
        grading: Grading::default(),
        grades: domain::grade_history::GradeHistory::default(),
        occurred: None,
        aware_at: evening(),
        first_received: evening(),
        first_reported: None,
        signed: Signed::Afterwards { statement: String::new() },
        system_of_record: SystemOfRecord::Upstream,
    }))
}

pub(crate) fn draw_key() -> SigningKey {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).unwrap();
    SigningKey::from_bytes(&bytes).unwrap()
}

/// A desk that is enrolled.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) address: SocketAddr,
    pub(crate) device: DeviceId,
    pub(crate) unit: UnitCode,
    pub(crate) key: SigningKey,
    pub(crate) token: String,
    pub(crate) upstream: PublicKey,
    pub(crate) epoch: u32,
    pub(crate) seq: u64,
    pub(crate) prev: Digest,
}

impl Desk {
    pub(crate) async fn enrol(server: &Server, unit: &str) -> Self {
        Self::enrol_with(server.address, server.code(unit).await).await
    }

    pub(crate) async fn enrol_with(address: SocketAddr, code: String) -> Self {
        let (device, key) = (Uuid::now_v7(), draw_key());
        let request = EnrolRequest::new(code, device, &key).unwrap();
        let answer = post(address, "/v1/enrol", serde_json::to_vec(&request).unwrap()).send().await;
        let EnrolAnswer { certificate, token, key: upstream, units, .. } = answer.json();
        assert_eq!(certificate.verify(&upstream).unwrap().device, device, "the certificate is this device's");
        let unit = units[0].code.clone();
        Self { address, device, unit, key, token, upstream, epoch: 1, seq: 0, prev: Digest::ZERO }
    }

    /// The same desk, asking at another address.
    pub(crate) fn at(self, address: SocketAddr) -> Self {
        Self { address, ..self }
    }

    pub(crate) fn header(&self, content: &Content) -> Header {
        Header {
            id: Uuid::now_v7(),
            alg: Algorithm::Sm3Sm2,
            kind: content.kind(),
            subject: Subject::now_v7(),
            audience: content.kind().audience(),
            addressees: Vec::new(),
            links: Vec::new(),
            device: self.device,
            epoch: self.epoch,
            seq: self.seq + 1,
            prev: self.prev,
            unit: self.unit.clone(),
            author: Author::Desk,
            claimed_at: evening(),
            entered_at: evening(),
            clock_offset_ms: 0,
            clock_error_ms: None,
            boot_id: "boot".to_owned(),
            anchor: None,
            pack: Digest::ZERO,
            base: None,
            body_hash: Digest::ZERO,
            body_len: 0,
            blobs: Vec::new(),
        }
    }

    /// Seals without moving the chain on.
    pub(crate) fn seal(&self, header: Header, content: Content) -> Sealed {
        let body = Body { salt: Uuid::now_v7().simple().to_string(), content };
        Sealed::new(header, &body, &self.key).unwrap()
    }

    /// The next entry of the chain.
    pub(crate) fn write(&mut self, content: Content) -> Sealed {
        self.write_as(content, |_| {})
    }

    /// The same with something else in its header.
    pub(crate) fn write_as(&mut self, content: Content, change: impl FnOnce(&mut Header)) -> Sealed {
        let mut header = self.header(&content);
        change(&mut header);
        let sealed = self.seal(header, content);
        self.seq += 1;
        self.prev = sealed.digest();
        sealed
    }

    /// The next entries of the chain.
    pub(crate) fn write_calls(&mut self, count: usize) -> Vec<Sealed> {
        (0..count).map(|_| self.write(call())).collect()
    }

    pub(crate) async fn post(&self, entries: &[Sealed]) -> Answer {
        let request = SubmitRequest { entries: entries.to_vec() };
        post(self.address, "/v1/entries", serde_json::to_vec(&request).unwrap()).bearer(&self.token).send().await
    }

    pub(crate) async fn submit(&self, entries: &[Sealed]) -> Vec<Outcome> {
        let answer: SubmitAnswer = self.post(entries).await.json();
        assert_eq!(answer.outcomes.len(), entries.len(), "one outcome an entry");
        answer.outcomes
    }

    /// Submits what must be received; the verified receipts.
    pub(crate) async fn receipts(&self, entries: &[Sealed]) -> Vec<Receipt> {
        let outcomes = self.submit(entries).await;
        entries.iter().zip(&outcomes).map(|(entry, outcome)| self.receipt(entry, outcome)).collect()
    }

    /// The receipt of an outcome, verified.
    pub(crate) fn receipt(&self, entry: &Sealed, outcome: &Outcome) -> Receipt {
        received(outcome).verify(entry, &self.upstream).unwrap()
    }

    pub(crate) async fn page(&self, after: u64) -> DeliveryPage {
        get(self.address, &format!("/v1/entries?after={after}")).bearer(&self.token).send().await.json()
    }

    /// Everything that is handed to the desk's unit, each entry, receipt and certificate verified.
    pub(crate) async fn pull(&self) -> Vec<Delivery> {
        let mut pulled: Vec<Delivery> = Vec::new();
        loop {
            let page = self.page(pulled.len() as u64).await;
            pulled.extend(page.deliveries);
            if !page.more {
                break;
            }
        }
        for (place, delivery) in pulled.iter().enumerate() {
            assert_eq!(delivery.n, place as u64 + 1, "numbers without a gap");
            let certificate = delivery.certificate.verify(&self.upstream).unwrap();
            delivery.entry.verify(&certificate.key).unwrap();
            delivery.receipt.verify(&delivery.entry, &self.upstream).unwrap();
        }
        pulled
    }
}

/// The receipt of an outcome.
pub(crate) fn received(outcome: &Outcome) -> &SealedReceipt {
    match outcome {
        Outcome::Received { receipt } => receipt,
        other => panic!("not received: {other:?}"),
    }
}
