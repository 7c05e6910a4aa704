//! The batch transaction: order, entries, receipts and deliveries of what arrived together, or none of it.
//!
//! The head row is written first and its lock held to the commit, so the order of positions is the order of
//! commits. Receipts are made and stored in here; the caller releases them only after this has returned.

use std::collections::HashMap;

use domain::Moment;
use domain::digest::Digest;
use domain::entry::{Content, EntryId, Header, Kind};
use domain::receipt::SealedReceipt;
use domain::unit::UnitCode;
use domain::wire::{Outcome, RefusalCode};
use rusqlite::{Connection, ErrorCode, Transaction};

use super::{Database, DatabaseError, deliveries, entries, heads, log, purges, receipts, shown, units};
use crate::chain::{Verdict, judge};
use crate::identity::Identity;
use crate::prepared::{Prepared, refusal};
use crate::recipients::recipients;

impl Database {
    /// Receives entries in the order given; one outcome each. On an error nothing of it was kept.
    pub(crate) fn receive(
        &mut self,
        arriving: &[&Prepared],
        identity: &Identity,
        now: Moment,
    ) -> Result<Vec<Outcome>, DatabaseError> {
        let (outcomes, cleared) = self.write(|transaction| {
            let count = arriving.len() as u64;
            let before = log::reserve(transaction, count)? - count;
            let mut batch = Batch {
                identity,
                now,
                last: before,
                superiors: HashMap::new(),
                forked: HashMap::new(),
                cleared: false,
            };
            let mut outcomes = Vec::with_capacity(arriving.len());
            for entry in arriving {
                outcomes.push(batch.receive_apart(transaction, entry)?);
            }
            log::settle(transaction, batch.last)?;
            Ok::<_, DatabaseError>((outcomes, batch.cleared))
        })?;
        if cleared && let Err(error) = self.empty_the_log() {
            tracing::warn!(%error, "what was cleared still stands in the log beside the file");
        }
        Ok(outcomes)
    }
}

struct Batch<'a> {
    identity: &'a Identity,
    now: Moment,
    /// The last position given away.
    last: u64,
    /// Units above a unit, as read in this transaction.
    superiors: HashMap<UnitCode, Vec<UnitCode>>,
    /// Forks of this batch by their headers' digests, each with what is held instead: what hangs on one is of no chain here.
    forked: HashMap<Digest, EntryId>,
    /// A body was taken away.
    cleared: bool,
}

impl Batch<'_> {
    /// In a savepoint of its own: an entry that the tables refuse takes nothing of its neighbours with it.
    fn receive_apart(&mut self, transaction: &mut Transaction<'_>, entry: &Prepared) -> Result<Outcome, DatabaseError> {
        let savepoint = transaction.savepoint()?;
        match self.receive(&savepoint, entry) {
            Ok(outcome) => {
                savepoint.commit()?;
                Ok(outcome)
            }
            Err(DatabaseError::Sqlite(error)) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                tracing::error!(entry = %entry.header().id, %error, "an entry passed every check but the tables refuse it");
                Ok(refused("上级节点的数据表不接受本条，已另行记录；请联系上级节点管理员，其余条目不受影响"))
            }
            Err(error) => Err(error),
        }
    }

    fn receive(&mut self, connection: &Connection, entry: &Prepared) -> Result<Outcome, DatabaseError> {
        let verdict = match judge(entry, &entries::neighbours(connection, entry)?) {
            Verdict::New => self.forked.get(&entry.header().prev).copied().map_or(Verdict::New, Verdict::Fork),
            known => known,
        };
        match verdict {
            Verdict::Same(position) => Ok(Outcome::Received { receipt: receipts::at(connection, position)? }),
            Verdict::Fork(held) => {
                self.forked.insert(entry.header_hash(), held);
                Ok(Outcome::ChainFork { held })
            }
            Verdict::New if entry.sealed().body.is_none() => {
                Ok(refused("首次提交的条目必须附正文；请连同正文重新提交"))
            }
            Verdict::New => self.receive_new(connection, entry).map(|receipt| Outcome::Received { receipt }),
        }
    }

    fn receive_new(&mut self, connection: &Connection, entry: &Prepared) -> Result<SealedReceipt, DatabaseError> {
        let position = self.last + 1;
        entries::insert(connection, position, entry)?;
        let head = heads::advance(connection, entry.header())?;
        let receipt = self
            .identity
            .receipt(entry, position, head, self.now)
            .map_err(|error| DatabaseError::Seal(error.to_string()))?;
        receipts::insert(connection, position, &receipt)?;
        let header = entry.header();
        let superiors = self.superiors_of(connection, &header.unit)?;
        let addressees = may_be_named(header, superiors);
        for unit in recipients(header.audience, &header.unit, superiors, &addressees) {
            deliveries::hand_on(connection, &unit, position, true)?;
        }
        match entry.content() {
            Some(Content::Disclosed(disclosed)) => {
                shown::disclose(connection, &header.unit, &addressees, position, disclosed)?;
            }
            Some(Content::Purged(purged)) => {
                purges::apply(connection, header, position, purged)?;
                self.cleared = true;
            }
            _ => {}
        }
        self.last = position;
        Ok(receipt)
    }

    fn superiors_of(&mut self, connection: &Connection, unit: &UnitCode) -> Result<&[UnitCode], DatabaseError> {
        if !self.superiors.contains_key(unit) {
            let above = units::upwards(connection, unit)?.into_iter().skip(1).map(|unit| unit.code).collect();
            self.superiors.insert(unit.clone(), above);
        }
        Ok(self.superiors.get(unit).map_or(&[], Vec::as_slice))
    }
}

/// 调阅 is for units above the author's, whomever it names.
fn may_be_named(header: &Header, superiors: &[UnitCode]) -> Vec<UnitCode> {
    let named = header.addressees.iter();
    match header.kind {
        Kind::Disclosed => named.filter(|unit| superiors.contains(unit)).cloned().collect(),
        _ => named.cloned().collect(),
    }
}

fn refused(message: &str) -> Outcome {
    Outcome::Refused { refusal: refusal(RefusalCode::Malformed, message) }
}
