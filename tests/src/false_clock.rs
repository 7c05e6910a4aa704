//! A clock that a test turns by hand, for programs that run by themselves (libfaketime).

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Where Debian keeps the library.
const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

/// Set where the boot clock stays real.
const BOOT_CLOCK_IS_REAL: &str = "FAKETIME_DONT_FAKE_MONOTONIC";

/// Whether a program in this environment may wait for ever at its start. libfaketime 0.9.10 moves the clock by which a
/// program reckons how long to wait and not the kernel's futex, which then waits until the false time comes.
pub(crate) fn may_never_start(environment: &[(OsString, OsString)]) -> bool {
    let set = |name: &str| environment.iter().any(|(known, _)| known == name);
    set("FAKETIME_TIMESTAMP_FILE") && !set(BOOT_CLOCK_IS_REAL)
}

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
        clock.turn_to(time);
        clock
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
        let mut environment: Vec<(OsString, OsString)> = vec![
            ("LD_PRELOAD".into(), LIBRARY.into()),
            ("FAKETIME_TIMESTAMP_FILE".into(), self.file.clone().into()),
            ("FAKETIME_NO_CACHE".into(), "1".into()),
            ("TZ".into(), "Asia/Shanghai".into()),
        ];
        if !self.boot_clock_too {
            environment.push((BOOT_CLOCK_IS_REAL.into(), "1".into()));
        }
        environment
    }
}
