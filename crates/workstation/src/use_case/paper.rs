//! 补记: calls that were written on paper first. All lines become entries in one transaction, or none does.

use domain::Moment;
use domain::call::CallOutcome;
use domain::contact::CallOut;
use domain::entry::{CallEnded, CallNoted, CallOpened, Content, Relation, SourceAdded, Subject};
use domain::form::FieldError;
use domain::pack::Packs;
use store::Writing;

use super::call::prefill;
use super::call_out::whom;
use super::incident::known;
use super::typed::{REMARK, line_within, short_line, time};
use crate::door::{DoorError, PaperCall, PaperWay, WriteUpCalls, WrittenUp};
use crate::sealing::{Happening, Sealer};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Most lines that are written up at once.
const MOST: usize = 50;

/// Writes up what was on paper. Without an incident the earliest 接 becomes one.
pub(crate) fn write_up(desk: &Workstation, tick: &Tick, request: WriteUpCalls) -> Result<WrittenUp, DoorError> {
    if request.rows.is_empty() || request.rows.len() > MOST {
        return Err(DoorError::invalid(format!("请填写1至{MOST}行再补记。"), Vec::new()));
    }
    let mut touched = Vec::new();
    let written = desk.sealing(tick, |sealer, store, _| {
        let (packs, reference) = match request.incident {
            Some(incident) => {
                let incident = known(store, incident)?;
                (desk.packs_of(store, &incident)?, incident.first_received)
            }
            None => (desk.packs(), tick.now()),
        };
        let mut lines = read_all(&packs, &request, reference, tick)?;
        lines.sort_by_key(Line::at);
        let first = lines.iter().position(|line| matches!(line, Line::In { .. }));
        let incident = match (request.incident, first) {
            (Some(incident), _) => incident,
            (None, Some(_)) => tick.new_id(desk.machine.as_ref())?,
            (None, None) => return Err(DoorError::field("rows.0.way", "还没有事件：请先补记一行接到的电话。")),
        };
        let becomes = first.filter(|_| request.incident.is_none());
        store.write(|writing| {
            let up = WritingUp { desk, sealer, tick, incident };
            for (place, line) in lines.into_iter().enumerate() {
                touched.extend(up.append(writing, line, becomes == Some(place))?);
            }
            Ok::<_, DoorError>(())
        })?;
        Ok(incident)
    })?;
    touched.push(written);
    touched.dedup();
    touched.into_iter().for_each(|subject| desk.changed(Some(subject)));
    let count = u32::try_from(request.rows.len()).unwrap_or(u32::MAX);
    Ok(WrittenUp { incident: Some(written), written: count })
}

/// A line as understood.
enum Line {
    In { at: Moment, said: CallNoted },
    Out(CallOut),
}

impl Line {
    const fn at(&self) -> Moment {
        match self {
            Self::In { at, .. } => *at,
            Self::Out(call) => call.at,
        }
    }
}

fn read_all(packs: &Packs, request: &WriteUpCalls, reference: Moment, tick: &Tick) -> Result<Vec<Line>, DoorError> {
    let mut lines = Vec::new();
    let mut errors: Vec<FieldError> = Vec::new();
    for (place, row) in request.rows.iter().enumerate() {
        match read(packs, row, reference, tick) {
            Ok(line) => lines.push(line),
            Err(error) => errors.extend(
                error.fields.into_iter().map(|at| FieldError { field: format!("rows.{place}.{}", at.field), ..at }),
            ),
        }
    }
    match errors.first().map(|error| error.message.clone()) {
        None => Ok(lines),
        Some(message) => Err(DoorError::invalid(message, errors)),
    }
}

fn read(packs: &Packs, row: &PaperCall, reference: Moment, tick: &Tick) -> Result<Line, DoorError> {
    if row.time.trim().is_empty() {
        return Err(DoorError::field("time", "请先填时间，如1809：补记以时间为准。"));
    }
    let at = time("time", &row.time, reference, tick)?;
    let words = line_within("words", &row.words, REMARK)?;
    let recording = short_line("recording", &row.recording)?;
    Ok(match row.way {
        PaperWay::In => {
            let caller = short_line("name", &row.name)?;
            let number = short_line("number", &row.number)?;
            Line::In { at, said: CallNoted { caller, number, words, recording, ..CallNoted::default() } }
        }
        PaperWay::Out => {
            let (name, superior) = whom(packs, row.recipient.as_deref(), &row.name)?;
            let taken_by = short_line("taken_by", &row.taken_by)?;
            let (recipient, purpose, reached) = (row.recipient.clone(), row.purpose, row.reached);
            Line::Out(CallOut { recipient, name, superior, purpose, at, reached, taken_by, words, recording })
        }
    })
}

struct WritingUp<'a> {
    desk: &'a Workstation,
    sealer: &'a Sealer<'a>,
    tick: &'a Tick,
    incident: Subject,
}

impl WritingUp<'_> {
    /// Appends one line; the call's own subject where it has one.
    fn append(&self, writing: &mut Writing<'_>, line: Line, becomes: bool) -> Result<Option<Subject>, DoorError> {
        match line {
            Line::Out(call) => {
                let at = call.at;
                self.entry(writing, self.incident, Content::CallOut(call), at)?;
                Ok(None)
            }
            Line::In { at, said } if becomes => {
                self.call(writing, self.incident, at, &said, CallOutcome::Incident)?;
                let heard = (self.incident, said.words.as_str());
                prefill(writing, (&self.desk.packs(), self.sealer.unit), heard, self.tick)?;
                Ok(None)
            }
            Line::In { at, said } => {
                let call = self.tick.new_id(self.desk.machine.as_ref())?;
                self.call(writing, call, at, &said, CallOutcome::Merged)?;
                let source = Content::SourceAdded(SourceAdded { call, received_at: at, said });
                self.entry(writing, self.incident, source, at)?;
                Ok(Some(call))
            }
        }
    }

    fn call(
        &self,
        writing: &mut Writing<'_>,
        call: Subject,
        at: Moment,
        said: &CallNoted,
        outcome: CallOutcome,
    ) -> Result<(), DoorError> {
        self.entry(writing, call, Content::CallOpened(CallOpened { received_at: at }), at)?;
        self.entry(writing, call, Content::CallNoted(said.clone()), at)?;
        let into = (outcome == CallOutcome::Merged).then_some(self.incident);
        let ended = Content::CallEnded(CallEnded { outcome, note: String::new(), into, agreed_by: String::new() });
        let happening = Happening::now(call, ended, self.tick).at(at);
        let happening = match into {
            Some(incident) => happening.linked(Relation::MergedInto, incident),
            None => happening,
        };
        self.sealer.append(writing, happening).map(drop)
    }

    fn entry(
        &self,
        writing: &mut Writing<'_>,
        subject: Subject,
        content: Content,
        at: Moment,
    ) -> Result<(), DoorError> {
        self.sealer.append(writing, Happening::now(subject, content, self.tick).at(at)).map(drop)
    }
}
