//! One file a table: its migration, its row, its queries.

pub mod access;
pub mod blob;
pub mod certificate;
pub mod delivery;
pub mod displaced;
pub mod draft;
pub mod entry;
pub mod information;
pub mod levels;
pub mod number;
pub mod offer;
pub mod officer;
pub mod pack;
pub mod pin;
pub mod purge;
pub mod queue;
pub mod receipt;
pub mod roster;
pub mod setting;
pub mod transfer;
pub mod unread;
pub mod view;
