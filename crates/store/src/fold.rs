//! Folding a subject whole, and proving that what is stored is what a rebuild would give.

use domain::call::Call;
use domain::entry::{Content, Subject};
use domain::incident::Incident;
use domain::placed::{Placed, sort_for_fold};
use rusqlite::Connection;

use crate::error::{StoreError, damaged};
use crate::open::Store;
use crate::table::{entry, view};

/// A subject whose stored view is not the fold of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldDifference {
    /// The subject.
    pub subject: Subject,
}

fn readable_entries(connection: &Connection, subject: Subject) -> Result<Vec<Placed>, StoreError> {
    let mut placed = Vec::new();
    for (sealed, receipt) in entry::of_subject(connection, subject)? {
        let receipt = receipt.map(|text| serde_json::from_str(&text).map_err(|error| damaged(&error))).transpose()?;
        if let Some(content) = sealed.read_content()? {
            placed.push(Placed { header: sealed.read_header()?, content, receipt });
        }
    }
    sort_for_fold(&mut placed);
    Ok(placed)
}

/// Folds a subject and stores its views. A late position can change which of two contradicting entries stands, so a
/// view may also cease to be.
pub(crate) fn refold(connection: &Connection, subject: Subject) -> Result<(), StoreError> {
    let entries = readable_entries(connection, subject)?;
    view::clear(connection, subject)?;
    if let Some(call) = Call::fold(subject, &entries) {
        view::put_call(connection, &call)?;
    }
    if let Some(incident) = Incident::fold(subject, &entries) {
        view::put_incident(connection, &incident)?;
    }
    for placed in &entries {
        if let Content::Report(report) = &placed.content {
            let header = &placed.header;
            view::put_number(connection, header.id, &header.unit.0, (report.year, report.number))?;
        }
    }
    Ok(())
}

impl Store {
    /// Folds every subject anew and names those whose stored view differs. An empty list is the proof.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn check_views(&self) -> Result<Vec<FoldDifference>, StoreError> {
        let mut subjects = entry::subjects(&self.connection)?;
        subjects.extend(view::subjects(&self.connection)?);
        subjects.sort_unstable();
        subjects.dedup();
        let mut differences = Vec::new();
        for subject in subjects {
            let entries = readable_entries(&self.connection, subject)?;
            let fresh = (Call::fold(subject, &entries), Incident::fold(subject, &entries));
            if view::stored(&self.connection, subject)? != fresh {
                differences.push(FoldDifference { subject });
            }
        }
        Ok(differences)
    }

    /// Folds every subject anew and stores the result.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read or written.
    pub fn rebuild_views(&mut self) -> Result<(), StoreError> {
        self.write(|writing| writing.refold_everything())
    }
}
