//! A troubled line between desk and upstream: a real TCP proxy that cuts, doubles, keeps back or swallows exactly what
//! the test asks for. It knows where an HTTP message begins and ends, and nothing else of it.

use std::sync::{Arc, Mutex, MutexGuard};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::between::Between;

/// What happens on the line, once, in the exchange of that number: 0 is the next one after it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The connection breaks after this many bytes of the request or of the answer.
    Cut {
        /// Which exchange.
        exchange: usize,
        /// In which of the two.
        part: Part,
        /// The bytes that still pass; the whole, where it is shorter.
        after: usize,
        /// How it breaks.
        how: Break,
    },
    /// The request arrives twice, over two connections; the desk reads the second answer.
    Doubled {
        /// Which exchange.
        exchange: usize,
    },
    /// The desk is cut off while its request is kept back, to arrive when [`Link::delivers_what_it_kept`].
    KeptBack {
        /// Which exchange.
        exchange: usize,
    },
    /// Nothing moves any more and nothing is closed, as when the other half of a connection is gone.
    Stalled {
        /// Which exchange.
        exchange: usize,
    },
}

/// One of the two messages of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What the desk sends.
    Request,
    /// What the upstream answers.
    Answer,
}

/// How a connection breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// In order, after what was sent.
    Closed,
    /// At once, with a reset.
    Reset,
}

/// One request and its answer, as long as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exchange {
    /// Bytes of the request.
    pub request: usize,
    /// Bytes of the answer, 0 where none came.
    pub answer: usize,
}

/// The line. It ends with the test.
#[derive(Debug)]
pub struct Link {
    between: Between,
    line: Arc<Line>,
}

#[derive(Debug)]
struct Line {
    upstream: String,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    trouble: Option<Trouble>,
    exchanges: Vec<Exchange>,
    connections: usize,
    happened: bool,
    kept_back: Vec<Vec<u8>>,
    doubled: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Link {
    /// A sound line to an upstream at `host:port`.
    pub async fn to(upstream: &str) -> Self {
        let line = Arc::new(Line { upstream: upstream.to_owned(), state: Mutex::default() });
        let at_line = Arc::clone(&line);
        let between = Between::dealing(move |desk| Arc::clone(&at_line).converse(desk)).await;
        Self { between, line }
    }

    /// `http://127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        self.between.address()
    }

    /// From now on exchanges are counted anew, and this befalls them.
    pub fn befalls(&self, trouble: Trouble) {
        *self.line.state() = State { trouble: Some(trouble), ..State::default() };
    }

    /// From now on exchanges are counted anew, and nothing befalls them.
    pub fn is_sound(&self) {
        *self.line.state() = State::default();
    }

    /// Whether the trouble has come.
    pub fn happened(&self) -> bool {
        self.line.state().happened
    }

    /// The exchanges since the counting began.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.line.state().exchanges.clone()
    }

    /// How many connections the desk opened since the counting began.
    pub fn connections(&self) -> usize {
        self.line.state().connections
    }

    /// Both answers to what was doubled: first, second.
    pub fn answers_to_doubled(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.line.state().doubled.clone()
    }

    /// What was kept back arrives now; the answers, which nobody reads.
    pub async fn delivers_what_it_kept(&self) -> Vec<Vec<u8>> {
        let kept = std::mem::take(&mut self.line.state().kept_back);
        let mut answers = Vec::new();
        for request in kept {
            let mut upstream = self.line.connect().await.expect("the upstream listens");
            upstream.write_all(&request).await.expect("the upstream reads");
            answers.push(message(&mut upstream).await.expect("the upstream answers"));
        }
        answers
    }
}

impl Line {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics while it is held")
    }

    async fn connect(&self) -> Option<TcpStream> {
        TcpStream::connect(&self.upstream).await.ok()
    }

    /// One connection of the desk, with one of its own to the upstream, until either ends.
    async fn converse(self: Arc<Self>, mut desk: TcpStream) {
        self.state().connections += 1;
        let Some(mut upstream) = self.connect().await else { return };
        while let Some(request) = message(&mut desk).await {
            if self.exchange(&mut desk, &mut upstream, request).await.is_none() {
                return;
            }
        }
    }

    /// Begins to count an exchange; what befalls it.
    fn begins(&self, request: &[u8]) -> (usize, Option<Trouble>) {
        let mut state = self.state();
        let number = state.exchanges.len();
        state.exchanges.push(Exchange { request: request.len(), answer: 0 });
        let trouble = state.trouble.filter(|trouble| trouble.exchange() == number);
        if trouble.is_some() {
            state.trouble = None;
            state.happened = true;
        }
        (number, trouble)
    }

    /// Passes one request and its answer on; none where the connection does not go on.
    async fn exchange(&self, desk: &mut TcpStream, upstream: &mut TcpStream, request: Vec<u8>) -> Option<()> {
        let (number, trouble) = self.begins(&request);
        match trouble {
            Some(Trouble::Cut { part: Part::Request, after, how, .. }) => {
                upstream.write_all(&request[..after.min(request.len())]).await.ok()?;
                how.comes_over(upstream);
                how.comes_over(desk);
                return None;
            }
            Some(Trouble::KeptBack { .. }) => {
                self.state().kept_back.push(request);
                return None;
            }
            Some(Trouble::Stalled { .. }) => {
                let _ = desk.read(&mut [0]).await;
                return None;
            }
            Some(Trouble::Cut { .. } | Trouble::Doubled { .. }) | None => {}
        }
        upstream.write_all(&request).await.ok()?;
        let mut answer = if trouble.is_some_and(|trouble| matches!(trouble, Trouble::Doubled { .. })) {
            self.once_more(upstream, &request).await?
        } else {
            message(upstream).await?
        };
        if let Some(exchange) = self.state().exchanges.get_mut(number) {
            exchange.answer = answer.len();
        }
        if let Some(Trouble::Cut { after, how, .. }) = trouble {
            answer.truncate(after);
            desk.write_all(&answer).await.ok()?;
            how.comes_over(desk);
            return None;
        }
        desk.write_all(&answer).await.ok()
    }

    /// The same request over another connection, before the first answer was read; the second answer.
    async fn once_more(&self, upstream: &mut TcpStream, request: &[u8]) -> Option<Vec<u8>> {
        let mut beside = self.connect().await?;
        beside.write_all(request).await.ok()?;
        let first = message(upstream).await?;
        let second = message(&mut beside).await?;
        self.state().doubled.push((first, second.clone()));
        Some(second)
    }
}

impl Trouble {
    const fn exchange(&self) -> usize {
        match self {
            Self::Cut { exchange, .. }
            | Self::Doubled { exchange }
            | Self::KeptBack { exchange }
            | Self::Stalled { exchange } => *exchange,
        }
    }
}

impl Break {
    /// Takes effect when the connection is dropped.
    fn comes_over(self, connection: &TcpStream) {
        if self == Self::Reset {
            let _ = connection.set_zero_linger();
        }
    }
}

/// One whole HTTP message with a length; none where the connection ended before.
pub(crate) async fn message(from: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        if whole(&bytes).is_some_and(|length| bytes.len() >= length) {
            return Some(bytes);
        }
        if from.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

/// How long the message will be, once its head is there.
fn whole(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
    assert!(!text.contains("transfer-encoding"), "a message without a length is not known here: {text}");
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    Some(head + length.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn a_message_is_as_long_as_its_head_and_what_it_announces() {
        assert_eq!(whole(b"GET / HTTP/1.1\r\nhost: x\r\n"), None, "half a head");
        assert_eq!(whole(b"GET / HTTP/1.1\r\n\r\n"), Some(18));
        assert_eq!(whole(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"), Some(43));
    }
}
