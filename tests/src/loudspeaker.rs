//! A sound device that writes what it plays into a file: ALSA's own `file` device, reached by the real player.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The loudspeaker of a test's own.
#[derive(Debug)]
pub struct Loudspeaker {
    folder: PathBuf,
    configuration: PathBuf,
}

impl Loudspeaker {
    /// One that plays into a file of this folder.
    pub fn on(folder: &Path) -> Self {
        let played = folder.join("played.raw");
        // Through a pipe, so that one tone does not overwrite the other.
        let device = format!(
            "pcm.!default {{ type file slave.pcm \"null\" file \"| /bin/cat >> '{}'\" format raw }}\n",
            played.display()
        );
        Self::configured(folder, &device)
    }

    /// A machine whose sound card is gone.
    pub fn missing(folder: &Path) -> Self {
        Self::configured(folder, "pcm.!default { type hw card 31 }\n")
    }

    fn configured(folder: &Path, device: &str) -> Self {
        let configuration = folder.join("alsa.conf");
        std::fs::write(&configuration, format!("</usr/share/alsa/alsa.conf>\n{device}")).expect("the folder is ours");
        // Of the players only the one that this device is for, whatever else the machine has.
        let programs = folder.join("programs");
        std::fs::create_dir_all(&programs).expect("the folder is ours");
        for program in ["aplay", "setpriv"] {
            let _ = std::os::unix::fs::symlink(Path::new("/usr/bin").join(program), programs.join(program));
        }
        Self { folder: folder.to_owned(), configuration }
    }

    /// The variables under which a program plays here.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        assert!(Path::new("/usr/bin/aplay").exists(), "aplay is installed: scripts/prerequisites.sh test");
        vec![
            ("ALSA_CONFIG_PATH".into(), self.configuration.clone().into()),
            ("PATH".into(), self.folder.join("programs").into()),
        ]
    }

    /// Every sample played so far: 16 bits, as the device got them.
    pub fn played(&self) -> Vec<i16> {
        let bytes = std::fs::read(self.folder.join("played.raw")).unwrap_or_default();
        bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
    }

    /// How often these samples were played, whole.
    pub fn heard(&self, tone: &[i16]) -> usize {
        let first = tone.iter().position(|sample| *sample != 0).unwrap_or(0);
        let tone = &tone[first..];
        let played = self.played();
        let (mut count, mut at) = (0, 0);
        while at + tone.len() <= played.len() {
            let whole = played[at] == tone[0] && played[at..at + tone.len()] == *tone;
            count += usize::from(whole);
            at += if whole { tone.len() } else { 1 };
        }
        count
    }
}
