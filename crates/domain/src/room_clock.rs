//! 对时: the room's own time. `now` is an anchor plus the boot time since it, so that nobody who sets the wall clock
//! moves a deadline (DESIGN §5).

use serde::{Deserialize, Serialize};

use crate::Moment;

/// Milliseconds in which a boot clock may go wrong by one: the kernel lets it be steered by 500 parts in a million.
const DRIFTS_ONE_IN: u64 = 2_000;

/// What the machine's clocks say at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The wall clock, UTC; anybody may have set it.
    pub wall: Moment,
    /// Milliseconds since boot, suspend included.
    pub boot_ms: u64,
    /// Identity of this boot.
    pub boot_id: String,
}

/// A known time tied to the boot clock. Stored; while the boot is the same it outlives a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeAnchor {
    /// The time then, UTC.
    pub time: Moment,
    /// The boot clock then, in milliseconds.
    pub boot_ms: u64,
    /// The boot it belongs to.
    pub boot_id: String,
    /// Largest error in milliseconds where an upstream gave the time; none where it came from the wall clock.
    pub error_ms: Option<u32>,
}

/// The room's time at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomTime {
    /// Now, UTC.
    pub now: Moment,
    /// Wall clock minus the room's time, in milliseconds.
    pub wall_offset_ms: i64,
    /// Largest error in milliseconds where an upstream's time stands behind it.
    pub error_ms: Option<u32>,
}

impl TimeAnchor {
    /// The anchor to work with: the stored one while the machine has not been booted since, else the wall clock,
    /// but never before the newest entry.
    #[must_use]
    pub fn settle(stored: Option<Self>, reading: &Reading, newest_entry: Option<Moment>) -> Self {
        match stored {
            Some(anchor) if anchor.boot_id == reading.boot_id && anchor.boot_ms <= reading.boot_ms => anchor,
            _ => Self {
                time: newest_entry.map_or(reading.wall, |newest| newest.max(reading.wall)),
                boot_ms: reading.boot_ms,
                boot_id: reading.boot_id.clone(),
                error_ms: None,
            },
        }
    }

    /// An anchor from an upstream's authenticated time: asked at `asked`, answered at `answered`.
    /// The answer is somewhere between the two, so half the round trip is the largest error.
    #[must_use]
    pub fn from_upstream(time: Moment, asked: &Reading, answered: &Reading) -> Self {
        let round_trip = answered.boot_ms.saturating_sub(asked.boot_ms);
        Self {
            time,
            boot_ms: asked.boot_ms + round_trip / 2,
            boot_id: answered.boot_id.clone(),
            error_ms: Some(u32::try_from(round_trip.div_ceil(2)).unwrap_or(u32::MAX)),
        }
    }

    /// The anchor once the upstream has given another: the one that is known more narrowly, so that an answer that was
    /// long under way, over a slow line or a lid that was shut, blurs no time that is known already. Where the two cannot
    /// both be true the upstream's newest word holds.
    #[must_use]
    pub fn or_narrower(self, another: Self) -> Self {
        let (Some(error), Some(its_error)) = (self.error_ms, another.error_ms) else { return another };
        if self.boot_id != another.boot_id {
            return another;
        }
        let drift = another.boot_ms.saturating_sub(self.boot_ms) / DRIFTS_ONE_IN;
        let (error, its_error) = (u64::from(error) + drift, u64::from(its_error));
        let apart = (self.time_at(another.boot_ms) - another.time).num_milliseconds().unsigned_abs();
        if its_error <= error || apart > error + its_error { another } else { self }
    }

    /// The room's time at this reading.
    #[must_use]
    pub fn at(&self, reading: &Reading) -> RoomTime {
        let now = self.time_at(reading.boot_ms);
        RoomTime { now, wall_offset_ms: (reading.wall - now).num_milliseconds(), error_ms: self.error_ms }
    }

    fn time_at(&self, boot_ms: u64) -> Moment {
        let since = i64::try_from(boot_ms.saturating_sub(self.boot_ms)).unwrap_or(i64::MAX);
        chrono::Duration::try_milliseconds(since)
            .and_then(|since| self.time.checked_add_signed(since))
            .unwrap_or(self.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    fn at(hour: u32, minute: u32) -> Moment {
        chrono::Utc.with_ymd_and_hms(2026, 5, 12, hour, minute, 0).unwrap()
    }

    fn reading(wall: Moment, boot_ms: u64, boot: &str) -> Reading {
        Reading { wall, boot_ms, boot_id: boot.to_owned() }
    }

    #[test]
    fn somebody_setting_the_wall_clock_moves_no_time() {
        let anchor = TimeAnchor::settle(None, &reading(at(10, 0), 1_000, "a"), None);
        let time = anchor.at(&reading(at(3, 0), 61_000, "a"));
        assert_eq!(time.now, at(10, 1), "a minute of boot time passed, whatever the wall clock says");
        assert_eq!(time.wall_offset_ms, -(7 * 60 + 1) * 60_000, "the offset is what the banner shows");
    }

    #[test]
    fn a_restart_of_the_program_keeps_the_anchor_and_a_new_boot_takes_the_wall_clock() {
        let stored = TimeAnchor { time: at(10, 0), boot_ms: 0, boot_id: "a".into(), error_ms: Some(20) };
        assert_eq!(TimeAnchor::settle(Some(stored.clone()), &reading(at(9, 0), 5, "a"), None), stored);
        let fresh = TimeAnchor::settle(Some(stored), &reading(at(12, 0), 5, "b"), None);
        assert_eq!((fresh.time, fresh.error_ms), (at(12, 0), None), "an old boot's anchor says nothing about this one");
    }

    #[test]
    fn time_never_starts_before_the_newest_entry() {
        let anchor = TimeAnchor::settle(None, &reading(at(8, 0), 5, "a"), Some(at(9, 30)));
        assert_eq!(anchor.time, at(9, 30));
    }

    #[test]
    fn an_upstream_answer_is_placed_in_the_middle_of_its_round_trip() {
        let anchor =
            TimeAnchor::from_upstream(at(10, 0), &reading(at(1, 0), 1_000, "a"), &reading(at(1, 0), 1_600, "a"));
        assert_eq!((anchor.boot_ms, anchor.error_ms), (1_300, Some(300)));
    }

    fn answered(time: Moment, asked_ms: u64, answered_ms: u64) -> TimeAnchor {
        let reading = |boot_ms| reading(at(1, 0), boot_ms, "a");
        TimeAnchor::from_upstream(time, &reading(asked_ms), &reading(answered_ms))
    }

    #[test]
    fn a_lid_shut_while_the_answer_was_under_way_does_not_set_the_room_ten_minutes_behind() {
        let known = answered(at(10, 0), 0, 40);
        // Asked at 10:01, answered at once, read when the lid was opened twenty minutes later.
        let late = answered(at(10, 1), 60_020, 60_020 + 20 * 60_000);
        let time = known.clone().or_narrower(late.clone()).at(&reading(at(1, 0), 60_020 + 20 * 60_000, "a"));
        assert_eq!(time.now, at(10, 21), "what was known to 20 ms stays known");
        let booted = TimeAnchor { boot_id: "b".into(), ..late.clone() };
        assert_eq!(
            known.clone().or_narrower(booted.clone()),
            booted,
            "what another boot knew says nothing of this one"
        );
        assert_eq!(TimeAnchor { error_ms: None, ..known }.or_narrower(late.clone()), late, "better than a wall clock");
    }

    #[test]
    fn an_answer_as_quick_as_the_last_takes_over_after_the_drift_of_a_minute() {
        let known = answered(at(10, 0), 0, 40);
        let next = answered(at(10, 1), 60_000, 60_060);
        assert_eq!(known.or_narrower(next.clone()), next, "30 ms beside 20 ms that have drifted for a minute");
    }

    #[test]
    fn a_slow_answer_that_contradicts_what_was_known_is_believed() {
        let known = answered(at(10, 0), 0, 40);
        let corrected = answered(at(12, 0), 60_000, 61_000);
        assert_eq!(known.or_narrower(corrected.clone()), corrected, "the upstream's clock was set right");
    }
}
