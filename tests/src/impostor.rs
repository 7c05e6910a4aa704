//! An upstream that lies: it hands on what the honest one says, except at one address, where it says something else.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::between::Between;
use crate::link::message;

/// What is said in place of the truth.
#[derive(Clone)]
pub enum Lie {
    /// The honest answer's JSON, altered.
    Alters(Arc<dyn Fn(&mut Value) + Send + Sync>),
    /// These bytes, head and all; then the connection ends.
    Says(Arc<[u8]>),
    /// A head, and then this piece again and again, until the desk hangs up.
    Endless(&'static str, Arc<[u8]>),
    /// A head, and then a byte each second, until the desk hangs up.
    Trickles(&'static str),
}

impl Lie {
    /// An answer with this status line, these header lines and this body.
    pub fn says(status: &str, headers: &str, body: &[u8]) -> Self {
        let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
        Self::Says([head.as_bytes(), body].concat().into())
    }

    /// The honest answer, altered.
    pub fn alters(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::Alters(Arc::new(change))
    }
}

/// The liar. It ends with the test.
pub struct Impostor {
    between: Between,
    told: Arc<Told>,
}

struct Told {
    upstream: String,
    lie: Mutex<Option<(&'static str, Lie)>>,
    lies: AtomicUsize,
}

impl Impostor {
    /// Stands before the upstream at `host:port`, and is honest at first.
    pub async fn before(upstream: &str) -> Self {
        let told = Arc::new(Told { upstream: upstream.to_owned(), lie: Mutex::default(), lies: AtomicUsize::new(0) });
        let telling = Arc::clone(&told);
        let between = Between::dealing(move |desk| Arc::clone(&telling).converse(desk)).await;
        Self { between, told }
    }

    /// `http://127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        self.between.address()
    }

    /// From now on it lies to what begins like this: `GET /v1/time`.
    pub fn lies(&self, at: &'static str, lie: Lie) {
        *self.told.lie.lock().expect("nobody panics while it is held") = Some((at, lie));
    }

    /// It is honest again; how often it lied.
    pub fn is_honest(&self) -> usize {
        *self.told.lie.lock().expect("nobody panics while it is held") = None;
        self.told.lies.swap(0, Ordering::SeqCst)
    }
}

impl Told {
    async fn converse(self: Arc<Self>, mut desk: TcpStream) {
        while let Some(request) = message(&mut desk).await {
            if self.answer(&mut desk, request).await.is_none() {
                return;
            }
        }
    }

    /// Answers one request; none where the connection does not go on.
    async fn answer(&self, desk: &mut TcpStream, request: Vec<u8>) -> Option<()> {
        let Some(lie) = self.lie_about(&request) else {
            return desk.write_all(&self.truth(&request).await?).await.ok();
        };
        self.lies.fetch_add(1, Ordering::SeqCst);
        match lie {
            Lie::Alters(change) => desk.write_all(&altered(&self.truth(&request).await?, &*change)).await.ok(),
            Lie::Says(bytes) => {
                let _ = desk.write_all(&bytes).await;
                None
            }
            Lie::Endless(head, piece) => {
                desk.write_all(head.as_bytes()).await.ok()?;
                while desk.write_all(&piece).await.is_ok() {}
                None
            }
            Lie::Trickles(head) => {
                desk.write_all(head.as_bytes()).await.ok()?;
                while desk.write_all(b" ").await.is_ok() {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                None
            }
        }
    }

    fn lie_about(&self, request: &[u8]) -> Option<Lie> {
        let lie = self.lie.lock().expect("nobody panics while it is held");
        lie.as_ref().filter(|(at, _)| request.starts_with(at.as_bytes())).map(|(_, lie)| lie.clone())
    }

    async fn truth(&self, request: &[u8]) -> Option<Vec<u8>> {
        let mut upstream = TcpStream::connect(&self.upstream).await.ok()?;
        upstream.write_all(&asking_for_plain_text(request)).await.ok()?;
        message(&mut upstream).await
    }
}

/// What is to be altered must be read first.
pub(crate) fn asking_for_plain_text(request: &[u8]) -> Vec<u8> {
    let head = request.windows(4).position(|four| four == b"\r\n\r\n").map_or(request.len(), |at| at + 2);
    let lines = String::from_utf8_lossy(&request[..head]).into_owned();
    let kept = lines.lines().filter(|line| !line.to_ascii_lowercase().starts_with("accept-encoding"));
    let head_kept: String = kept.map(|line| format!("{line}\r\n")).collect();
    [head_kept.as_bytes(), &request[head..]].concat()
}

/// The same answer with its JSON altered.
fn altered(answer: &[u8], change: &dyn Fn(&mut Value)) -> Vec<u8> {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole answer") + 4;
    let mut said: Value = serde_json::from_slice(&answer[head..]).expect("the honest upstream answers in JSON");
    change(&mut said);
    let body = said.to_string();
    let lines = String::from_utf8_lossy(&answer[..head - 4]).into_owned();
    let kept = lines.lines().filter(|line| !line.to_ascii_lowercase().starts_with("content-length"));
    let head: String = kept.map(|line| format!("{line}\r\n")).collect();
    format!("{head}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}
