//! 备份: the whole file and its attachments in one file, copied while the desk works on, checked before it counts, and
//! taken back only after a check. Neither the device's key nor a PIN is in it.

use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::Path;

use domain::digest::Digest;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, params};

use crate::error::StoreError;
use crate::migration::{APPLICATION_ID, KNOWN_VERSION};
use crate::open::Store;
use crate::recent::Recent;
use crate::schema::{be_wary, refuse_foreign_parts};
use crate::table::blob;

/// Pages copied between two looks at whether to go on.
const PAGES_AT_ONCE: i32 = 1024;

/// The attachments, in the copy only.
const CREATE_BLOBS: &str = "CREATE TABLE backup_blobs (digest TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;";

/// How far a backup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupProgress {
    /// Bytes copied.
    pub done: u64,
    /// Bytes to copy in all.
    pub of: u64,
}

impl BackupProgress {
    /// How much of it is done, 0 to 100.
    #[must_use]
    pub fn percent(self) -> u32 {
        u32::try_from(self.done * 100 / self.of.max(1)).unwrap_or(100)
    }
}

/// What a finished backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackedUp {
    /// Length of the file in bytes.
    pub bytes: u64,
    /// Attachments in it.
    pub attachments: u32,
    /// Attachments that are named and were not found whole beside the file.
    pub missing: u32,
}

/// Asked from time to time while a backup is made; breaking ends it.
pub type Watch<'watch> = &'watch mut dyn FnMut(BackupProgress) -> ControlFlow<()>;

/// Copies the desk's file at `database` and the attachments in `blobs` to `path`, which must not exist yet, checks the copy
/// and makes it durable. It reads one state of the file over a connection of its own: nobody waits for it, and nobody who
/// writes meanwhile makes it begin again.
///
/// # Errors
/// [`StoreError::Stopped`] where `watch` ended it, else what went wrong; nothing is left behind then.
pub fn back_up(database: &Path, blobs: &Path, path: &Path, watch: Watch<'_>) -> Result<BackedUp, StoreError> {
    let made = copy(database, blobs, path, watch).and_then(|made| {
        check_backup(path)?;
        make_durable(path)?;
        Ok(BackedUp { bytes: fs::metadata(path).map_err(unwritable)?.len(), ..made })
    });
    if made.is_err() {
        let _ = fs::remove_file(path);
    }
    made
}

fn copy(database: &Path, blobs: &Path, path: &Path, watch: Watch<'_>) -> Result<BackedUp, StoreError> {
    let source = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    // From the first read on this connection sees one state of the file.
    source.execute_batch("BEGIN")?;
    let named = blob::in_use(&source)?;
    let of_blobs: u64 = named
        .iter()
        .filter_map(|digest| fs::metadata(blobs.join(digest.to_string())).ok())
        .map(|file| file.len())
        .sum();
    let mut copy = Connection::open(path)?;
    let page: u64 = source.pragma_query_value(None, "page_size", |row| row.get::<_, u32>(0))?.into();
    let of = {
        let backup = Backup::new(&source, &mut copy)?;
        loop {
            let step = backup.step(PAGES_AT_ONCE)?;
            let pages = backup.progress();
            let bytes = |pages: i32| u64::from(pages.unsigned_abs()) * page;
            let of = bytes(pages.pagecount) + of_blobs;
            go_on(watch, bytes(pages.pagecount - pages.remaining), of)?;
            match step {
                StepResult::Done => break of,
                StepResult::More => {}
                _ => return Err(StoreError::Busy),
            }
        }
    };
    // One file without companions: what is carried away on a stick is everything.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    leave_out_what_is_the_desks_alone(&copy)?;
    let (mut attachments, mut missing, mut done) = (0, 0, of - of_blobs);
    copy.execute_batch(CREATE_BLOBS)?;
    for digest in named {
        match fs::read(blobs.join(digest.to_string())).ok().filter(|bytes| Digest::of(bytes) == digest) {
            Some(bytes) => {
                let row = params![digest.to_string(), bytes];
                copy.execute("INSERT INTO backup_blobs (digest, bytes) VALUES (?1, ?2)", row)?;
                attachments += 1;
                done += bytes.len() as u64;
            }
            None => missing += 1,
        }
        go_on(watch, done, of)?;
    }
    copy.close().map_err(|(_, error)| StoreError::from(error))?;
    Ok(BackedUp { bytes: 0, attachments, missing })
}

fn go_on(watch: Watch<'_>, done: u64, of: u64) -> Result<(), StoreError> {
    if watch(BackupProgress { done: done.min(of), of }).is_break() { Err(StoreError::Stopped) } else { Ok(()) }
}

/// PINs and who had signed in are nobody else's; overwritten, not only taken off the list.
fn leave_out_what_is_the_desks_alone(copy: &Connection) -> Result<(), StoreError> {
    copy.pragma_update(None, "secure_delete", true)?;
    let pins = "SELECT count(*) FROM sqlite_schema WHERE name = 'pins'";
    if copy.query_row(pins, [], |row| row.get::<_, u32>(0))? > 0 {
        copy.execute("DELETE FROM pins", [])?;
    }
    copy.execute("DELETE FROM settings WHERE name = 'session'", [])?;
    // What was deleted long ago may still lie in free pages; a file that is carried away holds none.
    Ok(copy.execute_batch("VACUUM")?)
}

/// Whether a file is a sound backup of a desk that this program can read. Nothing is written.
///
/// # Errors
/// [`StoreError::Damaged`] where it is not ours or not whole, [`StoreError::Newer`] where it is of a newer program.
pub fn check_backup(path: &Path) -> Result<(), StoreError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    be_wary(&connection)?;
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application != APPLICATION_ID || found == 0 {
        return Err(StoreError::Damaged("不是值班台的备份文件".to_owned()));
    }
    if found > KNOWN_VERSION {
        return Err(StoreError::Newer { found, known: KNOWN_VERSION });
    }
    // Before anything is asked of its tables.
    let beside = if has_blobs(&connection)? { CREATE_BLOBS } else { "" };
    refuse_foreign_parts(&connection, found, beside)?;
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StoreError::Damaged("备份文件不完整".to_owned()));
    }
    each_blob(&connection, |_, _| Ok(()))
}

/// Puts the attachments of a checked backup into the folder `blobs`, and takes them out of the file, which is a desk's file
/// from then on. A backup of ours holds no PIN and nobody's session; what somebody put in of those is not taken.
///
/// # Errors
/// [`StoreError`] where one is not what its name says, or cannot be written.
pub fn unpack_blobs(backup: &Path, blobs: &Path) -> Result<(), StoreError> {
    let connection = Connection::open(backup)?;
    be_wary(&connection)?;
    fs::create_dir_all(blobs).map_err(unwritable)?;
    each_blob(&connection, |digest, bytes| {
        let path = blobs.join(digest.to_string());
        fs::write(&path, bytes).and_then(|()| File::open(&path)?.sync_all()).map_err(unwritable)
    })?;
    connection.execute_batch("DROP TABLE IF EXISTS backup_blobs")?;
    leave_out_what_is_the_desks_alone(&connection)
}

/// Backups of before attachments were in them have no such table.
fn has_blobs(connection: &Connection) -> Result<bool, StoreError> {
    let there = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'backup_blobs')";
    Ok(connection.query_row(there, [], |row| row.get(0))?)
}

fn each_blob(
    connection: &Connection,
    mut take: impl FnMut(Digest, &[u8]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    if !has_blobs(connection)? {
        return Ok(());
    }
    let mut statement = connection.prepare("SELECT digest, bytes FROM backup_blobs")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let bytes: Vec<u8> = row.get(1)?;
        let digest = Digest::parse(&name).filter(|digest| *digest == Digest::of(&bytes));
        let digest = digest.ok_or_else(|| StoreError::Damaged("备份里的附件不完整".to_owned()))?;
        take(digest, &bytes)?;
    }
    Ok(())
}

impl Store {
    /// A store that holds nothing, for the moment in which its file is exchanged.
    ///
    /// # Errors
    /// [`StoreError`] where SQLite cannot even do that.
    pub fn nowhere() -> Result<Self, StoreError> {
        Ok(Self { connection: Connection::open_in_memory()?, recent: Recent::default() })
    }
}

fn make_durable(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(unwritable)
}

fn unwritable(error: std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full,
        _ => StoreError::Unwritable(error.to_string()),
    }
}
