//! Every table of the desk's file, asked what use cases ask it; and every failure in the words that an officer reads.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

mod desk;
mod desk_alone;
mod gone;
mod kept;
mod refused;
mod rosters;
mod sending;
mod upgraded;
mod views;
#[path = "../writer/mod.rs"]
mod writer;
