//! The trace of one seed: what happened, in order. A story that ends badly is told before it is forgotten.

use std::collections::BTreeMap;

use super::weather::Fate;

/// So many of the last lines are told when it ends badly; all of them where the seed was asked for.
const TOLD: usize = 60;

/// Every sort of trouble that comes.
pub const TROUBLES: [&str; 17] = [
    "Dropped",
    "AnswerLost",
    "Doubled",
    "Late",
    "Echoed",
    "a late request",
    "a desk restarts",
    "a machine boots",
    "a clock is set",
    "the upstream restarts",
    "the upstream goes away",
    "the upstream is put back",
    "cut off",
    "three days offline",
    "a folder is copied",
    "a copy in use elsewhere",
    "a file is put back",
];

/// What happened in a world.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Story {
    seed: u64,
    lines: Vec<String>,
    troubles: BTreeMap<String, usize>,
}

impl Story {
    pub(crate) fn of(seed: u64) -> Self {
        Self { seed, lines: Vec::new(), troubles: BTreeMap::new() }
    }

    pub(crate) fn tells(&mut self, line: String) {
        self.lines.push(line);
    }

    /// Something befell somebody, of this sort.
    pub(crate) fn befell(&mut self, sort: &str, line: String) {
        *self.troubles.entry(sort.to_owned()).or_default() += 1;
        self.lines.push(line);
    }

    pub(crate) fn request(&mut self, asked: &str, fate: Fate) {
        if fate == Fate::Answered {
            self.lines.push(asked.to_owned());
        } else {
            self.befell(&format!("{fate:?}"), format!("{asked}: {fate:?}"));
        }
    }

    /// Every step, in order.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// How often each sort of trouble came.
    pub fn troubles(&self) -> &BTreeMap<String, usize> {
        &self.troubles
    }
}

impl Drop for Story {
    #[allow(clippy::print_stdout, reason = "a failure can only be had again with its seed")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            let most = if std::env::var("ZHIBAN_SEED").is_ok() { usize::MAX } else { TOLD };
            let told = self.lines.len().saturating_sub(most);
            println!("ZHIBAN_SEED={}\n… {told} steps before\n{}", self.seed, self.lines[told..].join("\n"));
        }
    }
}
