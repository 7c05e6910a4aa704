//! Figures for whoever watches the machine: counts and durations, never a person, a device or a unit.

use std::fmt;

use chrono::TimeDelta;
use domain::wire::{Outcome, RefusalCode};
use prometheus_client::encoding::{EncodeLabelSet, prometheus_text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::server::Turnstile;
use crate::tls::End;

/// An answer: by template of the address, so that nobody outside chooses how many series there are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// What became of an entry; the code is empty unless it was refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Became {
    outcome: &'static str,
    code: &'static str,
}

/// Who was asked to wait: a desk, or an address without a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Waiting {
    who: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Build {
    version: &'static str,
}

/// What whoever commits entries tells of it; cloning shares it.
#[derive(Debug, Clone)]
pub(crate) struct Commits {
    batches: Histogram,
    durations: Histogram,
}

impl Commits {
    /// So many entries were committed in one transaction.
    pub(crate) fn done(&self, entries: usize, took: TimeDelta) {
        self.batches.observe(u32::try_from(entries).unwrap_or(u32::MAX).into());
        self.durations.observe(took.as_seconds_f64());
    }
}

/// Every figure there is.
pub(crate) struct Metrics {
    registry: Registry,
    answers: Family<Answered, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    entries: Family<Became, Counter>,
    commits: Commits,
    waiting: Family<Waiting, Counter>,
    turnstile: Turnstile,
    lines_lost: Counter,
    certificate_end: End,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("zhiban_upstream"),
            answers: Family::default(),
            durations: Family::new_with_constructor(seconds),
            entries: Family::default(),
            commits: Commits { batches: Histogram::new(exponential_buckets(1.0, 2.0, 10)), durations: seconds() },
            waiting: Family::default(),
            turnstile: Turnstile::default(),
            lines_lost: Counter::default(),
            certificate_end: End::default(),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        let build = Info::new(Build { version: env!("CARGO_PKG_VERSION") });
        registry.register("build", "The program", build);
        registry.register("requests", "Requests answered", self.answers.clone());
        let durations = self.durations.clone();
        registry.register_with_unit("request_duration", "From head to answer", Unit::Seconds, durations);
        registry.register(
            "entries",
            "Entries by what became of them; a repeated one counts again",
            self.entries.clone(),
        );
        registry.register("batch_entries", "Entries committed together", self.commits.batches.clone());
        let commits = self.commits.durations.clone();
        registry.register_with_unit("commit_duration", "One transaction, signing included", Unit::Seconds, commits);
        registry.register("told_to_wait", "Requests refused as a flood", self.waiting.clone());
        registry.register("connections_open", "Connections held now", self.turnstile.open.clone());
        registry.register("access_lines_lost", "Lines that the access log lost", self.lines_lost.clone());
        let turned_away = self.turnstile.turned_away.clone();
        registry.register("connections_turned_away", "Connections beyond one peer's share", turned_away);
        let end = self.certificate_end.clone();
        let words = "When the certificate ends, since 1970";
        registry.register_with_unit("tls_certificate_end_timestamp", words, Unit::Seconds, end);
    }

    /// What lost lines of the access log are counted by.
    pub(crate) fn lines_lost(&self) -> Counter {
        self.lines_lost.clone()
    }

    /// What connections are counted by.
    pub(crate) const fn turnstile(&self) -> &Turnstile {
        &self.turnstile
    }

    /// What the end of a certificate is shown by.
    pub(crate) fn certificate_end(&self) -> End {
        self.certificate_end.clone()
    }

    /// A request ended; without a status its sender hung up.
    pub(crate) fn answered(&self, method: &'static str, route: &str, status: Option<u16>, took: TimeDelta) {
        let status = class(status);
        self.answers.get_or_create(&Answered { method, route: route.to_owned(), status }).inc();
        self.durations.get_or_create(&Route { route: route.to_owned() }).observe(took.as_seconds_f64());
    }

    /// Entries were judged.
    pub(crate) fn judged(&self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            self.entries.get_or_create(&became(outcome)).inc();
        }
    }

    /// What commits are counted by.
    pub(crate) fn commits(&self) -> Commits {
        self.commits.clone()
    }

    /// A desk was asked to wait.
    pub(crate) fn told_desk_to_wait(&self) {
        self.waiting.get_or_create(&Waiting { who: "desk" }).inc();
    }

    /// An address without a token was asked to wait.
    pub(crate) fn told_stranger_to_wait(&self) {
        self.waiting.get_or_create(&Waiting { who: "address" }).inc();
    }

    /// All of it, in Prometheus' text format.
    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// From a millisecond to sixteen seconds.
fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.001, 2.0, 15))
}

const fn class(status: Option<u16>) -> &'static str {
    match status {
        None => "none",
        Some(..=199) => "1xx",
        Some(200..=299) => "2xx",
        Some(300..=399) => "3xx",
        Some(400..=499) => "4xx",
        Some(500..) => "5xx",
    }
}

const fn became(outcome: &Outcome) -> Became {
    match outcome {
        Outcome::Received { .. } => Became { outcome: "received", code: "" },
        Outcome::ChainFork { .. } => Became { outcome: "forked", code: "" },
        Outcome::Refused { refusal } => Became { outcome: "refused", code: code(refusal.code) },
    }
}

const fn code(code: RefusalCode) -> &'static str {
    match code {
        RefusalCode::Malformed => "malformed",
        RefusalCode::TooLarge => "too_large",
        RefusalCode::Unauthorized => "unauthorized",
        RefusalCode::BadCode => "bad_code",
        RefusalCode::BadSeal => "bad_seal",
        RefusalCode::NotYours => "not_yours",
        RefusalCode::NotFound => "not_found",
        RefusalCode::Unavailable => "unavailable",
        RefusalCode::Newer => "newer",
        RefusalCode::Unknown => "unknown",
    }
}
