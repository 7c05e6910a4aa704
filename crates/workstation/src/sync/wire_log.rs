//! 传输记录: what went over the wire since the program started, one line a request, for whoever asks what this desk sends and
//! when. In memory only and of measure; never a body, a token, a code or a number that somebody typed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::Moment;
use domain::entry::{EntryId, Kind, Sealed};
use domain::wire::{OfferRequest, SubmitRequest};

use super::answer_words::Came;
use crate::room_clock::RoomClock;
use crate::tick::Tick;

/// So many lines are kept.
const MOST: usize = 200;
/// So many of them are of what is asked again and again: a night of it does not push out what was sent.
const MOST_ROUTINE: usize = 80;

/// What a request was for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// 校时
    Time,
    /// 查询收存情况
    Heads,
    /// 查询单位
    Units,
    /// 报送
    Entries(Vec<Sent>),
    /// 补交
    Offers(Vec<Sent>),
    /// 收取
    Deliveries,
    /// 附件上传
    FileUp,
    /// 附件接收
    FileDown,
    /// 注册
    Enrolment,
    /// 提示连接
    Hints,
    /// 提示连接, as long as it was held.
    HintsHeld,
}

/// An entry that was sent, without anything it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) kind: Kind,
    pub(crate) id: EntryId,
}

impl Sent {
    fn of(sealed: &Sealed) -> Option<Self> {
        sealed.read_header().ok().map(|header| Self { kind: header.kind, id: header.id })
    }
}

impl Asked {
    /// To send these.
    pub(super) fn to_send(request: &SubmitRequest) -> Self {
        Self::Entries(request.entries.iter().filter_map(Sent::of).collect())
    }

    /// To offer these again.
    pub(super) fn to_offer(request: &OfferRequest) -> Self {
        Self::Offers(request.offers.iter().filter_map(|offer| Sent::of(&offer.entry)).collect())
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exchange {
    /// When it began, by the room's clock.
    pub(crate) at: Moment,
    pub(crate) asked: Asked,
    /// Bytes of the bodies, as they went over the wire.
    pub(crate) sent: u64,
    pub(crate) received: u64,
    pub(crate) took_ms: u64,
    pub(crate) came: Came,
}

impl Exchange {
    /// Asked again and again, with nothing of anybody's in it.
    fn is_routine(&self) -> bool {
        match self.asked {
            Asked::Time
            | Asked::Heads
            | Asked::Units
            | Asked::FileUp
            | Asked::FileDown
            | Asked::Hints
            | Asked::HintsHeld => true,
            Asked::Deliveries => !self.came.brought_something(),
            Asked::Entries(_) | Asked::Offers(_) | Asked::Enrolment => false,
        }
    }
}

/// The lines, oldest first.
#[derive(Debug, Default)]
struct Lines(VecDeque<Exchange>);

impl Lines {
    fn add(&mut self, exchange: Exchange) {
        self.0.push_back(exchange);
        if self.0.iter().filter(|line| line.is_routine()).count() > MOST_ROUTINE {
            let oldest = self.0.iter().position(Exchange::is_routine);
            oldest.and_then(|at| self.0.remove(at));
        }
        if self.0.len() > MOST {
            self.0.pop_front();
        }
    }
}

/// The log of one desk; its clones are one.
#[derive(Debug, Clone)]
pub(crate) struct WireLog {
    clock: RoomClock,
    lines: Arc<Mutex<Lines>>,
}

impl WireLog {
    pub(crate) fn by(clock: RoomClock) -> Self {
        Self { clock, lines: Arc::default() }
    }

    /// Newest first.
    pub(crate) fn lines(&self) -> Vec<Exchange> {
        self.held().0.iter().rev().cloned().collect()
    }

    /// A request with so many bytes begins. Where nobody says how it ended, its answer was waited for no longer.
    pub(super) fn begins(&self, asked: Asked, sent: usize) -> UnderWay {
        UnderWay { log: self.clone(), began: self.clock.tick(), asked, sent, received: 0, came: Came::cut_off() }
    }

    /// A connection is held, until it breaks off.
    pub(super) fn holds(&self) -> UnderWay {
        let mut held = self.begins(Asked::HintsHeld, 0);
        held.came = Came::broke_off();
        held
    }

    fn held(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request under way. However it ends, also where nobody waits for its answer any longer, it is written down.
#[derive(Debug)]
pub(super) struct UnderWay {
    log: WireLog,
    began: Tick,
    asked: Asked,
    sent: usize,
    received: usize,
    came: Came,
}

impl UnderWay {
    /// So many bytes more came.
    pub(super) const fn received(&mut self, bytes: usize) {
        self.received = self.received.saturating_add(bytes);
    }

    /// What came of it.
    pub(super) fn ends(mut self, came: Came) {
        self.came = came;
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let asked = std::mem::replace(&mut self.asked, Asked::Time);
        let came = std::mem::replace(&mut self.came, Came::cut_off());
        let line = line((asked, came), (self.sent, self.received), &self.began, &self.log.clock.tick());
        self.log.held().add(line);
    }
}

/// The line of a request that began and ended then.
fn line((asked, came): (Asked, Came), (sent, received): (usize, usize), began: &Tick, now: &Tick) -> Exchange {
    let bytes = |bytes| u64::try_from(bytes).unwrap_or(u64::MAX);
    Exchange {
        at: began.now(),
        asked,
        sent: bytes(sent),
        received: bytes(received),
        took_ms: now.reading.boot_ms.saturating_sub(began.reading.boot_ms),
        came,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(asked: Asked, nth: u64) -> Exchange {
        let at = Moment::UNIX_EPOCH;
        Exchange { at, asked, sent: nth, received: 0, took_ms: 0, came: Came::cut_off() }
    }

    #[test]
    fn a_night_of_questions_leaves_what_was_sent_in_the_log() {
        let mut lines = Lines::default();
        lines.add(exchange(Asked::Entries(Vec::new()), 1));
        (0..10_000).for_each(|nth| lines.add(exchange(Asked::Time, nth)));
        assert_eq!(lines.0.len(), 1 + MOST_ROUTINE);
        assert_eq!(lines.0[0].sent, 1, "the report of the evening");
        assert_eq!(lines.0.back().map(|line| line.sent), Some(9_999), "and the newest question");
    }

    #[test]
    fn whatever_is_sent_the_log_has_its_measure_and_keeps_the_newest() {
        let mut lines = Lines::default();
        (0..1_000).for_each(|nth| lines.add(exchange(Asked::Entries(Vec::new()), nth)));
        let kept: Vec<_> = lines.0.iter().map(|line| line.sent).collect();
        assert_eq!(kept, (800..1_000).collect::<Vec<_>>());
    }
}
