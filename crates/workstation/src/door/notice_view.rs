//! 互通共享 and 毗邻通报, as the pages show them.

use domain::Moment;
use domain::letter::Letter;
use domain::sharing::Shared;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{SignedRow, UnitRow};

/// A partner of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PartnerRow {
    /// Id in the pack.
    pub id: String,
    /// Name.
    pub name: String,
    /// Full number, where known.
    pub phone: Option<String>,
    /// The pack wants it told in this situation, and nothing is on record.
    pub untold: bool,
    /// When it called us, where that call is on record and nothing more was noted of it.
    pub called_at: Option<Moment>,
}

/// A neighbour's desk to which a 毗邻通报 went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeerTo {
    /// Its name.
    pub unit: String,
    /// Who took it there; none while nobody did.
    pub signed: Option<SignedRow>,
}

/// 毗邻通报 that went from here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeerSent {
    /// The entry.
    pub id: Uuid,
    /// When.
    pub at: Moment,
    /// Title as sent.
    pub title: String,
    /// Text as sent.
    pub body: String,
    /// When the upstream had it; none while it waits here.
    pub received_at: Option<Moment>,
    /// To whom.
    pub to: Vec<PeerTo>,
}

/// 互通共享 of one incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoticeView {
    /// The incident.
    pub incident: Uuid,
    /// Who told us when, whom we told when, by time.
    pub rows: Vec<Shared>,
    /// Partners of the pack, in their order.
    pub partners: Vec<PartnerRow>,
    /// 毗邻通报 that went, oldest first.
    pub sent: Vec<PeerSent>,
    /// Neighbours with a desk of their own: of the same superior and level.
    pub neighbours: Vec<UnitRow>,
    /// What a neighbour would be sent.
    pub notice: Letter,
}

/// 毗邻通报 that came here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeerCame {
    /// The entry.
    pub id: Uuid,
    /// Who tells.
    pub from: String,
    /// Title as sent.
    pub title: String,
    /// Text as sent.
    pub body: String,
    /// Number to call back; empty where none was given.
    pub phone: String,
    /// When it was sent.
    pub at: Moment,
    /// Who took it here; none while nobody did.
    pub signed: Option<SignedRow>,
}

/// What neighbours told us of one matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeerNoticeView {
    /// The matter.
    pub incident: Uuid,
    /// Oldest first.
    pub came: Vec<PeerCame>,
    /// Who is at the desk, by name; empty: nobody signed in.
    pub officer: String,
}
