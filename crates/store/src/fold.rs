//! Folding a subject whole, and proving that what is stored is what a rebuild would give.

use domain::call::Call;
use domain::entry::{Content, EntryId, Subject};
use domain::incident::Incident;
use domain::information::Information;
use domain::officer::Officer;
use domain::placed::Placed;
use domain::purge::{Held, Settled, settle};
use domain::reissue::each_once;
use rusqlite::Connection;

use crate::error::{StoreError, damaged};
use crate::open::Store;
use crate::table::{access, entry, information, number, officer, purge, view};

/// A subject whose stored view is not the fold of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldDifference {
    /// The subject.
    pub subject: Subject,
}

/// Everything that is folded from the entries of one subject.
#[derive(Debug, PartialEq, Eq)]
struct Views {
    call: Option<Call>,
    incident: Option<Incident>,
    officer: Option<Officer>,
    information: Option<Information>,
}

impl Views {
    fn fold(subject: Subject, entries: &[Placed]) -> Self {
        Self {
            call: Call::fold(subject, entries),
            incident: Incident::fold(subject, entries),
            officer: Officer::fold(subject, entries),
            information: Information::fold(subject, entries),
        }
    }

    fn stored(connection: &Connection, subject: Subject) -> Result<Self, StoreError> {
        Ok(Self {
            call: view::call(connection, subject)?,
            incident: view::incident(connection, subject)?,
            officer: officer::find(connection, subject)?,
            information: information::find(connection, subject)?,
        })
    }

    fn put(&self, connection: &Connection, subject: Subject) -> Result<(), StoreError> {
        view::put_call(connection, subject, self.call.as_ref())?;
        view::put_incident(connection, subject, self.incident.as_ref())?;
        officer::clear(connection, subject)?;
        information::clear(connection, subject)?;
        self.officer.as_ref().map_or(Ok(()), |officer| officer::put(connection, officer))?;
        self.information.as_ref().map_or(Ok(()), |sent| information::put(connection, sent))
    }
}

/// The entries of one subject that this desk may read, in the fold's order, after their purges, each once however often it was
/// issued.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn readable_entries(connection: &Connection, subject: Subject) -> Result<Vec<Placed>, StoreError> {
    Ok(folded_entries(connection, subject)?.placed)
}

/// What a subject is folded from.
struct Folded {
    placed: Vec<Placed>,
    /// Entries whose body is to go, each with the purge that says so.
    cleared: Vec<(EntryId, EntryId)>,
    /// Left out because another stands for it.
    left_out: Vec<EntryId>,
}

fn folded_entries(connection: &Connection, subject: Subject) -> Result<Folded, StoreError> {
    let mut held = Vec::new();
    for (sealed, receipt) in entry::of_subject(connection, subject)? {
        let receipt = receipt.map(|text| serde_json::from_str(&text).map_err(|error| damaged(&error))).transpose()?;
        held.push(Held { header: sealed.read_header()?, content: sealed.read_content()?, receipt });
    }
    let Settled { placed, cleared } = settle(held);
    let (placed, left_out) = each_once(placed);
    Ok(Folded { placed, cleared, left_out })
}

/// Folds a subject and stores its views. A late position can change which of two contradicting entries stands, so a
/// view may also cease to be.
pub(crate) fn refold(connection: &Connection, subject: Subject) -> Result<(), StoreError> {
    let Folded { placed: entries, cleared, left_out } = folded_entries(connection, subject)?;
    Views::fold(subject, &entries).put(connection, subject)?;
    purge::apply(connection, &cleared)?;
    purge::put_persons(connection, subject, &entries)?;
    for entry in left_out {
        number::forget(connection, entry)?;
        access::forget(connection, entry)?;
    }
    for Placed { header, content, .. } in &entries {
        let given = match content {
            Content::Report(report) => Some(report.given()),
            Content::SignOff(sign_off) => sign_off.number,
            _ => None,
        };
        if let Some(given) = given {
            number::put(connection, (header.id, subject), &header.unit.0, given)?;
        }
        if let Content::NumberExplained(said) = content {
            number::explain(connection, header.id, said)?;
        }
        if let Content::AccessNoted(noted) = content {
            access::put(connection, header, noted)?;
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
        let mut differences = Vec::new();
        for subject in self.subjects()? {
            differences.extend(self.check_view(subject)?);
        }
        Ok(differences)
    }

    /// Everything that has entries or a view.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn subjects(&self) -> Result<Vec<Subject>, StoreError> {
        let mut subjects = entry::subjects(&self.connection)?;
        subjects.extend(view::subjects(&self.connection)?);
        subjects.sort_unstable();
        subjects.dedup();
        Ok(subjects)
    }

    /// Folds one subject anew and compares it with what is stored.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn check_view(&self, subject: Subject) -> Result<Option<FoldDifference>, StoreError> {
        let entries = readable_entries(&self.connection, subject)?;
        let same = Views::stored(&self.connection, subject)? == Views::fold(subject, &entries);
        Ok((!same).then_some(FoldDifference { subject }))
    }

    /// Folds every subject anew and stores the result.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read or written.
    pub fn rebuild_views(&mut self) -> Result<(), StoreError> {
        self.write(|writing| writing.refold_everything())
    }
}
