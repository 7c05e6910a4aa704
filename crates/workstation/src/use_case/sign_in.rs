//! 值班登录: once a shift by PIN, left by a key, locked when nobody is there. It never stands before a call or a clock.

use chrono::TimeDelta;
use domain::Moment;
use domain::entry::{Author, Content};
use domain::sign_in::{SignInAct, SignedIn};
use store::Store;
use store::table::pin::Pin;
use store::table::{officer, pin as pins};
use uuid::Uuid;

use super::{desk as room, settings};
use crate::door::{ChoosePin, DeskView, DoorError, GivePin, LockAfter, NameOfficer, SettingsView, SignInName};
use crate::pin;
use crate::sealing::{Happening, Sealer};
use crate::session::{Session, is_locked, lock_after, remember, remember_lock_after, session, stays_unlocked};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Minutes that can be chosen for the lock; 0 is never.
const LOCK_CHOICES: [u32; 5] = [0, 5, 10, 30, 60];

/// Who may sign in, without their numbers: this is shown on a locked screen.
pub(crate) fn names(desk: &Workstation, _: &Tick) -> Result<Vec<SignInName>, DoorError> {
    let store = desk.store();
    let working = officer::all(store.connection())?.into_iter().filter(|officer| !officer.left);
    working
        .map(|officer| {
            let has_pin = pins::find(store.connection(), officer.id)?.is_some();
            Ok(SignInName { officer: officer.id, name: officer.name, post: officer.post, has_pin })
        })
        .collect()
}

/// An officer takes the desk by PIN.
pub(crate) fn sign_in(desk: &Workstation, tick: &Tick, request: GivePin) -> Result<DeskView, DoorError> {
    desk.sealing(tick, |sealer, store, _| {
        let known = working(store, request.officer)?;
        let kept = pins::find(store.connection(), known)?
            .ok_or_else(|| DoorError::field("pin", "还没有登录码：请先设定一个，再输一遍。"))?;
        may_try(&kept, tick.now())?;
        if !pin::holds(&kept.hash, &request.pin) {
            return Err(count_failure(store, known, kept, tick.now())?);
        }
        take_desk(sealer, store, known, tick, Pin { failures: 0, not_before: None, ..kept }, &[SignInAct::In])
    })?;
    desk.seen_active(tick.now());
    desk.changed(None);
    room::show(desk, tick)
}

/// An officer without a PIN chooses one, and has signed in by that.
pub(crate) fn choose_pin(desk: &Workstation, tick: &Tick, request: ChoosePin) -> Result<DeskView, DoorError> {
    pin::usable(&request.pin)?;
    if request.pin != request.again {
        return Err(DoorError::field("again", "两次输入不一样，请重新输入第二遍。"));
    }
    let mut salt = [0; 16];
    let unavailable = |_| DoorError::storage("系统随机数不可用，请重启本机后再试。");
    desk.machine.random(&mut salt).map_err(unavailable)?;
    let chosen = Pin { hash: pin::hash(&request.pin, &salt)?, failures: 0, not_before: None };
    desk.sealing(tick, |sealer, store, _| {
        let known = working(store, request.officer)?;
        if pins::find(store.connection(), known)?.is_some() {
            return Err(DoorError::not_now("这个人已有登录码。忘记了，请已登录的同事在设置里清除后重新设定。"));
        }
        take_desk(sealer, store, known, tick, chosen, &[SignInAct::PinSet, SignInAct::In])
    })?;
    desk.seen_active(tick.now());
    desk.changed(None);
    room::show(desk, tick)
}

fn working(store: &Store, id: Uuid) -> Result<Uuid, DoorError> {
    let known = officer::find(store.connection(), id)?.filter(|officer| !officer.left);
    known.map(|officer| officer.id).ok_or_else(|| DoorError::not_found("名单里没有这个人，请刷新后再选。"))
}

fn may_try(kept: &Pin, now: Moment) -> Result<(), DoorError> {
    match kept.not_before {
        // A clock that was set back must not lock anybody out for longer than the longest wait.
        Some(until) if now < until && until - now <= TimeDelta::minutes(15) => {
            Err(DoorError::field("pin", format!("连续多次不对，请{}后再试。{GOES_ON}", wait_words(until - now))))
        }
        _ => Ok(()),
    }
}

/// Said with every refused PIN: the duty goes on without it.
const GOES_ON: &str = "接报和首报不受影响：以值班岗位报送，之后可认领。";

fn wait_words(wait: TimeDelta) -> String {
    let seconds = (wait.num_milliseconds() + 999) / 1000;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds}秒"),
        (minutes, 0) => format!("{minutes}分钟"),
        (minutes, seconds) => format!("{minutes}分{seconds}秒"),
    }
}

/// Counted and kept before the answer: pulling the plug gives no further tries.
fn count_failure(store: &mut Store, officer: Uuid, kept: Pin, now: Moment) -> Result<DoorError, DoorError> {
    let failures = kept.failures.saturating_add(1);
    let wait = pin::wait_after(failures);
    let counted = Pin { failures, not_before: wait.map(|wait| now + wait), ..kept };
    store.write(|writing| writing.put_pin(officer, &counted))?;
    let left = pin::tries_left(failures);
    let words = match wait {
        Some(wait) => format!("登录码不对，请{}后再试。{GOES_ON}", wait_words(wait)),
        None => format!("登录码不对，还可试{left}次。{GOES_ON}"),
    };
    Ok(DoorError::field("pin", words))
}

fn take_desk(
    sealer: &Sealer<'_>,
    store: &mut Store,
    officer: Uuid,
    tick: &Tick,
    kept: Pin,
    acts: &[SignInAct],
) -> Result<(), DoorError> {
    store.write(|writing| {
        writing.put_pin(officer, &kept)?;
        for act in acts {
            let content = Content::SignedIn(SignedIn { officer, act: *act });
            let happening = Happening::now(officer, content, tick).by(Author::Officer(officer));
            sealer.append(writing, happening)?;
        }
        Ok(remember(writing, Some(&Session { officer, since: tick.now(), locked: false }))?)
    })
}

/// 退出: the desk is nobody's again.
pub(crate) fn sign_out(desk: &Workstation, tick: &Tick) -> Result<DeskView, DoorError> {
    desk.sealing(tick, |sealer, store, _| {
        let Some(Session { officer, .. }) = session(store)? else { return Ok(()) };
        store.write(|writing| {
            let content = Content::SignedIn(SignedIn { officer, act: SignInAct::Out });
            sealer.append(writing, Happening::now(officer, content, tick).by(Author::Officer(officer)))?;
            Ok(remember(writing, None)?)
        })
    })?;
    desk.changed(None);
    room::show(desk, tick)
}

/// 锁定 at once, by a key.
pub(crate) fn lock(desk: &Workstation, tick: &Tick) -> Result<DeskView, DoorError> {
    lock_session(&mut desk.store())?;
    desk.shown(None);
    room::show(desk, tick)
}

fn lock_session(store: &mut Store) -> Result<bool, DoorError> {
    let Some(open) = session(store)?.filter(|session| !session.locked) else { return Ok(false) };
    store.write(|writing| remember(writing, Some(&Session { locked: true, ..open })))?;
    Ok(true)
}

/// Locks a desk at which nobody has pressed a key for long, but never while a call is open or a first report is owed.
pub(crate) fn lock_when_idle(desk: &Workstation, tick: &Tick) -> Result<(), DoorError> {
    let mut store = desk.store();
    if session(&store)?.is_none_or(|session| session.locked) {
        return Ok(());
    }
    let minutes = lock_after(&store)?;
    let idle = tick.now() - desk.last_active();
    if minutes == 0 || idle < TimeDelta::minutes(i64::from(minutes)) || stays_unlocked(&store, tick.now())? {
        return Ok(());
    }
    lock_session(&mut store)?;
    drop(store);
    desk.shown(None);
    Ok(())
}

/// Somebody is at the keys.
pub(crate) fn active(desk: &Workstation, tick: &Tick) -> Result<(), DoorError> {
    if !is_locked(&desk.store(), tick.now())? {
        desk.seen_active(tick.now());
    }
    Ok(())
}

/// A forgotten PIN is cleared by somebody who signed in; its owner chooses a new one.
pub(crate) fn clear_pin(desk: &Workstation, tick: &Tick, request: NameOfficer) -> Result<Vec<SignInName>, DoorError> {
    desk.sealing(tick, |sealer, store, _| {
        if sealer.author == Author::Desk {
            return Err(DoorError::not_now("请先登录，再清除登录码：清除要记在经手人名下。"));
        }
        if pins::find(store.connection(), request.officer)?.is_none() {
            return Ok(());
        }
        store.write(|writing| {
            let cleared = SignedIn { officer: request.officer, act: SignInAct::PinCleared };
            sealer.append(writing, Happening::now(request.officer, Content::SignedIn(cleared), tick))?;
            Ok(writing.remove_pin(request.officer)?)
        })
    })?;
    desk.changed(None);
    names(desk, tick)
}

/// After how many minutes without a key the desk is locked.
pub(crate) fn choose_lock(desk: &Workstation, tick: &Tick, request: LockAfter) -> Result<SettingsView, DoorError> {
    if !LOCK_CHOICES.contains(&request.minutes) {
        return Err(DoorError::field("minutes", "请从列出的时间里选。"));
    }
    desk.store().write(|writing| remember_lock_after(writing, request.minutes))?;
    desk.shown(None);
    settings::show(desk, tick)
}
