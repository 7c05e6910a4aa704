//! The nouns and rules of a duty room. Pure: no IO, no clock, no async, no randomness; `now` is a parameter.

/// An absolute instant in UTC. Shown as Beijing time (+08:00) everywhere.
pub type Moment = chrono::DateTime<chrono::Utc>;

pub mod accord;
pub mod agreement;
pub mod alarm;
pub mod beijing;
pub mod call;
pub mod certificate;
pub mod change;
pub mod check;
pub mod contact;
pub mod count;
pub mod deadline;
pub mod digest;
pub mod draft;
pub mod duty_done;
pub mod entry;
pub mod explanation;
pub mod extension;
pub mod facts;
pub mod form;
pub mod grade;
pub mod grade_history;
pub mod grading;
pub mod harm;
pub mod hygiene;
pub mod incident;
pub mod incident_end;
pub mod letter;
pub mod officer;
pub mod pack;
pub mod placed;
pub mod quantity;
pub mod receipt;
pub mod report;
pub mod room_clock;
pub mod rule;
pub mod scope;
pub mod seal;
pub mod severity;
pub mod sign_line;
pub mod signoff;
pub mod span;
pub mod spoken_time;
pub mod unit;
pub mod wire;
