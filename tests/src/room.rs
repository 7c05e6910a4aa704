//! A duty room in this process: a real upstream on a real port and a real desk on a real file, with one clock that the
//! test turns by hand.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::Moment;
use domain::room_clock::Reading;
use domain::unit::UnitCode;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use upstream::{DataFolder, Upstream};
use uuid::Uuid;
use workstation::{Host, Machine, Workstation, dispatch, sync};

use crate::tree;

/// The county of the sample tree.
pub const COUNTY: &str = "990121";

/// A clock that stands still until the test turns it; desk and upstream read the same one.
#[derive(Debug, Clone)]
pub struct TurnedClock {
    now_ms: Arc<AtomicI64>,
    boot_ms: Arc<AtomicI64>,
    drawn: Arc<AtomicU8>,
}

impl TurnedClock {
    /// Standing at this instant.
    pub fn at(now: Moment) -> Self {
        let cell = |value| Arc::new(AtomicI64::new(value));
        Self { now_ms: cell(now.timestamp_millis()), boot_ms: cell(3_600_000), drawn: Arc::default() }
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

    /// Somebody sets the wall clock; no time passes.
    pub fn somebody_sets_the_wall_clock(&self, by: Duration) {
        self.now_ms.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Machine for TurnedClock {
    fn reading(&self) -> Reading {
        let boot_ms = u64::try_from(self.boot_ms.load(Ordering::SeqCst)).expect("boot time is positive");
        Reading { wall: self.now(), boot_ms, boot_id: "boot".to_owned() }
    }

    /// Different every time and the same in every run.
    fn random(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        let drawn = self.drawn.fetch_add(1, Ordering::SeqCst);
        for (place, byte) in (1_u8..).zip(bytes) {
            *byte = drawn.wrapping_mul(31).wrapping_add(place.wrapping_mul(7));
        }
        Ok(())
    }
}

struct Nobody;

impl Host for Nobody {
    fn changed(&self, _: Option<Uuid>) {}
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
    /// The desk.
    pub desk: Arc<Workstation>,
    server: JoinHandle<()>,
    folder: TempDir,
}

impl Room {
    /// A room whose desk is enrolled at the sample county, at this instant.
    pub async fn open(now: Moment) -> Self {
        let clock = TurnedClock::at(now);
        let folder = TempDir::with_prefix("zhiban-room-").expect("a temporary folder");
        let units = std::fs::read(tree::root().join("sample/units.csv")).expect("the sample tree");
        let code = {
            let mut data = DataFolder::open_or_create(&folder.path().join("upstream")).expect("a data folder");
            data.load_units(&units).expect("the sample tree is sound");
            data.issue_code(&UnitCode(COUNTY.to_owned()), now).expect("a code").as_str().to_owned()
        };
        let reading = clock.clone();
        let upstream =
            Upstream::open(&folder.path().join("upstream"), move || reading.now()).expect("an upstream opens");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let router = upstream.router();
        let server = tokio::spawn(async move { upstream::serve(listener, router, std::future::pending()).await });
        let desk = open_desk(&folder.path().join("desk"), &clock);
        workstation::enrol(&desk, &desk.tick(), &address, &code).await.expect("the desk enrols");
        Self { clock, desk, server, folder }
    }

    /// Does a command as the window would; `Err` is the error as the window sees it.
    pub fn call(&self, name: &str, arguments: Value) -> Result<Value, Value> {
        dispatch(&self.desk, name, arguments).map_err(|error| serde_json::to_value(error).expect("an error is JSON"))
    }

    /// Does a command that must succeed.
    pub fn does(&self, name: &str, arguments: Value) -> Value {
        self.call(name, arguments).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// One round of sync.
    pub async fn sync(&self) {
        sync::round(&self.desk).await;
    }

    /// The folder with `desk/` and `upstream/`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn open_desk(folder: &Path, clock: &TurnedClock) -> Arc<Workstation> {
    let desk = Workstation::open(folder, Box::new(clock.clone()), Box::new(Nobody)).expect("a desk opens");
    Arc::new(desk)
}
