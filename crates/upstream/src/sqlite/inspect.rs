//! Reading everything for `check`, in one read transaction, so that a running server does not disturb it.

use domain::certificate::SealedCertificate;
use domain::entry::Sealed;
use domain::receipt::SealedReceipt;
use domain::seal::Signature;
use rusqlite::types::ValueRef;
use rusqlite::{Row, Transaction, TransactionBehavior};

use super::{Database, column, durability, log, settings};
use crate::check::{CursorRow, EntryColumns, EntryRow, Inspect};
use crate::database_error::DatabaseError;
use crate::settings::Settings;

/// A view of the whole database at one moment.
pub(crate) struct Inspection<'a>(Transaction<'a>);

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
         SELECT firm || '、' || begins || '、' || head FROM bounds
         WHERE (SELECT count(*) FROM entries WHERE position <= firm) <> firm
            OR (SELECT count(*) FROM entries WHERE position > begins) <> head - begins
            OR (SELECT max(position) FROM entries) > head",
    ),
    (
        "回执没有对应的条目：位置",
        "SELECT r.position FROM receipts r LEFT JOIN entries e USING (position) WHERE e.position IS NULL",
    ),
    (
        "单位的分发编号不连续：单位、编号",
        "SELECT d.unit || '、' || d.n FROM deliveries d
         WHERE d.n <> 1 AND d.n - 1 NOT IN (SELECT begins_after FROM generations)
           AND NOT EXISTS (SELECT 1 FROM deliveries p WHERE p.unit = d.unit AND p.n = d.n - 1)",
    ),
    (
        "单位的分发计数与分发记录不符：单位",
        "SELECT c.unit FROM unit_cursors c
         WHERE c.n <> max(coalesce((SELECT max(n) FROM deliveries d WHERE d.unit = c.unit), 0),
                           coalesce((SELECT max(begins_after) FROM generations), 0))
         UNION SELECT DISTINCT unit FROM deliveries WHERE unit NOT IN (SELECT unit FROM unit_cursors)",
    ),
    (
        "分发记录没有对应的条目：单位、编号",
        "SELECT d.unit || '、' || d.n FROM deliveries d LEFT JOIN entries e USING (position)
         WHERE e.position IS NULL",
    ),
    (
        "条目没有分发给本单位：位置",
        "SELECT e.position FROM entries e WHERE NOT EXISTS
         (SELECT 1 FROM deliveries d WHERE d.unit = e.unit AND d.position = e.position AND d.with_body = 1)",
    ),
    (
        "只限本单位的条目分发给了别的单位：单位、编号",
        "SELECT d.unit || '、' || d.n FROM deliveries d JOIN entries e USING (position)
         WHERE d.unit <> e.unit AND json_valid(e.header) AND e.header ->> '$.audience' = 'unit'
           AND NOT EXISTS (SELECT 1 FROM shown s WHERE s.unit = d.unit AND s.position = d.position)",
    ),
    (
        "分发给别的单位的条目没有本单位的调阅记录：单位、位置",
        "SELECT s.unit || '、' || s.position FROM shown s
         JOIN entries e ON e.position = s.position LEFT JOIN entries b ON b.position = s.by
         WHERE b.unit IS NOT e.unit OR NOT json_valid(b.header)
            OR b.header ->> '$.kind' NOT IN ('disclosed', 'purged')",
    ),
    (
        "只发条目头的分发不属于报告、国家系统录入或同一事件：单位、编号",
        "SELECT d.unit || '、' || d.n FROM deliveries d JOIN entries e USING (position)
         WHERE d.with_body = 0 AND json_valid(e.header)
           AND e.header ->> '$.kind' NOT IN ('report', 'relay', 'same_event')",
    ),
    (
        "报送记录与条目不符：位置",
        "SELECT coalesce(e.position, r.position) FROM (
             SELECT position, unit, header ->> '$.subject' AS subject, header ->> '$.kind' = 'report' AS report
             FROM entries WHERE json_valid(header) AND header ->> '$.kind' IN ('report', 'relay')) AS e
         FULL JOIN reported r USING (position)
         WHERE (e.unit, e.subject, e.report) IS NOT (r.unit, r.subject, r.report)",
    ),
];

impl Database {
    /// Everything as it is now, while the server may go on.
    pub(crate) fn inspection(&mut self) -> Result<Inspection<'_>, DatabaseError> {
        Ok(Inspection(self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?))
    }
}

impl Inspect for Inspection<'_> {
    async fn settings(&self) -> Result<Option<Settings>, DatabaseError> {
        Ok(settings::read(&self.0)?)
    }

    async fn head(&self) -> Result<u64, DatabaseError> {
        Ok(log::head(&self.0)?)
    }

    async fn deliveries(&self) -> Result<u64, DatabaseError> {
        Ok(self.0.query_one("SELECT count(*) FROM deliveries", [], |row| column::count(row, 0))?)
    }

    /// As they hold for this connection, opened like the server's.
    async fn durability_problems(&self) -> Result<Vec<String>, DatabaseError> {
        let (journal, synchronous) = durability(&self.0)?;
        let lasting = (journal.as_str(), synchronous) == ("wal", 2);
        let words = || format!("数据库不是 WAL+FULL 方式（journal_mode={journal}，synchronous={synchronous}）");
        Ok(if lasting { Vec::new() } else { vec![words()] })
    }

    async fn table_problems(&self) -> Result<Vec<String>, DatabaseError> {
        let mut problems: Vec<_> = self
            .texts("PRAGMA integrity_check(20)")?
            .into_iter()
            .filter(|found| found != "ok")
            .map(|found| format!("数据库文件损坏：{found}"))
            .collect();
        let foreign = self.texts("SELECT DISTINCT \"table\" || '、' || parent FROM pragma_foreign_key_check")?;
        problems.extend(foreign.into_iter().map(|found| format!("引用的记录不存在：{found}")));
        for (words, query) in SHOULD_FIND_NOTHING {
            problems.extend(self.texts(query)?.into_iter().map(|found| format!("{words} {found}")));
        }
        Ok(problems)
    }

    async fn each_entry(&self, visit: &mut dyn FnMut(Result<EntryRow, DatabaseError>)) -> Result<(), DatabaseError> {
        let mut query = self.0.prepare(ENTRIES)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            visit(entry_row(row).map_err(DatabaseError::from));
        }
        Ok(())
    }

    async fn heads(&self) -> Result<Vec<CursorRow>, DatabaseError> {
        let mut query = self.0.prepare("SELECT device, epoch, seq, digest FROM heads")?;
        let rows = query.query_map([], |row| {
            Ok(CursorRow { device: row.get(0)?, epoch: row.get(1)?, seq: column::count(row, 2)?, digest: row.get(3)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Inspection<'_> {
    fn texts(&self, sql: &str) -> Result<Vec<String>, DatabaseError> {
        let mut query = self.0.prepare(sql)?;
        let texts = query.query_map([], |row| {
            Ok(match row.get_ref(0)? {
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                _ => String::new(),
            })
        })?;
        Ok(texts.collect::<rusqlite::Result<_>>()?)
    }
}

fn entry_row(row: &Row<'_>) -> rusqlite::Result<EntryRow> {
    Ok(EntryRow {
        position: column::count(row, 0)?,
        columns: EntryColumns {
            id: row.get(1)?,
            device: row.get(2)?,
            epoch: row.get(3)?,
            seq: column::count(row, 4)?,
            prev: row.get(5)?,
            unit: row.get(6)?,
            header_hash: row.get(7)?,
        },
        sealed: Sealed { header: row.get(8)?, body: row.get(9)?, signature: column::signature(row, 10)? },
        receipt: signed(row, 11)?.map(|(receipt, signature)| SealedReceipt { receipt, signature }),
        certificate: signed(row, 13)?.map(|(certificate, signature)| SealedCertificate { certificate, signature }),
    })
}

/// A text and, in the column after it, its signature; none where the joined row is missing.
fn signed(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<(String, Signature)>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| Ok((text, column::signature(row, column + 1)?))).transpose()
}
