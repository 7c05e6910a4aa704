//! 签发: a leader's word on the letter as it stands, and what was tried to get it.

use chrono::Datelike as _;
use domain::beijing;
use domain::entry::Content;
use domain::signoff::{SignOff, SignOffSought, letter_digest};

use super::compose::compose;
use super::incident::{draft_of, known, show};
use super::typed::{required_line, short_line, time};
use crate::door::{DoorError, GiveSignOff, IncidentRef, IncidentView, SeekSignOff};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Records a sign-off of the letter as it stands now.
pub(crate) fn give(desk: &Workstation, tick: &Tick, request: GiveSignOff) -> Result<IncidentView, DoorError> {
    let signer = required_line("signer", &request.signer, "请填写签发人姓名。")?;
    let post = required_line("post", &request.post, "请选择签发人职务。")?;
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        let at = time("time", &request.time, incident.first_received, tick)?;
        let saved = draft_of(store, subject)?;
        let writing_now = incident.being_written(&saved.draft);
        let went = || incident.to_sign_afterwards().or_else(|| incident.last_report());
        let (title, body) = match went().filter(|_| writing_now.is_none()) {
            Some(report) => (report.title.clone(), report.body.clone()),
            None => {
                let packs = desk.packs_of(store, &incident)?;
                let letter = compose((&packs, sealer.unit), store, &incident, &saved, tick)?;
                (letter.title, letter.body)
            }
        };
        let letter = letter_digest(&title, &body);
        let drill = saved.draft.drill;
        let numbered = writing_now.is_none() || incident.number().is_some_and(|number| number.drill == drill);
        store.write(|writing| {
            let year = u32::try_from(beijing::date(tick.now()).year()).unwrap_or(0);
            let number = (!numbered).then(|| writing.next_number(&sealer.unit.code, year, drill)).transpose()?;
            let sign_off = SignOff { post, signer, way: request.way, at, letter, number };
            sealer.append(writing, Happening::now(subject, Content::SignOff(sign_off), tick).at(at)).map(drop)
        })
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// Records that a signature was asked for and not given: a milestone, never a reason.
pub(crate) fn sought(desk: &Workstation, tick: &Tick, request: SeekSignOff) -> Result<IncidentView, DoorError> {
    let post = required_line("post", &request.post, "请选择签发人职务。")?;
    let signer = short_line("signer", &request.signer)?;
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        let at = time("time", &request.time, incident.first_received, tick)?;
        let sought = SignOffSought { post, signer, way: request.way, at, ended: request.ended };
        store.write(|writing| {
            sealer.append(writing, Happening::now(subject, Content::SignOffSought(sought), tick).at(at)).map(drop)
        })
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}
