//! A batch's transaction as PostgreSQL does it: few statements for any number of entries, sent without waiting in between.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use deadpool_postgres::Transaction;
use domain::digest::Digest;
use domain::receipt::{DeviceHead, SealedReceipt};
use domain::unit::UnitCode;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, Statement};

use super::rows::{Places, Rows};
use super::{Postgres, column, listen, log, matters, migrations};
use crate::batch::{self, Chain, Held, Known, Named, Place, Plan, Received, Receiver, Wanted, Written, has};
use crate::database_error::DatabaseError;
use crate::prepared::Prepared;

const HELD: &str = "
SELECT id, device, epoch, seq, position, header_hash, prev, signature FROM entries WHERE id = ANY ($1)
UNION
SELECT id, device, epoch, seq, position, header_hash, prev, signature FROM entries
JOIN UNNEST($2::uuid[], $3::bigint[], $4::bigint[]) AS place (device, epoch, seq) USING (device, epoch, seq)";
const RECEIPTS: &str = "
SELECT position, receipt, receipts.signature FROM entries JOIN receipts USING (position) WHERE id = ANY ($1)";
const HEADS: &str = "
SELECT device, epoch, seq, digest FROM heads JOIN UNNEST($1::uuid[], $2::bigint[]) AS chain (device, epoch) USING (device, epoch)";
/// Of chains whose next entry arrives: an arriving seq is a chain's next where it is one beyond its head.
const BEYOND: &str = "
SELECT e.device, e.epoch, e.seq, e.header_hash
FROM UNNEST($1::uuid[], $2::bigint[], $3::bigint[]) AS next (device, epoch, seq)
LEFT JOIN heads h ON h.device = next.device AND h.epoch = next.epoch
JOIN entries e ON e.device = next.device AND e.epoch = next.epoch AND e.seq > next.seq
WHERE next.seq = coalesce(h.seq, 0) + 1";
const SUPERIORS: &str = "
WITH RECURSIVE up (author, code, height) AS (
    SELECT code, code, 0 FROM units WHERE code = ANY ($1)
    UNION
    SELECT up.author, u.parent, height + 1 FROM up JOIN units u ON u.code = up.code
    WHERE u.parent IS NOT NULL AND height < 16)
SELECT author, code FROM up WHERE height > 0 ORDER BY author, height";
const ADDRESSEES: &str = "SELECT code FROM units WHERE code = ANY ($1)";
const NAMED: &str = "SELECT id, position, header FROM entries WHERE id = ANY ($1)";
const TAKEN: &str = "SELECT position FROM entries WHERE position = ANY ($1)";
const HANDED: &str = "
SELECT d.position, d.unit, d.with_body FROM units u JOIN deliveries d ON d.unit = u.code AND d.position = ANY ($1)";

const ENTRIES: &str = "
INSERT INTO entries (position, id, device, epoch, seq, prev, unit, header_hash, header, body, signature)
SELECT * FROM UNNEST($1::bigint[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
                     $8::text[], $9::text[], $10::text[], $11::text[])";
const NEW_RECEIPTS: &str = "
INSERT INTO receipts (position, receipt, signature) SELECT * FROM UNNEST($1::bigint[], $2::text[], $3::text[])";
const NEW_HEADS: &str = "
INSERT INTO heads (device, epoch, seq, digest)
SELECT * FROM UNNEST($1::uuid[], $2::bigint[], $3::bigint[], $4::text[])
ON CONFLICT (device, epoch) DO UPDATE SET seq = excluded.seq, digest = excluded.digest";
/// Moves each unit's number on by what it is handed, and numbers that in order.
const DELIVERIES: &str = "
WITH handed AS (
    SELECT unit, position, with_body, row_number() OVER (PARTITION BY unit ORDER BY place) AS nth,
           count(*) OVER (PARTITION BY unit) AS many
    FROM UNNEST($1::text[], $2::bigint[], $3::boolean[]) WITH ORDINALITY AS h (unit, position, with_body, place)),
begun AS (SELECT coalesce(max(begins_after), 0) AS after FROM generations),
moved AS (
    INSERT INTO unit_cursors (unit, n)
    SELECT unit, many + begun.after FROM (SELECT DISTINCT unit, many FROM handed) AS units, begun ORDER BY unit
    ON CONFLICT (unit) DO UPDATE SET n = unit_cursors.n + excluded.n - (SELECT after FROM begun) RETURNING unit, n)
INSERT INTO deliveries (unit, n, position, with_body)
SELECT unit, moved.n - many + nth, position, with_body FROM handed JOIN moved USING (unit)";
const SHOWN: &str = "
INSERT INTO shown (unit, position, by) SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::bigint[])";
const BLOBS: &str = "
INSERT INTO blob_names (digest, position, length) SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::bigint[])
ON CONFLICT DO NOTHING";
const PURGES: &str = "
INSERT INTO purges (position, by) SELECT * FROM UNNEST($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING";
const CLEARED: &str = "UPDATE entries SET body = NULL WHERE position = ANY ($1) AND body IS NOT NULL";

impl Postgres {
    /// Receives entries in the order given. On an error nothing of it was kept.
    pub(crate) async fn receive(
        &self,
        arriving: &[Prepared],
        receiver: Receiver<'_>,
    ) -> Result<Received, DatabaseError> {
        let arriving: Vec<_> = arriving.iter().collect();
        let mut client = self.client().await?;
        let mut receiving = Receiving(client.transaction().await?);
        let received = batch::receive(&mut receiving, &arriving, receiver).await?;
        receiving.0.commit().await?;
        Ok(received)
    }
}

struct Receiving<'c>(Transaction<'c>);

impl batch::Transaction for Receiving<'_> {
    async fn reserve(&mut self, count: u64) -> Result<u64, DatabaseError> {
        let reserve = self.0.prepare_cached(log::RESERVE).await?;
        let last = self.0.query_one(&reserve, &[&column::stored(count)]).await?;
        // Only now: while it waited for its turn, a newer program may have changed the tables.
        migrations::refuse_newer(&self.0).await?;
        column::count(&last, 0)
    }

    async fn known(&mut self, wanted: &Wanted) -> Result<Known, DatabaseError> {
        let mut known = self.around(wanted).await?;
        if !wanted.named.is_empty() {
            known.named = self.named(wanted).await?;
        }
        if !wanted.positions.is_empty() {
            known.taken = self.taken(wanted).await?;
        }
        let (unplaced, in_question) = (known.unplaced(), known.in_question(wanted));
        if !unplaced.is_empty() {
            known.superiors.extend(read_superiors(&self.rows(SUPERIORS, vec![&codes(&unplaced)]).await?)?);
        }
        if !in_question.is_empty() {
            let (units, positions): (Vec<_>, Vec<_>) =
                in_question.iter().map(|(unit, position)| (unit.0.as_str(), column::stored(*position))).unzip();
            known.heard = matters::read_heard(&self.rows(matters::HEARD, vec![&units, &positions]).await?)?;
        }
        Ok(known)
    }

    async fn write(&mut self, plan: &Plan<'_>) -> Result<Written, DatabaseError> {
        match self.write_apart(plan).await {
            Ok(()) => Ok(Written::All),
            Err(error) => match refused_by_tables(&error) {
                Some(words) => {
                    self.0.batch_execute("ROLLBACK TO SAVEPOINT batch").await?;
                    Ok(Written::RefusedByTables(words))
                }
                None => Err(error.into()),
            },
        }
    }

    async fn settle(&mut self, last: u64) -> Result<(), DatabaseError> {
        self.0.execute(log::SETTLE, &[&column::stored(last)]).await?;
        Ok(())
    }
}

/// Constraints and our own triggers, which speak as one: the entry's fault, not the server's.
fn refused_by_tables(error: &tokio_postgres::Error) -> Option<String> {
    let refused = error.as_db_error()?;
    let constraint = refused.code().code().starts_with("23") || *refused.code() == SqlState::RAISE_EXCEPTION;
    constraint.then(|| refused.message().to_owned())
}

/// Columns of a statement.
type Columns<'c> = Vec<&'c (dyn ToSql + Sync)>;

impl Receiving<'_> {
    async fn rows(&self, sql: &str, columns: Columns<'_>) -> Result<Vec<Row>, tokio_postgres::Error> {
        let prepared = self.0.prepare_cached(sql).await?;
        self.0.query(&prepared, &columns).await
    }

    async fn rows_unless(
        &self,
        none: bool,
        sql: &str,
        columns: Columns<'_>,
    ) -> Result<Vec<Row>, tokio_postgres::Error> {
        if none { Ok(Vec::new()) } else { self.rows(sql, columns).await }
    }

    async fn put(&self, prepared: &Statement, columns: Columns<'_>) -> Result<(), tokio_postgres::Error> {
        self.0.execute(prepared, &columns).await.map(|_| ())
    }

    async fn around(&self, wanted: &Wanted) -> Result<Known, DatabaseError> {
        let ids: Vec<_> = wanted.ids.iter().copied().collect();
        let places = Places::of(wanted.places.iter().copied());
        let arriving = wanted.chains.iter();
        let arriving = arriving.flat_map(|((device, epoch), seqs)| seqs.iter().map(|seq| (*device, *epoch, *seq)));
        let arriving = Places::of(arriving);
        let chains = Places::of(wanted.chains.keys().map(|(device, epoch)| (*device, *epoch, 0)));
        let (authors, named) = (codes(&wanted.placed), codes(&wanted.addressees));
        let subjects: Vec<_> = wanted.matters.iter().copied().collect();
        let (held, receipts, heads, beyond, superiors, addressees, words, reported) = tokio::try_join!(
            self.rows(HELD, vec![&ids, &places.devices, &places.epochs, &places.seqs]),
            self.rows(RECEIPTS, vec![&ids]),
            self.rows(HEADS, vec![&chains.devices, &chains.epochs]),
            self.rows(BEYOND, vec![&arriving.devices, &arriving.epochs, &arriving.seqs]),
            self.rows(SUPERIORS, vec![&authors]),
            self.rows(ADDRESSEES, vec![&named]),
            self.rows_unless(subjects.is_empty(), matters::WORDS, vec![&subjects]),
            self.rows_unless(subjects.is_empty(), matters::REPORTED, vec![&subjects]),
        )?;
        Ok(Known {
            held: held.iter().map(read_held).collect::<Result<_, _>>()?,
            receipts: receipts.iter().map(read_receipt).collect::<Result<_, _>>()?,
            heads: heads.iter().map(read_head).collect::<Result<_, _>>()?,
            beyond: beyond.iter().map(read_beyond).collect::<Result<_, _>>()?,
            superiors: read_superiors(&superiors)?,
            addressees: addressees.iter().map(|row| column::unit(row, 0)).collect::<Result<_, _>>()?,
            words: words.iter().map(matters::read_word).collect::<Result<_, _>>()?,
            reported: reported.iter().map(matters::read_reported).collect::<Result<_, _>>()?,
            ..Known::default()
        })
    }

    async fn named(&self, wanted: &Wanted) -> Result<Vec<Named>, DatabaseError> {
        let named = self.0.prepare_cached(NAMED).await?;
        let handed = self.0.prepare_cached(HANDED).await?;
        let ids: Vec<_> = wanted.named.iter().copied().collect();
        let mut found = BTreeMap::new();
        for row in self.0.query(&named, &[&ids]).await? {
            let (id, position) = (column::get(&row, 0)?, column::count(&row, 1)?);
            let header = column::get(&row, 2)?;
            found.insert(position, Named { id, position, header, handed: BTreeMap::new() });
        }
        let positions: Vec<_> = found.keys().map(|position| column::stored(*position)).collect();
        for row in self.0.query(&handed, &[&positions]).await? {
            let (unit, with_body) = (column::unit(&row, 1)?, column::get(&row, 2)?);
            if let Some(named) = found.get_mut(&column::count(&row, 0)?) {
                has(&mut named.handed, unit, with_body);
            }
        }
        Ok(found.into_values().collect())
    }

    async fn taken(&self, wanted: &Wanted) -> Result<BTreeSet<u64>, DatabaseError> {
        let positions: Vec<_> = wanted.positions.iter().map(|position| column::stored(*position)).collect();
        let rows = self.rows(TAKEN, vec![&positions]).await?;
        rows.iter().map(|row| column::count(row, 0)).collect()
    }

    /// In a savepoint of its own. Each statement is sent when it is first polled, so they arrive in this order.
    async fn write_apart(&self, plan: &Plan<'_>) -> Result<(), tokio_postgres::Error> {
        let (entries, receipts, heads, deliveries, notify) = tokio::try_join!(
            self.0.prepare_cached(ENTRIES),
            self.0.prepare_cached(NEW_RECEIPTS),
            self.0.prepare_cached(NEW_HEADS),
            self.0.prepare_cached(DELIVERIES),
            self.0.prepare_cached(listen::NOTIFY),
        )?;
        let rows = Rows::of(plan);
        tokio::try_join!(
            biased;
            self.0.batch_execute("SAVEPOINT batch"),
            self.put(&entries, rows.entries()),
            self.put(&receipts, vec![&rows.positions, &rows.receipts, &rows.receipt_signatures]),
            self.put(&heads, vec![&rows.heads.devices, &rows.heads.epochs, &rows.heads.seqs, &rows.head_digests]),
            self.put(&deliveries, vec![&rows.handed_to, &rows.handed, &rows.with_body]),
            self.put(&notify, vec![&listen::CHANNEL, &rows.told]),
        )?;
        self.write_matters(&rows).await?;
        self.write_what_is_rare(plan, &rows).await?;
        self.0.batch_execute("RELEASE SAVEPOINT batch").await
    }

    async fn write_matters(&self, rows: &Rows<'_>) -> Result<(), tokio_postgres::Error> {
        let (reported, words) = (&rows.reported, &rows.words);
        if !reported.positions.is_empty() {
            let prepared = self.0.prepare_cached(matters::NEW_REPORTED).await?;
            let columns: Columns<'_> = vec![&reported.subjects, &reported.positions, &reported.units, &reported.flags];
            self.put(&prepared, columns).await?;
        }
        if !words.positions.is_empty() {
            let prepared = self.0.prepare_cached(matters::NEW_WORDS).await?;
            let columns: Columns<'_> =
                vec![&words.subjects, &words.others, &words.positions, &words.units, &words.flags];
            self.put(&prepared, columns).await?;
        }
        Ok(())
    }

    async fn write_what_is_rare(&self, plan: &Plan<'_>, rows: &Rows<'_>) -> Result<(), tokio_postgres::Error> {
        if !plan.shown.is_empty() {
            let shown = self.0.prepare_cached(SHOWN).await?;
            self.0.execute(&shown, &[&rows.shown_to, &rows.shown, &rows.shown_by]).await?;
        }
        if !plan.blobs.is_empty() {
            let blobs = self.0.prepare_cached(BLOBS).await?;
            self.0.execute(&blobs, &[&rows.blobs, &rows.blobs_at, &rows.blob_lengths]).await?;
        }
        if plan.clears() {
            let purges = self.0.prepare_cached(PURGES).await?;
            self.0.execute(&purges, &[&rows.purged, &rows.purged_by]).await?;
            let cleared = self.0.prepare_cached(CLEARED).await?;
            self.0.execute(&cleared, &[&rows.purged]).await?;
        }
        Ok(())
    }
}

fn codes(units: &BTreeSet<UnitCode>) -> Vec<&str> {
    units.iter().map(|unit| unit.0.as_str()).collect()
}

fn read_held(row: &Row) -> Result<Held, DatabaseError> {
    Ok(Held {
        id: column::get(row, 0)?,
        place: (column::get(row, 1)?, column::epoch(row, 2)?, column::count(row, 3)?),
        position: column::count(row, 4)?,
        header_hash: column::digest(row, 5)?,
        prev: column::digest(row, 6)?,
        signature: column::signature(row, 7)?,
    })
}

fn read_receipt(row: &Row) -> Result<(u64, SealedReceipt), DatabaseError> {
    let (receipt, signature) = (column::get(row, 1)?, column::signature(row, 2)?);
    Ok((column::count(row, 0)?, SealedReceipt { receipt, signature }))
}

fn read_head(row: &Row) -> Result<(Chain, DeviceHead), DatabaseError> {
    let (epoch, seq) = (column::epoch(row, 1)?, column::count(row, 2)?);
    let head = DeviceHead { epoch, seq, digest: column::digest(row, 3)? };
    Ok(((column::get(row, 0)?, epoch), head))
}

fn read_beyond(row: &Row) -> Result<(Place, Digest), DatabaseError> {
    let place = (column::get(row, 0)?, column::epoch(row, 1)?, column::count(row, 2)?);
    Ok((place, column::digest(row, 3)?))
}

fn read_superiors(rows: &[Row]) -> Result<HashMap<UnitCode, Vec<UnitCode>>, DatabaseError> {
    let mut superiors: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        superiors.entry(column::unit(row, 0)?).or_default().push(column::unit(row, 1)?);
    }
    Ok(superiors)
}
