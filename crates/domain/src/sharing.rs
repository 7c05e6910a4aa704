//! 互通共享 of one incident: who told us when, whom we told when. Calls that are on record already stand here by themselves;
//! nobody types them twice (practice 1.3).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::beijing;
use crate::call::Call;
use crate::contact::{CallOut, Reached};
use crate::incident::{Incident, OtherSource};
use crate::notice::{Notice, NoticeWay};
use crate::pack::{Packs, Partner};
use crate::rule::Situation;

/// Where a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SharedBy {
    /// A call that came in.
    Call,
    /// A call out.
    CallOut,
    /// 互通记录
    Noted,
}

/// One line: told by whom, or to whom, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Shared {
    /// Id of the partner in the pack; none for anybody else.
    pub partner: Option<String>,
    /// Whom, in words.
    pub name: String,
    /// Which way.
    pub way: NoticeWay,
    /// Since when the partner itself knew, where it said so.
    pub knew_at: Option<Moment>,
    /// When it was told.
    pub at: Moment,
    /// Who was spoken with.
    pub person: String,
    /// What was said.
    pub words: String,
    /// Where it comes from.
    pub by: SharedBy,
    /// 部门先知→我局接报, in minutes; none where it did not say, or knew no earlier than we did.
    pub lead_minutes: Option<u32>,
}

/// Everything that was told either way, by time.
#[must_use]
pub fn shared(packs: &Packs, incident: &Incident, notices: &[Notice]) -> Vec<Shared> {
    let opened = incident.call.iter().filter_map(|call| told_by_caller(packs, call));
    let merged = incident.sources.iter().filter_map(|source| told_by_source(packs, source));
    let out = incident.calls_out.iter().filter_map(|called| told_by_us(packs, &called.call));
    let on_record: Vec<Shared> = opened.chain(merged).chain(out).collect();
    let noted: Vec<Shared> = notices.iter().map(noted).collect();
    // What was noted of a call that is on record says more of it, and is not another.
    let (again, alone): (Vec<Shared>, Vec<Shared>) =
        on_record.into_iter().partition(|one| noted.iter().any(|noted| is_the_same(noted, one)));
    let said = |noted: Shared| match again.iter().find(|one| is_the_same(&noted, one)) {
        Some(call) => upon(packs, noted, call),
        None => noted,
    };
    let mut all: Vec<Shared> = noted.into_iter().map(said).chain(alone).collect();
    for one in &mut all {
        one.lead_minutes = one.knew_at.and_then(|knew| minutes_before(knew, incident.aware_at));
    }
    all.sort_by(|a, b| (a.at, &a.name).cmp(&(b.at, &b.name)));
    all
}

/// Partners that the pack wants told in this situation and of which nothing is on record: neither told, nor told us.
#[must_use]
pub fn untold<'p>(packs: &'p Packs, situation: &Situation<'_>, shared: &[Shared]) -> Vec<&'p Partner> {
    let wanted = packs.partners().iter().filter(|one| one.when.as_ref().is_some_and(|when| when.holds(situation)));
    wanted.filter(|one| !shared.iter().any(|line| line.partner.as_deref() == Some(&one.id))).collect()
}

/// What was left empty stays as the call has it; so does the name, where it is only the pack's.
fn upon(packs: &Packs, noted: Shared, call: &Shared) -> Shared {
    let or = |said: String, on_record: &String| if said.is_empty() { on_record.clone() } else { said };
    let of_pack = noted.partner.as_deref().and_then(|id| packs.partner(id)).is_some_and(|one| one.name == noted.name);
    Shared {
        name: if of_pack { call.name.clone() } else { noted.name },
        person: or(noted.person, &call.person),
        words: or(noted.words, &call.words),
        ..noted
    }
}

fn is_the_same(noted: &Shared, one: &Shared) -> bool {
    let minute = |at| beijing::full(at);
    noted.way == one.way
        && minute(noted.at) == minute(one.at)
        && if one.partner.is_some() { noted.partner == one.partner } else { noted.name == one.name }
}

fn minutes_before(knew: Moment, aware: Moment) -> Option<u32> {
    u32::try_from(aware.signed_duration_since(knew).num_minutes()).ok()
}

fn line(way: NoticeWay, by: SharedBy, at: Moment, (partner, name): (&Partner, &str)) -> Shared {
    Shared {
        partner: Some(partner.id.clone()),
        name: name.to_owned(),
        way,
        knew_at: None,
        at,
        person: String::new(),
        words: String::new(),
        by,
        lead_minutes: None,
    }
}

/// The partner by the caller's unit; where none is noted the caller may be named by it: 县消防救援大队.
fn caller_of<'p, 'c>(packs: &'p Packs, unit: &'c str, caller: &'c str) -> Option<(&'p Partner, &'c str)> {
    let name = if unit.trim().is_empty() { caller.trim() } else { unit.trim() };
    Some((packs.partner_named(name)?, name))
}

fn told_by_caller(packs: &Packs, call: &Call) -> Option<Shared> {
    let who = caller_of(packs, &call.caller_unit, &call.caller)?;
    let person = if call.caller_unit.trim().is_empty() { "" } else { call.caller.as_str() };
    let told = line(NoticeWay::ToldUs, SharedBy::Call, call.received_at, who);
    Some(Shared { person: person.to_owned(), words: call.words.clone(), ..told })
}

fn told_by_source(packs: &Packs, source: &OtherSource) -> Option<Shared> {
    let who = caller_of(packs, &source.caller_unit, &source.caller)?;
    let person = if source.caller_unit.trim().is_empty() { "" } else { source.caller.as_str() };
    let told = line(NoticeWay::ToldUs, SharedBy::Call, source.received_at, who);
    Some(Shared { person: person.to_owned(), words: source.words.clone(), ..told })
}

/// Whoever answered was told, whatever the call was for.
fn told_by_us(packs: &Packs, call: &CallOut) -> Option<Shared> {
    if call.reached != Reached::Answered {
        return None;
    }
    let partner =
        call.recipient.as_deref().and_then(|id| packs.partner(id)).or_else(|| packs.partner_named(&call.name))?;
    let told = line(NoticeWay::WeTold, SharedBy::CallOut, call.at, (partner, &call.name));
    Some(Shared { person: call.taken_by.clone(), words: call.words.clone(), ..told })
}

fn noted(notice: &Notice) -> Shared {
    let Notice { partner, name, way, knew_at, at, person, words } = notice.clone();
    Shared { partner, name, way, knew_at, at, person, words, by: SharedBy::Noted, lead_minutes: None }
}
