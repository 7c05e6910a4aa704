//! Retry-After: an upstream that cannot just now says when to come back, and is believed within measure. A hostile or broken
//! one may name any number: no report waits for it longer than for an upstream that is gone.

use std::time::Duration;

use chrono::TimeDelta;
use domain::entry::Lane;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use store::StoreError;
use store::table::queue::{self, Due, Waiting};

use super::backoff;
use super::engine::{Round, SyncError};
use super::upstream::UpstreamError;

/// Longer than this nobody is left alone.
const LONGEST: Duration = Duration::from_secs(600);

/// How long an upstream asks to be left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(Duration);

impl RetryAfter {
    /// What a refusal says of it, in seconds; none where it says nothing that can be understood.
    pub(super) fn of(status: StatusCode, headers: &HeaderMap) -> Option<Self> {
        if !matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            return None;
        }
        let said = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        if said.is_empty() || !said.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        // More digits than a number holds are a long wait all the same.
        let asked = Duration::from_secs(said.parse().unwrap_or(u64::MAX));
        (!asked.is_zero()).then_some(Self(asked.min(LONGEST)))
    }

    /// A wait that is no shorter than asked for.
    pub(super) fn at_least(self, wait: TimeDelta) -> TimeDelta {
        wait.max(TimeDelta::from_std(self.0).unwrap_or(wait))
    }

    fn for_lane(self, lane: Lane) -> Self {
        match lane {
            Lane::Reports => Self(self.0.min(backoff::LONGEST)),
            Lane::Directives | Lane::Duty => self,
        }
    }

    /// In seconds.
    pub(super) const fn seconds(self) -> u64 {
        self.0.as_secs()
    }
}

impl UpstreamError {
    pub(super) const fn asked_to_wait(&self) -> Option<RetryAfter> {
        match self {
            Self::Later { after, .. } => Some(*after),
            _ => None,
        }
    }
}

impl SyncError {
    pub(super) const fn asked_to_wait(&self) -> Option<RetryAfter> {
        match self {
            Self::Upstream(error) => error.asked_to_wait(),
            _ => None,
        }
    }

    /// The wait after this failure, for an entry of this lane.
    pub(super) fn at_least(&self, wait: TimeDelta, lane: Lane) -> TimeDelta {
        self.asked_to_wait().map_or(wait, |after| after.for_lane(lane).at_least(wait))
    }
}

impl Round<'_> {
    /// What is tried later when these could not be sent: where the upstream asks to be left alone, the rest of the queue as
    /// well. A report that was saved meanwhile has not been tried.
    pub(super) fn put_off_by(&self, error: &SyncError, sent: &[Waiting]) -> Result<Vec<Due>, StoreError> {
        let mut tried: Vec<Due> = sent.iter().map(Due::from).collect();
        if error.asked_to_wait().is_some() {
            let due = queue::due(self.desk.store().connection(), self.desk.tick().now())?;
            let goes_with_them = |due: &Due| due.lane != Lane::Reports && !sent.iter().any(|one| one.id == due.id);
            tried.extend(due.into_iter().filter(goes_with_them));
        }
        Ok(tried)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    fn said(status: StatusCode, words: &str) -> Option<u64> {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(words).unwrap())]);
        RetryAfter::of(status, &headers).map(RetryAfter::seconds)
    }

    #[test]
    fn an_upstream_that_cannot_just_now_is_left_alone_as_long_as_it_asks_within_ten_minutes() {
        for status in [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE] {
            assert_eq!(said(status, "30"), Some(30));
            assert_eq!(said(status, " 30 "), Some(30));
            assert_eq!(said(status, "86400"), Some(600), "nobody is left alone for a day");
            assert_eq!(said(status, "99999999999999999999999999"), Some(600));
        }
    }

    #[test]
    fn nonsense_or_another_refusal_asks_for_nothing() {
        for words in ["", "0", "-5", "+5", "1.5", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "0x10"] {
            assert_eq!(said(StatusCode::SERVICE_UNAVAILABLE, words), None, "{words:?}");
        }
        assert_eq!(said(StatusCode::BAD_REQUEST, "30"), None);
        assert_eq!(said(StatusCode::OK, "30"), None);
        assert_eq!(RetryAfter::of(StatusCode::SERVICE_UNAVAILABLE, &HeaderMap::new()), None);
    }

    #[test]
    fn no_report_waits_longer_for_a_number_than_for_an_upstream_that_is_gone() {
        let after = RetryAfter(LONGEST);
        let second = TimeDelta::seconds(1);
        assert_eq!(after.for_lane(Lane::Reports).at_least(second), TimeDelta::seconds(20));
        assert_eq!(after.for_lane(Lane::Duty).at_least(second), TimeDelta::seconds(600));
        assert_eq!(after.at_least(TimeDelta::seconds(640)), TimeDelta::seconds(640), "a longer wait of ours stands");
    }
}
