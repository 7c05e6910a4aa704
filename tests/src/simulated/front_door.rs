//! The one address that all desks know. Behind it stands the upstream, now and then; before it is the network, which
//! drops, loses, doubles and keeps back what the seed says.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::weather::{Fate, Weather};
use crate::between::Between;
use crate::dice::Dice;
use crate::impostor::asking_for_plain_text;
use crate::link::message;

/// Ends with its world.
pub(crate) struct FrontDoor {
    between: Between,
    network: Arc<Network>,
}

struct Network {
    upstream: String,
    line: tokio::sync::Mutex<Option<TcpStream>>,
    state: Mutex<State>,
}

struct State {
    dice: Dice,
    weather: Weather,
    /// The desk whose round it is, and what its line is like.
    asking: (String, LineIs),
    kept_back: Vec<Vec<u8>>,
    happened: Vec<(String, Fate)>,
    /// Every answer to what was sent, whether it reached the desk or not.
    answered: Vec<Vec<u8>>,
}

/// The line of one desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineIs {
    /// As the weather has it.
    Up,
    /// Nothing gets through.
    Cut,
    /// Questions are answered; what is sent vanishes, to arrive another day.
    Swallowing,
}

impl FrontDoor {
    /// Before an upstream at `http://host:port`.
    pub(crate) async fn before(upstream: &str, dice: Dice) -> Self {
        let asking = (String::new(), LineIs::Up);
        let (kept_back, happened, answered) = (Vec::new(), Vec::new(), Vec::new());
        let state = State { dice, weather: Weather::CLEAR, asking, kept_back, happened, answered };
        let upstream = upstream.trim_start_matches("http://").to_owned();
        let network = Arc::new(Network { upstream, line: tokio::sync::Mutex::default(), state: Mutex::new(state) });
        let at_door = Arc::clone(&network);
        let between = Between::dealing(move |desk| Arc::clone(&at_door).converse(desk)).await;
        Self { between, network }
    }

    /// `http://127.0.0.1:PORT`
    pub(crate) fn address(&self) -> &str {
        self.between.address()
    }

    pub(crate) fn weather_is(&self, weather: Weather) {
        self.network.state().weather = weather;
    }

    /// From now on it is this desk that asks.
    pub(crate) fn is_asked_by(&self, desk: &str, line: LineIs) {
        self.network.state().asking = (desk.to_owned(), line);
    }

    /// What befell the requests since this was asked last.
    pub(crate) fn happened(&self) -> Vec<(String, Fate)> {
        std::mem::take(&mut self.network.state().happened)
    }

    /// What the upstream answered to entries since this was asked last, whether the desk heard it or not.
    pub(crate) fn answered(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.network.state().answered)
    }

    /// The upstream behind it ends, and with it the line.
    pub(crate) async fn hangs_up(&self) {
        *self.network.line.lock().await = None;
    }

    /// Takes out what was kept back on the way.
    pub(crate) fn kept_back(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.network.state().kept_back)
    }

    /// Keeps these back for later.
    pub(crate) fn keeps_back(&self, requests: Vec<Vec<u8>>) {
        self.network.state().kept_back.extend(requests);
    }

    /// It arrives now; what the upstream answers, if it runs, though nobody waits for it.
    pub(crate) async fn delivers(&self, request: &[u8]) -> Option<Vec<u8>> {
        self.network.forward(request).await
    }
}

impl Network {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One connection of a desk, until either hangs up.
    async fn converse(self: Arc<Self>, mut desk: TcpStream) {
        let _ = desk.set_nodelay(true);
        while let Some(request) = message(&mut desk).await {
            let Some(answer) = self.deal(request).await else { return };
            if desk.write_all(&answer).await.is_err() {
                return;
            }
        }
    }

    /// The answer that the desk reads; none where its connection ends without one.
    async fn deal(&self, request: Vec<u8>) -> Option<Vec<u8>> {
        let fate = self.state().drawn_for(&request);
        match fate {
            Fate::Answered => self.forward(&request).await,
            Fate::Dropped => None,
            Fate::AnswerLost => {
                self.forward(&request).await;
                None
            }
            Fate::Doubled => {
                self.forward(&request).await;
                self.forward(&request).await
            }
            Fate::Late => {
                self.state().kept_back.push(request);
                None
            }
            Fate::Echoed => {
                self.state().kept_back.push(request.clone());
                self.forward(&request).await
            }
        }
    }

    /// Hands it to the upstream over the one line there is; none where nobody is there.
    async fn forward(&self, request: &[u8]) -> Option<Vec<u8>> {
        let mut held = self.line.lock().await;
        let mut line = match held.take() {
            Some(line) => line,
            None => TcpStream::connect(&self.upstream).await.ok()?,
        };
        let _ = line.set_nodelay(true);
        line.write_all(&asking_for_plain_text(request)).await.ok()?;
        let answer = message(&mut line).await?;
        *held = Some(line);
        if sends(request) {
            self.state().answered.push(answer.clone());
        }
        Some(answer)
    }
}

impl State {
    fn drawn_for(&mut self, request: &[u8]) -> Fate {
        let sends = sends(request);
        let fate = match self.asking.1 {
            LineIs::Cut => Fate::Dropped,
            LineIs::Swallowing if sends => Fate::Late,
            LineIs::Swallowing => Fate::Answered,
            LineIs::Up => self.weather.fate(&mut self.dice),
        };
        // A question that comes late is nothing to anybody.
        let fate = match fate {
            Fate::Late | Fate::Echoed if !sends => Fate::AnswerLost,
            fate => fate,
        };
        self.happened.push((format!("{} {}", self.asking.0, address(request)), fate));
        fate
    }
}

fn sends(request: &[u8]) -> bool {
    request.starts_with(b"POST /v1/entries")
}

/// `GET /v1/time`: what is asked, without what differs from run to run.
fn address(request: &[u8]) -> String {
    let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    line.trim_end_matches(" HTTP/1.1").split("nonce=").next().unwrap_or_default().to_owned()
}
