//! Writing an own entry: everything the header must say, sealed inside the transaction that stores it.

use domain::Moment;
use domain::digest::{Digest, hex};
use domain::entry::{Algorithm, Author, BlobRef, Body, Content, EntryId, Header, Link, Relation, Sealed, Subject};
use domain::unit::{Unit, UnitCode};
use store::Writing;

use crate::door::DoorError;
use crate::identity::Identity;
use crate::machine::Machine;
use crate::session::author_key;
use crate::tick::Tick;

/// What seals entries on this desk: who, for whom, under which packs.
pub(crate) struct Sealer<'desk> {
    pub(crate) identity: &'desk Identity,
    pub(crate) unit: &'desk Unit,
    pub(crate) packs: Digest,
    pub(crate) machine: &'desk dyn Machine,
    pub(crate) tick: &'desk Tick,
    /// Who is at the desk.
    pub(crate) author: Author,
}

/// A happening about to become an entry.
#[derive(Clone)]
pub(crate) struct Happening {
    pub(crate) subject: Subject,
    pub(crate) content: Content,
    /// When it happened, as claimed.
    pub(crate) claimed_at: Moment,
    pub(crate) links: Vec<Link>,
    /// Files it speaks of, which are kept already.
    pub(crate) blobs: Vec<BlobRef>,
    /// Units that may read it, where its kind names them.
    pub(crate) addressees: Vec<UnitCode>,
    /// Who wrote it, where that is not whoever is at the desk.
    pub(crate) author: Option<Author>,
}

impl Happening {
    pub(crate) fn now(subject: Subject, content: Content, tick: &Tick) -> Self {
        Self {
            subject,
            content,
            claimed_at: tick.now(),
            links: Vec::new(),
            blobs: Vec::new(),
            addressees: Vec::new(),
            author: None,
        }
    }

    pub(crate) fn at(mut self, claimed_at: Moment) -> Self {
        self.claimed_at = claimed_at;
        self
    }

    pub(crate) fn with_blobs(mut self, blobs: Vec<BlobRef>) -> Self {
        self.blobs = blobs;
        self
    }

    pub(crate) fn addressed_to(mut self, unit: UnitCode) -> Self {
        self.addressees.push(unit);
        self
    }

    /// Under a name of its own: what the program did by itself is the desk's.
    pub(crate) fn by(mut self, author: Author) -> Self {
        self.author = Some(author);
        self
    }

    pub(crate) fn linked(mut self, relation: Relation, to: uuid::Uuid) -> Self {
        self.links.push(Link { relation, to });
        self
    }
}

impl Sealer<'_> {
    /// Under which name drafts are kept of whoever is at the desk.
    pub(crate) fn draft_author(&self) -> String {
        author_key(&self.author)
    }

    /// Seals and stores one entry; seq and prev are those that the same transaction finds.
    pub(crate) fn append(&self, writing: &mut Writing<'_>, happening: Happening) -> Result<EntryId, DoorError> {
        let header = self.header(writing, &happening)?;
        let body = self.body(happening.content)?;
        let (sealed, header) = Sealed::with_header(header, &body, &self.identity.key)?;
        let id = header.id;
        writing.append_saying(&sealed, header, body.content)?;
        Ok(id)
    }

    /// Seals and stores once more what another entry said, at the end of the chain that is open.
    pub(crate) fn reissue(
        &self,
        writing: &mut Writing<'_>,
        old: EntryId,
        again: Header,
        content: Content,
    ) -> Result<(), DoorError> {
        let chain = writing.chain_head(self.identity.device, self.identity.epoch)?;
        let (device, epoch) = (self.identity.device, self.identity.epoch);
        let header = Header { device, epoch, seq: chain.seq, prev: chain.prev, ..again };
        let (sealed, header) = Sealed::with_header(header, &self.body(content)?, &self.identity.key)?;
        Ok(writing.reissue(old, &sealed, &header)?)
    }

    fn body(&self, content: Content) -> Result<Body, DoorError> {
        let mut salt = [0; 16];
        self.machine.random(&mut salt).map_err(|_| DoorError::storage("系统随机数不可用，请重启本机后再试。"))?;
        Ok(Body { salt: hex(&salt), content })
    }

    fn header(&self, writing: &mut Writing<'_>, happening: &Happening) -> Result<Header, DoorError> {
        let chain = writing.chain_head(self.identity.device, self.identity.epoch)?;
        let kind = happening.content.kind();
        Ok(Header {
            id: self.tick.new_id(self.machine)?,
            alg: Algorithm::Sm3Sm2,
            kind,
            subject: happening.subject,
            audience: kind.audience(),
            addressees: happening.addressees.clone(),
            links: happening.links.clone(),
            device: self.identity.device,
            epoch: self.identity.epoch,
            seq: chain.seq,
            prev: chain.prev,
            unit: self.unit.code.clone(),
            author: happening.author.clone().unwrap_or_else(|| self.author.clone()),
            claimed_at: happening.claimed_at,
            entered_at: self.tick.now(),
            clock_offset_ms: self.tick.time.wall_offset_ms,
            clock_error_ms: self.tick.time.error_ms,
            boot_id: self.tick.reading.boot_id.clone(),
            anchor: chain.anchor,
            pack: self.packs,
            base: None,
            body_hash: Digest::ZERO,
            body_len: 0,
            blobs: happening.blobs.clone(),
        })
    }
}
