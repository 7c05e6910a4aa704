//! 文件票据: how a file reaches a browser page or comes from it. A ticket is random, short-lived and used once; it
//! names a purpose, never a path.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use domain::Moment;
use domain::digest::{Digest, hex};
use domain::information::LARGEST_ATTACHMENT;
use domain::roster::YearMonth;
use uuid::Uuid;

use crate::door::DoorError;
use crate::machine::Machine;
use crate::tick::Tick;

/// How long a ticket is good for.
const GOOD_FOR: chrono::Duration = chrono::Duration::minutes(10);

/// Tickets that may be open at once; a page that draws more loses its oldest.
const MOST: usize = 16;

/// What the bearer of a ticket may do with it, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TicketUse {
    /// Fetch this file under this name.
    Fetch { path: PathBuf, name: String },
    /// Hand in a file.
    HandIn(FilePurpose),
}

/// What a file that comes in is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilePurpose {
    /// A backup to restore from.
    Restore,
    /// A rule pack to look at.
    RulePack,
    /// A packet to take in.
    Packet,
    /// A document whose text is drawn into the report of this incident.
    Material(Uuid),
    /// An attachment of this 普通信息.
    Attachment(Uuid),
    /// A sheet of this month of duty.
    Roster(YearMonth),
}

impl FilePurpose {
    /// Largest file that is taken, in bytes.
    #[must_use]
    pub const fn largest(self) -> u64 {
        match self {
            Self::Restore => 4 * 1024 * 1024 * 1024,
            Self::RulePack => domain::pack::LARGEST_PACK as u64,
            Self::Packet => domain::packet::LARGEST_PACKET as u64,
            Self::Material(_) => documents::MAX_FILE as u64,
            Self::Attachment(_) => LARGEST_ATTACHMENT,
            Self::Roster(_) => sheets::MAX_FILE as u64,
        }
    }
}

/// The tickets of this run of the program; only digests are kept.
#[derive(Debug, Default)]
pub(crate) struct Tickets {
    open: Mutex<HashMap<Digest, (Moment, TicketUse)>>,
}

impl Tickets {
    /// Draws a ticket.
    pub(crate) fn draw(&self, machine: &dyn Machine, tick: &Tick, what: TicketUse) -> Result<String, DoorError> {
        let mut secret = [0; 32];
        machine.random(&mut secret).map_err(|_| DoorError::storage("系统随机数不可用，请重启本机后再试。"))?;
        let ticket = hex(&secret);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (until, _)| *until > tick.now());
        if open.len() >= MOST {
            let oldest = open.iter().min_by_key(|(_, (until, _))| *until).map(|(digest, _)| *digest);
            oldest.map(|digest| open.remove(&digest));
        }
        open.insert(Digest::of(ticket.as_bytes()), (tick.now() + GOOD_FOR, what));
        Ok(ticket)
    }

    /// What this ticket is good for; it is good no more.
    pub(crate) fn take(&self, ticket: &str, now: Moment) -> Option<TicketUse> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let (until, what) = open.remove(&Digest::of(ticket.as_bytes()))?;
        (until > now).then_some(what)
    }
}

/// A file that a ticket gives out; it is gone when this value is.
#[derive(Debug)]
pub struct GivenFile {
    path: PathBuf,
    name: String,
}

impl GivenFile {
    pub(crate) const fn new(path: PathBuf, name: String) -> Self {
        Self { path, name }
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name to offer.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for GivenFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// A file that comes in by a ticket: written beside the data, taken in when it is whole, gone otherwise.
#[derive(Debug)]
pub struct ComingFile {
    path: PathBuf,
    purpose: FilePurpose,
    name: String,
}

impl ComingFile {
    pub(crate) const fn new(path: PathBuf, purpose: FilePurpose) -> Self {
        Self { path, purpose, name: String::new() }
    }

    /// Where to write it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name by which the page calls it: text, never a place.
    #[must_use]
    pub fn called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What it is for.
    #[must_use]
    pub const fn purpose(&self) -> FilePurpose {
        self.purpose
    }
}

impl Drop for ComingFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}
