//! A desk's file and the device that writes it.

use std::path::PathBuf;

use domain::Moment;
use domain::certificate::SealedCertificate;
use domain::entry::{CallNoted, CallOpened, Content, EntryId, Sealed, Subject};
use store::{Store, StoreError, Writing};
use tempfile::TempDir;
use uuid::Uuid;

use crate::writer::{Device, evening, receipt_of, upstream_key};

pub(crate) const MATTER: Subject = Uuid::from_u128(7);
pub(crate) const ANOTHER: Subject = Uuid::from_u128(8);

/// Back to version 11, as that program left it.
pub(crate) const OLDER: &str =
    "DROP TABLE levels; DROP TABLE same_events; DROP TABLE rosters; DROP TABLE roster_drafts;
    PRAGMA user_version = 11;";

pub(crate) fn minutes(n: i64) -> Moment {
    evening() + chrono::Duration::minutes(n)
}

pub(crate) fn opened() -> Content {
    Content::CallOpened(CallOpened { received_at: evening() })
}

pub(crate) fn noted(caller: &str) -> Content {
    Content::CallNoted(CallNoted { caller: caller.to_owned(), ..CallNoted::default() })
}

pub(crate) fn id(sealed: &Sealed) -> EntryId {
    sealed.read_header().unwrap().id
}

pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) device: Device,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("zhiban.sqlite")).unwrap();
        Self { folder, store, device: Device::new(1) }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("zhiban.sqlite")
    }

    pub(crate) fn does<T>(&mut self, work: impl FnOnce(&mut Writing<'_>) -> Result<T, StoreError>) -> T {
        self.store.write(work).unwrap()
    }

    /// Written here; it waits for the upstream.
    pub(crate) fn says(&mut self, subject: Subject, content: Content) -> Sealed {
        let sealed = self.device.write(subject, content);
        let header = sealed.read_header().unwrap();
        self.does(|writing| writing.append_own(&sealed, &header));
        sealed
    }

    pub(crate) fn received(&mut self, sealed: &Sealed, generation: u32, position: u64) {
        let (receipt, verified) = receipt_of(sealed, generation, position);
        let subject = sealed.read_header().unwrap().subject;
        self.does(|writing| writing.receipt(&receipt, &verified, subject));
    }

    /// Handed over by the upstream, written by another device.
    pub(crate) fn delivered(&mut self, n: u64, device: &Device, sealed: &Sealed) -> SealedCertificate {
        let (header, certificate) = (sealed.read_header().unwrap(), device.certificate(&upstream_key()));
        self.does(|writing| writing.receive(n, sealed, &header, &certificate));
        certificate
    }

    /// As somebody with the file open in another program would.
    pub(crate) fn by_hand(&self, sql: &str) {
        rusqlite::Connection::open(self.file()).unwrap().execute_batch(sql).unwrap();
    }
}
