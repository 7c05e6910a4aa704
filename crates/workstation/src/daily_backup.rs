//! 每日备份: once a day of Beijing time while a host runs, beside the desk's file, checked, and rotated. It has a thread of its
//! own; neither the page nor an alarm waits for it.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{Datelike as _, Days, Months, NaiveDate};
use domain::Moment;
use domain::beijing;
use serde::{Deserialize, Serialize};
use store::table::setting;
use store::{BackedUp, Store, StoreError};

use crate::door::DoorError;
use crate::tick::Tick;
use crate::use_case::backup::write_watched;
use crate::workstation::Workstation;

const DAILY_BACKUP: &str = "daily_backup";
/// How often it is asked whether a day has begun without one. Also how long a desk runs before its first.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// One that failed is tried again after this.
const AGAIN_AFTER: chrono::TimeDelta = chrono::TimeDelta::hours(1);
const DAYS_KEPT: u32 = 7;
const WEEKS_KEPT: usize = 4;
const MONTHS_KEPT: u32 = 12;

/// How the last one went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DailyBackup {
    /// When it was tried last, UTC.
    pub(crate) tried_at: Moment,
    /// The last that was made: when, and how long the file is.
    pub(crate) made: Option<(Moment, u64)>,
    /// Why the last one was not made, in words.
    pub(crate) trouble: Option<String>,
}

/// How the last one went; none where there was none yet.
pub(crate) fn last(store: &Store) -> Result<Option<DailyBackup>, StoreError> {
    setting::get(store.connection(), DAILY_BACKUP)
}

/// Where they lie.
pub(crate) fn folder(desk: &Workstation) -> PathBuf {
    desk.data_folder().join("backups")
}

/// Backs up once a day for as long as the host runs it.
pub async fn run(desk: Arc<Workstation>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let at_desk = Arc::clone(&desk);
        let _ = tokio::task::spawn_blocking(move || look(&at_desk)).await;
    }
}

/// Makes today's, where it is due.
pub fn look(desk: &Workstation) {
    let tick = desk.tick();
    match is_due(desk, &tick) {
        Ok(true) => {
            let made = make(desk, &tick);
            if let Err(error) = remember(desk, &tick, made) {
                tracing::warn!("daily backup: {error}");
            }
            desk.shown(None);
        }
        Ok(false) => {}
        Err(error) => tracing::warn!("daily backup: {error}"),
    }
}

fn is_due(desk: &Workstation, tick: &Tick) -> Result<bool, StoreError> {
    if desk.enrolment().is_none() {
        return Ok(false);
    }
    let store = desk.store();
    let Some(last) = last(&store)? else { return Ok(true) };
    let today = beijing::date(tick.now());
    let made_today = last.made.is_some_and(|(at, _)| beijing::date(at) == today);
    let failed_just_now = last.trouble.is_some() && tick.now() - last.tried_at < AGAIN_AFTER;
    Ok(!made_today && !failed_just_now)
}

fn make(desk: &Workstation, tick: &Tick) -> Result<BackedUp, DoorError> {
    let folder = folder(desk);
    let unwritable = |error: std::io::Error| DoorError::storage(format!("备份文件夹无法写入（{error}）。"));
    std::fs::create_dir_all(&folder).map_err(unwritable)?;
    // Before it too: on a full disk the oldest make room.
    rotate(&folder, beijing::date(tick.now())).map_err(unwritable)?;
    let path = folder.join(name_of(beijing::date(tick.now())));
    let made = write_watched(desk, &path, &mut |_| ControlFlow::Continue(()))?;
    rotate(&folder, beijing::date(tick.now())).map_err(unwritable)?;
    Ok(made)
}

fn remember(desk: &Workstation, tick: &Tick, made: Result<BackedUp, DoorError>) -> Result<(), StoreError> {
    let mut store = desk.store();
    let before = last(&store)?.and_then(|last| last.made);
    let now = match made {
        Ok(made) => {
            let missing = format!("有{}个附件在本机找不到或已损坏，其余已备份。", made.missing);
            let trouble = (made.missing > 0).then_some(missing);
            DailyBackup { tried_at: tick.now(), made: Some((tick.now(), made.bytes)), trouble }
        }
        Err(error) => DailyBackup { tried_at: tick.now(), made: before, trouble: Some(error.message) },
    };
    store.write(|writing| writing.set(DAILY_BACKUP, &now))
}

fn name_of(day: NaiveDate) -> String {
    format!("zhiban-{}.backup", day.format("%Y%m%d"))
}

fn day_of(name: &str) -> Option<NaiveDate> {
    let digits = name.strip_prefix("zhiban-")?.strip_suffix(".backup")?;
    let whole = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    NaiveDate::parse_from_str(digits, "%Y%m%d").ok().filter(|_| whole)
}

/// What a person put there stays; only what bears the name of a daily backup is ever removed.
fn rotate(folder: &Path, today: NaiveDate) -> std::io::Result<()> {
    let mut days = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name();
        let name = name.to_str().unwrap_or_default();
        days.extend(day_of(name));
        // Cut off by a kill on another day.
        if name.strip_suffix(".writing").is_some_and(|name| day_of(&format!("{name}.backup")).is_some()) {
            std::fs::remove_file(file.path())?;
        }
    }
    for day in no_longer_kept(&days, today) {
        std::fs::remove_file(folder.join(name_of(day)))?;
    }
    Ok(())
}

/// Of backups of these days, those that go: kept are the last seven days, the newest of each of the last four weeks, and
/// the newest of each of the last twelve months; and whatever the clock says, the seven newest.
fn no_longer_kept(days: &[NaiveDate], today: NaiveDate) -> Vec<NaiveDate> {
    let newest_of = |same: &dyn Fn(NaiveDate) -> bool| days.iter().copied().filter(|day| same(*day)).max();
    let mut kept: Vec<NaiveDate> =
        days.iter().copied().filter(|day| *day > today - Days::new(DAYS_KEPT.into())).collect();
    let mut newest_first = days.to_vec();
    newest_first.sort_unstable_by(|a, b| b.cmp(a));
    kept.extend(newest_first.iter().take(DAYS_KEPT as usize));
    for week in 0..WEEKS_KEPT {
        let of = (today - Days::new(7 * week as u64)).iso_week();
        kept.extend(newest_of(&|day| day.iso_week() == of));
    }
    for month in 0..MONTHS_KEPT {
        let Some(of) = today.checked_sub_months(Months::new(month)) else { continue };
        kept.extend(newest_of(&|day| (day.year(), day.month()) == (of.year(), of.month())));
    }
    days.iter().copied().filter(|day| !kept.contains(day)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_kill_cut_off_goes_and_what_a_person_put_there_stays() {
        let folder = std::env::temp_dir().join(format!("zhiban-rotate-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for name in ["zhiban-20260511.writing", "zhiban-20260511.backup", "notes.writing", "zhiban-mine.writing"] {
            std::fs::write(folder.join(name), "").unwrap();
        }
        rotate(&folder, NaiveDate::from_ymd_opt(2026, 5, 12).unwrap()).unwrap();
        let left = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let left: std::collections::BTreeSet<String> = left.collect();
        std::fs::remove_dir_all(&folder).unwrap();
        let stays = ["notes.writing", "zhiban-20260511.backup", "zhiban-mine.writing"];
        assert_eq!(left, stays.map(str::to_owned).into());
    }

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(number)
    }

    #[test]
    fn after_a_year_of_days_there_are_a_week_of_days_four_weeks_and_twelve_months() {
        let mut there: Vec<NaiveDate> = Vec::new();
        for number in 0..500 {
            there.push(day(number));
            let gone = no_longer_kept(&there, day(number));
            there.retain(|day| !gone.contains(day));
        }
        let today = day(499);
        let within = |days: u64| there.iter().filter(|day| **day > today - Days::new(days)).count();
        assert_eq!(within(7), 7, "every day of the last week");
        assert!(within(28) >= 9, "and one of each week of the last four");
        assert!((17..=22).contains(&there.len()), "{}", there.len());
        assert!(*there.iter().min().unwrap() <= today - Days::new(310), "the oldest is of nearly a year ago");
    }

    #[test]
    fn only_what_bears_a_daily_name_is_ever_counted() {
        for name in [
            "zhiban-20260512-180900.backup",
            "zhiban-2026051.backup",
            "notes.backup",
            "zhiban-20261399.backup",
            "../zhiban-20260512.backup",
        ] {
            assert_eq!(day_of(name), None, "{name}");
        }
        assert_eq!(day_of("zhiban-20260512.backup"), NaiveDate::from_ymd_opt(2026, 5, 12));
    }

    proptest! {
        /// Whatever is there, and however long the desk was off: the newest and the last seven days stay.
        #[test]
        fn the_newest_backup_never_goes(numbers in proptest::collection::btree_set(0_u64..900, 1..60), later in 0_u64..4_000) {
            let days: Vec<NaiveDate> = numbers.iter().map(|number| day(*number)).collect();
            let newest = *days.iter().max().unwrap();
            let gone = no_longer_kept(&days, newest + Days::new(later));
            prop_assert!(!gone.contains(&newest));
            prop_assert!(days.len() - gone.len() >= days.len().min(7), "seven stay however far ahead the clock was set");
        }
    }
}
