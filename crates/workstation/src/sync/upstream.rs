//! Talking to the upstream over HTTP.

use std::time::Duration;

use domain::digest::Digest;
use domain::heads::SealedHeads;
use domain::wire::{
    BlobHeld, DeliveryPage, EnrolAnswer, EnrolRequest, OfferRequest, Refusal, SealedTimeMark, SubmitAnswer,
    SubmitRequest, UnitsAnswer,
};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, RequestBuilder, Response, Url};
use serde::de::DeserializeOwned;

use tokio::time::{Instant, timeout};

use super::answer_words::{Answer, Came};
use super::line::RESTS_AT_MOST;
use super::patience::Patience;
use super::retry_after::RetryAfter;
use super::squeezed;
use super::unreached::{self, Distrust, Names};
use super::wire_log::{Asked, UnderWay, WireLog};
use super::words::fit_to_be_shown;
use crate::workstation::Workstation;

/// Largest answer that is read at all, in bytes; a page of deliveries, whatever has to be escaped in it, is below that.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;

const JSON: &str = "application/json";

/// Why the upstream did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    /// The address is no address we would send a report to.
    #[error("上级节点地址有误：请填写https://开头的地址（仅本机可用http://127.0.0.1）。")]
    BadAddress,
    /// No answer: off, unplugged, too slow.
    #[error("连不上上级节点，请检查网络；内容已保存本机，恢复后自动发送。")]
    Unreachable,
    /// No address for its name.
    #[error(
        "找不到上级节点的地址（域名解析不到），请检查网络和本机DNS设置，或核对上级节点地址；内容已保存本机，恢复后自动发送。"
    )]
    NameUnknown,
    /// Somebody is there, and the certificate is not to be believed.
    #[error("{0}内容已保存本机，恢复后自动发送。")]
    Untrusted(Distrust),
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
    log: WireLog,
}

/// A request that is about to be made.
struct Request<'how> {
    asked: Asked,
    request: RequestBuilder,
    /// Bytes of its body.
    length: usize,
    /// Bytes of it that are given time beside that for a question.
    given_time: usize,
    patience: &'how Patience,
}

impl Upstream {
    /// An upstream at this address, for this desk: what goes to it and comes from it stands in the desk's 传输记录.
    ///
    /// # Errors
    /// [`UpstreamError::BadAddress`].
    pub fn of(desk: &Workstation, address: &str) -> Result<Self, UpstreamError> {
        Self::new(address, &desk.wire_log)
    }

    /// An upstream at this address: TLS, except on this very machine.
    ///
    /// # Errors
    /// [`UpstreamError::BadAddress`].
    pub(super) fn new(address: &str, log: &WireLog) -> Result<Self, UpstreamError> {
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
            .dns_resolver(Names)
            .redirect(reqwest::redirect::Policy::none())
            // Taken out of it here: what is written down is what came over the wire.
            .no_gzip()
            .default_headers(HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("gzip"))]));
        // Without TLS nobody vouches for anybody, and reading whom the system trusts takes longer than a round.
        let client = if url.scheme() == "http" { client.tls_certs_only([]) } else { client };
        let client = client.build().map_err(|_| UpstreamError::BadAddress)?;
        let url = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { url, client, patience: Patience::default(), log: log.clone() })
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
        let body = serde_json::to_vec(request).map_err(|_| UpstreamError::Unreadable)?;
        let length = body.len();
        let request = self.client.post(format!("{}/v1/enrol", self.url)).header(CONTENT_TYPE, JSON).body(body);
        let patience = &Patience::longest();
        self.answer(Request { asked: Asked::Enrolment, request, length, given_time: 0, patience }).await
    }

    /// Sends entries, compressed.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn submit(&self, token: &str, request: &SubmitRequest) -> Result<SubmitAnswer, UpstreamError> {
        self.hand_in("/v1/entries", token, Asked::to_send(request), squeezed::body(request)).await
    }

    /// Offers what an earlier generation received.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub(super) async fn offer(&self, token: &str, request: &OfferRequest) -> Result<SubmitAnswer, UpstreamError> {
        self.hand_in("/v1/offers", token, Asked::to_offer(request), squeezed::plain(request)).await
    }

    async fn hand_in(
        &self,
        address: &str,
        token: &str,
        asked: Asked,
        squeezed: std::io::Result<Vec<u8>>,
    ) -> Result<SubmitAnswer, UpstreamError> {
        let body = squeezed.map_err(|_| UpstreamError::Unreadable)?;
        let length = body.len();
        let request = self
            .client
            .post(format!("{}{address}", self.url))
            .bearer_auth(token)
            .header(CONTENT_TYPE, JSON)
            .header(CONTENT_ENCODING, "gzip")
            .body(body);
        self.answer(Request { asked, request, length, given_time: length, patience: &self.patience }).await
    }

    /// Asks for deliveries after `n`.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn deliveries(&self, token: &str, n: u64) -> Result<DeliveryPage, UpstreamError> {
        let request = self.client.get(format!("{}/v1/entries?after={n}", self.url)).bearer_auth(token);
        self.answer(self.question(Asked::Deliveries, request)).await
    }

    /// Asks what is held of this device.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn heads(&self, token: &str, nonce: &str) -> Result<SealedHeads, UpstreamError> {
        let request = self.client.get(format!("{}/v1/heads?nonce={nonce}", self.url)).bearer_auth(token);
        self.answer(self.question(Asked::Heads, request)).await
    }

    /// Asks which units there are above, below and beside this one.
    ///
    /// # Errors
    /// [`UpstreamError`]; an upstream of an earlier version does not know the question.
    pub async fn units(&self, token: &str) -> Result<UnitsAnswer, UpstreamError> {
        let request = self.client.get(format!("{}/v1/units", self.url)).bearer_auth(token);
        self.answer(self.question(Asked::Units, request)).await
    }

    /// Asks for the time.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn time(&self, nonce: &str) -> Result<SealedTimeMark, UpstreamError> {
        let request = self.client.get(format!("{}/v1/time?nonce={nonce}", self.url));
        self.answer(self.question(Asked::Time, request)).await
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
        let length = piece.len();
        let request = self.client.put(address).bearer_auth(token).header(CONTENT_TYPE, "application/octet-stream");
        self.answer(Request { length, ..self.question(Asked::FileUp, request.body(piece)) }).await
    }

    /// Asks for so many bytes of an attachment from `offset` on.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn piece(&self, token: &str, digest: Digest, offset: u64, most: u64) -> Result<Vec<u8>, UpstreamError> {
        let address = format!("{}/v1/blobs/{digest}?offset={offset}&most={most}", self.url);
        let question = self.question(Asked::FileDown, self.client.get(address).bearer_auth(token));
        let mut under_way = self.log.begins(Asked::FileDown, 0);
        let come = answer_bytes(question, &mut under_way).await;
        under_way.ends(Came::of(&come));
        come
    }

    /// Holds a connection on which the upstream says that there is something.
    ///
    /// # Errors
    /// [`UpstreamError`]; an upstream of an earlier version knows no hints.
    pub(super) async fn hints(&self, token: &str) -> Result<Hints, UpstreamError> {
        let request = self.client.get(format!("{}/v1/hints", self.url)).bearer_auth(token);
        let under_way = self.log.begins(Asked::Hints, 0);
        let come = in_time(&self.patience, self.patience.with(0), request.send()).await;
        let held = come.and_then(|response| match RetryAfter::of(response.status(), response.headers()) {
            _ if response.status().is_success() => Ok(response),
            Some(after) => Err(UpstreamError::Later { said: Box::new(UpstreamError::Unreadable), after }),
            None => Err(UpstreamError::Unreadable),
        });
        under_way.ends(Came::connected(held.as_ref().err()));
        Ok(Hints { response: held?, held: self.log.holds() })
    }

    fn question<'how>(&'how self, asked: Asked, request: RequestBuilder) -> Request<'how> {
        Request { asked, request, length: 0, given_time: 0, patience: &self.patience }
    }

    /// Makes the request, writes down what came of it, and reads the answer.
    async fn answer<T: DeserializeOwned + Answer>(&self, request: Request<'_>) -> Result<T, UpstreamError> {
        let mut under_way = self.log.begins(request.asked.clone(), request.length);
        let come = answer_bytes(request, &mut under_way).await;
        let answer = come.and_then(|bytes| serde_json::from_slice(&bytes).map_err(|_| UpstreamError::Unreadable));
        under_way.ends(Came::of(&answer));
        answer
    }
}

/// A held connection.
#[derive(Debug)]
pub(super) struct Hints {
    response: Response,
    held: UnderWay,
}

impl Hints {
    /// Waits for what comes next: whether it is a hint, or only says that the connection lives. None at its end.
    pub(super) async fn next(&mut self) -> Option<Result<bool, UpstreamError>> {
        let chunk = self.response.chunk().await.map_err(|_| UpstreamError::Unreachable).transpose()?;
        self.held.received(chunk.as_ref().map_or(0, |bytes| bytes.len()));
        Some(chunk.map(|bytes| bytes.windows(DATA.len()).any(|start| start == DATA)))
    }
}

/// How a hint begins; a comment begins otherwise.
const DATA: &[u8] = b"data:";

/// The answer as it is meant, whatever the wire made of it.
async fn answer_bytes(request: Request<'_>, under_way: &mut UnderWay) -> Result<Vec<u8>, UpstreamError> {
    let Request { request, given_time, patience, .. } = request;
    let mut response = in_time(patience, patience.with(given_time), request.send()).await?;
    let (success, later) = (response.status().is_success(), RetryAfter::of(response.status(), response.headers()));
    let squeezed = response.headers().get(CONTENT_ENCODING).is_some_and(|by| by == "gzip");
    let mut bytes = Vec::new();
    let began = Instant::now();
    // A long answer may take its time as long as it comes faster than a trickle.
    let left = |come: usize| patience.with(come).saturating_sub(began.elapsed());
    while let Some(chunk) = in_time(patience, left(bytes.len()), response.chunk()).await? {
        under_way.received(chunk.len());
        if bytes.len() + chunk.len() > LARGEST_ANSWER {
            return Err(UpstreamError::Unreadable);
        }
        bytes.extend_from_slice(&chunk);
    }
    patience.was_met();
    // The connection is handed back by a task of its own: whoever asks before that opens another.
    tokio::task::yield_now().await;
    if squeezed {
        bytes = squeezed::taken_out(&bytes, LARGEST_ANSWER).ok_or(UpstreamError::Unreadable)?;
    }
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
        Ok(come) => come.map_err(|error| unreached::why(&error)),
        Err(_) => {
            patience.ran_out();
            Err(UpstreamError::Unreachable)
        }
    }
}
