//! 上级节点: receives the desks' entries, puts them in one order, signs for them and hands them on.
//!
//! One request runs like this: `http` reads and bounds it, every entry is checked against its device's
//! key beside the others, one writer commits what arrived together in one transaction (order, entries, receipts,
//! deliveries), and only then is anything answered. Whoever asks later reads from what was committed.

mod access_log;
mod allowances;
mod attempts;
mod chain;
mod check;
mod clock;
mod code;
mod connections;
mod data_folder;
mod gatehouse;
mod http;
mod identity;
mod key_file;
mod metrics;
mod network;
mod prepared;
mod recipients;
mod server;
mod sqlite;
mod tls;
mod token;
mod unit_table;
mod upstream;
mod writer;

pub use check::{Findings, check};
pub use clock::Clock;
pub use code::EnrolCode;
pub use data_folder::{DataFolder, FolderError};
pub use key_file::KeyFileError;
pub use server::{Door, serve};
pub use sqlite::DatabaseError;
pub use tls::{Renewal, Tls, TlsError};
pub use unit_table::{UnitTableError, read_units};
pub use upstream::Upstream;
