//! 签批: the rounds of asking for a signature, as times alone.

use crate::Moment;
use crate::beijing;
use crate::incident::{Incident, SignedOff};
use crate::signoff::{SignOffSought, SoughtEnd, letter_digest};

/// The words of an asking: the first of its round is 呈签, the next 再请示.
pub(super) const FIRST: &str = "呈签";
pub(super) const AGAIN: &str = "再请示";

/// One line for each signature, and one for a round that has none yet.
pub(super) fn rounds(incident: &Incident) -> Vec<String> {
    let mut signatures: Vec<&SignedOff> = incident.signed_off.iter().collect();
    signatures.sort_by_key(|signed| signed.at);
    let mut since: Option<Moment> = None;
    let mut lines = Vec::new();
    for signed in signatures {
        lines.push(line(incident, &within(incident, since, Some(signed.at)), Some(signed)));
        since = Some(signed.at);
    }
    let open = within(incident, since, None);
    if !open.is_empty() {
        lines.push(line(incident, &open, None));
    }
    lines
}

/// Whether this asking is the first of its round.
pub(super) fn opens_round(incident: &Incident, sought: &SignOffSought) -> bool {
    let since = incident.signed_off.iter().map(|signed| signed.at).filter(|at| *at < sought.at).max();
    within(incident, since, Some(sought.at)).first().is_none_or(|first| first.at == sought.at)
}

/// 补签: the letter had gone before it was signed.
pub(super) fn word(incident: &Incident, signed: &SignedOff) -> &'static str {
    let went = |at: Moment| at < signed.at;
    let afterwards = incident
        .reports
        .iter()
        .any(|report| letter_digest(&report.title, &report.body) == signed.letter && went(report.submitted_at));
    if afterwards { "补签" } else { "签发" }
}

fn within(incident: &Incident, since: Option<Moment>, until: Option<Moment>) -> Vec<&SignOffSought> {
    let in_round = |sought: &&SignOffSought| {
        since.is_none_or(|since| sought.at > since) && until.is_none_or(|until| sought.at <= until)
    };
    incident.sought.iter().filter(in_round).collect()
}

fn line(incident: &Incident, asked: &[&SignOffSought], signed: Option<&SignedOff>) -> String {
    let clock = beijing::digital;
    let words = |(nth, sought): (usize, &&SignOffSought)| {
        format!("{}{}", if nth == 0 { FIRST } else { AGAIN }, clock(sought.at))
    };
    let mut parts: Vec<String> = asked.iter().enumerate().map(words).collect();
    parts.extend(signed.map(|signed| format!("{}{}", word(incident, signed), clock(signed.at))));
    let sent_back = asked.iter().filter(|sought| sought.ended == SoughtEnd::SentBack).count();
    if sent_back > 0 {
        parts.push(format!("退改{sent_back}次"));
    }
    parts.join(" · ")
}
