//! A clock that a test turns by hand, for programs that run by themselves (libfaketime).

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where Debian keeps the library.
const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

/// What turns the boot clock too. libfaketime 0.9.10 can do so only together with the clock by which a program reckons how
/// long to wait, which the kernel's futex does not follow: one wait in some hundred then never ends.
const BOOT_CLOCK: &str = include_str!("boot_clock.c");

/// A clock in a file that every program under it reads.
#[derive(Debug)]
pub struct FalseClock {
    file: PathBuf,
    boot_clock_too: bool,
}

impl FalseClock {
    /// A wall clock that stands at `time`, Beijing time: `2024-04-07 18:09:00`. The boot clock stays real: this is
    /// somebody setting the clock, which must move no deadline; the room follows its upstream.
    pub fn at(folder: &Path, time: &str) -> Self {
        Self::new(folder, time, false)
    }

    /// Wall clock and boot clock together, going on from `time`: this is time passing, with or without an upstream.
    pub fn passing_from(folder: &Path, time: &str) -> Self {
        Self::new(folder, time, true)
    }

    fn new(folder: &Path, time: &str, boot_clock_too: bool) -> Self {
        let clock = Self { file: folder.join("clock"), boot_clock_too };
        if boot_clock_too {
            clock.compile_boot_clock();
        }
        clock.turn_to(time);
        clock
    }

    fn boot_clock(&self) -> PathBuf {
        self.file.with_extension("so")
    }

    fn compile_boot_clock(&self) {
        let source = self.file.with_extension("c");
        std::fs::write(&source, BOOT_CLOCK).expect("the test's folder can be written");
        let compiled = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(self.boot_clock()).arg(&source).status();
        assert!(compiled.is_ok_and(|status| status.success()), "cc is installed: scripts/prerequisites.sh test");
    }

    /// From now on it is `time`.
    pub fn turn_to(&self, time: &str) {
        let beside = self.file.with_extension("new");
        // With the sign the clock goes on from there, without it it stands.
        let sign = if self.boot_clock_too { "@" } else { "" };
        std::fs::write(&beside, format!("{sign}{time}\n")).expect("the test's folder can be written");
        std::fs::rename(&beside, &self.file).expect("the test's folder can be written");
    }

    /// The variables under which a program reads this clock.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        assert!(Path::new(LIBRARY).exists(), "faketime is installed: scripts/prerequisites.sh test");
        let mut libraries = OsString::new();
        if self.boot_clock_too {
            libraries.push(self.boot_clock());
            libraries.push(":");
        }
        libraries.push(LIBRARY);
        vec![
            ("LD_PRELOAD".into(), libraries),
            ("FAKETIME_TIMESTAMP_FILE".into(), self.file.clone().into()),
            ("FAKETIME_NO_CACHE".into(), "1".into()),
            ("FAKETIME_DONT_FAKE_MONOTONIC".into(), "1".into()),
            ("TZ".into(), "Asia/Shanghai".into()),
        ]
    }
}
