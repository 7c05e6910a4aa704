//! 县 市 省: where each level's report of one event stands, as far as it is known here. Unknown is never "not reported"
//! (practice 1.12).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Heard, Levels, OtherUnit};
use crate::Moment;
use crate::incident::{Incident, Reported};
use crate::report::Stage;
use crate::unit::UnitCode;

/// How a level's standing is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Known {
    /// 已核（回执）
    ByReceipt {
        /// When the upstream had the first report.
        received_at: Moment,
        /// When it was entered into the national system; none where nothing is known of that.
        relayed_at: Option<Moment>,
    },
    /// 据告知
    Told {
        /// Whether it is in the system there.
        reported: bool,
        /// Who said so.
        by: String,
        /// When.
        at: Moment,
    },
    /// 未知
    Unknown,
}

impl Known {
    /// Whether the report is in the system, proven or as was said.
    #[must_use]
    pub const fn is_in_the_system(&self) -> bool {
        matches!(self, Self::ByReceipt { .. } | Self::Told { reported: true, .. })
    }

    /// Where a unit stands in one event, which may be several matters: the unit's own incidents and what else is known.
    #[must_use]
    pub fn of(unit: &UnitCode, own: &[&Incident], levels: &[&Levels]) -> Self {
        let mut received: Vec<(Moment, Option<Moment>)> =
            own.iter().filter_map(|incident| first_of(incident)).collect();
        for other in levels.iter().flat_map(|levels| &levels.others).filter(|other| other.unit == *unit) {
            received.extend(proven(other));
        }
        let proven = received.into_iter().min();
        let told = levels.iter().flat_map(|levels| &levels.told).filter(|told| told.unit == *unit);
        match (proven, told.max_by_key(|told| told.at)) {
            (Some((received_at, relayed_at)), _) => Self::ByReceipt { received_at, relayed_at },
            (None, Some(told)) => Self::Told { reported: told.reported, by: told.told_by.clone(), at: told.at },
            (None, None) => Self::Unknown,
        }
    }
}

fn proven(other: &OtherUnit) -> Option<(Moment, Option<Moment>)> {
    let read = other.incident.as_ref().and_then(first_of);
    let heard = |heard: &Heard| heard.receipt.as_ref().map(|receipt| (receipt.received_at, heard.relayed_at));
    read.into_iter().chain(other.heard.iter().filter_map(heard)).min()
}

/// The first report that has a receipt, and when any of the first was entered into the national system.
fn first_of(incident: &Incident) -> Option<(Moment, Option<Moment>)> {
    let received = |report: &Reported| report.receipt.as_ref().map(|receipt| receipt.received_at);
    let received_at = incident.reports.iter().filter_map(received).min()?;
    let first = incident.reports.iter().filter(|report| report.stage == Stage::First);
    let relayed_at = first.filter_map(|report| report.relay.as_ref().map(|relay| relay.at)).min();
    Some((received_at, relayed_at))
}
