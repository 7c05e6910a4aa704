//! 备份与恢复: the database, never the key. A restored desk enrols anew.

use std::path::{Path, PathBuf};

use domain::beijing;
use store::table::blob;
use store::{StoreError, check_backup};

use crate::door::{DoorError, FileStep};
use crate::enrolment::{enrolled, remember_first_start};
use crate::folder::PASSING;
use crate::host::{FileChosen, FileWanted};
use crate::tick::Tick;
use crate::tickets::{ComingFile, FilePurpose, GivenFile, TicketUse};
use crate::workstation::Workstation;

/// Writes a backup to a file that a person chose, or draws a ticket by which the page fetches it.
pub(crate) fn save(desk: &Workstation, tick: &Tick) -> Result<FileStep, DoorError> {
    let name = format!("zhiban-{}.backup", beijing::wall(tick.now()).format("%Y%m%d-%H%M%S"));
    match desk.choose_file(&FileWanted::Save { name: name.clone() }) {
        FileChosen::Nothing => Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => {
            write_backup(desk, &path)?;
            Ok(FileStep {
                ticket: None, done: Some(format!("备份已写好并校验，不含设备密钥{}。", left_out(desk)?))
            })
        }
        FileChosen::ByTicket => {
            let path = desk.passing_file(tick)?;
            write_backup(desk, &path)?;
            let ticket = desk.draw_ticket(tick, TicketUse::Fetch { path, name })?;
            Ok(FileStep { ticket: Some(ticket), done: None })
        }
    }
}

/// What a backup does not hold besides the key: attachments are files of their own.
fn left_out(desk: &Workstation) -> Result<String, DoorError> {
    let kept = blob::in_use(desk.store().connection())?.len();
    Ok(if kept == 0 {
        String::new()
    } else {
        format!("，也不含普通信息的附件（{kept}个，请逐个另存）")
    })
}

/// Backs the desk up to `path`: beside it first, then renamed, so that what bears the name is whole and checked.
///
/// # Errors
/// [`DoorError`] in words; nothing bears the name then.
pub fn write_backup(desk: &Workstation, path: &Path) -> Result<(), DoorError> {
    let beside = path.with_extension("writing");
    let _ = std::fs::remove_file(&beside);
    desk.store().back_up(&beside)?;
    std::fs::rename(&beside, path).map_err(|error| unwritable(&error))
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
    std::fs::copy(path, coming.path()).map_err(|error| unwritable(&error))?;
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
    desk.exchange_file(|folder| {
        std::fs::File::open(file.path())?.sync_all()?;
        std::fs::rename(file.path(), folder.database())
    })?;
    remember_first_start(&mut desk.store(), true)?;
    desk.changed(None);
    let unit = enrolled(&desk.store())?.and_then(|enrolment| enrolment.unit().map(|unit| unit.name.clone()));
    let unit = unit.unwrap_or_else(|| "本机".to_owned());
    Ok(format!("已恢复{unit}的记录。备份不含设备密钥，请用新的注册码重新注册本机。"))
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
    if enrolled(&desk.store())?.is_some() {
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
