//! 提醒的两种方式: a desktop notification and a sound, both of this machine.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use domain::pack::Tone;
use notify_rust::{Notification, Timeout, Urgency};

use super::tone;
use crate::folder::write_private;

/// How long a notification daemon or a player may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a player is asked meanwhile whether it is done.
const LOOKS: u32 = 250;

/// Players in the order in which they are tried, with what goes before the file's name.
const PLAYERS: [(&str, &[&str]); 3] = [("pw-play", &[]), ("paplay", &[]), ("aplay", &["-q"])];

/// Said on screen and kept in the record.
pub(crate) const NO_DEVICE: &str = "没有可用的声音设备，提醒只在屏幕显示。请检查音箱和声音设置，再做提示音自检。";

/// What rings at this desk.
pub trait Bell: Send + Sync {
    /// Shows a notification; whether the desktop took it.
    fn notify(&self, words: &str, urgent: bool) -> bool;
    /// Plays a tone to its end; the program that could, none where no device could.
    fn play(&self, folder: &Path, tone: Tone) -> Option<String>;
}

/// This machine's desktop and loudspeaker.
#[derive(Debug, Default)]
pub struct ThisBell;

impl Bell for ThisBell {
    fn notify(&self, words: &str, urgent: bool) -> bool {
        // Some desktops render the body as markup.
        let body = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let (done, wait) = mpsc::channel();
        std::thread::spawn(move || {
            let shown = Notification::new()
                .appname("值班台")
                .summary("值班台")
                .body(&body)
                .urgency(if urgent { Urgency::Critical } else { Urgency::Normal })
                .timeout(if urgent { Timeout::Never } else { Timeout::Default })
                .show();
            // Nobody waits any more when the desktop took too long.
            let _ = done.send(shown.is_ok());
        });
        wait.recv_timeout(PATIENCE).unwrap_or(false)
    }

    fn play(&self, folder: &Path, tone: Tone) -> Option<String> {
        let file = sound_file(folder, tone)?;
        PLAYERS.iter().find(|(program, before)| plays(program, before, &file)).map(|(program, _)| (*program).to_owned())
    }
}

fn sound_file(folder: &Path, tone: Tone) -> Option<PathBuf> {
    let name = match tone {
        Tone::Near => "tone-near.wav",
        Tone::Due => "tone-due.wav",
    };
    let path = folder.join(name);
    write_private(&path, &tone::wav(tone)).ok()?;
    Some(path)
}

#[expect(clippy::disallowed_methods, reason = "a player is looked at until it is done, on a thread of its own")]
fn plays(program: &str, before: &[&str], file: &Path) -> bool {
    let started = Command::new(program)
        .args(before)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut player) = started else { return false };
    // Counted rather than timed: the clock may be set or the machine sleep while it plays.
    for _ in 0..LOOKS {
        match player.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(PATIENCE / LOOKS),
            Err(_) => break,
        }
    }
    // A player that hangs is one that does not play.
    let _ = player.kill();
    let _ = player.wait();
    false
}
