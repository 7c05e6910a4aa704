//! What a verification and a signature cost by themselves, one after the other, with keys made ready.

use std::hint::black_box;
use std::time::Duration;

use crate::now;
use crate::reports::Sent;

/// One of each, on average.
pub(crate) struct Signatures {
    pub(crate) verify: Duration,
    pub(crate) sign: Duration,
}

impl Signatures {
    pub(crate) fn measured(sent: &Sent) -> Self {
        let ready: Vec<_> = sent.entries.iter().map(|(entry, key)| (entry, key.ready().unwrap())).collect();
        let count = u32::try_from(ready.len()).unwrap();
        let begun = now();
        for (entry, key) in &ready {
            black_box(key.verify(entry.header.as_bytes(), &entry.signature)).unwrap();
        }
        let verify = begun.elapsed() / count;
        let begun = now();
        for (entry, _) in &ready {
            // A receipt is about half as long as a header, which its hash hardly feels.
            drop(black_box(sent.key.sign(&entry.header.as_bytes()[..500]).unwrap()));
        }
        Self { verify, sign: begun.elapsed() / count }
    }

    /// The mean of before and after.
    pub(crate) fn and(self, after: Self) -> Self {
        Self { verify: (self.verify + after.verify) / 2, sign: (self.sign + after.sign) / 2 }
    }

    /// So many of each.
    pub(crate) fn of(&self, count: usize) -> Duration {
        (self.verify + self.sign) * u32::try_from(count).unwrap()
    }
}
