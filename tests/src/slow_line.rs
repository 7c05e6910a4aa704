//! A slow line between desk and upstream: a real TCP proxy that knows nothing but bytes. It has the rate, the delay and the
//! losses of a county's worst line, counts round trips, falls silent with nothing closed, and breaks where it is told to.

mod way;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::net::TcpStream;

use crate::between::Between;

use way::{Arrival, Way};

pub use way::Quality;

/// 64 kbit/s each way and a round trip of 600 ms: what a desk has when only a satellite or a poor modem is left.
pub const COUNTY_LINE: Quality = Quality { rate: Some(64_000), delay: Duration::from_millis(300), lost: 0 };

/// From desk to upstream, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Desk to upstream.
    Up,
    /// Upstream to desk.
    Down,
}

/// What passed since the counting began.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passed {
    /// Connections that the desk opened; each costs a round trip before its first byte.
    pub connections: usize,
    /// How often the direction of an open connection turned from up to down.
    pub round_trips: usize,
    /// The bytes that the upstream got.
    pub up: Vec<u8>,
    /// How many bytes the desk got.
    pub down: usize,
}

impl Passed {
    /// The first submission of entries among what went up, as it went: head and body.
    pub fn submission(&self) -> Option<(&[u8], &[u8])> {
        let begins = find(&self.up, b"POST /v1/entries")?;
        let head = begins + find(&self.up[begins..], b"\r\n\r\n")? + 4;
        let text = String::from_utf8_lossy(&self.up[begins..head]).to_ascii_lowercase();
        let length: usize = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())?;
        Some((&self.up[begins..head], self.up.get(head..head + length)?))
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|some| some == what)
}

/// The line. It ends with the test.
#[derive(Debug)]
pub struct SlowLine {
    between: Between,
    line: Arc<Line>,
}

#[derive(Debug)]
struct Line {
    upstream: String,
    up: Way,
    down: Way,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    passed: Passed,
    /// For each connection there ever was, which way its last bytes went.
    last: Vec<Option<Direction>>,
    /// Connections before this one are silent.
    silent_before: usize,
    cut: Option<(Direction, usize)>,
}

impl SlowLine {
    /// A line to an upstream at `host:port`, sound as yet.
    pub async fn to(upstream: &str) -> Self {
        let (up, down) = (Way::of(Quality::default(), 1), Way::of(Quality::default(), 2));
        let line = Arc::new(Line { upstream: upstream.to_owned(), up, down, state: Mutex::default() });
        let at_line = Arc::clone(&line);
        let between = Between::dealing(move |desk| {
            let line = Arc::clone(&at_line);
            async move { drop(line.converse(desk).await) }
        });
        Self { between: between.await, line }
    }

    /// `http://127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        self.between.address()
    }

    /// From now on it is this good, up and down.
    pub fn becomes(&self, up: Quality, down: Quality) {
        self.line.up.becomes(up);
        self.line.down.becomes(down);
    }

    /// From now on everything is counted anew.
    pub fn counts_anew(&self) {
        self.line.state().passed = Passed::default();
    }

    /// What passed since the counting began.
    pub fn passed(&self) -> Passed {
        self.line.state().passed.clone()
    }

    /// Half-open: nothing arrives over the connections there are, and nothing is closed. New ones are sound.
    pub fn falls_silent(&self) {
        let mut state = self.line.state();
        state.silent_before = state.last.len();
    }

    /// Once so many more bytes went in that direction, the connection that carries them breaks.
    pub fn breaks_after(&self, direction: Direction, bytes: usize) {
        self.line.state().cut = Some((direction, bytes));
    }
}

impl Line {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics while it is held")
    }

    /// One connection of the desk, with one of its own to the upstream, until both directions ended or it is cut.
    async fn converse(&self, desk: TcpStream) -> io::Result<()> {
        let connection = self.state().opens();
        // The system has accepted it already; over this line that would have taken one round trip.
        tokio::time::sleep(self.up.delay() + self.down.delay()).await;
        let upstream = TcpStream::connect(&self.upstream).await?;
        desk.set_nodelay(true)?;
        upstream.set_nodelay(true)?;
        let (from_desk, to_desk) = desk.into_split();
        let (from_upstream, to_upstream) = upstream.into_split();
        let up = self.up.carries(from_desk, to_upstream, |bytes| self.state().arrive(connection, Direction::Up, bytes));
        let down =
            self.down.carries(from_upstream, to_desk, |bytes| self.state().arrive(connection, Direction::Down, bytes));
        tokio::try_join!(up, down).map(|_| ())
    }
}

impl State {
    /// The number of a new connection.
    fn opens(&mut self) -> usize {
        self.passed.connections += 1;
        self.last.push(None);
        self.last.len() - 1
    }

    fn arrive(&mut self, connection: usize, direction: Direction, bytes: &[u8]) -> Arrival {
        if connection < self.silent_before {
            return Arrival::Silence;
        }
        let arrival = self.cut(direction, bytes.len());
        let passing = if let Arrival::Cut(after) = arrival { &bytes[..after] } else { bytes };
        if !passing.is_empty() {
            self.count(connection, direction, passing);
        }
        arrival
    }

    fn cut(&mut self, direction: Direction, length: usize) -> Arrival {
        match &mut self.cut {
            Some((cut, after)) if *cut == direction && *after <= length => {
                let after = *after;
                self.cut = None;
                Arrival::Cut(after)
            }
            Some((cut, after)) if *cut == direction => {
                *after -= length;
                Arrival::Whole
            }
            _ => Arrival::Whole,
        }
    }

    fn count(&mut self, connection: usize, direction: Direction, bytes: &[u8]) {
        let before = self.last[connection].replace(direction);
        match direction {
            Direction::Up => self.passed.up.extend_from_slice(bytes),
            Direction::Down => {
                self.passed.down += bytes.len();
                self.passed.round_trips += usize::from(before == Some(Direction::Up));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::wait;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    /// A line to something that says everything back.
    async fn line_to_an_echo() -> SlowLine {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let line = SlowLine::to(&listener.local_addr().unwrap().to_string()).await;
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut from, mut to) = stream.split();
                    tokio::io::copy(&mut from, &mut to).await
                });
            }
        });
        line
    }

    async fn opens(line: &SlowLine) -> TcpStream {
        TcpStream::connect(line.address().trim_start_matches("http://")).await.unwrap()
    }

    async fn says(stream: &mut TcpStream, words: &[u8]) -> Vec<u8> {
        stream.write_all(words).await.unwrap();
        let mut heard = vec![0; words.len()];
        stream.read_exact(&mut heard).await.unwrap();
        heard
    }

    #[tokio::test]
    async fn each_question_and_answer_is_a_round_trip_and_each_connection_is_counted() {
        let line = line_to_an_echo().await;
        let (mut one, mut other) = (opens(&line).await, opens(&line).await);
        for words in [&b"time"[..], b"submit", b"deliveries"] {
            assert_eq!(says(&mut one, words).await, words);
        }
        says(&mut other, b"time").await;
        let passed = line.passed();
        assert_eq!((passed.connections, passed.round_trips), (2, 4), "three on the first, one on the second");
        assert_eq!((passed.up.len(), passed.down), (24, 24), "all bytes are counted");
        line.counts_anew();
        says(&mut one, b"again").await;
        let passed = line.passed();
        assert_eq!((passed.connections, passed.round_trips), (0, 1), "a warm connection has no more than its turns");
    }

    #[tokio::test]
    async fn a_line_that_falls_silent_carries_nothing_and_closes_nothing() {
        let line = line_to_an_echo().await;
        let mut old = opens(&line).await;
        says(&mut old, b"before").await;
        line.falls_silent();
        line.counts_anew();
        old.write_all(b"into nothing").await.unwrap();
        let mut new = opens(&line).await;
        assert_eq!(says(&mut new, b"after").await, b"after", "a new connection is sound");
        let none = old.try_read(&mut [0; 16]).unwrap_err();
        assert_eq!(none.kind(), io::ErrorKind::WouldBlock, "no byte, no end and no reset");
        assert_eq!(line.passed().up, b"after", "the upstream got what came over the new one alone");
    }

    #[tokio::test]
    async fn a_line_breaks_after_exactly_the_bytes_it_was_told() {
        let line = line_to_an_echo().await;
        let mut stream = opens(&line).await;
        says(&mut stream, b"before").await;
        line.counts_anew();
        line.breaks_after(Direction::Up, 3);
        stream.write_all(b"a report").await.unwrap();
        wait::until("the connection to end", async || match stream.try_read(&mut [0; 16]) {
            Ok(0) => Ok(()),
            Ok(read) => Err(format!("{read} bytes")),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Err("nothing yet".to_owned()),
            Err(_) => Ok(()),
        })
        .await;
        assert_eq!(line.passed().up, b"a r", "three bytes arrived");
        assert_eq!(says(&mut opens(&line).await, b"again").await, b"again", "it breaks once");
    }
}
