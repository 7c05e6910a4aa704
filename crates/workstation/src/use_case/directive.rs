//! 指令: issued to a unit below, and answered by the unit that was asked. None of it touches the clocks of a report.

use domain::deadline::SET_BY_SUPERIOR;
use domain::directive::{Demand, Directive, DirectiveAnswered};
use domain::entry::{Content, Relation, Subject};
use domain::extension::Extension;
use domain::levels::{Directed, clock_of};
use domain::report::Stage;
use domain::taken_up::LevelTold;
use store::Writing;

use super::event::Event;
use super::levels::show;
use super::typed::{REMARK, coming_time, line_within, required_line, time};
use crate::door::{AnswerDirective, DoorError, IncidentRef, IssueDirective, LevelsView, NoteExtension, TellLevel};
use crate::sealing::{Happening, Sealer};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Issues a directive to a unit below.
pub(crate) fn issue(desk: &Workstation, tick: &Tick, request: IssueDirective) -> Result<LevelsView, DoorError> {
    let directive = read(&request, tick)?;
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let event = Event::known(store, subject)?;
        let packs = desk.packs();
        let facts = event.facts(&packs, store, tick)?;
        if !event.below(&facts).iter().any(|unit| unit.code == request.to) {
            return Err(DoorError::field("to", "只能发给下级单位，请重新选择。"));
        }
        let matter = matter_of(&event, &request)?;
        let mut happening = Happening::now(matter, Content::Directive(Box::new(directive)), tick);
        if let Some(about) = request.about.or(request.extends) {
            happening = happening.linked(Relation::About, about);
        }
        store.write(|writing| sealer.append(writing, happening.addressed_to(request.to)).map(drop))
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

fn read(request: &IssueDirective, tick: &Tick) -> Result<Directive, DoorError> {
    let words = line_within("words", &request.words, REMARK)?;
    let missing = match request.demand {
        Demand::Return if request.reason.is_none() => Some(("reason", "请选退回原因，按编号即可。")),
        Demand::Return | Demand::FollowUp if request.about.is_none() => Some(("about", "请选要退回或催续的报告。")),
        Demand::Verify if words.is_empty() => Some(("words", "请写明要核实什么，如“死亡人数与交警通报不一致”。")),
        Demand::Supplement if words.is_empty() => Some(("words", "请写明是哪起事件：时间、地点、情况。")),
        Demand::Extension if request.until.trim().is_empty() => Some(("until", "请填写延至几时。")),
        Demand::Extension if request.extends.is_none() => Some(("extends", "请选要延期的指令。")),
        _ => None,
    };
    if let Some((field, message)) = missing {
        return Err(DoorError::field(field, message));
    }
    let until = match request.until.trim() {
        "" => None,
        typed => Some(coming_time("until", typed, tick)?),
    };
    Ok(Directive {
        demand: request.demand,
        about: request.about,
        reason: request.reason.filter(|_| request.demand == Demand::Return),
        words,
        issued_by: required_line("issued_by", &request.issued_by, "请填写经手人姓名。")?,
        until,
        extends: request.extends,
    })
}

/// A directive stands under the matter of the report or directive that it speaks of, so that whoever is asked finds it there.
fn matter_of(event: &Event, request: &IssueDirective) -> Result<Subject, DoorError> {
    if let Some(about) = request.about {
        let found = event.reports().into_iter().find(|(_, unit, report)| report.id == about && **unit == request.to);
        let missing = || DoorError::field("about", "没有这份报告，或不是该单位的，请重新选择。");
        return found.map(|(matter, ..)| matter).ok_or_else(missing);
    }
    if let Some(extends) = request.extends {
        let found = event.directives().find(|(_, one)| one.ours && one.id == extends && one.asks(&request.to));
        let missing = || DoorError::field("extends", "没有这条指令，请重新选择。");
        return found.map(|(matter, _)| matter).ok_or_else(missing);
    }
    let theirs = event.reports().into_iter().find(|(_, unit, _)| **unit == request.to).map(|(matter, ..)| matter);
    Ok(theirs.or_else(|| event.ours().map(|incident| incident.id)).unwrap_or(event.subject))
}

/// 答复: done with an answer, or not done with the reason.
pub(crate) fn answer(desk: &Workstation, tick: &Tick, request: AnswerDirective) -> Result<LevelsView, DoorError> {
    let missing = if request.done {
        "请写一句答复：办了什么、结果如何。"
    } else {
        "请写明暂不能办的原因。"
    };
    let words = line_within("words", &request.words, REMARK)?;
    if words.is_empty() {
        return Err(DoorError::field("words", missing));
    }
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let event = Event::known(store, subject)?;
        let to_us = event.directives().find(|(_, one)| one.id == request.directive && one.asks(&sealer.unit.code));
        let Some((matter, one)) = to_us else {
            return Err(DoorError::not_found("没有这条指令，请回到当班页重新选择。"));
        };
        if !one.demand.wants_an_answer() {
            return Err(DoorError::not_now("这是告知，不需要答复。"));
        }
        let answered =
            DirectiveAnswered { directive: request.directive, done: request.done, words, report: None, at: tick.now() };
        let happening = Happening::now(matter, Content::DirectiveAnswered(answered), tick);
        let happening = happening.linked(Relation::About, request.directive);
        store.write(|writing| sealer.append(writing, happening).map(drop))
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// 延期 that a superior granted by phone, noted by whoever was asked.
pub(crate) fn extended(desk: &Workstation, tick: &Tick, request: NoteExtension) -> Result<LevelsView, DoorError> {
    let by = required_line("by", &request.by, "请填写谁同意的，如市应急管理局指挥中心×××。")?;
    if request.until.trim().is_empty() {
        return Err(DoorError::field("until", "请填写延到几时，如1930。"));
    }
    let until = coming_time("until", &request.until, tick)?;
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let event = Event::known(store, subject)?;
        let own = &sealer.unit.code;
        let open = |one: &Directed| one.id == request.directive && one.asks(own) && one.answered_at(own).is_none();
        let Some((matter, one)) = event.directives().find(|(_, one)| open(one)) else {
            return Err(DoorError::not_found("没有这条待答复的指令，请回到当班页重新选择。"));
        };
        if one.until.is_some_and(|before| until <= before) {
            return Err(DoorError::field("until", "延期应晚于原来的限时，请核对。"));
        }
        let extension = Extension { rule: clock_of(one.id, SET_BY_SUPERIOR), by, until, at: tick.now() };
        let happening = Happening::now(matter, Content::ExtensionGranted(extension), tick);
        store.write(|writing| sealer.append(writing, happening.linked(Relation::About, one.id)).map(drop))
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// A report that does what was asked answers it: no second typing.
pub(super) fn answered_by_report(
    sealer: &Sealer<'_>,
    writing: &mut Writing<'_>,
    event: &Event,
    (stage, mends, report): (Stage, Option<uuid::Uuid>, uuid::Uuid),
    tick: &Tick,
) -> Result<(), DoorError> {
    let own = &sealer.unit.code;
    // Whoever said 暂不能办 may do it all the same.
    let undone = event.directives().filter(|(_, one)| !one.ours && one.asks(own) && !one.is_done_by(own));
    let done = |demand: Demand, about: Option<uuid::Uuid>| match demand {
        Demand::Return => mends.is_some() && about == mends,
        Demand::FollowUp => stage != Stage::First,
        Demand::Supplement => stage == Stage::First,
        Demand::Verify | Demand::Extension => false,
    };
    for (matter, one) in undone.filter(|(_, one)| done(one.demand, one.about)) {
        let words = match one.demand {
            Demand::Return => "已补正重报",
            Demand::Supplement => "已补报",
            _ => "已续报",
        };
        let answered = DirectiveAnswered {
            directive: one.id,
            done: true,
            words: words.to_owned(),
            report: Some(report),
            at: tick.now(),
        };
        let happening = Happening::now(matter, Content::DirectiveAnswered(answered), tick);
        sealer.append(writing, happening.linked(Relation::About, one.id))?;
    }
    Ok(())
}

/// 据告知: what somebody said by phone of another unit's report.
pub(crate) fn told(desk: &Workstation, tick: &Tick, request: TellLevel) -> Result<LevelsView, DoorError> {
    let told_by = required_line("told_by", &request.told_by, "请填写谁告知的：单位、姓名。")?;
    let at = time("time", &request.time, tick.now(), tick)?;
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let event = Event::known(store, subject)?;
        if event.tree.named(&request.unit).is_none() || request.unit == sealer.unit.code {
            return Err(DoorError::field("unit", "请选择是哪个单位的报告。"));
        }
        let told = LevelTold { unit: request.unit, reported: request.reported, told_by, at };
        store.write(|writing| {
            sealer.append(writing, Happening::now(subject, Content::LevelTold(told), tick).at(at)).map(drop)
        })
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}
