//! What the application needs from whatever shows it.

use std::path::PathBuf;

use uuid::Uuid;

/// What a file is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileWanted {
    /// Something to read.
    Open,
    /// A place to write to, with the name to offer.
    Save {
        /// The name to offer.
        name: String,
    },
}

/// What came of asking for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileChosen {
    /// This one, chosen by a person in a dialog of the host.
    Path(PathBuf),
    /// None.
    Nothing,
    /// The host has no dialog of its own: its page uses a ticket.
    ByTicket,
}

/// A host: a window or a browser session. It is told that something changed and asks again; data flows one way.
pub trait Host: Send + Sync {
    /// Something that is shown changed: of one incident or call, or of the desk as a whole.
    fn changed(&self, subject: Option<Uuid>);

    /// Asks the person for a file. The page never names a path.
    fn choose_file(&self, wanted: &FileWanted) -> FileChosen;
}
