//! 单位: which units there are above, below and beside this one, asked once each time that the upstream is reached anew.

use domain::wire::RefusalCode;

use super::engine::{Round, SyncError};
use super::upstream::UpstreamError;
use crate::enrolment::{known_units, remember_units};

impl Round<'_> {
    /// Keeps the list where it is another than before, and shows it.
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
        let own = self.enrolment.unit().map(|unit| &unit.code);
        if units.first().map(|unit| &unit.code) != own {
            return Err(SyncError::Unproven("单位名单"));
        }
        let changed = {
            let mut store = self.desk.store();
            let changed = known_units(&store)? != units;
            if changed {
                remember_units(&mut store, &units)?;
            }
            changed
        };
        if changed {
            self.desk.shown(None);
        }
        Ok(())
    }
}
