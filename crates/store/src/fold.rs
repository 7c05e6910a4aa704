//! Folding a subject whole, and proving that what is stored is what a rebuild would give.

use std::borrow::Cow;
use std::collections::BTreeSet;

use domain::Moment;
use domain::call::Call;
use domain::entry::{Content, EntryError, EntryId, Subject};
use domain::incident::Incident;
use domain::information::Information;
use domain::levels::{HeaderOnly, Levels};
use domain::officer::Officer;
use domain::placed::{Placed, sort_for_fold};
use domain::purge::{Held, Settled, settle};
use domain::reader::Reader;
use domain::reissue::{each_once, says_again};
use domain::roster::Roster;
use domain::signoff::SignOff;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::json;
use crate::open::Store;
use crate::table::{access, entry, information, levels, number, officer, purge, roster, unread, view};

/// A subject whose stored view is not the fold of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldDifference {
    /// The subject.
    pub subject: Subject,
}

/// Everything that is folded from the entries of one subject.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Views {
    pub(crate) call: Option<Call>,
    pub(crate) incident: Option<Incident>,
    officer: Option<Officer>,
    information: Option<Information>,
    levels: Option<Levels>,
    roster: Option<Roster>,
    /// Since when somebody is named in it.
    named_since: Option<Moment>,
}

impl Views {
    /// For a reader; without one everything is the desk's own.
    fn fold(reader: Option<&Reader>, subject: Subject, entries: &[Placed], headers: &[HeaderOnly]) -> Self {
        let foreign = reader.filter(|reader| entries.iter().any(|placed| !reader.owns(&placed.header)));
        let own: Cow<'_, [Placed]> = foreign.map_or(Cow::Borrowed(entries), |reader| Cow::Owned(reader.own(entries)));
        Self {
            call: Call::fold(subject, &own),
            incident: Incident::fold(subject, &own),
            officer: Officer::fold(subject, &own),
            information: Information::fold(subject, entries),
            levels: reader.and_then(|reader| Levels::fold(reader, subject, entries, headers)),
            roster: Roster::fold(subject, entries),
            named_since: purge::named_since(entries),
        }
    }

    /// As its entries say, whatever is stored of it.
    pub(crate) fn anew(connection: &Connection, subject: Subject) -> Result<Self, StoreError> {
        let ToFold { placed, headers, .. } = folded_entries(connection, subject)?;
        let reader = levels::reader(connection)?;
        Ok(Self::fold(reader.as_ref(), subject, &placed, &headers))
    }

    fn stored(connection: &Connection, subject: Subject) -> Result<Self, StoreError> {
        Ok(Self {
            call: view::stored(connection, view::CALL, subject)?,
            incident: view::stored(connection, view::INCIDENT, subject)?,
            officer: officer::find(connection, subject)?,
            information: information::find(connection, subject)?,
            levels: levels::find(connection, subject)?,
            roster: roster::find(connection, subject)?,
            named_since: purge::kept_since(connection, subject)?,
        })
    }

    /// Stores what is not as it was `before`; all of it where that is not known.
    fn put(&self, connection: &Connection, subject: Subject, before: Option<&Self>) -> Result<(), StoreError> {
        // Named one by one, so that a view more cannot be left unstored.
        let Self { call, incident, officer, information, levels, roster, named_since } = self;
        if before.is_none_or(|before| before.call != *call) {
            view::put_call(connection, subject, call.as_ref())?;
        }
        if before.is_none_or(|before| before.incident != *incident) {
            view::put_incident(connection, subject, incident.as_ref())?;
        }
        if before.is_none_or(|before| before.officer != *officer) {
            officer::put(connection, subject, officer.as_ref())?;
        }
        if before.is_none_or(|before| before.information != *information) {
            information::put(connection, subject, information.as_ref())?;
        }
        if before.is_none_or(|before| before.levels != *levels) {
            levels::put(connection, subject, levels.as_ref())?;
        }
        if before.is_none_or(|before| before.roster != *roster) {
            roster::put(connection, subject, roster.as_ref())?;
        }
        if before.is_none_or(|before| before.named_since != *named_since) {
            purge::put_persons(connection, subject, *named_since)?;
        }
        Ok(())
    }
}

/// A subject as it was folded last: what is at its end now is folded behind what was, and of its views is written what
/// did change.
#[derive(Debug)]
pub(crate) struct Folded {
    subject: Subject,
    entries: Vec<Placed>,
    headers: Vec<HeaderOnly>,
    /// Whether some of its entries were issued again: what a new one names must be called by the name that stands.
    issued_again: bool,
    views: Views,
}

impl Folded {
    pub(crate) const fn subject(&self) -> Subject {
        self.subject
    }
}

/// What a transaction wrote of a subject.
#[derive(Debug)]
pub(crate) enum Touched {
    /// New own entries at its end, and nothing else.
    AtItsEnd(Vec<Placed>),
    /// Anything else: entries or receipts that arrived, an entry issued again, bodies that go.
    Anywhere,
}

impl Touched {
    /// An own entry more. A purge changes what stands before it, and so does what says something again.
    pub(crate) fn say(&mut self, placed: Placed) {
        match self {
            Self::AtItsEnd(_) if matches!(placed.content, Content::Purged(_)) || says_again(&placed.header) => {
                *self = Self::Anywhere;
            }
            Self::AtItsEnd(said) => said.push(placed),
            Self::Anywhere => {}
        }
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
struct ToFold {
    placed: Vec<Placed>,
    /// What may be known by its header alone.
    headers: Vec<HeaderOnly>,
    /// Entries whose body is to go, each with the purge that says so.
    cleared: Vec<(EntryId, EntryId)>,
    /// Left out because another stands for it.
    left_out: Vec<EntryId>,
    /// A later version wrote them: known by their headers until this program can read them.
    unread: BTreeSet<EntryId>,
}

fn folded_entries(connection: &Connection, subject: Subject) -> Result<ToFold, StoreError> {
    let (mut held, mut unread) = (Vec::new(), BTreeSet::new());
    for (sealed, receipt) in entry::of_subject(connection, subject)? {
        let receipt = receipt.map(|text| json::read(&text)).transpose()?;
        let header = sealed.read_header()?;
        let content = match sealed.read_content(&header) {
            Err(EntryError::Newer) => {
                unread.insert(header.id);
                None
            }
            read => read?,
        };
        held.push(Held { header, content, receipt });
    }
    let Settled { placed, cleared, headers } = settle(held);
    let (placed, left_out) = each_once(placed);
    Ok(ToFold { placed, headers, cleared, left_out, unread })
}

/// Folds a subject and stores its views. A late position can change which of two contradicting entries stands, so a
/// view may also cease to be.
pub(crate) fn refold(
    connection: &Connection,
    (reader, subject): (Option<&Reader>, Subject),
    before: Option<Folded>,
    touched: Touched,
) -> Result<Folded, StoreError> {
    match (before, touched) {
        (Some(before), Touched::AtItsEnd(said)) if !before.issued_again => {
            fold_behind(connection, reader, before, said)
        }
        _ => fold_whole(connection, reader, subject),
    }
}

fn fold_behind(
    connection: &Connection,
    reader: Option<&Reader>,
    before: Folded,
    said: Vec<Placed>,
) -> Result<Folded, StoreError> {
    let Folded { subject, mut entries, headers, views: stored, issued_again } = before;
    put_rows(connection, subject, &said)?;
    entries.extend(said);
    sort_for_fold(&mut entries);
    let views = Views::fold(reader, subject, &entries, &headers);
    views.put(connection, subject, Some(&stored))?;
    Ok(Folded { subject, entries, headers, issued_again, views })
}

fn fold_whole(connection: &Connection, reader: Option<&Reader>, subject: Subject) -> Result<Folded, StoreError> {
    let ToFold { placed: entries, headers, cleared, left_out, unread } = folded_entries(connection, subject)?;
    unread::put(connection, subject, unread)?;
    let views = Views::fold(reader, subject, &entries, &headers);
    views.put(connection, subject, None)?;
    purge::apply(connection, &cleared)?;
    for entry in &left_out {
        number::forget(connection, *entry)?;
        access::forget(connection, *entry)?;
    }
    put_rows(connection, subject, &entries)?;
    let issued_again = entries.iter().any(|one| says_again(&one.header));
    Ok(Folded { subject, entries, headers, issued_again, views })
}

/// The rows that single entries make, each the same however often it is put.
fn put_rows(connection: &Connection, subject: Subject, entries: &[Placed]) -> Result<(), StoreError> {
    for Placed { header, content, .. } in entries {
        let of = (header.id, subject);
        match content {
            Content::Report(report) => number::put(connection, of, &header.unit.0, report.given())?,
            Content::SignOff(SignOff { number: Some(given), .. }) => {
                number::put(connection, of, &header.unit.0, *given)?
            }
            Content::NumberExplained(said) => number::explain(connection, header.id, said)?,
            Content::AccessNoted(noted) => access::put(connection, header, noted)?,
            Content::SignOff(_)
            | Content::CallOpened(_)
            | Content::CallNoted(_)
            | Content::CallTimeCorrected(_)
            | Content::CallEnded(_)
            | Content::SourceAdded(_)
            | Content::CallOut(_)
            | Content::Relay(_)
            | Content::SignOffSought(_)
            | Content::AlarmRung(_)
            | Content::AlarmAcknowledged(_)
            | Content::ClockSet(_)
            | Content::SoundTested(_)
            | Content::OfficerListed(_)
            | Content::ChangeNoted(_)
            | Content::AccordChecked(_)
            | Content::ExtensionGranted(_)
            | Content::DutyDone(_)
            | Content::IncidentEnded(_)
            | Content::IncidentReopened(_)
            | Content::LookedAgain(_)
            | Content::PackChanged(_)
            | Content::ProcessJoined(_)
            | Content::Information(_)
            | Content::SignedIn(_)
            | Content::Claimed(_)
            | Content::Disclosed(_)
            | Content::Purged(_)
            | Content::EpochOpened(_)
            | Content::TakenUp(_)
            | Content::Acknowledged(_)
            | Content::Directive(_)
            | Content::DirectiveAnswered(_)
            | Content::LevelTold(_)
            | Content::SameEvent(_)
            | Content::Notice(_)
            | Content::PeerNotice(_)
            | Content::RosterPublished(_)
            | Content::RosterChanged(_)
            | Content::RosterEntered(_) => {}
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

    /// One call.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn call(&self, subject: Subject) -> Result<Option<Call>, StoreError> {
        self.views_of(subject).map_or_else(|| view::call(&self.connection, subject), |views| Ok(views.call.clone()))
    }

    /// One incident.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn incident(&self, subject: Subject) -> Result<Option<Incident>, StoreError> {
        let stored = || view::incident(&self.connection, subject);
        self.views_of(subject).map_or_else(stored, |views| Ok(views.incident.clone()))
    }

    fn views_of(&self, subject: Subject) -> Option<&Views> {
        self.recent.folded.as_ref().filter(|folded| folded.subject == subject).map(|folded| &folded.views)
    }

    /// Everything that has entries or a view.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn subjects(&self) -> Result<Vec<Subject>, StoreError> {
        view::subjects(&self.connection)
    }

    /// Folds one subject anew and compares it with what is stored.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn check_view(&self, subject: Subject) -> Result<Option<FoldDifference>, StoreError> {
        let fresh = Views::anew(&self.connection, subject)?;
        let same = match Views::stored(&self.connection, subject) {
            // What cannot be read differs.
            Err(StoreError::Damaged(_)) => false,
            stored => stored? == fresh,
        };
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
