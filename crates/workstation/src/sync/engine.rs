//! 一轮同步: does what [`super::plan`] says, step by step, and writes down what each step finds.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::digest::hex;
use domain::entry::Subject;
use domain::epoch::EpochReason;
use domain::generation::Generation;
use domain::heads::Heads;
use domain::receipt::DeviceHead;
use domain::room_clock::TimeAnchor;
use domain::seal::PublicKey;
use domain::wire::RefusalCode;
use store::StoreError;
use store::table::{delivery, queue};

use super::comparison::{self, Counts};
use super::plan::{Course, Question, Step};
use super::proof::Unproven;
use super::running::text_is_due;
use super::upstream::{Upstream, UpstreamError};
use crate::door::DoorError;
use crate::enrolment::Enrolment;
use crate::epoch;
use crate::identity::Identity;
use crate::workstation::Workstation;

/// A correction of the room's time beyond this is shown at once.
const TIME_MOVED: chrono::Duration = chrono::Duration::seconds(1);

/// Everything one round needs.
pub(super) struct Round<'desk> {
    pub(super) desk: &'desk Workstation,
    pub(super) upstream: Upstream,
    pub(super) identity: Arc<Identity>,
    pub(super) enrolment: Arc<Enrolment>,
}

/// What is done where the upstream holds others at our places.
#[derive(Clone, Copy)]
pub(super) struct Fork {
    /// Why an epoch is opened then.
    pub(super) reason: EpochReason,
    /// The newest epoch of this device that the upstream holds; 0 where it was not asked.
    pub(super) above: u32,
    /// Entries beyond this seq of the epoch with which the round began hang on a fork: the upstream would find their
    /// places free, so they are not sent, but said again once the fork has shown.
    pub(super) until: Option<u64>,
}

/// What a round found on its way, beside what its course follows from.
struct Found {
    fork: Fork,
    heads: Result<Option<Told>, SyncError>,
    lost: Option<String>,
    /// A page more was asked for because something of what it delivered did not come.
    asked_for_more: bool,
    /// Something that it forgot was offered: what it holds is another thing now than when it was asked.
    offered: bool,
}

/// What the upstream says that it holds and delivered.
struct Told {
    heads: Heads,
    /// The last delivery that had come when it was asked.
    came_before: u64,
}

/// How long a comparison is good for while the line stands.
const COMPARED_FOR: chrono::Duration = chrono::Duration::hours(1);

/// An upstream that was put back and does not know it gives numbers a second time.
const PUT_BACK: &str = "上级节点是从较早的备份启动的，且没有登记恢复，其后的收发编号会与以前重复。报送照常进行；请告知上级节点的系统管理员停止服务、登记恢复后再启动。";

/// One round: time, push, pull, and behind them the attachments. What fails is tried again; what is refused is set aside in words.
pub async fn round(desk: &Workstation) {
    let Some(round) = prepare(desk) else { return };
    // Whoever woke us until now is served by this round.
    let _ = desk.was_woken().await;
    let result = round.run(Course::WHOLE).await;
    note_link(desk, result.err());
}

/// Takes what the upstream said is there, and asks nothing else: the clock and what waits are a round's.
pub(super) async fn take_news(desk: &Workstation) {
    let Some(round) = prepare(desk) else { return };
    let result = round.run(Course::NEWS).await;
    note_link(desk, result.err());
}

fn prepare(desk: &Workstation) -> Option<Round<'_>> {
    let identity = desk.identity()?;
    let enrolment = desk.enrolment()?;
    let upstream = desk.line.to(enrolment.upstream_url.as_deref()?, desk.machine.reading(), &desk.wire_log).ok()?;
    Some(Round { desk, upstream, identity, enrolment })
}

fn note_link(desk: &Workstation, trouble: Option<SyncError>) {
    let trouble = trouble.map(|error| error.to_string());
    let changed = {
        let mut link = desk.link();
        let changed = link.online != trouble.is_none() || link.trouble != trouble;
        link.online = trouble.is_none();
        link.trouble = trouble;
        changed
    };
    if changed {
        desk.shown(None);
    }
}

#[derive(Debug, thiserror::Error)]
pub(super) enum SyncError {
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Desk(DoorError),
    #[error("上级节点发来的{0}验证不符，已停止接收，请联系系统管理员。")]
    Unproven(&'static str),
}

impl From<Unproven> for SyncError {
    fn from(Unproven(what): Unproven) -> Self {
        Self::Unproven(what)
    }
}

impl From<DoorError> for SyncError {
    fn from(error: DoorError) -> Self {
        Self::Desk(error)
    }
}

impl Round<'_> {
    async fn run(&self, mut course: Course) -> Result<(), SyncError> {
        let fork = Fork { reason: EpochReason::ChainFork, above: 0, until: None };
        let mut found = Found { fork, heads: Ok(None), lost: None, asked_for_more: false, offered: false };
        while let Some(step) = course.next() {
            self.take(step, &mut course, &mut found).await?;
        }
        Ok(())
    }

    async fn take(&self, step: Step, course: &mut Course, found: &mut Found) -> Result<(), SyncError> {
        match step {
            Step::AskTime => self.ask_time(course, found).await?,
            Step::AskHeads => self.ask_heads(course, found).await?,
            Step::Push => course.unsent = self.push(found.fork).await?,
            Step::LeaveFork => {
                course.forked = false;
                course.unsent = self.leave_epoch(EpochReason::ChainFork, found.fork)?;
            }
            // What waited and is held above has its receipt now, and need not be said again.
            Step::LeaveOldFile => {
                course.behind = false;
                course.unsent = self.leave_epoch(EpochReason::Behind, found.fork)?;
            }
            Step::Pull => {
                course.undelivered = self.pull(found.fork).await?;
                course.unsent = text_is_due(self.desk);
            }
            Step::Offer => {
                course.forgotten = self.offer().await?;
                found.offered = true;
                // What is held again comes back under new numbers.
                course.undelivered = !course.forgotten;
                course.unsent = text_is_due(self.desk);
            }
            Step::AskUnits => {
                course.placed = true;
                self.ask_units().await?;
            }
            Step::Compare => {
                course.undelivered = self.compare(found)?;
                course.heads = if course.undelivered { Question::Answered } else { Question::Done };
            }
            Step::Carry => {
                course.carried = true;
                note_link(self.desk, None);
                self.carry().await?;
            }
        }
        Ok(())
    }

    async fn ask_time(&self, course: &mut Course, found: &mut Found) -> Result<(), SyncError> {
        let (moved, generation) = match self.set_clock().await {
            Ok(answered) => answered,
            Err(error) => return self.note_not_reached(error),
        };
        course.time = Question::Done;
        self.note_reached(moved)?;
        let meeting = self.meet(&generation)?;
        course.forgotten = meeting.forgotten;
        if meeting.put_back {
            found.lost = Some(PUT_BACK.to_owned());
            self.desk.link().compared = None;
        }
        Ok(())
    }

    /// That it cannot be told what the upstream holds stops no report; it is said when the round is over.
    async fn ask_heads(&self, course: &mut Course, found: &mut Found) -> Result<(), SyncError> {
        course.heads = Question::Answered;
        found.heads = self.heads().await;
        let Ok(Some(Told { heads: Heads { heads, .. }, .. })) = &found.heads else { return Ok(()) };
        let (store, chain) = (self.desk.store(), (self.identity.device, self.identity.epoch));
        let until = comparison::fork_within(&store, chain, heads)?;
        course.behind = comparison::is_behind(&store, chain, heads)?;
        course.forked = until.is_some();
        let above = heads.iter().map(|head| head.epoch).max().unwrap_or(0);
        let reason = if course.behind { EpochReason::Behind } else { EpochReason::ChainFork };
        found.fork = Fork { reason, above, until };
        // What it forgot it is offered first.
        if found.lost.is_none() && !course.forgotten {
            found.lost = comparison::lost_above(&store, self.identity.device, heads)?;
        }
        Ok(())
    }

    /// Goes on in another epoch, unless something else made the desk do so meanwhile.
    fn leave_epoch(&self, reason: EpochReason, fork: Fork) -> Result<bool, SyncError> {
        let still = self.desk.identity().is_some_and(|identity| identity.epoch == self.identity.epoch);
        if still {
            epoch::open(self.desk, reason, fork.above)?;
        }
        Ok(still)
    }

    /// Compares what is held and was delivered; whether a page more is to be asked for first.
    fn compare(&self, found: &mut Found) -> Result<bool, SyncError> {
        let told = std::mem::replace(&mut found.heads, Ok(None))?;
        let Some(told) = told.filter(|_| !found.offered) else { return Ok(false) };
        let counts = comparison::counts(&self.desk.store(), told.heads.delivered, told.came_before)?;
        // It may have been handed on while the pages came.
        if matches!(counts, Counts::Missing { .. }) && !std::mem::replace(&mut found.asked_for_more, true) {
            found.heads = Ok(Some(told));
            return Ok(true);
        }
        self.note_compared(&told.heads.heads, found.lost.take(), &counts)?;
        Ok(false)
    }

    /// What the upstream holds of this device and delivered to its unit, asked each time that it is reached anew, and hourly.
    async fn heads(&self) -> Result<Option<Told>, SyncError> {
        let now = self.desk.tick().now();
        if self.desk.link().compared.is_some_and(|at| (now - at).abs() < COMPARED_FOR) {
            return Ok(None);
        }
        let came_before = delivery::cursor(self.desk.store().connection())?;
        let nonce = self.nonce()?;
        let heads = match self.upstream.heads(&self.identity.token, &nonce).await {
            // An upstream of an earlier version cannot tell.
            Err(UpstreamError::Refused(refusal)) if refusal.code == RefusalCode::NotFound => return Ok(None),
            heads => heads?,
        };
        let heads = heads.verify(&nonce, self.identity.device, self.key());
        heads.map(|heads| Some(Told { heads, came_before })).map_err(|_| SyncError::Unproven("收存情况"))
    }

    fn note_compared(&self, heads: &[DeviceHead], lost: Option<String>, counts: &Counts) -> Result<(), StoreError> {
        let contradiction = comparison::contradiction(&self.desk.store(), self.identity.device, heads)?;
        let found = contradiction.or(lost).or_else(|| counts.words());
        let now = self.desk.tick().now();
        let changed = {
            let mut link = self.desk.link();
            // What is missing is asked for again with every round.
            link.compared = (!matches!(counts, Counts::Missing { .. })).then_some(now);
            std::mem::replace(&mut link.contradiction, found.clone()) != found
        };
        if changed {
            self.desk.shown(None);
        }
        Ok(())
    }

    fn nonce(&self) -> Result<String, SyncError> {
        let mut nonce = [0; 16];
        self.desk.machine.random(&mut nonce).map_err(|_| SyncError::Unproven("随机数"))?;
        Ok(hex(&nonce))
    }

    pub(super) fn key(&self) -> &PublicKey {
        &self.enrolment.upstream_key
    }

    /// The upstream answers again, or the room's clock was corrected: no wait reckoned before says anything now.
    fn note_reached(&self, moved: bool) -> Result<(), StoreError> {
        let before = std::mem::replace(&mut self.desk.link().reached, true);
        if moved || !before { self.desk.store().write(|writing| writing.hurry()) } else { Ok(()) }
    }

    /// Nothing could be sent, and that counts as a try of all that was due.
    fn note_not_reached(&self, error: SyncError) -> Result<(), SyncError> {
        // An authority that is installed now is read by the next line.
        if matches!(error, SyncError::Upstream(UpstreamError::Untrusted(_))) {
            self.desk.line.hang_up();
        }
        {
            let mut link = self.desk.link();
            // Whoever asks us to wait answers; the waits that it asks for stand.
            link.reached = error.asked_to_wait().is_some();
            (link.compared, link.placed) = (None, false);
        }
        let due = queue::due(self.desk.store().connection(), self.desk.tick().now())?;
        self.postpone(&due, &error)?;
        Err(error)
    }

    /// Takes the upstream's authenticated time; whether that moved the room's clock, and which generation answered.
    async fn set_clock(&self) -> Result<(bool, Generation), SyncError> {
        let nonce = self.nonce()?;
        let asked = self.desk.machine.reading();
        let mark = self.upstream.time(&nonce).await?;
        let answered = self.desk.machine.reading();
        let mark = mark.verify(&nonce, self.key()).map_err(|_| SyncError::Unproven("时间"))?;
        let anchor = TimeAnchor::from_upstream(mark.time, &asked, &answered);
        let before = self.desk.tick().time;
        self.desk.clock.take(&mut self.desk.store(), anchor)?;
        let moved = (self.desk.tick().time.now - before.now).abs() > TIME_MOVED;
        if moved || before.error_ms.is_none() {
            self.desk.shown(None);
        }
        Ok((moved, mark.generation))
    }

    pub(super) fn tell(&self, touched: BTreeSet<Subject>) {
        for subject in touched {
            self.desk.shown(Some(subject));
        }
    }
}
