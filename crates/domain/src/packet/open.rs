//! Proving a packet offline: certificates by the pinned key, the packet by its device, each entry by the device that wrote
//! it, each receipt by the pinned key.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;

use super::{
    ForWhom, LARGEST_PACKET, LONGEST_NAME, MOST_DEVICES, MOST_ENTRIES, Packet, PacketError, Reader, SealedPacket,
};
use crate::certificate::{Certificate, SealedCertificate};
use crate::entry::{DeviceId, EntryError, Header, Sealed};
use crate::hygiene;
use crate::receipt::{Receipt, ReceiptError, SealedReceipt};
use crate::seal::{PublicKey, Verifier};

/// A packet of which everything holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it says; its entries are in `entries`.
    pub packet: Packet,
    /// The entries, each proven.
    pub entries: Vec<OpenedEntry>,
}

/// An entry whose every claim was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedEntry {
    /// Exact bytes.
    pub sealed: Sealed,
    /// Its header.
    pub header: Header,
    /// Certificate of the device that wrote it.
    pub certificate: SealedCertificate,
    /// Its receipt as it came, and what it says.
    pub receipt: Option<(SealedReceipt, Receipt)>,
}

/// A device that the packet names, ready to prove what it wrote.
struct Device<'packet> {
    key: Verifier,
    sealed: &'packet SealedCertificate,
    used: bool,
}

type Devices<'packet> = BTreeMap<DeviceId, Device<'packet>>;

impl SealedPacket {
    /// Proves everything in it by the upstream's pinned key, and that this reader may have it.
    ///
    /// # Errors
    /// [`PacketError`]: the first thing that does not hold; nothing of the packet is good then.
    pub fn open(&self, upstream: &PublicKey, reader: Reader<'_>) -> Result<Opened, PacketError> {
        if self.packet.len() > LARGEST_PACKET {
            return Err(PacketError::TooLarge);
        }
        let packet: Packet = serde_json::from_str(&self.packet).map_err(|_| PacketError::NotReadable)?;
        let upstream = upstream.ready()?;
        within_limits(&packet, &upstream)?;
        let mut devices = devices(&packet, &upstream)?;
        devices
            .get(&packet.device)
            .ok_or(PacketError::OtherCertificates)?
            .key
            .verify(self.packet.as_bytes(), &self.signature)?;
        if !packet.to.may_be_read(&packet.unit, reader) {
            return Err(PacketError::ForOthers(packet.to.word()));
        }
        let entries = entries(&packet, &mut devices, &upstream)?;
        if devices.iter().any(|(device, certified)| !certified.used && *device != packet.device) {
            return Err(PacketError::OtherCertificates);
        }
        Ok(Opened { entries, packet })
    }
}

fn within_limits(packet: &Packet, upstream: &Verifier) -> Result<(), PacketError> {
    if packet.upstream_key != upstream.fingerprint() {
        let shown = packet.upstream_key.chars().filter(char::is_ascii_hexdigit).take(16).collect();
        return Err(PacketError::OtherUpstream(shown));
    }
    // A year of more digits can be read, and nothing can be reckoned from it.
    if !(1..=9999).contains(&packet.made_at.year()) {
        return Err(PacketError::NotReadable);
    }
    for (name, called) in [(&packet.unit_name, "单位名称"), (&packet.approved_by, "审批人")] {
        let long = name.chars().count() > LONGEST_NAME;
        if name.trim().is_empty() || long || name.chars().any(hygiene::is_hidden) {
            return Err(PacketError::OddName(called));
        }
    }
    match packet.entries.len() {
        0 => Err(PacketError::Empty),
        many if many > MOST_ENTRIES => Err(PacketError::TooMany(many)),
        _ if packet.certificates.len() > MOST_DEVICES => Err(PacketError::OtherCertificates),
        _ => Ok(()),
    }
}

/// Every certificate holds, is of the packet's unit, and stands there once.
fn devices<'packet>(packet: &'packet Packet, upstream: &Verifier) -> Result<Devices<'packet>, PacketError> {
    let mut devices = Devices::new();
    for sealed in &packet.certificates {
        let Certificate { device, unit, key, .. } = sealed.verify_by(upstream)?;
        let certified = Device { key: key.ready()?, sealed, used: false };
        if unit != packet.unit || devices.insert(device, certified).is_some() {
            return Err(PacketError::OtherCertificates);
        }
    }
    Ok(devices)
}

fn entries(packet: &Packet, devices: &mut Devices<'_>, upstream: &Verifier) -> Result<Vec<OpenedEntry>, PacketError> {
    let (mut ids, mut places) = (BTreeSet::new(), BTreeSet::new());
    let mut opened = Vec::with_capacity(packet.entries.len());
    for (carried, number) in packet.entries.iter().zip(1..) {
        let sealed = &carried.entry;
        let header = sealed.read_header().map_err(|error| PacketError::Entry(number, error))?;
        let device = devices.get_mut(&header.device).ok_or(PacketError::OtherCertificates)?;
        device.used = true;
        match sealed.content_by(&header, &device.key) {
            // All of it holds but that it can be read here.
            Ok(_) | Err(EntryError::Newer) => {}
            Err(error) => return Err(PacketError::Entry(number, error)),
        }
        let odd = odd(&packet.to, packet, sealed, &header);
        let twice = !ids.insert(header.id) || !places.insert((header.device, header.epoch, header.seq));
        if let Some(why) = odd.or(twice.then_some("出现两次")) {
            return Err(PacketError::OddEntry(number, why));
        }
        let receipt = match &carried.receipt {
            Some(receipt) => {
                let read = receipt.verify_by(sealed.digest(), upstream);
                let read = read
                    .and_then(|read| if read.entry == header.id { Ok(read) } else { Err(ReceiptError::OtherEntry) });
                Some((receipt.clone(), read.map_err(|error| PacketError::Receipt(number, error))?))
            }
            None => None,
        };
        let certificate = device.sealed.clone();
        opened.push(OpenedEntry { sealed: sealed.clone(), header, certificate, receipt });
    }
    Ok(opened)
}

fn odd(to: &ForWhom, packet: &Packet, sealed: &Sealed, header: &Header) -> Option<&'static str> {
    if sealed.body.is_none() {
        return Some("没有正文");
    }
    if header.unit != packet.unit {
        return Some("不是制作单位的记录");
    }
    (!to.may_be_given(header, &packet.unit)).then_some("不属于可以给收件单位看的种类")
}
