//! 表单读取: a draft exactly as typed becomes facts; what cannot be read stays in the draft and is said at its field.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::beijing;
use crate::count::{Count, Measure, Number};
use crate::draft::{Draft, DraftCount};
use crate::facts::{Facts, FlameOut, Occurred, Stated};
use crate::hygiene;
use crate::pack::{Asked, EventKind, Packs};
use crate::process::SubIncident;
use crate::quantity::{Quantity, QuantityError};
use crate::report::Stage;
use crate::severity::Severity;
use crate::spoken_time::{self, SpokenTimeError};
use crate::township::Township;

mod balance;
mod contradicted;
mod gaps;
mod said;
mod stale;
mod typed;

pub use gaps::{gaps, missing};
pub use said::{understood, unverified};

/// What a draft is read against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormContext {
    /// Now, UTC.
    pub now: Moment,
    /// The pick-up time (now, where there was no call), UTC.
    pub reference: Moment,
    /// The caller as the log names them; stands in for a source that was left empty.
    pub call_source: Option<String>,
    /// The facts of the report that this one follows: what was left empty stays as it was.
    pub before: Option<Facts>,
    /// 险情 that belong to this process.
    pub sub_incidents: Vec<SubIncident>,
}

/// A remark at one field. Nothing but a missing one of the five ever holds a report back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct FieldError {
    /// Name of the draft's field; a count cell is `counts.0.deaths`.
    pub field: String,
    /// A sentence that says what to do.
    pub message: String,
    /// How loudly.
    pub severity: Severity,
}

/// Something not known yet, and whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Gap {
    /// Name of the draft's field; a measure is `counts.deaths`.
    pub field: String,
    /// Its label.
    pub label: String,
    /// Whom to ask; empty: nobody in particular.
    pub ask: String,
}

/// A draft as read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Reading {
    /// What could be read.
    pub facts: Facts,
    /// Remarks, in the order of the form.
    pub field_errors: Vec<FieldError>,
    /// 可先报，N项待续报补: what a follow-up will ask for.
    pub gaps: Vec<Gap>,
    /// Those of the five that are not there: 时间 地点 类型 伤亡 来源.
    pub missing: Vec<Gap>,
}

/// Reads a draft. Never fails: a cell that cannot be read is not adopted and has a remark.
#[must_use]
pub fn read(packs: &Packs, draft: &Draft, context: &FormContext) -> Reading {
    let mut reader = Reader { packs, context, remarks: Vec::new() };
    let typed = reader.facts(draft);
    let mut field_errors = reader.remarks;
    let time_blank = typed.occurred.is_none() && Stated::read(&draft.occurred) != Stated::Checking;
    let facts = match &context.before {
        Some(before) => typed.upon(before),
        None => typed,
    };
    let facts = Facts { sub_incidents: context.sub_incidents.clone(), ..facts };
    field_errors.extend(balance::remarks(packs, &facts, context.reference));
    field_errors.extend(unverified(&facts, draft.stage));
    let before = context.before.as_ref();
    // What the report before told is not told again by a follow-up.
    let told = before.filter(|_| draft.stage == Stage::FollowUp);
    let said = told.map(|told| facts.news_since(told));
    field_errors.extend(contradicted::remarks(&facts, said.as_ref().unwrap_or(&facts)));
    field_errors.extend(before.and_then(|before| stale::remark(draft.stage, &facts, before)));
    field_errors.extend(before.and_then(|before| stale::retracted(packs, draft.stage, &facts, before)));
    let time_blank = time_blank && facts.occurred.is_none() && context.before.is_none();
    let gaps = gaps(packs, &facts, draft.stage, time_blank);
    Reading { gaps, missing: missing(packs, &facts, time_blank), facts, field_errors }
}

/// The remarks on facts that came without a draft.
#[must_use]
pub fn examine(packs: &Packs, facts: &Facts, reference: Moment) -> Vec<FieldError> {
    let mut remarks = balance::remarks(packs, facts, reference);
    remarks.extend(contradicted::remarks(facts, facts));
    remarks
}

struct Reader<'a> {
    packs: &'a Packs,
    context: &'a FormContext,
    remarks: Vec<FieldError>,
}

impl Reader<'_> {
    fn facts(&mut self, draft: &Draft) -> Facts {
        let mut facts = Facts::default();
        for ((name, stated), typed) in facts.texts_mut().into_iter().zip(draft.texts()) {
            *stated = self.text(name, typed);
        }
        if facts.source == Stated::NotAsked {
            facts.source = self.context.call_source.as_deref().map(Stated::read).unwrap_or_default();
        }
        Facts {
            kind: self.kind(&draft.kind),
            occurred: self.occurred(&draft.occurred),
            occurred_until: self.occurred_until(&draft.occurred),
            counts: self.counts(&draft.counts),
            loss_wan: self.loss(&draft.loss_wan),
            figures: self.figures(draft),
            signs: self.signs(draft),
            flame_out: self.flame_out(draft),
            jurisdiction: draft.jurisdiction,
            sensitive: draft.sensitive.clone(),
            townships: self.townships(draft),
            response_ended: self.time("response_ended", &draft.response_ended).map(|at| at.at),
            withdrawn: draft.withdrawn,
            drill: draft.drill,
            judged: draft.judged,
            ..facts
        }
    }

    fn remark(&mut self, field: impl Into<String>, severity: Severity, message: impl Into<String>) {
        self.remarks.push(FieldError { field: field.into(), message: message.into(), severity });
    }

    fn kind(&mut self, id: &str) -> Option<String> {
        let id = id.trim();
        if id.is_empty() {
            return None;
        }
        if self.packs.event(id).is_none() {
            self.remark("kind", Severity::Error, "规则包里没有这个类型，请重新选择");
            return None;
        }
        Some(id.to_owned())
    }

    fn text(&mut self, field: &str, cell: &str) -> Stated {
        if too_long(cell) {
            self.remark(field, Severity::Error, format!("超过{}字，未采用，请删减", hygiene::MAX_FIELD));
            return Stated::NotAsked;
        }
        let (stated, remark) = said::read(field, cell);
        self.remarks.extend(remark);
        stated
    }

    /// A spoken time; empty and 待核 are none.
    fn time(&mut self, field: &str, cell: &str) -> Option<Occurred> {
        if matches!(self.text(field, cell), Stated::NotAsked | Stated::Checking) {
            return None;
        }
        let spoken = spoken_time::parse(cell, self.context.reference, self.context.now);
        spoken.map_err(|error: SpokenTimeError| self.remark(field, Severity::Error, error.to_string())).ok()
    }

    fn occurred(&mut self, cell: &str) -> Option<Occurred> {
        self.time("occurred", span(cell).map_or(cell, |(from, _)| from))
    }

    /// The end of a span: 23时至23时40分, 26日18时至27日1时.
    fn occurred_until(&mut self, cell: &str) -> Option<Moment> {
        let (_, until) = span(cell)?;
        self.time("occurred", until).map(|at| at.at)
    }

    fn townships(&mut self, draft: &Draft) -> Vec<Township> {
        let mut read = Vec::new();
        for (index, row) in draft.townships.iter().enumerate() {
            let town = self.text(&format!("townships.{index}.town"), &row.town);
            let mut numbers = BTreeMap::new();
            for column in &self.packs.form().townships {
                let cell = row.numbers.get(&column.of).map_or("", String::as_str);
                let Stated::Known(text) = Stated::read(cell) else { continue };
                match Quantity::read(&text) {
                    Ok(number) => drop(numbers.insert(column.of.clone(), number)),
                    Err(error) => {
                        let field = format!("townships.{index}.{}", column.of);
                        self.remark(field, Severity::Error, format!("{error}；不清楚就空着"));
                    }
                }
            }
            if town.known().is_none() && numbers.is_empty() {
                continue;
            }
            if town.known().is_none() {
                let message = "这一行有数字，没有乡镇名，请补上";
                self.remark(format!("townships.{index}.town"), Severity::Error, message);
            }
            read.push(Township { town: town.known().unwrap_or_default().to_owned(), numbers });
        }
        read
    }

    fn loss(&mut self, cell: &str) -> Option<Quantity> {
        let text = match self.text("loss_wan", cell) {
            Stated::Known(text) => text,
            _ => return None,
        };
        let wan = quantity(&text, "万元");
        wan.map_err(|error| self.remark("loss_wan", Severity::Error, format!("{error}，以万元计；不清楚就空着"))).ok()
    }

    fn event(&self, draft: &Draft) -> Option<&EventKind> {
        self.packs.event(draft.kind.trim())
    }

    /// Figures that this kind of event has; what was typed for another kind stays in the draft.
    fn figures(&mut self, draft: &Draft) -> BTreeMap<String, Quantity> {
        let Asked { figures, .. } = Asked::of(self.packs, self.event(draft), Stage::First);
        let mut read = BTreeMap::new();
        for figure in figures {
            let field = format!("figures.{}", figure.id);
            let Stated::Known(text) = self.text(&field, draft.figures.get(&figure.id).map_or("", String::as_str))
            else {
                continue;
            };
            match quantity(&text, &figure.unit) {
                Ok(quantity) => drop(read.insert(figure.id, quantity)),
                Err(error) => {
                    self.remark(field, Severity::Error, format!("{error}，以{}计；不清楚就空着", figure.unit));
                }
            }
        }
        read
    }

    fn signs(&self, draft: &Draft) -> BTreeSet<String> {
        let event = self.event(draft);
        let asked =
            |id: &&String| event.is_some_and(|event| self.packs.sign(id).is_some_and(|sign| sign.asked_of(event)));
        draft.signs.iter().filter(asked).cloned().collect()
    }

    fn flame_out(&mut self, draft: &Draft) -> Option<FlameOut> {
        let text = hygiene::line(&draft.flame_out);
        match text.as_str() {
            "+" | "未扑灭" | "未灭" | "没有扑灭" => Some(FlameOut::Burning),
            _ => self.time("flame_out", &draft.flame_out).map(|at| FlameOut::Out(at.at)),
        }
    }

    /// Rows that say something; a lone row is adopted by itself, of several adopted the first stays.
    fn counts(&mut self, rows: &[DraftCount]) -> Vec<Count> {
        let mut counts: Vec<Count> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let mut count = self.count(index, row);
            if count.is_silent() && count.source.is_empty() && count.as_of.is_none() && !count.adopted {
                continue;
            }
            if count.adopted && counts.iter().any(|known| known.adopted) {
                count.adopted = false;
                let message = "已采用前面一行，只能采用一行，请取消其中一行";
                self.remark(format!("counts.{index}.adopted"), Severity::Error, message);
            }
            counts.push(count);
        }
        if let [count] = counts.as_mut_slice() {
            count.adopted = true;
        }
        if counts.len() > 1 && !counts.iter().any(|count| count.adopted) {
            self.remark("counts", Severity::Error, "有几家口径，请采用其中一行");
        }
        counts
    }

    fn count(&mut self, index: usize, row: &DraftCount) -> Count {
        let source = self.text(&format!("counts.{index}.source"), &row.source);
        let as_of = self.time(&format!("counts.{index}.as_of"), &row.as_of);
        let source = source.known().unwrap_or_default().to_owned();
        let mut count = Count { source, as_of: as_of.map(|at| at.at), adopted: row.adopted, ..Count::default() };
        for measure in Measure::ALL {
            match Number::read(row.cell(measure), measure.most()) {
                Ok(number) => count.state(measure, number),
                Err(error) => {
                    self.remark(format!("counts.{index}.{}", measure.key()), Severity::Error, error.to_string());
                }
            }
        }
        if count.source.is_empty() && Measure::ALL.iter().any(|measure| count.of(*measure).known().is_some()) {
            let field = format!("counts.{index}.source");
            self.remark(field, Severity::Warning, "数字（包括0）要有来源，请写明是谁说的");
        }
        self.as_of_in_order(index, as_of, &count);
        count
    }

    fn as_of_in_order(&mut self, index: usize, as_of: Option<Occurred>, count: &Count) {
        let early = count.as_of.filter(|at| *at < self.context.reference);
        if let (Some(at), Some(_)) = (early, as_of) {
            let received = beijing::minute(self.context.reference);
            let hours = self.context.reference.signed_duration_since(at).num_hours();
            if hours >= 1 {
                let message = format!("{}早于首次接报{received}，请核对", beijing::day_and_minute(at));
                self.remark(format!("counts.{index}.as_of"), Severity::Warning, message);
            }
        }
    }
}

/// Both ends of 23时至23时40分.
fn span(cell: &str) -> Option<(&str, &str)> {
    cell.split_once(['至', '到', '~', '～', '—', '–'])
        .filter(|(from, until)| !from.trim().is_empty() && !until.trim().is_empty())
}

/// A number in that unit, with it or without: 12公顷, 2.1万人, 1.2亿元.
fn quantity(text: &str, unit: &str) -> Result<Quantity, QuantityError> {
    let rest = text.strip_suffix(unit).unwrap_or(text);
    let scaled = match unit.strip_prefix('万') {
        Some(single) => rest.strip_suffix(single).unwrap_or(rest).strip_suffix('亿'),
        None => rest.strip_suffix('万'),
    };
    let plain = if unit.starts_with('万') { rest.strip_suffix('万').unwrap_or(rest) } else { rest };
    scaled.map_or_else(|| Quantity::read(plain), |digits| Quantity::read(digits).map(Quantity::ten_thousandfold))
}

fn too_long(cell: &str) -> bool {
    cell.chars().nth(hygiene::MAX_FIELD).is_some()
}
