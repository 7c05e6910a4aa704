//! A program that runs beside a test and never outlives it.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, kill_process_group, pidfd_open};

/// A running child in a process group of its own. When it is dropped it gets SIGTERM, five seconds, and then the whole
/// group SIGKILL; if the test itself is killed, the kernel sends the SIGTERM.
#[derive(Debug)]
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts `command` with nothing to read and its errors in `log`. Its output goes to `log` too, unless `command`
    /// was given a pipe through [`Process::start_with_output`].
    pub fn start(command: &Command, log: &Path) -> Self {
        Self::spawn(command, log, None)
    }

    /// Like [`Process::start`], with its standard output as a pipe for the caller.
    pub fn start_with_output(command: &Command, log: &Path) -> (Self, ChildStdout) {
        let mut process = Self::spawn(command, log, Some(Stdio::piped()));
        let output = process.child.stdout.take().expect("a pipe was asked for");
        (process, output)
    }

    fn spawn(command: &Command, log: &Path, output: Option<Stdio>) -> Self {
        let file = File::options().create(true).append(true).open(log).expect("the log file can be opened");
        let mut dying_with_us = Command::new("setpriv");
        dying_with_us.args(["--pdeathsig", "TERM", "--"]);
        dying_with_us.arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => dying_with_us.env(name, value),
                None => dying_with_us.env_remove(name),
            };
        }
        let child = dying_with_us
            .stdin(Stdio::null())
            .stdout(output.unwrap_or_else(|| file.try_clone().expect("a second handle of the log").into()))
            .stderr(file)
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        Self { child, log: log.to_owned() }
    }

    /// What it has written so far.
    pub fn log(&self) -> String {
        std::fs::read(&self.log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("a child can be asked")
    }

    /// SIGKILL to the whole group, now: a power cut.
    pub fn kill(&mut self) {
        let _ = kill_process_group(self.pid(), Signal::KILL);
        let _ = self.child.wait();
    }

    /// SIGSTOP to the whole group: it is there and does nothing.
    pub fn stop(&self) {
        let _ = kill_process_group(self.pid(), Signal::STOP);
    }

    /// The number of the process; a program that it runs in its place has the same.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    fn wait_five_seconds(&self) {
        if let Ok(handle) = pidfd_open(self.pid(), PidfdFlags::empty()) {
            let limit = Timespec { tv_sec: 5, tv_nsec: 0 };
            let _ = poll(&mut [PollFd::new(&handle, PollFlags::IN)], Some(&limit));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.ended().is_none() {
            let _ = kill_process(self.pid(), Signal::TERM);
            self.wait_five_seconds();
        }
        self.kill();
    }
}
