//! What each unit may read, written once: its own running number for every entry that is handed to it.

use domain::certificate::SealedCertificate;
use domain::entry::Sealed;
use domain::receipt::SealedReceipt;
use domain::unit::UnitCode;
use domain::wire::{Delivery, DeliveryPage, MAX_PAGE};
use tokio_postgres::Row;

use super::{Postgres, column};
use crate::database_error::DatabaseError;
use crate::page::Page;

const PAGE: &str = "
SELECT d.n, e.header, CASE WHEN d.with_body THEN e.body END, e.signature,
       r.receipt, r.signature, v.certificate, v.certificate_signature
FROM deliveries d
JOIN entries e ON e.position = d.position
JOIN receipts r ON r.position = d.position
JOIN devices v ON v.id = e.device
WHERE d.unit = $1 AND d.n > $2
ORDER BY d.n LIMIT $3";

fn delivery(row: &Row) -> Result<Delivery, DatabaseError> {
    let entry =
        Sealed { header: column::get(row, 1)?, body: column::get(row, 2)?, signature: column::signature(row, 3)? };
    let (receipt, signature) = (column::get(row, 4)?, column::signature(row, 5)?);
    let receipt = SealedReceipt { receipt, signature };
    let (certificate, signature) = (column::get(row, 6)?, column::signature(row, 7)?);
    let certificate = SealedCertificate { certificate, signature };
    Ok(Delivery { n: column::count(row, 0)?, entry, receipt, certificate })
}

impl Postgres {
    /// The unit's deliveries after number `after`.
    pub(crate) async fn page(&self, unit: &UnitCode, after: u64) -> Result<DeliveryPage, DatabaseError> {
        let client = self.client().await?;
        let query = client.prepare_cached(PAGE).await?;
        let limit = column::stored(MAX_PAGE as u64 + 1);
        let rows = client.query(&query, &[&unit.0, &column::stored(after), &limit]).await?;
        let mut page = Page::default();
        for row in &rows {
            if !page.take(delivery(row)?) {
                break;
            }
        }
        Ok(page.done())
    }

    /// The number of the unit's last delivery, 0 before the first.
    pub(crate) async fn delivered_to(&self, unit: &UnitCode) -> Result<u64, DatabaseError> {
        let client = self.client().await?;
        let last = client.prepare_cached("SELECT coalesce(max(n), 0) FROM deliveries WHERE unit = $1").await?;
        column::count(&client.query_one(&last, &[&unit.0]).await?, 0)
    }
}
