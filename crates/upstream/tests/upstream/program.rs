//! The real binary, in a process of its own.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Mutex, mpsc};

use nix::sys::signal::Signal;

/// A running `zhiban-upstream serve`; killed when dropped.
pub(crate) struct Program {
    child: Child,
    log: Mutex<mpsc::Receiver<String>>,
    pub(crate) address: SocketAddr,
}

impl Program {
    /// Starts serving; returns once the first line has named the address.
    pub(crate) fn serve(dir: &Path) -> Self {
        Self::serve_at("http", &["--listen", "127.0.0.1:0"], dir)
    }

    /// Starts serving with these options; the first line must name an address of this scheme.
    pub(crate) fn serve_at(scheme: &str, options: &[&str], dir: &Path) -> Self {
        let mut child =
            zhiban(&[&["serve"], options].concat(), dir).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix(&format!("listening on {scheme}://"));
        let address = address.unwrap_or_else(|| panic!("{line:?}"));
        let log = Mutex::new(read_on(child.stderr.take().unwrap()));
        Self { address: address.parse().unwrap(), child, log }
    }

    /// The most memory it ever used, as the kernel counts it.
    #[cfg(target_os = "linux")]
    pub(crate) fn peak_memory_kb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Kills it as a power cut would, and waits until it is gone.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until the log has a line with these words; false where it ended without one.
    pub(crate) fn complains(&self, words: &str) -> bool {
        self.log.lock().unwrap().iter().any(|line| line.contains(words))
    }

    /// Asks it to read its certificate again.
    pub(crate) fn hang_up(&self) {
        self.signal(Signal::SIGHUP);
    }

    fn signal(&self, signal: Signal) {
        let id = nix::unistd::Pid::from_raw(i32::try_from(self.child.id()).unwrap());
        nix::sys::signal::kill(id, signal).unwrap();
    }

    /// Waits until it stopped by itself; whether it called that a success, and all that it said of why.
    pub(crate) fn stops_by_itself(mut self) -> (bool, String) {
        let said = self.log.lock().unwrap().iter().collect::<Vec<_>>().join("\n");
        (self.child.wait().unwrap().success(), said)
    }

    /// Asks it to stop, and waits; whether it left in order, having said nothing more on standard output.
    pub(crate) fn terminate(mut self) -> bool {
        self.signal(Signal::SIGTERM);
        let mut rest = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut rest).unwrap();
        self.child.wait().unwrap().success() && rest.is_empty()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The log's lines as they come; a pipe that nobody reads would stop the program.
fn read_on(log: std::process::ChildStderr) -> mpsc::Receiver<String> {
    let (line, lines) = mpsc::channel();
    std::thread::spawn(move || BufReader::new(log).lines().map_while(Result::ok).all(|next| line.send(next).is_ok()));
    lines
}

fn zhiban(arguments: &[&str], dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhiban-upstream"));
    command.args(arguments).arg("--data").arg(dir);
    if let Some(address) = crate::database::address(dir) {
        command.env("ZHIBAN_DATABASE", address);
    }
    command
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str], dir: &Path) -> Output {
    zhiban(arguments, dir).output().unwrap()
}

/// What a successful command said.
pub(crate) fn said(arguments: &[&str], dir: &Path) -> String {
    let output = run(arguments, dir);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a failing command complained of.
pub(crate) fn complained(arguments: &[&str], dir: &Path) -> String {
    let output = run(arguments, dir);
    assert!(!output.status.success(), "{arguments:?} should fail");
    String::from_utf8(output.stderr).unwrap()
}
