//! An upstream in this process, on a port of its own, with a clock that only the test moves.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use domain::Moment;
use domain::seal::PublicKey;
use domain::unit::UnitCode;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use upstream::{DataFolder, Door, Findings, Tls, Upstream};

use crate::database;

pub(crate) const SAMPLE_UNITS: &str = include_str!("../../../../sample/units.csv");
pub(crate) const SAMPLE_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../sample/units.csv");
pub(crate) const PROVINCE: &str = "990000";
pub(crate) const CITY: &str = "990100";
pub(crate) const COUNTY: &str = "990121";
pub(crate) const NEIGHBOUR: &str = "990122";

/// Stands still unless moved.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// 2026-11-23 18:09 Beijing time.
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(1_795_428_540_000)))
    }

    pub(crate) fn now(&self) -> Moment {
        Moment::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap()
    }

    pub(crate) fn pass(&self, time: TimeDelta) {
        self.0.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }
}

fn alone(_: &Upstream, listener: TcpListener) -> Door {
    Door::new(listener)
}

/// A folder with the sample units.
async fn units() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let folder = DataFolder::open_or_create(dir.path(), &database::at(dir.path())).await.unwrap();
    folder.load_units(SAMPLE_UNITS.as_bytes()).await.unwrap();
    dir
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) clock: TestClock,
    pub(crate) key: PublicKey,
    dir: Arc<TempDir>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Server {
    /// A new upstream with the sample units.
    pub(crate) async fn start() -> Self {
        let dir = units().await;
        Self::start_in(Arc::new(dir), TestClock::new(), alone).await
    }

    /// A new upstream that greets with this certificate.
    pub(crate) async fn start_with(tls: Tls) -> Self {
        let dir = units().await;
        Self::start_in(Arc::new(dir), TestClock::new(), |_, listener| Door::new(listener).with_tls(Some(tls))).await
    }

    /// Starts on a folder that is there, at another address.
    pub(crate) async fn start_again(dir: Arc<TempDir>, clock: TestClock) -> Self {
        Self::start_in(dir, clock, alone).await
    }

    /// A new upstream that takes so many bytes of attachments from a unit.
    pub(crate) async fn start_with_room_for(bytes: u64) -> Self {
        let dir = units().await;
        let door = |upstream: &Upstream, listener| {
            upstream.hold_each_unit_to(bytes);
            Door::new(listener)
        };
        Self::start_in(Arc::new(dir), TestClock::new(), door).await
    }

    async fn start_in(dir: Arc<TempDir>, clock: TestClock, door: impl FnOnce(&Upstream, TcpListener) -> Door) -> Self {
        let ticking = clock.clone();
        let upstream = Upstream::open(dir.path(), &database::at(dir.path()), move || ticking.now()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (door, (stop, stopped)) = (door(&upstream, listener).counted_by(&upstream), oneshot::channel());
        let (key, router) = (upstream.key().clone(), upstream.router());
        let served = tokio::spawn(async move {
            upstream::serve(door, router, async { drop(stopped.await) }).await;
            drop(upstream);
        });
        Self { address, clock, key, dir, stop, served }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// A second server process' worth of upstream over the same folder.
    pub(crate) async fn beside(&self) -> Self {
        Self::start_in(Arc::clone(&self.dir), self.clock.clone(), alone).await
    }

    /// Stops in order and starts again over the same folder, at another address.
    pub(crate) async fn restart(self) -> Self {
        let (dir, clock) = (Arc::clone(&self.dir), self.clock.clone());
        self.stop().await;
        Self::start_in(dir, clock, alone).await
    }

    /// Stops in order; the folder stays.
    pub(crate) async fn stop(self) -> Arc<TempDir> {
        let _ = self.stop.send(());
        self.served.await.unwrap();
        self.dir
    }

    /// The administrator's side of the folder.
    pub(crate) async fn folder(&self) -> DataFolder {
        DataFolder::open_existing(self.path(), &database::at(self.path())).await.unwrap()
    }

    pub(crate) async fn code(&self, unit: &str) -> String {
        let folder = self.folder().await;
        let code = folder.issue_code(&UnitCode(unit.to_owned()), self.clock.now()).await.unwrap();
        code.as_str().to_owned()
    }

    pub(crate) async fn check(&self) -> Findings {
        upstream::check(&self.folder().await).await.unwrap()
    }

    /// Everything is proved and this many entries are held.
    pub(crate) async fn holds(&self, entries: u64) {
        let findings = self.check().await;
        assert!(findings.ok, "{:?}", findings.problems);
        assert_eq!(findings.entries, entries, "entries held");
    }
}
