//! 毗邻通报: to a neighbour's desk, and from one (practice 2.13). A neighbour without a desk is phoned, which is a 互通记录.

use domain::entry::{Content, Subject};
use domain::incident::Incident;
use domain::levels::{PeerTold, SignedFor};
use domain::notice::PeerNotice;
use domain::unit::{Unit, UnitCode};
use domain::unit_tree::UnitTree;
use store::Store;
use store::table::levels;

use super::author::name_of;
use super::incident::{composed_now, draft_of, known};
use super::notice;
use super::on_paper::own_phone;
use super::todo::todo;
use crate::door::{
    DoorError, IncidentRef, NoticeView, PeerCame, PeerNoticeView, PeerSent, PeerTo, SendPeerNotice, SignedRow, Todo,
    UnitRow,
};
use crate::enrolment::unit_tree;
use crate::sealing::Happening;
use crate::session::{DESK_AUTHOR, draft_author};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Units beside ours: of the same superior and level.
pub(super) fn neighbours(store: &Store) -> Result<Vec<UnitRow>, DoorError> {
    Ok(unit_tree(store)?.beside().into_iter().map(UnitRow::from).collect())
}

/// Sends the text as it was seen on screen to the desks of these neighbours.
pub(crate) fn send(desk: &Workstation, tick: &Tick, request: SendPeerNotice) -> Result<NoticeView, DoorError> {
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        let beside = neighbours(store)?;
        let unknown = request.units.iter().any(|unit| !beside.iter().any(|one| one.code == *unit));
        if request.units.is_empty() || unknown {
            return Err(DoorError::field("units", "请选择要通报的毗邻单位；名单里没有的请电话通报并登记。"));
        }
        let notice = as_seen(desk, sealer.unit, store, &incident, &request, tick)?;
        let mut happening = Happening::now(subject, Content::PeerNotice(notice), tick);
        for unit in &request.units {
            happening = happening.addressed_to(unit.clone());
        }
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(Some(subject));
    notice::show(desk, tick, IncidentRef { incident: subject })
}

fn as_seen(
    desk: &Workstation,
    unit: &Unit,
    store: &Store,
    incident: &Incident,
    request: &SendPeerNotice,
    tick: &Tick,
) -> Result<PeerNotice, DoorError> {
    let packs = desk.packs_of(store, incident)?;
    let saved = draft_of(store, incident.id)?;
    let letter = composed_now((&packs, unit), store, incident, &saved, tick)?.neighbour;
    if (&letter.title, &letter.body) != (&request.title, &request.body) {
        return Err(DoorError::stale());
    }
    let phone = own_phone(&packs);
    Ok(PeerNotice { title: letter.title, body: letter.body, phone, at: tick.now() })
}

/// What went from here, and who took it there.
pub(super) fn sent(desk: &Workstation, store: &Store, subject: Subject) -> Result<Vec<PeerSent>, DoorError> {
    let own = desk.own_unit()?;
    let units = unit_tree(store)?;
    let peers = levels::find(store.connection(), subject)?.map(|levels| levels.peers).unwrap_or_default();
    let row = |peer: PeerTold| PeerSent {
        to: peer.to.iter().map(|unit| addressed(&units, &peer, unit)).collect(),
        id: peer.id,
        at: peer.at,
        title: peer.title,
        body: peer.body,
        received_at: peer.receipt.map(|receipt| receipt.received_at),
    };
    Ok(peers.into_iter().filter(|peer| peer.from == own.code).map(row).collect())
}

fn addressed(units: &UnitTree, peer: &PeerTold, unit: &UnitCode) -> PeerTo {
    let signed = peer.signed.iter().find(|signed| signed.unit == *unit);
    PeerTo { unit: units.name_of(unit), signed: signed.map(|signed| signed_row(units, signed)) }
}

fn signed_row(units: &UnitTree, signed: &SignedFor) -> SignedRow {
    SignedRow { unit: units.name_of(&signed.unit), by: signed.by.clone(), at: signed.at }
}

/// What neighbours told us of a matter.
pub(crate) fn show(desk: &Workstation, _: &Tick, request: IncidentRef) -> Result<PeerNoticeView, DoorError> {
    let store = desk.store();
    let own = desk.own_unit()?;
    let units = unit_tree(&store)?;
    let peers = levels::find(store.connection(), request.incident)?.map(|levels| levels.peers).unwrap_or_default();
    let to_us = peers.into_iter().filter(|peer| peer.from != own.code && peer.to.contains(&own.code));
    let came: Vec<PeerCame> = to_us.map(|peer| came(&units, &own.code, peer)).collect();
    if came.is_empty() {
        return Err(DoorError::not_found("没有这份毗邻通报，请回到当班页重新选择。"));
    }
    let author = draft_author(&store)?;
    let officer = if author == DESK_AUTHOR { String::new() } else { name_of(&store, &author)? };
    Ok(PeerNoticeView { incident: request.incident, came, officer })
}

fn came(units: &UnitTree, own: &UnitCode, peer: PeerTold) -> PeerCame {
    PeerCame {
        signed: peer.signed.iter().find(|signed| signed.unit == *own).map(|signed| signed_row(units, signed)),
        id: peer.id,
        from: units.name_of(&peer.from),
        title: peer.title,
        body: peer.body,
        phone: peer.phone,
        at: peer.at,
    }
}

/// 待办: what a neighbour told us and nobody here has taken.
pub(crate) fn todos(desk: &Workstation, store: &Store, tick: &Tick) -> Result<Vec<Todo>, DoorError> {
    let Ok(own) = desk.own_unit() else { return Ok(Vec::new()) };
    let units = unit_tree(store)?;
    let mut todos = Vec::new();
    // What waits is listed whenever it arrived.
    for levels in levels::since(store.connection(), tick.now())? {
        let to_us = levels.peers.iter().filter(|peer| peer.from != own.code && peer.to.contains(&own.code));
        let open = to_us.filter(|peer| !peer.signed.iter().any(|signed| signed.unit == own.code));
        todos.extend(open.map(|peer| to_take(&units, levels.id, peer)));
    }
    Ok(todos)
}

fn to_take(units: &UnitTree, matter: Subject, peer: &PeerTold) -> Todo {
    let detail = format!("{}：{}，请确认收到", units.name_of(&peer.from), peer.title);
    Todo { urgent: true, peer: Some(matter), ..todo("毗邻通报", detail) }
}
