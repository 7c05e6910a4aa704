//! 设置: what this desk is bound to, and the one choice that a person makes: 主通道.

use domain::deadline::runs_here;
use domain::entry::Content;
use domain::information::size_words;
use domain::pack::{EventCode, Packs, RetentionRule, Source};
use domain::placed::Placed;
use domain::rule::Rule;
use store::table::purge;
use store::{Store, readable_entries};

use super::access;
use super::clearing::DRAFT_DAYS;
use super::keep_key::key_kept_in;

use crate::daily_backup;
use crate::door::{
    BackupView, ChooseSystemOfRecord, ClauseRow, DeskEvent, DoorError, PackRow, RetentionRow, RetentionView, RuleRow,
    SettingsView, SourceRow,
};
use crate::enrolment::{remember_system_of_record, system_of_record};
use crate::epoch;
use crate::rulebook::{Rulebook, Shelved};
use crate::session::lock_after;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// How many happenings of the desk itself are shown.
const DESK_LOG: usize = 30;

/// Everything the settings room shows.
pub(crate) fn show(desk: &Workstation, _: &Tick) -> Result<SettingsView, DoorError> {
    let store = desk.store();
    let enrolment = desk.enrolment();
    let rulebook = desk.rulebook();
    let packs = rulebook.today();
    Ok(SettingsView {
        unit: enrolment.as_ref().and_then(|enrolment| enrolment.unit().cloned()),
        upstream: enrolment.as_ref().and_then(|enrolment| enrolment.upstream_url.clone()),
        upstream_key: enrolment.as_ref().map(|enrolment| enrolment.upstream_key.fingerprint()),
        system_of_record: system_of_record(&store)?,
        key_kept_in: key_kept_in(desk).map(|place| place.words().to_owned()),
        packs: pack_rows(&rulebook),
        packs_digest: packs.digest().to_string(),
        pack_trouble: rulebook.trouble(),
        rules: rule_rows(&packs),
        clauses: clause_rows(&packs),
        divisions: packs.divisions().to_vec(),
        event_codes: packs.event_codes().iter().map(|code| named(&packs, code)).collect(),
        sources: source_rows(&packs),
        lock_after: lock_after(&store)?,
        backup: backup_view(desk, &store)?,
        retention: retention(&store, &packs)?,
        accesses: access::recent(&store)?,
        desk_log: desk_log(desk, &store)?,
        data_folder: desk.data_folder().display().to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// What the daily backup did, and one that a person began.
fn backup_view(desk: &Workstation, store: &Store) -> Result<BackupView, DoorError> {
    let last = daily_backup::last(store)?;
    let made = last.as_ref().and_then(|last| last.made);
    Ok(BackupView {
        made_at: made.map(|(at, _)| at),
        size: made.map(|(_, bytes)| size_words(bytes)),
        trouble: last.and_then(|last| last.trouble),
        folder: daily_backup::folder(desk).display().to_string(),
        percent: desk.backing_up(),
    })
}

/// Those in force first, in the order in which they are laid.
fn pack_rows(rulebook: &Rulebook) -> Vec<PackRow> {
    let in_force = rulebook.in_force();
    let is_in_force = |one: &Shelved| in_force.iter().any(|chosen| chosen.kept.text_digest == one.kept.text_digest);
    let mut rows: Vec<PackRow> = in_force.iter().map(|one| PackRow { in_force: true, ..pack_row(one) }).collect();
    rows.extend(rulebook.shelf().iter().filter(|one| !is_in_force(one)).map(pack_row));
    rows
}

/// A pack as the settings room shows it.
pub(super) fn pack_row(shelved: &Shelved) -> PackRow {
    let (meta, kept) = (shelved.meta(), &shelved.kept);
    PackRow {
        id: kept.pack.clone(),
        title: meta.map_or_else(|| kept.pack.clone(), |meta| meta.title.clone()),
        layer: meta.map_or_else(String::new, |meta| meta.layer.word().to_owned()),
        version: meta.map_or_else(String::new, |meta| meta.version.clone()),
        effective_from: meta.map(|meta| meta.effective_from.to_string()),
        effective_until: meta.and_then(|meta| meta.effective_until).map(|until| until.to_string()),
        region: meta.and_then(|meta| meta.region.clone()),
        shipped: kept.shipped,
        withdrawn: kept.withdrawn,
        in_force: false,
        fault: shelved.fault.clone(),
        text: kept.text_digest.to_string(),
    }
}

fn source_rows(packs: &Packs) -> Vec<SourceRow> {
    let row = |source: &Source| SourceRow { title: source.title.clone(), at: source.at.clone(), read: source.read };
    packs.sources().iter().map(row).collect()
}

/// With the kind's official name in the place of its id.
fn named(packs: &Packs, code: &EventCode) -> EventCode {
    let name = packs.event(&code.kind).map_or_else(|| code.kind.clone(), |event| event.name.clone());
    EventCode { kind: name, ..code.clone() }
}

fn title_of(packs: &Packs, source: &str) -> String {
    packs.source(source).map(|source| source.title.clone()).unwrap_or_default()
}

/// Grading tables, 较大涉险 and clauses of the scope.
fn clause_rows(packs: &Packs) -> Vec<ClauseRow> {
    let row = |id: &str, what: String, cite: &str, source: &str, verified: bool| ClauseRow {
        id: id.to_owned(),
        what,
        cite: cite.to_owned(),
        source: title_of(packs, source),
        verified,
    };
    let tables =
        packs.grade_tables().iter().map(|one| row(&one.id, one.title.clone(), &one.cite, &one.source, one.verified));
    let near = packs
        .near_misses()
        .iter()
        .map(|one| row(&one.id, format!("较大涉险：{}", one.words), &one.cite, &one.source, one.verified));
    let scope = packs
        .scope_rows()
        .iter()
        .map(|one| row(&one.id, format!("{}：{}", one.to.word(), one.text), &one.cite, &one.source, one.verified));
    tables.chain(near).chain(scope).collect()
}

fn retention(store: &Store, packs: &Packs) -> Result<RetentionView, DoorError> {
    let row = |rule: &RetentionRule| RetentionRow {
        id: rule.id.clone(),
        what: rule.what.clone(),
        after: rule.after.word().to_owned(),
        days: rule.days,
        cite: rule.cite.clone(),
        source: title_of(packs, &rule.source),
        verified: rule.verified,
    };
    let cleared = purge::cleared(store.connection())?;
    Ok(RetentionView {
        rules: packs.retention().iter().map(row).collect(),
        draft_days: u32::try_from(DRAFT_DAYS).unwrap_or_default(),
        cleared: cleared.as_ref().map_or(0, |cleared| cleared.bodies),
        cleared_at: cleared.map(|cleared| cleared.last_at),
    })
}

/// What happened to this desk itself, newest first.
fn desk_log(desk: &Workstation, store: &Store) -> Result<Vec<DeskEvent>, DoorError> {
    let Some(identity) = desk.identity() else { return Ok(Vec::new()) };
    let entries = readable_entries(store.connection(), identity.device)?;
    let event = |placed: &Placed| Some(DeskEvent { at: placed.header.claimed_at, words: words(&placed.content)? });
    Ok(entries.iter().rev().filter_map(event).take(DESK_LOG).collect())
}

fn words(content: &Content) -> Option<String> {
    match content {
        Content::ClockSet(set) => {
            let direction = if set.by_ms > 0 { "拨快" } else { "拨慢" };
            let seconds = set.by_ms.abs() / 1000;
            Some(format!("本机时钟被{direction}{}分{}秒，时限未受影响", seconds / 60, seconds % 60))
        }
        Content::PackChanged(change) => {
            let done = if change.added { "加入" } else { "停用" };
            Some(format!("{done}规则包：{}", change.title))
        }
        Content::SoundTested(test) => Some(match (&test.played_by, test.heard) {
            (_, Some(true)) => "提示音自检：已听到".to_owned(),
            (_, Some(false)) => "提示音自检：没有听到".to_owned(),
            (Some(program), None) => format!("提示音自检：已由{program}播放"),
            (None, None) => "提示音自检：没有可用的声音设备".to_owned(),
        }),
        Content::EpochOpened(opened) => Some(epoch::words(opened)),
        _ => None,
    }
}

fn rule_rows(packs: &Packs) -> Vec<RuleRow> {
    let row = |rule: &Rule| RuleRow {
        id: rule.id.clone(),
        what: rule.what.clone(),
        basis: rule.basis,
        origin: rule.origin.word().to_owned(),
        text: rule.text.clone(),
        cite: rule.cite.clone(),
        source: title_of(packs, &rule.source),
        verified: rule.verified,
    };
    packs.rules().iter().filter(|rule| runs_here(rule)).map(row).collect()
}

/// Keeps the choice of 主通道 for reports from now on.
pub(crate) fn choose_system_of_record(
    desk: &Workstation,
    tick: &Tick,
    request: ChooseSystemOfRecord,
) -> Result<SettingsView, DoorError> {
    remember_system_of_record(&mut desk.store(), request.system_of_record)?;
    desk.shown(None);
    show(desk, tick)
}
