//! 互通共享 and 毗邻通报: what the window asks for.

use domain::notice::NoticeWay;
use domain::unit::UnitCode;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// 互通记录.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LogNotice {
    /// The incident.
    pub incident: Uuid,
    /// A partner of the pack, or none.
    pub partner: Option<String>,
    /// Whom, in words; of a partner empty, or which one exactly: 邻例县应急管理局值班室.
    pub name: String,
    /// Which way.
    pub way: NoticeWay,
    /// When, as typed; empty: now, or where that partner's call is on record and the notice speaks of it, the call's time.
    pub time: String,
    /// Since when the partner itself knew, as typed; empty: it did not say.
    pub knew: String,
    /// Who was spoken with.
    pub person: String,
    /// What was said.
    pub words: String,
}

/// 毗邻通报 to neighbours' desks: what the officer saw on screen when pressing the key; nothing goes unseen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SendPeerNotice {
    /// The incident.
    pub incident: Uuid,
    /// To whom.
    #[ts(type = "Array<string>")]
    pub units: Vec<UnitCode>,
    /// The title on screen.
    pub title: String,
    /// The text on screen.
    pub body: String,
}
