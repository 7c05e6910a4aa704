//! Rules and lines of the scope: a source, the origin's own words, and a schedule that fits what stops it.

use super::super::Pack;
use super::{Lint, line_of};
use crate::rule::{Basis, Origin, Rule, Schedule, StoppedBy, Subject, When};

pub(super) fn all(lint: &mut Lint<'_>, pack: &Pack) {
    for one in &pack.rules {
        rule(lint, one, pack);
    }
    for row in &pack.scope_rows {
        let near = line_of(&row.id);
        let what = format!("报送范围 {}", row.id);
        lint.cited(&near, &what, &row.cite, (&row.source, row.verified), &pack.sources);
        if row.text.trim().is_empty() {
            lint.complain(&near, format!("{what} 没有条文 text"));
        }
        if row.when.stage.is_some() || row.when.change.is_some() || row.when.level_skipped.is_some() {
            lint.complain(&near, format!("{what} 的 when 不用 stage、change 和 level_skipped：范围只看事件本身"));
        }
    }
}

fn rule(lint: &mut Lint<'_>, rule: &Rule, pack: &Pack) {
    let near = line_of(&rule.id);
    let what = format!("规则 {}", rule.id);
    origin_in_words(lint, &near, rule);
    fitting(lint, &near, rule);
    told_apart(lint, &near, rule);
    if rule.id.contains(['/', '@']) {
        lint.complain(&near, format!("{what} 的 id 不能有 / 和 @：程序用它们区分同一规则的各次时限"));
    }
    let placeholder = rule.what.replace("{superior}", "");
    if placeholder.contains(['{', '}']) || rule.what.trim().is_empty() {
        lint.complain(&near, format!("{what} 的 what 为空，或有 {{superior}} 以外的占位"));
    }
    if rule.basis == Basis::Internal {
        if !rule.source.is_empty() {
            lint.sourced(&near, &what, (&rule.source, rule.verified), &pack.sources);
        }
        return;
    }
    let what = format!("{what} 标为{}，", rule.basis.word());
    if !rule.verified {
        lint.complain(&near, format!("{what}却未核实原文：verified = false 的 basis 应为 internal，不判超时"));
    }
    lint.cited(&near, &what, &rule.cite, (&rule.source, rule.verified), &pack.sources);
}

/// The clause must speak of what the clock runs from. 立即 and 及时 say "as soon as it is known" by themselves.
fn origin_in_words(lint: &mut Lint<'_>, near: &str, rule: &Rule) {
    let id = &rule.id;
    if rule.schedule == Schedule::Promptly {
        if !["立即", "及时", "直接报告"].iter().any(|word| rule.text.contains(word)) {
            lint.complain(near, format!("规则 {id} 没有时限数字，条文里却没有“立即”或“及时”，请核对条文"));
        }
        return;
    }
    if !rule.origin.words().iter().any(|word| rule.text.contains(word)) {
        let (origin, words) = (rule.origin.word(), rule.origin.words().join("、"));
        lint.complain(near, format!("规则 {id} 从“{origin}”起算，条文里却没有这样的字样（{words}），请核对条文"));
    }
}

/// Schedules, origins and stops that cannot go together.
fn fitting(lint: &mut Lint<'_>, near: &str, rule: &Rule) {
    let id = &rule.id;
    let mut wrong = |reason: &str| lint.complain(near, format!("规则 {id}：{reason}"));
    let month_end = rule.schedule == Schedule::MonthEnd;
    if month_end != (rule.origin == Origin::MonthEnd) {
        wrong("schedule month_end 与起算点 month_end 应同时使用");
    }
    let between = matches!(rule.schedule, Schedule::Between(..));
    if between && rule.stopped_by.subject() != Subject::Room {
        wrong("schedule between 只用于本室的事，如签到 signed_in");
    }
    if matches!(rule.schedule, Schedule::WindowDays(_)) != (rule.stopped_by == StoppedBy::Elapsed) {
        wrong("schedule window_days 的期限自行届满，stopped_by 应为 elapsed，别的写法不用 elapsed");
    }
    if (rule.stopped_by.subject() == Subject::Inbound) != (rule.origin == Origin::DirectiveReceived) {
        wrong("来件的时限从 directive_received 起算，由 leader_told、forwarded 或 answered 停表");
    }
    let of_day = matches!(rule.schedule, Schedule::Daily(_) | Schedule::Between(..));
    if rule.origin == Origin::TimeOfDay && !of_day {
        wrong("起算点 time_of_day 只用于 daily 或 between");
    }
    if rule.stopped_by.subject() == Subject::Room && !(month_end || between) {
        wrong("本室的事只用 month_end 或 between");
    }
    let plain = matches!(rule.schedule, Schedule::AfterMinutes(_) | Schedule::Promptly);
    if rule.stopped_by.subject() == Subject::Inbound && !plain {
        wrong("来件的时限只用 after_minutes 或 promptly");
    }
    let of_incident = rule.stopped_by.subject() == Subject::Incident;
    if of_incident && rule.origin == Origin::TimeOfDay && rule.stopped_by != StoppedBy::FollowedUp {
        wrong("每日定时的时限由续报停表，stopped_by 应为 followed_up");
    }
    if matches!(rule.schedule, Schedule::WindowDays(_)) && rule.origin != Origin::Occurred {
        wrong("schedule window_days 自发生之日起，origin 应为 occurred");
    }
}

/// Conditions that are asked of an incident, and of a change.
fn told_apart(lint: &mut Lint<'_>, near: &str, rule: &Rule) {
    let id = &rule.id;
    let answers = rule.stopped_by == StoppedBy::Answered;
    if rule.when.demand.is_some() && !answers {
        lint.complain(near, format!("规则 {id}：when 的 demand 只用于答复指令（stopped_by = \"answered\"）"));
    }
    let others = When { demand: None, ..rule.when.clone() };
    if rule.stopped_by.subject() != Subject::Incident && others != When::default() {
        lint.complain(near, format!("规则 {id}：when 只用于事件的时限，来件和本室的事不用（答复指令可写 demand）"));
    }
    let skipped = rule.when.level_skipped.is_some();
    if skipped && rule.origin != Origin::FirstReported {
        lint.complain(near, format!("规则 {id}：when 的 level_skipped 只用于从 first_reported 起算的时限"));
    }
    if rule.stopped_by == StoppedBy::DirectSuperiorKnows && rule.when.level_skipped != Some(true) {
        let reason = format!("规则 {id}：direct_superior_knows 只用于越级上报后的补报，when 应写 level_skipped = true");
        lint.complain(near, reason);
    }
    if rule.when.change.is_some() && rule.origin != Origin::ChangeKnown {
        lint.complain(near, format!("规则 {id}：when 的 change 只用于从 change_known 起算的时限"));
    }
}
