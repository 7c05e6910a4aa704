//! Where a new generation begins. Pure.

use domain::Moment;
use domain::generation::Generation;

/// Positions that lie between the beginnings of two generations for each second between them: more than any upstream gives.
const A_SECOND: u64 = 1_000;

/// The generation after `before`, begun at `now`: its log is put back to `head`, and no unit's numbers go beyond `numbered`.
///
/// It is numbered by the clock, not counted: the same backup may be put back twice, and what was given in between is known
/// to the desks only.
pub(crate) fn after(before: &Generation, head: u64, numbered: u64, now: Moment) -> Generation {
    let by_the_clock = u32::try_from(now.timestamp()).unwrap_or(0);
    let number = by_the_clock.max(before.number.saturating_add(1));
    let begins_after = (u64::from(number) * A_SECOND).max(head).max(numbered);
    Generation {
        number,
        beginnings: before.beginnings.iter().copied().chain([begins_after]).collect(),
        lost_after: Some(before.lost_after.map_or(head, |lost| lost.min(head))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta};

    fn noon() -> Moment {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    #[test]
    fn the_same_backup_put_back_twice_gives_two_generations_that_number_nothing_alike() {
        let once = after(&Generation::FIRST, 70, 12, noon());
        let again = after(&Generation::FIRST, 70, 12, noon() + TimeDelta::hours(1));
        assert!(again.number > once.number);
        assert!(
            again.begins_after() > once.begins_after() + 3_000_000,
            "an hour of a thousand entries a second lies between"
        );
    }

    #[test]
    fn a_clock_that_stands_wrong_still_gives_a_later_generation() {
        let once = after(&Generation::FIRST, 70, 12, noon());
        let later = after(&once, once.begins_after() + 5, once.begins_after() + 9_000, noon() - TimeDelta::days(4000));
        assert_eq!(later.number, once.number + 1);
        assert_eq!(later.begins_after(), once.begins_after() + 9_000, "what was numbered is not numbered again");
    }

    #[test]
    fn whatever_any_generation_may_have_forgotten_stays_open_to_be_offered() {
        let once = after(&Generation::FIRST, 70, 12, noon());
        assert_eq!(once.lost_after, Some(70));
        let again = after(&once, once.begins_after() + 5, once.begins_after() + 9, noon());
        assert_eq!(again.lost_after, Some(70), "what was offered again after the last backup is forgotten once more");
    }
}
