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

shipped!("national.toml", "henan.toml", "shandong.toml", "luohe.toml");

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
    if !chosen.iter().any(|meta| meta.layer == Layer::Nation) {
        let nation = || metas.iter().filter(|meta| meta.layer == Layer::Nation);
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
    let mut errors = Vec::new();
    let mut parsed = Vec::new();
    for text in texts {
        match Pack::parse(text.file, text.text) {
            Ok(pack) => parsed.push((*text, pack)),
            Err(found) => errors.extend(found),
        }
    }
    if !errors.is_empty() {
        return Err(PackErrors(errors));
    }
    let metas: Vec<&Meta> = parsed.iter().map(|(_, pack)| &pack.meta).collect();
    let chosen = in_force(&metas, unit, day);
    let mut packs: Vec<(PackText<'_>, Pack)> = Vec::new();
    for meta in chosen {
        // The very one: two versions of a pack share everything but their text.
        packs.extend(parsed.iter().find(|(_, pack)| std::ptr::eq(&pack.meta, meta)).cloned());
    }
    Packs::layered(&packs)
}

impl Packs {
    /// The packs of the sample county: national, and its own.
    ///
    /// # Errors
    /// [`PackErrors`]; a test holds that there are none.
    pub fn embedded() -> Result<Self, PackErrors> {
        Self::from_texts(&[SHIPPED[0], SAMPLE_COUNTY])
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
