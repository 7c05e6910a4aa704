//! 提醒: looks at every running clock by the room's time, rings what is due, and records that it rang. It runs in both
//! hosts, whether or not anybody sees the window.

mod bell;
mod tone;
mod wall_clock;

use std::sync::Arc;
use std::time::Duration;

use domain::Moment;
use domain::alarm::{Ringing, next_ring, ringing};
use domain::entry::{AlarmRung, Author, Content, Subject};
use domain::pack::Tone;
use tokio::task::JoinHandle;

pub use bell::{Bell, ThisBell};
pub use tone::samples;

pub(crate) use bell::NO_DEVICE;
pub(crate) use wall_clock::TOLERANCE_MS;

use crate::door::DoorError;
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::use_case::clearing::{clear, is_owed};
use crate::use_case::desk::running_clocks;
use crate::use_case::sign_in::lock_when_idle;
use crate::workstation::Workstation;

/// How often the room's clock is read. A timer alone would sleep through a suspend.
const READ_EVERY: Duration = Duration::from_secs(1);

/// Clocks are computed anew at least this often: what is typed into a draft may bring a limit nearer.
const LOOK_EVERY: chrono::TimeDelta = chrono::TimeDelta::seconds(15);

/// Watches for as long as the host runs it.
pub async fn run(desk: Arc<Workstation>) {
    let mut look_at = None;
    let mut clearing: Option<JoinHandle<()>> = None;
    loop {
        let notified = desk.clocks.notified();
        let woken = tokio::time::timeout(READ_EVERY, notified).await.is_ok();
        let now = desk.tick().now();
        if woken || look_at.is_none_or(|at| at <= now) {
            let at_desk = Arc::clone(&desk);
            // Players and desktops take their time; the page must not.
            let next = tokio::task::spawn_blocking(move || look(&at_desk)).await.ok().flatten();
            if clearing.as_ref().is_none_or(JoinHandle::is_finished) {
                clearing = Some(clear_when_owed(&desk));
            }
            look_at = Some(next.map_or(now + LOOK_EVERY, |next| next.min(now + LOOK_EVERY)));
        }
    }
}

/// 清除 is done beside the alarm, which waits for nothing.
fn clear_when_owed(desk: &Arc<Workstation>) -> JoinHandle<()> {
    let at_desk = Arc::clone(desk);
    tokio::task::spawn_blocking(move || {
        let tick = at_desk.tick();
        match is_owed(&at_desk, &tick) {
            Ok(true) => match clear(&at_desk, &tick) {
                Ok(done) => tracing::info!(done.matters, done.bodies, done.drafts, "cleared by rule"),
                Err(error) => tracing::warn!("clearing: {:?}", error.code),
            },
            Ok(false) => {}
            Err(error) => tracing::warn!("clearing: {error}"),
        }
    })
}

/// Looks once: rings and records what is due. When something comes next, if anything runs.
pub fn look(desk: &Workstation) -> Option<Moment> {
    let tick = desk.tick();
    // Yesterday's rules ring better than none.
    if let Err(error) = desk.begin_the_day(&tick) {
        tracing::warn!("rules of the day: {:?}", error.code);
    }
    if let Err(error) = lock_when_idle(desk, &tick) {
        tracing::warn!("lock: {:?}", error.code);
    }
    let watched = wall_clock::watch(desk, &tick);
    match watched.and_then(|()| ring_what_is_due(desk, &tick)) {
        Ok(next) => next,
        Err(error) => {
            tracing::warn!("alarm: {:?}", error.code);
            None
        }
    }
}

fn ring_what_is_due(desk: &Workstation, tick: &Tick) -> Result<Option<Moment>, DoorError> {
    let clocks = running_clocks(desk, tick)?;
    let mut rings: Vec<(Subject, Ringing)> = Vec::new();
    for clock in &clocks {
        let due = ringing(&clock.packs, &clock.name, &clock.deadlines, &clock.rung, tick.now());
        rings.extend(due.into_iter().map(|ring| (clock.incident, ring)));
    }
    if !rings.is_empty() {
        ring(desk, rings, tick.now())?;
    }
    Ok(clocks.iter().filter_map(|clock| next_ring(&clock.packs, &clock.deadlines, tick.now())).min())
}

/// Each says its own words; one sound is enough for all.
fn ring(desk: &Workstation, rings: Vec<(Subject, Ringing)>, rang_at: Moment) -> Result<(), DoorError> {
    let urgent = |ring: &Ringing| ring.tone == Tone::Due;
    let notified: Vec<bool> = rings.iter().map(|(_, ring)| desk.bell().notify(&ring.words, urgent(ring))).collect();
    let tone = if rings.iter().any(|(_, ring)| urgent(ring)) { Tone::Due } else { Tone::Near };
    let played_by = desk.play(tone);
    let tick = desk.tick();
    for ((incident, ring), notified) in rings.into_iter().zip(notified) {
        let rung = AlarmRung {
            rule: ring.rule,
            step: ring.step,
            words: ring.words,
            due_at: ring.due_at,
            late: ring.late,
            notified,
            played_by: played_by.clone(),
        };
        desk.sealing(&tick, |sealer, store, _| {
            let happening = Happening::now(incident, Content::AlarmRung(rung), &tick).at(rang_at).by(Author::Desk);
            store.write(|writing| sealer.append(writing, happening).map(drop))
        })?;
        desk.changed(Some(incident));
    }
    Ok(())
}
