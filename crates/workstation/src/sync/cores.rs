//! Work on many things, shared out to all cores: signatures are most of what a large answer costs.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// Fewer than this are not worth a second core.
const LEAST_SHARE: usize = 8;

/// Does the work on each; the results in the same order.
pub(super) fn on_every_core<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let share = things.len().div_ceil(cores).max(LEAST_SHARE);
    let done = |share: &[T]| share.iter().map(&work).collect::<Vec<R>>();
    let (own, others) = things.split_at(share.min(things.len()));
    thread::scope(|scope| {
        let others: Vec<_> = others.chunks(share).map(|share| scope.spawn(|| done(share))).collect();
        let mut all = done(own);
        for share in others {
            all.extend(share.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_done_once_and_the_order_stays() {
        for count in [0, 1, LEAST_SHARE, LEAST_SHARE + 1, 1000] {
            let things: Vec<usize> = (0..count).collect();
            assert_eq!(
                on_every_core(&things, |thing| thing * 2),
                (0..count).map(|thing| thing * 2).collect::<Vec<_>>()
            );
        }
    }
}
