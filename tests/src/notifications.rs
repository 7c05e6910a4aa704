//! A real notification daemon that writes down what it shows.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use crate::process::Process;
use crate::stage::Stage;
use crate::wait;

/// dunst on a stage's bus and screen.
#[derive(Debug)]
pub struct Notifications {
    _daemon: Process,
    record: PathBuf,
}

impl Notifications {
    /// Starts the daemon and waits until it owns its name on the bus.
    pub async fn listening(stage: &Stage) -> Self {
        let record = stage.folder().join("notifications.txt");
        std::fs::write(&record, "").expect("the folder can be written");
        let script = stage.folder().join("write-down");
        let line = format!("#!/bin/sh\nprintf '%s\\n' \"$DUNST_BODY\" >> '{}'\n", record.display());
        std::fs::write(&script, line).expect("the folder can be written");
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).expect("a script can be run");
        let configuration = stage.folder().join("dunstrc");
        let rules = format!("[global]\nstack_duplicates = no\n[write_down]\nscript = {}\n", script.display());
        std::fs::write(&configuration, rules).expect("the folder can be written");
        let mut command = Command::new("dunst");
        command.arg("-conf").arg(&configuration).envs(stage.environment());
        let daemon = Process::start(&command, &stage.folder().join("dunst.log"));
        stage.bus().until_owned("org.freedesktop.Notifications", &daemon).await;
        Self { _daemon: daemon, record }
    }

    /// Everything shown so far, in order.
    pub fn shown(&self) -> Vec<String> {
        let record = std::fs::read_to_string(&self.record).unwrap_or_default();
        record.lines().map(str::to_owned).collect()
    }

    /// Waits until so many were shown, and gives them all.
    pub async fn at_least(&self, count: usize) -> Vec<String> {
        wait::until(&format!("{count} notifications"), async || {
            let shown = self.shown();
            if shown.len() >= count { Ok(shown) } else { Err(format!("{shown:#?}")) }
        })
        .await
    }
}
