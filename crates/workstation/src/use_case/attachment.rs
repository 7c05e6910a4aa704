//! 附件 of 普通信息: a file that a person chose is kept by its digest, then named by the draft; and saved to a file again.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use domain::access::Accessed;
use domain::digest::Digest;
use domain::entry::Subject;
use domain::information::{Attachment, InformationDraft, MOST_ATTACHMENTS, shown_name, size_words};
use store::Store;
use store::table::information::SavedInformation;

use super::access;
use super::backup::unwritable;
use super::information::{draft_of, sent, show, unknown};
use crate::blobs::BlobTrouble;
use crate::door::{DoorError, FileStep, InformationRef, InformationView, NameAttachment};
use crate::host::{FileChosen, FileWanted};
use crate::session::draft_author;
use crate::tick::Tick;
use crate::tickets::{FilePurpose, TicketUse};
use crate::workstation::Workstation;

/// Asks for a file.
pub(crate) fn add(desk: &Workstation, tick: &Tick, request: InformationRef) -> Result<FileStep, DoorError> {
    let information = request.information;
    room_for_one(&draft_of(&desk.store(), information)?.draft)?;
    match desk.choose_file(&FileWanted::Open) {
        FileChosen::Nothing => Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let done = take_attachment(desk, tick, information, &path, &name)?;
            Ok(FileStep { ticket: None, done: Some(done) })
        }
        FileChosen::ByTicket => {
            let ticket = desk.draw_ticket(tick, TicketUse::HandIn(FilePurpose::Attachment(information)))?;
            Ok(FileStep { ticket: Some(ticket), done: None })
        }
    }
}

/// Keeps the bytes first, durably; only then does the draft name them. A kill between the two leaves a file that nothing
/// names, and the next start sweeps it away.
pub(crate) fn take_attachment(
    desk: &Workstation,
    tick: &Tick,
    information: Subject,
    path: &Path,
    name: &str,
) -> Result<String, DoorError> {
    draft_of(&desk.store(), information)?;
    let blob = desk.blobs().keep(path).map_err(troubled)?;
    let attachment = Attachment { name: shown_name(name), digest: blob.digest, length: blob.length };
    let said = format!("已附上“{}”（{}），存在本机。", attachment.name, size_words(attachment.length));
    let mut store = desk.store();
    let before = draft_of(&store, information)?;
    room_for_one(&before.draft)?;
    if let Some(same) = before.draft.attachments.iter().find(|known| known.digest == attachment.digest) {
        // Chosen again, bytes that were gone or damaged are whole again.
        desk.shown(Some(information));
        return Ok(format!("这个文件已在附件里（“{}”），存在本机。", same.name));
    }
    let mut draft = before.draft;
    draft.attachments.push(attachment);
    let saved = SavedInformation { draft, saved_at: tick.now(), ..before };
    let own = draft_author(&store)?;
    store.write(|writing| {
        writing.keep_blob(&blob, tick.now())?;
        writing.save_information(&own, &saved)
    })?;
    drop(store);
    desk.shown(Some(information));
    Ok(said)
}

fn room_for_one(draft: &InformationDraft) -> Result<(), DoorError> {
    if draft.attachments.len() < MOST_ATTACHMENTS {
        return Ok(());
    }
    Err(DoorError::field("attachments", format!("最多{MOST_ATTACHMENTS}个附件，请先去掉一个，或打成一个压缩包。")))
}

fn troubled(trouble: BlobTrouble) -> DoorError {
    match trouble {
        BlobTrouble::Full | BlobTrouble::Unreadable(_) => DoorError::storage(trouble.to_string()),
        other => DoorError::field("attachments", other.to_string()),
    }
}

/// Every attachment is there and whole: nothing is sent that speaks of a file which is not.
pub(super) fn require_whole(desk: &Workstation, attachments: &[Attachment]) -> Result<(), DoorError> {
    let mut found = attachments.iter().filter_map(|one| Some((one, desk.blobs().read(&one.blob()).err()?)));
    found.next().map_or(Ok(()), |(one, trouble)| {
        Err(DoorError::field(
            "attachments",
            format!("附件“{}”：{trouble}。请重新选择原文件附上，或去掉后再报送。", one.name),
        ))
    })
}

/// Takes one off the draft. Its bytes stay until the desk opens again.
pub(crate) fn take_off(desk: &Workstation, tick: &Tick, request: NameAttachment) -> Result<InformationView, DoorError> {
    let mut store = desk.store();
    let before = draft_of(&store, request.information)?;
    let mut draft = before.draft;
    draft.attachments.retain(|attachment| attachment.digest.to_string() != request.attachment);
    let saved = SavedInformation { draft, saved_at: tick.now(), ..before };
    let own = draft_author(&store)?;
    store.write(|writing| writing.save_information(&own, &saved))?;
    drop(store);
    desk.shown(Some(request.information));
    show(desk, tick, InformationRef { information: request.information })
}

/// 另存: writes it to a file that a person chose, or draws a ticket by which the page fetches it.
pub(crate) fn save(desk: &Workstation, tick: &Tick, request: NameAttachment) -> Result<FileStep, DoorError> {
    let attachment = named(&desk.store(), &request)?;
    let bytes = desk.blobs().read(&attachment.blob()).map_err(troubled)?;
    match desk.choose_file(&FileWanted::Save { name: attachment.name.clone() }) {
        FileChosen::Nothing => Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => {
            note_saving(desk, tick, &request, &attachment)?;
            write_out(&path, &bytes, tick.new_id(desk.machine.as_ref())?).map_err(|error| unwritable(&error))?;
            Ok(FileStep { ticket: None, done: Some(format!("“{}”已另存。", attachment.name)) })
        }
        FileChosen::ByTicket => {
            note_saving(desk, tick, &request, &attachment)?;
            let path = desk.passing_file(tick)?;
            std::fs::write(&path, &bytes).map_err(|error| unwritable(&error))?;
            let ticket = desk.draw_ticket(tick, TicketUse::Fetch { path, name: attachment.name })?;
            Ok(FileStep { ticket: Some(ticket), done: None })
        }
    }
}

/// Recorded before it leaves: nothing leaves unrecorded.
fn note_saving(
    desk: &Workstation,
    tick: &Tick,
    request: &NameAttachment,
    attachment: &Attachment,
) -> Result<(), DoorError> {
    access::note(desk, tick, request.information, Accessed::Attachment, format!("另存“{}”", attachment.name))
}

/// Beside it first, under a name that nobody else has, then renamed: what bears the name is whole and on the disk.
pub(super) fn write_out(path: &Path, bytes: &[u8], unlike: uuid::Uuid) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = folder.join(format!("{unlike}.writing"));
    // For whoever carried it out alone: it holds names and numbers, wherever it is put.
    let new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside);
    let written = new.and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let renamed =
        written.and_then(|()| std::fs::rename(&beside, path)).and_then(|()| std::fs::File::open(folder)?.sync_all());
    if renamed.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    renamed
}

fn named(store: &Store, request: &NameAttachment) -> Result<Attachment, DoorError> {
    let digest = Digest::parse(&request.attachment).ok_or_else(unknown)?;
    let attachments = match sent(store, request.information)? {
        Some(sent) => sent.attachments,
        None => draft_of(store, request.information)?.draft.attachments,
    };
    attachments.into_iter().find(|attachment| attachment.digest == digest).ok_or_else(unknown)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_file_that_leaves_the_desk_is_read_by_nobody_but_whoever_took_it_out() {
        let path = std::env::temp_dir().join(format!("zhiban-{}.留痕", std::process::id()));
        super::write_out(&path, b"names and numbers", uuid::Uuid::nil()).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        std::fs::remove_file(&path).unwrap();
        assert_eq!(mode, 0o600);
    }
}
