//! 升级前的副本: the file as the program of before left it, kept beside it while a newer one brings it up to date.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::error::StoreError;

/// Between the name of the file and the version that it was of.
const MARK: &str = ".before-upgrade-v";
const UNFINISHED: &str = ".writing";

/// Copies the file of this version, compact and without what was written beside it, and lets go of the copy before that.
/// Until the copy is whole and durable nothing else is touched.
pub(crate) fn keep(connection: &Connection, path: &Path, version: u32) -> Result<(), StoreError> {
    let copy = beside(path, &format!("{MARK}{version}"));
    let unfinished = beside(path, UNFINISHED);
    let made = write(connection, &unfinished).and_then(|()| finish(&unfinished, &copy));
    if let Err(error) = made {
        let _ = fs::remove_file(&unfinished);
        return Err(error);
    }
    forget(path, Some(&copy))
}

/// Lets go of every copy but this one: also of what was cleared from the file itself.
pub(crate) fn forget(path: &Path, but: Option<&Path>) -> Result<(), StoreError> {
    let Some((folder, name)) = path.parent().zip(path.file_name()) else { return Ok(()) };
    let begins = format!("{}{MARK}", name.to_string_lossy());
    for file in fs::read_dir(folder).map_err(not_kept)? {
        let file = file.map_err(not_kept)?;
        let ours = file.file_name().to_string_lossy().starts_with(&begins);
        if ours && but != Some(file.path().as_path()) {
            fs::remove_file(file.path()).map_err(not_kept)?;
        }
    }
    Ok(())
}

fn write(connection: &Connection, unfinished: &Path) -> Result<(), StoreError> {
    match fs::remove_file(unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(not_kept(error)),
        _ => {}
    }
    // Its owner's alone from the first byte on; SQLite takes an empty file for none.
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(unfinished).map_err(not_kept)?;
    let copied = connection.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()]);
    copied.map(|_| ()).map_err(|error| match StoreError::from(error) {
        StoreError::Full => StoreError::NotKept("磁盘已满".to_owned()),
        StoreError::Unwritable(words) => StoreError::NotKept(words),
        error => error,
    })
}

fn finish(unfinished: &Path, copy: &Path) -> Result<(), StoreError> {
    File::open(unfinished).and_then(|file| file.sync_all()).map_err(not_kept)?;
    fs::rename(unfinished, copy).map_err(not_kept)?;
    let Some(folder) = copy.parent() else { return Ok(()) };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(not_kept)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn not_kept(error: io::Error) -> StoreError {
    StoreError::NotKept(error.to_string())
}
