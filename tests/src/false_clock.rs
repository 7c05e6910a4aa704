//! A wall clock that a test turns by hand, for programs that run by themselves (libfaketime). The boot clock stays real.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Where Debian keeps the library.
const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

/// A clock in a file that every program under it reads.
#[derive(Debug)]
pub struct FalseClock {
    file: PathBuf,
}

impl FalseClock {
    /// Standing at `time`, Beijing time: `2024-04-07 18:09:00`.
    pub fn at(folder: &Path, time: &str) -> Self {
        let clock = Self { file: folder.join("clock") };
        clock.turn_to(time);
        clock
    }

    /// From now on it is `time`, and time goes on from there.
    pub fn turn_to(&self, time: &str) {
        let beside = self.file.with_extension("new");
        std::fs::write(&beside, format!("{time}\n")).expect("the test's folder can be written");
        std::fs::rename(&beside, &self.file).expect("the test's folder can be written");
    }

    /// The variables under which a program reads this clock.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        assert!(Path::new(LIBRARY).exists(), "faketime is installed: scripts/prerequisites.sh test");
        vec![
            ("LD_PRELOAD".into(), LIBRARY.into()),
            ("FAKETIME_TIMESTAMP_FILE".into(), self.file.clone().into()),
            ("FAKETIME_NO_CACHE".into(), "1".into()),
            ("FAKETIME_DONT_FAKE_MONOTONIC".into(), "1".into()),
            ("TZ".into(), "Asia/Shanghai".into()),
        ]
    }
}
