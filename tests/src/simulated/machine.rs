//! The machine under a simulated desk: its wall clock is as wrong as somebody set it, and its dice are the seed's.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::Duration;
use domain::room_clock::Reading;
use uuid::Uuid;
use workstation::{KeyStore, Machine, NoKeyStore};

use crate::dice::Dice;
use crate::room::TurnedClock;

/// Cloning shares it: the machine stays when its desk restarts.
#[derive(Debug, Clone)]
pub(crate) struct DeskMachine {
    truth: TurnedClock,
    id: Arc<str>,
    seed: u64,
    cells: Arc<Cells>,
}

#[derive(Debug, Default)]
struct Cells {
    wrong_by_ms: AtomicI64,
    booted_at_ms: AtomicI64,
    boots: AtomicU64,
    drawn: AtomicU64,
}

impl DeskMachine {
    /// One that has just booted, with this id and dice of its own.
    pub(crate) fn new(truth: &TurnedClock, id: &str, seed: u64) -> Self {
        let machine = Self { truth: truth.clone(), id: id.into(), seed, cells: Arc::default() };
        machine.boots_again();
        machine
    }

    /// Its wall clock is wrong by so much from now on.
    pub(crate) fn is_wrong_by(&self, by: Duration) {
        self.cells.wrong_by_ms.store(by.num_milliseconds(), Ordering::SeqCst);
    }

    /// Nothing is known of the time any more but what the wall clock says.
    pub(crate) fn boots_again(&self) {
        self.cells.boots.fetch_add(1, Ordering::SeqCst);
        self.cells.booted_at_ms.store(self.truth.now().timestamp_millis(), Ordering::SeqCst);
    }

    fn dice(&self, stream: u64) -> Dice {
        Dice::from(self.seed ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03))
    }
}

impl Machine for DeskMachine {
    fn reading(&self) -> Reading {
        let now = self.truth.now();
        let running = now.timestamp_millis() - self.cells.booted_at_ms.load(Ordering::SeqCst);
        let mut dice = self.dice(u64::MAX - self.cells.boots.load(Ordering::SeqCst));
        let boot_id = Uuid::from_bytes(std::array::from_fn(|_| byte(&mut dice))).to_string();
        let wrong_by = Duration::milliseconds(self.cells.wrong_by_ms.load(Ordering::SeqCst));
        Reading { wall: now + wrong_by, boot_ms: running.unsigned_abs(), boot_id }
    }

    /// Different every time, and the same whenever the seed is.
    fn random(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        let mut dice = self.dice(self.cells.drawn.fetch_add(1, Ordering::SeqCst));
        bytes.fill_with(|| byte(&mut dice));
        Ok(())
    }

    fn machine_id(&self) -> Option<String> {
        Some(self.id.to_string())
    }

    fn key_store(&self) -> &dyn KeyStore {
        &NoKeyStore
    }
}

fn byte(dice: &mut Dice) -> u8 {
    u8::try_from(dice.below(256)).unwrap_or(0)
}
