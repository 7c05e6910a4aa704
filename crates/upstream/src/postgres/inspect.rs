//! Reading everything for `check`, in one read transaction, so that running instances do not disturb it.

use deadpool_postgres::{Object, Transaction};
use domain::certificate::SealedCertificate;
use domain::entry::{DeviceId, EntryId, Sealed};
use domain::receipt::SealedReceipt;
use domain::seal::Signature;
use futures_util::TryStreamExt as _;
use tokio_postgres::{IsolationLevel, Row};

use super::{Postgres, column, durability, log, settings};
use crate::check::{CursorRow, EntryColumns, EntryRow, Inspect};
use crate::database_error::DatabaseError;
use crate::settings::Settings;

const ENTRIES: &str = "
SELECT e.position, e.id, e.device, e.epoch, e.seq, e.prev, e.unit, e.header_hash, e.header, e.body, e.signature,
       r.receipt, r.signature, v.certificate, v.certificate_signature
FROM entries e LEFT JOIN receipts r ON r.position = e.position LEFT JOIN devices v ON v.id = e.device
ORDER BY e.position";

/// Each finds rows that should not be; the text says what one row means.
const SHOULD_FIND_NOTHING: &[(&str, &str)] = &[
    (
        "日志位置不连续：可确认完整到、本代次起自、日志头",
        "WITH bounds AS (
             SELECT coalesce((SELECT min(lost_after) FROM generations), head) AS firm,
                    coalesce((SELECT max(begins_after) FROM generations), head) AS begins, head FROM log)
         SELECT concat_ws('、', firm, begins, head) FROM bounds
         WHERE (SELECT count(*) FROM entries WHERE position <= firm) <> firm
            OR (SELECT count(*) FROM entries WHERE position > begins) <> head - begins
            OR (SELECT max(position) FROM entries) > head",
    ),
    (
        "回执没有对应的条目：位置",
        "SELECT r.position::text FROM receipts r LEFT JOIN entries e USING (position) WHERE e.position IS NULL",
    ),
    (
        "单位的分发编号不连续：单位、编号",
        "SELECT concat_ws('、', d.unit, d.n) FROM deliveries d
         WHERE d.n <> 1 AND d.n - 1 NOT IN (SELECT begins_after FROM generations)
           AND NOT EXISTS (SELECT 1 FROM deliveries p WHERE p.unit = d.unit AND p.n = d.n - 1)",
    ),
    (
        "单位的分发计数与分发记录不符：单位",
        "SELECT c.unit FROM unit_cursors c
         WHERE c.n <> greatest(coalesce((SELECT max(n) FROM deliveries d WHERE d.unit = c.unit), 0),
                           coalesce((SELECT max(begins_after) FROM generations), 0))
         UNION SELECT DISTINCT unit FROM deliveries WHERE unit NOT IN (SELECT unit FROM unit_cursors)",
    ),
    (
        "分发记录没有对应的条目：单位、编号",
        "SELECT concat_ws('、', d.unit, d.n) FROM deliveries d LEFT JOIN entries e USING (position)
         WHERE e.position IS NULL",
    ),
    (
        "条目没有分发给本单位：位置",
        "SELECT e.position::text FROM entries e WHERE NOT EXISTS
         (SELECT 1 FROM deliveries d WHERE d.unit = e.unit AND d.position = e.position AND d.with_body)",
    ),
    (
        "只限本单位的条目分发给了别的单位：单位、编号",
        "SELECT concat_ws('、', d.unit, d.n) FROM deliveries d JOIN entries e USING (position)
         WHERE d.unit <> e.unit AND e.header LIKE '%\"audience\":\"unit\"%'
           AND NOT EXISTS (SELECT 1 FROM shown s WHERE s.unit = d.unit AND s.position = d.position)",
    ),
    (
        "分发给别的单位的条目没有本单位的调阅记录：单位、位置",
        "SELECT concat_ws('、', s.unit, s.position) FROM shown s
         JOIN entries e ON e.position = s.position LEFT JOIN entries b ON b.position = s.by
         WHERE b.unit IS DISTINCT FROM e.unit
            OR NOT (b.header LIKE '%\"kind\":\"disclosed\"%' OR b.header LIKE '%\"kind\":\"purged\"%')",
    ),
    (
        "只发条目头的分发不属于报告、国家系统录入或同一事件：单位、编号",
        "SELECT concat_ws('、', d.unit, d.n) FROM deliveries d JOIN entries e USING (position)
         WHERE NOT d.with_body AND e.header !~ '\"kind\":\"(report|relay|same_event)\"'",
    ),
    (
        "报送记录与条目不符：位置",
        "SELECT coalesce(e.position, r.position)::text FROM (
             SELECT position, unit, header, header LIKE '%\"kind\":\"report\"%' AS report
             FROM entries WHERE header ~ '\"kind\":\"(report|relay)\"') AS e
         FULL JOIN reported r USING (position)
         WHERE (e.unit, e.report) IS DISTINCT FROM (r.unit, r.report)
            OR strpos(e.header, concat('\"subject\":\"', r.subject, '\"')) = 0",
    ),
];

/// A view of the whole database at one moment.
pub(crate) struct Inspection<'c>(Transaction<'c>);

impl Postgres {
    /// A connection for an inspection.
    pub(crate) async fn inspector(&self) -> Result<Object, DatabaseError> {
        self.client().await
    }
}

impl<'c> Inspection<'c> {
    /// Everything as it is now, while the instances may go on.
    pub(crate) async fn begin(client: &'c mut Object) -> Result<Self, DatabaseError> {
        let reading = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        let transaction = reading.start().await?;
        // A long log takes its time, and nobody waits for this connection.
        transaction
            .batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
            .await?;
        Ok(Self(transaction))
    }
}

impl Inspect for Inspection<'_> {
    async fn settings(&self) -> Result<Option<Settings>, DatabaseError> {
        settings::read(&self.0).await
    }

    async fn head(&self) -> Result<u64, DatabaseError> {
        log::head(&self.0).await
    }

    async fn deliveries(&self) -> Result<u64, DatabaseError> {
        column::count(&self.0.query_one("SELECT count(*) FROM deliveries", &[]).await?, 0)
    }

    async fn durability_problems(&self) -> Result<Vec<String>, DatabaseError> {
        durability::problems(&self.0).await
    }

    async fn table_problems(&self) -> Result<Vec<String>, DatabaseError> {
        let mut problems = Vec::new();
        for (words, query) in SHOULD_FIND_NOTHING {
            for row in self.0.query(*query, &[]).await? {
                problems.push(format!("{words} {}", column::get::<String>(&row, 0)?));
            }
        }
        Ok(problems)
    }

    async fn each_entry(&self, visit: &mut dyn FnMut(Result<EntryRow, DatabaseError>)) -> Result<(), DatabaseError> {
        let none: [&str; 0] = [];
        let mut rows = std::pin::pin!(self.0.query_raw(ENTRIES, none).await?);
        while let Some(row) = rows.try_next().await? {
            visit(entry_row(&row));
        }
        Ok(())
    }

    async fn heads(&self) -> Result<Vec<CursorRow>, DatabaseError> {
        let rows = self.0.query("SELECT device, epoch, seq, digest FROM heads", &[]).await?;
        let heads = rows.iter().map(|row| {
            Ok(CursorRow {
                device: column::get::<DeviceId>(row, 0)?.to_string(),
                epoch: column::epoch(row, 1)?,
                seq: column::count(row, 2)?,
                digest: column::get(row, 3)?,
            })
        });
        heads.collect()
    }
}

fn entry_row(row: &Row) -> Result<EntryRow, DatabaseError> {
    Ok(EntryRow {
        position: column::count(row, 0)?,
        columns: EntryColumns {
            id: column::get::<EntryId>(row, 1)?.to_string(),
            device: column::get::<DeviceId>(row, 2)?.to_string(),
            epoch: column::epoch(row, 3)?,
            seq: column::count(row, 4)?,
            prev: column::get(row, 5)?,
            unit: column::get(row, 6)?,
            header_hash: column::get(row, 7)?,
        },
        sealed: Sealed {
            header: column::get(row, 8)?,
            body: column::get(row, 9)?,
            signature: column::signature(row, 10)?,
        },
        receipt: signed(row, 11)?.map(|(receipt, signature)| SealedReceipt { receipt, signature }),
        certificate: signed(row, 13)?.map(|(certificate, signature)| SealedCertificate { certificate, signature }),
    })
}

/// A text and, in the column after it, its signature; none where the joined row is missing.
fn signed(row: &Row, column: usize) -> Result<Option<(String, Signature)>, DatabaseError> {
    let text: Option<String> = column::get(row, column)?;
    text.map(|text| Ok((text, column::signature(row, column + 1)?))).transpose()
}
