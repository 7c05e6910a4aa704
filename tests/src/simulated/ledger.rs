//! What an inquiry would have seen: every entry that any desk ever held and every receipt that was ever given, from the
//! moment they were there. It forgets nothing, whatever befalls a desk's file.

use std::collections::{BTreeMap, BTreeSet};

use domain::receipt::{Receipt, SealedReceipt};
use domain::wire::{Outcome, SubmitAnswer};

use super::desk::Desk;
use crate::held::{self, Entries, Held};

/// Exact bytes of a receipt and its signature.
pub(crate) type ReceiptBytes = (String, String);

#[derive(Default)]
pub(crate) struct Ledger {
    /// Every entry that was ever seen at a desk.
    pub(crate) entries: Entries,
    /// Every receipt that was ever given, whether the answer arrived or not, by the generation that gave it.
    pub(crate) receipts: BTreeMap<String, BTreeMap<u32, ReceiptBytes>>,
    /// Written after yesterday's copy of a file was made, never received, and gone with the file.
    pub(crate) gone_with_a_disk: BTreeSet<String>,
}

impl Ledger {
    /// Sees what a desk holds now; how much that is.
    pub(crate) fn looks_at(&mut self, desk: &Desk) -> (usize, usize) {
        let held = held::at_desk(&desk.folder);
        let receipted = held.values().filter(|held| held.receipt.is_some()).count();
        let counts = (held.len(), receipted);
        for (id, held) in held {
            if let Some(receipt) = held.receipt.clone() {
                self.receipt(&id, receipt);
            }
            self.entry(&desk.name, id, Held { receipt: None, ..held });
        }
        counts
    }

    fn entry(&mut self, desk: &str, id: String, held: Held) {
        let known = self.entries.entry(id).or_insert_with(|| held.clone());
        assert_eq!(*known, held, "{desk}: what was sealed is the same bytes wherever it is held");
    }

    fn receipt(&mut self, id: &str, receipt: ReceiptBytes) {
        let said: Receipt = serde_json::from_str(&receipt.0).expect("a receipt that the upstream wrote");
        let of_entry = self.receipts.entry(id.to_owned()).or_default();
        let known = of_entry.entry(said.generation).or_insert_with(|| receipt.clone());
        assert_eq!(*known, receipt, "{id}: a receipt that was given once is the receipt, and its time never moves");
    }

    /// Sees what the upstream answered to whoever sent entries.
    pub(crate) fn hears(&mut self, answer: &[u8]) {
        let head = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
        let Ok(answer) = serde_json::from_slice::<SubmitAnswer>(&answer[head..]) else { return };
        for outcome in answer.outcomes {
            if let Outcome::Received { receipt: SealedReceipt { receipt, signature } } = outcome {
                let said: Receipt = serde_json::from_str(&receipt).expect("a receipt that the upstream wrote");
                self.receipt(&said.entry.to_string(), (receipt, signature.as_str().to_owned()));
            }
        }
    }

    /// The desk's file will be yesterday's: what only it held is gone, and nobody can be asked for it.
    pub(crate) fn disk_is_lost(&mut self, desk: &Desk, yesterday: &Entries) {
        for (id, held) in held::at_desk(&desk.folder) {
            if held.receipt.is_none() && !yesterday.contains_key(&id) {
                self.gone_with_a_disk.insert(id);
            }
        }
    }
}
