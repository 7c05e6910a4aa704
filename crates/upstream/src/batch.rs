//! A batch: what arrived together, put in order, signed for and handed on in one transaction, or none of it.
//!
//! Every database goes the same way: it takes the positions (the head row's lock is held to the commit, so the order of
//! positions is the order of commits), reads what is [`Known`] around the batch, and writes the rows of the [`Plan`] that
//! was drawn from it without asking anything more. Receipts are made in here; the caller releases them after the commit.

mod chain;
mod event;
mod known;
mod plan;

use std::collections::{BTreeSet, HashMap};

use domain::Moment;
use domain::digest::Digest;
use domain::entry::EntryId;
use domain::unit::UnitCode;
use domain::wire::{Outcome, RefusalCode};

use crate::database_error::DatabaseError;
use crate::identity::Identity;
use crate::prepared::{Prepared, refusal};

pub(crate) use event::{Reported, Word};
pub(crate) use known::{Chain, Held, Known, Named, Place, Wanted, has};
pub(crate) use plan::{BlobName, Handed, Plan, Shown};

/// Who receives, and when.
#[derive(Clone, Copy)]
pub(crate) struct Receiver<'a> {
    pub(crate) identity: &'a Identity,
    pub(crate) now: Moment,
}

/// Forks of this batch by their headers' digests, each with what is held instead: what hangs on one is of no chain here.
type Forks = HashMap<Digest, EntryId>;

/// What became of a plan's rows.
pub(crate) enum Written {
    /// They are in the transaction.
    All,
    /// The tables refuse one of them, in these words; none is in the transaction.
    RefusedByTables(String),
}

/// A transaction that holds the log's head.
pub(crate) trait Transaction {
    /// Takes so many positions, and with them the right to write; the last of them.
    fn reserve(&mut self, count: u64) -> impl Future<Output = Result<u64, DatabaseError>> + Send;

    /// Reads what a plan needs.
    fn known(&mut self, wanted: &Wanted) -> impl Future<Output = Result<Known, DatabaseError>> + Send;

    /// Writes a plan's rows, all or none.
    fn write(&mut self, plan: &Plan<'_>) -> impl Future<Output = Result<Written, DatabaseError>> + Send;

    /// Puts the head back to the last position that was used.
    fn settle(&mut self, last: u64) -> impl Future<Output = Result<(), DatabaseError>> + Send;
}

/// What a batch came to.
pub(crate) struct Received {
    /// One for each that arrived, in order.
    pub(crate) outcomes: Vec<Outcome>,
    /// The units that something was handed to.
    pub(crate) reached: BTreeSet<UnitCode>,
    /// The last position that was used.
    pub(crate) last: u64,
    /// A body was taken away.
    pub(crate) cleared: bool,
}

/// Receives entries in the order given. On an error the transaction must not be committed.
pub(crate) async fn receive<T: Transaction>(
    transaction: &mut T,
    arriving: &[&Prepared],
    receiver: Receiver<'_>,
) -> Result<Received, DatabaseError> {
    let count = arriving.len() as u64;
    let last = transaction.reserve(count).await?;
    let before = last - count;
    let known = transaction.known(&Wanted::by(arriving)).await?;
    let plan = Plan::draw(arriving, known, receiver, before, &mut Forks::new())?;
    let received = match transaction.write(&plan).await? {
        Written::All => {
            Received { reached: plan.reached(), last: plan.last, cleared: plan.clears(), outcomes: plan.outcomes }
        }
        Written::RefusedByTables(_) => one_by_one(transaction, arriving, receiver, before).await?,
    };
    if received.last != last {
        transaction.settle(received.last).await?;
    }
    Ok(received)
}

/// An entry that the tables refuse takes nothing of its neighbours with it: each is planned and written by itself.
async fn one_by_one<T: Transaction>(
    transaction: &mut T,
    arriving: &[&Prepared],
    receiver: Receiver<'_>,
    before: u64,
) -> Result<Received, DatabaseError> {
    let mut forks = Forks::new();
    let mut received = Received { outcomes: Vec::new(), reached: BTreeSet::new(), last: before, cleared: false };
    for entry in arriving {
        let alone = std::slice::from_ref(entry);
        let known = transaction.known(&Wanted::by(alone)).await?;
        let plan = Plan::draw(alone, known, receiver, received.last, &mut forks)?;
        match transaction.write(&plan).await? {
            Written::All => {
                received.last = plan.last;
                received.cleared |= plan.clears();
                received.reached.extend(plan.reached());
                received.outcomes.extend(plan.outcomes);
            }
            Written::RefusedByTables(words) => {
                tracing::error!(entry = %entry.header().id, words, "an entry passed every check but the tables refuse it");
                received
                    .outcomes
                    .push(refused("上级节点的数据表不接受本条，已另行记录；请联系上级节点管理员，其余条目不受影响"));
            }
        }
    }
    Ok(received)
}

fn refused(message: &str) -> Outcome {
    Outcome::Refused { refusal: refusal(RefusalCode::Malformed, message) }
}
