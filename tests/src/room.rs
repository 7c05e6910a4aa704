//! A duty room in this process: a real upstream on a real port and a real desk on a real file, with one clock that the
//! test turns by hand.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::Moment;
use domain::room_clock::Reading;
use serde_json::Value;
use tempfile::TempDir;
use upstream::{DataFolder, DatabaseAt};
use uuid::Uuid;
use workstation::{Command, FileChosen, FileWanted, Host, KeyStore, Machine, NoKeyStore, Workstation, dispatch, sync};

use crate::dice::Dice;
use crate::held::{self, Entries};
use crate::impostor::Impostor;
use crate::link::Link;
use crate::recorded_bell::RecordedBell;
use crate::room_upstream::RoomUpstream;
use crate::slow_line::SlowLine;
use crate::tree;

/// The county of the sample tree.
pub const COUNTY: &str = "990121";

/// The city above it.
const CITY: &str = "990100";

/// A made-up county whose code begins as Henan's do, and the city above it.
const IN_HENAN: &str = "code,name,level,parent,divisions,sample\n\
    419900,样例市应急管理局,city,,河南省/样例市,true\n\
    419921,样例县应急管理局,county,419900,河南省/样例市/样例县,true\n";

const ITS_OWN: &str = "the upstream is in this process";

/// A clock that stands still until the test turns it; desk and upstream read the same one.
#[derive(Debug, Clone)]
pub struct TurnedClock {
    now_ms: Arc<AtomicI64>,
    boot_ms: Arc<AtomicI64>,
    boots: Arc<AtomicU64>,
    drawn: Arc<AtomicU64>,
    machine: &'static str,
}

impl TurnedClock {
    /// Standing at this instant.
    pub fn at(now: Moment) -> Self {
        let cell = |value| Arc::new(AtomicI64::new(value));
        Self {
            now_ms: cell(now.timestamp_millis()),
            boot_ms: cell(3_600_000),
            boots: Arc::default(),
            drawn: Arc::default(),
            machine: "the room's machine",
        }
    }

    /// The same clock and dice on another machine.
    pub fn on_machine(&self, machine: &'static str) -> Self {
        Self { machine, ..self.clone() }
    }

    /// What it shows.
    pub fn now(&self) -> Moment {
        DateTime::<Utc>::from_timestamp_millis(self.now_ms.load(Ordering::SeqCst)).expect("a time of this age")
    }

    /// Time passes until this instant.
    pub fn turn_to(&self, now: Moment) {
        let passed = (now - self.now()).num_milliseconds();
        self.now_ms.fetch_add(passed, Ordering::SeqCst);
        self.boot_ms.fetch_add(passed, Ordering::SeqCst);
    }

    /// The machine starts anew: nothing is known of the time but what its wall clock says.
    pub fn boots_again(&self) {
        self.boots.fetch_add(1, Ordering::SeqCst);
        self.boot_ms.store(0, Ordering::SeqCst);
    }

    /// Somebody sets the wall clock; no time passes.
    pub fn somebody_sets_the_wall_clock(&self, by: Duration) {
        self.now_ms.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Machine for TurnedClock {
    fn reading(&self) -> Reading {
        let boot_ms = u64::try_from(self.boot_ms.load(Ordering::SeqCst)).expect("boot time is positive");
        Reading { wall: self.now(), boot_ms, boot_id: boot_id(self.boots.load(Ordering::SeqCst)) }
    }

    /// Different every time and the same in every run.
    fn random(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        let mut dice = Dice::from(self.drawn.fetch_add(1, Ordering::SeqCst));
        bytes.fill_with(|| u8::try_from(dice.below(256)).unwrap_or(0));
        Ok(())
    }

    fn machine_id(&self) -> Option<String> {
        Some(self.machine.to_owned())
    }

    fn key_store(&self) -> &dyn KeyStore {
        &NoKeyStore
    }
}

/// As long and as little to be foreseen as the kernel's: it stands in every header and goes over the line.
fn boot_id(boots: u64) -> String {
    let mut dice = Dice::from(boots);
    Uuid::from_bytes(std::array::from_fn(|_| u8::try_from(dice.below(256)).unwrap_or(0))).to_string()
}

/// A host with nobody watching, which hands out tickets.
#[derive(Debug, Clone, Copy)]
pub struct Nobody;

impl Host for Nobody {
    fn changed(&self, _: Option<Uuid>) {}

    fn choose_file(&self, _: &FileWanted) -> FileChosen {
        FileChosen::ByTicket
    }
}

/// An instant of 12 May 2026, Beijing time.
pub fn may_12(hour: u32, minute: u32) -> Moment {
    let wall = NaiveDate::from_ymd_opt(2026, 5, 12).and_then(|day| day.and_hms_opt(hour, minute, 0));
    domain::beijing::instant(wall.expect("an hour and a minute"))
}

/// A desk of the sample county and its upstream.
pub struct Room {
    /// The clock of both.
    pub clock: TurnedClock,
    /// What rings at the desk.
    pub bell: RecordedBell,
    /// The desk.
    pub desk: Arc<Workstation>,
    upstream: Option<RoomUpstream>,
    /// Where the upstream keeps its log.
    database: DatabaseAt,
    /// A code by which a desk of the city enrols.
    code_above: String,
    /// A second code of the county.
    code_anew: String,
    folder: TempDir,
}

impl Room {
    /// A room whose desk is enrolled at the sample county, at this instant.
    pub async fn open(now: Moment) -> Self {
        Self::open_on(now, DatabaseAt::Folder).await
    }

    /// The same over this database.
    pub async fn open_on(now: Moment, database: DatabaseAt) -> Self {
        Self::open_by_way_of(now, database, async |address| address).await
    }

    /// The same with a link between desk and upstream, over this database.
    pub async fn open_on_behind_a_link(now: Moment, database: DatabaseAt) -> (Self, Link) {
        Self::open_behind(now, database, Link::to, Link::address).await
    }

    /// The same with a link between desk and upstream, to be troubled at will.
    pub async fn open_behind_a_link(now: Moment) -> (Self, Link) {
        Self::open_on_behind_a_link(now, DatabaseAt::Folder).await
    }

    /// The same with a line between them that is sound until it is told to be slow.
    pub async fn open_behind_a_slow_line(now: Moment) -> (Self, SlowLine) {
        Self::open_behind(now, DatabaseAt::Folder, SlowLine::to, SlowLine::address).await
    }

    /// The same with somebody between desk and upstream who lies at will.
    pub async fn open_behind_an_impostor(now: Moment) -> (Self, Impostor) {
        Self::open_behind(now, DatabaseAt::Folder, Impostor::before, Impostor::address).await
    }

    async fn open_behind<B>(
        now: Moment,
        database: DatabaseAt,
        to: impl AsyncFn(&str) -> B,
        at: impl Fn(&B) -> &str,
    ) -> (Self, B) {
        let mut between = None;
        let room = Self::open_by_way_of(now, database, async |address| {
            let stands = between.insert(to(address.trim_start_matches("http://")).await);
            at(stands).to_owned()
        })
        .await;
        (room, between.expect("the way was asked for"))
    }

    /// A room of a county in Henan, whose pack lies on the nation's.
    pub async fn open_in_henan(now: Moment) -> Self {
        Self::open_in(now, DatabaseAt::Folder, (IN_HENAN.as_bytes(), ["419921", "419900"]), async |address| address)
            .await
    }

    async fn open_by_way_of(now: Moment, database: DatabaseAt, way: impl AsyncFnOnce(String) -> String) -> Self {
        let units = std::fs::read(tree::root().join("sample/units.csv")).expect("the sample tree");
        Self::open_in(now, database, (&units, [COUNTY, CITY]), way).await
    }

    async fn open_in(
        now: Moment,
        database: DatabaseAt,
        (units, [county, city]): (&[u8], [&str; 2]),
        way: impl AsyncFnOnce(String) -> String,
    ) -> Self {
        let clock = TurnedClock::at(now);
        let folder = TempDir::with_prefix("zhiban-room-").expect("a temporary folder");
        let data = DataFolder::open_or_create(&folder.path().join("upstream"), &database).await;
        data.expect("a data folder").load_units(units).await.expect("the tree is sound");
        let upstream = RoomUpstream::start(&folder.path().join("upstream"), &database, &clock).await;
        let (code, code_above) = (upstream.code(county, now).await, upstream.code(city, now).await);
        let code_anew = upstream.code(county, now).await;
        let address = way(upstream.address()).await;
        let room = Self::enrolled(clock, folder, &address, &code).await;
        Self { upstream: Some(upstream), database, code_above, code_anew, ..room }
    }

    /// A code with which a device of this unit is enrolled at the room's upstream.
    pub async fn code(&self, unit: &str) -> String {
        self.upstream.as_ref().expect("an upstream of the room's").code(unit, self.clock.now()).await
    }

    /// What the upstream's own check finds.
    pub async fn checked(&self) -> upstream::Findings {
        upstream::check(&self.administered().await).await.expect("it can be checked")
    }

    /// The administrator's side of the upstream.
    pub async fn administered(&self) -> DataFolder {
        let folder = DataFolder::open_existing(&self.folder().join("upstream"), &self.database).await;
        folder.expect("the upstream's folder")
    }

    /// A room whose upstream runs by itself, with its data in `upstream/` of the same folder.
    pub async fn enrolled_at(folder: TempDir, now: Moment, address: &str, code: &str) -> Self {
        Self::enrolled(TurnedClock::at(now), folder, address, code).await
    }

    async fn enrolled(clock: TurnedClock, folder: TempDir, address: &str, code: &str) -> Self {
        let bell = RecordedBell::default();
        let desk = open_desk(&folder.path().join("desk"), &clock, &bell);
        workstation::enrol(&desk, &desk.tick(), address, code).await.expect("the desk enrols");
        let (code_above, code_anew) = (String::new(), String::new());
        Self { clock, bell, desk, upstream: None, database: DatabaseAt::Folder, code_above, code_anew, folder }
    }

    /// The upstream is gone: nothing listens at its address.
    pub async fn upstream_stops(&mut self) {
        self.upstream.as_mut().expect(ITS_OWN).stop().await;
    }

    /// The upstream is back, on the same data and at the same address.
    pub async fn upstream_returns(&mut self) {
        self.upstream.as_mut().expect(ITS_OWN).start_again(&self.clock).await;
    }

    /// Does a command as the window would; `Err` is the error as the window sees it.
    pub fn call(&self, name: &str, arguments: Value) -> Result<Value, Value> {
        dispatch(&self.desk, &Command::of(name), arguments)
            .map_err(|error| serde_json::to_value(error).expect("an error is JSON"))
    }

    /// Does a command that must succeed.
    pub fn does(&self, name: &str, arguments: Value) -> Value {
        self.call(name, arguments).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// One round of sync.
    pub async fn sync(&self) {
        sync::round(&self.desk).await;
    }

    /// The program ends and starts again on the same folder.
    pub fn reopen(self) -> Self {
        self.reopen_after(|_| ())
    }

    /// The program ends, something befalls its file, and it starts again.
    pub fn reopen_after(self, befalls: impl FnOnce(&Path)) -> Self {
        let Self { clock, bell, desk, folder, upstream, database, code_above, code_anew } = self;
        drop(desk);
        befalls(&folder.path().join("desk/zhiban.sqlite"));
        let desk = open_desk(&folder.path().join("desk"), &clock, &bell);
        Self { clock, bell, desk, folder, upstream, database, code_above, code_anew }
    }

    /// A desk of the city above, which has pulled what it may read.
    pub async fn desk_above(&self) -> Arc<Workstation> {
        self.another_desk("above", &self.code_above).await
    }

    /// A second desk of the county, which has pulled what it may read.
    pub async fn desk_beside(&self) -> Arc<Workstation> {
        self.another_desk("beside", &self.code_anew).await
    }

    async fn another_desk(&self, folder: &str, code: &str) -> Arc<Workstation> {
        let desk = open_desk(&self.folder().join(folder), &self.clock, &RecordedBell::default());
        let address = self.upstream.as_ref().expect(ITS_OWN).address();
        workstation::enrol(&desk, &desk.tick(), &address, code).await.expect("the other desk enrols");
        sync::round(&desk).await;
        desk
    }

    /// The desk's folder as it is now, copied and opened on this machine while the desk itself goes on.
    pub fn copied_to(&self, machine: &'static str) -> Arc<Workstation> {
        let (from, to) = (self.folder().join("desk"), self.folder().join("copy"));
        std::fs::create_dir(&to).expect("a folder for the copy");
        std::fs::copy(from.join("identity.json"), to.join("identity.json")).expect("the key is copied");
        copy_of_file(&from.join("zhiban.sqlite"), &to.join("zhiban.sqlite"));
        open_desk(&to, &self.clock.on_machine(machine), &RecordedBell::default())
    }

    /// The desk is enrolled anew at the same unit: another device, with a key of its own.
    pub async fn enrolled_anew(self) -> Self {
        let address = self.upstream.as_ref().expect(ITS_OWN).address();
        workstation::enrol(&self.desk, &self.desk.tick(), &address, &self.code_anew).await.expect("it enrols anew");
        self
    }

    /// What waits to be sent, as the officer sees it.
    pub fn waiting(&self) -> Vec<Value> {
        self.does("waiting", Value::Null).as_array().expect("rows").clone()
    }

    /// What both hold is the same to the byte, with a receipt for everything: each entry once, nothing lost.
    pub fn holds_what_the_upstream_holds(&self) -> Entries {
        let (desk, upstream) = (self.held_here(), self.held_above());
        let missing: Vec<_> = desk.keys().filter(|id| !upstream.contains_key(*id)).collect();
        assert_eq!(missing, Vec::<&String>::new(), "the upstream holds every entry");
        assert_eq!(desk, upstream, "the same entries and the same receipts, byte for byte");
        assert!(desk.values().all(|held| held.receipt.is_some()), "everything has its receipt");
        desk
    }

    /// What the desk holds.
    pub fn held_here(&self) -> Entries {
        held::at_desk(&self.folder().join("desk"))
    }

    /// What the upstream holds.
    pub fn held_above(&self) -> Entries {
        held::at_upstream(&self.folder().join("upstream"), &self.database)
    }

    /// The folder with `desk/` and `upstream/`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Everything that is committed in a desk's file, as a file of its own.
pub fn copy_of_file(file: &Path, to: &Path) {
    let file = rusqlite::Connection::open(file).expect("the desk's file");
    file.execute("VACUUM INTO ?1", [to.to_str().expect("a path in words")]).expect("a copy");
}

fn open_desk(folder: &Path, clock: &TurnedClock, bell: &RecordedBell) -> Arc<Workstation> {
    let bell = Box::new(bell.clone());
    Arc::new(Workstation::open(folder, Box::new(clock.clone()), Box::new(Nobody), bell).expect("a desk opens"))
}
