//! 报告对象: whom the packs want told, what each was told, and what the next call there is for.

use domain::contact::{Purpose, Reached};
use domain::facts::Facts;
use domain::grading::grade;
use domain::incident::Incident;
use domain::pack::{Packs, Recipient};
use domain::rule::Situation;
use domain::unit::Level;

use crate::door::RecipientRow;

/// Whom the packs want told in this situation, and whoever was told anyway, with what each was told.
pub(crate) fn recipients(packs: &Packs, incident: &Incident, facts: &Facts, level: Level) -> Vec<RecipientRow> {
    let grading = grade(packs, facts);
    let asked = packs.recipients_for(&Situation::new(packs, facts, &grading, level));
    let called = |recipient: &Recipient| {
        incident.calls_out.iter().any(|called| called.call.recipient.as_deref() == Some(&recipient.id))
    };
    let listed = packs.recipients().iter().filter(|one| called(one) || asked.iter().any(|asked| asked.id == one.id));
    let row = |recipient: &Recipient| {
        let all = || incident.calls_out.iter().map(|called| &called.call);
        let calls = || all().filter(|call| call.recipient.as_deref() == Some(&recipient.id));
        let answered =
            |purpose: Purpose| calls().find(|call| call.purpose == purpose && call.reached == Reached::Answered);
        let told = answered(Purpose::Report);
        let to_correct = told.is_some_and(|told| {
            let corrected = incident.corrected_at().filter(|at| told.at < *at);
            let heard = |at| {
                calls()
                    .any(|call| call.purpose == Purpose::Correct && call.reached == Reached::Answered && call.at >= at)
            };
            corrected.is_some_and(|at| !heard(at))
        });
        RecipientRow {
            id: recipient.id.clone(),
            name: recipient.name.clone(),
            phone: recipient.phone.clone(),
            superior: recipient.superior,
            phoned_at: told.map(|call| call.at),
            taken_by: told.map(|call| call.taken_by.clone()).unwrap_or_default(),
            failed: u32::try_from(calls().filter(|call| call.reached != Reached::Answered).count()).unwrap_or(u32::MAX),
            confirmed_at: answered(Purpose::Confirm).map(|call| call.at),
            to_correct,
            usual: match (to_correct, told) {
                (true, _) => Purpose::Correct,
                (false, Some(_)) if !incident.reports.is_empty() => Purpose::Confirm,
                _ => Purpose::Report,
            },
        }
    };
    listed.map(row).collect()
}

/// What a call out can be for: 告知更正 only once there is a correction.
pub(super) fn purposes(incident: &Incident) -> Vec<Purpose> {
    let corrected = incident.corrected_at().is_some();
    Purpose::ALL.into_iter().filter(|purpose| *purpose != Purpose::Correct || corrected).collect()
}
