//! 备份与恢复: the SQLite file as of one moment and the attachments beside it, in a folder of their own; never the signing
//! key, which is kept elsewhere once. A PostgreSQL database is backed up by its own tools, the attachments like this.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use domain::digest::Digest;

use crate::blobs;
use crate::data_folder::create_private;
use crate::database_error::DatabaseError;
use crate::sqlite::{self, Database};
use crate::storage::Storage;

/// Why a backup was not made or not put back. Nothing is left half done under the name that was given.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something stands there already.
    #[error("{0} 已经存在；备份不覆盖任何东西，请换一个名称")]
    Exists(PathBuf),
    /// No database in the backup.
    #[error("{0} 中没有上级节点的备份；请核对路径")]
    NoBackup(PathBuf),
    /// The data folder is in use.
    #[error("{0} 中已有数据库；恢复只写入没有数据库的数据目录，请先把原有的移到别处")]
    NotEmpty(PathBuf),
    /// An attachment whose bytes are not those that its name says.
    #[error("附件 {0} 已损坏；其余未受影响，请从另一份备份取回该文件后再执行")]
    DamagedBlob(PathBuf),
    /// A file cannot be read or written.
    #[error("{path}：{source}。请检查权限和磁盘空间")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The database cannot be copied.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Makes a backup of a data folder as the folder `to`; how many attachments are in it.
pub(crate) async fn make(folder: &Path, storage: &Storage, to: &Path) -> Result<u64, BackupError> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let draft = to.with_extension("unfinished");
    clear(&draft)?;
    create_private(&draft).map_err(at(&draft))?;
    // The database first: whatever attachment it speaks of as whole was there before.
    if let Storage::Sqlite(connections) = storage {
        connections.another()?.copy_to(&draft.join(sqlite::FILE))?;
    }
    let blobs = copy_blobs(folder, &draft)?;
    blobs::sync_folder(&draft).map_err(at(&draft))?;
    fs::rename(&draft, to).map_err(at(to))?;
    Ok(blobs)
}

/// Puts a backup into a data folder that has no database; how many attachments came with it.
pub(crate) fn put_back(from: &Path, folder: &Path) -> Result<u64, BackupError> {
    let (source, target) = (from.join(sqlite::FILE), folder.join(sqlite::FILE));
    if target.exists() {
        return Err(BackupError::NotEmpty(folder.to_owned()));
    }
    let has_blobs = from.join(blobs::FOLDER).is_dir();
    if !source.is_file() && !has_blobs {
        return Err(BackupError::NoBackup(from.to_owned()));
    }
    if source.is_file() {
        Database::check_copy(&source)?;
    }
    let blobs = copy_blobs(from, folder)?;
    if source.is_file() {
        copy_whole(&source, &target)?;
    }
    Ok(blobs)
}

/// Every whole attachment of every unit; parts are brought again by whoever brought them.
fn copy_blobs(from: &Path, to: &Path) -> Result<u64, BackupError> {
    let mut copied = 0;
    for unit in listed(&from.join(blobs::FOLDER))? {
        let target = to.join(blobs::FOLDER).join(unit.file_name().unwrap_or_default());
        create_private(&target).map_err(at(&target))?;
        for blob in listed(&unit)? {
            let name = blob.file_name().unwrap_or_default().to_owned();
            let Some(digest) = name.to_str().and_then(Digest::parse) else { continue };
            if Digest::of(&fs::read(&blob).map_err(at(&blob))?) != digest {
                return Err(BackupError::DamagedBlob(blob));
            }
            copy_whole(&blob, &target.join(name))?;
            copied += 1;
        }
        blobs::sync_folder(&target).map_err(at(&target))?;
    }
    Ok(copied)
}

/// Under its name only once it is all there.
fn copy_whole(from: &Path, to: &Path) -> Result<(), BackupError> {
    let draft = to.with_extension("unfinished");
    copy_private(from, &draft).map_err(at(&draft))?;
    fs::rename(&draft, to).map_err(at(to))
}

/// The bytes alone, for its owner: what lies on a read-only medium may be read-only itself.
fn copy_private(from: &Path, to: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut copy = options.open(to)?;
    io::copy(&mut fs::File::open(from)?, &mut copy)?;
    copy.sync_all()
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).map_err(at(folder))?;
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(at(folder))).collect()
}

fn clear(draft: &Path) -> Result<(), BackupError> {
    match fs::remove_dir_all(draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(draft)(error)),
        _ => Ok(()),
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError + use<> {
    let path = path.to_owned();
    |source| BackupError::Io { path, source }
}
