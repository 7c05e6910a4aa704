//! The rule heart, tested the way an officer would: facts in, clocks and letters out.

#[cfg(test)]
mod accident;
#[cfg(test)]
mod agreement;
mod alarm;
#[cfg(test)]
mod channel;
#[cfg(test)]
mod check;
#[cfg(test)]
mod clock_ends;
#[cfg(test)]
mod clock_properties;
#[cfg(test)]
mod clock_schedules;
#[cfg(test)]
mod clocks_of_packs;
#[cfg(test)]
mod deadline;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod earlier_entries;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod every_clause;
#[cfg(test)]
mod every_rule;
#[cfg(test)]
mod explanation;
#[cfg(test)]
mod families;
#[cfg(test)]
mod form;
#[cfg(test)]
mod grade_criteria;
#[cfg(test)]
mod grade_history;
#[cfg(test)]
mod grade_tables;
#[cfg(test)]
mod grading;
#[cfg(test)]
mod grounds;
#[cfg(test)]
mod heard;
#[cfg(test)]
mod heard_again;
#[cfg(test)]
mod hygiene;
#[cfg(test)]
mod incident;
#[cfg(test)]
mod information;
#[cfg(test)]
mod later;
#[cfg(test)]
mod later_version;
#[cfg(test)]
mod letter;
#[cfg(test)]
mod letter_heard;
#[cfg(test)]
mod letter_properties;
#[cfg(test)]
mod level_skipped;
#[cfg(test)]
mod levels;
#[cfg(test)]
mod log;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod pack;
#[cfg(test)]
mod pack_changes;
mod paper;
#[cfg(test)]
mod phone;
#[cfg(test)]
mod process;
#[cfg(test)]
mod purge;
#[cfg(test)]
mod read_strictly;
#[cfg(test)]
mod refused_packs;
#[cfg(test)]
mod register;
#[cfg(test)]
mod reissue;
#[cfg(test)]
mod report;
#[cfg(test)]
mod returns;
#[cfg(test)]
mod roster;
#[cfg(test)]
mod said;
#[cfg(test)]
mod same_event;
#[cfg(test)]
mod sharing;
#[cfg(test)]
mod sign_line;
#[cfg(test)]
mod similar;
#[cfg(test)]
mod spoken_time;
#[cfg(test)]
mod timeline;
#[cfg(test)]
mod typeset;
#[cfg(test)]
mod unit_tree;
#[cfg(test)]
mod wire;
#[cfg(test)]
mod words;
#[cfg(test)]
mod zero_report;
