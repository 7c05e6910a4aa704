//! 系统密钥库: where the operating system keeps the secrets of the person whose desktop this is.

use std::collections::HashMap;
use std::sync::mpsc;
use std::time::Duration;

use secret_service::blocking::SecretService as Session;
use secret_service::{EncryptionType, Error};

/// A key store without a person answers at once or not at all.
const ANSWER: Duration = Duration::from_secs(5);
/// A person who is asked to open it types a password.
const PERSON: Duration = Duration::from_secs(60);
const LABEL: &str = "值班台设备密钥";

/// Keeps secrets by name, outside the data folder.
pub trait KeyStore: Send + Sync {
    /// Keeps `secret` under `name` in the place of what is there. Never asks a person for anything.
    ///
    /// # Errors
    /// [`KeyStoreTrouble`]; nothing is kept then.
    fn keep(&self, name: &str, secret: &str) -> Result<(), KeyStoreTrouble>;
    /// What is kept under `name`. May wait for the person whom the system asks to open its store.
    ///
    /// # Errors
    /// [`KeyStoreTrouble`].
    fn fetch(&self, name: &str) -> Result<String, KeyStoreTrouble>;
    /// Takes what is kept under `name` away.
    ///
    /// # Errors
    /// [`KeyStoreTrouble`]; it stays then.
    fn forget(&self, name: &str) -> Result<(), KeyStoreTrouble>;
}

/// Why the system's key store is of no use now.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeyStoreTrouble {
    /// None runs in this session, or it has no collection to keep things in.
    #[error("本次登录没有可用的系统密钥库")]
    Absent,
    /// It is there, and nobody has opened it.
    #[error("系统密钥库已锁定")]
    Locked,
    /// It is open and does not have this.
    #[error("系统密钥库里没有本机的密钥")]
    Missing,
    /// It did not answer in time.
    #[error("系统密钥库没有应答")]
    Silent,
    /// What it said itself.
    #[error("系统密钥库出错：{0}")]
    Failed(String),
}

impl From<Error> for KeyStoreTrouble {
    fn from(error: Error) -> Self {
        match error {
            Error::Unavailable | Error::NoResult => Self::Absent,
            Error::Locked | Error::Prompt | Error::PromptDisconnected => Self::Locked,
            other => Self::Failed(other.to_string()),
        }
    }
}

/// No key store at all.
#[derive(Debug)]
pub struct NoKeyStore;

impl KeyStore for NoKeyStore {
    fn keep(&self, _: &str, _: &str) -> Result<(), KeyStoreTrouble> {
        Err(KeyStoreTrouble::Absent)
    }

    fn fetch(&self, _: &str) -> Result<String, KeyStoreTrouble> {
        Err(KeyStoreTrouble::Absent)
    }

    fn forget(&self, _: &str) -> Result<(), KeyStoreTrouble> {
        Err(KeyStoreTrouble::Absent)
    }
}

/// The Secret Service of this desktop session: gnome-keyring, KWallet and what Kylin and UOS ship speak it.
#[derive(Debug)]
pub struct SecretService;

impl KeyStore for SecretService {
    fn keep(&self, name: &str, secret: &str) -> Result<(), KeyStoreTrouble> {
        let (name, secret) = (name.to_owned(), secret.to_owned());
        within(ANSWER, move |session| {
            let collection = session.get_default_collection()?;
            // Creating an item in a locked collection would put a password prompt before the officer.
            collection.ensure_unlocked()?;
            collection.create_item(LABEL, attributes(&name), secret.as_bytes(), true, "application/json")?;
            Ok(())
        })
    }

    fn fetch(&self, name: &str) -> Result<String, KeyStoreTrouble> {
        let name = name.to_owned();
        within(PERSON, move |session| {
            let found = session.search_items(attributes(&name))?;
            let item = found.unlocked.first().or(found.locked.first()).ok_or(KeyStoreTrouble::Missing)?;
            if item.is_locked()? {
                item.unlock()?;
            }
            String::from_utf8(item.get_secret()?).map_err(|error| KeyStoreTrouble::Failed(error.to_string()))
        })
    }

    fn forget(&self, name: &str) -> Result<(), KeyStoreTrouble> {
        let name = name.to_owned();
        within(ANSWER, move |session| {
            let found = session.search_items(attributes(&name))?;
            for item in found.unlocked {
                item.delete()?;
            }
            if found.locked.is_empty() { Ok(()) } else { Err(KeyStoreTrouble::Locked) }
        })
    }
}

fn attributes(name: &str) -> HashMap<&str, &str> {
    HashMap::from([("application", "zhiban"), ("device", name)])
}

/// Does `work` on a thread of its own, for the bus and who answers on it may hang.
fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce(&Session<'_>) -> Result<T, KeyStoreTrouble> + Send + 'static,
) -> Result<T, KeyStoreTrouble> {
    let (answer, answered) = mpsc::channel();
    std::thread::spawn(move || {
        let open = Session::connect(EncryptionType::Dh).map_err(|_| KeyStoreTrouble::Absent);
        let done = open.and_then(|open| work(&open));
        // Whoever asked may have given up.
        let _ = answer.send(done);
    });
    answered.recv_timeout(limit).unwrap_or(Err(KeyStoreTrouble::Silent))
}
