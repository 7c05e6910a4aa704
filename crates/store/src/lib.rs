//! The workstation's SQLite file. Three append-only tables are the truth (entries, receipts, deliveries); views are
//! folded from them in the same transaction; settings, drafts and the queue are the only other tables.

mod backup;
mod before_upgrade;
mod error;
mod fold;
mod inspection;
mod json;
mod migration;
mod open;
mod recent;
mod schema;
pub mod table;
mod writing;

pub use backup::{BackedUp, BackupProgress, Watch, back_up, check_backup, unpack_blobs};
pub use error::StoreError;
pub use fold::{FoldDifference, readable_entries};
pub use inspection::{Inspected, InspectedDelivery, InspectedReceipt, Place, Strays};
pub use open::{OLDEST_SAFE_SQLITE, Store};
pub use writing::{Carriage, Carried, ChainHead, Writing};
