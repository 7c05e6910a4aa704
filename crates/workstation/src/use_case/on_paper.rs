//! 纸质: who signed, who is on duty, which number: what the sheets need beside the letter.

use domain::Moment;
use domain::facts::Facts;
use domain::grade::Grading;
use domain::incident::Incident;
use domain::letter::{Letter, Paper, PaperFacts, papers};
use domain::pack::Packs;
use domain::report::NumberGiven;
use domain::unit::Unit;
use store::Store;
use store::table::officer;

use crate::door::DoorError;

/// 值班电话 among the pack's numbers.
const OWN_PHONE: &str = "本局";

/// Who is on duty, as far as the room's list says: what the tail names beside the signer.
#[derive(Debug, Clone, Default)]
pub(crate) struct OnDuty {
    pub(crate) checked_by: String,
    pub(crate) duty_officer: String,
    pub(crate) phone: String,
}

impl OnDuty {
    pub(crate) fn of(packs: &Packs, store: &Store) -> Result<Self, DoorError> {
        let officers = officer::all(store.connection())?;
        let post = |word: &str| {
            let found = officers.iter().find(|officer| !officer.left && officer.post.contains(word));
            found.map(|officer| officer.name.clone()).unwrap_or_default()
        };
        let own = packs.phones().iter().find(|phone| phone.name.contains(OWN_PHONE));
        Ok(Self {
            checked_by: post("审核"),
            duty_officer: post("值班员"),
            phone: own.map(|phone| phone.number.clone()).unwrap_or_default(),
        })
    }
}

/// The sheets of a letter as it stands, or as it went at `at`.
pub(crate) fn paper(
    (packs, on_duty): (&Packs, &OnDuty),
    (incident, unit): (&Incident, &Unit),
    (letter, facts, grading): (&Letter, &Facts, &Grading),
    signed: &str,
    at: Moment,
) -> Paper {
    let number = incident.number().map(NumberGiven::words);
    let facts = PaperFacts {
        unit,
        number: number.as_deref(),
        grade: grading.possible.as_ref().map(|reason| reason.grade),
        sensitive: facts.is_sensitive(),
        signed,
        checked_by: &on_duty.checked_by,
        duty_officer: &on_duty.duty_officer,
        phone: &on_duty.phone,
        at,
    };
    papers(packs.paper(), letter, &facts)
}
