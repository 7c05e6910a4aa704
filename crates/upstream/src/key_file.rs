//! 签名密钥文件: the upstream's private key, in a file of its own that only its owner may read; never in the database.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use domain::digest::{hex, hex_bytes};
use domain::seal::{SealError, SigningKey};

/// Name of the key file in the data folder.
const NAME: &str = "signing-key";

/// Why the signing key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read or written.
    #[error("签名密钥文件 {path} 无法读写：{source}。请检查目录权限和磁盘空间")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file holds no key.
    #[error("签名密钥文件 {path} 已损坏：{source}。请用备份的密钥文件恢复，不要自行新建")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: SealError,
    },
    /// Others may read it.
    #[error("签名密钥文件 {path} 其他用户也能读取。请执行 chmod 600 {path}，并考虑密钥是否已外泄")]
    Exposed {
        /// The file.
        path: PathBuf,
    },
    /// No randomness to be had.
    #[error("系统无法提供随机数：{0}。请检查操作系统")]
    NoRandomness(#[from] getrandom::Error),
}

/// The key in this folder, if there is one.
pub(crate) fn load(dir: &Path) -> Result<Option<SigningKey>, KeyFileError> {
    let path = dir.join(NAME);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(KeyFileError::Io { path, source }),
    };
    refuse_exposed(&path)?;
    let bytes = hex_bytes(text.trim_end()).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let key = bytes.ok_or(SealError::BadPrivateKey).and_then(|bytes| SigningKey::from_bytes(&bytes));
    key.map(Some).map_err(|source| KeyFileError::Damaged { path, source })
}

/// Draws a key and writes its file, unless another process was quicker: then that one's key.
pub(crate) fn create(dir: &Path) -> Result<SigningKey, KeyFileError> {
    let path = dir.join(NAME);
    let key = draw()?;
    let draft = dir.join(format!("{NAME}.{}", std::process::id()));
    let written = write_owner_only(&draft, &hex(&key.to_bytes())).and_then(|()| publish(&draft, &path));
    let _ = fs::remove_file(&draft);
    match written {
        Ok(()) => Ok(key),
        Err(source) if source.kind() == io::ErrorKind::AlreadyExists => {
            load(dir)?.ok_or(KeyFileError::Io { path, source })
        }
        Err(source) => Err(KeyFileError::Io { path, source }),
    }
}

fn draw() -> Result<SigningKey, KeyFileError> {
    loop {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        // One draw in 2^32 is no key.
        if let Ok(key) = SigningKey::from_bytes(&bytes) {
            return Ok(key);
        }
    }
}

fn write_owner_only(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

/// A link, unlike a rename, never replaces a key that is there already.
fn publish(draft: &Path, path: &Path) -> io::Result<()> {
    fs::hard_link(draft, path)?;
    #[cfg(unix)]
    if let Some(dir) = path.parent() {
        fs::File::open(dir)?.sync_all()?;
    }
    Ok(())
}

#[cfg(unix)]
fn refuse_exposed(path: &Path) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = fs::metadata(path).map_err(|source| KeyFileError::Io { path: path.to_owned(), source })?;
    if metadata.permissions().mode() & 0o077 == 0 {
        Ok(())
    } else {
        Err(KeyFileError::Exposed { path: path.to_owned() })
    }
}

#[cfg(not(unix))]
fn refuse_exposed(_path: &Path) -> Result<(), KeyFileError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_survives_a_restart_and_nobody_else_may_read_it() {
        let dir = tempfile::tempdir().unwrap();
        assert!(load(dir.path()).unwrap().is_none());
        let key = create(dir.path()).unwrap();
        assert_eq!(load(dir.path()).unwrap().unwrap().public(), key.public());
        assert_eq!(create(dir.path()).unwrap().public(), key.public(), "a second start never replaces the key");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no draft is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_may_read_or_that_is_damaged_is_refused_in_words() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        create(dir.path()).unwrap();
        let path = dir.path().join(NAME);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(&path, "not a key").unwrap();
        assert!(matches!(load(dir.path()), Err(KeyFileError::Damaged { .. })));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(load(dir.path()).err().unwrap().to_string().contains("chmod 600"));
    }
}
