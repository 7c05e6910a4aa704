//! 单位: which units there are above, below and beside this one, asked once each time that the upstream is reached anew.

use domain::unit_tree::UnitTree;
use domain::wire::RefusalCode;

use super::engine::{Round, SyncError};
use super::upstream::UpstreamError;

impl Round<'_> {
    pub(super) async fn ask_units(&self) -> Result<(), SyncError> {
        if self.desk.link().placed {
            return Ok(());
        }
        let units = match self.upstream.units(&self.identity.token).await {
            // An upstream of an earlier version cannot tell.
            Err(UpstreamError::Refused(refusal)) if refusal.code == RefusalCode::NotFound => None,
            answer => Some(answer?.units),
        };
        self.desk.link().placed = true;
        let Some(units) = units else { return Ok(()) };
        let tree = UnitTree::of(units);
        if tree.own().map(|unit| &unit.code) != self.enrolment.unit().map(|unit| &unit.code) {
            return Err(SyncError::Unproven("单位名单"));
        }
        Ok(self.desk.stand_among(&tree)?)
    }
}
