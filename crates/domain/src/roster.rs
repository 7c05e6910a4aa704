//! 值排班: who is on duty when. A month is planned on one desk, published as an entry, changed by entries that say why.

mod draft;
mod edit;
mod fairness;
mod fold;
mod line;
mod lint;
mod month;
mod plan;
mod published;
mod publishing;
mod rotation;
mod sheet;
mod terms;

pub use draft::{MOST_STEPS, RosterDraft};
pub use edit::{CellChange, EditRefused, Heeding, RosterEdit};
pub use fairness::{DayKind, Share, shares};
pub use fold::{Roster, RosterChange, RosterProposal, RosterStep};
pub use line::Line;
pub use lint::{Against, Explained, Fault, lint};
pub use month::YearMonth;
pub use plan::{Day, MOST_IN_A_CELL, Place, Plan, Rostered, Turn};
pub use published::{Consent, DayRow, RosterChanged, RosterPublished, concerned, rows_of, subject_of, unpacked};
pub use publishing::{Grounds, NotYet, change, publish};
pub use rotation::Rotation;
pub use sheet::{SheetCell, SheetError, SheetRead, read_block, read_sheet, rows_of_sheet};
pub use terms::{Check, RosterCheck, RosterPattern, RosterTerms};
