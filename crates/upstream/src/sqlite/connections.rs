//! A few connections to one file: one that writes batches, and readers beside it, which enrolments use too.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use super::Database;
use crate::database_error::DatabaseError;

/// SQLite serves readers in parallel, and more than the cores can use only costs memory.
const MOST: usize = 8;

/// Connections that come back after use.
pub(crate) struct Connections {
    dir: PathBuf,
    writing: Arc<Mutex<Database>>,
    idle: Arc<Mutex<Vec<Database>>>,
    allowed: Semaphore,
}

impl Connections {
    /// Opens the file of this folder, creating and migrating it where needed.
    pub(crate) fn open(dir: PathBuf) -> Result<Self, DatabaseError> {
        let writing = Database::open(&dir)?;
        let idle = Arc::default();
        Ok(Self { dir, writing: Arc::new(Mutex::new(writing)), idle, allowed: Semaphore::new(MOST) })
    }

    /// A connection of the caller's own.
    pub(crate) fn another(&self) -> Result<Database, DatabaseError> {
        Database::open(&self.dir)
    }

    /// Does blocking work on a connection, off the async threads. The outer error is the database's.
    pub(crate) async fn with<T: Send + 'static, E: From<DatabaseError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Database) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let _allowed = self.allowed.acquire().await.map_err(|_| stopped())?;
        let (dir, idle) = (self.dir.clone(), Arc::clone(&self.idle));
        let done = tokio::task::spawn_blocking(move || {
            let waiting = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut database = waiting.map_or_else(|| Database::open(&dir), Ok)?;
            let done = work(&mut database);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(database);
            done
        });
        done.await.map_err(|_| stopped())?
    }

    /// The same on the connection that writes batches: a batch waits for no reader.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Database) -> Result<T, DatabaseError> + Send + 'static,
    ) -> Result<T, DatabaseError> {
        let writing = Arc::clone(&self.writing);
        let done =
            tokio::task::spawn_blocking(move || work(&mut writing.lock().unwrap_or_else(PoisonError::into_inner)));
        done.await.map_err(|_| stopped::<DatabaseError>())?
    }
}

fn stopped<E: From<DatabaseError>>() -> E {
    E::from(DatabaseError::Damaged("数据库线程已停止".to_owned()))
}
