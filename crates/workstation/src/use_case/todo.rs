//! 待办: what the room's own matters and records make an officer do; what comes from other levels is [`super::coming`]'s.

use chrono::TimeDelta;
use domain::Moment;
use domain::call::Call;
use domain::contact::Purpose;
use domain::deadline::DeadlineState;
use domain::entry::Author;
use domain::incident::Reported;
use domain::rule::Basis;
use store::Store;
use store::table::{levels, unread};

use super::desk::Sight;
use crate::daily_backup;
use crate::door::{DoorError, LinkView, NextStep, Pressing, ReportState, Todo};
use crate::epoch;
use crate::workstation::Workstation;

/// How long after a report as the desk its officer is asked for their name.
const QUIET_AFTER: TimeDelta = TimeDelta::minutes(10);

/// A backup that could not be made is somebody's to look after, and stops nothing.
pub(super) fn backup_trouble(store: &Store) -> Result<Option<Todo>, DoorError> {
    let trouble = daily_backup::last(store)?.and_then(|last| last.trouble);
    Ok(trouble.map(|trouble| todo("每日备份没有做成", trouble)))
}

/// 待办, unsent and overdue first.
pub(super) fn todos(
    (sights, followed): (&[Sight], &[Sight]),
    kept: &[Call],
    link: &LinkView,
    signed_in: bool,
    now: Moment,
) -> Vec<Todo> {
    let mut todos = Vec::new();
    if link.attention > 0 {
        let detail = "上级节点拒收，打开事件查看原因".to_owned();
        todos.push(unsent(&format!("{}条未发出", link.attention), detail));
    }
    for sight in sights {
        let incident = Some(sight.incident.id);
        let claims = to_claim(sight, now).filter(|_| signed_in);
        todos.extend(todos_of(sight, now).into_iter().chain(claims).map(|todo| Todo { incident, ..todo }));
    }
    for sight in followed {
        let incident = Some(sight.incident.id);
        todos.extend(ask_the_hospital(sight, now).map(|todo| Todo { incident, ..todo }));
    }
    for call in kept {
        let name = call.source_words();
        let name = if name.is_empty() { "来电".to_owned() } else { name };
        let look = look_again(call.look_again_at(), &name, now);
        todos.extend(look.map(|todo| Todo { call: Some(call.id), ..todo }));
    }
    todos.sort_by_key(|todo| !todo.urgent);
    todos
}

/// What the desk says of its own records: that they are not what the upstream holds, or that it went on in a new epoch.
pub(super) fn of_the_chain(desk: &Workstation, store: &Store, now: Moment) -> Result<Vec<Todo>, DoorError> {
    let contradiction = desk.link().contradiction.clone();
    let alarm = contradiction.map(|words| Todo { urgent: true, ..todo("记录与上级节点不一致", words) });
    let opened = epoch::said(desk, store, now)?.into_iter().map(|words| todo("记录已续接", words));
    Ok(alarm.into_iter().chain(opened).collect())
}

/// What a later version of this program wrote, and this one cannot show yet.
pub(super) fn written_later(store: &Store) -> Result<Vec<Todo>, DoorError> {
    let (mut todos, mut elsewhere) = (Vec::new(), 0);
    for (subject, entries) in unread::all(store.connection())? {
        let incident = store.incident(subject)?.map(|incident| incident.id);
        let levels = levels::find(store.connection(), subject)?.map(|levels| levels.id);
        if incident.or(levels).is_none() {
            elsewhere += entries.len();
            continue;
        }
        let words = format!("这件事有{}", unread_words(entries.len()));
        todos.push(Todo { incident, levels: levels.filter(|_| incident.is_none()), ..upgrade(words) });
    }
    if elsewhere > 0 {
        todos.push(upgrade(format!("另有{}", unread_words(elsewhere))));
    }
    Ok(todos)
}

fn upgrade(detail: String) -> Todo {
    Todo { urgent: true, ..todo("升级本机程序", detail) }
}

fn unsent(what: &str, detail: String) -> Todo {
    Todo { urgent: true, tone: Pressing::Late, ..todo(what, detail) }
}

fn unread_words(count: usize) -> String {
    format!("{count}条记录由更新版本写成，已原样保存，升级后可见")
}

pub(super) fn todo(what: &str, detail: String) -> Todo {
    Todo {
        what: what.to_owned(),
        detail,
        urgent: false,
        tone: Pressing::Calm,
        incident: None,
        call: None,
        levels: None,
        peer: None,
        signs: false,
        due_at: None,
        basis: Basis::Internal,
    }
}

/// 再看: what was kept below the standard is looked at again after two hours.
fn look_again(due_at: Option<Moment>, name: &str, now: Moment) -> Option<Todo> {
    let due = due_at?;
    Some(Todo {
        due_at, urgent: now >= due, ..todo("再看一次", format!("{name}，本级掌握，两小时后再看"))
    })
}

fn todos_of(sight: &Sight, now: Moment) -> Vec<Todo> {
    let name = &sight.row.name;
    let mut todos: Vec<Todo> = look_again(sight.incident.look_again_at(), name, now).into_iter().collect();
    todos.extend(ask_the_hospital(sight, now));
    if sight.row.state == ReportState::NeedsAttention {
        todos.push(unsent("报告未发出", format!("{name}，需处理")));
    }
    if let Some(due_at) = sight.sign_by {
        todos.push(Todo {
            due_at: Some(due_at),
            signs: true,
            ..todo("补签", format!("{name}，先报后签，签发手续待补"))
        });
    }
    let to_correct: Vec<&str> =
        sight.recipients.iter().filter(|row| row.to_correct).map(|row| row.name.as_str()).collect();
    if !to_correct.is_empty() {
        let detail = format!("{name}：{}尚未告知更正", to_correct.join("、"));
        todos.push(Todo { urgent: true, ..todo("告知更正", detail) });
    }
    if sight.incident.ended.is_some() {
        return todos;
    }
    let untold = sight.recipients.iter().filter(|row| row.phoned_at.is_none()).map(|row| row.name.as_str());
    let untold: Vec<&str> = untold.collect();
    if !untold.is_empty() && sight.row.next != NextStep::Done {
        todos.push(todo("电话报告", format!("{name}：{}未报", untold.join("、"))));
    }
    let verified = sight.incident.calls_out.iter().any(|called| called.call.purpose == Purpose::Verify);
    if !verified && sight.row.next == NextStep::Write {
        todos.push(todo("核实", format!("{name}：尚未登记核实电话")));
    }
    todos
}

/// 认领: what went as the desk waits for its officer, once things are quiet (practice §6).
fn to_claim(sight: &Sight, now: Moment) -> Option<Todo> {
    let unclaimed = |report: &&Reported| {
        report.written_by == Author::Desk && report.claimed_by.is_none() && now - report.submitted_at >= QUIET_AFTER
    };
    let report = sight.incident.reports.iter().find(unclaimed)?;
    Some(todo("认领", format!("{}，{}以值班岗位报送，是谁报的请登录后认领", sight.row.name, report.words)))
}

/// Before the window for 伤亡变化 closes, somebody asks once more (practice 2.16).
fn ask_the_hospital(sight: &Sight, now: Moment) -> Option<Todo> {
    let tracking = sight.deadlines.iter().filter(|deadline| deadline.state == DeadlineState::Tracking);
    let asked =
        tracking.filter(|deadline| deadline.remind_at.is_some_and(|at| at <= now)).min_by_key(|one| one.due_at)?;
    Some(Todo {
        due_at: asked.due_at,
        ..todo("问医院", format!("{}，在院人员有无变化；{}", sight.row.name, asked.why))
    })
}
