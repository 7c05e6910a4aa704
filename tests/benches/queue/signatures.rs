//! What the signatures of a queue cost by themselves, one after the other, with keys made ready.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use domain::seal::{PublicKey, Signature, SigningKey, Verifier};

use crate::{now, reading};

/// One of each, on average over what was sent.
pub(crate) struct Signatures {
    pub(crate) entry: Duration,
    pub(crate) sign: Duration,
    pub(crate) receipt: Duration,
}

type Signed = (String, Signature);

fn signed(file: &Path, query: &str) -> Vec<Signed> {
    let file = reading(file);
    let mut statement = file.prepare(query).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, Signature::from_text(row.get(1)?)))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn key(file: &Path, query: &str) -> Verifier {
    let text: String = reading(file).query_row(query, [], |row| row.get(0)).unwrap();
    PublicKey::parse(&text).unwrap().ready().unwrap()
}

fn each(signed: &[Signed], mut work: impl FnMut(&Signed)) -> Duration {
    let begun = now();
    signed.iter().for_each(&mut work);
    begun.elapsed() / u32::try_from(signed.len()).unwrap()
}

impl Signatures {
    /// Of what the upstream of this room holds.
    pub(crate) fn measured(room: &Path) -> Self {
        let upstream = room.join("upstream/upstream.sqlite");
        let entries = signed(&upstream, "SELECT header, signature FROM entries");
        let receipts = signed(&upstream, "SELECT receipt, signature FROM receipts");
        let device = key(&upstream, "SELECT public_key FROM devices WHERE id = (SELECT device FROM entries LIMIT 1)");
        let own = key(&upstream, "SELECT public_key FROM settings");
        let signing = SigningKey::from_bytes(&[7; 32]).unwrap();
        Self {
            entry: each(&entries, |(header, signature)| device.verify(header.as_bytes(), signature).unwrap()),
            sign: each(&receipts, |(receipt, _)| drop(black_box(signing.sign(receipt.as_bytes()).unwrap()))),
            receipt: each(&receipts, |(receipt, signature)| own.verify(receipt.as_bytes(), signature).unwrap()),
        }
    }

    /// So many of each.
    pub(crate) fn of(&self, count: usize) -> Duration {
        (self.entry + self.sign + self.receipt) * u32::try_from(count).unwrap()
    }
}
