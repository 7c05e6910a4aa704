//! 上级节点: receives the desks' entries, puts them in one order, signs for them and hands them on.
//!
//! One request runs like this: `server` lets its connection in, the `gatehouse` sees it, `http` reads and bounds it, every entry is checked against its device's
//! key beside the others, one writer commits what arrived together in one transaction (order, entries, receipts,
//! deliveries), and only then is anything answered. Whoever asks later reads from what was committed.

mod access_log;
mod allowances;
mod attempts;
mod backup;
mod batch;
mod blobs;
mod check;
mod clock;
mod code;
mod data_folder;
mod database_error;
mod device_list;
mod enrolment;
mod gatehouse;
mod hints;
mod http;
mod identity;
mod key_file;
mod metrics;
mod network;
mod new_generation;
mod page;
mod postgres;
mod prepared;
mod recipients;
mod revocations;
mod server;
mod settings;
mod sqlite;
mod storage;
mod take_in;
mod tls;
mod token;
mod unit_table;
mod unit_tree;
mod unnamed_blobs;
mod upstream;
mod writer;

pub use backup::BackupError;
pub use check::{Findings, check};
pub use clock::Clock;
pub use code::EnrolCode;
pub use data_folder::{DataFolder, FolderError};
pub use database_error::DatabaseError;
pub use device_list::Enrolled;
pub use http::openapi;
pub use key_file::KeyFileError;
pub use server::{Door, serve};
pub use storage::DatabaseAt;
pub use take_in::{TakeInError, TakenIn};
pub use tls::{Renewal, Tls, TlsError};
pub use unit_table::{UnitTableError, read_units};
pub use upstream::Upstream;
