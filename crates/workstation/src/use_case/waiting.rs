//! 待发: what has not gone up, why, and when it is tried again.

use domain::Moment;
use domain::entry::{Header, Kind};
use domain::incident::Incident;
use store::Store;
use store::table::{information, queue, view};

use super::author::name_of;
use super::compose::{facts_of, short_name};
use super::incident::draft_seen;
use crate::door::{DoorError, WaitingRow};
use crate::session::author_key;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// How many rows the screen shows; the count beside them is of all.
const LISTED: u32 = 200;

/// What waits, refused ones first, then in the order of sending.
pub(crate) fn list(desk: &Workstation, tick: &Tick) -> Result<Vec<WaitingRow>, DoorError> {
    let store = desk.store();
    queue::list(store.connection(), LISTED)?.into_iter().map(|queued| row(desk, &store, queued, tick)).collect()
}

/// Tries everything at once, also what was refused.
pub(crate) fn send_now(desk: &Workstation, tick: &Tick) -> Result<Vec<WaitingRow>, DoorError> {
    desk.store().write(|writing| {
        writing.release_refused()?;
        writing.hurry()
    })?;
    desk.changed(None);
    list(desk, tick)
}

fn row(desk: &Workstation, store: &Store, queued: queue::Queued, tick: &Tick) -> Result<WaitingRow, DoorError> {
    let header = Header::read(&queued.header)
        .map_err(|_| DoorError::storage("待发条目无法读取，请联系系统管理员校验数据文件。"))?;
    let incident = view::incident(store.connection(), header.subject)?;
    let name = match &incident {
        None => information::find(store.connection(), header.subject)?.map(|sent| sent.title).unwrap_or_default(),
        Some(incident) => {
            let packs = desk.packs_of(store, incident)?;
            let facts = match incident.last_report() {
                Some(report) => report.facts.clone(),
                None => facts_of(&packs, incident, &draft_seen(store, incident.id)?.draft, tick),
            };
            short_name(&packs, &facts)
        }
    };
    let now = tick.now();
    Ok(WaitingRow {
        entry: queued.id,
        what: what(header.kind, header.id, incident.as_ref()),
        name,
        by: name_of(store, &author_key(&header.author))?,
        incident: incident.map(|incident| incident.id),
        since: header.entered_at,
        attempts: queued.attempts,
        next_at: queued.not_before.filter(|at: &Moment| *at > now),
        trouble: queued.trouble,
        attention: queued.quarantined,
    })
}

/// 续报一 for a report, by the fold; the kind's own word for everything else.
fn what(kind: Kind, entry: uuid::Uuid, incident: Option<&Incident>) -> String {
    let report = incident.and_then(|incident| incident.reports.iter().find(|report| report.id == entry));
    report.map_or_else(|| kind.word().to_owned(), |report| report.words.clone())
}
