//! 指令: which one, from whose page, and whether it may be done now.

use domain::hygiene::{self, is_hidden};
use serde_json::Value;

use crate::door::DoorError;
use crate::session::{draft_author, is_locked};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Which command, and whose page it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command<'page> {
    /// Name of the command.
    pub name: &'page str,
    /// Under which author the page was shown; none where no page asks.
    pub author: Option<&'page str>,
}

impl<'page> Command<'page> {
    /// A command that no page asks for.
    #[must_use]
    pub const fn of(name: &'page str) -> Self {
        Self { name, author: None }
    }
}

/// What works while the desk is locked: calls, clocks, and the way back in. None of it depends on who is at the desk.
pub const WHILE_LOCKED: &[&str] = &[
    "desk",
    "calls",
    "call_open",
    "call_note",
    "call_correct",
    "call_end",
    "write_up",
    "alarm_acknowledge",
    "sign_in_names",
    "sign_in",
    "pin_choose",
    "desk_active",
];

/// What a page saves under its own author's name, whoever is at the desk by then.
const UNDER_THE_PAGES_NAME: &[&str] = &["draft_save", "information_save"];

/// What shows other units' words, which nobody here has cleaned; nothing in it is what somebody is typing.
pub(crate) const OF_OTHERS: &[&str] = &[
    "desk",
    "incidents",
    "levels",
    "three_levels",
    "acknowledge",
    "directive_issue",
    "directive_answer",
    "directive_extended",
    "level_told",
    "same_event",
    "notices",
    "notice_log",
    "peer_notice_send",
    "peer_notices",
    "disclosure",
    "disclose",
    "information_list",
    "roster",
    "roster_units",
    "tally",
];

/// Every text of an answer as it may stand on a screen.
pub(crate) fn shown(answer: Value) -> Value {
    match answer {
        Value::String(text) if text.chars().any(is_hidden) => Value::String(hygiene::shown(&text)),
        Value::Array(all) => all.into_iter().map(shown).collect(),
        Value::Object(all) => all.into_iter().map(|(key, value)| (key, shown(value))).collect(),
        other => other,
    }
}

/// Whether the desk is free for it, and the page is of whoever is at the desk.
pub(crate) fn may_be_done(desk: &Workstation, tick: &Tick, command: &Command<'_>) -> Result<(), DoorError> {
    if WHILE_LOCKED.contains(&command.name) || UNDER_THE_PAGES_NAME.contains(&command.name) {
        return Ok(());
    }
    let store = desk.store();
    if is_locked(&store, tick.now())? {
        return Err(DoorError::locked());
    }
    match command.author {
        Some(page) if page != draft_author(&store)? => Err(DoorError::other_author()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{OF_OTHERS, shown};
    use crate::commands::COMMANDS;

    #[test]
    fn what_other_units_wrote_reads_on_the_page_as_it_was_meant_to_be_read() {
        let wrote = json!({ "title": "死亡\u{202e}人3", "rows": [{ "words": "河\u{200b}东\n镇", "count": 3 }] });
        let read = json!({ "title": "死亡人3", "rows": [{ "words": "河东\n镇", "count": 3 }] });
        assert_eq!(shown(wrote), read, "nothing turns a line round or hides between two characters");
        assert!(OF_OTHERS.iter().all(|name| COMMANDS.contains(name)), "each is a command");
    }
}
