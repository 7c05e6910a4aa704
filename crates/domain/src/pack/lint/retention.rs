//! 清除: what goes must be incidental, and a rule must say on what it rests.

use super::super::Pack;
use super::{Lint, line_of};
use crate::purge::may_go;

pub(super) fn all(lint: &mut Lint<'_>, pack: &Pack) {
    for rule in &pack.retention {
        let near = line_of(&rule.id);
        let what = format!("清除规则 {}", rule.id);
        lint.cited(&near, &what, &rule.cite, (&rule.source, rule.verified), &pack.sources);
        if rule.what.trim().is_empty() {
            lint.complain(&near, format!("{what} 的 what 为空，请写明清除什么"));
        }
        if rule.kinds.is_empty() {
            lint.complain(&near, format!("{what} 的 kinds 为空，请写明哪几类记录"));
        }
        for kind in rule.kinds.iter().filter(|kind| !may_go(**kind)) {
            let word = kind.word();
            lint.complain(&near, format!("{what} 列了“{word}”：只有来电补充和并入的来电可以清除，其余按规定归档"));
        }
        if rule.days == 0 {
            lint.complain(&near, format!("{what} 的 days 应至少为1"));
        }
    }
}
