//! 清除: bodies with incidental personal data go by rule, headers never. The record of it stays, with what of the body is
//! not personal.

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::entry::{CallNoted, EntryId, SourceAdded};

/// A body that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurgedBody {
    /// Its entry, whose header stays.
    pub entry: EntryId,
    /// What the body's digest was, as the header says.
    pub body_hash: Digest,
}

/// What stays of purged bodies: the same without persons and numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remainder {
    /// 来电补充
    CallNoted(CallNoted),
    /// 并入的来电
    SourceAdded(SourceAdded),
}

/// 清除, of one subject and under one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purged {
    /// What is gone.
    pub bodies: Vec<PurgedBody>,
    /// Id of the retention rule (pack).
    pub rule: String,
    /// Its clause, as cited.
    pub cite: String,
    /// What stays of them.
    pub remainders: Vec<Remainder>,
}
