//! 留痕文件: the record of an incident leaves the desk as a file that an inquiry can check without this program. That it
//! leaves is itself recorded first, and stands in the file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::access::{AccessNoted, Accessed};
use domain::beijing;
use domain::certificate::SealedCertificate;
use domain::entry::{Author, Content, DeviceId, Header, Subject};
use domain::evidence::{Evidence, Finding, Held, HeldAs, MOST_AFTERWARDS, check, one_line};
use domain::unit::UnitCode;
use store::table::entry::Kept;
use store::table::{certificate, entry, officer, purge, receipt};
use store::{Store, StoreError};
use uuid::Uuid;

use super::attachment::write_out;
use super::backup::unwritable;
use super::desk as room;
use super::incident::readable;
use crate::door::{DoorError, FileStep, IncidentRef, IncidentRow};
use crate::enrolment::{Enrolment, own_certificates};
use crate::host::{FileChosen, FileWanted};
use crate::identity::Identity;
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::tickets::TicketUse;
use crate::workstation::Workstation;

/// Writes the 留痕文件 of an incident to a file that a person chose, or draws a ticket by which the page fetches it.
pub(crate) fn save(desk: &Workstation, tick: &Tick, request: IncidentRef) -> Result<FileStep, DoorError> {
    readable(&desk.store(), request.incident)?;
    let name = evidence_name(tick);
    match desk.choose_file(&FileWanted::Save { name: name.clone() }) {
        FileChosen::Nothing => Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => {
            let done = write_by(desk, tick, request.incident, &path, None)?;
            Ok(FileStep { ticket: None, done: Some(done) })
        }
        FileChosen::ByTicket => {
            let path = desk.passing_file(tick)?;
            write_by(desk, tick, request.incident, &path, None)?;
            let ticket = desk.draw_ticket(tick, TicketUse::Fetch { path, name })?;
            Ok(FileStep { ticket: Some(ticket), done: None })
        }
    }
}

/// The name to offer for a file of this instant.
#[must_use]
pub fn evidence_name(tick: &Tick) -> String {
    format!("留痕文件-{}.txt", beijing::wall(tick.now()).format("%Y%m%d-%H%M%S"))
}

/// Writes the 留痕文件 of an incident from the command line: under nobody's name, since nobody gave a PIN. What was done and
/// what a check of it says, in words.
///
/// # Errors
/// [`DoorError`] where there is no such incident or the file cannot be written. What does not hold is written as it is,
/// and said.
pub fn write_evidence(desk: &Workstation, tick: &Tick, incident: Subject, path: &Path) -> Result<String, DoorError> {
    write_by(desk, tick, incident, path, Some(Author::Desk))
}

/// The incidents of which a file can be written.
///
/// # Errors
/// [`DoorError`] where the desk's file cannot be read.
pub fn incidents_on_record(desk: &Workstation, tick: &Tick) -> Result<Vec<IncidentRow>, DoorError> {
    room::incidents(desk, tick)
}

/// `author`: none for whoever is at the desk.
fn write_by(
    desk: &Workstation,
    tick: &Tick,
    incident: Subject,
    path: &Path,
    author: Option<Author>,
) -> Result<String, DoorError> {
    readable(&desk.store(), incident)?;
    let identity = desk.identity().ok_or_else(DoorError::not_enrolled)?;
    let file = desk.sealing(tick, |sealer, store, enrolment| {
        let noted = AccessNoted { what: Accessed::Evidence, note: format!("导出{}", evidence_name(tick)) };
        let happening = Happening { author, ..Happening::now(incident, Content::AccessNoted(noted), tick) };
        store.write(|writing| sealer.append(writing, happening).map(drop))?;
        let evidence = Gathering { store, enrolment, identity: &identity, incident }.evidence(tick)?;
        evidence.sealed(&identity.key).map_err(|error| DoorError::storage(error.to_string()))
    })?;
    desk.changed(Some(incident));
    write_out(path, file.as_bytes(), tick.new_id(desk.machine.as_ref())?).map_err(|error| unwritable(&error))?;
    check(file.as_bytes()).map(|found| said(&found)).map_err(|error| DoorError::storage(error.to_string()))
}

fn said(found: &Finding) -> String {
    if found.holds() {
        return format!("留痕文件已写好并校验。{}", found.counts());
    }
    let (first, count) = (found.faults.first().map(String::as_str).unwrap_or_default(), found.faults.len());
    format!("留痕文件已照实写好，校验有{count}处不符：{first}请联系系统管理员，勿自行改动本机数据。")
}

/// Collects what a file needs from the desk's own file.
struct Gathering<'desk> {
    store: &'desk Store,
    enrolment: &'desk Enrolment,
    identity: &'desk Identity,
    incident: Subject,
}

type Chain = (DeviceId, u32);

impl Gathering<'_> {
    fn evidence(&self, tick: &Tick) -> Result<Evidence, DoorError> {
        let held = self.held()?;
        let unit = self.enrolment.unit().ok_or_else(DoorError::not_enrolled)?;
        let headers: Vec<Header> =
            held.iter().map(|held| held.sealed.read_header()).collect::<Result<_, _>>().map_err(DoorError::from)?;
        Ok(Evidence {
            exported_at: tick.now(),
            subject: self.incident,
            unit: UnitCode(one_line(&unit.code.0).replace(' ', "_")),
            unit_name: one_line(&unit.name),
            sample: unit.sample,
            device: self.identity.device,
            upstream: self.enrolment.upstream,
            upstream_key: self.enrolment.upstream_key.clone(),
            certificates: self.certificates(&headers)?,
            anchors: self.anchors(&held, &headers)?,
            officers: self.officers(&held, &headers)?,
            held,
        })
    }

    /// Entries of the incident, and for this desk's own chains every header between, in the order of the file.
    fn held(&self) -> Result<Vec<Held>, DoorError> {
        let mut held: BTreeMap<(Chain, u64), Held> = BTreeMap::new();
        let mut began = None;
        for kept in entry::kept_of_subject(self.store.connection(), self.incident)? {
            let header = kept.sealed.read_header()?;
            began = began.into_iter().chain([header.entered_at]).min();
            let what = match (&kept.sealed.body, purge::purged_by(self.store.connection(), header.id)?) {
                (Some(_), _) => HeldAs::Whole,
                (None, Some(_)) => HeldAs::Purged,
                (None, None) => HeldAs::Withheld,
            };
            held.insert(place(&header), Held { sealed: kept.sealed, what, receipt: kept.receipt });
        }
        let Some(began) = began else { return Ok(Vec::new()) };
        let chains: BTreeSet<Chain> = held.keys().map(|(chain, _)| *chain).collect();
        let own: BTreeSet<DeviceId> = self.own_devices()?;
        for chain in chains.into_iter().filter(|(device, _)| own.contains(device)) {
            for span in self.spans(&held, chain, began)? {
                self.fill(&mut held, chain, span)?;
            }
        }
        Ok(held.into_values().collect())
    }

    /// The stretches of an own chain that the file holds whole: from the incident's beginning to the end of the chain,
    /// or, where that goes on for very long after the incident's last entry, only to that.
    fn spans(
        &self,
        held: &BTreeMap<(Chain, u64), Held>,
        chain: Chain,
        began: domain::Moment,
    ) -> Result<Vec<(u64, u64)>, StoreError> {
        let of_incident: Vec<u64> = held.keys().filter(|(of, _)| *of == chain).map(|(_, seq)| *seq).collect();
        let Some((since, end)) = entry::span_since(self.store.connection(), chain, began)? else {
            return Ok(Vec::new());
        };
        let from = of_incident.first().map_or(since, |first| since.min(*first));
        // The record of this export is the last of the current chain.
        let recorded = chain == (self.identity.device, self.identity.epoch);
        let before_export = of_incident.iter().rev().nth(usize::from(recorded)).copied();
        let last = before_export.unwrap_or(from.saturating_sub(1));
        let left_out = end.saturating_sub(last);
        Ok(if left_out <= MOST_AFTERWARDS + u64::from(recorded) { vec![(from, end)] } else { vec![(from, last)] })
    }

    fn fill(&self, held: &mut BTreeMap<(Chain, u64), Held>, chain: Chain, span: (u64, u64)) -> Result<(), DoorError> {
        for Kept { sealed, receipt } in entry::headers_between(self.store.connection(), chain, span)? {
            let header = sealed.read_header()?;
            held.entry(place(&header)).or_insert(Held { sealed, what: HeldAs::Between, receipt });
        }
        Ok(())
    }

    fn own_devices(&self) -> Result<BTreeSet<DeviceId>, StoreError> {
        let verified = |sealed: &SealedCertificate| sealed.verify(&self.enrolment.upstream_key).ok();
        Ok(own_certificates(self.store)?.iter().filter_map(verified).map(|certificate| certificate.device).collect())
    }

    fn certificates(&self, headers: &[Header]) -> Result<Vec<SealedCertificate>, StoreError> {
        let mut own: BTreeMap<DeviceId, SealedCertificate> = BTreeMap::new();
        for sealed in own_certificates(self.store)? {
            if let Ok(certificate) = sealed.verify(&self.enrolment.upstream_key) {
                own.entry(certificate.device).or_insert(sealed);
            }
        }
        let devices: BTreeSet<DeviceId> =
            headers.iter().map(|header| header.device).chain([self.identity.device]).collect();
        let mut certificates = Vec::new();
        for device in devices {
            let held = match own.remove(&device) {
                Some(sealed) => Some(sealed),
                None => certificate::find(self.store.connection(), device)?,
            };
            certificates.extend(held);
        }
        Ok(certificates)
    }

    /// The receipts that headers name as proof that they are not older, except those that stand with their entries.
    fn anchors(&self, held: &[Held], headers: &[Header]) -> Result<Vec<domain::receipt::SealedReceipt>, StoreError> {
        let mut standing: BTreeSet<_> =
            held.iter().filter_map(|held| held.receipt.as_ref()).map(domain::receipt::SealedReceipt::digest).collect();
        let mut anchors = Vec::new();
        for anchor in headers.iter().filter_map(|header| header.anchor.as_ref()) {
            if standing.insert(anchor.digest) {
                anchors.extend(receipt::named_by(self.store.connection(), anchor)?);
            }
        }
        Ok(anchors)
    }

    /// Names of the officers under whose names something of the incident stands.
    fn officers(&self, held: &[Held], headers: &[Header]) -> Result<Vec<(Uuid, String)>, StoreError> {
        let of_incident = held.iter().zip(headers).filter(|(held, _)| held.what != HeldAs::Between);
        let authors: BTreeSet<Uuid> = of_incident
            .filter_map(|(_, header)| match header.author {
                Author::Officer(officer) => Some(officer),
                Author::Desk => None,
            })
            .collect();
        let mut officers = Vec::new();
        for author in authors {
            let listed = officer::find(self.store.connection(), author)?;
            officers.extend(listed.map(|listed| (author, one_line(&listed.name))));
        }
        Ok(officers)
    }
}

const fn place(header: &Header) -> (Chain, u64) {
    ((header.device, header.epoch), header.seq)
}
