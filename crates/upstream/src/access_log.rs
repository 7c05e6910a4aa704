//! 访问日志: one file a day that only its owner may read, kept six months. A thread of its own writes it: no disk, full or
//! slow, ever keeps a request waiting; a line that cannot be written is counted as lost.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};
use domain::beijing;
use prometheus_client::metrics::counter::Counter;

use crate::clock::Clock;
use line::Line;

pub(crate) mod line;

/// 《网络安全法》第二十一条第三项（2016年公布的文本）：“按照规定留存相关的网络日志不少于六个月”. No six months have more days.
const KEPT_DAYS: i64 = 184;
/// Name of its folder in the data folder.
const FOLDER: &str = "access";
/// Lines that may wait for the disk.
const WAITING: usize = 8192;
/// Midnight is noticed within this, also when nobody asks.
const TICK: Duration = Duration::from_secs(60);

/// The way to the thread that writes, which ends, every line written, when this is dropped.
pub(crate) struct AccessLog {
    lines: Option<SyncSender<Line>>,
    thread: Option<JoinHandle<()>>,
    lost: Counter,
}

impl AccessLog {
    /// Opens the log of this data folder; it begins by removing what is too old. Whatever fails is only counted in `lost`.
    pub(crate) fn open(data: &Path, clock: Arc<dyn Clock>, lost: Counter) -> Self {
        let (lines, waiting) = sync_channel(WAITING);
        let days = Days { folder: data.join(FOLDER), lost: lost.clone(), file: None, swept: None, torn: false };
        let spawned = std::thread::Builder::new().name("access-log".to_owned());
        let thread = spawned.spawn(move || days.write_until_closed(&waiting, &*clock));
        if let Err(error) = &thread {
            tracing::error!(%error, "the access log cannot be written");
        }
        Self { lines: Some(lines), thread: thread.ok(), lost }
    }

    /// Hands a line over; it never waits.
    pub(crate) fn write(&self, line: Line) {
        if self.lines.as_ref().is_none_or(|lines| lines.try_send(line).is_err()) {
            self.lost.inc();
        }
    }
}

impl Drop for AccessLog {
    fn drop(&mut self) {
        drop(self.lines.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The files of the days, as their thread has them.
struct Days {
    folder: PathBuf,
    lost: Counter,
    file: Option<(NaiveDate, File)>,
    swept: Option<NaiveDate>,
    /// The last line may stand there half.
    torn: bool,
}

impl Days {
    fn write_until_closed(mut self, waiting: &Receiver<Line>, clock: &dyn Clock) {
        loop {
            self.sweep(beijing::date(clock.now()));
            match waiting.recv_timeout(TICK) {
                Ok(line) => self.keep(&line),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn keep(&mut self, line: &Line) {
        match self.append(line) {
            Ok(()) => self.torn = false,
            Err(error) => {
                // Once, not for every line of a full disk.
                if !self.torn {
                    tracing::error!(%error, "the access log loses lines");
                }
                (self.torn, self.file) = (true, None);
                self.lost.inc();
            }
        }
    }

    fn append(&mut self, line: &Line) -> io::Result<()> {
        let text = if self.torn { format!("\n{line}\n") } else { format!("{line}\n") };
        let day = beijing::date(line.at);
        let file = match self.file.take() {
            Some((open, file)) if open == day => file,
            _ => open(&self.folder, day)?,
        };
        let (_, file) = self.file.insert((day, file));
        file.write_all(text.as_bytes())
    }

    /// Once a day. What is not named like a day of the log is nobody's of ours and stays.
    fn sweep(&mut self, today: NaiveDate) {
        if self.swept == Some(today) {
            return;
        }
        self.swept = Some(today);
        let Ok(files) = fs::read_dir(&self.folder) else { return };
        for path in files.flatten().map(|file| file.path()) {
            let old = day_of(&path).is_some_and(|day| today - day > TimeDelta::days(KEPT_DAYS));
            if old && let Err(error) = fs::remove_file(&path) {
                tracing::warn!(%error, path = %path.display(), "an old access log could not be removed");
            }
        }
    }
}

fn day_of(path: &Path) -> Option<NaiveDate> {
    path.file_name()?.to_str()?.strip_suffix(".log")?.parse().ok()
}

fn open(folder: &Path, day: NaiveDate) -> io::Result<File> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(folder.join(format!("{day}.log")))
}
