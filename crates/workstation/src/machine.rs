//! The machine's clocks, randomness and key store: the only place below the hosts that reaches any of them.

use domain::room_clock::Reading;

use crate::key_store::{KeyStore, SecretService};

/// The machine under the desk.
pub trait Machine: Send + Sync {
    /// Reads the wall clock and the boot clock together.
    fn reading(&self) -> Reading;
    /// Random bytes fit for keys.
    ///
    /// # Errors
    /// Where the system gives none.
    fn random(&self, bytes: &mut [u8]) -> std::io::Result<()>;
    /// What tells this machine from others and outlives a boot; none where nothing does.
    fn machine_id(&self) -> Option<String>;
    /// Where the system keeps secrets.
    fn key_store(&self) -> &dyn KeyStore;
}

/// This machine.
#[derive(Debug)]
pub struct ThisMachine {
    boot_id: String,
}

impl ThisMachine {
    /// Reads the identity of this boot once.
    #[must_use]
    pub fn new() -> Self {
        let boot_id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        Self { boot_id: boot_id.trim().to_owned() }
    }
}

impl Default for ThisMachine {
    fn default() -> Self {
        Self::new()
    }
}

impl Machine for ThisMachine {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    fn reading(&self) -> Reading {
        let boot_ms = nix::time::clock_gettime(nix::time::ClockId::CLOCK_BOOTTIME).map_or(0, |time| {
            let seconds = u64::try_from(time.tv_sec()).unwrap_or(0);
            seconds * 1000 + u64::try_from(time.tv_nsec() / 1_000_000).unwrap_or(0)
        });
        Reading { wall: chrono::Utc::now(), boot_ms, boot_id: self.boot_id.clone() }
    }

    fn random(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        getrandom::fill(bytes).map_err(std::io::Error::other)
    }

    /// Drawn when the system was installed (machine-id(5)).
    fn machine_id(&self) -> Option<String> {
        let id = std::fs::read_to_string("/etc/machine-id").ok()?;
        Some(id.trim().to_owned()).filter(|id| !id.is_empty() && id != "uninitialized")
    }

    fn key_store(&self) -> &dyn KeyStore {
        &SecretService
    }
}
