//! The desk: its folder, its file, its packs and who it is. Everything a use case works on.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::Moment;
use domain::beijing;
use domain::incident::Incident;
use domain::pack::{Packs, Tone};
use domain::unit::Unit;
use domain::unit_tree::UnitTree;
use store::{BackupProgress, Store, StoreError};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::alarm::{Bell, NO_DEVICE};
use crate::blobs::Blobs;
use crate::door::DoorError;
use crate::enrolment::{Enrolment, enrolled, remember, remember_units, unit_tree};
use crate::epoch;
use crate::folder::DataFolder;
use crate::host::{FileChosen, FileWanted, Host};
use crate::identity::Identity;
use crate::machine::Machine;
use crate::room_clock::RoomClock;
use crate::rulebook::{Rulebook, RulebookError};
use crate::sealing::Sealer;
use crate::session::author;
use crate::sync::{Line, Link, WireLog};
use crate::tick::Tick;
use crate::tickets::{TicketUse, Tickets};
use crate::trouble::OpenError;
use crate::use_case::packet::PacketsAtHand;
use crate::use_case::roster_sheet::SheetAtHand;
use crate::use_case::rule_pack::PackAtHand;

/// One desk. Use cases are synchronous; a host calls them off its event loop.
pub struct Workstation {
    folder: DataFolder,
    store: Mutex<Store>,
    identity: Mutex<Option<Arc<Identity>>>,
    /// As the file holds it; every entry is sealed under it.
    enrolment: Mutex<Option<Arc<Enrolment>>>,
    pub(crate) clock: RoomClock,
    pub(crate) link: Mutex<Link>,
    pub(crate) line: Line,
    pub(crate) wire_log: WireLog,
    /// Locked after the store, never before it.
    rulebook: Mutex<Rulebook>,
    /// A pack that a person chose and has not added yet.
    pack_at_hand: Mutex<Option<PackAtHand>>,
    /// The packet that was made last, and what was taken in last.
    packets_at_hand: Mutex<PacketsAtHand>,
    sheet_at_hand: Mutex<Option<SheetAtHand>>,
    pub(crate) machine: Arc<dyn Machine>,
    host: Box<dyn Host>,
    bell: Box<dyn Bell>,
    tickets: Tickets,
    blobs: Blobs,
    /// Said on screen when the last sound could not be played.
    sound_trouble: Mutex<Option<String>>,
    /// When somebody last pressed a key here.
    last_active: Mutex<Moment>,
    /// A backup that a person began: how far it is, and whether it is to stop.
    backing_up: Mutex<Option<BackingUp>>,
    /// Woken when something waits to be sent.
    pub(crate) wake: Notify,
    /// Woken when clocks may have changed.
    pub(crate) clocks: Notify,
}

/// A backup under way.
#[derive(Debug, Clone, Copy)]
struct BackingUp {
    progress: BackupProgress,
    stop: bool,
}

/// A poisoned lock means that a use case panicked; its transaction was rolled back, so the value is still whole.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Workstation {
    /// A random byte, so that the waits of many desks differ; where there is no randomness they do not.
    pub(crate) fn draw(&self) -> u8 {
        let mut draw = [0; 1];
        let _ = self.machine.random(&mut draw);
        draw[0]
    }

    /// Whether somebody woke the sync since it was last asked.
    pub(crate) async fn was_woken(&self) -> bool {
        tokio::time::timeout(std::time::Duration::ZERO, self.wake.notified()).await.is_ok()
    }

    /// Takes the data folder, opens its file and settles the room's clock.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person at the machine.
    pub fn open(
        folder: &Path,
        machine: Box<dyn Machine>,
        host: Box<dyn Host>,
        bell: Box<dyn Bell>,
    ) -> Result<Self, OpenError> {
        let folder = DataFolder::take(folder)?;
        let mut store = Store::open(&folder.database())?;
        let blobs = Blobs::at(folder.blobs());
        blobs.sweep(&mut store, machine.reading().wall)?;
        let identity = Identity::load(&folder.identity(), machine.key_store())?;
        let enrolment = enrolled(&store)?.map(Arc::new);
        let machine: Arc<dyn Machine> = machine.into();
        let clock = RoomClock::open(Arc::clone(&machine), &mut store, identity.as_ref())?;
        let now = clock.tick().time.now;
        let rulebook = Rulebook::open(&mut store, beijing::date(now), now).map_err(|error| match error {
            RulebookError::Store(error) => OpenError::Store(error),
            RulebookError::Packs(errors) => OpenError::Pack(errors.to_string()),
        })?;
        let desk = Self {
            folder,
            store: Mutex::new(store),
            identity: Mutex::new(identity.map(Arc::new)),
            enrolment: Mutex::new(enrolment),
            wire_log: WireLog::by(clock.clone()),
            clock,
            link: Mutex::new(Link::default()),
            line: Line::default(),
            rulebook: Mutex::new(rulebook),
            pack_at_hand: Mutex::new(None),
            packets_at_hand: Mutex::default(),
            sheet_at_hand: Mutex::new(None),
            machine,
            host,
            bell,
            tickets: Tickets::default(),
            blobs,
            sound_trouble: Mutex::new(None),
            last_active: Mutex::new(now),
            backing_up: Mutex::new(None),
            wake: Notify::new(),
            clocks: Notify::new(),
        };
        epoch::settle(&desk).map_err(|error| OpenError::Epoch(error.message))?;
        Ok(desk)
    }

    /// The instant at which a command is done.
    #[must_use]
    pub fn tick(&self) -> Tick {
        self.clock.tick()
    }

    /// The packs in force today for the unit this desk is enrolled at.
    pub(crate) fn packs(&self) -> Arc<Packs> {
        held(&self.rulebook).today()
    }

    /// The packs that judge an incident: those of its first report, where they are kept here, else today's.
    pub(crate) fn packs_of(&self, store: &Store, incident: &Incident) -> Result<Arc<Packs>, StoreError> {
        let mut rulebook = held(&self.rulebook);
        let judged = match incident.first_report() {
            Some(report) => rulebook.judged_by(store, report.packs)?,
            None => None,
        };
        Ok(judged.unwrap_or_else(|| rulebook.today()))
    }

    pub(crate) fn rulebook(&self) -> MutexGuard<'_, Rulebook> {
        held(&self.rulebook)
    }

    pub(crate) fn pack_at_hand(&self) -> MutexGuard<'_, Option<PackAtHand>> {
        held(&self.pack_at_hand)
    }

    pub(crate) fn packets_at_hand(&self) -> MutexGuard<'_, PacketsAtHand> {
        held(&self.packets_at_hand)
    }

    pub(crate) fn sheet_at_hand(&self) -> MutexGuard<'_, Option<SheetAtHand>> {
        held(&self.sheet_at_hand)
    }

    /// Opens the rulebook anew: a new day, another unit, a pack added or withdrawn.
    pub(crate) fn reopen_rulebook(&self, store: &mut Store, tick: &Tick) -> Result<(), DoorError> {
        let opened = Rulebook::open(store, beijing::date(tick.now()), tick.now()).map_err(|error| match error {
            RulebookError::Store(error) => DoorError::from(error),
            RulebookError::Packs(errors) => DoorError::storage(errors.to_string()),
        })?;
        *held(&self.rulebook) = opened;
        Ok(())
    }

    /// Packs have dates: on a new day others may be in force.
    pub(crate) fn begin_the_day(&self, tick: &Tick) -> Result<(), DoorError> {
        let today = beijing::date(tick.now());
        if held(&self.rulebook).of_day() == today {
            return Ok(());
        }
        self.reopen_rulebook(&mut self.store(), tick)?;
        self.shown(None);
        Ok(())
    }

    /// Keeps the binding to an upstream and becomes the device that it certified, with no entry in between. The binding
    /// comes first: killed then, the desk goes on as the device of before, whose certificate is kept.
    pub(crate) fn bind(&self, enrolment: &Enrolment, identity: Identity) -> Result<(), DoorError> {
        let mut store = self.store();
        remember(&mut store, enrolment)?;
        *held(&self.enrolment) = Some(Arc::new(enrolment.clone()));
        self.become_device(identity)?;
        self.reopen_rulebook(&mut store, &self.tick())
    }

    /// Stands where the upstream says that the unit stands, and shows it where that is elsewhere than before. Its packs are
    /// those of its divisions.
    pub(crate) fn stand_among(&self, tree: &UnitTree) -> Result<(), DoorError> {
        let mut store = self.store();
        let before = self.enrolment().ok_or_else(DoorError::not_enrolled)?;
        let units: Vec<Unit> = tree.line().into_iter().cloned().collect();
        let moved = units != before.units;
        if !moved && unit_tree(&store)? == *tree {
            return Ok(());
        }
        let enrolment = Enrolment { units, ..(*before).clone() };
        remember_units(&mut store, &enrolment, tree)?;
        *held(&self.enrolment) = Some(Arc::new(enrolment));
        if moved {
            self.reopen_rulebook(&mut store, &self.tick())?;
        }
        drop(store);
        self.shown(None);
        Ok(())
    }

    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        held(&self.store)
    }

    /// Who this device is; none before it was enrolled.
    pub(crate) fn identity(&self) -> Option<Arc<Identity>> {
        held(&self.identity).clone()
    }

    /// What this desk was told when it was enrolled; none before it.
    pub(crate) fn enrolment(&self) -> Option<Arc<Enrolment>> {
        held(&self.enrolment).clone()
    }

    /// The unit this desk works for.
    pub(crate) fn own_unit(&self) -> Result<Unit, DoorError> {
        self.enrolment().and_then(|enrolment| enrolment.unit().cloned()).ok_or_else(DoorError::not_enrolled)
    }

    /// Keeps who this device is from now on, beside the file.
    pub(crate) fn become_device(&self, identity: Identity) -> Result<(), DoorError> {
        let unsaved = |error| DoorError::storage(format!("设备密钥文件无法保存（{error}）。请检查磁盘后再试。"));
        identity.save(&self.folder.identity()).map_err(unsaved)?;
        *held(&self.identity) = Some(Arc::new(identity));
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
        self.shown(subject);
    }

    /// Tells the host only: nothing new waits to be sent.
    pub(crate) fn shown(&self, subject: Option<Uuid>) {
        self.clocks.notify_one();
        self.host.changed(subject);
    }

    /// When somebody last pressed a key at this desk.
    pub(crate) fn last_active(&self) -> Moment {
        *held(&self.last_active)
    }

    pub(crate) fn seen_active(&self, now: Moment) {
        *held(&self.last_active) = now;
    }

    /// The desk's file.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.database()
    }

    /// Does `work`, showing how far it is; one at a time.
    pub(crate) fn while_backing_up<T>(
        &self,
        work: impl FnOnce(&mut dyn FnMut(BackupProgress) -> ControlFlow<()>) -> Result<T, DoorError>,
    ) -> Result<T, DoorError> {
        {
            let mut under_way = held(&self.backing_up);
            if under_way.is_some() {
                return Err(DoorError::not_now("正在备份，请等这一次做完，或先取消。"));
            }
            *under_way = Some(BackingUp { progress: BackupProgress { done: 0, of: 0 }, stop: false });
        }
        let mut shown = 0;
        let done = work(&mut |progress| {
            let stop = held(&self.backing_up).as_mut().is_some_and(|under_way| {
                under_way.progress = progress;
                under_way.stop
            });
            let percent = progress.percent();
            if percent != shown {
                shown = percent;
                self.shown(None);
            }
            if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        *held(&self.backing_up) = None;
        self.shown(None);
        done
    }

    /// Percent of a backup that a person began; none while there is none.
    pub(crate) fn backing_up(&self) -> Option<u32> {
        held(&self.backing_up).map(|under_way| under_way.progress.percent())
    }

    pub(crate) fn stop_backing_up(&self) {
        if let Some(under_way) = held(&self.backing_up).as_mut() {
            under_way.stop = true;
        }
    }

    pub(crate) fn choose_file(&self, wanted: &FileWanted) -> FileChosen {
        self.host.choose_file(wanted)
    }

    pub(crate) fn draw_ticket(&self, tick: &Tick, what: TicketUse) -> Result<String, DoorError> {
        self.tickets.draw(self.machine.as_ref(), tick, what)
    }

    pub(crate) fn take_ticket(&self, tick: &Tick, ticket: &str) -> Option<TicketUse> {
        self.tickets.take(ticket, tick.now())
    }

    /// The attachments kept beside the file.
    pub(crate) const fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    pub(crate) fn bell(&self) -> &dyn Bell {
        self.bell.as_ref()
    }

    /// Plays a tone; that none could is said on screen until one can.
    pub(crate) fn play(&self, tone: Tone) -> Option<String> {
        let played_by = self.bell.play(self.folder.path(), tone);
        *held(&self.sound_trouble) = played_by.is_none().then(|| NO_DEVICE.to_owned());
        played_by
    }

    pub(crate) fn sound_trouble(&self) -> Option<String> {
        held(&self.sound_trouble).clone()
    }

    /// Closes the desk's file, lets `exchange` put another in its place, and goes on with that.
    pub(crate) fn exchange_file(
        &self,
        exchange: impl FnOnce(&DataFolder) -> std::io::Result<()>,
    ) -> Result<(), DoorError> {
        let mut store = self.store();
        *store = Store::nowhere()?;
        let exchanged = exchange(&self.folder);
        *store = Store::open(&self.folder.database())?;
        exchanged.map_err(|error| DoorError::storage(format!("文件未能更换（{error}），原有记录未动。")))?;
        // The key is what it was, or went away with its file; it is not asked of a key store that may be locked by now.
        let identity = self.identity().filter(|_| self.folder.identity().exists());
        self.clock.settle(&mut store, identity.as_deref())?;
        *held(&self.enrolment) = enrolled(&store)?.map(Arc::new);
        *held(&self.identity) = identity;
        *self.link() = Link::default();
        self.reopen_rulebook(&mut store, &self.tick())
    }

    /// Does `work` with what it needs to seal entries.
    pub(crate) fn sealing<T>(
        &self,
        tick: &Tick,
        work: impl FnOnce(&Sealer<'_>, &mut Store, &Enrolment) -> Result<T, DoorError>,
    ) -> Result<T, DoorError> {
        let mut store = self.store();
        // Under the store's lock: no entry goes into an epoch that another thread ends just now.
        epoch::finish(self, &mut store)?;
        let identity = self.identity().ok_or_else(DoorError::not_enrolled)?;
        let enrolment = self.enrolment().ok_or_else(DoorError::not_enrolled)?;
        let unit = enrolment.unit().ok_or_else(DoorError::not_enrolled)?;
        let sealer = Sealer {
            identity: &identity,
            unit,
            packs: self.packs().digest(),
            machine: self.machine.as_ref(),
            tick,
            author: author(&store)?,
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
