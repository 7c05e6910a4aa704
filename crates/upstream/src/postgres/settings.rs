//! The one row of settings.

use deadpool_postgres::GenericClient;
use domain::generation::Generation;

use super::{Postgres, column};
use crate::database_error::DatabaseError;
use crate::settings::Settings;

const READ: &str = "
SELECT upstream, public_key, generation,
       (SELECT coalesce(array_agg(begins_after ORDER BY number), '{}') FROM generations),
       (SELECT min(lost_after) FROM generations)
FROM settings";

pub(super) async fn read(client: &impl GenericClient) -> Result<Option<Settings>, DatabaseError> {
    let row = client.query_opt(READ, &[]).await?;
    row.map(|row| {
        let lost_after: Option<i64> = column::get(&row, 4)?;
        Ok(Settings {
            upstream: column::get(&row, 0)?,
            public_key: column::key(&row, 1)?,
            generation: Generation {
                number: column::epoch(&row, 2)?,
                beginnings: column::get::<Vec<i64>>(&row, 3)?.into_iter().map(i64::unsigned_abs).collect(),
                lost_after: lost_after.map(i64::unsigned_abs),
            },
        })
    })
    .transpose()
}

impl Postgres {
    /// Who this upstream is; none before the first start.
    pub(crate) async fn settings(&self) -> Result<Option<Settings>, DatabaseError> {
        read(&self.client().await?).await
    }

    /// Writes the settings of a first start, unless another instance was quicker; returns what holds.
    pub(crate) async fn settle(&self, first: &Settings) -> Result<Settings, DatabaseError> {
        let client = self.client().await?;
        client
            .execute(
                "INSERT INTO settings (only_row, upstream, generation, public_key) VALUES (true, $1, $2, $3)
                 ON CONFLICT DO NOTHING",
                &[&first.upstream, &i64::from(first.generation.number), &first.public_key.as_str()],
            )
            .await?;
        let settled = read(&client).await?;
        settled.ok_or_else(|| DatabaseError::Damaged("设置表没有内容".to_owned()))
    }
}
