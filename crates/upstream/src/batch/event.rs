//! 同一事件, as far as it decides who gets which header: a unit that reported one of an event's matters is shown that the
//! others reported, too (DESIGN §6, 县 市 省). Pure, and of headers alone: a body is never asked.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

use domain::entry::{Header, Kind, Relation, Subject};
use domain::same_event::{self, one_event};
use domain::unit::UnitCode;

/// A report, or its relay, of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reported {
    pub(crate) subject: Subject,
    pub(crate) position: u64,
    pub(crate) unit: UnitCode,
    /// A report, which makes its author one who is shown the others'; a relay does not.
    pub(crate) report: bool,
}

impl Reported {
    /// What an entry is of its matter; none where it is neither.
    pub(super) fn by(header: &Header, position: u64) -> Option<Self> {
        let report = match header.kind {
            Kind::Report => true,
            Kind::Relay => false,
            _ => return None,
        };
        Some(Self { subject: header.subject, position, unit: header.unit.clone(), report })
    }
}

/// What an entry says of two matters: one event, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) subject: Subject,
    pub(crate) other: Subject,
    pub(crate) position: u64,
    pub(crate) unit: UnitCode,
    pub(crate) same: bool,
}

impl same_event::Word for &Word {
    type Place = u64;

    fn other(&self) -> Subject {
        self.other
    }

    fn is_same(&self) -> bool {
        self.same
    }

    fn place(&self) -> Self::Place {
        self.position
    }
}

impl Word {
    /// What an entry says, from either side, of each other matter once: the last link to it counts.
    pub(super) fn by(header: &Header, position: u64) -> Vec<Self> {
        let mut said: BTreeMap<Subject, bool> = BTreeMap::new();
        for link in header.links.iter().filter(|link| header.kind == Kind::SameEvent && link.to != header.subject) {
            match link.relation {
                Relation::SameEvent => said.insert(link.to, true),
                Relation::OtherEvent => said.insert(link.to, false),
                _ => None,
            };
        }
        let word = |subject, other, same| Self { subject, other, position, unit: header.unit.clone(), same };
        let own = header.subject;
        said.into_iter().flat_map(|(other, same)| [word(own, other, same), word(other, own, same)]).collect()
    }
}

/// Of which entries it must be known whether these units have them: of each report, relay and word, whoever reports any
/// matter that was ever said to be one event with its own. What a unit wrote itself it has.
pub(super) fn in_question(
    reported: &[Reported],
    words: &[Word],
    reporting: &BTreeSet<(Subject, UnitCode)>,
) -> BTreeSet<(UnitCode, u64)> {
    let mut beside: BTreeMap<Subject, Vec<Subject>> = BTreeMap::new();
    words.iter().for_each(|word| beside.entry(word.subject).or_default().push(word.other));
    let mut open: BTreeSet<Subject> = reported.iter().map(|reported| reported.subject).collect();
    open.extend(reporting.iter().map(|(subject, _)| *subject));
    let mut pairs = BTreeSet::new();
    while let Some(first) = open.pop_first() {
        let (mut event, mut next) = (BTreeSet::from([first]), vec![first]);
        while let Some(matter) = next.pop() {
            next.extend(beside.get(&matter).into_iter().flatten().filter(|other| event.insert(**other)));
        }
        open.retain(|matter| !event.contains(matter));
        let within = || reported.iter().filter(|reported| event.contains(&reported.subject));
        let said = words.iter().filter(|word| word.position > 0 && event.contains(&word.subject));
        let mut readers: BTreeSet<&UnitCode> = within().filter(|one| one.report).map(|one| &one.unit).collect();
        readers.extend(reporting.iter().filter(|(subject, _)| event.contains(subject)).map(|(_, unit)| unit));
        let entries = within().map(|one| (&one.unit, one.position)).chain(said.map(|word| (&word.unit, word.position)));
        for (author, position) in entries {
            let others = readers.iter().filter(|reader| **reader != author);
            pairs.extend(others.map(|reader| ((*reader).clone(), position)));
        }
    }
    pairs
}

/// The units above each unit.
pub(super) type Superiors = HashMap<UnitCode, Vec<UnitCode>>;

/// What is held of the matters around a batch.
#[derive(Default)]
pub(super) struct Events {
    reported: HashMap<Subject, Vec<Reported>>,
    /// From either side, in no order.
    words: HashMap<Subject, Vec<Word>>,
}

/// Who is to have the headers of which entries.
#[derive(Default)]
pub(super) struct Shared {
    readers: BTreeSet<UnitCode>,
    /// Each with its author, who has it whole.
    entries: BTreeMap<u64, UnitCode>,
}

impl Shared {
    /// Each reader with each entry of another's, in the order of positions.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&UnitCode, u64)> {
        self.entries.iter().flat_map(|(position, author)| {
            self.readers.iter().filter(move |unit| *unit != author).map(|unit| (unit, *position))
        })
    }
}

impl Events {
    pub(super) fn add_reported(&mut self, reported: Reported) {
        self.reported.entry(reported.subject).or_default().push(reported);
    }

    /// A word from one of its sides.
    pub(super) fn add_word(&mut self, word: Word) {
        self.words.entry(word.subject).or_default().push(word);
    }

    /// The matters of which an entry of this one may change what is shared: itself, and whatever was said to be, or not to be,
    /// one event with it.
    pub(super) fn around(&self, matter: Subject) -> BTreeSet<Subject> {
        let said = self.words.get(&matter).into_iter().flatten();
        std::iter::once(matter).chain(said.map(|word| word.other)).collect()
    }

    /// What those who reported one event share: every report and relay of it, and every word that ties one of its matters to
    /// another, or unties it. Whatever the order in which all of it came, the same.
    pub(super) fn shared(&self, subject: Subject, superiors: &Superiors) -> Shared {
        let mut shared = Shared::default();
        for matter in self.event_of(subject, superiors) {
            for reported in self.reported_of(matter) {
                shared.entries.insert(reported.position, reported.unit.clone());
                if reported.report {
                    shared.readers.insert(reported.unit.clone());
                }
            }
            let words = self.words_on(matter, superiors);
            shared.entries.extend(words.map(|word| (word.position, word.unit.clone())));
        }
        shared
    }

    fn event_of(&self, subject: Subject, superiors: &Superiors) -> BTreeSet<Subject> {
        let Ok(event) =
            one_event(subject, |matter| Ok::<Vec<&Word>, Infallible>(self.words_on(matter, superiors).collect()));
        event
    }

    /// The words on a matter that count: nobody makes himself a reader of what he has no part in.
    fn words_on<'e>(&'e self, matter: Subject, superiors: &'e Superiors) -> impl Iterator<Item = &'e Word> {
        self.words.get(&matter).into_iter().flatten().filter(|word| self.counts(word, superiors))
    }

    /// Whether its author reported one of the two, or is above somebody who did.
    fn counts(&self, word: &Word, superiors: &Superiors) -> bool {
        let mut reports = [word.subject, word.other].into_iter().flat_map(|matter| self.reported_of(matter));
        reports.any(|reported| {
            let above = || superiors.get(&reported.unit).is_some_and(|above| above.contains(&word.unit));
            reported.report && (reported.unit == word.unit || above())
        })
    }

    fn reported_of(&self, matter: Subject) -> impl Iterator<Item = &Reported> {
        self.reported.get(&matter).into_iter().flatten()
    }
}
