//! What stops the clocks of an incident: when it was done, and in which words that is said.

use super::Desk;
use crate::Moment;
use crate::deadline::level_skipped;
use crate::rule::{Origin, Rule, StoppedBy};

impl Desk<'_> {
    pub(super) fn done_at(&self, rule: &Rule, origin_at: Moment) -> Option<Moment> {
        match &rule.stopped_by {
            StoppedBy::FirstReported => self.facts.first_reported,
            StoppedBy::Entered => self.facts.entered_at(),
            StoppedBy::FollowedUp if rule.origin == Origin::ChangeKnown => self.reported_with(&self.change(rule)?),
            StoppedBy::FollowedUp => {
                self.follow_ups().into_iter().map(|report| report.at).filter(|at| *at >= origin_at).min()
            }
            StoppedBy::Told(recipient) => self.facts.told.get(recipient).copied(),
            StoppedBy::DirectSuperiorKnows => level_skipped::direct_superior_knew(self.packs, self.facts),
            StoppedBy::Ticked => self.facts.done.iter().filter(|done| done.rule == rule.id).map(|done| done.at).min(),
            StoppedBy::Elapsed
            | StoppedBy::LeaderTold
            | StoppedBy::Forwarded
            | StoppedBy::Answered
            | StoppedBy::RosterEntered
            | StoppedBy::SignedIn => None,
        }
    }

    pub(super) fn done_words(&self, rule: &Rule, done: Moment) -> String {
        let at = self.clock(done);
        match &rule.stopped_by {
            StoppedBy::FirstReported => {
                format!("{at}已电话报{}", self.facts.first_reported_to.as_deref().unwrap_or("上级"))
            }
            StoppedBy::Told(recipient) => {
                format!("{at}已电话报{}", self.packs.recipient(recipient).map_or("", |one| one.name.as_str()))
            }
            StoppedBy::DirectSuperiorKnows if self.facts.entered_at() != Some(done) => format!("{at}已电话补报"),
            StoppedBy::FollowedUp => format!("{at}已续报"),
            StoppedBy::Ticked => format!("{at}已办"),
            StoppedBy::Entered | StoppedBy::DirectSuperiorKnows => format!("{at}已系统报送"),
            StoppedBy::Elapsed
            | StoppedBy::LeaderTold
            | StoppedBy::Forwarded
            | StoppedBy::Answered
            | StoppedBy::RosterEntered
            | StoppedBy::SignedIn => format!("{at}已办"),
        }
    }
}
