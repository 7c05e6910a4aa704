//! 新纪元: the desk was restored from a backup, copied, or contradicted by the upstream, and goes on with a chain of its own.
//! Always the first entry of its epoch.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a new epoch was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EpochReason {
    /// The desk's file was put back from a backup.
    Restored,
    /// The data folder came from another machine.
    Copied,
    /// The upstream holds other entries at the same places.
    ChainFork,
    /// The upstream holds more of this device than the desk's file does.
    Behind,
}

/// 新纪元
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpochOpened {
    /// Why.
    pub reason: EpochReason,
    /// The epoch before.
    pub before: u32,
    /// Its last seq in this desk's file; 0 for none.
    pub last_seq: u64,
    /// How many entries without a receipt were issued again.
    pub reissued: u32,
}
