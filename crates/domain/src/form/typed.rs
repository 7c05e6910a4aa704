//! 续写: facts as the draft that would have made them, and what a later report says laid upon what stood before.

use crate::Moment;
use crate::beijing;
use crate::count::{Count, Measure};
use crate::draft::{Draft, DraftCount, DraftTownship};
use crate::facts::{Facts, FlameOut, Occurred, Stated};
use crate::report::Stage;

impl Draft {
    /// A later report begun: of a 续报 what identifies the event and the newest numbers, of a 终报 or 更正 all that is
    /// known. What is left empty stays as it was.
    #[must_use]
    pub fn begun(stage: Stage, facts: &Facts) -> Self {
        let all = Self { stage, ..Self::typing(facts) };
        if stage != Stage::FollowUp {
            return all;
        }
        Self {
            stage,
            kind: all.kind,
            counts: all.counts,
            townships: all.townships,
            jurisdiction: all.jurisdiction,
            sensitive: all.sensitive,
            signs: all.signs,
            drill: all.drill,
            judged: all.judged,
            ..Self::default()
        }
    }

    /// The form as it would have been typed; of several counts the adopted one.
    #[must_use]
    pub fn typing(facts: &Facts) -> Self {
        Self {
            kind: facts.kind.clone().unwrap_or_default(),
            occurred: occurred(facts.occurred, facts.occurred_until),
            town: cell(&facts.town),
            place: cell(&facts.place),
            site: cell(&facts.site),
            unit: cell(&facts.unit),
            source: cell(&facts.source),
            counts: facts.adopted().map(row).into_iter().collect(),
            course: cell(&facts.course),
            building: cell(&facts.building),
            forces: cell(&facts.forces),
            measures: cell(&facts.measures),
            cause: cell(&facts.cause),
            loss_wan: facts.loss_wan.map(|loss| loss.to_string()).unwrap_or_default(),
            figures: facts.figures.iter().map(|(id, number)| (id.clone(), number.to_string())).collect(),
            signs: facts.signs.clone(),
            flame_out: match facts.flame_out {
                None => String::new(),
                Some(FlameOut::Burning) => "+".to_owned(),
                Some(FlameOut::Out(at)) => beijing::full(at),
            },
            jurisdiction: facts.jurisdiction,
            sensitive: facts.sensitive.clone(),
            scene_leader: cell(&facts.scene_leader),
            opinion: cell(&facts.opinion),
            next_step: cell(&facts.next_step),
            requests: cell(&facts.requests),
            townships: facts.townships.iter().map(township).collect(),
            response_ended: facts.response_ended.map(beijing::full).unwrap_or_default(),
            aftermath: cell(&facts.aftermath),
            lessons: cell(&facts.lessons),
            verified_by: String::new(),
            withdrawn: false,
            drill: facts.drill,
            judged: facts.judged,
            ..Self::default()
        }
    }
}

fn cell(stated: &Stated) -> String {
    match stated {
        Stated::NotAsked => String::new(),
        Stated::Checking => "-".to_owned(),
        Stated::NotApplicable => "不涉及".to_owned(),
        Stated::Known(text) => text.clone(),
    }
}

fn occurred(from: Option<Occurred>, until: Option<Moment>) -> String {
    let Some(from) = from else { return "-".to_owned() };
    let year = beijing::full(from.at);
    let year = year.split_once('年').map(|(year, _)| format!("{year}年")).unwrap_or_default();
    let until = until.map(|until| format!("至{}", beijing::full(until))).unwrap_or_default();
    format!("{year}{}{until}", beijing::phrase(from))
}

/// When it was said is asked anew.
fn row(count: &Count) -> DraftCount {
    let mut row = DraftCount { source: count.source.clone(), adopted: true, ..DraftCount::default() };
    for measure in Measure::ALL {
        *row.cell_mut(measure) = count.of(measure).typed();
    }
    row
}

fn township(town: &crate::township::Township) -> DraftTownship {
    let numbers = town.numbers.iter().map(|(column, number)| (column.clone(), number.to_string())).collect();
    DraftTownship { town: town.town.clone(), numbers }
}

impl Facts {
    /// What was said now upon what stood before: what was left empty stays. A verdict on an earlier report is of one
    /// report only and is not taken over.
    #[must_use]
    pub fn upon(self, before: &Self) -> Self {
        let kept = |now: Stated, before: &Stated| if now == Stated::NotAsked { before.clone() } else { now };
        let mut figures = before.figures.clone();
        figures.extend(self.figures);
        Self {
            kind: self.kind.or_else(|| before.kind.clone()),
            occurred_until: if self.occurred.is_some() { self.occurred_until } else { before.occurred_until },
            occurred: self.occurred.or(before.occurred),
            town: kept(self.town, &before.town),
            place: kept(self.place, &before.place),
            site: kept(self.site, &before.site),
            unit: kept(self.unit, &before.unit),
            source: kept(self.source, &before.source),
            counts: if self.counts.is_empty() { before.counts.clone() } else { self.counts },
            course: kept(self.course, &before.course),
            building: kept(self.building, &before.building),
            forces: kept(self.forces, &before.forces),
            measures: kept(self.measures, &before.measures),
            cause: kept(self.cause, &before.cause),
            loss_wan: self.loss_wan.or(before.loss_wan),
            figures,
            signs: self.signs,
            flame_out: self.flame_out.or(before.flame_out),
            jurisdiction: self.jurisdiction,
            sensitive: self.sensitive,
            scene_leader: kept(self.scene_leader, &before.scene_leader),
            opinion: kept(self.opinion, &before.opinion),
            next_step: kept(self.next_step, &before.next_step),
            requests: kept(self.requests, &before.requests),
            townships: if self.townships.is_empty() { before.townships.clone() } else { self.townships },
            response_ended: self.response_ended.or(before.response_ended),
            aftermath: kept(self.aftermath, &before.aftermath),
            lessons: kept(self.lessons, &before.lessons),
            verified_by: self.verified_by,
            withdrawn: self.withdrawn,
            drill: self.drill,
            judged: self.judged.or(before.judged),
        }
    }

    /// Only what differs from what stood before: a follow-up never retells.
    #[must_use]
    pub fn news_since(&self, before: &Self) -> Self {
        let news = |now: &Stated, before: &Stated| if now == before { Stated::NotAsked } else { now.clone() };
        let figures = self.figures.iter().filter(|(id, number)| before.figures.get(*id) != Some(number));
        Self {
            figures: figures.map(|(id, number)| (id.clone(), *number)).collect(),
            unit: news(&self.unit, &before.unit),
            course: news(&self.course, &before.course),
            building: news(&self.building, &before.building),
            forces: news(&self.forces, &before.forces),
            measures: news(&self.measures, &before.measures),
            cause: news(&self.cause, &before.cause),
            loss_wan: self.loss_wan.filter(|_| self.loss_wan != before.loss_wan),
            flame_out: self.flame_out.filter(|_| self.flame_out != before.flame_out),
            scene_leader: news(&self.scene_leader, &before.scene_leader),
            opinion: news(&self.opinion, &before.opinion),
            next_step: news(&self.next_step, &before.next_step),
            requests: news(&self.requests, &before.requests),
            townships: if self.townships == before.townships { Vec::new() } else { self.townships.clone() },
            response_ended: self.response_ended.filter(|_| self.response_ended != before.response_ended),
            aftermath: news(&self.aftermath, &before.aftermath),
            lessons: news(&self.lessons, &before.lessons),
            ..self.clone()
        }
    }
}
