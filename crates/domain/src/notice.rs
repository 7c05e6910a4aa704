//! 互通共享: who told us of an incident and when, whom we told and when; and 毗邻通报, which goes to a neighbour's desk
//! (notice-2024 二.二; practice 1.3, 2.13).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;

/// Which way it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeWay {
    /// 告知我局
    ToldUs,
    /// 我局通报
    WeTold,
}

/// 互通记录 of one incident with one partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Id of a partner in the pack; none for anybody else.
    pub partner: Option<String>,
    /// Whom, in words: 县公安局指挥中心.
    pub name: String,
    /// Which way.
    pub way: NoticeWay,
    /// Since when the partner itself knew, UTC, where it said so: 部门先知.
    pub knew_at: Option<Moment>,
    /// When it was told, UTC.
    pub at: Moment,
    /// Who was spoken with.
    pub person: String,
    /// What was said; empty where not noted.
    pub words: String,
}

/// 毗邻通报: for the desks of the units that the header names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeerNotice {
    /// Title as sent.
    pub title: String,
    /// Text as sent.
    pub body: String,
    /// Number to call back.
    pub phone: String,
    /// When, UTC.
    pub at: Moment,
}
