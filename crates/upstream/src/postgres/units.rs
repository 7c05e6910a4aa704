//! The tree of units.

use deadpool_postgres::GenericClient;
use domain::unit::{Level, Unit, UnitCode};
use tokio_postgres::Row;

use super::{Postgres, column};
use crate::database_error::DatabaseError;
use crate::unit_tree::{TreeError, listed, refuse_unsound};

const COLUMNS: &str = "u.code, u.name, u.level, u.divisions, u.parent, u.sample";

fn unit(row: &Row) -> Result<Unit, DatabaseError> {
    let level: String = column::get(row, 2)?;
    let divisions: String = column::get(row, 3)?;
    Ok(Unit {
        code: column::unit(row, 0)?,
        name: column::get(row, 1)?,
        level: Level::named(&level).ok_or_else(|| DatabaseError::Damaged(format!("单位层级 {level}")))?,
        divisions: divisions.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        parent: column::get::<Option<String>>(row, 4)?.map(UnitCode),
        sample: column::get(row, 5)?,
    })
}

/// The unit and every unit above it, nearest first.
pub(super) async fn upwards(client: &impl GenericClient, from: &UnitCode) -> Result<Vec<Unit>, DatabaseError> {
    let sql = format!(
        "WITH RECURSIVE up (code, height) AS (
             SELECT $1::text, 0
             UNION
             SELECT p.parent, height + 1 FROM up JOIN units p ON p.code = up.code
             WHERE p.parent IS NOT NULL AND height < 16)
         SELECT {COLUMNS} FROM up JOIN units u ON u.code = up.code ORDER BY height"
    );
    client.query(&sql, &[&from.0]).await?.iter().map(unit).collect()
}

/// Those below a unit, however far, and those of the same superior; itself among them.
async fn below_and_beside(client: &impl GenericClient, of: &UnitCode) -> Result<Vec<Unit>, DatabaseError> {
    let sql = format!(
        "WITH RECURSIVE below (code, depth) AS (
             SELECT $1::text, 0
             UNION
             SELECT u.code, depth + 1 FROM below JOIN units u ON u.parent = below.code WHERE depth < 16)
         SELECT {COLUMNS} FROM units u
         WHERE u.code IN (SELECT code FROM below) OR u.parent = (SELECT parent FROM units WHERE code = $1)
         ORDER BY u.code COLLATE \"C\""
    );
    client.query(&sql, &[&of.0]).await?.iter().map(unit).collect()
}

async fn all(client: &impl GenericClient) -> Result<Vec<Unit>, DatabaseError> {
    let sql = format!("SELECT {COLUMNS} FROM units u ORDER BY u.code");
    client.query(&sql, &[]).await?.iter().map(unit).collect()
}

pub(super) async fn exists(client: &impl GenericClient, code: &UnitCode) -> Result<bool, DatabaseError> {
    Ok(client.query_opt("SELECT 1 FROM units WHERE code = $1", &[&code.0]).await?.is_some())
}

async fn upsert(client: &impl GenericClient, unit: &Unit) -> Result<(), DatabaseError> {
    client
        .execute(
            "INSERT INTO units (code, name, level, divisions, parent, sample) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level,
             divisions = excluded.divisions, parent = excluded.parent, sample = excluded.sample",
            &[
                &unit.code.0,
                &unit.name,
                &unit.level.name(),
                &unit.divisions.join("/"),
                &unit.parent.as_ref().map(|parent| &parent.0),
                &unit.sample,
            ],
        )
        .await?;
    Ok(())
}

impl Postgres {
    /// The unit, those above it, those below it and those beside it.
    pub(crate) async fn units_of(&self, unit: &UnitCode) -> Result<Vec<Unit>, DatabaseError> {
        let client = self.client().await?;
        Ok(listed(upwards(&client, unit).await?, below_and_beside(&client, unit).await?))
    }

    /// Adds and updates units; units that the file does not name stay as they are. Returns how many there are now.
    pub(crate) async fn load_tree(&self, tree: &[Unit]) -> Result<usize, TreeError> {
        let mut client = self.client().await?;
        let transaction = client.transaction().await.map_err(DatabaseError::from)?;
        for unit in tree {
            upsert(&transaction, unit).await?;
        }
        let all = all(&transaction).await?;
        refuse_unsound(&all)?;
        transaction.commit().await.map_err(DatabaseError::from)?;
        Ok(all.len())
    }
}
