//! 数据文件夹: owned by one process at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
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
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path).map_err(unwritable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
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

    pub(crate) fn identity(&self) -> PathBuf {
        self.path.join("identity.json")
    }
}

/// Takes a file or folder away from everybody but its owner.
pub(crate) fn keep_private(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}
