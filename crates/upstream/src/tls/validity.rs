//! 证书有效期: when the certificate ends, counted for whoever watches and said in the log while there is time to renew it.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::Moment;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use tokio_rustls::rustls::pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

use crate::clock::Clock;

/// From so long before its end on …
const SOON: TimeDelta = TimeDelta::days(30);
/// … it is said this often.
const AGAIN: TimeDelta = TimeDelta::days(1);

/// When a certificate ends, in seconds since 1970; nothing where there is none.
pub(crate) type End = Family<[(&'static str, &'static str); 0], Gauge>;

/// The end that a certificate states.
pub(super) fn end(certificate: &CertificateDer<'_>) -> Option<Moment> {
    let certificate = Certificate::from_der(certificate).ok()?;
    let since_1970 = certificate.tbs_certificate.validity.not_after.to_unix_duration();
    Moment::from_timestamp(i64::try_from(since_1970.as_secs()).ok()?, 0)
}

/// Watches one certificate after another.
pub(crate) struct Watch {
    clock: Arc<dyn Clock>,
    counted: End,
    said: Said,
}

/// Of which end was last said something, and when.
#[derive(Default)]
struct Said(Option<(Moment, Moment)>);

impl Watch {
    pub(crate) fn new(clock: impl Clock + 'static, counted: End) -> Self {
        Self { clock: Arc::new(clock), counted, said: Said::default() }
    }

    /// Looks at the certificate that is served now.
    pub(super) fn look(&mut self, end: Option<Moment>) {
        let Some(end) = end else { return };
        self.counted.get_or_create(&[]).set(end.timestamp());
        let now = self.clock.now();
        if !self.said.is_due(end, now) {
            return;
        }
        let days = (end - now).num_days();
        if now < end {
            tracing::warn!(%end, days, "the certificate ends soon; renew it before that, or no desk gets through");
        } else {
            tracing::error!(%end, "the certificate has ended and no desk gets through; renew it now");
        }
    }
}

impl Said {
    /// Whether it is time to say that it ends then; that it was said is kept.
    fn is_due(&mut self, end: Moment, now: Moment) -> bool {
        let lately = self.0.is_some_and(|(of, at)| of == end && now < at + AGAIN);
        let due = end - now <= SOON && !lately;
        if due {
            self.0 = Some((end, now));
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_once_a_day_from_thirty_days_before_the_end_and_at_once_of_another_certificate() {
        let (mut said, end) = (Said::default(), Moment::from_timestamp(1_800_000_000, 0).unwrap());
        let before = |days: i64, seconds: i64| end - TimeDelta::days(days) + TimeDelta::seconds(seconds);
        let heard: Vec<bool> = [(40, 0), (30, -1), (30, 0), (30, 60), (29, -1), (29, 0), (29, 60), (-1, 0)]
            .map(|(days, seconds)| said.is_due(end, before(days, seconds)))
            .to_vec();
        assert_eq!(heard, [false, false, true, false, false, true, false, true]);
        assert!(!said.is_due(end + TimeDelta::days(90), before(-1, 60)), "a renewed one ends later");
        assert!(said.is_due(end + TimeDelta::days(5), before(-1, 60)), "one that ends soon too is said at once");
    }
}
