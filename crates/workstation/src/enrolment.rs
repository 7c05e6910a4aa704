//! 注册: what this desk was told when it was enrolled, and what a person chose for it.

use domain::certificate::SealedCertificate;
use domain::receipt::UpstreamId;
use domain::report::SystemOfRecord;
use domain::seal::PublicKey;
use domain::unit::Unit;
use domain::unit_tree::UnitTree;
use serde::{Deserialize, Serialize};
use store::table::setting;
use store::{Store, StoreError, Writing};

const ENROLMENT: &str = "enrolment";
const EARLIER: &str = "earlier_certificates";
const KNOWN_UNITS: &str = "known_units";
const FIRST_START: &str = "first_start";
const SYSTEM_OF_RECORD: &str = "system_of_record";

/// The binding to one upstream. Its key is pinned: a receipt by any other key proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// Address of the upstream; none for the sample county on trial, which sends nothing.
    pub upstream_url: Option<String>,
    /// Its identity.
    pub upstream: UpstreamId,
    /// Its pinned key.
    pub upstream_key: PublicKey,
    /// This device's certificate.
    pub certificate: SealedCertificate,
    /// The unit, and after it every unit above it, as the upstream named them last.
    pub units: Vec<Unit>,
}

impl Enrolment {
    /// The unit this desk works for.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        self.units.first()
    }

    /// Whether this is the sample county without an upstream.
    #[must_use]
    pub fn is_on_trial(&self) -> bool {
        self.is_sample() && self.upstream_url.is_none()
    }

    /// Whether that unit is made up.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.unit().is_some_and(|unit| unit.sample)
    }
}

/// The enrolment, none before it.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn enrolled(store: &Store) -> Result<Option<Enrolment>, StoreError> {
    setting::get(store.connection(), ENROLMENT)
}

/// Keeps the binding; the certificate of the device that this desk was before stays, so that its entries can be checked
/// for as long as they are kept.
pub(crate) fn remember(store: &mut Store, enrolment: &Enrolment) -> Result<(), StoreError> {
    let mut earlier = earlier_certificates(store)?;
    if let Some(before) = enrolled(store)?.map(|before| before.certificate)
        && before != enrolment.certificate
        && !earlier.contains(&before)
    {
        earlier.push(before);
    }
    store.write(|writing| {
        writing.set(EARLIER, &earlier)?;
        bind(writing, enrolment)
    })
}

/// Who is above the unit decides whose directives are folded, so that both are kept in one write.
fn bind(writing: &mut Writing<'_>, enrolment: &Enrolment) -> Result<(), StoreError> {
    writing.set(ENROLMENT, enrolment)?;
    let reader = UnitTree::of(enrolment.units.clone()).reader();
    reader.map_or(Ok(()), |reader| writing.fold_for(&reader))
}

/// The unit and all that it knows; only those that the enrolment named where the upstream never told more to this unit.
pub(crate) fn unit_tree(store: &Store) -> Result<UnitTree, StoreError> {
    let enrolled = UnitTree::of(enrolled(store)?.map(|enrolment| enrolment.units).unwrap_or_default());
    let told: Option<UnitTree> = setting::get(store.connection(), KNOWN_UNITS)?;
    let own = |tree: &UnitTree| tree.own().map(|unit| &unit.code) == enrolled.own().map(|unit| &unit.code);
    Ok(told.filter(own).unwrap_or(enrolled))
}

/// Keeps the list that the upstream named, and the enrolment as that list has it: whoever is above the unit by now.
pub(crate) fn remember_units(store: &mut Store, enrolment: &Enrolment, tree: &UnitTree) -> Result<(), StoreError> {
    store.write(|writing| {
        writing.set(KNOWN_UNITS, tree)?;
        bind(writing, enrolment)
    })
}

fn earlier_certificates(store: &Store) -> Result<Vec<SealedCertificate>, StoreError> {
    Ok(setting::get(store.connection(), EARLIER)?.unwrap_or_default())
}

/// The certificates of this desk: as the device it is, then of the devices it was before it was enrolled anew.
pub(crate) fn own_certificates(store: &Store) -> Result<Vec<SealedCertificate>, StoreError> {
    let now = enrolled(store)?.map(|enrolment| enrolment.certificate);
    Ok(now.into_iter().chain(earlier_certificates(store)?).collect())
}

/// Whether a first start was begun in the window and not finished yet.
pub(crate) fn first_start(store: &Store) -> Result<bool, StoreError> {
    Ok(setting::get(store.connection(), FIRST_START)?.unwrap_or(false))
}

/// Keeps that the first start is under way, or that it is finished.
pub(crate) fn remember_first_start(store: &mut Store, under_way: bool) -> Result<(), StoreError> {
    store.write(|writing| writing.set(FIRST_START, &under_way))
}

/// 主通道, the national system until a person chose otherwise.
pub(crate) fn system_of_record(store: &Store) -> Result<SystemOfRecord, StoreError> {
    Ok(setting::get(store.connection(), SYSTEM_OF_RECORD)?.unwrap_or_default())
}

/// Keeps a person's choice of 主通道. Reports keep the choice under which they were sent.
///
/// # Errors
/// [`StoreError`] where the file cannot be written.
pub fn remember_system_of_record(store: &mut Store, choice: SystemOfRecord) -> Result<(), StoreError> {
    store.write(|writing| writing.set(SYSTEM_OF_RECORD, &choice))
}
