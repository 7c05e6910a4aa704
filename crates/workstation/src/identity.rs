//! 设备密钥: the device's private key and token, in a 0600 file beside the database and never inside it.

use std::fs;
use std::path::Path;

use domain::digest::{Digest, hex, hex_bytes};
use domain::entry::DeviceId;
use domain::seal::SigningKey;
use serde::{Deserialize, Serialize};

use crate::epoch::Begun;
use crate::folder::write_private;
use crate::trouble::OpenError;

/// Who this device is.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) device: DeviceId,
    pub(crate) epoch: u32,
    pub(crate) key: SigningKey,
    /// Bearer token for the upstream.
    pub(crate) token: String,
    /// An epoch that was begun and is not opened in the file yet.
    pub(crate) begun: Option<Begun>,
    /// What the machine of this folder is remembered as; none where it has no id.
    pub(crate) machine: Option<Digest>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    device: DeviceId,
    epoch: u32,
    key: String,
    token: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    begun: Option<Begun>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    machine: Option<Digest>,
}

impl Identity {
    /// Reads the file; none where the desk was never enrolled.
    pub(crate) fn load(path: &Path) -> Result<Option<Self>, OpenError> {
        let damaged = |why: String| OpenError::Identity(path.display().to_string(), why);
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(damaged(error.to_string())),
        };
        // The parser's own words could repeat a piece of the key.
        let kept: Kept = serde_json::from_str(&text).map_err(|_| damaged("格式有误".to_owned()))?;
        let bytes: Option<[u8; 32]> = hex_bytes(&kept.key).and_then(|bytes| bytes.try_into().ok());
        let key = bytes.and_then(|bytes| SigningKey::from_bytes(&bytes).ok());
        let key = key.ok_or_else(|| damaged("密钥有误".to_owned()))?;
        let Kept { device, epoch, token, begun, machine, .. } = kept;
        Ok(Some(Self { device, epoch, key, token, begun, machine }))
    }

    /// Writes the file whole or not at all.
    pub(crate) fn save(&self, path: &Path) -> std::io::Result<()> {
        let kept = Kept {
            device: self.device,
            epoch: self.epoch,
            key: hex(&self.key.to_bytes()),
            token: self.token.clone(),
            begun: self.begun,
            machine: self.machine,
        };
        write_private(path, &serde_json::to_vec(&kept)?)
    }
}
