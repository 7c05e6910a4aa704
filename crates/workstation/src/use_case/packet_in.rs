//! 收入离线包: what another desk of the unit, or of a unit below, brought without a network. It is proven whole before anything
//! is written, and written together with the record of it, or not at all.

use std::collections::BTreeSet;
use std::path::Path;

use domain::access::{AccessNoted, Accessed};
use domain::entry::{Content, Header, Subject};
use domain::packet::{
    Frame, LARGEST_PACKET, Opened, OpenedEntry, PacketError, PacketFrames, Reader, SealedPacket, gather, read_any,
};
use store::table::view;
use store::{Carriage, Carried, Store};

use super::backup::unwritable;
use super::compose::{facts_of, short_name};
use super::incident::{draft_seen, of_others};
use super::packet::{counted, own_devices};
use crate::door::{BroughtIncident, DoorError, FileStep, FramesProgress, FramesRead, ReadFrames, TakenPacket};
use crate::host::{FileChosen, FileWanted};
use crate::reading::read_at_most;
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::tickets::{FilePurpose, TicketUse};
use crate::workstation::Workstation;

/// Most lines of a scanner at once: more than all frames of the largest sequence, each read twice.
const MOST_LINES: usize = 2_000;
/// Most incidents that are named of what came.
const MOST_NAMED: usize = 20;

/// Asks for a file to take in.
pub(crate) fn choose(desk: &Workstation, tick: &Tick) -> Result<FileStep, DoorError> {
    match desk.choose_file(&FileWanted::Open) {
        FileChosen::Nothing => Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => Ok(FileStep { ticket: None, done: Some(take_file(desk, tick, &path)?) }),
        FileChosen::ByTicket => {
            let ticket = desk.draw_ticket(tick, TicketUse::HandIn(FilePurpose::Packet))?;
            Ok(FileStep { ticket: Some(ticket), done: None })
        }
    }
}

/// Takes in a file: a packet, or the lines of a scanner. What was done, in words.
pub(crate) fn take_file(desk: &Workstation, tick: &Tick, path: &Path) -> Result<String, DoorError> {
    let bytes = read_at_most(path, LARGEST_PACKET).map_err(|error| unwritable(&error))?;
    let bytes = bytes.ok_or_else(|| refused(&PacketError::TooLarge))?;
    let packet = read_any(&bytes).map_err(|error| refused(&error))?;
    Ok(take(desk, tick, &packet)?.said)
}

/// Reads what a scanner typed so far, and takes in the first packet of which nothing is missing.
pub(crate) fn read(desk: &Workstation, tick: &Tick, request: ReadFrames) -> Result<FramesRead, DoorError> {
    if request.lines.len() > MOST_LINES {
        return Err(DoorError::field("lines", "扫的行数太多。请清空后重新扫，或改用文件。"));
    }
    let gathered = gather(request.lines.iter().map(String::as_str));
    let last = gathered.misread.last().filter(|misread| misread.line == request.lines.len());
    let last_line = last.map(|misread| format!("{}。", misread.why)).unwrap_or_default();
    let (mut packets, mut taken) = (Vec::new(), None);
    for frames in &gathered.packets {
        let trouble = match frames.packet() {
            Err(PacketError::Incomplete(_)) => String::new(),
            Err(error) => error.to_string(),
            Ok(packet) if taken.is_none() => match take(desk, tick, &packet) {
                Ok(packet) => {
                    taken = Some(packet);
                    continue;
                }
                Err(error) => error.message,
            },
            Ok(_) => String::new(),
        };
        packets.push(progress(frames, trouble));
    }
    let of_use = |line: &String| {
        Frame::read(line).is_ok_and(|frame| packets.iter().any(|packet: &FramesProgress| packet.of == frame.of))
    };
    let left = request.lines.into_iter().filter(of_use).collect();
    Ok(FramesRead { packets, left, last_line, taken })
}

fn progress(frames: &PacketFrames, trouble: String) -> FramesProgress {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    FramesProgress {
        of: frames.of.clone(),
        read: number(frames.read()),
        count: number(frames.count),
        missing: frames.missing_words().unwrap_or_default(),
        trouble,
    }
}

fn refused(error: &PacketError) -> DoorError {
    DoorError::field("file", error.to_string())
}

/// Proves a packet, then takes it in and records that, in one transaction. Where all of it is known nothing is written.
fn take(desk: &Workstation, tick: &Tick, packet: &SealedPacket) -> Result<TakenPacket, DoorError> {
    let enrolment = desk.enrolment().ok_or_else(DoorError::not_enrolled)?;
    let unit = desk.own_unit()?;
    // Before the store is locked: the phone does not wait for signatures.
    let opened = packet.open(&enrolment.upstream_key, Reader::Desk(&unit.code)).map_err(|error| refused(&error))?;
    let new = desk.sealing(tick, |sealer, store, enrolment| {
        let own = own_devices(store, enrolment)?;
        store.write(|writing| {
            let mut new = Vec::new();
            for OpenedEntry { sealed, header, certificate, receipt } in &opened.entries {
                let receipt = receipt.as_ref().map(|(receipt, verified)| (receipt, verified));
                let own = own.contains_key(&header.device);
                if writing.carry(&Carried { sealed, header, certificate, own, receipt })? == Carriage::New {
                    new.push(header.clone());
                }
            }
            if !new.is_empty() {
                let note = note(&opened, new.len(), packet);
                let noted = AccessNoted { what: Accessed::PacketTakenIn, note };
                let happening = Happening::now(sealer.identity.device, Content::AccessNoted(noted), tick);
                sealer.append(writing, happening)?;
            }
            Ok::<_, DoorError>(new)
        })
    })?;
    let taken = taken(desk, tick, &opened, &new)?;
    desk.packets_at_hand().taken = Some(taken.clone());
    let touched: BTreeSet<Subject> = opened.entries.iter().map(|one| one.header.subject).collect();
    touched.into_iter().for_each(|subject| desk.changed(Some(subject)));
    Ok(taken)
}

fn note(opened: &Opened, new: usize, packet: &SealedPacket) -> String {
    let Opened { packet: said, entries } = opened;
    let name: String = packet.digest().to_string().chars().take(16).collect();
    format!("来自{}，新收{new}条（共{}条），审批人{}，包号{name}", said.unit_name, entries.len(), said.approved_by)
}

fn taken(desk: &Workstation, tick: &Tick, opened: &Opened, new: &[Header]) -> Result<TakenPacket, DoorError> {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let known = opened.entries.len() - new.len();
    let from = &opened.packet.unit_name;
    let said = match (new.len(), known) {
        (0, known) => format!("{from}的离线包：{known}条本机都已有，没有变化。"),
        (new, 0) => format!("已收入{from}的离线包：新收{new}条。联网后自动核对，不会重复。"),
        (new, known) => format!("已收入{from}的离线包：新收{new}条，{known}条本机已有。联网后自动核对，不会重复。"),
    };
    Ok(TakenPacket {
        from: from.clone(),
        made_at: opened.packet.made_at,
        approved_by: opened.packet.approved_by.clone(),
        new: number(new.len()),
        known: number(known),
        kinds: counted(new.iter()),
        incidents: incidents(desk, tick, new)?,
        said,
    })
}

fn incidents(desk: &Workstation, tick: &Tick, new: &[Header]) -> Result<Vec<BroughtIncident>, DoorError> {
    let store = desk.store();
    let subjects: BTreeSet<Subject> = new.iter().map(|header| header.subject).collect();
    let mut incidents = Vec::new();
    for subject in subjects {
        incidents.extend(incident(desk, &store, tick, subject)?);
        if incidents.len() == MOST_NAMED {
            break;
        }
    }
    Ok(incidents)
}

fn incident(
    desk: &Workstation,
    store: &Store,
    tick: &Tick,
    subject: Subject,
) -> Result<Option<BroughtIncident>, DoorError> {
    let own = view::incident(store.connection(), subject)?;
    let ours = own.is_some();
    let Some(incident) = own.map_or_else(|| of_others(store, subject), |own| Ok(Some(own)))? else { return Ok(None) };
    let packs = desk.packs_of(store, &incident)?;
    let facts = match incident.last_report() {
        Some(report) => report.facts.clone(),
        None => facts_of(&packs, &incident, &draft_seen(store, subject)?.draft, tick),
    };
    let reports = incident.reports.iter().map(|report| report.words.clone()).collect();
    Ok(Some(BroughtIncident { incident: subject, ours, name: short_name(&packs, &facts), reports }))
}
