//! 互通共享: who told us of an incident and when, whom we told and when (notice 二.二; practice 1.3).

use domain::Moment;
use domain::entry::Content;
use domain::facts::Facts;
use domain::grading::grade;
use domain::incident::Incident;
use domain::notice::{Notice, NoticeWay};
use domain::pack::Packs;
use domain::rule::Situation;
use domain::sharing::{Shared, SharedBy, shared, untold};
use domain::unit::Level;
use store::Store;
use store::table::levels;

use super::incident::{composed_now, draft_of, facts_now, known};
use super::peer_notice::{neighbours, sent};
use super::typed::{REMARK, line_within, short_line, time};
use crate::door::{DoorError, IncidentRef, LogNotice, NoticeView, PartnerRow};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Everything the panel shows.
pub(crate) fn show(desk: &Workstation, tick: &Tick, request: IncidentRef) -> Result<NoticeView, DoorError> {
    let store = desk.store();
    let incident = known(&store, request.incident)?;
    let packs = desk.packs_of(&store, &incident)?;
    let unit = desk.own_unit()?;
    let saved = draft_of(&store, incident.id)?;
    let rows = lines(&packs, &store, &incident)?;
    let facts = facts_now(&packs, &incident, &saved, tick);
    Ok(NoticeView {
        incident: incident.id,
        partners: partners(&packs, &facts, unit.level, &rows),
        rows,
        sent: sent(desk, &store, incident.id)?,
        neighbours: neighbours(&store)?,
        notice: composed_now((&packs, &unit), &store, &incident, &saved, tick)?.neighbour,
    })
}

fn lines(packs: &Packs, store: &Store, incident: &Incident) -> Result<Vec<Shared>, DoorError> {
    let notices = levels::find(store.connection(), incident.id)?.map(|levels| levels.notices);
    Ok(shared(packs, incident, &notices.unwrap_or_default()))
}

fn partners(packs: &Packs, facts: &Facts, level: Level, rows: &[Shared]) -> Vec<PartnerRow> {
    let grading = grade(packs, facts);
    let open = untold(packs, &Situation::new(packs, facts, &grading, level), rows);
    let row = |partner: &domain::pack::Partner| PartnerRow {
        id: partner.id.clone(),
        name: partner.name.clone(),
        phone: partner.phone.clone(),
        untold: open.iter().any(|one| one.id == partner.id),
        called_at: called_at(rows, &partner.id),
    };
    packs.partners().iter().map(row).collect()
}

/// When a partner called us, of which nothing more was noted.
fn called_at(rows: &[Shared], partner: &str) -> Option<Moment> {
    let call = |one: &&Shared| one.by == SharedBy::Call && one.partner.as_deref() == Some(partner);
    rows.iter().find(call).map(|one| one.at)
}

/// Notes who told us, or whom we told.
pub(crate) fn log(desk: &Workstation, tick: &Tick, request: LogNotice) -> Result<NoticeView, DoorError> {
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        let packs = desk.packs_of(store, &incident)?;
        let at = told_at(&packs, store, &incident, &request, tick)?;
        let notice = Notice {
            partner: request.partner.clone(),
            name: whom(&packs, &request)?,
            way: request.way,
            knew_at: knew_at(&incident, &request, at, tick)?,
            at,
            person: short_line("person", &request.person)?,
            words: line_within("words", &request.words, REMARK)?,
        };
        let happening = Happening::now(subject, Content::Notice(notice), tick).at(at);
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

fn whom(packs: &Packs, request: &LogNotice) -> Result<String, DoorError> {
    let name = short_line("name", &request.name)?;
    let Some(id) = &request.partner else {
        return if name.is_empty() { Err(DoorError::field("name", "请填写是哪个单位。")) } else { Ok(name) };
    };
    let partner = packs.partner(id);
    let partner = partner.ok_or_else(|| DoorError::field("partner", "互通共享单位名单里没有这一项，请重新选择。"))?;
    Ok(if name.is_empty() { partner.name.clone() } else { name })
}

/// Nothing typed of a partner whose call is on record: that call is meant, and its time is known.
fn told_at(
    packs: &Packs,
    store: &Store,
    incident: &Incident,
    request: &LogNotice,
    tick: &Tick,
) -> Result<Moment, DoorError> {
    if request.time.trim().is_empty()
        && request.way == NoticeWay::ToldUs
        && let Some(partner) = &request.partner
        && let Some(at) = called_at(&lines(packs, store, incident)?, partner)
    {
        return Ok(at);
    }
    time("time", &request.time, incident.first_received, tick)
}

fn knew_at(
    incident: &Incident,
    request: &LogNotice,
    told_at: Moment,
    tick: &Tick,
) -> Result<Option<Moment>, DoorError> {
    if request.knew.trim().is_empty() {
        return Ok(None);
    }
    let knew = time("knew", &request.knew, incident.first_received, tick)?;
    if knew > told_at {
        return Err(DoorError::field("knew", "部门得知的时间晚于告知的时间，请核对；不清楚的不填。"));
    }
    Ok(Some(knew))
}
