//! Talking to the upstream over HTTP.

use std::time::Duration;

use domain::digest::Digest;
use domain::heads::SealedHeads;
use domain::wire::{
    BlobHeld, DeliveryPage, EnrolAnswer, EnrolRequest, Refusal, SealedTimeMark, SubmitAnswer, SubmitRequest,
};
use reqwest::{Client, RequestBuilder, Url};
use serde::de::DeserializeOwned;

use tokio::time::{Instant, timeout};

use super::line::RESTS_AT_MOST;
use super::patience::Patience;
use super::retry_after::RetryAfter;
use super::squeezed;
use super::words::fit_to_be_shown;

/// Largest answer that is read at all, in bytes; a page of deliveries, whatever has to be escaped in it, is below that.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;

/// Why the upstream did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    /// The address is no address we would send a report to.
    #[error("上级节点地址有误：请填写https://开头的地址（仅本机可用http://127.0.0.1）。")]
    BadAddress,
    /// No answer: off, unplugged, too slow.
    #[error("连不上上级节点，请检查网络；内容已保存本机，恢复后自动发送。")]
    Unreachable,
    /// The answer is not of the protocol.
    #[error("上级节点的应答无法识别，请联系系统管理员核对地址。")]
    Unreadable,
    /// It said no, and why.
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// It cannot just now, in whatever words, and says when to come back.
    #[error("{said}")]
    Later {
        /// Why.
        said: Box<UpstreamError>,
        /// After how long.
        after: RetryAfter,
    },
}

/// An upstream at an address.
#[derive(Debug, Clone)]
pub struct Upstream {
    url: String,
    client: Client,
    patience: Patience,
}

impl Upstream {
    /// An upstream at this address: TLS, except on this very machine.
    ///
    /// # Errors
    /// [`UpstreamError::BadAddress`].
    pub fn new(address: &str) -> Result<Self, UpstreamError> {
        let url = Url::parse(address.trim()).map_err(|_| UpstreamError::BadAddress)?;
        let local = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        let plain_but_local = url.scheme() == "http" && local;
        let odd = !url.username().is_empty() || url.query().is_some() || url.fragment().is_some();
        if (url.scheme() != "https" && !plain_but_local) || odd {
            return Err(UpstreamError::BadAddress);
        }
        let client = Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .pool_idle_timeout(RESTS_AT_MOST)
            // One that dies is enough; a second would die with it and be found out after it.
            .pool_max_idle_per_host(1)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| UpstreamError::BadAddress)?;
        Ok(Self { url: url.as_str().trim_end_matches('/').to_owned(), client, patience: Patience::default() })
    }

    /// No answer came in time: what connections there are may all be dead.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.patience.is_tried()
    }

    /// As patient as the one before it, whose connections are left alone.
    pub(super) fn in_place_of(self, before: &Self) -> Self {
        Self { patience: before.patience.clone(), ..self }
    }

    /// The address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Enrols a device.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn enrol(&self, request: &EnrolRequest) -> Result<EnrolAnswer, UpstreamError> {
        let request = self.client.post(format!("{}/v1/enrol", self.url)).json(request);
        answer(request, 0, &Patience::longest()).await
    }

    /// Sends entries, compressed.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn submit(&self, token: &str, request: &SubmitRequest) -> Result<SubmitAnswer, UpstreamError> {
        let body = squeezed::body(request).map_err(|_| UpstreamError::Unreadable)?;
        let length = body.len();
        let request = self
            .client
            .post(format!("{}/v1/entries", self.url))
            .bearer_auth(token)
            .header("content-type", "application/json")
            .header("content-encoding", "gzip")
            .body(body);
        answer(request, length, &self.patience).await
    }

    /// Asks for deliveries after `n`.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn deliveries(&self, token: &str, n: u64) -> Result<DeliveryPage, UpstreamError> {
        self.ask(self.client.get(format!("{}/v1/entries?after={n}", self.url)).bearer_auth(token)).await
    }

    /// Asks what is held of this device.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn heads(&self, token: &str, nonce: &str) -> Result<SealedHeads, UpstreamError> {
        self.ask(self.client.get(format!("{}/v1/heads?nonce={nonce}", self.url)).bearer_auth(token)).await
    }

    /// Asks for the time.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn time(&self, nonce: &str) -> Result<SealedTimeMark, UpstreamError> {
        self.ask(self.client.get(format!("{}/v1/time?nonce={nonce}", self.url))).await
    }

    /// Brings a piece of an attachment; how much of it is held then. An empty one only asks. A report may have to wait
    /// behind it, so it is given the patience of a question: on a line for which it is too large the next is smaller.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn bring(
        &self,
        token: &str,
        digest: Digest,
        offset: u64,
        piece: Vec<u8>,
    ) -> Result<BlobHeld, UpstreamError> {
        let address = format!("{}/v1/blobs/{digest}?offset={offset}", self.url);
        let request = self.client.put(address).bearer_auth(token).header("content-type", "application/octet-stream");
        answer(request.body(piece), 0, &self.patience).await
    }

    /// Asks for so many bytes of an attachment from `offset` on.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn piece(&self, token: &str, digest: Digest, offset: u64, most: u64) -> Result<Vec<u8>, UpstreamError> {
        let address = format!("{}/v1/blobs/{digest}?offset={offset}&most={most}", self.url);
        answer_bytes(self.client.get(address).bearer_auth(token), 0, &self.patience).await
    }

    /// Holds a connection on which the upstream says that there is something.
    ///
    /// # Errors
    /// [`UpstreamError`]; an upstream of an earlier version knows no hints.
    pub(super) async fn hints(&self, token: &str) -> Result<Hints, UpstreamError> {
        let request = self.client.get(format!("{}/v1/hints", self.url)).bearer_auth(token);
        let response = in_time(&self.patience, self.patience.with(0), request.send()).await?;
        if response.status().is_success() { Ok(Hints(response)) } else { Err(UpstreamError::Unreadable) }
    }

    async fn ask<T: DeserializeOwned>(&self, question: RequestBuilder) -> Result<T, UpstreamError> {
        answer(question, 0, &self.patience).await
    }
}

/// A held connection.
#[derive(Debug)]
pub(super) struct Hints(reqwest::Response);

impl Hints {
    /// Waits for what comes next: whether it is a hint, or only says that the connection lives. None at its end.
    pub(super) async fn next(&mut self) -> Option<Result<bool, UpstreamError>> {
        let chunk = self.0.chunk().await.map_err(|_| UpstreamError::Unreachable).transpose()?;
        Some(chunk.map(|bytes| bytes.windows(DATA.len()).any(|start| start == DATA)))
    }
}

/// How a hint begins; a comment begins otherwise.
const DATA: &[u8] = b"data:";

/// The answer to a request with so many bytes of body.
async fn answer<T: DeserializeOwned>(
    request: RequestBuilder,
    length: usize,
    patience: &Patience,
) -> Result<T, UpstreamError> {
    let bytes = answer_bytes(request, length, patience).await?;
    serde_json::from_slice(&bytes).map_err(|_| UpstreamError::Unreadable)
}

/// The same as it came.
async fn answer_bytes(request: RequestBuilder, length: usize, patience: &Patience) -> Result<Vec<u8>, UpstreamError> {
    let mut response = in_time(patience, patience.with(length), request.send()).await?;
    let (success, later) = (response.status().is_success(), RetryAfter::of(response.status(), response.headers()));
    let mut bytes = Vec::new();
    let began = Instant::now();
    // A long answer may take its time as long as it comes faster than a trickle.
    let left = |come: usize| patience.with(come).saturating_sub(began.elapsed());
    while let Some(chunk) = in_time(patience, left(bytes.len()), response.chunk()).await? {
        if bytes.len() + chunk.len() > LARGEST_ANSWER {
            return Err(UpstreamError::Unreadable);
        }
        bytes.extend_from_slice(&chunk);
    }
    patience.was_met();
    // The connection is handed back by a task of its own: whoever asks before that opens another.
    tokio::task::yield_now().await;
    if success {
        return Ok(bytes);
    }
    let said = refused(&bytes);
    Err(match later {
        Some(after) => UpstreamError::Later { said: Box::new(said), after },
        None => said,
    })
}

fn refused(answer: &[u8]) -> UpstreamError {
    match serde_json::from_slice(answer) {
        Ok(Refusal { code, message }) => UpstreamError::Refused(Refusal { code, message: fit_to_be_shown(&message) }),
        Err(_) => UpstreamError::Unreadable,
    }
}

async fn in_time<T>(
    patience: &Patience,
    allowed: Duration,
    coming: impl Future<Output = reqwest::Result<T>>,
) -> Result<T, UpstreamError> {
    match timeout(allowed, coming).await {
        Ok(come) => come.map_err(|_| UpstreamError::Unreachable),
        Err(_) => {
            patience.ran_out();
            Err(UpstreamError::Unreachable)
        }
    }
}
