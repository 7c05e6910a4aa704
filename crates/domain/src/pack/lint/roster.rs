//! 值排班: lines by which the room is never empty, and checks that can be made.

use super::super::Pack;
use super::Lint;
use crate::roster::{Check, Line, RosterCheck, RosterPattern};

const DAY: u32 = 24 * 60;

pub(super) fn all(lint: &mut Lint<'_>, pack: &Pack) {
    let Some(terms) = &pack.roster else { return };
    lint.unique("班次", "id", terms.patterns.iter().map(|pattern| pattern.id.as_str()));
    for each in &terms.patterns {
        let near = format!("id = \"{}\"", each.id);
        lint.clause(&near, &format!("班次 {}", each.name), (&each.cite, &each.source, each.verified), pack);
        pattern(lint, &near, each);
    }
    for each in &terms.checks {
        let near = "[[roster.check]]";
        let what = format!("排班核对 {}", each.of.word());
        lint.clause(near, &what, (&each.cite, &each.source, each.verified), pack);
        if terms.checks.iter().filter(|other| other.of == each.of).count() > 1 {
            lint.complain(near, format!("{what} 重复，请删去一处"));
        }
        check(lint, near, &what, each);
    }
}

fn pattern(lint: &mut Lint<'_>, near: &str, pattern: &RosterPattern) {
    let name = &pattern.name;
    if pattern.lines.is_empty() {
        lint.complain(near, format!("班次 {name} 没有岗位 [[roster.pattern.line]]，请补"));
    }
    for (at, line) in pattern.lines.iter().enumerate() {
        if line.post.trim().is_empty() || line.id.trim().is_empty() {
            lint.complain(near, format!("班次 {name} 有岗位没有写 id 或 post，请填写"));
        }
        if !(1..=9).contains(&line.count) {
            lint.complain(near, format!("班次 {name} 的{}人数 count 应在1到9之间", line.name()));
        }
        if pattern.lines.iter().take(at).any(|other| other.id == line.id) {
            lint.complain(near, format!("班次 {name} 的岗位 id {} 重复，请改名", line.id));
        }
    }
    let mut posts: Vec<&str> = pattern.lines.iter().map(|line| line.post.as_str()).collect();
    posts.sort_unstable();
    posts.dedup();
    for post in posts {
        let of_post: Vec<&Line> = pattern.lines.iter().filter(|line| line.post == post && !line.standby).collect();
        if !of_post.is_empty() && !is_round_the_clock(&of_post) {
            lint.complain(near, format!("班次 {name} 的{post}各班没有接满24小时，请核对 from、until"));
        }
    }
}

/// Whether every minute of a day is within some shift.
fn is_round_the_clock(lines: &[&Line]) -> bool {
    let holds = |line: &Line, minute: u32| {
        let (from, until) = (u32::from(line.from.minutes()), u32::from(line.until.minutes()));
        if until > from { (from..until).contains(&minute) } else { minute >= from || minute < until }
    };
    // Only where a shift ends can nobody be there.
    let ends = lines.iter().map(|line| u32::from(line.until.minutes()) % DAY);
    let begins = lines.iter().map(|line| u32::from(line.from.minutes()) % DAY);
    ends.chain(begins).chain([0]).all(|minute| lines.iter().any(|line| holds(line, minute)))
}

fn check(lint: &mut Lint<'_>, near: &str, what: &str, check: &RosterCheck) {
    if (check.of == Check::Rest) != check.hours.is_some() {
        lint.complain(near, format!("{what}：hours 只用于休息 rest，且必须写"));
    }
    if (check.of == Check::LeaderLevel) == check.titles.is_empty() {
        lint.complain(near, format!("{what}：titles 只用于带班领导级别 leader_level，且必须写"));
    }
    if check.text.trim().is_empty() {
        lint.complain(near, format!("{what} 没有写明要求 text"));
    }
}
