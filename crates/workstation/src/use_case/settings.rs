//! 设置: what this desk is bound to, and the one choice that a person makes: 主通道.

use domain::entry::Content;
use domain::pack::{Layer, Meta, Source};
use domain::placed::Placed;
use domain::rule::Rule;
use store::{Store, readable_entries};

use crate::door::{ChooseSystemOfRecord, DeskEvent, DoorError, PackRow, RuleRow, SettingsView, SourceRow};
use crate::enrolment::{enrolled, remember_system_of_record, system_of_record};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// How many happenings of the desk itself are shown.
const DESK_LOG: usize = 30;

/// Everything the settings room shows.
pub(crate) fn show(desk: &Workstation, _: &Tick) -> Result<SettingsView, DoorError> {
    let store = desk.store();
    let enrolment = enrolled(&store)?;
    Ok(SettingsView {
        unit: enrolment.as_ref().and_then(|enrolment| enrolment.unit().cloned()),
        upstream: enrolment.as_ref().and_then(|enrolment| enrolment.upstream_url.clone()),
        upstream_key: enrolment.as_ref().map(|enrolment| enrolment.upstream_key.fingerprint()),
        system_of_record: system_of_record(&store)?,
        packs: pack_rows(desk),
        rules: rule_rows(desk),
        sources: source_rows(desk),
        desk_log: desk_log(desk, &store)?,
        data_folder: desk.data_folder().display().to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

fn pack_rows(desk: &Workstation) -> Vec<PackRow> {
    let row = |meta: &Meta| PackRow {
        title: meta.title.clone(),
        layer: layer_word(meta.layer).to_owned(),
        version: meta.version.clone(),
        effective_from: meta.effective_from.to_string(),
    };
    desk.packs().metas().iter().map(row).collect()
}

const fn layer_word(layer: Layer) -> &'static str {
    match layer {
        Layer::Nation => "国家",
        Layer::Province => "省",
        Layer::City => "市",
        Layer::County => "县",
    }
}

fn source_rows(desk: &Workstation) -> Vec<SourceRow> {
    let row = |source: &Source| SourceRow { title: source.title.clone(), read: source.read };
    desk.packs().sources().iter().map(row).collect()
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
        Content::SoundTested(test) => Some(match (&test.played_by, test.heard) {
            (_, Some(true)) => "提示音自检：已听到".to_owned(),
            (_, Some(false)) => "提示音自检：没有听到".to_owned(),
            (Some(program), None) => format!("提示音自检：已由{program}播放"),
            (None, None) => "提示音自检：没有可用的声音设备".to_owned(),
        }),
        _ => None,
    }
}

fn rule_rows(desk: &Workstation) -> Vec<RuleRow> {
    let row = |rule: &Rule| RuleRow {
        what: rule.what.clone(),
        basis: rule.basis,
        text: rule.text.clone(),
        cite: rule.cite.clone(),
        verified: rule.verified,
    };
    desk.packs().rules().iter().map(row).collect()
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
