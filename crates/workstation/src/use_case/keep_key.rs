//! 设备密钥改放别处: from the file into the system's key store, or back.

use crate::door::DoorError;
use crate::identity::{Identity, KeptIn};
use crate::key_store::KeyStoreTrouble;
use crate::workstation::Workstation;

/// Where this desk's key lies; none before enrolment.
#[must_use]
pub fn key_kept_in(desk: &Workstation) -> Option<KeptIn> {
    desk.identity().map(|identity| identity.kept_in)
}

/// Moves the key and the token. At every instant one of the two places has them.
///
/// # Errors
/// [`DoorError`] where the desk has no key, or the place does not keep it; it stays where it was then.
pub fn keep_key(desk: &Workstation, place: KeptIn) -> Result<(), DoorError> {
    let identity = desk.identity().ok_or_else(DoorError::not_enrolled)?;
    let key_store = desk.machine.key_store();
    match (identity.kept_in, place) {
        (KeptIn::File, KeptIn::KeyStore) => desk
            .become_device(Identity::clone(&identity).into_key_store(key_store).map_err(|trouble| stayed(&trouble))?),
        (KeptIn::KeyStore, KeptIn::File) => {
            let name = identity.device.to_string();
            desk.become_device(Identity { kept_in: KeptIn::File, ..Identity::clone(&identity) })?;
            key_store
                .forget(&name)
                .map_err(|trouble| DoorError::storage(format!("密钥已改存文件，但{trouble}，库中原有的一份没有删掉。")))
        }
        _ => Ok(()),
    }
}

fn stayed(trouble: &KeyStoreTrouble) -> DoorError {
    DoorError::storage(format!("{trouble}。密钥仍在原处。"))
}
