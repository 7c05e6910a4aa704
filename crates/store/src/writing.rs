//! One transaction of the workstation: entries, receipts, deliveries, drafts and settings, all or none.

mod carrying;

use std::collections::BTreeMap;

use domain::Moment;
use domain::certificate::SealedCertificate;
use domain::digest::Digest;
use domain::entry::{BlobRef, Content, DeviceId, EntryId, Header, ReceiptAnchor, Sealed, Subject};
use domain::placed::Placed;
use domain::reader::Reader;
use domain::receipt::{Receipt, SealedReceipt};
use domain::report::NumberGiven;
use domain::roster::{RosterDraft, YearMonth};
use domain::unit::UnitCode;
use rusqlite::{Connection, Transaction};
use serde::Serialize;
use uuid::Uuid;

pub use carrying::{Carriage, Carried};

use crate::error::StoreError;
use crate::fold::{Touched, refold};
use crate::migration::views_are_new;
use crate::recent::{Chain, Recent};
use crate::table::draft::SavedDraft;
use crate::table::information::SavedInformation;
use crate::table::pack::KeptPack;
use crate::table::pin::Pin;
use crate::table::transfer::{Transfer, Way};
use crate::table::{
    blob, certificate, delivery, displaced, draft, entry, information, levels, number, pack, pin, purge, queue,
    receipt, roster, setting, transfer, view,
};

/// Where the next own entry goes in the device's chain, as the transaction finds it that writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    /// The seq to give.
    pub seq: u64,
    /// Digest of the header before it.
    pub prev: Digest,
    /// The newest receipt held.
    pub anchor: Option<ReceiptAnchor>,
}

/// A transaction in progress. Dropped without a commit it leaves no trace.
#[derive(Debug)]
pub struct Writing<'store> {
    transaction: Transaction<'store>,
    recent: Recent,
    touched: BTreeMap<Subject, Touched>,
}

impl<'store> Writing<'store> {
    pub(crate) const fn new(transaction: Transaction<'store>, recent: Recent) -> Self {
        Self { transaction, recent, touched: BTreeMap::new() }
    }

    /// Folds what was written of, and says what is known of the file from here.
    pub(crate) fn fold_and_commit(mut self) -> Result<Recent, StoreError> {
        let reader = match self.recent.reader.take() {
            Some(known) => known,
            None => levels::reader(&self.transaction)?,
        };
        for (subject, touched) in self.touched {
            let before = self.recent.folded.take().filter(|folded| folded.subject() == subject);
            self.recent.folded = Some(refold(&self.transaction, (reader.as_ref(), subject), before, touched)?);
        }
        self.recent.reader = Some(reader);
        self.transaction.commit()?;
        Ok(self.recent)
    }

    /// Folded whole: it may be that more than new entries at its end is different.
    fn touch(&mut self, subject: Subject) {
        self.touched.insert(subject, Touched::Anywhere);
    }

    /// For queries inside the transaction.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.transaction
    }

    /// Where the next own entry goes.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn chain_head(&mut self, device: DeviceId, epoch: u32) -> Result<ChainHead, StoreError> {
        let of = (device, epoch);
        if let Some(known) = self.recent.chain.as_ref().filter(|chain| chain.of == of) {
            return Ok(known.head.clone());
        }
        let anchor = receipt::newest(&self.transaction)?;
        let (seq, prev) = match entry::last_of(&self.transaction, device, epoch)? {
            Some((seq, header)) => (seq + 1, Digest::of(header.as_bytes())),
            None => (1, Digest::ZERO),
        };
        let head = ChainHead { seq, prev, anchor };
        self.recent.chain = Some(Chain { of, head: head.clone() });
        Ok(head)
    }

    /// Adds an own entry and queues it for the upstream.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn append_own(&mut self, sealed: &Sealed, header: &Header) -> Result<(), StoreError> {
        self.append(sealed, header)?;
        self.touch(header.subject);
        Ok(())
    }

    /// The same with what it says, which need not be read out of its bytes again to be folded.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn append_saying(&mut self, sealed: &Sealed, header: Header, content: Content) -> Result<(), StoreError> {
        debug_assert_eq!(sealed.read_header().as_ref(), Ok(&header), "the bytes say what is folded");
        debug_assert_eq!(
            sealed.read_content(&header).as_ref(),
            Ok(&Some(content.clone())),
            "the bytes say what is folded"
        );
        self.append(sealed, &header)?;
        let touched = self.touched.entry(header.subject).or_insert_with(|| Touched::AtItsEnd(Vec::new()));
        touched.say(Placed { header, content, receipt: None });
        Ok(())
    }

    fn append(&mut self, sealed: &Sealed, header: &Header) -> Result<(), StoreError> {
        entry::insert(&self.transaction, sealed, header)?;
        queue::push(&self.transaction, header)?;
        for spoken_of in &header.blobs {
            blob::name(&self.transaction, spoken_of.digest)?;
            transfer::want(&self.transaction, Way::Up, spoken_of)?;
        }
        self.recent.appended(sealed, header);
        Ok(())
    }

    /// Adds an own entry that says again what an older one said, which is not sent any more.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn reissue(&mut self, old: EntryId, sealed: &Sealed, header: &Header) -> Result<(), StoreError> {
        self.append_own(sealed, header)?;
        purge::name_anew(&self.transaction, old, header.id)?;
        queue::remove(&self.transaction, old)
    }

    /// Adds an entry that the upstream delivered, with its receipt. What is held already stays as it is.
    ///
    /// # Errors
    /// [`StoreError::Taken`] where an entry that waits to be sent holds its place, [`StoreError::Differs`] where other
    /// bytes hold its id.
    pub fn receive(
        &mut self,
        n: u64,
        sealed: &Sealed,
        header: &Header,
        certificate_of_device: &SealedCertificate,
    ) -> Result<(), StoreError> {
        let mut with_body = sealed.body.is_some();
        match entry::find(&self.transaction, header.id)? {
            // What is kept is never changed, so a body that comes after its header is not kept either, nor said to be.
            Some(held) if held.header == sealed.header => with_body &= held.body.is_some(),
            Some(_) => return Err(StoreError::Differs(header.id)),
            None => {
                let place = (header.device, header.epoch);
                for subject in displaced::make_way(&self.transaction, place, header.seq, header.id)? {
                    self.touch(subject);
                }
                entry::insert(&self.transaction, sealed, header)?;
            }
        }
        certificate::put(&self.transaction, header.device, certificate_of_device)?;
        delivery::insert(&self.transaction, n, header.id, with_body)?;
        self.recent.chain = None;
        self.touch(header.subject);
        Ok(())
    }

    /// Adds a verified receipt and takes its entry off the queue.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn receipt(&mut self, sealed: &SealedReceipt, verified: &Receipt, subject: Subject) -> Result<(), StoreError> {
        receipt::insert(&self.transaction, sealed, verified)?;
        queue::remove(&self.transaction, verified.entry)?;
        self.recent.chain = None;
        self.touch(subject);
        Ok(())
    }

    /// Sets an entry aside for a person; the rest of the queue goes on.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn quarantine(&mut self, entry: EntryId, trouble: &str) -> Result<(), StoreError> {
        queue::quarantine(&self.transaction, entry, trouble)
    }

    /// Sets an entry aside that is queued no more: it had a receipt, and the upstream takes it no longer.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn set_aside(&mut self, header: &Header, trouble: &str) -> Result<(), StoreError> {
        queue::push(&self.transaction, header)?;
        self.touch(header.subject);
        queue::quarantine(&self.transaction, header.id, trouble)
    }

    /// Tries an entry again, not before `not_before`.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn postpone(&mut self, entry: EntryId, not_before: Moment, trouble: &str) -> Result<(), StoreError> {
        queue::postpone(&self.transaction, entry, not_before, trouble)
    }

    /// Lets everything that waits be tried at once.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn hurry(&mut self) -> Result<(), StoreError> {
        queue::hurry(&self.transaction)
    }

    /// Offers what was refused once more.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn release_refused(&mut self) -> Result<(), StoreError> {
        queue::release(&self.transaction)
    }

    /// The next 期号 of the unit in that year, and series.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn next_number(&self, unit: &UnitCode, year: u32, drill: bool) -> Result<NumberGiven, StoreError> {
        number::next(&self.transaction, &unit.0, year, drill)
    }

    /// Saves a draft as typed.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn save_draft(&mut self, subject: Subject, author: &str, saved: &SavedDraft) -> Result<(), StoreError> {
        draft::put(&self.transaction, subject, author, saved)
    }

    /// A draft goes, and with it when it was typed.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn remove_draft(&mut self, subject: Subject, author: &str) -> Result<(), StoreError> {
        draft::remove(&self.transaction, subject, author)
    }

    /// Saves a draft of 普通信息 as typed.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn save_information(&mut self, author: &str, saved: &SavedInformation) -> Result<(), StoreError> {
        information::save(&self.transaction, author, saved)
    }

    /// A draft of 普通信息 is written no more: it was sent, or given up.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn put_information_away(&mut self, subject: Subject, author: &str) -> Result<(), StoreError> {
        information::put_away(&self.transaction, subject, author)
    }

    /// Saves a month as it is being planned.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn save_roster(&mut self, draft: &RosterDraft, now: Moment) -> Result<(), StoreError> {
        roster::save_draft(&self.transaction, draft, now)
    }

    /// A month is planned no more: it went out, or was given up.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn put_roster_away(&mut self, month: YearMonth) -> Result<(), StoreError> {
        roster::put_away(&self.transaction, month)
    }

    /// Remembers that the bytes of an attachment are kept beside the file.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn keep_blob(&mut self, kept: &BlobRef, now: Moment) -> Result<(), StoreError> {
        blob::keep(&self.transaction, kept, now)
    }

    /// Bytes that lie beside the file are those of an entry that came back: they stay for good.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn keep_named_blob(&mut self, kept: &BlobRef, now: Moment) -> Result<(), StoreError> {
        blob::keep(&self.transaction, kept, now)?;
        blob::name(&self.transaction, kept.digest)?;
        transfer::done(&self.transaction, Way::Down, kept.digest)
    }

    /// An attachment is to be carried.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn want_transfer(&mut self, way: Way, blob: &BlobRef) -> Result<(), StoreError> {
        transfer::want(&self.transaction, way, blob)
    }

    /// Every attachment of this unit's is to be carried up: the upstream may have forgotten it.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn want_transfers_again(&mut self, unit: &UnitCode) -> Result<(), StoreError> {
        transfer::want_all_again(&self.transaction, unit)
    }

    /// An attachment is at the other end.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn transferred(&mut self, way: Way, digest: Digest) -> Result<(), StoreError> {
        transfer::done(&self.transaction, way, digest)
    }

    /// An attachment cannot be carried just now.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn postpone_transfer(&mut self, put_off: &Transfer, until: Moment) -> Result<(), StoreError> {
        transfer::postpone(&self.transaction, put_off, until)
    }

    /// The bytes of an attachment that nothing names are kept no more.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn forget_blob(&mut self, digest: Digest) -> Result<(), StoreError> {
        blob::forget(&self.transaction, digest)
    }

    /// Keeps the text of a pack that is in force.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn keep_pack(&mut self, kept: &KeptPack, now: Moment) -> Result<(), StoreError> {
        pack::keep(&self.transaction, kept, now)
    }

    /// A person adds a pack; one that was withdrawn is back.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn add_pack(&mut self, added: &KeptPack, now: Moment) -> Result<(), StoreError> {
        pack::add(&self.transaction, added, now)
    }

    /// Withdraws a pack that a person added; its text stays kept for the incidents that it judged.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn withdraw_pack(&mut self, text: Digest, now: Moment) -> Result<(), StoreError> {
        pack::withdraw(&self.transaction, text, now)
    }

    /// Keeps which texts, in which order, a set of packs is.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn keep_pack_set(&mut self, digest: Digest, texts: &[Digest]) -> Result<(), StoreError> {
        pack::keep_set(&self.transaction, digest, texts)
    }

    /// Keeps an officer's PIN, or how often it was given wrong.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn put_pin(&mut self, officer: Uuid, pin: &Pin) -> Result<(), StoreError> {
        pin::put(&self.transaction, officer, pin)
    }

    /// Forgets an officer's PIN.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn remove_pin(&mut self, officer: Uuid) -> Result<(), StoreError> {
        pin::remove(&self.transaction, officer)
    }

    /// For whom the file is folded from now on; where that is another than before, everything is folded anew.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn fold_for(&mut self, reader: &Reader) -> Result<(), StoreError> {
        self.recent.reader = None;
        if levels::put_reader(&self.transaction, reader)? {
            self.refold_everything()?;
        }
        Ok(())
    }

    /// Makes a setting.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub fn set<T: Serialize>(&mut self, name: &str, value: &T) -> Result<(), StoreError> {
        self.recent.settings.get_mut().remove(name);
        setting::put(&self.transaction, name, value)
    }

    pub(crate) fn refold_everything(&mut self) -> Result<(), StoreError> {
        self.refold(view::subjects(&self.transaction)?);
        views_are_new(&self.transaction)
    }

    /// What is folded of these is folded anew.
    pub(crate) fn refold(&mut self, subjects: Vec<Subject>) {
        subjects.into_iter().for_each(|subject| self.touch(subject));
    }
}
