//! 调阅: what stays within the unit is shown to a unit above it, once a leader of this unit consented and that is recorded.

use std::collections::BTreeMap;

use domain::disclosure::{Disclosed, MAX_DISCLOSED};
use domain::entry::{Audience, Content};
use domain::placed::Placed;
use domain::unit::UnitCode;
use domain::unit_tree::UnitTree;
use store::{Store, readable_entries};

use super::incident::known;
use super::typed::{required_line, time};
use crate::door::{Disclose, DisclosureRow, DisclosureView, DoorError, IncidentRef, KindCount, UnitRow};
use crate::enrolment::unit_tree;
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// What could be shown, to whom, and what was.
pub(crate) fn show(desk: &Workstation, _: &Tick, request: IncidentRef) -> Result<DisclosureView, DoorError> {
    let store = desk.store();
    let tree = unit_tree(&store)?;
    let incident = known(&store, request.incident)?;
    let packs = desk.packs_of(&store, &incident)?;
    let placed = readable_entries(store.connection(), request.incident)?;
    let own = tree.own().ok_or_else(DoorError::not_enrolled)?;
    let (received, waiting): (Vec<&Placed>, Vec<&Placed>) =
        within_the_unit(&placed, &own.code).partition(|one| one.receipt.is_some());
    Ok(DisclosureView {
        superiors: tree.superiors().into_iter().map(UnitRow::from).collect(),
        posts: packs.signers().iter().map(|signer| signer.post.clone()).collect(),
        entries: counted(&received),
        waiting: u32::try_from(waiting.len()).unwrap_or(u32::MAX),
        given: placed.iter().filter_map(|one| row(&tree, one)).collect(),
    })
}

/// Records the consent and names what may be read; the upstream hands on exactly that.
pub(crate) fn give(desk: &Workstation, tick: &Tick, request: Disclose) -> Result<DisclosureView, DoorError> {
    let subject = request.incident;
    let asked_by = required_line("asked_by", &request.asked_by, "请填写谁要调阅（单位、姓名、职务）。")?;
    let consented_by = required_line("consented_by", &request.consented_by, "请填写同意调阅的本单位领导姓名。")?;
    let post = required_line("post", &request.post, "请填写该领导的职务。")?;
    let reason = required_line("reason", &request.reason, "请填写调阅事由。")?;
    let at = time("time", &request.time, tick.now(), tick)?;
    desk.sealing(tick, |sealer, store, _| {
        if !unit_tree(store)?.superiors().iter().any(|unit| unit.code == request.unit) {
            return Err(DoorError::field("unit", "只能给上级单位调阅，请重新选择。"));
        }
        let entries = to_be_shown(store, &request, &sealer.unit.code)?;
        store.write(|writing| {
            for entries in entries.chunks(MAX_DISCLOSED) {
                let disclosed = Disclosed {
                    asked_by: asked_by.clone(),
                    consented_by: consented_by.clone(),
                    post: post.clone(),
                    at,
                    reason: reason.clone(),
                    entries: entries.to_vec(),
                };
                let happening = Happening::now(subject, Content::Disclosed(disclosed), tick);
                sealer.append(writing, happening.addressed_to(request.unit.clone()))?;
            }
            Ok::<_, DoorError>(())
        })
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// What the upstream has not received it cannot hand on, so it is not named either.
fn to_be_shown(store: &Store, request: &Disclose, unit: &UnitCode) -> Result<Vec<uuid::Uuid>, DoorError> {
    known(store, request.incident)?;
    let placed = readable_entries(store.connection(), request.incident)?;
    let received = within_the_unit(&placed, unit).filter(|one| one.receipt.is_some());
    let entries: Vec<_> = received.map(|one| one.header.id).collect();
    if entries.is_empty() {
        return Err(DoorError::not_now("本单位的记录还没有送到上级节点，暂时无可调阅。请联网送达后再办。"));
    }
    Ok(entries)
}

fn within_the_unit<'p>(placed: &'p [Placed], unit: &UnitCode) -> impl Iterator<Item = &'p Placed> {
    let unit = unit.clone();
    placed.iter().filter(move |one| one.header.unit == unit && one.header.audience == Audience::Unit)
}

fn counted(entries: &[&Placed]) -> Vec<KindCount> {
    let mut counts: BTreeMap<&'static str, u32> = BTreeMap::new();
    for one in entries {
        *counts.entry(one.header.kind.word()).or_default() += 1;
    }
    counts.into_iter().map(|(what, count)| KindCount { what: what.to_owned(), count }).collect()
}

fn row(tree: &UnitTree, one: &Placed) -> Option<DisclosureRow> {
    let Content::Disclosed(given) = &one.content else { return None };
    Some(DisclosureRow {
        at: given.at,
        to: one.header.addressees.iter().map(|unit| tree.name_of(unit)).collect(),
        asked_by: given.asked_by.clone(),
        consented_by: given.consented_by.clone(),
        post: given.post.clone(),
        reason: given.reason.clone(),
        entries: u32::try_from(given.entries.len()).unwrap_or(u32::MAX),
        received: one.receipt.is_some(),
    })
}
