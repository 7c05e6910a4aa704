//! The head of the one order. Its row is written first and its lock held to the commit, so order is commit order, and of
//! several instances one writes at a time.

use deadpool_postgres::GenericClient;

use super::{Postgres, column};
use crate::database_error::DatabaseError;

pub(super) const RESERVE: &str = "UPDATE log SET head = head + $1 RETURNING head";
pub(super) const SETTLE: &str = "UPDATE log SET head = $1";

pub(super) async fn head(client: &impl GenericClient) -> Result<u64, DatabaseError> {
    column::count(&client.query_one("SELECT head FROM log", &[]).await?, 0)
}

impl Postgres {
    /// The last position.
    pub(crate) async fn head(&self) -> Result<u64, DatabaseError> {
        let client = self.client().await?;
        let head = client.prepare_cached("SELECT head FROM log").await?;
        column::count(&client.query_one(&head, &[]).await?, 0)
    }
}
