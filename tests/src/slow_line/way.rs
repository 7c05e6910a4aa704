//! One direction of a slow line: bytes leave at its rate, travel for its delay, and wait for what is lost before them.

use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::dice::Dice;

/// Most bytes of a segment (an Ethernet's).
const SEGMENT: usize = 1460;
/// What IP and TCP put before each.
const HEADERS: usize = 40;
/// What TCP waits beyond a round trip before it sends again (Linux's least).
const TIME_OUT_BEYOND: Duration = Duration::from_millis(200);
/// A segment that was lost so often gets through.
const LOST_AT_MOST: u32 = 6;
/// Segments on their way at once; beyond that the sender waits.
const UNDER_WAY: usize = 64;

/// How good one direction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quality {
    /// Bits a second; none where nothing limits them.
    pub rate: Option<u32>,
    /// One way.
    pub delay: Duration,
    /// Of a thousand segments so many are lost and sent again after TCP's time-out.
    pub lost: u16,
}

impl Quality {
    fn takes(&self, bytes: usize) -> Duration {
        let bits = |rate: u32| (bytes + HEADERS) as f64 * 8.0 / f64::from(rate);
        self.rate.map_or(Duration::ZERO, |rate| Duration::from_secs_f64(bits(rate)))
    }

    /// How long the receiver waits for a segment that is lost again and again.
    fn held_back(&self, dice: &mut Dice) -> Duration {
        let first = self.delay * 2 + TIME_OUT_BEYOND;
        let times = (0..LOST_AT_MOST).take_while(|_| dice.below(1000) < u64::from(self.lost)).count();
        (0..times).map(|time| first * (1 << time)).sum()
    }
}

/// One direction, shared by all connections.
#[derive(Debug)]
pub(super) struct Way(Mutex<Wire>);

#[derive(Debug)]
struct Wire {
    quality: Quality,
    free_at: Instant,
    dice: Dice,
}

impl Wire {
    /// Takes a segment on: when it has left, and when it arrives.
    fn takes_on(&mut self, now: Instant, bytes: usize) -> (Instant, Instant) {
        let left = self.free_at.max(now) + self.quality.takes(bytes);
        self.free_at = left;
        (left, left + self.quality.delay + self.quality.held_back(&mut self.dice))
    }
}

/// What becomes of bytes that arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    /// They are handed over.
    Whole,
    /// The first of them are, and the connection breaks.
    Cut(usize),
    /// Nobody gets them, and nobody is told.
    Silence,
}

impl Way {
    pub(super) fn of(quality: Quality, seed: u64) -> Self {
        Self(Mutex::new(Wire { quality, free_at: Instant::now(), dice: Dice::from(seed) }))
    }

    pub(super) fn becomes(&self, quality: Quality) {
        self.wire(|wire| wire.quality = quality);
    }

    pub(super) fn delay(&self) -> Duration {
        self.wire(|wire| wire.quality.delay)
    }

    fn wire<T>(&self, with: impl FnOnce(&mut Wire) -> T) -> T {
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Carries one connection's bytes in their order until they end; an error where it is cut.
    pub(super) async fn carries(
        &self,
        from: impl AsyncRead + Unpin,
        to: impl AsyncWrite + Unpin,
        arrive: impl FnMut(&[u8]) -> Arrival,
    ) -> io::Result<()> {
        let (sent, arriving) = mpsc::channel(UNDER_WAY);
        tokio::try_join!(self.sends(from, sent), receives(arriving, to, arrive)).map(|_| ())
    }

    async fn sends(&self, mut from: impl AsyncRead + Unpin, sent: mpsc::Sender<Segment>) -> io::Result<()> {
        loop {
            let mut bytes = vec![0; SEGMENT];
            let length = from.read(&mut bytes).await?;
            bytes.truncate(length);
            let (left, arrives) = self.wire(|wire| wire.takes_on(Instant::now(), length));
            if sent.send(Segment { bytes, arrives }).await.is_err() || length == 0 {
                return Ok(());
            }
            sleep_until(left).await;
        }
    }
}

/// The empty one says that no more will come.
struct Segment {
    bytes: Vec<u8>,
    arrives: Instant,
}

async fn receives(
    mut arriving: mpsc::Receiver<Segment>,
    mut to: impl AsyncWrite + Unpin,
    mut arrive: impl FnMut(&[u8]) -> Arrival,
) -> io::Result<()> {
    while let Some(Segment { bytes, arrives }) = arriving.recv().await {
        sleep_until(arrives).await;
        match arrive(&bytes) {
            Arrival::Whole if bytes.is_empty() => return to.shutdown().await,
            Arrival::Whole => to.write_all(&bytes).await?,
            Arrival::Cut(after) => {
                to.write_all(&bytes[..after]).await?;
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            Arrival::Silence => {}
        }
    }
    // Whoever is silent closes nothing either.
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOW: Quality = Quality { rate: Some(64_000), delay: Duration::from_millis(300), lost: 0 };

    fn wire(quality: Quality, seed: u64) -> Wire {
        Wire { quality, free_at: Instant::now(), dice: Dice::from(seed) }
    }

    /// Sends so many full segments one behind the other; how long after the first was ready each arrives.
    fn arrivals(mut wire: Wire, segments: usize) -> Vec<Duration> {
        let began = wire.free_at;
        let mut now = began;
        let mut send = || {
            let (left, arrives) = wire.takes_on(now, SEGMENT);
            now = left;
            arrives - began
        };
        (0..segments).map(|_| send()).collect()
    }

    #[test]
    fn bytes_leave_at_the_rate_that_was_asked() {
        let last = arrivals(wire(SLOW, 1), 100)[99] - SLOW.delay;
        let rate = (100 * (SEGMENT + HEADERS)) as f64 * 8.0 / last.as_secs_f64();
        assert!((63_990.0..64_010.0).contains(&rate), "64 kbit/s with the headers, and not {rate:.0}");
    }

    #[test]
    fn whoever_shares_the_line_waits_until_it_is_free() {
        let mut wire = wire(SLOW, 1);
        let now = wire.free_at;
        let (first, _) = wire.takes_on(now, SEGMENT);
        let (second, _) = wire.takes_on(now, SEGMENT);
        assert_eq!(second - now, (first - now) * 2, "two at once take twice as long as one");
        let late = second + Duration::from_secs(9);
        assert_eq!(wire.takes_on(late, SEGMENT).0 - late, first - now, "a line that rested saved nothing up");
    }

    #[test]
    fn a_byte_travels_for_the_delay() {
        let quality = Quality { rate: None, ..SLOW };
        assert_eq!(arrivals(wire(quality, 1), 1), [SLOW.delay]);
    }

    #[test]
    fn what_is_lost_comes_after_tcps_time_out_as_often_as_asked_and_again_in_the_same_run() {
        let lossy = Quality { rate: None, delay: SLOW.delay, lost: 100 };
        let all = arrivals(wire(lossy, 3), 10_000);
        let late = all.iter().filter(|arrival| **arrival > SLOW.delay).count();
        assert!((800..1200).contains(&late), "one in ten: {late} of 10 000");
        let shortest = all.iter().filter(|arrival| **arrival > SLOW.delay).min();
        assert_eq!(shortest, Some(&Duration::from_millis(300 + 800)), "a round trip and TCP's patience later");
        assert_eq!(all, arrivals(wire(lossy, 3), 10_000), "the same seed, the same losses");
        assert_ne!(all, arrivals(wire(lossy, 4), 10_000), "another seed, others");
    }

    #[test]
    fn what_is_lost_again_and_again_waits_twice_as_long_each_time() {
        let hopeless = Quality { rate: None, delay: SLOW.delay, lost: 1000 };
        let waits = Duration::from_millis(800) * (1 + 2 + 4 + 8 + 16 + 32);
        assert_eq!(arrivals(wire(hopeless, 1), 1), [SLOW.delay + waits]);
    }

    #[tokio::test]
    async fn every_byte_arrives_once_and_in_its_order_whatever_is_lost() {
        let way = Way::of(Quality { rate: None, delay: Duration::ZERO, lost: 30 }, 5);
        let sent: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        let (mut received, mut arrived) = (Vec::new(), 0);
        let count = |bytes: &[u8]| {
            arrived += bytes.len();
            Arrival::Whole
        };
        way.carries(&sent[..], &mut received, count).await.expect("nothing cuts it");
        assert_eq!((received.len(), arrived), (sent.len(), sent.len()));
        assert!(received == sent, "held back, never dropped");
    }
}
