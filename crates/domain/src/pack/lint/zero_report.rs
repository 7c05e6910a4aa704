//! 零报告: a time at which the day turns, and seasons that can be told apart.

use super::super::Pack;
use super::Lint;
use crate::rule::Clock;

pub(super) fn all(lint: &mut Lint<'_>, pack: &Pack) {
    let Some(terms) = &pack.zero_report else { return };
    lint.clause("[zero_report]", "零报告", (&terms.cite, &terms.source, terms.verified), pack);
    if terms.turns_at.minutes() >= 24 * 60 {
        lint.complain("turns_at", "零报告的 turns_at 应早于24:00，如08:00");
    }
    if !terms.seasons.iter().any(|season| season.from.is_none() && season.days.is_empty()) {
        lint.complain(
            "[zero_report]",
            "零报告没有全年适用的 [[zero_report.season]]（不写 from、until、days），请补一条",
        );
    }
    for season in &terms.seasons {
        let near = format!("name = \"{}\"", season.name);
        let what = format!("零报告的时段 {}", season.name);
        if season.name.trim().is_empty() {
            lint.complain(&near, "零报告的时段 name 为空，请填写");
        }
        lint.clause(&near, &what, (&season.cite, &season.source, season.verified), pack);
        if season.send_by.is_empty() || !season.send_by.is_sorted_by(|a: &Clock, b: &Clock| a < b) {
            lint.complain(&near, format!("{what} 的 send_by 应有至少一个时刻，由早到晚、不重复"));
        }
        if season.from.is_some() != season.until.is_some() {
            lint.complain(&near, format!("{what} 的 from 和 until 应同时写"));
        }
        if season.days.iter().any(|(from, until)| until < from) {
            lint.complain(&near, format!("{what} 的 days 中有一段止日早于起日，请核对"));
        }
    }
}
