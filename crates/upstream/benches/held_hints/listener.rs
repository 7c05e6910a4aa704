//! Connections that hold `GET /v1/hints`, and what each has heard.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Notify;

use crate::accept_loop::connect;

/// Connections being opened at the same time.
const AT_ONCE: usize = 32;

/// Who is to listen.
pub(crate) struct Wanted {
    pub(crate) unit: String,
    pub(crate) token: String,
}

/// What one connection has heard.
struct Heard {
    unit: String,
    hints: AtomicUsize,
    still_there: AtomicUsize,
}

/// Everybody who listens.
pub(crate) struct Listeners {
    heard: Vec<Heard>,
    more: Notify,
}

impl Listeners {
    /// Opens them all; returns once each has had the first hint, which comes at once.
    pub(crate) async fn open(address: SocketAddr, wanted: Vec<Wanted>) -> Arc<Self> {
        let heard = |wanted: &Wanted| Heard {
            unit: wanted.unit.clone(),
            hints: AtomicUsize::default(),
            still_there: AtomicUsize::default(),
        };
        let listeners = Arc::new(Self { heard: wanted.iter().map(heard).collect(), more: Notify::new() });
        let mut opening = tokio::task::JoinSet::new();
        for (nth, Wanted { token, .. }) in wanted.into_iter().enumerate() {
            if opening.len() == AT_ONCE {
                opening.join_next().await.unwrap().unwrap();
            }
            let listeners = Arc::clone(&listeners);
            opening.spawn(async move {
                let mut stream = connect(address, nth).await;
                let request =
                    format!("GET /v1/hints HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\r\n");
                stream.write_all(request.as_bytes()).await.unwrap();
                let mut line = Vec::new();
                while listeners.heard[nth].hints.load(Ordering::SeqCst) == 0 {
                    listeners.read(nth, &mut stream, &mut line).await;
                }
                tokio::spawn(async move {
                    loop {
                        listeners.read(nth, &mut stream, &mut line).await;
                    }
                });
            });
        }
        opening.join_all().await;
        listeners
    }

    /// Reads what came and counts its lines.
    async fn read(&self, nth: usize, stream: &mut TcpStream, line: &mut Vec<u8>) {
        let mut bytes = [0; 512];
        let count = stream.read(&mut bytes).await.unwrap();
        assert!(count > 0, "a held connection was closed after {:?}", String::from_utf8_lossy(line));
        for byte in &bytes[..count] {
            if *byte == b'\n' {
                self.count(nth, line);
                line.clear();
            } else {
                line.push(*byte);
            }
        }
        self.more.notify_waiters();
    }

    fn count(&self, nth: usize, line: &[u8]) {
        assert!(
            !line.starts_with(b"HTTP/1.1") || line.starts_with(b"HTTP/1.1 200"),
            "{}",
            String::from_utf8_lossy(line)
        );
        if line.starts_with(b"data: new") {
            self.heard[nth].hints.fetch_add(1, Ordering::SeqCst);
        } else if line.starts_with(b":") {
            self.heard[nth].still_there.fetch_add(1, Ordering::SeqCst);
        }
    }

    async fn until(&self, holds: impl Fn() -> bool) {
        loop {
            let more = self.more.notified();
            if holds() {
                return;
            }
            more.await;
        }
    }

    /// Waits until each has said once more that it is still there.
    pub(crate) async fn each_is_still_there(&self) {
        let said = |heard: &Heard| heard.still_there.load(Ordering::SeqCst);
        let before: Vec<_> = self.heard.iter().map(said).collect();
        self.until(|| self.heard.iter().zip(&before).all(|(heard, before)| said(heard) > *before)).await;
    }

    fn of<'a>(&'a self, units: &'a [String]) -> impl Iterator<Item = &'a Heard> {
        self.heard.iter().filter(|heard| units.contains(&heard.unit))
    }

    /// Waits until everybody of these units has heard of something new; how many they are.
    pub(crate) async fn hear(&self, units: &[String]) -> usize {
        self.until(|| self.of(units).all(|heard| heard.hints.load(Ordering::SeqCst) > 1)).await;
        self.of(units).count()
    }

    /// These heard of one thing, the others of nothing.
    pub(crate) fn heard_exactly(&self, units: &[String]) {
        for heard in &self.heard {
            let expected = 1 + usize::from(units.contains(&heard.unit));
            assert_eq!(heard.hints.load(Ordering::SeqCst), expected, "{}", heard.unit);
        }
    }
}
