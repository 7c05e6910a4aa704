//! A bell that remembers what it was told, for tests that need no desktop. The real one is proven beside it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use domain::pack::Tone;
use workstation::alarm::Bell;

/// Remembers every notification and every tone.
#[derive(Debug, Clone, Default)]
pub struct RecordedBell {
    said: Arc<Mutex<Vec<String>>>,
    played: Arc<Mutex<Vec<Tone>>>,
    silent: Arc<AtomicBool>,
}

impl RecordedBell {
    /// What was shown since last asked.
    pub fn said(&self) -> Vec<String> {
        std::mem::take(&mut *self.said.lock().expect("nobody panics while it is held"))
    }

    /// What was played since last asked.
    pub fn played(&self) -> Vec<Tone> {
        std::mem::take(&mut *self.played.lock().expect("nobody panics while it is held"))
    }

    /// From now on no device plays.
    pub fn without_a_device(&self) {
        self.silent.store(true, Ordering::SeqCst);
    }
}

impl Bell for RecordedBell {
    fn notify(&self, words: &str, _: bool) -> bool {
        self.said.lock().expect("nobody panics while it is held").push(words.to_owned());
        true
    }

    fn play(&self, _: &Path, tone: Tone) -> Option<String> {
        if self.silent.load(Ordering::SeqCst) {
            return None;
        }
        self.played.lock().expect("nobody panics while it is held").push(tone);
        Some("recorded".to_owned())
    }
}
