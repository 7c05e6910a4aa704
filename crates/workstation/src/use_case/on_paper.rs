//! 纸质: who signed, who wrote it, which number: what the sheets need beside the letter.

use domain::Moment;
use domain::entry::Author;
use domain::facts::Facts;
use domain::grade::Grading;
use domain::incident::{Incident, Reported};
use domain::letter::{Letter, Paper, PaperFacts, papers};
use domain::pack::Packs;
use domain::report::{NumberGiven, Stage};
use domain::rule::Situation;
use domain::unit::Unit;
use store::Store;
use store::table::officer;
use uuid::Uuid;

use super::author::name_of;
use crate::door::DoorError;
use crate::session::author;

/// Who made the letter, as its tail names them beside the signer.
#[derive(Debug, Clone, Default)]
pub(crate) struct OnDuty {
    pub(crate) checked_by: String,
    pub(crate) duty_officer: String,
    pub(crate) phone: String,
}

impl OnDuty {
    /// Of a letter that is being written: who signed in here, and who checks by the list.
    pub(crate) fn now(packs: &Packs, store: &Store) -> Result<Self, DoorError> {
        let officers = officer::all(store.connection())?;
        let checks = officers.into_iter().find(|officer| !officer.left && officer.post.contains("审核"));
        Ok(Self {
            checked_by: checks.map(|officer| officer.name).unwrap_or_default(),
            duty_officer: name(store, officer_of(&author(store)?))?,
            phone: own_phone(packs),
        })
    }

    /// Of a report that went: whose entry it is, or who claimed it since. Nobody recorded who checked it, so it names nobody.
    pub(crate) fn then(packs: &Packs, store: &Store, report: &Reported) -> Result<Self, DoorError> {
        let officer = officer_of(&report.written_by).or(report.claimed_by);
        Ok(Self { checked_by: String::new(), duty_officer: name(store, officer)?, phone: own_phone(packs) })
    }
}

/// 联系电话 by the pack; empty where it has none.
pub(super) fn own_phone(packs: &Packs) -> String {
    packs.own_phone().map(|phone| phone.number.clone()).unwrap_or_default()
}

const fn officer_of(author: &Author) -> Option<Uuid> {
    match author {
        Author::Officer(officer) => Some(*officer),
        Author::Desk => None,
    }
}

fn name(store: &Store, officer: Option<Uuid>) -> Result<String, DoorError> {
    officer.map_or_else(|| Ok(String::new()), |officer| name_of(store, &officer.to_string()))
}

/// The sheets of a letter as it stands, or as it went at `at`.
pub(crate) fn paper(
    (packs, on_duty): (&Packs, &OnDuty),
    (incident, unit): (&Incident, &Unit),
    (letter, facts, grading): (&Letter, &Facts, &Grading),
    (stage, nth): (Stage, u32),
    signed: &str,
    at: Moment,
) -> Paper {
    let number = incident.number().map(NumberGiven::words);
    let facts = PaperFacts {
        unit,
        number: number.as_deref(),
        stage,
        nth,
        situation: Situation::new(packs, facts, grading, unit.level),
        signed,
        checked_by: &on_duty.checked_by,
        duty_officer: &on_duty.duty_officer,
        phone: &on_duty.phone,
        at,
    };
    papers(packs.paper(), letter, &facts)
}
