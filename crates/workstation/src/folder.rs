//! 数据文件夹: owned by one process at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::trouble::OpenError;

/// A data folder, locked for as long as this value lives.
#[derive(Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Makes the folder where it is missing and takes the lock.
    pub(crate) fn take(path: &Path) -> Result<Self, OpenError> {
        let unwritable = |error: std::io::Error| OpenError::Folder(path.display().to_string(), error.to_string());
        fs::create_dir_all(path).map_err(unwritable)?;
        keep_private(path, 0o700).map_err(unwritable)?;
        let lock_path = path.join("lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&lock_path)
            .map_err(unwritable)?;
        match lock.try_lock() {
            Ok(()) => {
                forget_passing_files(path).map_err(unwritable)?;
                Ok(Self { path: path.to_owned(), _lock: lock })
            }
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.display().to_string())),
            Err(TryLockError::Error(error)) => Err(unwritable(error)),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.path.join("zhiban.sqlite")
    }

    /// Moves the desk's file, key and attachments into a folder of this name, so that an empty desk remains.
    pub(crate) fn set_aside(&self, name: &str) -> std::io::Result<()> {
        let aside = self.path.join(name);
        fs::create_dir_all(&aside)?;
        keep_private(&aside, 0o700)?;
        // The key first: records without a key are a desk to be enrolled anew, a key without records is nothing.
        for file in [self.identity(), self.database(), self.blobs()] {
            if let (true, Some(name)) = (file.exists(), file.file_name()) {
                fs::rename(&file, aside.join(name))?;
            }
        }
        File::open(&self.path)?.sync_all()
    }

    /// Where attachments lie, by digest.
    pub(crate) fn blobs(&self) -> PathBuf {
        self.path.join("blobs")
    }

    pub(crate) fn identity(&self) -> PathBuf {
        self.path.join("identity.json")
    }
}

/// Writes a file whole or not at all, for its owner only: beside it first, then renamed, both made durable.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = create_private(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// An empty file that only its owner reads from its first byte on.
pub(crate) fn create_private(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

/// How files on their way in or out are named.
pub(crate) const PASSING: &str = "passing-";

/// What was on its way in or out when the program was killed is no record, and may be as large as one.
fn forget_passing_files(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(PASSING) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Takes a file or folder away from everybody but its owner.
pub(crate) fn keep_private(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}
