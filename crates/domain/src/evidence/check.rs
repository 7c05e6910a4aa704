//! Checking a file: the seal, the certificates, every entry, the chain between them, and every receipt.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::chain::{ChainLink, Step, contradicted, intervals, steps};
use super::finding::{BodyFound, ChainFound, Fault, Finding, NotAfter, Proven, RowFound, WrittenBy};
use super::read::{Sealing, read};
use super::{Evidence, EvidenceError, Held, HeldAs, MOST_AFTERWARDS};
use crate::access::Accessed;
use crate::certificate::Certificate;
use crate::claim::claims;
use crate::digest::Digest;
use crate::entry::{Author, Content, DeviceId, EntryId, Header};
use crate::purge::takes;
use crate::receipt::Receipt;
use crate::seal::Verifier;

/// Checks a file.
///
/// # Errors
/// [`EvidenceError`] where it cannot be read as one; everything else is a fault in the finding.
pub fn check(bytes: &[u8]) -> Result<Finding, EvidenceError> {
    let (evidence, sealing) = read(bytes)?;
    let mut checking = Checking::of(&evidence);
    checking.seal(&sealing);
    checking.entries();
    checking.chains();
    checking.letters(&sealing);
    Ok(checking.finding())
}

struct Checking<'file> {
    evidence: &'file Evidence,
    upstream: Option<Verifier>,
    devices: BTreeMap<DeviceId, (Certificate, Verifier)>,
    /// Proven receipts by the digest of their bytes: what anchors name.
    receipts: HashMap<Digest, Receipt>,
    /// Who claimed what the desk wrote.
    claimed: BTreeMap<EntryId, Uuid>,
    checked: Vec<Checked<'file>>,
    bounds: Vec<(Option<crate::Moment>, Option<NotAfter>)>,
    chains: Vec<ChainFound>,
    faults: Vec<Fault>,
}

/// A header that could be read, with what was proven of it.
struct Checked<'file> {
    held: &'file Held,
    header: Header,
    content: Option<Content>,
    receipt: Option<Receipt>,
}

impl Checked<'_> {
    fn name(&self) -> String {
        self.header.name()
    }
}

impl<'file> Checking<'file> {
    fn of(evidence: &'file Evidence) -> Self {
        let upstream = evidence.upstream_key.ready().ok();
        let mut checking = Self {
            evidence,
            upstream,
            devices: BTreeMap::new(),
            receipts: HashMap::new(),
            claimed: BTreeMap::new(),
            checked: Vec::new(),
            bounds: Vec::new(),
            chains: Vec::new(),
            faults: Vec::new(),
        };
        checking.certificates();
        checking.anchors();
        checking
    }

    fn certificates(&mut self) {
        for sealed in &self.evidence.certificates {
            let Some(upstream) = &self.upstream else { return };
            let certificate = match sealed.verify_by(upstream) {
                Ok(certificate) => certificate,
                Err(error) => {
                    self.faults.push(Fault::Certificate(error));
                    continue;
                }
            };
            let device = certificate.device;
            let of_this =
                certificate.upstream == self.evidence.upstream && certificate.key_id == upstream.fingerprint();
            match certificate.key.ready() {
                Ok(key) if of_this && !self.devices.contains_key(&device) => {
                    self.devices.insert(device, (certificate, key));
                }
                _ => self.faults.push(Fault::OtherCertificate(device)),
            }
        }
    }

    fn anchors(&mut self) {
        for sealed in &self.evidence.anchors {
            let Some(upstream) = &self.upstream else { return };
            match sealed.proven(upstream) {
                Ok(receipt) => drop(self.receipts.insert(sealed.digest(), receipt)),
                Err(error) => self.faults.push(Fault::Anchor(error)),
            }
        }
    }

    fn seal(&mut self, sealing: &Sealing<'_>) {
        let Some((certificate, key)) = self.devices.get(&self.evidence.device) else {
            return self.faults.push(Fault::NoSealer);
        };
        if certificate.unit != self.evidence.unit {
            return self.faults.push(Fault::NoSealer);
        }
        if let Err(error) = key.verify(sealing.covered, &sealing.signature) {
            self.faults.push(Fault::Seal(error));
        }
    }

    fn entries(&mut self) {
        for held in &self.evidence.held {
            match self.entry(held) {
                Ok(checked) => self.checked.push(checked),
                Err(fault) => self.faults.push(fault),
            }
        }
        let read: Vec<(&Header, &Content)> =
            self.checked.iter().filter_map(|checked| Some((&checked.header, checked.content.as_ref()?))).collect();
        self.claimed = claims(&read);
        let missing: Vec<Fault> = self.checked.iter().filter_map(|checked| self.without_reason(checked)).collect();
        self.faults.extend(missing);
    }

    /// An entry as far as it can be checked by itself.
    fn entry(&mut self, held: &'file Held) -> Result<Checked<'file>, Fault> {
        let unreadable = |error| Fault::Entry("有条目无法读取".to_owned(), error);
        let header = held.sealed.read_header().map_err(unreadable)?;
        let name = header.name();
        if (header.subject == self.evidence.subject) == (held.what == HeldAs::Between) {
            let said = if held.what == HeldAs::Between { "其他事项" } else { "本事件" };
            self.faults.push(Fault::Matter(name.clone(), said));
        }
        let no_certificate = || Fault::NoCertificate(name.clone());
        let (certificate, key) = self.devices.get(&header.device).ok_or_else(no_certificate)?;
        if certificate.unit != header.unit {
            return Err(no_certificate());
        }
        let content = match held.sealed.content_by(&header, key) {
            Ok(content) => content,
            Err(error) => {
                // Its place in the chain is looked at all the same.
                self.faults.push(Fault::Entry(name.clone(), error));
                None
            }
        };
        let receipt = self.receipt(held, &header, &name);
        Ok(Checked { held, header, content, receipt })
    }

    fn receipt(&mut self, held: &Held, header: &Header, name: &str) -> Option<Receipt> {
        let sealed = held.receipt.as_ref()?;
        let proven = sealed.verify_by(held.sealed.digest(), self.upstream.as_ref()?);
        match proven {
            Ok(receipt) if receipt.entry == header.id && receipt.upstream == self.evidence.upstream => {
                self.receipts.insert(sealed.digest(), receipt.clone());
                Some(receipt)
            }
            Ok(_) => {
                self.faults.push(Fault::Receipt(name.to_owned(), crate::receipt::ReceiptError::OtherEntry));
                None
            }
            Err(error) => {
                self.faults.push(Fault::Receipt(name.to_owned(), error));
                None
            }
        }
    }

    /// A body is missing and nothing explains it.
    fn without_reason(&self, checked: &Checked<'_>) -> Option<Fault> {
        let explained = match checked.held.what {
            HeldAs::Whole | HeldAs::Between => true,
            HeldAs::Purged => self.checked.iter().any(|by| match &by.content {
                Some(Content::Purged(purged)) => takes(&by.header, purged, &checked.header),
                _ => false,
            }),
            HeldAs::Withheld => checked.header.unit != self.evidence.unit,
        };
        (!explained).then(|| Fault::NoBody(checked.name()))
    }

    fn chains(&mut self) {
        let place = |checked: &Checked<'_>| (checked.header.device, checked.header.epoch);
        let checked = std::mem::take(&mut self.checked);
        for (before, after) in checked.iter().zip(checked.iter().skip(1)) {
            if (place(before), before.header.seq) >= (place(after), after.header.seq) {
                self.faults.push(Fault::Order(after.name()));
            }
        }
        let export = checked.iter().rfind(|checked| checked.header.device == self.evidence.device).map(place);
        for chain in checked.chunk_by(|before, after| place(before) == place(after)) {
            self.chain(chain, chain.first().map(place) == export);
        }
        self.ends_with_its_export(&checked);
        self.checked = checked;
    }

    /// One epoch of one device; `exported` where it is the one whose last entry records this export.
    fn chain(&mut self, chain: &[Checked<'_>], exported: bool) {
        let links: Vec<ChainLink> = chain.iter().map(|checked| self.link(checked)).collect();
        let steps = steps(&links);
        let Some(header) = chain.first().map(|first| &first.header) else { return };
        let own = header.device == self.evidence.device;
        let mut gaps = Vec::new();
        for (step, checked) in steps.iter().zip(chain) {
            match *step {
                Step::Broken => self.faults.push(Fault::Broken(checked.name())),
                Step::Gap(from, to) => gaps.push((from, to)),
                Step::First | Step::Follows | Step::Backwards => {}
            }
        }
        if own {
            let last = chain.last().map_or(0, |last| last.header.seq);
            let unexplained = gaps.iter().filter(|gap| !(exported && left_out_afterwards(**gap, last)));
            self.faults.extend(unexplained.map(|(from, to)| Fault::Gap(*from, *to)));
        }
        self.faults.extend(contradicted(&links).into_iter().map(|at| Fault::OtherThanReceived(chain[at].name())));
        self.bounds.extend(intervals(&links, &steps));
        let between = chain.iter().filter(|checked| checked.held.what == HeldAs::Between).count();
        self.chains.push(ChainFound {
            device: header.device,
            unit: self.devices.get(&header.device).map(|(certificate, _)| certificate.unit.clone()),
            epoch: header.epoch,
            first: header.seq,
            last: chain.last().map_or(header.seq, |last| last.header.seq),
            between: u32::try_from(between).unwrap_or(u32::MAX),
            broken: steps.iter().any(|step| matches!(step, Step::Broken | Step::Backwards)),
            gaps,
        });
    }

    fn link(&self, checked: &Checked<'_>) -> ChainLink {
        let header = &checked.header;
        let named = header.anchor.as_ref().and_then(|anchor| Some((anchor, self.receipts.get(&anchor.digest)?)));
        let anchored = named.filter(|(anchor, receipt)| anchor.position == receipt.position);
        ChainLink {
            seq: header.seq,
            prev: header.prev,
            digest: checked.held.sealed.digest(),
            receipt: checked.receipt.clone(),
            anchored: anchored.map(|(_, receipt)| receipt.received_at),
        }
    }

    /// The desk records an export before it writes the file: that entry is the last of its chain.
    fn ends_with_its_export(&mut self, checked: &[Checked<'_>]) {
        let last = checked.iter().rfind(|checked| checked.header.device == self.evidence.device);
        let exported = last.is_some_and(|last| {
            let noted = matches!(&last.content, Some(Content::AccessNoted(noted)) if noted.what == Accessed::Evidence);
            // Of this very export: an older record at the end would hide what was written since.
            noted && last.header.subject == self.evidence.subject && last.header.entered_at == self.evidence.exported_at
        });
        if !exported {
            self.faults.push(Fault::NoExport);
        }
    }

    fn letters(&mut self, sealing: &Sealing<'_>) {
        if self.evidence.letters() != sealing.letters {
            self.faults.push(Fault::Letters);
        }
    }

    fn finding(self) -> Finding {
        let names: HashMap<Uuid, &str> =
            self.evidence.officers.iter().map(|(officer, name)| (*officer, name.as_str())).collect();
        let name = |officer: &Uuid| names.get(officer).copied().unwrap_or_default().to_owned();
        let mut rows = Vec::new();
        let mut proven = Proven::default();
        for (checked, (not_before, not_after)) in self.checked.iter().zip(&self.bounds) {
            let body = match checked.held.what {
                HeldAs::Between => continue,
                HeldAs::Whole => BodyFound::Matches,
                HeldAs::Purged => BodyFound::Purged,
                HeldAs::Withheld => BodyFound::Withheld,
            };
            match not_after {
                _ if checked.receipt.is_some() => proven.receipted += 1,
                Some(_) => proven.by_later += 1,
                None => proven.device_only += 1,
            }
            let header = &checked.header;
            let by = match header.author {
                Author::Desk => WrittenBy::Desk { claimed_by: self.claimed.get(&header.id).map(name) },
                Author::Officer(id) => WrittenBy::Officer { id, name: name(&id) },
            };
            rows.push(RowFound {
                id: header.id,
                kind: header.kind,
                device: header.device,
                epoch: header.epoch,
                seq: header.seq,
                claimed_at: header.claimed_at,
                entered_at: header.entered_at,
                by,
                body,
                not_before: *not_before,
                not_after: *not_after,
            });
        }
        Finding {
            subject: self.evidence.subject,
            unit: self.evidence.unit.clone(),
            unit_name: self.evidence.unit_name.clone(),
            sample: self.evidence.sample,
            device: self.evidence.device,
            exported_at: self.evidence.exported_at,
            upstream_key: self.evidence.upstream_key.fingerprint(),
            rows,
            chains: self.chains,
            proven,
            faults: self.faults.iter().map(|fault| format!("{fault}。")).collect(),
        }
    }
}

/// Whether a gap is the one that a file may have: long, and just before the record of the export, which is last.
const fn left_out_afterwards((from, to): (u64, u64), last: u64) -> bool {
    to + 1 == last && to - from >= MOST_AFTERWARDS
}
