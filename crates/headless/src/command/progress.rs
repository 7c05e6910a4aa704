//! How far long work is: on a terminal one line that is written again, with rate and time left; else a line for every
//! tenth. It goes to standard error, so that standard output stays the answer.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::ops::ControlFlow;

use workstation::{VerifyProgress, VerifyStep, Workstation};

/// What is being done, how much of it, of how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Progress {
    what: &'static str,
    unit: &'static str,
    done: u64,
    total: u64,
}

impl Progress {
    /// Of a backup, in megabytes.
    pub(super) const fn of_backup(done: u64, of: u64) -> Self {
        const MEGABYTE: u64 = 1_000_000;
        Self { what: "备份", unit: "MB", done: done / MEGABYTE, total: of.div_ceil(MEGABYTE) }
    }
}

impl From<VerifyProgress> for Progress {
    fn from(progress: VerifyProgress) -> Self {
        let (what, unit) = match progress.step {
            VerifyStep::Entries => ("条目", "条"),
            VerifyStep::Attachments => ("附件", "个"),
            VerifyStep::Views => ("视图", "个"),
        };
        Self { what, unit, done: progress.done, total: progress.total }
    }
}

/// Columns of the bar.
const WIDTH: u64 = 24;

/// The line. Ctrl+C ends the program at any time; nothing is half-written by that.
pub(super) struct ProgressLine {
    on_terminal: bool,
    step: Option<&'static str>,
    /// Boot clock in milliseconds when the step began, and when the line was last written.
    begun_ms: u64,
    shown_ms: u64,
    tenth: u64,
}

impl ProgressLine {
    pub(super) fn begin(desk: &Workstation) -> Self {
        let now = desk.tick().reading.boot_ms;
        Self { on_terminal: stderr().is_terminal(), step: None, begun_ms: now, shown_ms: 0, tenth: 0 }
    }

    pub(super) fn show(&mut self, desk: &Workstation, progress: impl Into<Progress>) -> ControlFlow<()> {
        let progress = progress.into();
        let now = desk.tick().reading.boot_ms;
        if self.step != Some(progress.what) {
            self.step = Some(progress.what);
            (self.begun_ms, self.shown_ms, self.tenth) = (now, 0, 0);
        }
        let tenth = tenths(progress);
        let due = if self.on_terminal { now >= self.shown_ms + 200 } else { tenth > self.tenth };
        if due || (self.on_terminal && progress.done == progress.total) {
            (self.shown_ms, self.tenth) = (now, tenth);
            let words = words(progress, now.saturating_sub(self.begun_ms));
            let written = if self.on_terminal {
                write!(stderr(), "\r\x1b[K{} {words}", bar(progress))
            } else {
                writeln!(stderr(), "{words}")
            };
            // Nobody reads any more; the check itself goes on.
            let _ = written.and_then(|()| stderr().flush());
        }
        ControlFlow::Continue(())
    }

    pub(super) fn end(&self) {
        if self.on_terminal && self.step.is_some() {
            let _ = writeln!(stderr());
        }
    }
}

fn tenths(progress: Progress) -> u64 {
    (progress.done * 10).checked_div(progress.total).unwrap_or(10)
}

fn bar(progress: Progress) -> String {
    let filled = (progress.done * WIDTH).checked_div(progress.total).unwrap_or(WIDTH).min(WIDTH);
    (0..WIDTH).map(|at| if at < filled { '█' } else { '░' }).collect()
}

/// 条目 51200/100000，每秒4210条，还需约12秒
fn words(progress: Progress, passed_ms: u64) -> String {
    let Progress { what, unit, .. } = progress;
    let rate = (progress.done * 1000).checked_div(passed_ms).unwrap_or(0);
    let left = (progress.total.saturating_sub(progress.done)).checked_div(rate);
    let left = left.map_or_else(String::new, |seconds| match seconds {
        0 => String::new(),
        1..=90 => format!("，还需约{seconds}秒"),
        _ => format!("，还需约{}分", seconds.div_ceil(60)),
    });
    format!("{what} {}/{}，每秒{rate}{unit}{left}", progress.done, progress.total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(done: u64, total: u64) -> Progress {
        VerifyProgress { step: VerifyStep::Entries, done, total }.into()
    }

    #[test]
    fn rate_and_time_left_are_said_and_nothing_is_divided_by_zero() {
        assert_eq!(words(at(4_000, 10_000), 2_000), "条目 4000/10000，每秒2000条，还需约3秒");
        assert_eq!(words(at(1_000, 1_000_000), 1_000), "条目 1000/1000000，每秒1000条，还需约17分");
        assert_eq!(words(at(10, 10), 0), "条目 10/10，每秒0条");
        assert_eq!((bar(at(0, 0)).chars().count(), tenths(at(0, 0))), (24, 10), "an empty file is done at once");
        assert_eq!(bar(at(5, 10)), "████████████░░░░░░░░░░░░");
    }
}
