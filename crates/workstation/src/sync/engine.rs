//! The dumb executor of one round: asks the time, pushes what the plan says, pulls what was delivered.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::digest::hex;
use domain::entry::Subject;
use domain::epoch::EpochReason;
use domain::receipt::DeviceHead;
use domain::room_clock::TimeAnchor;
use domain::seal::PublicKey;
use domain::wire::{MAX_ENTRIES, Outcome, RefusalCode, SubmitRequest};
use store::StoreError;
use store::table::delivery;
use store::table::queue::{self, Due, Waiting};
use store::table::transfer::Way;

use super::plan::next_request;
use super::progress::Moving;
use super::proof::{Became, Proven, Unproven, became, proven};
use super::upstream::{Upstream, UpstreamError};
use super::words::fit_to_be_shown;
use super::{backoff, comparison};
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
    enrolment: Arc<Enrolment>,
}

/// What is done where the upstream holds others at our places.
#[derive(Clone, Copy)]
struct Fork {
    /// Why an epoch is opened then.
    reason: EpochReason,
    /// The newest epoch of this device that the upstream holds; 0 where it was not asked.
    above: u32,
    /// Entries beyond this seq of the epoch with which the round began hang on a fork: the upstream would find their
    /// places free, so they are not sent, but said again once the fork has shown.
    until: Option<u64>,
}

/// One round: time, push, pull, and behind them the attachments. What fails is tried again; what is refused is set aside in words.
pub async fn round(desk: &Workstation) {
    let Some(round) = prepare(desk) else { return };
    // Whoever woke us until now is served by this round.
    let _ = desk.was_woken().await;
    let result = round.exchange().await;
    note_link(desk, result.err());
}

/// Takes what the upstream said is there, and asks nothing else: the clock and what waits are a round's.
pub(super) async fn take_news(desk: &Workstation) {
    let Some(round) = prepare(desk) else { return };
    let result = round.fetch().await;
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
    async fn exchange(&self) -> Result<(), SyncError> {
        match self.set_clock().await {
            Ok(moved) => self.note_reached(moved)?,
            Err(error) => return self.note_not_reached(error),
        }
        // That it cannot be told what the upstream holds stops no report; it is said when the round is over.
        let heads = self.heads().await;
        let told = heads.as_ref().ok().and_then(Option::as_ref);
        let above = told.into_iter().flatten().map(|head| head.epoch).max().unwrap_or(0);
        let behind = told.map(|heads| self.is_behind(heads)).transpose()?.unwrap_or(false);
        let lost = told.map(|heads| self.lost_above(heads)).transpose()?.flatten();
        let until = told.map(|heads| self.fork_within(heads)).transpose()?.flatten();
        let fork = Fork { until, reason: if behind { EpochReason::Behind } else { EpochReason::ChainFork }, above };
        while self.push(fork).await? {}
        if until.is_some() && self.epoch_now() == Some(self.identity.epoch) {
            epoch::open(self.desk, EpochReason::ChainFork, above)?;
            while self.push(fork).await? {}
        }
        // What waited and is held above has its receipt now, and need not be said again.
        if behind && self.epoch_now() == Some(self.identity.epoch) {
            epoch::open(self.desk, EpochReason::Behind, above)?;
        }
        while self.pull(fork).await? {}
        if let Some(heads) = heads? {
            self.note_compared(&heads, lost)?;
        }
        note_link(self.desk, None);
        self.carry().await
    }

    async fn fetch(&self) -> Result<(), SyncError> {
        let fork = Fork { reason: EpochReason::ChainFork, above: 0, until: None };
        while self.pull(fork).await? {}
        self.carry().await
    }

    fn epoch_now(&self) -> Option<u32> {
        self.desk.identity().map(|identity| identity.epoch)
    }

    /// What the upstream holds of this device, asked once each time that it is reached anew.
    async fn heads(&self) -> Result<Option<Vec<DeviceHead>>, SyncError> {
        if self.desk.link().compared {
            return Ok(None);
        }
        let nonce = self.nonce()?;
        let heads = match self.upstream.heads(&self.identity.token, &nonce).await {
            // An upstream of an earlier version cannot tell.
            Err(UpstreamError::Refused(refusal)) if refusal.code == RefusalCode::NotFound => return Ok(None),
            heads => heads?,
        };
        let heads = heads.verify(&nonce, self.identity.device, self.key());
        heads.map(Some).map_err(|_| SyncError::Unproven("收存情况"))
    }

    fn is_behind(&self, heads: &[DeviceHead]) -> Result<bool, StoreError> {
        comparison::is_behind(&self.desk.store(), (self.identity.device, self.identity.epoch), heads)
    }

    fn fork_within(&self, heads: &[DeviceHead]) -> Result<Option<u64>, StoreError> {
        comparison::fork_within(&self.desk.store(), (self.identity.device, self.identity.epoch), heads)
    }

    fn lost_above(&self, heads: &[DeviceHead]) -> Result<Option<String>, StoreError> {
        comparison::lost_above(&self.desk.store(), self.identity.device, heads)
    }

    fn note_compared(&self, heads: &[DeviceHead], lost: Option<String>) -> Result<(), StoreError> {
        let found = comparison::contradiction(&self.desk.store(), self.identity.device, heads)?.or(lost);
        let changed = {
            let mut link = self.desk.link();
            link.compared = true;
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

    fn key(&self) -> &PublicKey {
        &self.enrolment.upstream_key
    }

    /// The upstream answers again, or the room's clock was corrected: no wait reckoned before says anything now.
    fn note_reached(&self, moved: bool) -> Result<(), StoreError> {
        let before = std::mem::replace(&mut self.desk.link().reached, true);
        if moved || !before { self.desk.store().write(|writing| writing.hurry()) } else { Ok(()) }
    }

    /// Nothing could be sent, and that counts as a try of all that was due.
    fn note_not_reached(&self, error: SyncError) -> Result<(), SyncError> {
        {
            let mut link = self.desk.link();
            // Whoever asks us to wait answers; the waits that it asks for stand.
            (link.reached, link.compared) = (error.asked_to_wait().is_some(), false);
        }
        let due = queue::due(self.desk.store().connection(), self.desk.tick().now())?;
        self.postpone(&due, &error)?;
        Err(error)
    }

    /// Takes the upstream's authenticated time; whether that moved the room's clock.
    async fn set_clock(&self) -> Result<bool, SyncError> {
        let nonce = self.nonce()?;
        let asked = self.desk.machine.reading();
        let mark = self.upstream.time(&nonce).await?;
        let answered = self.desk.machine.reading();
        let time = mark.verify(&nonce, self.key()).map_err(|_| SyncError::Unproven("时间"))?;
        let anchor = TimeAnchor::from_upstream(time, &asked, &answered);
        let before = self.desk.tick().time;
        self.desk.take_time(&mut self.desk.store(), anchor)?;
        let moved = (self.desk.tick().time.now - before.now).abs() > TIME_MOVED;
        if moved || before.error_ms.is_none() {
            self.desk.shown(None);
        }
        Ok(moved)
    }

    /// Sends one request; whether there may be more.
    async fn push(&self, fork: Fork) -> Result<bool, SyncError> {
        let limit = u32::try_from(MAX_ENTRIES).unwrap_or(u32::MAX);
        let ready = queue::ready(self.desk.store().connection(), self.desk.tick().now(), limit)?;
        let sent = next_request(self.not_beyond(fork.until, ready)?);
        if sent.is_empty() {
            return Ok(false);
        }
        let request = SubmitRequest { entries: sent.iter().map(|waiting| waiting.sealed.clone()).collect() };
        let submitted = self.upstream.submit(&self.identity.token, &request);
        match self.moves(Moving::Entries, submitted, |answer| answer.outcomes.len()).await {
            Ok(answer) if answer.outcomes.len() == sent.len() => {
                self.take_outcomes(&sent, &answer.outcomes, fork)?;
                Ok(true)
            }
            Ok(_) => self.not_sent(&sent, UpstreamError::Unreadable),
            Err(error) => self.not_sent(&sent, error),
        }
    }

    fn not_beyond(&self, until: Option<u64>, ready: Vec<Waiting>) -> Result<Vec<Waiting>, StoreError> {
        let Some(until) = until else { return Ok(ready) };
        let (device, epoch) = (self.identity.device, self.identity.epoch);
        let mut kept = Vec::new();
        for waiting in ready {
            let header = waiting.sealed.read_header()?;
            if header.device != device || header.epoch != epoch || header.seq <= until {
                kept.push(waiting);
            }
        }
        Ok(kept)
    }

    fn not_sent(&self, sent: &[Waiting], error: UpstreamError) -> Result<bool, SyncError> {
        let error = error.into();
        self.postpone(&self.put_off_by(&error, sent)?, &error)?;
        Err(error)
    }

    /// Tries these again after a wait, each by how often it was tried.
    fn postpone(&self, tried: &[Due], error: &SyncError) -> Result<(), StoreError> {
        if tried.is_empty() {
            return Ok(());
        }
        let now = self.desk.tick().now();
        let (draw, trouble) = (self.desk.draw(), error.to_string());
        self.desk.store().write(|writing| {
            tried.iter().try_for_each(|due| {
                writing.postpone(due.id, now + error.at_least(backoff::wait(due.attempts, draw), due.lane), &trouble)
            })
        })?;
        self.desk.shown(None);
        Ok(())
    }

    fn take_outcomes(&self, sent: &[Waiting], outcomes: &[Outcome], fork: Fork) -> Result<(), SyncError> {
        let became = became(sent, outcomes, self.key());
        let (mut touched, mut forked, mut unproven) = (BTreeSet::new(), Vec::new(), Vec::new());
        self.desk.store().write(|writing| {
            for (waiting, became) in sent.iter().zip(became) {
                let subject = waiting.sealed.read_header().map_err(StoreError::from)?.subject;
                touched.insert(subject);
                match became {
                    Became::Received { receipt, verified } => match writing.receipt(&receipt, &verified, subject) {
                        // One that needs a person holds the others back no longer.
                        Err(taken @ StoreError::PlaceTaken(_)) => {
                            writing.quarantine(waiting.id, &taken.to_string())?;
                        }
                        received => received?,
                    },
                    // Its own id with other bytes is no copy's doing: this very entry was changed here.
                    Became::Forked(held) if held == waiting.id => {
                        writing.quarantine(waiting.id, &StoreError::Differs(held).to_string())?;
                    }
                    Became::Forked(_) if waiting.sealed.body.is_some() => forked.push(waiting.id),
                    Became::Forked(_) => {
                        writing.quarantine(
                            waiting.id,
                            "上级节点已有同一序号的另一条记录；本条正文已清除，不再重新提交。",
                        )?;
                    }
                    Became::Refused(words) => writing.quarantine(waiting.id, &fit_to_be_shown(&words))?,
                    // That says something of who answered, and nothing of the entry: it is sent again.
                    Became::Unproven => unproven.push(Due::from(waiting)),
                }
            }
            Ok::<_, StoreError>(())
        })?;
        self.tell(touched);
        if !forked.is_empty() {
            epoch::forked(self.desk, &forked, fork.reason, fork.above)?;
        }
        if unproven.is_empty() {
            return Ok(());
        }
        let error = SyncError::Unproven("回执");
        self.postpone(&unproven, &error)?;
        Err(error)
    }

    /// Takes one page of deliveries, page and cursor in one transaction; whether there is more.
    async fn pull(&self, fork: Fork) -> Result<bool, SyncError> {
        let after = delivery::cursor(self.desk.store().connection())?;
        let asked = self.upstream.deliveries(&self.identity.token, after);
        let page = self.moves(Moving::Deliveries, asked, |page| page.deliveries.len()).await?;
        let proven = proven(&page.deliveries, self.key())?;
        if proven.is_empty() {
            return Ok(false);
        }
        if !follow(after, &proven) {
            return Err(SyncError::Unproven("分发次序"));
        }
        let mut touched = BTreeSet::new();
        let taken = self.desk.store().write(|writing| {
            for Proven { n, entry, header, certificate, receipt, verified } in &proven {
                writing.receive(*n, entry, header, certificate)?;
                for named in &header.blobs {
                    if self.desk.blobs().check(named).is_ok() {
                        writing.keep_named_blob(named, self.desk.tick().now())?;
                    } else {
                        writing.want_transfer(Way::Down, named)?;
                    }
                }
                writing.receipt(receipt, verified, header.subject)?;
                touched.insert(header.subject);
            }
            Ok::<_, StoreError>(())
        });
        // Another has the place of something that waits here: that goes into an epoch of its own, and the page again.
        if let Err(StoreError::Taken(waiting)) = taken {
            let moved = epoch::forked(self.desk, &[waiting], fork.reason, fork.above)?;
            return if moved { Ok(true) } else { Err(StoreError::Differs(waiting).into()) };
        }
        taken?;
        self.tell(touched);
        Ok(page.more)
    }

    fn tell(&self, touched: BTreeSet<Subject>) {
        for subject in touched {
            self.desk.shown(Some(subject));
        }
    }
}

/// Whether they are what comes next, each once: whatever a page leaves out would never be asked for again.
fn follow(after: u64, page: &[Proven]) -> bool {
    let entries: BTreeSet<_> = page.iter().map(|proven| proven.header.id).collect();
    entries.len() == page.len() && (after + 1..).zip(page).all(|(n, proven)| proven.n == n)
}
