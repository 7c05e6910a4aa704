//! 补报说明: when what happened, in neutral milestones; never a person's fault (practice 2.5, notice 二.四).

use super::Letter;
use super::timeline::Timeline;
use super::whereabouts::below;
use crate::Moment;
use crate::facts::Occurred;

/// The times of one incident as the record has them.
#[derive(Debug, Clone, Default)]
pub struct SupplementFacts<'a> {
    /// 省市县 of the unit, one after the other.
    pub divisions: &'a [String],
    /// What it is called in the room.
    pub name: &'a str,
    /// 发生
    pub occurred: Option<Occurred>,
    /// 知悉, UTC.
    pub aware_at: Moment,
    /// 首次电话报告, UTC, and to whom.
    pub first_reported: Option<(Moment, &'a str)>,
    /// Who asked for it: 市应急管理局指挥中心; empty: nobody.
    pub asked_by: &'a str,
    /// When it was written down in the system, UTC.
    pub written_at: Option<Moment>,
    /// Why, in the officer's words; empty: nothing is said.
    pub reason: &'a str,
}

/// Title and one paragraph; the day is said once.
#[must_use]
pub fn supplement_note(facts: &SupplementFacts<'_>) -> Letter {
    let name = facts.divisions.concat() + &below(facts.name, facts.divisions);
    let mut timeline = Timeline::new(facts.aware_at);
    let mut said = vec![format!("现补报{name}有关情况。")];
    said.extend(facts.occurred.map(|occurred| format!("该事件发生于{}。", timeline.occurred(occurred))));
    said.push(format!("我局{}知悉。", timeline.minute(facts.aware_at)));
    said.extend(facts.first_reported.map(|(at, whom)| format!("{}电话报{whom}。", timeline.minute(at))));
    if !facts.asked_by.is_empty() {
        said.push(format!("按{}通知补报。", facts.asked_by));
    }
    said.extend(facts.written_at.map(|at| format!("{}系统报送。", timeline.minute(at))));
    if !facts.reason.is_empty() {
        said.push(format!("{}。", facts.reason.trim_end_matches('。')));
    }
    Letter { title: format!("关于补报{name}的说明"), body: said.concat() }
}
