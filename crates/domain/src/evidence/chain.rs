//! One device's epoch in a file: what follows what, and the interval in which each entry was written.

use super::finding::NotAfter;
use crate::Moment;
use crate::digest::Digest;
use crate::receipt::Receipt;

/// A header in its chain, with what its receipts and anchors proved.
#[derive(Debug, Clone)]
pub(super) struct ChainLink {
    pub(super) seq: u64,
    pub(super) prev: Digest,
    pub(super) digest: Digest,
    /// Its own receipt, proven.
    pub(super) receipt: Option<Receipt>,
    /// When the receipt was made that it names as newest, proven.
    pub(super) anchored: Option<Moment>,
}

/// How a header stands to the one before it in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The first of the chain in the file.
    First,
    /// It names the one before.
    Follows,
    /// These seqs are missing between.
    Gap(u64, u64),
    /// The one before has the seq before, and other bytes.
    Broken,
    /// It does not come after the one before.
    Backwards,
}

/// For each header, how it stands to the one before it.
pub(super) fn steps(links: &[ChainLink]) -> Vec<Step> {
    let first = links.first().map(|_| Step::First);
    first.into_iter().chain(links.windows(2).map(|pair| step(&pair[0], &pair[1]))).collect()
}

fn step(before: &ChainLink, link: &ChainLink) -> Step {
    match link.seq.checked_sub(before.seq) {
        None | Some(0) => Step::Backwards,
        Some(1) if link.prev == before.digest => Step::Follows,
        Some(1) => Step::Broken,
        Some(_) => Step::Gap(before.seq + 1, link.seq - 1),
    }
}

/// For each header the earliest and the latest instant of its writing. A later one of an unbroken chain proves all
/// before it; an earlier one is older than all after it.
pub(super) fn intervals(links: &[ChainLink], steps: &[Step]) -> Vec<(Option<Moment>, Option<NotAfter>)> {
    let mut earliest: Vec<Option<Moment>> = links.iter().map(|link| link.anchored).collect();
    let mut latest: Vec<Option<Moment>> = received_by(links);
    for at in (1..links.len()).filter(|at| steps[*at] == Step::Follows) {
        earliest[at] = earliest[at].max(earliest[at - 1]);
    }
    for at in (1..links.len()).rev().filter(|at| steps[*at] == Step::Follows) {
        latest[at - 1] = sooner(latest[at - 1], latest[at]);
    }
    let own = |at: usize| links[at].receipt.as_ref().map(|receipt| receipt.received_at);
    let not_after = |at: usize, latest: Option<Moment>| {
        latest.map(|moment| NotAfter { at: moment, own_receipt: own(at) == Some(moment) })
    };
    earliest.into_iter().zip(latest).enumerate().map(|(at, (first, last))| (first, not_after(at, last))).collect()
}

/// When the upstream held each header: by its own receipt, or as the head that the receipt of another names.
fn received_by(links: &[ChainLink]) -> Vec<Option<Moment>> {
    let mut received: Vec<Option<Moment>> = links.iter().map(|link| Some(link.receipt.as_ref()?.received_at)).collect();
    for receipt in links.iter().filter_map(|link| link.receipt.as_ref()) {
        if let Ok(at) = links.binary_search_by_key(&receipt.device_head.seq, |link| link.seq)
            && links[at].digest == receipt.device_head.digest
        {
            received[at] = sooner(received[at], Some(receipt.received_at));
        }
    }
    received
}

/// Seqs whose header here is not the one that a receipt names as held by the upstream.
pub(super) fn contradicted(links: &[ChainLink]) -> Vec<usize> {
    let other = |receipt: &Receipt| {
        let at = links.binary_search_by_key(&receipt.device_head.seq, |link| link.seq).ok()?;
        (links[at].digest != receipt.device_head.digest).then_some(at)
    };
    let mut found: Vec<usize> = links.iter().filter_map(|link| other(link.receipt.as_ref()?)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn sooner(one: Option<Moment>, other: Option<Moment>) -> Option<Moment> {
    one.into_iter().chain(other).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipt::DeviceHead;
    use chrono::TimeZone as _;
    use uuid::Uuid;

    fn at(minute: u32) -> Moment {
        chrono::Utc.with_ymd_and_hms(2026, 5, 12, 10, minute, 0).unwrap()
    }

    fn digest(seq: u64) -> Digest {
        Digest::of(&seq.to_be_bytes())
    }

    fn link(seq: u64, received: Option<u32>) -> ChainLink {
        let receipt = received.map(|minute| Receipt {
            entry: Uuid::nil(),
            header_hash: digest(seq),
            position: seq,
            received_at: at(minute),
            upstream: Uuid::nil(),
            generation: 1,
            key_id: String::new(),
            device_head: DeviceHead { epoch: 1, seq: 0, digest: Digest::ZERO },
        });
        ChainLink { seq, prev: digest(seq - 1), digest: digest(seq), receipt, anchored: None }
    }

    fn latest(links: &[ChainLink]) -> Vec<Option<(Moment, bool)>> {
        let found = intervals(links, &steps(links));
        found.into_iter().map(|(_, last)| last.map(|bound| (bound.at, bound.own_receipt))).collect()
    }

    #[test]
    fn a_receipt_proves_what_stands_before_it_and_nothing_after() {
        let links = [link(3, None), link(4, Some(20)), link(5, None)];
        assert_eq!(latest(&links), [Some((at(20), false)), Some((at(20), true)), None]);
    }

    #[test]
    fn nothing_is_proven_across_a_gap() {
        let links = [link(3, None), link(5, Some(20))];
        assert_eq!(steps(&links), [Step::First, Step::Gap(4, 4)]);
        assert_eq!(latest(&links), [None, Some((at(20), true))]);
    }

    #[test]
    fn a_report_that_overtook_its_call_proves_the_call_too() {
        let links = [link(3, Some(30)), link(4, Some(20))];
        assert_eq!(latest(&links)[0], Some((at(20), false)), "the call stood when the report was received");
    }

    #[test]
    fn another_header_than_the_one_the_upstream_named_is_told() {
        let mut links = [link(3, None), link(4, Some(20))];
        let head = |digest| DeviceHead { epoch: 1, seq: 3, digest };
        if let Some(receipt) = &mut links[1].receipt {
            receipt.device_head = head(digest(3));
        }
        assert_eq!(contradicted(&links), Vec::<usize>::new());
        if let Some(receipt) = &mut links[1].receipt {
            receipt.device_head = head(digest(9));
        }
        assert_eq!(contradicted(&links), [0]);
    }

    #[test]
    fn an_entry_is_not_older_than_the_receipt_that_one_before_it_names() {
        let mut links = [link(3, None), link(4, None)];
        links[0].anchored = Some(at(10));
        assert_eq!(intervals(&links, &steps(&links))[1].0, Some(at(10)));
    }
}
