//! The generations after the first, each begun when the database was put back from a backup.

use deadpool_postgres::GenericClient;
use domain::Moment;
use domain::generation::Generation;

use super::{Postgres, column, log, settings};
use crate::database_error::DatabaseError;
use crate::new_generation;

impl Postgres {
    /// Begins another generation of this upstream, which was put back from a backup.
    pub(crate) async fn begin_generation(&self, now: Moment) -> Result<Generation, DatabaseError> {
        let mut client = self.client().await?;
        let transaction = client.transaction().await?;
        // Whatever writes waits for this row.
        let head = column::count(&transaction.query_one("SELECT head FROM log FOR UPDATE", &[]).await?, 0)?;
        let settings = settings::read(&transaction).await?;
        let settings = settings.ok_or_else(|| DatabaseError::Damaged("设置表没有内容".to_owned()))?;
        let numbered = transaction.query_one("SELECT coalesce(max(n), 0) FROM unit_cursors", &[]).await?;
        let generation = new_generation::after(&settings.generation, head, column::count(&numbered, 0)?, now);
        begin(&transaction, &generation, now).await?;
        transaction.commit().await?;
        Ok(generation)
    }
}

async fn begin(client: &impl GenericClient, generation: &Generation, now: Moment) -> Result<(), DatabaseError> {
    let (number, begins_after) = (i64::from(generation.number), column::stored(generation.begins_after()));
    let lost_after = column::stored(generation.lost_after.unwrap_or(0));
    let begun = "INSERT INTO generations (number, begins_after, lost_after, begun_at) VALUES ($1, $2, $3, $4)";
    client.execute(begun, &[&number, &begins_after, &lost_after, &now]).await?;
    client.execute("UPDATE settings SET generation = $1", &[&number]).await?;
    client.execute("UPDATE unit_cursors SET n = $1", &[&begins_after]).await?;
    client.execute(log::SETTLE, &[&begins_after]).await?;
    Ok(())
}
