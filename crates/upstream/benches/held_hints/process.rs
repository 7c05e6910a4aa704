//! A process of ours that serves, and what memory it takes.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use crate::Cost;

/// A running process; killed when dropped.
pub(crate) struct Process {
    child: Child,
    said: String,
}

impl Process {
    /// Starts it; returns once it has said its first line.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        Self { child, said }
    }

    /// The address that it named after these words.
    pub(crate) fn address(&self, words: &str) -> SocketAddr {
        self.said.trim_end().strip_prefix(words).unwrap_or_else(|| panic!("{:?}", self.said)).parse().unwrap()
    }

    /// What it takes now, in KB.
    pub(crate) fn memory(&self) -> Cost {
        let rollup = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id())).unwrap();
        let of = |name: &str| {
            let line = rollup.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.trim().trim_end_matches(" kB").parse().unwrap()
        };
        Cost { pss: of("Pss:"), rss: of("Rss:") }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
