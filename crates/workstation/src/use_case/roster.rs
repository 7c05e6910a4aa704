//! 值排班: a month as it is planned, published and changed.

use std::collections::BTreeMap;

use chrono::Datelike as _;
use domain::entry::{Content, Relation, Relay, Subject};
use domain::pack::{Calendar, Packs};
use domain::roster::{
    Against, CellChange, Check, EditRefused, Explained, Grounds, Heeding, NotYet, Plan, Roster, RosterChanged,
    RosterDraft, RosterEdit, RosterTerms, YearMonth, change, publish, subject_of,
};
use domain::unit::UnitCode;
use store::Store;
use store::table::roster::RosterRow;
use store::table::{officer, roster};

use super::roster_view;
use super::typed::{required_line, short_line, time};
use crate::door::{
    ChangeRoster, ChoosePattern, DoorError, EditRoster, EnterRoster, ExplainFault, NameMonth, PutProposalAside,
    RosterOf, RosterUnit, RosterUnits, RosterView,
};
use crate::enrolment::unit_tree;
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Where no check says it.
const USUAL_REST_HOURS: u32 = 12;

/// A month with everything that stands beside it.
pub(super) struct Month {
    pub(super) unit: UnitCode,
    /// Whether it is our own: nobody plans another's.
    pub(super) own: bool,
    pub(super) month: YearMonth,
    /// As it holds.
    pub(super) out: Option<Roster>,
    /// As it is being planned here.
    pub(super) draft: Option<RosterDraft>,
    pub(super) previous: Option<Plan>,
    pub(super) next: Option<Plan>,
}

impl Month {
    /// Our own month, with what is being planned here.
    pub(super) fn own(store: &Store, unit: UnitCode, month: YearMonth) -> Result<Self, DoorError> {
        let draft = |month| Ok::<_, DoorError>(roster::draft(store.connection(), month)?);
        let known = Self::of(store, unit, month)?;
        let previous = draft(month.previous())?.map(|draft| draft.plan).or(known.previous);
        let next = draft(month.next())?.map(|draft| draft.plan).or(known.next);
        Ok(Self { own: true, draft: draft(month)?, previous, next, ..known })
    }

    /// A month as it holds.
    pub(super) fn of(store: &Store, unit: UnitCode, month: YearMonth) -> Result<Self, DoorError> {
        let holds = |month| Ok::<_, DoorError>(roster::find(store.connection(), subject_of(&unit, month))?);
        let plan = |month| Ok::<_, DoorError>(holds(month)?.map(|roster| roster.plan));
        let (out, previous, next) = (holds(month)?, plan(month.previous())?, plan(month.next())?);
        Ok(Self { unit, own: false, month, out, draft: None, previous, next })
    }

    pub(super) fn subject(&self) -> Subject {
        subject_of(&self.unit, self.month)
    }

    /// The draft, or one that begins with what holds; with nothing there, an empty month of the first pattern.
    pub(super) fn planned(&self, packs: &Packs) -> Result<RosterDraft, DoorError> {
        match (&self.draft, &self.out) {
            (Some(draft), _) => Ok(draft.clone()),
            (None, Some(out)) => Ok(RosterDraft::of(out)),
            (None, None) => {
                let pattern = terms(packs)?.patterns.first().ok_or_else(no_terms)?;
                // Whoever divides the day by two this month does so next month.
                let lines = self.previous.as_ref().map_or(&pattern.lines, |previous| &previous.lines);
                Ok(RosterDraft::blank(Plan::empty(self.month, lines.clone())))
            }
        }
    }
}

pub(super) fn terms(packs: &Packs) -> Result<&RosterTerms, DoorError> {
    packs.roster().ok_or_else(no_terms)
}

fn no_terms() -> DoorError {
    DoorError::not_found("现行规则包没有值排班规定，请在设置中换用新版规则包。")
}

fn rest_hours(terms: &RosterTerms) -> u32 {
    terms.check(Check::Rest).and_then(|check| check.hours).unwrap_or(USUAL_REST_HOURS)
}

/// The month that is asked for.
pub(crate) fn show(desk: &Workstation, tick: &Tick, request: RosterOf) -> Result<RosterView, DoorError> {
    let own = desk.own_unit()?;
    let store = desk.store();
    let unit = request.unit.unwrap_or_else(|| own.code.clone());
    let this = YearMonth::at(tick.now());
    let next_is_out = || roster::find(store.connection(), subject_of(&unit, this.next()));
    let month = match request.month {
        Some(month) => month,
        None if next_is_out()?.is_some() => this,
        None => this.next(),
    };
    let known = if unit == own.code { Month::own(&store, unit, month)? } else { Month::of(&store, unit, month)? };
    if !known.own && known.out.is_none() {
        return Err(DoorError::not_found("这个单位本月的值班表还没有报来。"));
    }
    roster_view::of(desk, &store, &known, tick)
}

pub(super) fn shown(desk: &Workstation, tick: &Tick, month: YearMonth) -> Result<RosterView, DoorError> {
    show(desk, tick, RosterOf { unit: None, month: Some(month) })
}

/// Where the month of each unit below stands.
pub(crate) fn units(desk: &Workstation, tick: &Tick, request: RosterOf) -> Result<RosterUnits, DoorError> {
    let store = desk.store();
    let month = request.month.unwrap_or_else(|| YearMonth::at(tick.now()).next());
    let mut out: BTreeMap<UnitCode, RosterRow> =
        roster::of_month(store.connection(), month)?.into_iter().map(|row| (row.unit.clone(), row)).collect();
    let tree = unit_tree(&store)?;
    let rows = tree.below().into_iter().map(|unit| {
        let row = out.remove(&unit.code);
        RosterUnit {
            unit: unit.code.clone(),
            name: unit.name.clone(),
            published_at: row.as_ref().map(|row| row.published_at),
            entered_at: row.as_ref().and_then(|row| row.entered_at),
            changes: row.map_or(0, |row| row.changes),
        }
    });
    let mut rows: Vec<RosterUnit> = rows.collect();
    rows.sort_by(|one, other| one.unit.cmp(&other.unit));
    Ok(RosterUnits { month, rows })
}

/// Changes the draft of a month and keeps it.
pub(super) fn drafted(
    desk: &Workstation,
    tick: &Tick,
    month: YearMonth,
    work: impl FnOnce(&mut RosterDraft, &Month, &Packs) -> Result<(), DoorError>,
) -> Result<RosterView, DoorError> {
    let unit = desk.own_unit()?;
    let packs = desk.packs();
    let mut store = desk.store();
    let known = Month::own(&store, unit.code, month)?;
    let before = known.planned(&packs)?;
    let mut draft = before.clone();
    work(&mut draft, &known, &packs)?;
    if draft != before {
        store.write(|writing| writing.save_roster(&draft, tick.now()))?;
    }
    drop(store);
    desk.shown(None);
    shown(desk, tick, month)
}

/// One step of planning.
pub(crate) fn edit(desk: &Workstation, tick: &Tick, request: EditRoster) -> Result<RosterView, DoorError> {
    drafted(desk, tick, request.month, |draft, known, packs| edited(draft, known, packs, &request.edit))
}

pub(super) fn edited(
    draft: &mut RosterDraft,
    known: &Month,
    packs: &Packs,
    edit: &RosterEdit,
) -> Result<(), DoorError> {
    let (previous, rest_hours) = (known.previous.as_ref(), rest_hours(terms(packs)?));
    draft.edit(edit, &Heeding { previous, calendar: packs.calendar(), rest_hours }).map_err(refused)
}

fn refused(why: EditRefused) -> DoorError {
    DoorError::invalid(format!("{why}。"), Vec::new())
}

/// Takes the last step back.
pub(crate) fn undo(desk: &Workstation, tick: &Tick, request: NameMonth) -> Result<RosterView, DoorError> {
    drafted(desk, tick, request.month, |draft, _, _| {
        draft.undo();
        Ok(())
    })
}

/// Takes it again.
pub(crate) fn redo(desk: &Workstation, tick: &Tick, request: NameMonth) -> Result<RosterView, DoorError> {
    drafted(desk, tick, request.month, |draft, _, _| {
        draft.redo();
        Ok(())
    })
}

/// Divides the day otherwise; whoever stands on a line that stays, stays.
pub(crate) fn choose_pattern(desk: &Workstation, tick: &Tick, request: ChoosePattern) -> Result<RosterView, DoorError> {
    drafted(desk, tick, request.month, |draft, known, packs| {
        if known.out.is_some() {
            return Err(DoorError::not_now("本月已发布，班次不能再改；请逐日变更。"));
        }
        let pattern = terms(packs)?.pattern(&request.pattern);
        let pattern = pattern.ok_or_else(|| DoorError::not_found("没有这种班次，请刷新后再选。"))?;
        *draft = RosterDraft::blank(draft.plan.divided(pattern.lines.clone()));
        Ok(())
    })
}

/// Says why a gap or an overlap stands; nothing said takes it back.
pub(crate) fn explain(desk: &Workstation, tick: &Tick, request: ExplainFault) -> Result<RosterView, DoorError> {
    let ExplainFault { month, of, place, who, reason } = request;
    let reason = short_line("reason", &reason)?;
    drafted(desk, tick, month, |draft, _, _| {
        draft.explained.retain(|one| (one.of, one.place, &one.who) != (of, place, &who));
        if !reason.is_empty() {
            draft.explained.push(Explained { of, place, who, reason });
        }
        Ok(())
    })
}

/// Gives the draft up: the month is as it holds.
pub(crate) fn discard(desk: &Workstation, tick: &Tick, request: NameMonth) -> Result<RosterView, DoorError> {
    desk.store().write(|writing| writing.put_roster_away(request.month))?;
    desk.shown(None);
    shown(desk, tick, request.month)
}

/// 发布
pub(crate) fn go_out(desk: &Workstation, tick: &Tick, request: NameMonth) -> Result<RosterView, DoorError> {
    let packs = desk.packs();
    desk.sealing(tick, |sealer, store, _| {
        let known = Month::own(store, sealer.unit.code.clone(), request.month)?;
        if known.out.is_some() {
            return Err(DoorError::not_now("本月值班表已发布；改动请走变更。"));
        }
        let draft = known.planned(&packs)?;
        if draft.plan.is_blank() {
            return Err(DoorError::not_now("还没有排人，请先排班再发布。"));
        }
        let officers = officer::all(store.connection())?;
        let against = against(&packs, &known, &officers)?;
        let out = publish(&draft.plan, &against, &draft.explained).map_err(not_yet)?;
        let happening = Happening::now(known.subject(), Content::RosterPublished(Box::new(out)), tick);
        store.write(|writing| {
            sealer.append(writing, happening)?;
            Ok::<(), DoorError>(writing.put_roster_away(request.month)?)
        })
    })?;
    desk.changed(None);
    shown(desk, tick, request.month)
}

pub(super) fn against<'a>(
    packs: &'a Packs,
    known: &'a Month,
    officers: &'a [domain::officer::Officer],
) -> Result<Against<'a>, DoorError> {
    let (before, after) = (known.previous.as_ref(), known.next.as_ref());
    Ok(Against { terms: terms(packs)?, calendar: packs.calendar(), officers, before, after })
}

/// What is missing, at its field.
fn not_yet(why: NotYet) -> DoorError {
    let field = match why {
        NotYet::Unexplained(_) | NotYet::NothingChanged => return DoorError::not_now(format!("{why}。")),
        NotYet::NoReason => "reason",
        NotYet::NotAsked(_) => "consents",
        NotYet::NoLeader => "agreed",
    };
    DoorError::field(field, format!("{why}。"))
}

/// 变更
pub(crate) fn change_out(desk: &Workstation, tick: &Tick, request: ChangeRoster) -> Result<RosterView, DoorError> {
    let ChangeRoster { month, reason, consents, agreed } = request;
    let grounds = Grounds {
        reason: required_line("reason", &reason, "请写变更原因。")?,
        consents: consents.into_iter().map(|one| consent("consents", one)).collect::<Result<_, _>>()?,
        agreed: consent("agreed", agreed)?,
        explained: Vec::new(),
        settles: None,
    };
    changed(desk, tick, month, grounds, |draft| draft.changes())
}

fn consent(field: &str, given: domain::roster::Consent) -> Result<domain::roster::Consent, DoorError> {
    Ok(domain::roster::Consent { name: short_line(field, &given.name)?, how: short_line(field, &given.how)? })
}

/// A proposal is put aside; nothing of the month changes.
pub(crate) fn put_aside(desk: &Workstation, tick: &Tick, request: PutProposalAside) -> Result<RosterView, DoorError> {
    let PutProposalAside { month, proposal, reason, agreed } = request;
    let grounds = Grounds {
        reason: required_line("reason", &reason, "请写不采用的原因。")?,
        consents: Vec::new(),
        agreed: consent("agreed", agreed)?,
        explained: Vec::new(),
        settles: Some(proposal),
    };
    changed(desk, tick, month, grounds, |_| Vec::new())
}

fn changed(
    desk: &Workstation,
    tick: &Tick,
    month: YearMonth,
    grounds: Grounds,
    cells: impl FnOnce(&RosterDraft) -> Vec<CellChange>,
) -> Result<RosterView, DoorError> {
    let packs = desk.packs();
    desk.sealing(tick, |sealer, store, _| {
        let known = Month::own(store, sealer.unit.code.clone(), month)?;
        let out = known.out.as_ref().ok_or_else(|| DoorError::not_now("本月值班表还没有发布，直接排班即可。"))?;
        let settled = grounds.settles;
        if settled.is_some_and(|named| !out.proposals.iter().any(|proposal| proposal.entry == named)) {
            return Err(DoorError::not_found("这条提议已有处理，请刷新。"));
        }
        let draft = known.planned(&packs)?;
        let cells = cells(&draft);
        // Planned before another desk published: nothing of it was seen, and nothing of it may be replaced unseen.
        if draft.heads.is_empty() && !cells.is_empty() {
            return Err(DoorError::not_now("本月值班表已由另一台发布；请先放弃本机草稿，再按发布的表变更。"));
        }
        let officers = officer::all(store.connection())?;
        let grounds = Grounds { explained: draft.explained.clone(), ..grounds };
        let begun = Roster { plan: draft.begun.clone(), heads: draft.heads.clone(), ..out.clone() };
        let seen = if draft.heads.is_empty() { out } else { &begun };
        let made: RosterChanged =
            change(seen, &cells, &against(&packs, &known, &officers)?, grounds, tick.now()).map_err(not_yet)?;
        let happening = Happening::now(known.subject(), Content::RosterChanged(Box::new(made)), tick);
        store.write(|writing| {
            sealer.append(writing, happening)?;
            if !cells.is_empty() {
                writing.put_roster_away(month)?;
            }
            Ok::<(), DoorError>(())
        })
    })?;
    desk.changed(None);
    shown(desk, tick, month)
}

/// 国家系统录入
pub(crate) fn entered(desk: &Workstation, tick: &Tick, request: EnterRoster) -> Result<RosterView, DoorError> {
    let number = short_line("number", &request.number)?;
    let instead = short_line("instead", &request.instead)?;
    if number.is_empty() && instead.is_empty() {
        return Err(DoorError::field("number", "请填写国家系统编号；没有编号的，写一行凭据，如“截图存值班电脑”。"));
    }
    desk.sealing(tick, |sealer, store, _| {
        let known = Month::own(store, sealer.unit.code.clone(), request.month)?;
        let made_at = known.out.as_ref().and_then(|out| out.step(request.entry)).map(|step| step.at);
        let made_at = made_at.ok_or_else(|| DoorError::not_found("没有这份值班表或变更，请刷新后再选。"))?;
        let at = time("time", &request.time, made_at, tick)?.max(made_at);
        let relay = Relay { report: request.entry, at, number, instead };
        let happening = Happening::now(known.subject(), Content::RosterEntered(relay), tick);
        let happening = happening.at(at).linked(Relation::About, request.entry);
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(None);
    shown(desk, tick, request.month)
}

/// 没有2027年节假日表; none where there is one.
pub(super) fn no_calendar(calendar: &Calendar, month: YearMonth) -> Option<String> {
    let year = month.first().year();
    (!calendar.covers(year)).then(|| format!("没有{year}年节假日表，按周一至周五计；国务院安排公布后请加入当年的表。"))
}
