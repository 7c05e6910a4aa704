//! The clocks of a directive: those of the packs, and the limit that the superior set. They are its own; the clocks of the
//! report that it speaks of neither stop nor start again.

use super::reckoning::{clock, state};
use super::room::inbound;
use super::{Deadline, InboundFacts, arrange};
use crate::Moment;
use crate::directive::Demand;
use crate::pack::Packs;
use crate::rule::{Basis, Origin, StoppedBy};

/// What a directive's clocks are computed from. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectiveFacts {
    /// What is asked.
    pub demand: Demand,
    /// 指令收到
    pub received_at: Moment,
    /// Who issued it, in words.
    pub issued_by: String,
    /// The superior's own limit, where one was set.
    pub until: Option<Moment>,
    /// Who granted more time, which then stands in the place of 及时; none where nobody did.
    pub granted_by: Option<String>,
    /// When it was answered.
    pub answered_at: Option<Moment>,
}

/// Id of the clock that the superior set; no rule of a pack has it.
pub const SET_BY_SUPERIOR: &str = "directive";

/// The clocks of one directive, nearest first; none where it asks for no answer.
#[must_use]
pub fn directive_deadlines(packs: &Packs, facts: &DirectiveFacts, now: Moment) -> Vec<Deadline> {
    if !facts.demand.wants_an_answer() {
        return Vec::new();
    }
    let inbound_facts = InboundFacts {
        received_at: facts.received_at,
        leader_told_at: None,
        forwarded_at: None,
        answered_at: facts.answered_at,
        extensions: Vec::new(),
    };
    let asked = packs.rules().iter().filter(|rule| {
        rule.stopped_by == StoppedBy::Answered && rule.when.demand.is_none_or(|demand| demand == facts.demand)
    });
    let asked = asked.filter(|_| facts.granted_by.is_none());
    let mut all: Vec<Deadline> = asked.filter_map(|rule| inbound(rule, &inbound_facts, now)).collect();
    all.extend(facts.until.map(|until| set_by_superior(facts, until, now)));
    arrange(packs, &mut all, now);
    all
}

fn set_by_superior(facts: &DirectiveFacts, until: Moment, now: Moment) -> Deadline {
    Deadline {
        rule: SET_BY_SUPERIOR.to_owned(),
        what: format!("答复{}", facts.demand.word()),
        basis: Basis::Superior,
        origin: Origin::DirectiveReceived,
        origin_at: Some(facts.received_at),
        known_at: None,
        due_at: Some(until),
        near_at: None,
        remind_at: None,
        done_at: facts.answered_at,
        state: state(Basis::Superior, until, facts.answered_at, now),
        why: why(facts, until, now),
        cite: format!("{}的{}", facts.issued_by, facts.demand.word()),
        verified: true,
        by_tick: false,
        beside_one_born_past: false,
    }
}

fn why(facts: &DirectiveFacts, until: Moment, now: Moment) -> String {
    let until = clock(until, now);
    match &facts.granted_by {
        Some(by) => format!("{}的{}，{by}同意延至{until}", facts.issued_by, facts.demand.word()),
        None => format!("{}要求{until}前答复", facts.issued_by),
    }
}
