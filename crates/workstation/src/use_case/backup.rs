//! 备份与恢复: the database and its attachments, never the key. A restored desk enrols anew.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use domain::access::{AccessNoted, Accessed};
use domain::beijing;
use domain::entry::{Author, Content};
use domain::epoch::EpochReason;
use domain::information::size_words;
use store::{BackedUp, BackupProgress, StoreError, back_up, check_backup, unpack_blobs};

use super::settings;
use crate::door::{DoorError, FileStep, SettingsView};
use crate::enrolment::remember_first_start;
use crate::epoch;
use crate::folder::{PASSING, create_private};
use crate::host::{FileChosen, FileWanted};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::tickets::{ComingFile, FilePurpose, GivenFile, TicketUse};
use crate::workstation::Workstation;

/// Writes a backup to a file that a person chose, or draws a ticket by which the page fetches it.
pub(crate) fn save(desk: &Workstation, tick: &Tick) -> Result<FileStep, DoorError> {
    let name = format!("zhiban-{}.backup", beijing::wall(tick.now()).format("%Y%m%d-%H%M%S"));
    match desk.choose_file(&FileWanted::Save { name: name.clone() }) {
        FileChosen::Nothing => Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => {
            let done = hand_out(desk, tick, &path, &name)?;
            Ok(FileStep { ticket: None, done: Some(done) })
        }
        FileChosen::ByTicket => {
            let path = desk.passing_file(tick)?;
            hand_out(desk, tick, &path, &name)?;
            let ticket = desk.draw_ticket(tick, TicketUse::Fetch { path, name })?;
            Ok(FileStep { ticket: Some(ticket), done: None })
        }
    }
}

/// A backup that a person carries away is recorded; what was made, in words.
fn hand_out(desk: &Workstation, tick: &Tick, path: &Path, name: &str) -> Result<String, DoorError> {
    let made = desk.while_backing_up(|watch| write_watched(desk, path, watch))?;
    note(desk, tick, name, None)?;
    Ok(words(&made))
}

/// That records left the desk; under whoever is at the desk where nobody else is named.
fn note(desk: &Workstation, tick: &Tick, name: &str, author: Option<Author>) -> Result<(), DoorError> {
    if desk.identity().is_none() {
        return Ok(());
    }
    let noted = AccessNoted { what: Accessed::Backup, note: format!("备份到文件{name}") };
    desk.sealing(tick, |sealer, store, _| {
        let device = sealer.identity.device;
        let happening = Happening { author, ..Happening::now(device, Content::AccessNoted(noted), tick) };
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(None);
    Ok(())
}

/// 备份已写好并校验：12.3MB，附件2个。不含设备密钥和登录码。
fn words(made: &BackedUp) -> String {
    let attachments = if made.attachments > 0 { format!("，附件{}个", made.attachments) } else { String::new() };
    let missing = match made.missing {
        0 => String::new(),
        missing => format!("有{missing}个附件在本机找不到或已损坏，没有备份到。"),
    };
    format!("备份已写好并校验：{}{attachments}。不含设备密钥和登录码。{missing}", size_words(made.bytes))
}

/// Backs the desk up to `path` from the command line, where nobody gave a PIN; what was made, in words.
///
/// # Errors
/// [`DoorError`] in words; nothing bears the name then.
pub fn write_backup(
    desk: &Workstation,
    path: &Path,
    watch: &mut dyn FnMut(BackupProgress) -> ControlFlow<()>,
) -> Result<String, DoorError> {
    let made = write_watched(desk, path, watch)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    note(desk, &desk.tick(), &name, Some(Author::Desk))?;
    Ok(words(&made))
}

/// In the desk's own folder first, where what is left by a kill is swept away: until it is finished it holds what does not
/// leave the desk. Then beside its place and renamed, so that what bears the name is whole and checked.
pub(crate) fn write_watched(
    desk: &Workstation,
    path: &Path,
    watch: &mut dyn FnMut(BackupProgress) -> ControlFlow<()>,
) -> Result<BackedUp, DoorError> {
    let making = desk.passing_file(&desk.tick())?;
    let made = create_private(&making)
        .map_err(|error| unwritable(&error))
        .and_then(|_| Ok(back_up(&desk.database(), desk.blobs().folder(), &making, watch)?))
        .and_then(|made| put_in_place(&making, path).map(|()| made).map_err(|error| unwritable(&error)));
    let _ = std::fs::remove_file(&making);
    made
}

fn copy_beside(made: &Path, path: &Path) -> std::io::Result<()> {
    let beside = path.with_extension("writing");
    let copied = create_private(&beside).and_then(|mut to| {
        std::io::copy(&mut File::open(made)?, &mut to)?;
        to.sync_all()?;
        std::fs::rename(&beside, path)
    });
    if copied.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    copied
}

fn put_in_place(made: &Path, path: &Path) -> std::io::Result<()> {
    match std::fs::rename(made, path) {
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => copy_beside(made, path)?,
        renamed => renamed?,
    }
    // On a stick that is pulled out now the name is there too.
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}

/// 取消 of one that a person began.
pub(crate) fn stop(desk: &Workstation, tick: &Tick) -> Result<SettingsView, DoorError> {
    desk.stop_backing_up();
    settings::show(desk, tick)
}

/// Restores from a file that a person chose, or draws a ticket by which the page hands it in.
pub(crate) fn restore(desk: &Workstation, tick: &Tick) -> Result<FileStep, DoorError> {
    only_on_an_empty_desk(desk)?;
    match desk.choose_file(&FileWanted::Open) {
        FileChosen::Nothing => Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => {
            let done = take_backup(desk, copy_in(desk, tick, &path)?)?;
            Ok(FileStep { ticket: None, done: Some(done) })
        }
        FileChosen::ByTicket => {
            Ok(FileStep { ticket: Some(desk.draw_ticket(tick, TicketUse::HandIn(FilePurpose::Restore))?), done: None })
        }
    }
}

/// Copies a file that a person named into the desk's folder, where it can be checked and taken in.
///
/// # Errors
/// [`DoorError`] where it cannot be read or there is no room.
pub fn copy_in(desk: &Workstation, tick: &Tick, path: &Path) -> Result<ComingFile, DoorError> {
    let coming = ComingFile::new(desk.passing_file(tick)?, FilePurpose::Restore);
    // The bytes alone: what lies on a read-only medium may be read-only itself, and its copy is written to.
    create_private(coming.path())
        .and_then(|mut copy| std::io::copy(&mut File::open(path)?, &mut copy))
        .map_err(|error| unwritable(&error))?;
    Ok(coming)
}

/// Puts a checked backup in the place of an empty desk's file; what was done, in words.
///
/// # Errors
/// [`DoorError`]; the desk is then as it was.
pub fn take_backup(desk: &Workstation, file: ComingFile) -> Result<String, DoorError> {
    only_on_an_empty_desk(desk)?;
    check_backup(file.path()).map_err(|error| match error {
        StoreError::Damaged(why) => DoorError::field("file", format!("{why}，没有恢复。请另选一个备份文件。")),
        other => DoorError::field("file", other.to_string()),
    })?;
    unpack_blobs(file.path(), desk.blobs().folder())?;
    desk.exchange_file(|folder| {
        std::fs::File::open(file.path())?.sync_all()?;
        std::fs::rename(file.path(), folder.database())
    })?;
    remember_first_start(&mut desk.store(), true)?;
    desk.changed(None);
    // Where the key of that very device is still beside the file, what it wrote after the backup was made may be received
    // already: it goes on in an epoch of its own.
    let its_own = kept_its_key(desk)?;
    if its_own {
        epoch::open(desk, EpochReason::Restored, 0)?;
    }
    let unit = desk.own_unit().map_or_else(|_| "本机".to_owned(), |unit| unit.name);
    Ok(if its_own {
        format!("已恢复{unit}的记录，设备密钥还在，可接着用；备份之后已报送的，联网后自动取回。")
    } else {
        format!("已恢复{unit}的记录。备份不含设备密钥，请用新的注册码重新注册本机。")
    })
}

fn kept_its_key(desk: &Workstation) -> Result<bool, DoorError> {
    let Some(identity) = desk.identity() else { return Ok(false) };
    let certified = desk.enrolment().and_then(|held| held.certificate.verify(&held.upstream_key).ok());
    Ok(certified.is_some_and(|certificate| certificate.device == identity.device))
}

/// The file that a ticket gives out.
///
/// # Errors
/// [`DoorError`] where the ticket is not, or no longer, good for that.
pub fn give_file(desk: &Workstation, tick: &Tick, ticket: &str) -> Result<GivenFile, DoorError> {
    match desk.take_ticket(tick, ticket) {
        Some(TicketUse::Fetch { path, name }) => Ok(GivenFile::new(path, name)),
        _ => Err(used_up()),
    }
}

fn only_on_an_empty_desk(desk: &Workstation) -> Result<(), DoorError> {
    if desk.enrolment().is_some() {
        return Err(DoorError::not_now("本机已有值班记录，不能被备份覆盖。请在新的数据文件夹里恢复。"));
    }
    Ok(())
}

pub(super) fn used_up() -> DoorError {
    DoorError::not_found("这个文件链接已失效，请回到页面重新操作。")
}

pub(super) fn unwritable(error: &std::io::Error) -> DoorError {
    DoorError::storage(format!("文件无法读写（{error}），请检查磁盘和权限后再试。"))
}

impl Workstation {
    /// A place in the data folder for a file on its way in or out.
    pub(super) fn passing_file(&self, tick: &Tick) -> Result<PathBuf, DoorError> {
        Ok(self.data_folder().join(format!("{PASSING}{}", tick.new_id(self.machine.as_ref())?)))
    }
}
