//! An open upstream: its identity, its writer, its readers.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use domain::Moment;
use domain::entry::Sealed;
use domain::receipt::UpstreamId;
use domain::seal::PublicKey;
use domain::wire::{Outcome, Refusal, RefusalCode};
use tokio::sync::Semaphore;

use crate::attempts::Attempts;
use crate::clock::Clock;
use crate::connections::Connections;
use crate::data_folder::{DataFolder, FolderError};
use crate::gatehouse::Gatehouse;
use crate::http;
use crate::identity::Identity;
use crate::prepared::{Caller, Prepared, refusal};
use crate::sqlite::{Database, DatabaseError};
use crate::writer::{NotReceived, Writer};

/// An open upstream. Cloning shares it; the last clone dropped stops the writer once everything is committed.
#[derive(Clone)]
pub struct Upstream(Arc<Open>);

struct Open {
    clock: Arc<dyn Clock>,
    identity: Arc<Identity>,
    writer: Writer,
    connections: Connections,
    attempts: Mutex<Attempts>,
    gatehouse: Gatehouse,
    /// One check of a request's signatures a core; the others wait their turn.
    checking: Semaphore,
}

impl Upstream {
    /// Opens the upstream of this folder; the first time, it draws its identity and key.
    ///
    /// # Errors
    /// [`FolderError`] where folder, key or database cannot be used.
    pub fn open(path: &Path, clock: impl Clock + 'static) -> Result<Self, FolderError> {
        let mut folder = DataFolder::open_or_create(path)?;
        let identity = Arc::new(folder.identity()?);
        let clock: Arc<dyn Clock> = Arc::new(clock);
        let connections = Connections::new(folder.path().to_owned());
        let gatehouse = Gatehouse::open(path, Arc::clone(&clock));
        let commits = gatehouse.metrics().commits();
        let writer = Writer::start(folder.into_database(), Arc::clone(&identity), Arc::clone(&clock), commits)
            .map_err(|source| FolderError::NoFolder { path: path.to_owned(), source })?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self(Arc::new(Open {
            clock,
            identity,
            writer,
            connections,
            attempts: Mutex::default(),
            gatehouse,
            checking: Semaphore::new(cores),
        })))
    }

    /// What it answers over HTTP.
    pub fn router(&self) -> Router {
        http::router(self.clone())
    }

    /// Its identity, named in every receipt.
    #[must_use]
    pub fn id(&self) -> UpstreamId {
        self.0.identity.upstream()
    }

    /// The key that a desk pins.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        self.0.identity.public()
    }

    pub(crate) fn now(&self) -> Moment {
        self.0.clock.now()
    }

    pub(crate) fn identity(&self) -> &Arc<Identity> {
        &self.0.identity
    }

    pub(crate) fn connections(&self) -> &Connections {
        &self.0.connections
    }

    pub(crate) fn attempts(&self) -> std::sync::MutexGuard<'_, Attempts> {
        self.0.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn gatehouse(&self) -> &Gatehouse {
        &self.0.gatehouse
    }

    /// Whether entries can be received and read just now.
    pub(crate) async fn is_healthy(&self) -> Result<bool, DatabaseError> {
        Ok(self.0.writer.is_running() && self.0.connections.with(Database::is_readable).await?)
    }

    /// Whose token this digest belongs to.
    pub(crate) async fn caller(&self, token: domain::digest::Digest) -> Result<Option<Caller>, DatabaseError> {
        self.0.connections.with(move |database| database.caller(token)).await
    }

    /// Receives a request's entries: each checked by itself, the good ones committed together, one outcome each.
    pub(crate) async fn receive(&self, entries: Vec<Sealed>, caller: Caller) -> Result<Vec<Outcome>, NotReceived> {
        let checked = self.check(entries, caller).await?;
        let mut good = Vec::with_capacity(checked.len());
        let refusals: Vec<Option<Refusal>> =
            checked.into_iter().map(|entry| entry.map(|entry| good.push(entry)).err()).collect();
        let received = if good.is_empty() { Vec::new() } else { self.0.writer.submit(good).await? };
        let mut received = received.into_iter();
        Ok(refusals
            .into_iter()
            .map(|refused| match refused {
                Some(refusal) => Outcome::Refused { refusal },
                None => received.next().unwrap_or_else(never_answered),
            })
            .collect())
    }

    /// Signatures are most of the work of an entry: off the async threads, and before the writer's transaction.
    async fn check(&self, entries: Vec<Sealed>, caller: Caller) -> Result<Vec<Result<Prepared, Refusal>>, NotReceived> {
        let _turn = self.0.checking.acquire().await.map_err(|_| NotReceived::Stopping)?;
        let check = move || entries.into_iter().map(|entry| Prepared::check(entry, &caller)).collect();
        tokio::task::spawn_blocking(check).await.map_err(|_| NotReceived::NotKept)
    }
}

/// The writer gives one outcome an entry; should it ever not, the entry counts as not received.
fn never_answered() -> Outcome {
    Outcome::Refused {
        refusal: refusal(RefusalCode::Unavailable, "上级节点没有给出结果，本条未确认收到；请重新提交")
    }
}
