//! 核报: a superior asked what it had heard of elsewhere, and is answered once it is verified (practice 2.19). Nothing here
//! says that anybody was late.

use domain::Moment;
use domain::call::Call;
use domain::incident::Incident;
use store::Store;

use super::todo::todo;
use crate::door::{DoorError, Todo};

/// 待办 of superiors' questions: of open calls, and of incidents about which nothing has been reported since.
pub(crate) fn todos(store: &Store, own: &[&Incident], open: &[Call]) -> Result<Vec<Todo>, DoorError> {
    let asked = open.iter().filter(|call| call.asked_by_superior);
    let mut todos: Vec<Todo> = asked.map(|call| to_answer(None, call)).collect();
    for incident in own.iter().filter(|incident| incident.ended.is_none()) {
        let question = questions(store, incident)?.into_iter().find(|call| !is_answered(incident, call.received_at));
        todos.extend(question.map(|call| to_answer(Some(incident), &call)));
    }
    Ok(todos)
}

/// The calls of an incident in which a superior asked: the one that opened it, and those merged into it.
fn questions(store: &Store, incident: &Incident) -> Result<Vec<Call>, DoorError> {
    let mut calls: Vec<Call> = incident.call.iter().cloned().collect();
    for source in &incident.sources {
        calls.extend(store.call(source.call)?);
    }
    calls.retain(|call| call.asked_by_superior);
    Ok(calls)
}

fn is_answered(incident: &Incident, asked_at: Moment) -> bool {
    incident.reports.iter().any(|report| report.submitted_at >= asked_at)
}

fn to_answer(incident: Option<&Incident>, call: &Call) -> Todo {
    let who = call.source_words();
    let who = if who.is_empty() { "上级".to_owned() } else { who };
    let detail = format!("{who}：上级询问，核实后答复");
    Todo { incident: incident.map(|incident| incident.id), ..todo("核报", detail) }
}
