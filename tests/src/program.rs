//! The built programs, run as a person or a script would run them.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::bus::NOWHERE;
use crate::wait;

/// One of our built binaries.
#[derive(Debug, Clone)]
pub struct Program(PathBuf);

/// How a program ended and what it wrote.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub error: String,
}

/// The folder of the built programs: the one in which this test was built.
pub fn folder() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows where it is");
    let deps = test.parent().expect("a file is in a folder");
    deps.parent().expect("deps is in a profile's folder").to_owned()
}

/// Waits until the program that had this data folder has let go of it: a window is gone a moment before its process.
pub async fn let_go(data: &Path) {
    wait::until("the desk to let go of its folder", async || {
        let arguments = ["rebuild".as_ref(), "--check".as_ref(), "--data".as_ref(), data.as_os_str()];
        let answer = Program::built("zhiban").run(arguments);
        if answer.error.contains("已在运行") { Err(answer.error) } else { Ok(()) }
    })
    .await;
}

/// The desk of this data folder was closed: every entry holds, and every view is what its entries make.
pub async fn whole(data: &Path) {
    let_go(data).await;
    let rebuilt =
        Program::built("zhiban").run(["rebuild".as_ref(), "--check".as_ref(), "--data".as_ref(), data.as_os_str()]);
    assert!(rebuilt.succeeded().contains("一致"), "views rebuild equal: {}", rebuilt.output);
    let verdict =
        Program::built("zhiban").run(["verify".as_ref(), "--json".as_ref(), "--data".as_ref(), data.as_os_str()]);
    verdict.succeeded();
    assert_eq!(verdict.json()["faults"], Value::Array(Vec::new()), "every entry holds");
}

impl Program {
    /// The program of that name: `zhiban`, `zhiban-upstream` or `zhiban-desk`. Fails, saying how to build it, if it is
    /// not there.
    pub fn built(name: &str) -> Self {
        let path = folder().join(name);
        assert!(
            path.exists(),
            "{} is missing; build it with: cargo build --workspace --bins --features desk/custom-protocol",
            path.display()
        );
        Self(path)
    }

    /// Runs it to its end with nothing to read.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Answer {
        self.run_under(arguments, &[])
    }

    /// The same with variables of its own.
    pub fn run_under<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        environment: &[(OsString, OsString)],
    ) -> Answer {
        let ended = Command::new(&self.0)
            .args(arguments)
            .env("DBUS_SESSION_BUS_ADDRESS", NOWHERE)
            .envs(environment.iter().cloned())
            .stdin(Stdio::null())
            .output()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", self.0.display()));
        Answer {
            code: ended.status.code(),
            output: String::from_utf8_lossy(&ended.stdout).into_owned(),
            error: String::from_utf8_lossy(&ended.stderr).into_owned(),
        }
    }
}

impl AsRef<Path> for Program {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl std::ops::Deref for Program {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Answer {
    /// Its output, trimmed, if it succeeded; else the test fails with what it said.
    pub fn succeeded(&self) -> &str {
        assert_eq!(self.code, Some(0), "failed; it said: {}{}", self.output, self.error);
        self.output.trim()
    }

    /// Its output as JSON, whether or not it succeeded.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.output)
            .unwrap_or_else(|error| panic!("not JSON ({error}): {}{}", self.output, self.error))
    }
}
