//! The upstream of a room in this process: stopped and started again at the same address, on the same data.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use domain::Moment;
use domain::unit::UnitCode;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use upstream::{DataFolder, DatabaseAt, Upstream};

use crate::room::TurnedClock;

/// An upstream that ends with its room.
pub(crate) struct RoomUpstream {
    folder: PathBuf,
    database: DatabaseAt,
    listens: SocketAddr,
    serving: Option<Serving>,
}

struct Serving {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl RoomUpstream {
    /// Starts one on a free port.
    pub(crate) async fn start(folder: &Path, database: &DatabaseAt, clock: &TurnedClock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let listens = listener.local_addr().expect("an address");
        let serving = Some(serve(folder, database, clock, listener).await);
        Self { folder: folder.to_owned(), database: database.clone(), listens, serving }
    }

    /// `http://127.0.0.1:PORT`
    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.listens)
    }

    /// A new code for a device of this unit.
    pub(crate) async fn code(&self, unit: &str, now: Moment) -> String {
        let data = DataFolder::open_existing(&self.folder, &self.database).await.expect("its folder");
        data.issue_code(&UnitCode(unit.to_owned()), now).await.expect("a code").as_str().to_owned()
    }

    /// Stops it; what was under way is finished.
    pub(crate) async fn stop(&mut self) {
        if let Some(Serving { stop, task }) = self.serving.take() {
            stop.send(()).expect("it is still serving");
            task.await.expect("it stops in order");
        }
    }

    /// Starts it again where it was.
    pub(crate) async fn start_again(&mut self, clock: &TurnedClock) {
        assert!(self.serving.is_none(), "it was stopped before");
        let listener = TcpListener::bind(self.listens).await.expect("its own port is free");
        self.serving = Some(serve(&self.folder, &self.database, clock, listener).await);
    }
}

async fn serve(folder: &Path, database: &DatabaseAt, clock: &TurnedClock, listener: TcpListener) -> Serving {
    let reading = clock.clone();
    let upstream = Upstream::open(folder, database, move || reading.now()).await;
    let router = upstream.expect("an upstream opens").router();
    let (stop, stopped) = oneshot::channel();
    let asked = async {
        let _ = stopped.await;
    };
    Serving { stop, task: tokio::spawn(upstream::serve(listener, router, asked)) }
}

impl Drop for RoomUpstream {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.task.abort();
        }
    }
}
