//! What the application needs from whatever shows it.

use uuid::Uuid;

/// A host: a window or a browser session. It is told that something changed and asks again; data flows one way.
pub trait Host: Send + Sync {
    /// Something that is shown changed: of one incident or call, or of the desk as a whole.
    fn changed(&self, subject: Option<Uuid>);
}
