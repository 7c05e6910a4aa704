//! Pages that watch: each is told what changed and asks again.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use serde_json::json;
use tokio::sync::broadcast::{Sender, channel};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt as _};
use uuid::Uuid;
use workstation::{FileChosen, FileWanted, Host};

/// Tells open pages of changes. A page that missed some is told that everything may have changed.
#[derive(Clone)]
pub(crate) struct Watchers {
    changes: Arc<Mutex<Option<Sender<Option<Uuid>>>>>,
}

impl Default for Watchers {
    fn default() -> Self {
        Self { changes: Arc::new(Mutex::new(Some(channel(64).0))) }
    }
}

impl Host for Watchers {
    fn changed(&self, subject: Option<Uuid>) {
        if let Some(changes) = &*self.held() {
            // Nobody watching is no error.
            let _ = changes.send(subject);
        }
    }

    fn choose_file(&self, _: &FileWanted) -> FileChosen {
        FileChosen::ByTicket
    }
}

impl Watchers {
    fn held(&self) -> MutexGuard<'_, Option<Sender<Option<Uuid>>>> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A closed one has a stream that ends at once.
    fn subscribed(&self) -> BroadcastStream<Option<Uuid>> {
        let receiver = self.held().as_ref().map_or_else(|| channel(1).1, Sender::subscribe);
        BroadcastStream::new(receiver)
    }

    /// Ends every page's stream, so that the server can stop while pages are open.
    pub(crate) fn close(&self) {
        self.held().take();
    }

    /// Changes from now on, as server-sent events.
    pub(crate) fn stream(&self) -> impl Stream<Item = Result<Bytes, Infallible>> + use<> {
        let opened = tokio_stream::once(Ok(Bytes::from_static(b": open\n\n")));
        let changes = self.subscribed().map(|change| {
            let subject = change.ok().flatten();
            Ok(Bytes::from(format!("event: change\ndata: {}\n\n", json!({ "incident": subject }))))
        });
        opened.chain(changes)
    }
}
