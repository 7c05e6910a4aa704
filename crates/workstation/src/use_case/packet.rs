//! 离线包: entries leave the desk without a network, for whom a person says and approved by whom. That they leave is recorded
//! before anything is handed out.

use std::collections::{BTreeMap, BTreeSet};

use domain::Moment;
use domain::access::{AccessNoted, Accessed};
use domain::beijing;
use domain::certificate::SealedCertificate;
use domain::entry::{Content, DeviceId, EntryId, Header, Relation};
use domain::packet::{self, Carried, ForWhom, LONGEST_NAME, MOST_ENTRIES, Packet, PacketError, SealedPacket};
use domain::unit::UnitCode;
use domain::unit_tree::UnitTree;
use store::table::entry::Kept;
use store::table::{certificate, entry, queue};
use store::{Store, StoreError};

use super::attachment::write_out;
use super::backup::unwritable;
use super::typed::{line_within, time};
use crate::door::{
    DoorError, FileStep, KindCount, MadePacket, MakePacket, NameFrame, PacketFrame, PacketTo, PacketView, TakenPacket,
    UnitRow,
};
use crate::enrolment::{Enrolment, own_certificates, unit_tree};
use crate::host::{FileChosen, FileWanted};
use crate::identity::Identity;
use crate::qr_code::outline;
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::tickets::TicketUse;
use crate::workstation::Workstation;

/// What is read before a packet leaves the desk.
const WARNING: &str = "仅限同一网络之间使用；跨网请走本单位批准的介质，记录审批人。";

/// The packets that the room shows: in memory, gone with the program.
#[derive(Debug, Default)]
pub(crate) struct PacketsAtHand {
    made: Option<AtHand>,
    pub(super) taken: Option<TakenPacket>,
}

#[derive(Debug)]
struct AtHand {
    view: MadePacket,
    text: String,
    frames: Vec<String>,
}

/// The room.
pub(crate) fn show(desk: &Workstation, _: &Tick) -> Result<PacketView, DoorError> {
    let (tree, (waiting, _, refused)) = {
        let store = desk.store();
        (unit_tree(&store)?, queue::counts(store.connection())?)
    };
    let unit = tree.own().ok_or_else(DoorError::not_enrolled)?;
    let at_hand = desk.packets_at_hand();
    Ok(PacketView {
        unit: unit.name.clone(),
        superiors: tree.superiors().into_iter().map(UnitRow::from).collect(),
        waiting: waiting + refused,
        warning: WARNING.to_owned(),
        made: at_hand.made.as_ref().map(|made| made.view.clone()),
        taken: at_hand.taken.clone(),
    })
}

/// Makes a packet and records it; what was made before is put away.
pub(crate) fn make(desk: &Workstation, tick: &Tick, request: MakePacket) -> Result<PacketView, DoorError> {
    let approved_by = line_within("approved_by", &request.approved_by, LONGEST_NAME)?;
    if approved_by.is_empty() {
        return Err(DoorError::field("approved_by", "请填写审批人姓名、职务。"));
    }
    let since = match request.since.trim() {
        "" => None,
        typed => Some(time("since", typed, tick.now(), tick)?),
    };
    let made = desk.sealing(tick, |sealer, store, enrolment| {
        let (to, named) = whom(&unit_tree(store)?, &request.to)?;
        let gathering = Gathering { store, enrolment, identity: sealer.identity, unit: &sealer.unit.code };
        let (headers, entries) = gathering.entries(&to, since)?;
        let packet = Packet {
            unit: sealer.unit.code.clone(),
            unit_name: sealer.unit.name.clone(),
            device: sealer.identity.device,
            upstream_key: enrolment.upstream_key.fingerprint(),
            made_at: tick.now(),
            approved_by: approved_by.clone(),
            to,
            certificates: gathering.certificates(&headers)?,
            entries,
        };
        let sealed = SealedPacket::new(&packet, &sealer.identity.key).map_err(|error| not_made(&error))?;
        let view = made_view(&sealed, &headers, named, tick.now(), approved_by);
        let note = format!("给{}，{}条，审批人{}，包号{}", view.to, view.entries, view.approved_by, view.packet);
        let noted = AccessNoted { what: Accessed::Packet, note };
        let happening = Happening::now(sealer.identity.device, Content::AccessNoted(noted), tick);
        store.write(|writing| sealer.append(writing, happening).map(drop))?;
        Ok(at_hand(&sealed, view))
    })?;
    desk.packets_at_hand().made = Some(made);
    desk.changed(None);
    show(desk, tick)
}

/// Puts the packet at hand away.
pub(crate) fn put_away(desk: &Workstation, tick: &Tick) -> Result<PacketView, DoorError> {
    desk.packets_at_hand().made = None;
    show(desk, tick)
}

/// One frame of the packet at hand, drawn.
pub(crate) fn frame(desk: &Workstation, _: &Tick, request: NameFrame) -> Result<PacketFrame, DoorError> {
    let at_hand = desk.packets_at_hand();
    let made = at_hand.made.as_ref().filter(|made| made.view.packet == request.packet).ok_or_else(gone)?;
    let index = usize::try_from(request.number).ok().and_then(|number| number.checked_sub(1));
    let line = index.and_then(|index| made.frames.get(index)).ok_or_else(gone)?;
    let drawn = outline(line).ok_or_else(|| DoorError::storage("这一幅画不出来，请改用文件。"))?;
    Ok(PacketFrame { number: request.number, count: made.view.frames, side: drawn.side, path: drawn.path })
}

/// Writes the packet at hand to a file that a person chose, or draws a ticket by which the page fetches it.
pub(crate) fn save(desk: &Workstation, tick: &Tick) -> Result<FileStep, DoorError> {
    let (text, made_at) = {
        let at_hand = desk.packets_at_hand();
        let made = at_hand.made.as_ref().ok_or_else(gone)?;
        (made.text.clone(), made.view.made_at)
    };
    let name = format!("离线包-{}.txt", beijing::wall(made_at).format("%Y%m%d-%H%M%S"));
    let write = |path: &std::path::Path| {
        let unlike = tick.new_id(desk.machine.as_ref())?;
        write_out(path, text.as_bytes(), unlike).map_err(|error| unwritable(&error))
    };
    match desk.choose_file(&FileWanted::Save { name: name.clone() }) {
        FileChosen::Nothing => Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => {
            write(&path)?;
            Ok(FileStep { ticket: None, done: Some("离线包已存为文件。".to_owned()) })
        }
        FileChosen::ByTicket => {
            let path = desk.passing_file(tick)?;
            write(&path)?;
            let ticket = desk.draw_ticket(tick, TicketUse::Fetch { path, name })?;
            Ok(FileStep { ticket: Some(ticket), done: None })
        }
    }
}

fn gone() -> DoorError {
    DoorError::not_found("这个离线包已收起，请重新制作。")
}

fn not_made(error: &PacketError) -> DoorError {
    DoorError::field("since", error.to_string())
}

fn whom(tree: &UnitTree, to: &PacketTo) -> Result<(ForWhom, String), DoorError> {
    match to {
        PacketTo::OwnUnit => Ok((ForWhom::OwnUnit, "本单位另一台".to_owned())),
        PacketTo::Upstream => Ok((ForWhom::Upstream, "上级节点".to_owned())),
        PacketTo::Superior { unit } => {
            let known = tree.superiors().into_iter().find(|superior| superior.code == *unit);
            let known = known.ok_or_else(|| DoorError::field("to", "只能给上级单位，请重新选择。"))?;
            Ok((ForWhom::Superior(unit.clone()), known.name.clone()))
        }
    }
}

fn made_view(
    sealed: &SealedPacket,
    headers: &[Header],
    to: String,
    made_at: Moment,
    approved_by: String,
) -> MadePacket {
    let name: String = sealed.digest().to_string().chars().take(16).collect();
    MadePacket {
        packet: name,
        to,
        kinds: counted(headers.iter()),
        entries: u32::try_from(headers.len()).unwrap_or(u32::MAX),
        made_at,
        approved_by,
        size: size_words(sealed.packet.len()),
        frames: 0,
        no_frames: String::new(),
    }
}

fn at_hand(sealed: &SealedPacket, view: MadePacket) -> AtHand {
    let (frames, no_frames) = match packet::frames(sealed) {
        Ok(frames) => (frames, String::new()),
        Err(error) => (Vec::new(), error.to_string()),
    };
    let count = u32::try_from(frames.len()).unwrap_or(u32::MAX);
    AtHand { view: MadePacket { frames: count, no_frames, ..view }, text: sealed.text(), frames }
}

fn size_words(bytes: usize) -> String {
    if bytes < 1024 * 1024 {
        format!("{}KB", bytes.div_ceil(1024))
    } else {
        format!("{}MB", bytes.div_ceil(1024 * 1024))
    }
}

/// How many of each kind, by its word.
pub(super) fn counted<'h>(headers: impl Iterator<Item = &'h Header>) -> Vec<KindCount> {
    let mut counts: BTreeMap<&'static str, u32> = BTreeMap::new();
    for header in headers {
        *counts.entry(header.kind.word()).or_default() += 1;
    }
    counts.into_iter().map(|(what, count)| KindCount { what: what.to_owned(), count }).collect()
}

/// The devices that this desk is and was.
pub(super) fn own_devices(
    store: &Store,
    enrolment: &Enrolment,
) -> Result<BTreeMap<DeviceId, SealedCertificate>, StoreError> {
    let mut own = BTreeMap::new();
    for sealed in own_certificates(store)? {
        if let Ok(certificate) = sealed.verify(&enrolment.upstream_key) {
            own.entry(certificate.device).or_insert(sealed);
        }
    }
    Ok(own)
}

/// Collects what a packet carries from the desk's own file.
struct Gathering<'desk> {
    store: &'desk Store,
    enrolment: &'desk Enrolment,
    identity: &'desk Identity,
    unit: &'desk UnitCode,
}

impl Gathering<'_> {
    /// The unit's entries that may go there: since an instant, or what has no receipt yet; to the upstream what waits.
    fn entries(&self, to: &ForWhom, since: Option<Moment>) -> Result<(Vec<Header>, Vec<Carried>), DoorError> {
        let waiting = match to {
            ForWhom::Upstream => Some(self.waiting()?),
            ForWhom::Superior(_) | ForWhom::OwnUnit => None,
        };
        let mut said_again = BTreeSet::new();
        let wanted = |header: &Header, kept: &Kept| {
            let again = header.links.iter().filter(|link| link.relation == Relation::Reissues);
            said_again.extend(again.map(|link| link.to));
            let due = match (&waiting, since) {
                (Some(waiting), _) => waiting.contains(&header.id),
                (None, Some(since)) => header.entered_at >= since,
                (None, None) => kept.receipt.is_none(),
            };
            due && to.may_be_given(header, self.unit)
        };
        let mut found = entry::kept_of_unit(self.store.connection(), self.unit, MOST_ENTRIES + 1, wanted)?;
        // What was issued again stands once, under the name that will be sent.
        found.retain(|(header, _)| !said_again.contains(&header.id));
        if found.is_empty() {
            let message = "这个范围里没有可带的记录。请把起始时间定得早一些，或换一个收件单位。";
            return Err(DoorError::field("since", message));
        }
        let carried = |(header, Kept { sealed, receipt })| (header, Carried { entry: sealed, receipt });
        Ok(found.into_iter().map(carried).unzip())
    }

    fn waiting(&self) -> Result<BTreeSet<EntryId>, DoorError> {
        let waiting = queue::unreceipted(self.store.connection())?;
        Ok(waiting.iter().map(|sealed| Ok(sealed.read_header()?.id)).collect::<Result<_, StoreError>>()?)
    }

    fn certificates(&self, headers: &[Header]) -> Result<Vec<SealedCertificate>, DoorError> {
        let mut own = own_devices(self.store, self.enrolment)?;
        let devices: BTreeSet<DeviceId> =
            headers.iter().map(|header| header.device).chain([self.identity.device]).collect();
        let of_device = |device: DeviceId| match own.remove(&device) {
            Some(sealed) => Ok(sealed),
            None => certificate::find(self.store.connection(), device)?.ok_or_else(|| {
                DoorError::storage("有记录的设备证书不在本机，做不成离线包。请联网一次后再做，或联系系统管理员。")
            }),
        };
        devices.into_iter().map(of_device).collect()
    }
}
