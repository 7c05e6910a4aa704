//! XLSX, in and out. A file is hostile until it was read: its size, what it inflates to, its rows and columns are bounded, and what
//! a formula shows is told apart from what somebody typed.

mod error;
mod reading;
mod writing;

pub use error::{Reason, WorkbookError};
pub use reading::{MAX_CELLS, MAX_FILE, Sheet, sheets_of};
pub use writing::workbook;
