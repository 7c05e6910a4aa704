//! 设置: what this desk is bound to, and the one choice that a person makes: 主通道.

use domain::pack::{Layer, Meta};
use domain::rule::Rule;

use crate::door::{ChooseSystemOfRecord, DoorError, PackRow, RuleRow, SettingsView};
use crate::enrolment::{enrolled, remember_system_of_record, system_of_record};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Everything the settings room shows.
pub(crate) fn show(desk: &Workstation, _: &Tick) -> Result<SettingsView, DoorError> {
    let store = desk.store();
    let enrolment = enrolled(&store)?;
    Ok(SettingsView {
        unit: enrolment.as_ref().and_then(|enrolment| enrolment.unit().cloned()),
        upstream: enrolment.as_ref().map(|enrolment| enrolment.upstream_url.clone()),
        upstream_key: enrolment.as_ref().map(|enrolment| enrolment.upstream_key.fingerprint()),
        system_of_record: system_of_record(&store)?,
        packs: pack_rows(desk),
        rules: rule_rows(desk),
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
