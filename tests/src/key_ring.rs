//! A real key store of a desktop session on a bus of a test's own.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bus::Bus;
use crate::process::Process;

const NAME: &str = "org.freedesktop.secrets";

/// gnome-keyring of one person, whose key ring is kept in a folder.
#[derive(Debug)]
pub struct KeyRing {
    daemon: Process,
    bus: Bus,
    folder: PathBuf,
}

impl KeyRing {
    /// The person signed in with their password: the key ring is open.
    pub async fn opened(folder: &Path) -> Self {
        Self::start(folder, "printf secret | gnome-keyring-daemon --foreground --components=secrets --unlock").await
    }

    /// The person was signed in without one: the key ring is there and nobody has opened it.
    pub async fn locked(folder: &Path) -> Self {
        Self::start(folder, "exec gnome-keyring-daemon --foreground --components=secrets").await
    }

    async fn start(folder: &Path, line: &str) -> Self {
        std::fs::create_dir_all(folder).expect("the folder can be made");
        let bus = Bus::start(folder);
        let mut command = Command::new("sh");
        command.args(["-c", line]).envs(environment(folder, &bus));
        let daemon = Process::start(&command, &folder.join("key-ring.log"));
        bus.until_owned(NAME, &daemon).await;
        Self { daemon, bus, folder: folder.to_owned() }
    }

    /// For programs of that person.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        environment(&self.folder, &self.bus)
    }

    /// It is there and answers nobody any more.
    pub fn hangs(&self) {
        self.daemon.stop();
    }
}

fn environment(folder: &Path, bus: &Bus) -> Vec<(OsString, OsString)> {
    let here = folder.as_os_str().to_owned();
    let mut environment: Vec<(OsString, OsString)> =
        ["HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"].map(|name| (name.into(), here.clone())).into();
    environment.push(("DBUS_SESSION_BUS_ADDRESS".into(), bus.address().into()));
    environment
}
