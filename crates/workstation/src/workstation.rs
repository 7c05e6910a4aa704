//! The desk: its folder, its file, its packs and who it is. Everything a use case works on.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::pack::{PackErrors, Packs};
use domain::room_clock::TimeAnchor;
use store::table::{entry, setting};
use store::{Store, StoreError};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::door::DoorError;
use crate::enrolment::{Enrolment, enrolled, remember};
use crate::folder::DataFolder;
use crate::host::Host;
use crate::identity::Identity;
use crate::machine::Machine;
use crate::sealing::Sealer;
use crate::sync::Link;
use crate::tick::Tick;
use crate::trouble::OpenError;

pub(crate) const TIME_ANCHOR: &str = "time_anchor";

/// One desk. Use cases are synchronous; a host calls them off its event loop.
pub struct Workstation {
    folder: DataFolder,
    store: Mutex<Store>,
    identity: Mutex<Option<Identity>>,
    anchor: Mutex<TimeAnchor>,
    pub(crate) link: Mutex<Link>,
    /// The packs of a bureau, and those of the sample county, whose phones and names are made up.
    national: Packs,
    sample_county: Packs,
    sample: AtomicBool,
    pub(crate) machine: Box<dyn Machine>,
    host: Box<dyn Host>,
    /// Woken when something waits to be sent.
    pub(crate) wake: Notify,
}

/// A poisoned lock means that a use case panicked; its transaction was rolled back, so the value is still whole.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Workstation {
    /// Takes the data folder, opens its file and settles the room's clock.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person at the machine.
    pub fn open(folder: &Path, machine: Box<dyn Machine>, host: Box<dyn Host>) -> Result<Self, OpenError> {
        let folder = DataFolder::take(folder)?;
        let mut store = Store::open(&folder.database())?;
        let identity = Identity::load(&folder.identity())?;
        let unusable = |error: PackErrors| OpenError::Pack(error.to_string());
        let national = Packs::national().map_err(unusable)?;
        let sample_county = Packs::embedded().map_err(unusable)?;
        let sample = enrolled(&store)?.is_some_and(|enrolment| enrolment.is_sample());
        let anchor = settle_clock(&mut store, machine.as_ref())?;
        Ok(Self {
            folder,
            store: Mutex::new(store),
            identity: Mutex::new(identity),
            anchor: Mutex::new(anchor),
            link: Mutex::new(Link::default()),
            national,
            sample_county,
            sample: AtomicBool::new(sample),
            machine,
            host,
            wake: Notify::new(),
        })
    }

    /// The instant at which a command is done.
    #[must_use]
    pub fn tick(&self) -> Tick {
        let reading = self.machine.reading();
        let time = held(&self.anchor).at(&reading);
        Tick { reading, time }
    }

    /// The packs in force for the unit this desk is enrolled at.
    pub(crate) fn packs(&self) -> &Packs {
        if self.sample.load(Ordering::Relaxed) { &self.sample_county } else { &self.national }
    }

    /// Keeps the binding to an upstream.
    pub(crate) fn bind(&self, enrolment: &Enrolment) -> Result<(), StoreError> {
        remember(&mut self.store(), enrolment)?;
        self.sample.store(enrolment.is_sample(), Ordering::Relaxed);
        Ok(())
    }

    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        held(&self.store)
    }

    pub(crate) fn identity(&self) -> Option<Identity> {
        held(&self.identity).clone()
    }

    pub(crate) fn become_device(&self, identity: Identity) -> std::io::Result<()> {
        identity.save(&self.folder.identity())?;
        *held(&self.identity) = Some(identity);
        Ok(())
    }

    pub(crate) fn take_time(&self, store: &mut Store, anchor: TimeAnchor) -> Result<(), StoreError> {
        store.write(|writing| writing.set(TIME_ANCHOR, &anchor))?;
        *held(&self.anchor) = anchor;
        Ok(())
    }

    pub(crate) fn link(&self) -> MutexGuard<'_, Link> {
        held(&self.link)
    }

    /// The folder that holds the desk's data.
    #[must_use]
    pub fn data_folder(&self) -> &Path {
        self.folder.path()
    }

    /// Tells the host, and the sync if something waits.
    pub(crate) fn changed(&self, subject: Option<Uuid>) {
        self.wake.notify_one();
        self.host.changed(subject);
    }

    /// Tells the host only: nothing new waits to be sent.
    pub(crate) fn shown(&self, subject: Option<Uuid>) {
        self.host.changed(subject);
    }

    /// Does `work` with what it needs to seal entries.
    pub(crate) fn sealing<T>(
        &self,
        tick: &Tick,
        work: impl FnOnce(&Sealer<'_>, &mut Store, &Enrolment) -> Result<T, DoorError>,
    ) -> Result<T, DoorError> {
        let identity = self.identity().ok_or_else(DoorError::not_enrolled)?;
        let mut store = self.store();
        let enrolment = enrolled(&store)?.ok_or_else(DoorError::not_enrolled)?;
        let unit = enrolment.unit().ok_or_else(DoorError::not_enrolled)?.code.clone();
        let sealer = Sealer {
            identity: &identity,
            unit: &unit,
            packs: self.packs().digest(),
            machine: self.machine.as_ref(),
            tick,
        };
        work(&sealer, &mut store, &enrolment)
    }

    /// Names subjects whose stored view is not the fold of their entries; empty is the proof that rebuild equals live.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn check_views(&self) -> Result<Vec<Uuid>, StoreError> {
        Ok(self.store().check_views()?.into_iter().map(|difference| difference.subject).collect())
    }

    /// Folds every view anew.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read or written.
    pub fn rebuild_views(&self) -> Result<(), StoreError> {
        self.store().rebuild_views()
    }
}

fn settle_clock(store: &mut Store, machine: &dyn Machine) -> Result<TimeAnchor, StoreError> {
    let stored = setting::get(store.connection(), TIME_ANCHOR)?;
    let newest = entry::newest_entered_at(store.connection())?;
    let anchor = TimeAnchor::settle(stored, &machine.reading(), newest);
    store.write(|writing| writing.set(TIME_ANCHOR, &anchor))?;
    Ok(anchor)
}
