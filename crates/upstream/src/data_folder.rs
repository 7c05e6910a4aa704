//! 数据目录: database and key file side by side, and what an administrator does there while a server may be running.

use std::io;
use std::path::{Path, PathBuf};

use domain::Moment;
use domain::entry::DeviceId;
use domain::generation::Generation;
use domain::unit::UnitCode;
use uuid::Uuid;

use crate::backup::{self, BackupError};
use crate::code::EnrolCode;
use crate::database_error::DatabaseError;
use crate::identity::Identity;
use crate::key_file::{self, KeyFileError};
use crate::settings::Settings;
use crate::storage::{DatabaseAt, Storage};
use crate::unit_table::{UnitTableError, read_units};
use crate::unit_tree::TreeError;

/// Why the data folder cannot be used as asked.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder cannot be made.
    #[error("数据目录 {path} 无法创建或设为仅本用户可读：{source}。请检查属主和权限，或用 --data 另指定目录")]
    NoFolder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// No upstream has ever run there.
    #[error(
        "{path} 或所给数据库中没有上级节点的数据；请用 --data 指定正确的数据目录，用 PostgreSQL 的另用 --database 指定"
    )]
    NothingThere {
        /// The folder.
        path: PathBuf,
    },
    /// The key that signed so far is gone.
    #[error(
        "数据目录 {path} 中的签名密钥文件不见了；请从备份恢复该文件，或从同一上级节点的另一实例复制，新密钥会使已发回执无法核验"
    )]
    KeyLost {
        /// The folder.
        path: PathBuf,
    },
    /// The key file belongs to another database.
    #[error("签名密钥文件与数据库不是一套（数据库登记的指纹为 {registered}）；请把两者从同一份备份恢复")]
    OtherKey {
        /// Fingerprint of the registered key.
        registered: String,
    },
    /// No unit of this code.
    #[error("没有代码为 {0} 的单位；请先用 zhiban-upstream units 导入单位表")]
    NoSuchUnit(UnitCode),
    /// No device of this id.
    #[error("没有编号为 {0} 的设备；请核对编号")]
    NoSuchDevice(DeviceId),
    /// The system gives no randomness.
    #[error("系统无法提供随机数：{0}。请检查操作系统")]
    NoRandomness(#[from] getrandom::Error),
    /// The table of units is not acceptable.
    #[error(transparent)]
    UnitTable(#[from] UnitTableError),
    /// The key file cannot be used.
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    /// The backup cannot be put back.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// A data folder with its database open, which may be elsewhere.
pub struct DataFolder {
    path: PathBuf,
    storage: Storage,
}

impl DataFolder {
    /// Opens the folder and the database, creating them on the first use.
    ///
    /// # Errors
    /// [`FolderError`] where folder or database cannot be used.
    pub async fn open_or_create(path: &Path, database: &DatabaseAt) -> Result<Self, FolderError> {
        create_private(path)
            .and_then(|()| keep_private(path, 0o700))
            .map_err(|source| FolderError::NoFolder { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), storage: Storage::open(path, database).await? })
    }

    /// Opens a folder that must be there.
    ///
    /// # Errors
    /// [`FolderError::NothingThere`] where it is not; [`FolderError`] where it cannot be used.
    pub async fn open_existing(path: &Path, database: &DatabaseAt) -> Result<Self, FolderError> {
        if !Storage::is_there(path, database).await? {
            return Err(FolderError::NothingThere { path: path.to_owned() });
        }
        Self::open_or_create(path, database).await
    }

    /// Loads or updates the tree of units from a CSV file's bytes: all of it or nothing. Returns how many there are.
    ///
    /// # Errors
    /// [`FolderError::UnitTable`] names the line that is wrong.
    pub async fn load_units(&self, csv: &[u8]) -> Result<usize, FolderError> {
        let rows = read_units(csv)?;
        let units = rows.iter().map(|row| row.unit.clone()).collect();
        self.storage.load_tree(units).await.map_err(|error| match error {
            TreeError::Database(error) => error.into(),
            unsound => {
                let at = rows.iter().find(|row| Some(&row.unit.code) == unsound.unit());
                UnitTableError::Unsound { line: at.map(|row| row.line), reason: unsound.to_string() }.into()
            }
        })
    }

    /// A new one-time code for a device of this unit.
    ///
    /// # Errors
    /// [`FolderError::NoSuchUnit`], or where the database refuses.
    pub async fn issue_code(&self, unit: &UnitCode, now: Moment) -> Result<EnrolCode, FolderError> {
        let code = EnrolCode::draw()?;
        if self.storage.issue_code(code.digest(), unit.clone(), now).await? {
            Ok(code)
        } else {
            Err(FolderError::NoSuchUnit(unit.clone()))
        }
    }

    /// Takes a device's access away. What it wrote stays, and stays provable.
    ///
    /// # Errors
    /// [`FolderError::NoSuchDevice`], or where the database refuses.
    pub async fn revoke(&self, device: DeviceId, now: Moment) -> Result<(), FolderError> {
        if self.storage.revoke(device, now).await? { Ok(()) } else { Err(FolderError::NoSuchDevice(device)) }
    }

    /// Makes a backup as a new folder, while a server may be running: the SQLite file as of one moment, and the attachments.
    /// A PostgreSQL database has tools of its own. How many attachments are in it.
    ///
    /// # Errors
    /// [`BackupError`]; nothing stands under that name then.
    pub async fn back_up(&self, to: &Path) -> Result<u64, BackupError> {
        backup::make(&self.path, &self.storage, to).await
    }

    /// Puts a backup into a data folder that has its key and no database. How many attachments came with it.
    ///
    /// # Errors
    /// [`FolderError::KeyLost`] where the key is missing, which no backup holds; [`FolderError::Backup`].
    pub fn put_back(from: &Path, folder: &Path) -> Result<u64, FolderError> {
        if key_file::load(folder)?.is_none() {
            return Err(FolderError::KeyLost { path: folder.to_owned() });
        }
        Ok(backup::put_back(from, folder)?)
    }

    /// Says that the database was put back from a backup: from the next start on the upstream is another generation, and
    /// the desks offer again what it received since. No instance may be running.
    ///
    /// # Errors
    /// [`FolderError::NothingThere`] where no upstream was ever started on it, or where key and database are not a pair.
    pub async fn begin_generation(&self, now: Moment) -> Result<Generation, FolderError> {
        if self.storage.settings().await?.is_none() {
            return Err(FolderError::NothingThere { path: self.path.clone() });
        }
        self.identity().await?;
        Ok(self.storage.begin_generation(now).await?)
    }

    /// The identity of this upstream, drawn at the first start.
    pub(crate) async fn identity(&self) -> Result<Identity, FolderError> {
        let key = key_file::load(&self.path)?;
        let (settings, key) = match (self.storage.settings().await?, key) {
            (Some(_), None) => return Err(FolderError::KeyLost { path: self.path.clone() }),
            (Some(settings), Some(key)) => (settings, key),
            (None, key) => {
                let key = key.map_or_else(|| key_file::create(&self.path), Ok)?;
                let first =
                    Settings { upstream: Uuid::now_v7(), generation: Generation::FIRST, public_key: key.public() };
                (self.storage.settle(first).await?, key)
            }
        };
        if settings.public_key == key.public() {
            Ok(Identity::new(settings.upstream, settings.generation, key))
        } else {
            Err(FolderError::OtherKey { registered: settings.public_key.fingerprint() })
        }
    }

    pub(crate) const fn storage(&self) -> &Storage {
        &self.storage
    }

    pub(crate) fn into_storage(self) -> Storage {
        self.storage
    }
}

pub(crate) fn create_private(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Takes a file or folder away from everybody but its owner, where it was not theirs alone.
#[cfg(unix)]
pub(crate) fn keep_private(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    if std::fs::metadata(path)?.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
pub(crate) fn keep_private(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}
