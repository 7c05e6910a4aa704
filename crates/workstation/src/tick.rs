//! The instant at which a command is done: read once at the door, handed down as a value.

use domain::Moment;
use domain::room_clock::{Reading, RoomTime};
use uuid::Uuid;

use crate::door::DoorError;
use crate::machine::Machine;

/// One instant, and the randomness drawn for it.
#[derive(Debug, Clone)]
pub struct Tick {
    /// What the machine's clocks said.
    pub reading: Reading,
    /// The room's time.
    pub time: RoomTime,
}

impl Tick {
    /// The room's time now, UTC, whole milliseconds: what is stored equals what is shown.
    #[must_use]
    pub fn now(&self) -> Moment {
        use chrono::SubsecRound as _;
        self.time.now.trunc_subsecs(3)
    }

    /// A new UUIDv7 of this instant.
    pub(crate) fn new_id(&self, machine: &dyn Machine) -> Result<Uuid, DoorError> {
        let mut random = [0; 10];
        machine.random(&mut random).map_err(|_| DoorError::storage("系统随机数不可用，请重启本机后再试。"))?;
        let milliseconds = u64::try_from(self.time.now.timestamp_millis()).unwrap_or(0);
        Ok(uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid())
    }
}
