//! The room's clock: kept in the desk's file, set by its upstream, and in the hands of whoever needs no more of the desk.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::room_clock::TimeAnchor;
use store::table::{entry, setting};
use store::{Store, StoreError};

use crate::identity::Identity;
use crate::machine::Machine;
use crate::tick::Tick;

const TIME_ANCHOR: &str = "time_anchor";

/// The machine's clocks and the anchor from which the room's time runs; its clones are one clock.
#[derive(Clone)]
pub(crate) struct RoomClock {
    machine: Arc<dyn Machine>,
    anchor: Arc<Mutex<TimeAnchor>>,
}

impl RoomClock {
    /// The clock of the desk whose file this is.
    pub(crate) fn open(
        machine: Arc<dyn Machine>,
        store: &mut Store,
        identity: Option<&Identity>,
    ) -> Result<Self, StoreError> {
        let anchor = Arc::new(Mutex::new(settled(machine.as_ref(), store, identity)?));
        Ok(Self { machine, anchor })
    }

    /// The instant now.
    pub(crate) fn tick(&self) -> Tick {
        let reading = self.machine.reading();
        let time = self.anchor().at(&reading);
        Tick { reading, time }
    }

    /// Runs from what another file holds, which took the place of the one before.
    pub(crate) fn settle(&self, store: &mut Store, identity: Option<&Identity>) -> Result<(), StoreError> {
        *self.anchor() = settled(self.machine.as_ref(), store, identity)?;
        Ok(())
    }

    /// Goes on from an upstream's answer, unless the time is known more narrowly without it.
    pub(crate) fn take(&self, store: &mut Store, answer: TimeAnchor) -> Result<(), StoreError> {
        let anchor = self.anchor().clone().or_narrower(answer);
        store.write(|writing| writing.set(TIME_ANCHOR, &anchor))?;
        *self.anchor() = anchor;
        Ok(())
    }

    fn anchor(&self) -> MutexGuard<'_, TimeAnchor> {
        self.anchor.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn settled(machine: &dyn Machine, store: &mut Store, identity: Option<&Identity>) -> Result<TimeAnchor, StoreError> {
    let stored = setting::get(store.connection(), TIME_ANCHOR)?;
    let own = identity.map(|identity| identity.device);
    let newest = own.map_or(Ok(None), |device| entry::last_entered_at(store.connection(), device))?;
    let anchor = TimeAnchor::settle(stored, &machine.reading(), newest);
    store.write(|writing| writing.set(TIME_ANCHOR, &anchor))?;
    Ok(anchor)
}

impl fmt::Debug for RoomClock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RoomClock").field("anchor", &self.anchor).finish_non_exhaustive()
    }
}
