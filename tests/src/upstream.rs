//! A real upstream server on a free port of this machine.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::process::Process;
use crate::program::Program;
use crate::{tree, wait};

/// A running `zhiban-upstream serve`.
#[derive(Debug)]
pub struct Upstream {
    process: Process,
    data: PathBuf,
    address: String,
    /// Whoever asks it something by the command line does so under the same.
    environment: Vec<(OsString, OsString)>,
}

impl Upstream {
    /// Starts one with its data in `data` (made if need be) on a port that it chooses.
    pub async fn start(data: &Path) -> Self {
        Self::start_under(data, "127.0.0.1:0", &[]).await
    }

    /// Starts one at a given address: the same as before, after [`Upstream::kill`].
    pub async fn start_at(data: &Path, listen: &str) -> Self {
        Self::start_under(data, listen, &[]).await
    }

    /// Starts one at a given address with variables of its own: a false clock.
    pub async fn start_under(data: &Path, listen: &str, environment: &[(OsString, OsString)]) -> Self {
        std::fs::create_dir_all(data).expect("the data folder can be made");
        let log = data.with_extension("log");
        let _ = std::fs::remove_file(&log);
        let program = Program::built("zhiban-upstream");
        let mut command = Command::new(&*program);
        command.args(["serve", "--listen", listen, "--data"]).arg(data).envs(environment.iter().cloned());
        let mut process = Process::start(&command, &log);
        let address = wait::until("zhiban-upstream to listen", async || {
            let log = process.log();
            let ended = process.ended();
            match (address_in(&log), ended) {
                (Some(address), _) => Ok(address.to_owned()),
                (None, Some(status)) => panic!("zhiban-upstream ended ({status}): {log}"),
                (None, None) => Err(log),
            }
        })
        .await;
        Self { process, data: data.to_owned(), address, environment: environment.to_vec() }
    }

    /// Its address: `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its address as `--listen` wants it.
    pub fn listen(&self) -> &str {
        self.address.trim_start_matches("http://")
    }

    /// Loads the sample tree of units.
    pub fn load_sample_units(&self) {
        self.load_units(&tree::root().join("sample/units.csv"));
    }

    /// Loads a tree of units.
    pub fn load_units(&self, units: &Path) {
        let arguments = ["units".as_ref(), "--data".as_ref(), self.data.as_os_str(), units.as_os_str()];
        Program::built("zhiban-upstream").run_under(arguments, &self.environment).succeeded();
    }

    /// A one-time code with which a desk of `unit` can enrol, issued under its own clock.
    pub fn one_time_code(&self, unit: &str) -> String {
        let arguments = ["enrol".as_ref(), "--unit".as_ref(), unit.as_ref(), "--data".as_ref(), self.data.as_os_str()];
        let program = Program::built("zhiban-upstream");
        program.run_under(arguments, &self.environment).succeeded().to_owned()
    }

    /// The reports that it holds, oldest first, as their exact bytes say.
    pub fn reports(&self) -> Vec<Value> {
        let file = rusqlite::Connection::open(self.data.join("upstream.sqlite")).expect("the upstream has a file");
        let of_a_report = "SELECT body FROM entries WHERE header ->> 'kind' = 'report' ORDER BY position";
        let mut statement = file.prepare(of_a_report).expect("its entries can be read");
        let bodies = statement.query_map([], |row| row.get::<_, String>(0)).expect("its entries can be read");
        let report = |body: rusqlite::Result<String>| {
            let body: Value = serde_json::from_str(&body.expect("a report has a body")).expect("a body is JSON");
            body["report"].clone()
        };
        bodies.map(report).collect()
    }

    /// What it has written so far.
    pub fn log(&self) -> String {
        self.process.log()
    }

    /// SIGKILL, now.
    pub fn kill(&mut self) {
        self.process.kill();
    }
}

/// The address, once its line is whole.
fn address_in(log: &str) -> Option<&str> {
    let (_, after) = log.split_once("listening on ")?;
    let (line, _) = after.split_once('\n')?;
    line.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::address_in;

    #[test]
    fn the_address_is_read_once_its_line_is_whole() {
        assert_eq!(address_in("listening on http://127.0.0.1:47610\nmore"), Some("http://127.0.0.1:47610"));
        assert_eq!(address_in("2026 INFO listening on http://127.0.0.1:1 data=x\n"), Some("http://127.0.0.1:1"));
        assert_eq!(address_in("listening on http://127.0.0.1:47"), None, "half a line");
        assert_eq!(address_in(""), None);
    }
}
