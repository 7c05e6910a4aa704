//! The log in PostgreSQL, for several instances before one database: one file per table, and what crosses them.
//!
//! Everything SQL of this database is in here. Instances share nothing else: whoever holds the log's head row writes, the
//! others wait for its commit, and an instance that dies lets go of the row with everything it had begun.

mod address;
mod blob_names;
mod column;
mod deliveries;
mod device_list;
mod devices;
mod durability;
mod encrypted;
mod enrolment;
mod generations;
mod heads;
mod inspect;
mod listen;
mod log;
mod matters;
mod migrations;
mod receive;
mod rows;
mod settings;
mod units;
mod unnamed_blobs;

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use tokio_postgres::Config;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::database_error::DatabaseError;
use address::Address;

pub(crate) use address::trusting_file;

pub(crate) use inspect::Inspection;
pub(crate) use listen::listen;

/// Connections of one instance: a batch has one of them, readers the others.
const MOST: usize = 10;
/// How long a request waits for one of them.
const PATIENCE: Duration = Duration::from_secs(10);
/// PostgreSQL itself ends what an instance began and does not go on with (a stopped process, a lost network), so that the
/// others get the head row; and nothing of ours may run for ever.
const SESSION: &str = "-c idle_in_transaction_session_timeout=15s -c statement_timeout=60s -c lock_timeout=50s \
                       -c client_encoding=UTF8 -c timezone=UTC";

/// A PostgreSQL database, by a few connections.
pub(crate) struct Postgres {
    pool: Pool,
    way: Way,
}

/// How a connection is made.
#[derive(Clone)]
pub(crate) struct Way {
    config: Arc<Config>,
    greeting: MakeRustlsConnect,
}

impl Postgres {
    /// Whether the tables were made in this database.
    pub(crate) async fn is_there(address: &str) -> Result<bool, DatabaseError> {
        let client = Self::connect(address)?.client().await?;
        let row = client.query_one("SELECT to_regclass('schema_version') IS NOT NULL", &[]).await?;
        column::get(&row, 0)
    }

    /// Connects, migrates where needed, and refuses a server whose commits do not last.
    pub(crate) async fn open(address: &str) -> Result<Self, DatabaseError> {
        let postgres = Self::connect(address)?;
        let mut client = postgres.client().await?;
        durability::refuse_forgetful(&client).await?;
        migrations::run(&mut client).await?;
        Ok(postgres)
    }

    fn connect(address: &str) -> Result<Self, DatabaseError> {
        let way = Way::to(address)?;
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(Config::clone(&way.config), way.greeting.clone(), recycling))
            .max_size(MOST)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .build()
            .map_err(|error| DatabaseError::Postgres(error.to_string()))?;
        Ok(Self { pool, way })
    }

    async fn client(&self) -> Result<Object, DatabaseError> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => error.into(),
            error => DatabaseError::Postgres(error.to_string()),
        })
    }

    /// An old program leaves a newer database alone.
    pub(crate) async fn refuse_newer(&self) -> Result<(), DatabaseError> {
        migrations::refuse_newer(&self.client().await?).await
    }

    pub(crate) const fn way(&self) -> &Way {
        &self.way
    }
}

impl Way {
    fn to(address: &str) -> Result<Self, DatabaseError> {
        let address = Address::read(address)?;
        if address.is_open_to_eavesdroppers() {
            tracing::warn!("the way to PostgreSQL is not encrypted; sslmode=verify-full in the address asks for it");
        }
        let greeting = encrypted::greeting(address.trusting.as_ref())?;
        let mut config = address.config;
        let given = config.get_options().unwrap_or_default();
        config.options(format!("{SESSION} {given}"));
        config.application_name("zhiban-upstream").connect_timeout(PATIENCE);
        config.keepalives(true).keepalives_idle(PATIENCE).tcp_user_timeout(Duration::from_secs(30));
        Ok(Self { config: Arc::new(config), greeting })
    }
}

impl From<tokio_postgres::Error> for DatabaseError {
    fn from(error: tokio_postgres::Error) -> Self {
        if let Some(words) = encrypted::trouble(&error) {
            return Self::Postgres(words);
        }
        // The server's own detail may quote a row; its message and code do not.
        let words = error
            .as_db_error()
            .map_or_else(|| error.to_string(), |refused| format!("{}（{}）", refused.message(), refused.code().code()));
        Self::Postgres(words)
    }
}
