//! What stands between desk and upstream in a test: a listener of its own, which ends with the test.

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// An address at which each connection of the desk is dealt with.
#[derive(Debug)]
pub(crate) struct Between {
    address: String,
    accepting: JoinHandle<()>,
}

impl Between {
    /// Deals like this with each connection.
    pub(crate) async fn dealing<D: Future<Output = ()> + Send + 'static>(
        deal: impl Fn(TcpStream) -> D + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let accepting = tokio::spawn(async move {
            while let Ok((desk, _)) = listener.accept().await {
                tokio::spawn(deal(desk));
            }
        });
        Self { address, accepting }
    }

    /// `http://127.0.0.1:PORT`
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Between {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
