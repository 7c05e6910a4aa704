//! The rows that the upstream wrote, inserted again by themselves: the same columns, keys and indexes, no foreign keys and
//! no triggers, in batches of five hundred entries, one durable commit each.

use std::path::Path;
use std::time::Duration;

use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Statement};
use upstream::DatabaseAt;
use uuid::Uuid;

use crate::{database, now};

/// Entries in a transaction, as many as the upstream takes at most.
const AT_ONCE: usize = 500;

const BARE: &str = "
CREATE TABLE bare_entries (LIKE entries INCLUDING INDEXES INCLUDING CONSTRAINTS);
CREATE TABLE bare_receipts (LIKE receipts INCLUDING INDEXES INCLUDING CONSTRAINTS);
CREATE TABLE bare_deliveries (LIKE deliveries INCLUDING INDEXES INCLUDING CONSTRAINTS)";
const ENTRIES: &str = "
INSERT INTO bare_entries (position, id, device, epoch, seq, prev, unit, header_hash, header, body, signature)
SELECT * FROM UNNEST($1::bigint[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
                     $8::text[], $9::text[], $10::text[], $11::text[])";
const RECEIPTS: &str = "
INSERT INTO bare_receipts (position, receipt, signature) SELECT * FROM UNNEST($1::bigint[], $2::text[], $3::text[])";
const DELIVERIES: &str = "
INSERT INTO bare_deliveries (unit, n, position, with_body)
SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::bigint[], $4::boolean[])";

/// Rows of one transaction, column by column.
#[derive(Default)]
struct Batch {
    positions: Vec<i64>,
    ids: Vec<Uuid>,
    devices: Vec<Uuid>,
    epochs: Vec<i64>,
    seqs: Vec<i64>,
    /// prev, unit, header_hash, header, body, signature
    texts: [Vec<String>; 6],
    /// receipt, signature
    receipts: [Vec<String>; 2],
    delivered_to: Vec<String>,
    numbers: Vec<i64>,
    delivered: Vec<i64>,
    with_body: Vec<bool>,
}

/// Everything that was written.
pub(crate) struct Rows(Vec<Batch>);

async fn client(dir: &Path) -> Client {
    let DatabaseAt::Postgres(address) = database::at(dir) else { panic!("PostgreSQL") };
    let (client, connection) = tokio_postgres::connect(&address, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

impl Rows {
    /// Reads them from the upstream's database.
    pub(crate) async fn of(dir: &Path) -> Self {
        let client = client(dir).await;
        let durable = "SELECT current_setting('fsync') || current_setting('synchronous_commit')";
        let durable: String = client.query_one(durable, &[]).await.unwrap().get(0);
        assert_eq!(durable, "onon", "what is measured lasts");
        let mut batches = Vec::new();
        loop {
            let after = i64::try_from(batches.len() * AT_ONCE).unwrap();
            let batch = Batch::read(&client, after, after + i64::try_from(AT_ONCE).unwrap()).await;
            if batch.positions.is_empty() {
                return Self(batches);
            }
            batches.push(batch);
        }
    }

    /// Inserts them anew; how long that took.
    pub(crate) async fn inserted(&self, dir: &Path) -> Duration {
        let mut client = client(dir).await;
        client.batch_execute(BARE).await.unwrap();
        let entries = client.prepare(ENTRIES).await.unwrap();
        let receipts = client.prepare(RECEIPTS).await.unwrap();
        let deliveries = client.prepare(DELIVERIES).await.unwrap();
        let begun = now();
        for batch in &self.0 {
            batch.insert(&mut client, [&entries, &receipts, &deliveries]).await;
        }
        begun.elapsed()
    }

    pub(crate) fn count(&self) -> usize {
        self.0.iter().map(|batch| 2 * batch.positions.len() + batch.delivered.len()).sum()
    }
}

impl Batch {
    async fn read(client: &Client, after: i64, until: i64) -> Self {
        let mut batch = Self::default();
        let entries = "
            SELECT position, id, device, epoch, seq, prev, unit, header_hash, header, body, entries.signature,
                   receipt, receipts.signature
            FROM entries JOIN receipts USING (position) WHERE position > $1 AND position <= $2 ORDER BY position";
        for row in client.query(entries, &[&after, &until]).await.unwrap() {
            batch.positions.push(row.get(0));
            batch.ids.push(row.get(1));
            batch.devices.push(row.get(2));
            batch.epochs.push(row.get(3));
            batch.seqs.push(row.get(4));
            (5..).zip(&mut batch.texts).for_each(|(at, column)| column.push(row.get(at)));
            (11..).zip(&mut batch.receipts).for_each(|(at, column)| column.push(row.get(at)));
        }
        let deliveries = "SELECT unit, n, position, with_body FROM deliveries WHERE position > $1 AND position <= $2
                          ORDER BY position";
        for row in client.query(deliveries, &[&after, &until]).await.unwrap() {
            batch.delivered_to.push(row.get(0));
            batch.numbers.push(row.get(1));
            batch.delivered.push(row.get(2));
            batch.with_body.push(row.get(3));
        }
        batch
    }

    async fn insert(&self, client: &mut Client, [entries, receipts, deliveries]: [&Statement; 3]) {
        let [prevs, units, hashes, headers, bodies, signatures] = &self.texts;
        let [receipt, signed] = &self.receipts;
        let of_entries: [&(dyn ToSql + Sync); 11] = [
            &self.positions,
            &self.ids,
            &self.devices,
            &self.epochs,
            &self.seqs,
            prevs,
            units,
            hashes,
            headers,
            bodies,
            signatures,
        ];
        let transaction = client.transaction().await.unwrap();
        transaction.execute(entries, &of_entries).await.unwrap();
        transaction.execute(receipts, &[&self.positions, receipt, signed]).await.unwrap();
        let columns: [&(dyn ToSql + Sync); 4] = [&self.delivered_to, &self.numbers, &self.delivered, &self.with_body];
        transaction.execute(deliveries, &columns).await.unwrap();
        transaction.commit().await.unwrap();
    }
}
