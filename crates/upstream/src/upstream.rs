//! An open upstream: its identity, its writer, its readers.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use domain::Moment;
use domain::entry::Sealed;
use domain::receipt::UpstreamId;
use domain::seal::PublicKey;
use domain::wire::{Offer, Outcome, Refusal, RefusalCode};
use tokio::sync::Semaphore;
use tokio::task::AbortHandle;

use crate::attempts::Attempts;
use crate::blobs::Blobs;
use crate::clock::Clock;
use crate::data_folder::{DataFolder, FolderError};
use crate::database_error::DatabaseError;
use crate::gatehouse::Gatehouse;
use crate::hints::Hints;
use crate::http;
use crate::identity::Identity;
use crate::prepared::{Caller, Prepared, refusal};
use crate::storage::{DatabaseAt, Storage};
use crate::writer::{Desk, NotReceived, Writer};

/// Fewer entries than this are checked on one core.
const LEAST_SHARE: usize = 8;

/// An open upstream. Cloning shares it; the last clone dropped ends it.
#[derive(Clone)]
pub struct Upstream(Arc<Open>);

struct Open {
    clock: Arc<dyn Clock>,
    identity: Arc<Identity>,
    writer: Writer,
    storage: Arc<Storage>,
    blobs: Blobs,
    hints: Hints,
    listening: AbortHandle,
    attempts: Mutex<Attempts>,
    gatehouse: Gatehouse,
    /// As many checks of signatures as there are cores; the others wait their turn.
    checking: Arc<Semaphore>,
    cores: usize,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Upstream {
    /// Opens the upstream of this folder; the first time, it draws its identity and key.
    ///
    /// # Errors
    /// [`FolderError`] where folder, key or database cannot be used.
    pub async fn open(path: &Path, database: &DatabaseAt, clock: impl Clock + 'static) -> Result<Self, FolderError> {
        let folder = DataFolder::open_or_create(path, database).await?;
        let identity = Arc::new(folder.identity().await?);
        let clock: Arc<dyn Clock> = Arc::new(clock);
        let (storage, hints) = (Arc::new(folder.into_storage()), Hints::default());
        let blobs = Blobs::within(path);
        storage.remove_unnamed(&blobs).await;
        let gatehouse = Gatehouse::open(path, Arc::clone(&clock));
        let writer = Writer::start(Desk {
            storage: Arc::clone(&storage),
            identity: Arc::clone(&identity),
            clock: Arc::clone(&clock),
            hints: hints.clone(),
            blobs: blobs.clone(),
            commits: gatehouse.metrics().commits(),
        });
        let listening = tokio::spawn(Arc::clone(&storage).listen(hints.clone())).abort_handle();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self(Arc::new(Open {
            clock,
            identity,
            writer,
            storage,
            blobs,
            hints,
            listening,
            attempts: Mutex::default(),
            gatehouse,
            checking: Arc::new(Semaphore::new(cores)),
            cores,
        })))
    }

    /// What it answers over HTTP.
    pub fn router(&self) -> Router {
        http::router(self.clone())
    }

    /// From now on a unit's attachments may come to so many bytes; 20 GB where nothing is said.
    pub fn hold_each_unit_to(&self, bytes: u64) {
        self.0.blobs.hold_each_unit_to(bytes);
    }

    /// Ready once a newer program brought the database to its own version, with why this one must stop: it receives nothing
    /// more, and what it would hand on may be incomplete.
    pub async fn superseded(&self) -> DatabaseError {
        self.0.storage.superseded().await
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

    pub(crate) fn storage(&self) -> &Storage {
        &self.0.storage
    }

    pub(crate) fn blobs(&self) -> &Blobs {
        &self.0.blobs
    }

    pub(crate) fn hints(&self) -> &Hints {
        &self.0.hints
    }

    pub(crate) fn attempts(&self) -> std::sync::MutexGuard<'_, Attempts> {
        self.0.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn gatehouse(&self) -> &Gatehouse {
        &self.0.gatehouse
    }

    /// Whether entries can be received and read just now.
    pub(crate) async fn is_healthy(&self) -> Result<bool, DatabaseError> {
        self.0.storage.head().await?;
        Ok(self.0.writer.is_running())
    }

    /// Whose token this digest belongs to.
    pub(crate) async fn caller(&self, token: domain::digest::Digest) -> Result<Option<Caller>, DatabaseError> {
        self.0.storage.caller(token).await
    }

    /// Receives a request's entries: each checked by itself, the good ones committed together, one outcome each.
    pub(crate) async fn receive(&self, entries: Vec<Sealed>, caller: Caller) -> Result<Vec<Outcome>, NotReceived> {
        let checked = self.check(entries, move |entry| Prepared::check(entry, &caller)).await?;
        self.commit(checked).await
    }

    /// The same for what an earlier generation received.
    pub(crate) async fn receive_again(&self, offers: Vec<Offer>, caller: Caller) -> Result<Vec<Outcome>, NotReceived> {
        let identity = Arc::clone(self.identity());
        let checked = self.check(offers, move |offer| Prepared::check_offer(offer, &caller, &identity)).await?;
        let (mut entries, mut forgotten) = (Vec::with_capacity(checked.len()), Vec::new());
        for offer in checked {
            entries.push(offer.map(|(entry, device)| {
                forgotten.extend(device);
                entry
            }));
        }
        if !forgotten.is_empty() {
            self.storage().remember_devices(forgotten).await.map_err(|error| {
                tracing::error!(%error, "devices that wrote what is offered again could not be written down");
                NotReceived::NotKept
            })?;
        }
        self.commit(entries).await
    }

    async fn commit(&self, checked: Vec<Result<Prepared, Refusal>>) -> Result<Vec<Outcome>, NotReceived> {
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

    /// Signatures are most of the work of an entry: off the async threads, on every core, and before the writer's
    /// transaction.
    async fn check<T: Send + 'static, R: Send + 'static>(
        &self,
        arriving: Vec<T>,
        check: impl Fn(T) -> R + Send + Sync + 'static,
    ) -> Result<Vec<R>, NotReceived> {
        let check = Arc::new(check);
        let (mut checked, mut checking) = (Vec::with_capacity(arriving.len()), Vec::with_capacity(self.0.cores));
        for share in shares(arriving, self.0.cores) {
            let turn = Arc::clone(&self.0.checking).acquire_owned().await.map_err(|_| NotReceived::Stopping)?;
            let check = Arc::clone(&check);
            checking.push(tokio::task::spawn_blocking(move || {
                let _turn = turn;
                share.into_iter().map(&*check).collect::<Vec<_>>()
            }));
        }
        for share in checking {
            checked.extend(share.await.map_err(|_| NotReceived::NotKept)?);
        }
        Ok(checked)
    }
}

/// What a request brings, in its order, a share for each core; a few entries are not worth a second one.
fn shares<T>(mut arriving: Vec<T>, cores: usize) -> Vec<Vec<T>> {
    let each = arriving.len().div_ceil(cores).max(LEAST_SHARE);
    let mut shares = Vec::with_capacity(cores);
    while arriving.len() > each {
        let rest = arriving.split_off(each);
        shares.push(std::mem::replace(&mut arriving, rest));
    }
    shares.push(arriving);
    shares
}

/// The writer gives one outcome an entry; should it ever not, the entry counts as not received.
fn never_answered() -> Outcome {
    Outcome::Refused {
        refusal: refusal(RefusalCode::Unavailable, "上级节点没有给出结果，本条未确认收到；请重新提交")
    }
}
