//! 查阅与导出: that numbers were looked at or a file left the desk is an entry like any other.

use chrono::TimeDelta;
use domain::access::{AccessNoted, Accessed};
use domain::entry::{Content, Subject};
use store::Store;
use store::table::access::{self, Access};

use super::author::name_of;
use crate::door::{AccessRow, DoorError};
use crate::sealing::Happening;
use crate::session::author_key;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// The same person who looks again within the hour is looking still.
const STILL_LOOKING: TimeDelta = TimeDelta::hours(1);
/// How many the settings room lists.
const LISTED: u32 = 50;

/// Records that whoever is at the desk carries something out, about that subject.
pub(crate) fn note(
    desk: &Workstation,
    tick: &Tick,
    subject: Subject,
    what: Accessed,
    note: String,
) -> Result<(), DoorError> {
    desk.sealing(tick, |sealer, store, _| {
        let happening = Happening::now(subject, Content::AccessNoted(AccessNoted { what, note }), tick);
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(Some(subject));
    Ok(())
}

/// Records that the officers' numbers are on screen, once an hour and author. Before enrolment there is nobody to record
/// it for, and nobody listed.
pub(crate) fn numbers_seen(desk: &Workstation, tick: &Tick) -> Result<(), DoorError> {
    let Some(identity) = desk.identity() else { return Ok(()) };
    let noted = desk.sealing(tick, |sealer, store, _| {
        let since = tick.now() - STILL_LOOKING;
        if access::noted_since(store.connection(), &sealer.author, Accessed::Contacts, since)? {
            return Ok(false);
        }
        let noted = AccessNoted { what: Accessed::Contacts, note: "设置中打开值班人员名单".to_owned() };
        let happening = Happening::now(identity.device, Content::AccessNoted(noted), tick);
        store.write(|writing| sealer.append(writing, happening).map(drop))?;
        Ok(true)
    })?;
    if noted {
        desk.wake.notify_one();
    }
    Ok(())
}

/// The last ones, newest first.
pub(crate) fn recent(store: &Store) -> Result<Vec<AccessRow>, DoorError> {
    let row = |one: Access| {
        Ok(AccessRow {
            at: one.at,
            who: name_of(store, &author_key(&one.author))?,
            what: one.what.word().to_owned(),
            note: one.note,
        })
    };
    access::recent(store.connection(), LISTED)?.into_iter().map(row).collect()
}
