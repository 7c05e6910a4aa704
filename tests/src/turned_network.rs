//! A network that comes up when the test says so.

use std::sync::Arc;

use tokio::sync::Notify;
use workstation::sync::Network;

/// A network in the test's hand; its clones are the same network.
#[derive(Debug, Clone, Default)]
pub struct TurnedNetwork(Arc<Notify>);

impl TurnedNetwork {
    /// An address appears.
    pub fn comes_up(&self) {
        self.0.notify_one();
    }
}

impl Network for TurnedNetwork {
    async fn came_up(&mut self) {
        self.0.notified().await;
    }
}
