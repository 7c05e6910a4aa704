//! 规则包: a bureau looks at a pack, sees what it would change, adds it, withdraws it. The last good ones stay.

use std::collections::BTreeSet;
use std::path::Path;

use domain::digest::Digest;
use domain::entry::{Content, PackChanged};
use domain::pack::{LARGEST_PACK, PackErrors, PackText, compare};
use store::{StoreError, Writing};

use super::backup::unwritable;
use super::settings;
use crate::door::{DoorError, FileStep, NamePack, PackOffer, SettingsView, WithdrawalOffer};
use crate::host::{FileChosen, FileWanted};
use crate::reading::read_at_most;
use crate::rulebook::{Shelved, WITHDRAWN_PACKS, withdrawn_packs};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::tickets::{FilePurpose, TicketUse};
use crate::workstation::Workstation;

/// A pack that a person chose and has not added yet.
#[derive(Debug, Clone)]
pub(crate) struct PackAtHand {
    text: String,
}

/// The name under which a pack that was chosen is spoken of; a file's own name stays outside.
const CHOSEN: &str = "所选文件";

/// Asks for a pack to look at.
pub(crate) fn choose(desk: &Workstation, tick: &Tick) -> Result<FileStep, DoorError> {
    match desk.choose_file(&FileWanted::Open) {
        FileChosen::Nothing => Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => Ok(FileStep { ticket: None, done: Some(take_pack(desk, &path)?) }),
        FileChosen::ByTicket => {
            let ticket = desk.draw_ticket(tick, TicketUse::HandIn(FilePurpose::RulePack))?;
            Ok(FileStep { ticket: Some(ticket), done: None })
        }
    }
}

/// Takes a pack's text to look at; nothing is in force by that.
pub(crate) fn take_pack(desk: &Workstation, path: &Path) -> Result<String, DoorError> {
    let bytes = read_at_most(path, LARGEST_PACK).map_err(|error| unwritable(&error))?;
    let bytes = bytes.ok_or_else(|| DoorError::field("file", "文件过大，不是规则包。请另选。"))?;
    let text =
        String::from_utf8(bytes).map_err(|_| DoorError::field("file", "文件不是UTF-8文字，不是规则包。请另选。"))?;
    *desk.pack_at_hand() = Some(PackAtHand { text });
    Ok("已读入，请看一眼会改什么，再加入。".to_owned())
}

/// What the pack at hand is, what is wrong with it, and what it would change.
pub(crate) fn offer(desk: &Workstation, _: &Tick) -> Result<Option<PackOffer>, DoorError> {
    let Some(at_hand) = desk.pack_at_hand().clone() else { return Ok(None) };
    let text = PackText { file: CHOSEN, text: &at_hand.text };
    let digest = Digest::of(at_hand.text.as_bytes()).to_string();
    let with = desk.rulebook().with(text);
    Ok(Some(match with {
        Ok((added, packs)) => {
            let in_force = packs.metas().iter().any(|meta| added.meta() == Some(meta));
            let changes = compare(&desk.packs(), &packs);
            PackOffer { text: digest, pack: Some(settings::pack_row(&added)), faults: Vec::new(), changes, in_force }
        }
        Err(PackErrors(errors)) => {
            let faults = errors.iter().map(ToString::to_string).collect();
            PackOffer { text: digest, pack: None, faults, changes: Vec::new(), in_force: false }
        }
    }))
}

/// Puts the pack at hand away.
pub(crate) fn put_away(desk: &Workstation, tick: &Tick) -> Result<SettingsView, DoorError> {
    *desk.pack_at_hand() = None;
    settings::show(desk, tick)
}

/// Adds the pack at hand, as it was seen.
pub(crate) fn add(desk: &Workstation, tick: &Tick, request: NamePack) -> Result<SettingsView, DoorError> {
    let at_hand =
        desk.pack_at_hand().clone().ok_or_else(|| DoorError::not_found("没有选好的规则包，请先选择文件。"))?;
    if Digest::of(at_hand.text.as_bytes()).to_string() != request.text {
        return Err(DoorError::stale());
    }
    let text = PackText { file: CHOSEN, text: &at_hand.text };
    let rulebook = desk.rulebook();
    if rulebook.of_text(&request.text).is_some_and(|known| known.kept.shipped) {
        return Err(DoorError::field("file", "这个规则包随程序已有，不必加入；停用了的请在下面启用。"));
    }
    let with = rulebook.with(text);
    drop(rulebook);
    let (added, packs) = with.map_err(|errors| DoorError::field("file", errors.to_string()))?;
    let change = changed(&added, true, packs.digest());
    record(desk, tick, change, |_, writing| writing.add_pack(&added.kept, tick.now()))?;
    *desk.pack_at_hand() = None;
    settings::show(desk, tick)
}

/// What withdrawing a pack would change.
pub(crate) fn withdrawal(desk: &Workstation, _: &Tick, request: NamePack) -> Result<WithdrawalOffer, DoorError> {
    let without = desk.rulebook().without(&request.text);
    Ok(match without {
        Ok(packs) => WithdrawalOffer { faults: Vec::new(), changes: compare(&desk.packs(), &packs) },
        Err(PackErrors(errors)) => {
            WithdrawalOffer { faults: errors.iter().map(ToString::to_string).collect(), changes: Vec::new() }
        }
    })
}

/// Withdraws a pack; incidents that it judged keep it.
pub(crate) fn withdraw(desk: &Workstation, tick: &Tick, request: NamePack) -> Result<SettingsView, DoorError> {
    let rulebook = desk.rulebook();
    let shelved = rulebook.of_text(&request.text).filter(|one| !one.kept.withdrawn).cloned();
    let without = rulebook.without(&request.text);
    drop(rulebook);
    let shelved: Shelved = shelved.ok_or_else(|| DoorError::not_found("没有这个规则包，请刷新后再看。"))?;
    let refused = |errors: PackErrors| DoorError::not_now(format!("停用后余下的规则不完整，未停用：{errors}"));
    let packs = without.map_err(refused)?;
    let change = changed(&shelved, false, packs.digest());
    record(desk, tick, change, |withdrawn, writing| {
        if !shelved.kept.shipped {
            return writing.withdraw_pack(shelved.kept.text_digest, tick.now());
        }
        withdrawn.insert(shelved.kept.pack.clone());
        writing.set(WITHDRAWN_PACKS, withdrawn)
    })?;
    settings::show(desk, tick)
}

/// Takes a pack that came with the program and was withdrawn into use again.
pub(crate) fn resume(desk: &Workstation, tick: &Tick, request: NamePack) -> Result<SettingsView, DoorError> {
    let rulebook = desk.rulebook();
    let shelved = rulebook.of_text(&request.text).filter(|one| one.kept.withdrawn).cloned();
    let with = rulebook.with_again(&request.text);
    drop(rulebook);
    let shelved: Shelved = shelved.ok_or_else(|| DoorError::not_found("没有停用的这个规则包，请刷新后再看。"))?;
    let refused = |errors: PackErrors| DoorError::not_now(format!("与现在的规则合在一起不能用，未启用：{errors}"));
    let packs = with.map_err(refused)?;
    let change = changed(&shelved, true, packs.digest());
    record(desk, tick, change, |withdrawn, writing| {
        withdrawn.remove(&shelved.kept.pack);
        writing.set(WITHDRAWN_PACKS, withdrawn)
    })?;
    settings::show(desk, tick)
}

fn changed(shelved: &Shelved, added: bool, in_force: Digest) -> PackChanged {
    let title = shelved.meta().map(|meta| format!("{} {}", meta.title, meta.version));
    let pack = shelved.kept.pack.clone();
    PackChanged { title: title.unwrap_or_else(|| pack.clone()), pack, text: shelved.kept.text_digest, added, in_force }
}

/// The change and its record are one: a desk that is not enrolled yet has nothing to record it in.
fn record(
    desk: &Workstation,
    tick: &Tick,
    change: PackChanged,
    keep: impl FnOnce(&mut BTreeSet<String>, &mut Writing<'_>) -> Result<(), StoreError>,
) -> Result<(), DoorError> {
    desk.sealing(tick, |sealer, store, _| {
        let mut withdrawn = withdrawn_packs(store)?;
        store.write(|writing| {
            keep(&mut withdrawn, writing)?;
            let happening = Happening::now(sealer.identity.device, Content::PackChanged(change), tick);
            sealer.append(writing, happening).map(drop)
        })?;
        desk.reopen_rulebook(store, tick)
    })?;
    desk.changed(None);
    Ok(())
}
