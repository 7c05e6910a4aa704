//! Which bodies of a subject have to go by now.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Purged, PurgedBody, Remainder};
use crate::Moment;
use crate::call::Call;
use crate::entry::{Content, EntryId, Subject};
use crate::incident::Incident;
use crate::pack::{RetentionRule, RetentionStart};
use crate::placed::Placed;
use crate::unit::UnitCode;

/// Bytes of remainders in one entry; an entry's body has to stay below its limit.
const MOST_BYTES: usize = 96 * 1024;

/// Place of the rule, and the 调阅 under which the entries were shown.
type Group = (usize, Vec<EntryId>);

/// What of a subject's own entries has to go at `now`, under the packs' rules; several where rules, or those who were
/// shown the entries, differ: whoever was shown an entry hears of its purge, and of no other. What the upstream has not
/// received stays until it has, because it takes no entry without its body.
#[must_use]
pub fn due(rules: &[RetentionRule], unit: &UnitCode, subject: Subject, placed: &[Placed], now: Moment) -> Vec<Purged> {
    let ours: Vec<Placed> = placed.iter().filter(|one| one.header.unit == *unit).cloned().collect();
    let Some((start, at)) = settled_at(subject, &ours) else { return Vec::new() };
    let mut groups: BTreeMap<Group, Vec<(PurgedBody, Remainder)>> = BTreeMap::new();
    for one in ours.iter().filter(|one| one.receipt.is_some()) {
        let Some(rule) = rules.iter().position(|rule| falls_under(rule, start, at, one, now)) else { continue };
        let Some(remainder) = Remainder::of(&one.content) else { continue };
        let body = PurgedBody { entry: one.header.id, body_hash: one.header.body_hash };
        groups.entry((rule, shown_by(placed, one.header.id))).or_default().push((body, remainder));
    }
    let named = |(rule, _): &Group| rules.get(*rule);
    groups
        .iter()
        .filter_map(|(key, pairs)| Some((named(key)?, pairs)))
        .flat_map(|(rule, pairs)| cut(rule, pairs))
        .collect()
}

/// When the matter was closed, and as what; none while it goes on.
fn settled_at(subject: Subject, placed: &[Placed]) -> Option<(RetentionStart, Moment)> {
    match Incident::fold(subject, placed) {
        Some(incident) if incident.is_open() => None,
        Some(incident) => {
            let at = incident.ended.as_ref().map(|ended| ended.at).or_else(|| incident.entered_at())?;
            Some((RetentionStart::IncidentEnded, at))
        }
        None => Some((RetentionStart::CallEnded, Call::fold(subject, placed)?.ended_at?)),
    }
}

fn falls_under(rule: &RetentionRule, start: RetentionStart, at: Moment, one: &Placed, now: Moment) -> bool {
    let until = at.checked_add_signed(TimeDelta::days(i64::from(rule.days)));
    rule.after == start && rule.kinds.contains(&one.header.kind) && until.is_some_and(|until| until <= now)
}

/// The 调阅 under which an entry was shown.
fn shown_by(placed: &[Placed], entry: EntryId) -> Vec<EntryId> {
    let shows = |one: &&Placed| matches!(&one.content, Content::Disclosed(shown) if shown.entries.contains(&entry));
    placed.iter().filter(shows).map(|one| one.header.id).collect()
}

fn cut(rule: &RetentionRule, pairs: &[(PurgedBody, Remainder)]) -> Vec<Purged> {
    let empty = || Purged { bodies: vec![], rule: rule.id.clone(), cite: rule.cite.clone(), remainders: vec![] };
    let mut cut = vec![empty()];
    let mut bytes = 0;
    for (body, remainder) in pairs {
        let more = serde_json::to_string(remainder).map_or(MOST_BYTES, |text| text.len());
        if bytes > 0 && bytes + more > MOST_BYTES {
            cut.push(empty());
            bytes = 0;
        }
        bytes += more;
        if let Some(last) = cut.last_mut() {
            last.bodies.push(body.clone());
            last.remainders.push(remainder.clone());
        }
    }
    cut
}
