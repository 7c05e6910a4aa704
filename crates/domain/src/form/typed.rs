//! 续写: facts as the draft that would have made them, and what a later report says laid upon what stood before.

use crate::Moment;
use crate::beijing;
use crate::count::{Count, Measure};
use crate::draft::{Draft, DraftCount, DraftTownship};
use crate::facts::{Facts, FlameOut, Occurred, Stated};
use crate::process::SubIncident;
use crate::report::Stage;

impl Draft {
    /// The adopted numbers alone, as they would be typed; who says it now is asked anew.
    #[must_use]
    pub fn numbers(facts: &Facts) -> DraftCount {
        let adopted = Self::typing(facts).counts.into_iter().next().unwrap_or_default();
        DraftCount { source: String::new(), adopted: true, ..adopted }
    }

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
        let mut draft = Self {
            kind: facts.kind.clone().unwrap_or_default(),
            occurred: occurred(facts.occurred, facts.occurred_until),
            counts: facts.adopted().map(row).into_iter().collect(),
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
            townships: facts.townships.iter().map(township).collect(),
            response_ended: facts.response_ended.map(beijing::full).unwrap_or_default(),
            drill: facts.drill,
            judged: facts.judged,
            ..Self::default()
        };
        for (typed, (_, stated)) in draft.texts_mut().into_iter().zip(facts.texts()) {
            *typed = cell(stated);
        }
        // By whom it was verified is said of one report only.
        draft.verified_by.clear();
        draft
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
        let mut facts = self;
        for ((name, now), (_, then)) in facts.texts_mut().into_iter().zip(before.texts()) {
            if *now == Stated::NotAsked && name != "verified_by" {
                now.clone_from(then);
            }
        }
        if facts.occurred.is_none() {
            (facts.occurred, facts.occurred_until) = (before.occurred, before.occurred_until);
        }
        if facts.counts.is_empty() {
            facts.counts.clone_from(&before.counts);
        }
        if facts.townships.is_empty() {
            facts.townships.clone_from(&before.townships);
        }
        for (figure, number) in &before.figures {
            facts.figures.entry(figure.clone()).or_insert(*number);
        }
        facts.kind = facts.kind.or_else(|| before.kind.clone());
        facts.loss_wan = facts.loss_wan.or(before.loss_wan);
        facts.flame_out = facts.flame_out.or(before.flame_out);
        facts.response_ended = facts.response_ended.or(before.response_ended);
        facts.judged = facts.judged.or(before.judged);
        facts
    }

    /// Only what differs from what stood before: a follow-up never retells.
    #[must_use]
    pub fn news_since(&self, before: &Self) -> Self {
        let mut news = self.clone();
        for ((_, now), (_, then)) in news.texts_mut().into_iter().zip(before.texts()) {
            if now == then {
                *now = Stated::NotAsked;
            }
        }
        news.figures.retain(|figure, number| before.figures.get(figure) != Some(number));
        news.loss_wan = news.loss_wan.filter(|_| self.loss_wan != before.loss_wan);
        news.flame_out = news.flame_out.filter(|_| self.flame_out != before.flame_out);
        news.response_ended = news.response_ended.filter(|_| self.response_ended != before.response_ended);
        if news.townships == before.townships {
            news.townships.clear();
        }
        let said = |one: &SubIncident| {
            before.sub_incidents.iter().any(|then| (then.incident, &then.number) == (one.incident, &one.number))
        };
        news.sub_incidents.retain(|one| !said(one));
        news
    }
}
