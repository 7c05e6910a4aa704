//! 规则包库: the packs that come with the program and those that a bureau added; which of them are in force for a unit
//! on a day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Layer, Meta, Pack, PackErrors, Packs};

/// A pack as a text under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackText<'a> {
    /// File name.
    pub file: &'a str,
    /// The TOML.
    pub text: &'a str,
}

macro_rules! shipped {
    ($($file:literal),+ $(,)?) => {
        /// The packs that come with the program. Those of provinces and cities hold for units of their region.
        pub const SHIPPED: &[PackText<'static>] =
            &[$(PackText { file: $file, text: include_str!(concat!("../../packs/", $file)) }),+];
    };
}

shipped!("national.toml", "henan.toml", "shandong.toml", "luohe.toml", "calendar-2026.toml");

/// The sample county's, whose phones and names are made up.
const SAMPLE_COUNTY: PackText<'static> =
    PackText { file: "sample-county.toml", text: include_str!("../../packs/sample-county.toml") };

/// Of several packs those in force for a unit on a day, in the order in which they are laid: of each id the newest
/// version, widest layer first. A day that no national pack covers is judged by the latest before it, or else by the
/// earliest, for rules are needed anyway.
#[must_use]
pub fn in_force<'m>(metas: &[&'m Meta], unit: &str, day: NaiveDate) -> Vec<&'m Meta> {
    let mut chosen: Vec<&Meta> = Vec::new();
    for meta in metas.iter().filter(|meta| meta.holds_for(unit) && meta.in_force_on(day)) {
        match chosen.iter_mut().find(|known| known.id == meta.id) {
            Some(known) if known.effective_from <= meta.effective_from => *known = meta,
            Some(_) => {}
            None => chosen.push(meta),
        }
    }
    let of_the_nation = |meta: &&Meta| meta.layer == Layer::Nation && !meta.supplement;
    if !chosen.iter().any(&of_the_nation) {
        let nation = || metas.iter().copied().filter(of_the_nation);
        let begun = nation().filter(|meta| meta.effective_from <= day).max_by_key(|meta| meta.effective_from);
        chosen.extend(begun.or_else(|| nation().min_by_key(|meta| meta.effective_from)));
    }
    chosen.sort_by_key(|meta| (meta.layer, meta.effective_from));
    chosen
}

/// A day, and every later one on which other packs are in force for a unit.
#[must_use]
pub fn days_of_change(metas: &[&Meta], unit: &str, day: NaiveDate) -> BTreeSet<NaiveDate> {
    let holding = metas.iter().filter(|meta| meta.holds_for(unit));
    let turns = holding.flat_map(|meta| {
        let over = meta.effective_until.and_then(|until| until.succ_opt());
        [Some(meta.effective_from), over].into_iter().flatten()
    });
    turns.filter(|turn| *turn > day).chain([day]).collect()
}

/// Lays the packs in force for a unit on a day over each other.
///
/// # Errors
/// Everything that is wrong with any of them, or with them together.
pub fn lay(texts: &[PackText<'_>], unit: &str, day: NaiveDate) -> Result<Packs, PackErrors> {
    let read = read_all(texts)?;
    lay_read(&read.iter().map(|(text, pack)| (*text, pack)).collect::<Vec<_>>(), unit, day)
}

/// The same of packs that were read before, each with its text.
///
/// # Errors
/// [`PackErrors`], where they do not fit together.
pub fn lay_read(packs: &[(PackText<'_>, &Pack)], unit: &str, day: NaiveDate) -> Result<Packs, PackErrors> {
    let metas: Vec<&Meta> = packs.iter().map(|(_, pack)| &pack.meta).collect();
    let chosen = in_force(&metas, unit, day);
    // The very one: two versions of a pack share everything but their text.
    let of_meta = |meta: &Meta| packs.iter().find(|(_, pack)| std::ptr::eq(&pack.meta, meta)).copied();
    Packs::layered(&chosen.into_iter().filter_map(of_meta).collect::<Vec<_>>())
}

/// Reads them, or says everything that is wrong with any.
fn read_all<'t>(texts: &[PackText<'t>]) -> Result<Vec<(PackText<'t>, Pack)>, PackErrors> {
    let (mut read, mut errors) = (Vec::new(), Vec::new());
    for text in texts {
        match Pack::parse(text.file, text.text) {
            Ok(pack) => read.push((*text, pack)),
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() { Ok(read) } else { Err(PackErrors(errors)) }
}

impl Packs {
    /// Parses, lints and lays packs over each other, the widest layer first whatever the order given.
    ///
    /// # Errors
    /// Everything that is wrong, each with file, line where it is known, and reason.
    pub fn from_texts(texts: &[PackText<'_>]) -> Result<Self, PackErrors> {
        let mut packs = read_all(texts)?;
        packs.sort_by_key(|(_, pack)| pack.meta.layer);
        Self::layered(&packs.iter().map(|(text, pack)| (*text, pack)).collect::<Vec<_>>())
    }

    /// The packs of the sample county: national, the year's holidays, and its own.
    ///
    /// # Errors
    /// [`PackErrors`]; a test holds that there are none.
    pub fn embedded() -> Result<Self, PackErrors> {
        Self::from_texts(&[SHIPPED[0], SHIPPED[4], SAMPLE_COUNTY])
    }

    /// The packs for a bureau that has none of its own: the national one alone.
    ///
    /// # Errors
    /// [`PackErrors`]; a test holds that there are none.
    pub fn national() -> Result<Self, PackErrors> {
        Self::from_texts(&[SHIPPED[0]])
    }
}

/// The sample county's own pack.
impl PackText<'static> {
    /// The sample county's own pack.
    pub const SAMPLE_COUNTY: Self = SAMPLE_COUNTY;
}
