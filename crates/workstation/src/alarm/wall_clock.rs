//! 本机时钟: whether somebody set it. Nothing is computed from it while the machine is on; it is shown and recorded.

use domain::entry::{Author, ClockSet, Content};
use domain::room_clock::Reading;
use serde::{Deserialize, Serialize};
use store::table::setting;

use crate::door::DoorError;
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

const WALL_WATCH: &str = "wall_watch";

/// The wall clock may be this far off, or be moved by this much, before it is said, in milliseconds.
pub(crate) const TOLERANCE_MS: i64 = 30_000;

/// The wall clock against the boot clock, which nobody can set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct WallWatch {
    boot_id: String,
    wall_minus_boot_ms: i64,
}

impl WallWatch {
    fn of(reading: &Reading) -> Self {
        let boot_ms = i64::try_from(reading.boot_ms).unwrap_or(i64::MAX);
        Self { boot_id: reading.boot_id.clone(), wall_minus_boot_ms: reading.wall.timestamp_millis() - boot_ms }
    }
}

/// Compares with what was kept; a jump on the same boot is recorded once.
pub(super) fn watch(desk: &Workstation, tick: &Tick) -> Result<(), DoorError> {
    let now = WallWatch::of(&tick.reading);
    let kept: Option<WallWatch> = setting::get(desk.store().connection(), WALL_WATCH)?;
    let moved = kept.as_ref().filter(|kept| kept.boot_id == now.boot_id);
    let by_ms = moved.map_or(0, |kept| now.wall_minus_boot_ms - kept.wall_minus_boot_ms);
    if by_ms.abs() > TOLERANCE_MS {
        record(desk, tick, by_ms)?;
    } else if moved.is_some() {
        return Ok(());
    }
    desk.store().write(|writing| writing.set(WALL_WATCH, &now))?;
    desk.shown(None);
    Ok(())
}

fn record(desk: &Workstation, tick: &Tick, by_ms: i64) -> Result<(), DoorError> {
    if desk.identity().is_none() {
        return Ok(());
    }
    let set = Content::ClockSet(ClockSet { by_ms, offset_ms: tick.time.wall_offset_ms });
    desk.sealing(tick, |sealer, store, _| {
        let happening = Happening::now(sealer.identity.device, set, tick).by(Author::Desk);
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })
}
