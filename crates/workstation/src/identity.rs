//! 设备密钥: the device's private key and token, in the system's key store or in a 0600 file beside the database, and
//! never inside it.

use std::fs;
use std::path::Path;

use domain::digest::{Digest, hex, hex_bytes};
use domain::entry::DeviceId;
use domain::seal::SigningKey;
use serde::{Deserialize, Serialize};

use crate::epoch::Begun;
use crate::folder::write_private;
use crate::key_store::{KeyStore, KeyStoreTrouble};
use crate::trouble::OpenError;

/// Who this device is.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) device: DeviceId,
    pub(crate) epoch: u32,
    pub(crate) key: SigningKey,
    /// Bearer token for the upstream.
    pub(crate) token: String,
    pub(crate) kept_in: KeptIn,
    /// An epoch that was begun and is not opened in the file yet.
    pub(crate) begun: Option<Begun>,
    /// What the machine of this folder is remembered as; none where it has no id.
    pub(crate) machine: Option<Digest>,
}

/// Where the key and the token lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptIn {
    /// In a file of the data folder that only its owner reads.
    File,
    /// In the system's key store.
    KeyStore,
}

impl KeptIn {
    /// For the settings room and the command line.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::File => "数据目录内的identity.json（仅本系统用户可读）",
            Self::KeyStore => "系统密钥库",
        }
    }
}

/// The file. Without key and token they are in the system's key store, under the device's id.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    device: DeviceId,
    epoch: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    begun: Option<Begun>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    machine: Option<Digest>,
}

/// What is secret of it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Secrets {
    key: String,
    token: String,
}

impl Identity {
    /// Reads the file, and the key store where the file says so by having no key; none where the desk was never
    /// enrolled.
    pub(crate) fn load(path: &Path, key_store: &dyn KeyStore) -> Result<Option<Self>, OpenError> {
        let damaged = |why: String| OpenError::Identity(path.display().to_string(), why);
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(damaged(error.to_string())),
        };
        // The parser's own words could repeat a piece of the key.
        let malformed = || damaged("格式有误".to_owned());
        let Kept { device, epoch, key, token, begun, machine } =
            serde_json::from_str(&text).map_err(|_| malformed())?;
        let (secrets, kept_in) = match (key, token) {
            (Some(key), Some(token)) => (Secrets { key, token }, KeptIn::File),
            (None, None) => {
                let fetched = key_store.fetch(&device.to_string())?;
                (serde_json::from_str(&fetched).map_err(|_| malformed())?, KeptIn::KeyStore)
            }
            _ => return Err(malformed()),
        };
        let bytes: Option<[u8; 32]> = hex_bytes(&secrets.key).and_then(|bytes| bytes.try_into().ok());
        let key = bytes.and_then(|bytes| SigningKey::from_bytes(&bytes).ok());
        let key = key.ok_or_else(|| damaged("密钥有误".to_owned()))?;
        Ok(Some(Self { device, epoch, key, token: secrets.token, kept_in, begun, machine }))
    }

    /// Writes the file whole or not at all.
    pub(crate) fn save(&self, path: &Path) -> std::io::Result<()> {
        let Secrets { key, token } = self.secrets();
        let in_file = self.kept_in == KeptIn::File;
        let kept = Kept {
            device: self.device,
            epoch: self.epoch,
            key: in_file.then_some(key),
            token: in_file.then_some(token),
            begun: self.begun,
            machine: self.machine,
        };
        write_private(path, &serde_json::to_vec(&kept)?)
    }

    /// The same with key and token in the system's key store, which must have given them back once.
    ///
    /// # Errors
    /// [`KeyStoreTrouble`] where it does not keep them.
    pub(crate) fn into_key_store(self, key_store: &dyn KeyStore) -> Result<Self, KeyStoreTrouble> {
        let failed = |error: serde_json::Error| KeyStoreTrouble::Failed(error.to_string());
        let secrets = serde_json::to_string(&self.secrets()).map_err(failed)?;
        let name = self.device.to_string();
        key_store.keep(&name, &secrets)?;
        if key_store.fetch(&name)? != secrets {
            return Err(KeyStoreTrouble::Missing);
        }
        Ok(Self { kept_in: KeptIn::KeyStore, ..self })
    }

    fn secrets(&self) -> Secrets {
        Secrets { key: hex(&self.key.to_bytes()), token: self.token.clone() }
    }
}
