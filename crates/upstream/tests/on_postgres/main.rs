//! The same tests over a real PostgreSQL.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should say where")]

#[path = "../upstream/authority.rs"]
mod authority;
#[path = "../upstream/cluster.rs"]
mod cluster;
#[path = "../upstream/on_postgres.rs"]
mod database;
#[path = "../upstream/desk.rs"]
mod desk;
#[path = "../upstream/documented.rs"]
mod documented;
#[path = "../upstream/every_kind.rs"]
mod every_kind;
#[path = "../upstream/holding.rs"]
mod holding;
#[path = "../upstream/http.rs"]
mod http;
#[path = "../upstream/program.rs"]
mod program;
#[path = "../upstream/server.rs"]
mod server;

mod encrypted;
mod held_open;
mod instances;
mod storage;

#[path = "../upstream/attachments.rs"]
mod attachments;
#[path = "../upstream/audience.rs"]
mod audience;
#[path = "../upstream/command_line.rs"]
mod command_line;
#[path = "../upstream/commit.rs"]
mod commit;
#[path = "../upstream/delivered.rs"]
mod delivered;
#[path = "../upstream/described.rs"]
mod described;
#[path = "../upstream/enrolment.rs"]
mod enrolment;
#[path = "../upstream/figures.rs"]
mod figures;
#[path = "../upstream/floods.rs"]
mod floods;
#[path = "../upstream/foreign.rs"]
mod foreign;
#[path = "../upstream/forks.rs"]
mod forks;
#[path = "../upstream/gaps.rs"]
mod gaps;
#[path = "../upstream/generations.rs"]
mod generations;
#[path = "../upstream/hints.rs"]
mod hints;
#[path = "../upstream/killed.rs"]
mod killed;
#[path = "../upstream/later_version.rs"]
mod later_version;
#[path = "../upstream/levels.rs"]
mod levels;
#[path = "../upstream/levels_in_any_order.rs"]
mod levels_in_any_order;
#[path = "../upstream/odd.rs"]
mod odd;
#[path = "../upstream/order.rs"]
mod order;
#[path = "../upstream/purged_blobs.rs"]
mod purged_blobs;
#[path = "../upstream/refused.rs"]
mod refused;
#[path = "../upstream/requests.rs"]
mod requests;
#[path = "../upstream/retries.rs"]
mod retries;
#[path = "../upstream/shown.rs"]
mod shown;
#[path = "../upstream/tls.rs"]
mod tls;
#[path = "../upstream/units.rs"]
mod units;
#[path = "../upstream/upgraded.rs"]
mod upgraded;
#[path = "../upstream/visitors.rs"]
mod visitors;
