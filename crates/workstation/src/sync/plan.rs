//! 下一步: what a round does next, and what goes into one request. Pure; [`super::engine`] does what is said here.

use domain::entry::Sealed;
use domain::wire::{MAX_ENTRIES, MAX_REQUEST, Offer};
use store::table::offer::Standing;
use store::table::queue::Waiting;

/// One step of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Ask the time, and with it which generation answers.
    AskTime,
    /// Ask what is held of this device.
    AskHeads,
    /// Send the next request, where something waits.
    Push,
    /// Open an epoch: a clone was at our places.
    LeaveFork,
    /// Open an epoch: this file is older than what the upstream holds.
    LeaveOldFile,
    /// Take the next page of what was delivered.
    Pull,
    /// Offer what the upstream may have forgotten.
    Offer,
    /// Ask which units there are around this one.
    AskUnits,
    /// Compare what is held here and there.
    Compare,
    /// Carry attachments, behind everything else.
    Carry,
}

/// What a round has learned so far. Whatever a step finds is written here, and the next one follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Course {
    pub(super) time: Question,
    pub(super) heads: Question,
    /// Something may wait to be sent.
    pub(super) unsent: bool,
    /// A clone holds the place of something that waits here.
    pub(super) forked: bool,
    /// The upstream holds more of our chain than this file.
    pub(super) behind: bool,
    /// There may be more deliveries.
    pub(super) undelivered: bool,
    /// The upstream may have forgotten something of ours.
    pub(super) forgotten: bool,
    /// The units were asked for.
    pub(super) placed: bool,
    /// The attachments had their turn.
    pub(super) carried: bool,
}

/// A question and whether anything is to be done with its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    NotYet,
    /// The answer is to be compared with the file at the end.
    Answered,
    Done,
}

impl Course {
    /// A round that asks everything.
    pub(super) const WHOLE: Self = Self {
        time: Question::NotYet,
        heads: Question::NotYet,
        unsent: true,
        forked: false,
        behind: false,
        undelivered: true,
        forgotten: false,
        placed: false,
        carried: false,
    };

    /// A round for what the upstream said is there: the time is asked, and what waits is sent, by the others.
    pub(super) const NEWS: Self =
        Self { time: Question::Done, heads: Question::Done, unsent: false, placed: true, ..Self::WHOLE };

    /// The next step; none where the round is over. What waits to be sent goes before whatever can wait: a page of
    /// deliveries never stands before a report that was saved meanwhile.
    pub(super) const fn next(&self) -> Option<Step> {
        Some(match self {
            Self { time: Question::NotYet, .. } => Step::AskTime,
            Self { heads: Question::NotYet, .. } => Step::AskHeads,
            Self { unsent: true, .. } => Step::Push,
            Self { forked: true, .. } => Step::LeaveFork,
            Self { behind: true, .. } => Step::LeaveOldFile,
            Self { undelivered: true, .. } => Step::Pull,
            Self { forgotten: true, .. } => Step::Offer,
            Self { placed: false, .. } => Step::AskUnits,
            Self { heads: Question::Answered, .. } => Step::Compare,
            Self { carried: false, .. } => Step::Carry,
            _ => return None,
        })
    }
}

/// Room for the request's own braces, names, quotes and commas, per entry.
const FRAME: usize = 64;
/// The same per offer.
const OFFER_FRAME: usize = 256;

/// The entries of the next request: as many of the waiting, in their order, as one request may hold.
#[must_use]
pub(super) fn next_request(waiting: Vec<Waiting>) -> Vec<Waiting> {
    within_limits(waiting, |waiting| FRAME + entry_length(&waiting.sealed))
}

/// The offers of the next request; what cannot be offered takes no room.
#[must_use]
pub(super) fn next_offers(forgotten: Vec<(Standing, Option<Offer>)>) -> Vec<(Standing, Option<Offer>)> {
    within_limits(forgotten, |(_, offer)| offer.as_ref().map_or(0, offer_length))
}

fn offer_length(Offer { entry, receipt, certificate }: &Offer) -> usize {
    let signatures = receipt.signature.as_str().len() + certificate.signature.as_str().len();
    OFFER_FRAME
        + entry_length(entry)
        + escaped_length(&receipt.receipt)
        + escaped_length(&certificate.certificate)
        + signatures
}

/// The first always goes, so that nothing can block what is behind it by its size.
fn within_limits<T>(things: Vec<T>, length: impl Fn(&T) -> usize) -> Vec<T> {
    let mut bytes = FRAME;
    let mut request = Vec::new();
    for thing in things.into_iter().take(MAX_ENTRIES) {
        bytes += length(&thing);
        if bytes > MAX_REQUEST && !request.is_empty() {
            break;
        }
        request.push(thing);
    }
    request
}

fn entry_length(sealed: &Sealed) -> usize {
    escaped_length(&sealed.header) + sealed.body.as_deref().map_or(4, escaped_length) + sealed.signature.as_str().len()
}

/// Length as a JSON string: quotes and backslashes inside the inner JSON are escaped once more.
fn escaped_length(text: &str) -> usize {
    text.len() + text.bytes().filter(|byte| matches!(byte, b'"' | b'\\')).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::entry::Lane;
    use domain::seal::Signature;

    fn waiting(body_bytes: usize) -> Waiting {
        let sealed = Sealed {
            header: "{}".into(),
            body: Some("x".repeat(body_bytes)),
            signature: Signature::from_text(String::new()),
        };
        Waiting { id: uuid::Uuid::nil(), sealed, lane: Lane::Duty, attempts: 0 }
    }

    #[test]
    fn a_report_saved_while_pages_are_fetched_goes_before_the_next_page() {
        let fetching = Course { time: Question::Done, heads: Question::Answered, unsent: false, ..Course::WHOLE };
        assert_eq!(fetching.next(), Some(Step::Pull));
        assert_eq!(Course { unsent: true, ..fetching }.next(), Some(Step::Push));
    }

    #[test]
    fn a_round_asks_the_time_first_sends_then_fetches_and_carries_attachments_last() {
        let mut course = Course { forked: true, behind: true, forgotten: true, ..Course::WHOLE };
        let mut steps = Vec::new();
        while let Some(step) = course.next() {
            steps.push(step);
            match step {
                Step::AskTime => course.time = Question::Done,
                Step::AskHeads => course.heads = Question::Answered,
                Step::Push => course.unsent = false,
                Step::LeaveFork => course.forked = false,
                Step::LeaveOldFile => course.behind = false,
                Step::Pull => course.undelivered = false,
                Step::Offer => course.forgotten = false,
                Step::AskUnits => course.placed = true,
                Step::Compare => course.heads = Question::Done,
                Step::Carry => course.carried = true,
            }
        }
        let whole = [
            Step::AskTime,
            Step::AskHeads,
            Step::Push,
            Step::LeaveFork,
            Step::LeaveOldFile,
            Step::Pull,
            Step::Offer,
            Step::AskUnits,
            Step::Compare,
            Step::Carry,
        ];
        assert_eq!(steps, whole);
        assert_eq!(Course::NEWS.next(), Some(Step::Pull), "news are fetched and nothing else is asked");
    }

    #[test]
    fn a_request_holds_at_most_a_hundred_entries_and_its_bytes() {
        assert_eq!(next_request((0..150).map(|_| waiting(10)).collect()).len(), 100);
        assert_eq!(next_request((0..10).map(|_| waiting(100_000)).collect()).len(), 2);
    }

    #[test]
    fn one_large_entry_goes_alone_rather_than_blocking_the_queue_for_ever() {
        assert_eq!(next_request(vec![waiting(300_000), waiting(10)]).len(), 1);
    }
}
