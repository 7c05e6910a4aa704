//! A few connections for everything but the batch: readers beside the writer, and enrolments.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::sqlite::{Database, DatabaseError};

/// SQLite serves readers in parallel, and more than the cores can use only costs memory.
const MOST: usize = 8;

/// Connections that come back after use.
pub(crate) struct Connections {
    dir: PathBuf,
    idle: Arc<Mutex<Vec<Database>>>,
    allowed: Semaphore,
}

impl Connections {
    pub(crate) fn new(dir: PathBuf) -> Self {
        Self { dir, idle: Arc::default(), allowed: Semaphore::new(MOST) }
    }

    /// Does blocking work on a connection, off the async threads. The outer error is the database's.
    pub(crate) async fn with<T: Send + 'static, E: From<DatabaseError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Database) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let stopped = || E::from(DatabaseError::Damaged("读取线程已停止".to_owned()));
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
}
