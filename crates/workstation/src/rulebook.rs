//! 规则册: the packs that came with the program, those that a bureau added, and which of them are in force today. Every
//! text that was ever in force is kept, so that an old incident can be shown under the packs it was judged by.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::Moment;
use domain::digest::Digest;
use domain::pack::{Meta, Pack, PackErrors, PackText, Packs, SHIPPED, days_of_change, in_force, lay_read};
use store::table::pack::{self, KeptPack};
use store::table::setting;
use store::{Store, StoreError};

use crate::enrolment::{Enrolment, enrolled};

/// The setting that names the packs that came with the program and that a person withdrew, by id: a newer program
/// brings newer texts of them, which stay withdrawn.
pub(crate) const WITHDRAWN_PACKS: &str = "withdrawn_packs";

/// Those packs.
pub(crate) fn withdrawn_packs(store: &Store) -> Result<BTreeSet<String>, StoreError> {
    Ok(setting::get(store.connection(), WITHDRAWN_PACKS)?.unwrap_or_default())
}

/// A pack on the shelf.
#[derive(Debug, Clone)]
pub(crate) struct Shelved {
    /// As it was read; none where its text cannot be read any more.
    pack: Option<Arc<Pack>>,
    pub(crate) kept: KeptPack,
    /// Why it lies unused.
    pub(crate) fault: Option<String>,
}

impl Shelved {
    /// What it says of itself; none where its text cannot be read any more.
    pub(crate) fn meta(&self) -> Option<&Meta> {
        self.pack.as_deref().map(|pack| &pack.meta)
    }

    fn usable(&self) -> Option<&Pack> {
        self.pack.as_deref().filter(|_| !self.kept.withdrawn && self.fault.is_none())
    }

    fn text(&self) -> PackText<'_> {
        PackText { file: &self.kept.file, text: &self.kept.text }
    }
}

/// The packs of this desk.
pub(crate) struct Rulebook {
    shelf: Vec<Shelved>,
    today: Arc<Packs>,
    of_day: NaiveDate,
    unit: String,
    /// What was read again; none: its texts are not kept here or cannot be read any more.
    older: HashMap<Digest, Option<Arc<Packs>>>,
}

/// For whom the packs are laid.
struct Reader {
    unit: String,
    sample: bool,
}

impl Reader {
    fn of(enrolment: Option<&Enrolment>) -> Self {
        let unit = enrolment.and_then(Enrolment::unit).map_or_else(String::new, |unit| unit.code.0.clone());
        Self { unit, sample: enrolment.is_some_and(Enrolment::is_sample) }
    }
}

fn shipped(reader: &Reader) -> impl Iterator<Item = PackText<'static>> {
    SHIPPED.iter().copied().chain(reader.sample.then_some(PackText::SAMPLE_COUNTY))
}

fn kept_as(text: PackText<'_>, meta: &Meta, shipped: bool) -> KeptPack {
    KeptPack {
        text_digest: Digest::of(text.text.as_bytes()),
        pack: meta.id.clone(),
        file: text.file.to_owned(),
        text: text.text.to_owned(),
        shipped,
        withdrawn: false,
    }
}

/// Everything on the shelf, what came with the program first, then what a bureau added, oldest first.
fn shelf(store: &Store, reader: &Reader) -> Result<Vec<Shelved>, StoreError> {
    let withdrawn = withdrawn_packs(store)?;
    let mut shelf: Vec<Shelved> = Vec::new();
    for text in shipped(reader) {
        let Ok(pack) = Pack::parse(text.file, text.text) else { continue };
        let kept = KeptPack { withdrawn: withdrawn.contains(&pack.meta.id), ..kept_as(text, &pack.meta, true) };
        shelf.push(Shelved { pack: Some(Arc::new(pack)), kept, fault: None });
    }
    for kept in pack::all(store.connection())?.into_iter().filter(|one| !one.shipped && !one.withdrawn) {
        if shelf.iter().any(|known| known.kept.text_digest == kept.text_digest) {
            continue;
        }
        let (pack, fault) = match Pack::parse(&kept.file, &kept.text) {
            Ok(pack) => (Some(Arc::new(pack)), None),
            Err(errors) => (None, Some(PackErrors(errors).to_string())),
        };
        shelf.push(Shelved { pack, kept, fault });
    }
    Ok(shelf)
}

fn laid(shelf: &[Shelved], unit: &str, day: NaiveDate) -> Result<Packs, PackErrors> {
    let usable: Vec<_> = shelf.iter().filter_map(|one| Some((one.text(), one.usable()?))).collect();
    lay_read(&usable, unit, day)
}

/// What is laid on a day, where that also goes well on every later day on which other packs come into force.
fn laid_from(shelf: &[Shelved], unit: &str, day: NaiveDate) -> Result<Packs, PackErrors> {
    let metas: Vec<&Meta> = shelf.iter().filter_map(Shelved::usable).map(|pack| &pack.meta).collect();
    for later in days_of_change(&metas, unit, day).into_iter().filter(|later| *later > day) {
        laid(shelf, unit, later)?;
    }
    laid(shelf, unit, day)
}

/// Lays a shelf; while that goes wrong, the newest that a bureau added, and without which it goes well, lies unused. At
/// the last, what came with the program is used even where it was withdrawn: a room is never without rules.
fn laid_leaving_out(shelf: &mut [Shelved], unit: &str, day: NaiveDate) -> Result<Packs, PackErrors> {
    let mut errors = match laid(shelf, unit, day) {
        Ok(packs) => return Ok(packs),
        Err(errors) => errors,
    };
    loop {
        let own = |one: &Shelved| one.usable().is_some() && !one.kept.shipped;
        let added: Vec<usize> = (0..shelf.len()).rev().filter(|place| own(&shelf[*place])).collect();
        let alone = added.iter().copied().find(|place| {
            let mut others = shelf.to_vec();
            others.remove(*place);
            laid(&others, unit, day).is_ok()
        });
        let Some(place) = alone.or_else(|| added.first().copied()) else { break };
        shelf[place].fault = Some(errors.to_string());
        errors = match laid(shelf, unit, day) {
            Ok(packs) => return Ok(packs),
            Err(errors) => errors,
        };
    }
    for one in shelf.iter_mut().filter(|one| one.kept.shipped) {
        one.kept.withdrawn = false;
    }
    laid(shelf, unit, day)
}

/// What is in force of a shelf, in the order in which it is laid.
fn chosen<'s>(shelf: &'s [Shelved], unit: &str, day: NaiveDate) -> Vec<&'s Shelved> {
    let metas: Vec<&Meta> = shelf.iter().filter_map(Shelved::usable).map(|pack| &pack.meta).collect();
    let chosen = in_force(&metas, unit, day);
    let of_meta =
        |meta: &&Meta| shelf.iter().find(|one| one.usable().is_some_and(|own| std::ptr::eq(&own.meta, *meta)));
    chosen.iter().filter_map(of_meta).collect()
}

impl Rulebook {
    /// Lays what is in force on a day, and keeps its texts. What a bureau added and no longer fits is left out, and said.
    pub(crate) fn open(store: &mut Store, day: NaiveDate, now: Moment) -> Result<Self, RulebookError> {
        let reader = Reader::of(enrolled(store)?.as_ref());
        let mut on_shelf = shelf(store, &reader)?;
        let today = laid_leaving_out(&mut on_shelf, &reader.unit, day)?;
        let book =
            Self { today: Arc::new(today), of_day: day, unit: reader.unit, shelf: on_shelf, older: HashMap::new() };
        book.keep(store, now)?;
        Ok(book)
    }

    /// Keeps the texts in force and their order, so that every entry names a set that can be read again.
    fn keep(&self, store: &mut Store, now: Moment) -> Result<(), StoreError> {
        let chosen = self.in_force();
        store.write(|writing| {
            for one in &chosen {
                writing.keep_pack(&one.kept, now)?;
            }
            let texts: Vec<Digest> = chosen.iter().map(|one| one.kept.text_digest).collect();
            writing.keep_pack_set(self.today.digest(), &texts)
        })
    }

    /// What is in force today, in the order in which it is laid.
    pub(crate) fn in_force(&self) -> Vec<&Shelved> {
        chosen(&self.shelf, &self.unit, self.of_day)
    }

    /// Everything on the shelf.
    pub(crate) fn shelf(&self) -> &[Shelved] {
        &self.shelf
    }

    /// The packs in force today.
    pub(crate) fn today(&self) -> Arc<Packs> {
        Arc::clone(&self.today)
    }

    /// For which day they were chosen.
    pub(crate) const fn of_day(&self) -> NaiveDate {
        self.of_day
    }

    /// What is wrong with packs that a bureau added, and which therefore lie unused.
    pub(crate) fn trouble(&self) -> Option<String> {
        let faults: Vec<&str> = self.shelf.iter().filter_map(|one| one.fault.as_deref()).collect();
        (!faults.is_empty()).then(|| format!("有规则包不能用，仍按其余规则：{}", faults.join("；")))
    }

    /// The pack of a text, by its digest.
    pub(crate) fn of_text(&self, text: &str) -> Option<&Shelved> {
        self.shelf.iter().find(|one| one.kept.text_digest.to_string() == text)
    }

    /// The packs of that digest, where their texts are kept here.
    pub(crate) fn judged_by(&mut self, store: &Store, digest: Digest) -> Result<Option<Arc<Packs>>, StoreError> {
        if digest == self.today.digest() {
            return Ok(Some(self.today()));
        }
        if let Some(known) = self.older.get(&digest) {
            return Ok(known.clone());
        }
        let texts = pack::of_set(store.connection(), digest)?.unwrap_or_default();
        let texts: Vec<PackText<'_>> = texts.iter().map(|one| PackText { file: &one.file, text: &one.text }).collect();
        // A newer program may read packs otherwise; then the incident is shown under today's, and that is said.
        let packs = Packs::from_texts(&texts).ok().filter(|packs| packs.digest() == digest).map(Arc::new);
        self.older.insert(digest, packs.clone());
        Ok(packs)
    }

    /// The packs that would be in force with another text on the shelf.
    pub(crate) fn with(&self, text: PackText<'_>) -> Result<(Shelved, Packs), PackErrors> {
        let pack = Pack::parse(text.file, text.text).map_err(PackErrors)?;
        let added = Shelved { kept: kept_as(text, &pack.meta, false), pack: Some(Arc::new(pack)), fault: None };
        let mut shelf = self.shelf.clone();
        shelf.retain(|one| one.kept.text_digest != added.kept.text_digest);
        shelf.push(added.clone());
        let packs = laid_from(&shelf, &self.unit, self.of_day)?;
        Ok((added, packs))
    }

    /// The packs that would be in force without one.
    pub(crate) fn without(&self, text: &str) -> Result<Packs, PackErrors> {
        let mut shelf = self.shelf.clone();
        shelf.retain(|one| one.kept.text_digest.to_string() != text);
        laid_from(&shelf, &self.unit, self.of_day)
    }

    /// The packs that would be in force with one that was withdrawn.
    pub(crate) fn with_again(&self, text: &str) -> Result<Packs, PackErrors> {
        let mut shelf = self.shelf.clone();
        for one in shelf.iter_mut().filter(|one| one.kept.text_digest.to_string() == text) {
            one.kept.withdrawn = false;
        }
        laid_from(&shelf, &self.unit, self.of_day)
    }
}

/// Why no rulebook could be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RulebookError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Packs(#[from] PackErrors),
}
