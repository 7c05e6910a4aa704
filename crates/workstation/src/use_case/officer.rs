//! 值班人员: the room's own list.

use domain::entry::Content;
use domain::officer::{Officer, OfficerListed};
use store::table::officer;

use super::access::numbers_seen;
use super::typed::{required_line, short_line};
use crate::door::{DoorError, ListOfficer};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Everybody ever listed with their numbers, those who left last. That they were looked at is recorded.
pub(crate) fn list(desk: &Workstation, tick: &Tick) -> Result<Vec<Officer>, DoorError> {
    let officers = listed(desk)?;
    if officers.iter().any(|officer| !officer.phone.is_empty()) {
        numbers_seen(desk, tick)?;
    }
    Ok(officers)
}

/// The same without numbers, to pick a name from.
pub(crate) fn names(desk: &Workstation, _: &Tick) -> Result<Vec<Officer>, DoorError> {
    Ok(listed(desk)?.into_iter().map(|officer| Officer { phone: String::new(), ..officer }).collect())
}

/// The number that stands beside a post in 值班人员, where one person alone holds it: of several nobody knows who is on duty.
pub(super) fn number_of(working: &[Officer], post: &str) -> Option<String> {
    let mut holders = working.iter().filter(|officer| officer.post == post || officer.name == post);
    let (one, more) = (holders.next()?, holders.next());
    (more.is_none() && !one.phone.is_empty()).then(|| one.phone.clone())
}

fn listed(desk: &Workstation) -> Result<Vec<Officer>, DoorError> {
    let mut officers = officer::all(desk.store().connection())?;
    officers.sort_by_key(|officer| officer.left);
    Ok(officers)
}

/// Adds a person or replaces their line. Nothing new writes nothing.
pub(crate) fn put(desk: &Workstation, tick: &Tick, request: ListOfficer) -> Result<Vec<Officer>, DoorError> {
    let listed = OfficerListed {
        name: required_line("name", &request.name, "请填写姓名。")?,
        post: short_line("post", &request.post)?,
        phone: short_line("phone", &request.phone)?,
        left: request.left,
    };
    let subject = match request.officer {
        Some(officer) => officer,
        None => tick.new_id(desk.machine.as_ref())?,
    };
    let written = desk.sealing(tick, |sealer, store, _| {
        let known = officer::find(store.connection(), subject)?;
        if request.officer.is_some() && known.is_none() {
            return Err(DoorError::not_found("名单里没有这个人，请刷新后再改。"));
        }
        if known.is_some_and(|known| same(&known, &listed)) {
            return Ok(false);
        }
        let happening = Happening::now(subject, Content::OfficerListed(listed), tick);
        store.write(|writing| sealer.append(writing, happening).map(drop))?;
        Ok(true)
    })?;
    if written {
        desk.changed(None);
    }
    list(desk, tick)
}

fn same(known: &Officer, listed: &OfficerListed) -> bool {
    (&known.name, &known.post, &known.phone, known.left) == (&listed.name, &listed.post, &listed.phone, listed.left)
}
