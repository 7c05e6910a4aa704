//! The room's clock in the hands of whoever needs no more of the desk than that.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use domain::room_clock::TimeAnchor;

use crate::machine::Machine;
use crate::tick::Tick;

/// The machine's clocks and the anchor from which the room's time runs; its clones are one clock.
#[derive(Clone)]
pub(crate) struct RoomClock {
    machine: Arc<dyn Machine>,
    anchor: Arc<Mutex<TimeAnchor>>,
}

impl RoomClock {
    pub(crate) fn from(machine: Arc<dyn Machine>, anchor: TimeAnchor) -> Self {
        Self { machine, anchor: Arc::new(Mutex::new(anchor)) }
    }

    /// The instant now.
    pub(crate) fn tick(&self) -> Tick {
        let reading = self.machine.reading();
        let time = self.anchor.lock().unwrap_or_else(PoisonError::into_inner).at(&reading);
        Tick { reading, time }
    }

    /// The anchor from which it runs.
    pub(crate) fn anchor(&self) -> TimeAnchor {
        self.anchor.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on it runs from another anchor.
    pub(crate) fn set(&self, anchor: TimeAnchor) {
        *self.anchor.lock().unwrap_or_else(PoisonError::into_inner) = anchor;
    }
}

impl fmt::Debug for RoomClock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RoomClock").field("anchor", &self.anchor).finish_non_exhaustive()
    }
}
