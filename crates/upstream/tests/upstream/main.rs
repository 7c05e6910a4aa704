//! The upstream as its desks meet it: real HTTP over loopback, real SQLite files, real kills.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should say where")]

mod authority;
#[path = "on_sqlite.rs"]
mod database;
mod desk;
mod documented;
mod every_kind;
mod holding;
mod http;
mod program;
mod server;

mod attachments;
mod audience;
mod command_line;
mod commit;
mod delivered;
mod deploy;
mod described;
mod enrolment;
mod figures;
mod floods;
mod foreign;
mod forks;
mod gaps;
mod generations;
mod hints;
mod killed;
mod later_version;
mod levels;
mod levels_in_any_order;
mod odd;
mod openapi;
mod order;
mod proof;
mod purged_blobs;
mod refused;
mod requests;
mod retries;
mod shown;
mod slow;
mod storage;
mod tls;
mod units;
mod upgraded;
mod visitors;
