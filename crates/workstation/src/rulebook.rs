//! 规则册: the packs that came with the program, those that a bureau added, and which of them are in force today. Every
//! text that was ever in force is kept, so that an old incident can be shown under the packs it was judged by.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::Moment;
use domain::digest::Digest;
use domain::pack::{Meta, Pack, PackErrors, PackText, Packs, SHIPPED, in_force, lay};
use store::table::pack::{self, KeptPack};
use store::{Store, StoreError};

use crate::enrolment::{Enrolment, enrolled};

/// A pack on the shelf.
#[derive(Debug, Clone)]
pub(crate) struct Shelved {
    pub(crate) meta: Meta,
    pub(crate) kept: KeptPack,
}

/// The packs of this desk.
pub(crate) struct Rulebook {
    shelf: Vec<Shelved>,
    today: Arc<Packs>,
    of_day: NaiveDate,
    unit: String,
    older: HashMap<Digest, Arc<Packs>>,
    trouble: Option<String>,
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

/// Everything on the shelf, what came with the program first; and what is wrong with what a bureau added, which then
/// stays on the shelf unused.
fn shelf(store: &Store, reader: &Reader) -> Result<(Vec<Shelved>, Option<String>), StoreError> {
    let kept = pack::all(store.connection())?;
    let mut shelf = Vec::new();
    let mut troubles = Vec::new();
    for text in shipped(reader) {
        let Ok(pack) = Pack::parse(text.file, text.text) else { continue };
        let of_this = || kept.iter().filter(|one| one.shipped && one.pack == pack.meta.id);
        let withdrawn = of_this().next().is_some() && of_this().all(|one| one.withdrawn);
        let kept = KeptPack { withdrawn, ..kept_as(text, &pack.meta, true) };
        shelf.push(Shelved { meta: pack.meta, kept });
    }
    for added in kept.into_iter().filter(|one| !one.shipped && !one.withdrawn) {
        match Pack::parse(&added.file, &added.text) {
            Ok(pack) => shelf.push(Shelved { meta: pack.meta, kept: added }),
            Err(errors) => troubles.push(PackErrors(errors).to_string()),
        }
    }
    let trouble = (!troubles.is_empty()).then(|| format!("有规则包不能用，仍按其余规则：{}", troubles.join("；")));
    Ok((shelf, trouble))
}

fn laid(shelf: &[Shelved], unit: &str, day: NaiveDate) -> Result<Packs, PackErrors> {
    let on_shelf = shelf.iter().filter(|one| !one.kept.withdrawn);
    let texts: Vec<PackText<'_>> =
        on_shelf.map(|one| PackText { file: &one.kept.file, text: &one.kept.text }).collect();
    lay(&texts, unit, day)
}

/// What is in force of a shelf, in the order in which it is laid.
fn chosen<'s>(shelf: &'s [Shelved], unit: &str, day: NaiveDate) -> Vec<&'s Shelved> {
    let on_shelf: Vec<&Shelved> = shelf.iter().filter(|one| !one.kept.withdrawn).collect();
    let metas: Vec<&Meta> = on_shelf.iter().map(|one| &one.meta).collect();
    let chosen = in_force(&metas, unit, day);
    chosen.iter().filter_map(|meta| on_shelf.iter().find(|one| std::ptr::eq(&one.meta, *meta)).copied()).collect()
}

impl Rulebook {
    /// Lays what is in force on a day, and keeps its texts. What a bureau added and no longer fits is left out, and said.
    pub(crate) fn open(store: &mut Store, day: NaiveDate, now: Moment) -> Result<Self, RulebookError> {
        let reader = Reader::of(enrolled(store)?.as_ref());
        let (mut on_shelf, mut trouble) = shelf(store, &reader)?;
        let today = match laid(&on_shelf, &reader.unit, day) {
            Ok(packs) => packs,
            Err(errors) => {
                trouble = Some(format!("加入的规则包合在一起不能用，已改用随程序的规则：{errors}"));
                on_shelf.retain(|one| one.kept.shipped);
                laid(&on_shelf, &reader.unit, day)?
            }
        };
        let book = Self {
            today: Arc::new(today),
            of_day: day,
            unit: reader.unit,
            shelf: on_shelf,
            older: HashMap::new(),
            trouble,
        };
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

    /// What is wrong with a pack that a bureau added.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.trouble.clone()
    }

    /// The packs of that digest, where their texts are kept here.
    pub(crate) fn judged_by(&mut self, store: &Store, digest: Digest) -> Result<Option<Arc<Packs>>, StoreError> {
        if digest == self.today.digest() {
            return Ok(Some(self.today()));
        }
        if let Some(known) = self.older.get(&digest) {
            return Ok(Some(Arc::clone(known)));
        }
        let Some(texts) = pack::of_set(store.connection(), digest)? else { return Ok(None) };
        let texts: Vec<PackText<'_>> = texts.iter().map(|one| PackText { file: &one.file, text: &one.text }).collect();
        // A newer program may read packs otherwise; then the incident is shown under today's, and that is said.
        let Some(packs) = Packs::from_texts(&texts).ok().filter(|packs| packs.digest() == digest) else {
            return Ok(None);
        };
        let packs = Arc::new(packs);
        self.older.insert(digest, Arc::clone(&packs));
        Ok(Some(packs))
    }

    /// The packs that would be in force with another text on the shelf.
    pub(crate) fn with(&self, text: PackText<'_>) -> Result<(Shelved, Packs), PackErrors> {
        let pack = Pack::parse(text.file, text.text).map_err(PackErrors)?;
        let added = Shelved { kept: kept_as(text, &pack.meta, false), meta: pack.meta };
        let mut shelf = self.shelf.clone();
        shelf.retain(|one| one.kept.text_digest != added.kept.text_digest);
        shelf.push(added.clone());
        let packs = laid(&shelf, &self.unit, self.of_day)?;
        Ok((added, packs))
    }

    /// The packs that would be in force without a pack.
    pub(crate) fn without(&self, id: &str) -> Result<Packs, PackErrors> {
        let mut shelf = self.shelf.clone();
        shelf.retain(|one| one.meta.id != id);
        laid(&shelf, &self.unit, self.of_day)
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
