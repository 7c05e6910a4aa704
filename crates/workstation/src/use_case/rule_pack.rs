//! 规则包: a bureau looks at a pack, sees what it would change, adds it, withdraws it. The last good ones stay.

use std::path::Path;

use domain::digest::Digest;
use domain::entry::{Content, PackChanged};
use domain::pack::{LARGEST_PACK, Meta, PackErrors, PackText, compare};

use super::backup::unwritable;
use super::settings;
use crate::door::{AddPack, DoorError, FileStep, NamePack, PackOffer, SettingsView, WithdrawalOffer};
use crate::host::{FileChosen, FileWanted};
use crate::rulebook::Shelved;
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
    let size = std::fs::metadata(path).map_err(|error| unwritable(&error))?.len();
    if size > LARGEST_PACK as u64 {
        return Err(DoorError::field("file", "文件过大，不是规则包。请另选。"));
    }
    let bytes = std::fs::read(path).map_err(|error| unwritable(&error))?;
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
            let in_force = packs.metas().contains(&added.meta);
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
pub(crate) fn add(desk: &Workstation, tick: &Tick, request: AddPack) -> Result<SettingsView, DoorError> {
    let at_hand =
        desk.pack_at_hand().clone().ok_or_else(|| DoorError::not_found("没有选好的规则包，请先选择文件。"))?;
    if Digest::of(at_hand.text.as_bytes()).to_string() != request.text {
        return Err(DoorError::stale());
    }
    let text = PackText { file: CHOSEN, text: &at_hand.text };
    let with = desk.rulebook().with(text);
    let (added, packs) = with.map_err(|errors| DoorError::field("file", errors.to_string()))?;
    let change = changed(&added.meta, added.kept.text_digest, true, packs.digest());
    record(desk, tick, change, |writing| writing.keep_pack(&added.kept, tick.now()))?;
    *desk.pack_at_hand() = None;
    settings::show(desk, tick)
}

/// What withdrawing a pack would change.
pub(crate) fn withdrawal(desk: &Workstation, _: &Tick, request: NamePack) -> Result<WithdrawalOffer, DoorError> {
    let without = desk.rulebook().without(&request.pack);
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
    let shelved = rulebook.shelf().iter().find(|one| one.meta.id == request.pack && !one.kept.withdrawn).cloned();
    let without = rulebook.without(&request.pack);
    drop(rulebook);
    let shelved: Shelved = shelved.ok_or_else(|| DoorError::not_found("没有这个规则包，请刷新后再看。"))?;
    let refused = |errors: PackErrors| DoorError::not_now(format!("停用后余下的规则不完整，未停用：{errors}"));
    let packs = without.map_err(refused)?;
    let change = changed(&shelved.meta, shelved.kept.text_digest, false, packs.digest());
    record(desk, tick, change, |writing| {
        writing.keep_pack(&shelved.kept, tick.now())?;
        writing.withdraw_pack(&request.pack, tick.now())
    })?;
    settings::show(desk, tick)
}

fn changed(meta: &Meta, text: Digest, added: bool, in_force: Digest) -> PackChanged {
    PackChanged { pack: meta.id.clone(), title: format!("{} {}", meta.title, meta.version), text, added, in_force }
}

/// The change and its record are one: a desk that is not enrolled yet has nothing to record it in.
fn record(
    desk: &Workstation,
    tick: &Tick,
    change: PackChanged,
    keep: impl FnOnce(&mut store::Writing<'_>) -> Result<(), store::StoreError>,
) -> Result<(), DoorError> {
    desk.sealing(tick, |sealer, store, _| {
        store.write(|writing| {
            keep(writing)?;
            let happening = Happening::now(sealer.identity.device, Content::PackChanged(change), tick);
            sealer.append(writing, happening).map(drop)
        })?;
        desk.reopen_rulebook(store, tick)
    })?;
    desk.changed(None);
    Ok(())
}
