//! 存储: where the log is kept, an SQLite file or PostgreSQL. Everything above it asks in the same words.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::Moment;
use domain::digest::Digest;
use domain::entry::DeviceId;
use domain::generation::Generation;
use domain::receipt::DeviceHead;
use domain::unit::{Unit, UnitCode};
use domain::wire::DeliveryPage;

use crate::batch::{Received, Receiver};
use crate::database_error::DatabaseError;
use crate::enrolment::{Device, Enrolment, Granted, NoGrant};
use crate::hints::{Hints, Told};
use crate::identity::Identity;
use crate::postgres::{self, Postgres};
use crate::prepared::{Caller, Prepared};
use crate::settings::Settings;
use crate::sqlite::{self, Connections};
use crate::unit_tree::TreeError;

/// How often is looked for what another process committed and nobody told of.
const POLL: Duration = Duration::from_secs(1);

/// Which database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DatabaseAt {
    /// An SQLite file in the data folder.
    #[default]
    Folder,
    /// PostgreSQL at this address. It may hold a password: it is shown nowhere.
    Postgres(String),
}

impl DatabaseAt {
    /// The same where a PostgreSQL's certificate must be signed by one of this PEM file, and the way to it is encrypted.
    #[must_use]
    pub fn trusting(self, roots: &Path) -> Self {
        match self {
            Self::Folder => Self::Folder,
            Self::Postgres(address) => Self::Postgres(postgres::trusting_file(&address, roots)),
        }
    }
}

/// An open database.
pub(crate) enum Storage {
    Sqlite(Connections),
    Postgres(Postgres),
}

impl Storage {
    /// Opens the database, creating and migrating it where needed.
    pub(crate) async fn open(folder: &Path, at: &DatabaseAt) -> Result<Self, DatabaseError> {
        match at {
            DatabaseAt::Folder => Connections::open(folder.to_owned()).map(Self::Sqlite),
            DatabaseAt::Postgres(address) => Postgres::open(address).await.map(Self::Postgres),
        }
    }

    /// Whether an upstream has been there before. Asking makes nothing.
    pub(crate) async fn is_there(folder: &Path, at: &DatabaseAt) -> Result<bool, DatabaseError> {
        match at {
            DatabaseAt::Folder => Ok(folder.join(sqlite::FILE).is_file()),
            DatabaseAt::Postgres(address) => Postgres::is_there(address).await,
        }
    }

    /// Who this upstream is; none before the first start.
    pub(crate) async fn settings(&self) -> Result<Option<Settings>, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(|database| database.settings()).await,
            Self::Postgres(postgres) => postgres.settings().await,
        }
    }

    /// Writes the settings of a first start, unless another process was quicker; returns what holds.
    pub(crate) async fn settle(&self, first: Settings) -> Result<Settings, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.settle(&first)).await,
            Self::Postgres(postgres) => postgres.settle(&first).await,
        }
    }

    /// Begins another generation of this upstream, which was put back from a backup.
    pub(crate) async fn begin_generation(&self, now: Moment) -> Result<Generation, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.begin_generation(now)).await,
            Self::Postgres(postgres) => postgres.begin_generation(now).await,
        }
    }

    /// Adds and updates units, all of them or none; how many there are now.
    pub(crate) async fn load_tree(&self, tree: Vec<Unit>) -> Result<usize, TreeError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.load_tree(&tree)).await,
            Self::Postgres(postgres) => postgres.load_tree(&tree).await,
        }
    }

    /// Keeps a new code for this unit; false where the unit is unknown.
    pub(crate) async fn issue_code(&self, code: Digest, unit: UnitCode, now: Moment) -> Result<bool, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.issue_code(code, &unit, now)).await,
            Self::Postgres(postgres) => postgres.issue_code(code, &unit, now).await,
        }
    }

    /// Enrols a device. The same device with the same key and code is answered again: its answer was lost.
    pub(crate) async fn enrol(
        &self,
        asked: Enrolment,
        identity: Arc<Identity>,
        now: Moment,
    ) -> Result<Granted, NoGrant> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.enrol(&asked, &identity, now)).await,
            Self::Postgres(postgres) => postgres.enrol(&asked, &identity, now).await,
        }
    }

    /// Writes devices down that are lost here, without any access; those that are known stay as they are.
    pub(crate) async fn remember_devices(&self, devices: Vec<(Device, Moment)>) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.remember_devices(&devices)).await,
            Self::Postgres(postgres) => postgres.remember_devices(&devices).await,
        }
    }

    /// Revokes a device; false where there is none of this id.
    pub(crate) async fn revoke(&self, device: DeviceId, now: Moment) -> Result<bool, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.revoke(device, now)).await,
            Self::Postgres(postgres) => postgres.revoke(device, now).await,
        }
    }

    /// Whose token this is; none for an unknown or revoked one.
    pub(crate) async fn caller(&self, token: Digest) -> Result<Option<Caller>, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.caller(token)).await,
            Self::Postgres(postgres) => postgres.caller(token).await,
        }
    }

    /// The unit's deliveries after number `after`.
    pub(crate) async fn page(&self, unit: UnitCode, after: u64) -> Result<DeliveryPage, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.page(&unit, after)).await,
            Self::Postgres(postgres) => postgres.page(&unit, after).await,
        }
    }

    /// The number of the unit's last delivery, 0 before the first.
    pub(crate) async fn delivered_to(&self, unit: UnitCode) -> Result<u64, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.delivered_to(&unit)).await,
            Self::Postgres(postgres) => postgres.delivered_to(&unit).await,
        }
    }

    /// The unit, those above it, those below it and those beside it.
    pub(crate) async fn units_of(&self, unit: UnitCode) -> Result<Vec<Unit>, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.units_of(&unit)).await,
            Self::Postgres(postgres) => postgres.units_of(&unit).await,
        }
    }

    /// The heads of a device's chains, epoch by epoch.
    pub(crate) async fn heads_of(&self, device: DeviceId) -> Result<Vec<DeviceHead>, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.heads_of(device)).await,
            Self::Postgres(postgres) => postgres.heads_of(device).await,
        }
    }

    /// The lengths that entries of this unit's own give a blob; none where they name none such.
    pub(crate) async fn blob_lengths(&self, digest: Digest, unit: UnitCode) -> Result<Vec<u64>, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.blob_lengths(digest, &unit)).await,
            Self::Postgres(postgres) => postgres.blob_lengths(digest, &unit).await,
        }
    }

    /// Whose entries that name this blob were handed to this unit with their bodies, and still have them.
    pub(crate) async fn authors_of_blob(&self, digest: Digest, unit: UnitCode) -> Result<Vec<UnitCode>, DatabaseError> {
        match self {
            Self::Sqlite(connections) => {
                connections.with(move |database| database.authors_of_blob(digest, &unit)).await
            }
            Self::Postgres(postgres) => postgres.authors_of_blob(digest, &unit).await,
        }
    }

    /// The last position.
    pub(crate) async fn head(&self) -> Result<u64, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(|database| database.head()).await,
            Self::Postgres(postgres) => postgres.head().await,
        }
    }

    /// Ready once a newer program made the database its own, with that in words: what this one would do to it is not right.
    pub(crate) async fn superseded(&self) -> DatabaseError {
        loop {
            let looked = match self {
                Self::Sqlite(connections) => connections.with(|database| database.refuse_newer()).await,
                Self::Postgres(postgres) => postgres.refuse_newer().await,
            };
            if let Err(newer @ DatabaseError::Newer { .. }) = looked {
                return newer;
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// Receives entries in the order given, in one transaction. On an error nothing of it was kept.
    pub(crate) async fn receive(
        &self,
        arriving: Vec<Prepared>,
        identity: &Arc<Identity>,
        now: Moment,
    ) -> Result<Received, DatabaseError> {
        match self {
            Self::Sqlite(connections) => {
                let identity = Arc::clone(identity);
                connections
                    .write(move |database| database.receive(&arriving, Receiver { identity: &identity, now }))
                    .await
            }
            Self::Postgres(postgres) => postgres.receive(&arriving, Receiver { identity, now }).await,
        }
    }

    /// Tells the hints what other processes commit, until it is ended from outside.
    pub(crate) async fn listen(self: Arc<Self>, hints: Hints) {
        match &*self {
            Self::Sqlite(_) => self.poll(hints).await,
            Self::Postgres(postgres) => {
                tokio::join!(postgres::listen(postgres.way().clone(), hints.clone()), self.poll(hints));
            }
        }
    }

    /// Where nobody told of what was there a second ago already, everybody is to look; and who was revoked has to go.
    async fn poll(&self, hints: Hints) {
        let mut before = self.head().await.unwrap_or(0);
        loop {
            tokio::time::sleep(POLL).await;
            match self.head().await {
                Ok(head) => {
                    if hints.told_up_to() < before {
                        hints.tell(&Told::Everybody, before);
                    }
                    before = head;
                }
                Err(error) => tracing::warn!(%error, "the log's head cannot be read just now"),
            }
            if let Err(error) = hints.revocations().read(self).await {
                tracing::warn!(%error, "who was revoked cannot be read just now");
            }
        }
    }
}
