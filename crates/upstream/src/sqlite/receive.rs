//! A batch's transaction as SQLite does it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::future::ready;

use domain::digest::Digest;
use domain::receipt::SealedReceipt;
use domain::unit::UnitCode;
use rusqlite::{Connection, ErrorCode, Transaction};

use super::{
    Database, blob_names, deliveries, entries, heads, log, purges, receipts, reported, same_events, shown, units,
};
use crate::batch::{self, Chain, Known, Place, Plan, Received, Receiver, Wanted, Written};
use crate::database_error::DatabaseError;
use crate::prepared::Prepared;

impl Database {
    /// Receives entries in the order given. On an error nothing of it was kept.
    pub(crate) fn receive(&mut self, arriving: &[Prepared], receiver: Receiver<'_>) -> Result<Received, DatabaseError> {
        let arriving: Vec<_> = arriving.iter().collect();
        let received = self.write(|transaction| {
            let mut receiving = Receiving(transaction);
            // Every step of this database is done when it returns.
            tokio::runtime::Handle::current().block_on(batch::receive(&mut receiving, &arriving, receiver))
        })?;
        if received.cleared {
            self.empty_the_log()?;
        }
        Ok(received)
    }
}

struct Receiving<'t, 'c>(&'t mut Transaction<'c>);

impl batch::Transaction for Receiving<'_, '_> {
    fn reserve(&mut self, count: u64) -> impl Future<Output = Result<u64, DatabaseError>> + Send {
        ready(log::reserve(self.0, count).map_err(Into::into))
    }

    fn known(&mut self, wanted: &Wanted) -> impl Future<Output = Result<Known, DatabaseError>> + Send {
        ready(known(self.0, wanted).map_err(Into::into))
    }

    fn write(&mut self, plan: &Plan<'_>) -> impl Future<Output = Result<Written, DatabaseError>> + Send {
        ready(write_apart(self.0, plan).map_err(Into::into))
    }

    fn settle(&mut self, last: u64) -> impl Future<Output = Result<(), DatabaseError>> + Send {
        ready(log::settle(self.0, last).map_err(Into::into))
    }
}

fn known(connection: &Connection, wanted: &Wanted) -> rusqlite::Result<Known> {
    let held = entries::around(connection, &wanted.ids, &wanted.places)?;
    let mut known = Known { receipts: receipts_of(connection, &held, wanted)?, held, ..Known::default() };
    (known.heads, known.beyond) = chains(connection, &wanted.chains)?;
    known.superiors = superiors(connection, &wanted.placed)?;
    for unit in &wanted.addressees {
        if units::exists(connection, unit)? {
            known.addressees.insert(unit.clone());
        }
    }
    for position in &wanted.positions {
        if entries::is_taken(connection, *position)? {
            known.taken.insert(*position);
        }
    }
    for id in &wanted.named {
        known.named.extend(entries::named(connection, *id)?);
    }
    matters(connection, wanted, &mut known)?;
    Ok(known)
}

/// Who reported the wanted matters, what was said of them, and who has which of that.
fn matters(connection: &Connection, wanted: &Wanted, known: &mut Known) -> rusqlite::Result<()> {
    let (words, matters) = same_events::around(connection, &wanted.matters)?;
    (known.words, known.reported) = (words, reported::of(connection, &matters)?);
    known.superiors.extend(superiors(connection, &known.unplaced())?);
    for (unit, position) in known.in_question(wanted) {
        if let Some(with_body) = deliveries::handed_to(connection, &unit, position)? {
            known.heard.entry(position).or_default().insert(unit, with_body);
        }
    }
    Ok(())
}

fn superiors(connection: &Connection, of: &BTreeSet<UnitCode>) -> rusqlite::Result<HashMap<UnitCode, Vec<UnitCode>>> {
    let above = |unit: &UnitCode| {
        let upwards = units::upwards(connection, unit)?.into_iter().skip(1).map(|unit| unit.code);
        Ok((unit.clone(), upwards.collect()))
    };
    of.iter().map(above).collect()
}

fn receipts_of(
    connection: &Connection,
    held: &[batch::Held],
    wanted: &Wanted,
) -> rusqlite::Result<HashMap<u64, SealedReceipt>> {
    let asked = held.iter().filter(|held| wanted.ids.contains(&held.id));
    let found = asked.map(|held| Ok(receipts::at(connection, held.position)?.map(|receipt| (held.position, receipt))));
    found.filter_map(Result::transpose).collect()
}

type Heads = HashMap<Chain, domain::receipt::DeviceHead>;

fn chains(
    connection: &Connection,
    wanted: &BTreeMap<Chain, BTreeSet<u64>>,
) -> rusqlite::Result<(Heads, HashMap<Place, Digest>)> {
    let (mut heads, mut beyond) = (HashMap::new(), HashMap::new());
    for (chain, arriving) in wanted {
        let head = heads::read(connection, *chain)?;
        let reached = head.as_ref().map_or(0, |head| head.seq);
        if arriving.contains(&(reached + 1)) {
            beyond.extend(entries::beyond(connection, (chain.0, chain.1, reached))?);
        }
        heads.extend(head.map(|head| (*chain, head)));
    }
    Ok((heads, beyond))
}

/// In a savepoint of its own, so that what the tables refuse leaves nothing behind.
fn write_apart(transaction: &mut Transaction<'_>, plan: &Plan<'_>) -> rusqlite::Result<Written> {
    let savepoint = transaction.savepoint()?;
    match write(&savepoint, plan) {
        Ok(()) => savepoint.commit().map(|()| Written::All),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            Ok(Written::RefusedByTables(error.to_string()))
        }
        Err(error) => Err(error),
    }
}

fn write(connection: &Connection, plan: &Plan<'_>) -> rusqlite::Result<()> {
    for (position, entry, receipt) in &plan.entries {
        entries::insert(connection, *position, entry)?;
        receipts::insert(connection, *position, receipt)?;
    }
    plan.heads.iter().try_for_each(|(chain, head)| heads::write(connection, *chain, head))?;
    plan.handed.iter().try_for_each(|handed| deliveries::hand_on(connection, handed))?;
    plan.shown.iter().try_for_each(|shown| shown::insert(connection, shown))?;
    plan.blobs.iter().try_for_each(|name| blob_names::insert(connection, name))?;
    plan.reported.iter().try_for_each(|reported| reported::insert(connection, reported))?;
    plan.words.iter().try_for_each(|word| same_events::insert(connection, word))?;
    for (position, by) in &plan.purged {
        purges::insert(connection, *position, *by)?;
        entries::clear(connection, *position)?;
    }
    Ok(())
}
