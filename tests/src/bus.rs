//! A D-Bus session of a test's own: single-instance and notifications are names on a bus.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::process::Process;
use crate::wait;

/// The address of a bus that is not there: no program of a test reaches the key store of whoever runs it.
pub const NOWHERE: &str = "unix:path=/nonexistent/bus";
/// What a running window's name on the bus ends in.
const SINGLE_INSTANCE: &str = "SingleInstance";
/// Longer than the bus needs to notice that a process is gone.
const DYING: Duration = Duration::from_secs(5);

/// Starts nothing by itself: no portal, no settings daemon, no accessibility bridge.
const CONFIGURATION: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A private session bus.
#[derive(Debug)]
pub struct Bus {
    _daemon: Process,
    address: String,
}

impl Bus {
    /// Starts the bus; its configuration and log go into `folder`.
    pub fn start(folder: &Path) -> Self {
        let configuration = folder.join("bus.conf");
        std::fs::write(&configuration, CONFIGURATION).expect("the folder can be written");
        let mut command = Command::new("dbus-daemon");
        command.arg("--config-file").arg(&configuration).args(["--print-address", "--nofork", "--nopidfile"]);
        let (daemon, output) = Process::start_with_output(&command, &folder.join("bus.log"));
        let mut address = String::new();
        BufReader::new(output).read_line(&mut address).expect("the bus's output can be read");
        assert!(address.starts_with("unix:"), "dbus-daemon gave no address: {}", daemon.log());
        Self { _daemon: daemon, address: address.trim().to_owned() }
    }

    /// Waits until a window that was killed has left the bus: one that starts before would hand over to the dying one.
    pub async fn left_by_the_dead(&self) {
        let one_is_there = async || {
            let list = ["--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames"];
            let mut command = Command::new("dbus-send");
            command.arg(format!("--bus={}", self.address)).args(list);
            let names = command.output().map_err(|error| error.to_string())?;
            let names = String::from_utf8_lossy(&names.stdout).into_owned();
            if names.contains(SINGLE_INSTANCE) { Err(names) } else { Ok(()) }
        };
        // A second window on purpose finds the first one there, and is to hand over to it.
        let _ = wait::try_until(DYING, one_is_there).await;
    }

    /// Waits until somebody owns this name on the bus; `daemon` is who should.
    pub async fn until_owned(&self, name: &str, daemon: &Process) {
        wait::until(&format!("somebody to own {name}"), async || {
            let asked = ["/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner"];
            let mut command = Command::new("dbus-send");
            command.arg(format!("--bus={}", self.address)).args(["--print-reply", "--dest=org.freedesktop.DBus"]);
            let answer =
                command.args(asked).arg(format!("string:{name}")).output().map_err(|error| error.to_string())?;
            let answer = String::from_utf8_lossy(&answer.stdout).into_owned();
            if answer.contains("true") { Ok(()) } else { Err(format!("{answer}{}", daemon.log())) }
        })
        .await;
    }

    /// Its address for `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }
}
