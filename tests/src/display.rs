//! A screen that nobody sees.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::painted::Painted;
use crate::process::Process;
use crate::wait;

/// Width and height in pixels.
pub type Size = (u32, u32);

/// The common screen of a duty room.
pub const COMMON: Size = (1366, 768);

/// A large screen.
pub const LARGE: Size = (1920, 1080);

/// An Xvfb on a display number that it found free itself.
#[derive(Debug)]
pub struct Display {
    _server: Process,
    name: String,
    picture: PathBuf,
}

impl Display {
    /// Starts the server; its log goes into `folder`.
    pub fn start((width, height): Size, folder: &Path) -> Self {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"]).arg(format!("{width}x{height}x24"));
        command.arg("-fbdir").arg(folder);
        let (server, output) = Process::start_with_output(&command, &folder.join("xvfb.log"));
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number).expect("Xvfb's output can be read");
        assert!(!number.trim().is_empty(), "Xvfb found no display (is it installed?): {}", server.log());
        Self { _server: server, name: format!(":{}", number.trim()), picture: folder.join("Xvfb_screen0") }
    }

    /// Takes every window with this title off the screen, as if it were minimised.
    pub async fn hide_windows(&self, title: &str) {
        self.xdotool(&["search", "--onlyvisible", "--name", title, "windowunmap", "%@"]);
        self.wait_for_visible(title, false).await;
    }

    /// Brings them back.
    pub async fn show_windows(&self, title: &str) {
        self.xdotool(&["search", "--name", title, "windowmap", "%@"]);
        self.wait_for_visible(title, true).await;
    }

    /// What is painted on it.
    pub fn painted(&self) -> Painted {
        Painted::of(&self.picture).expect("Xvfb keeps its picture in the folder")
    }

    /// Presses a key (`F2`, as xdotool calls it) where the pointer is, which is put into the middle of the screen.
    pub fn presses(&self, key: &str, (width, height): Size) {
        self.xdotool(&["mousemove", &(width / 2).to_string(), &(height / 2).to_string(), "key", key]);
    }

    async fn wait_for_visible(&self, title: &str, wanted: bool) {
        wait::until(&format!("windows to be visible: {wanted}"), async || {
            let seen = self.xdotool(&["search", "--onlyvisible", "--name", title]);
            if seen.trim().is_empty() == wanted { Err(format!("{seen:?}")) } else { Ok(()) }
        })
        .await;
    }

    fn xdotool(&self, arguments: &[&str]) -> String {
        let answer = Command::new("xdotool").args(arguments).env("DISPLAY", &self.name).output();
        let answer = answer.expect("xdotool is installed: scripts/prerequisites.sh test");
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }

    /// Its name for `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }
}
