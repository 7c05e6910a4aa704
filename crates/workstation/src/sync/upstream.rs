//! Talking to the upstream over HTTP.

use std::io::Write as _;
use std::time::Duration;

use domain::heads::SealedHeads;
use domain::wire::{DeliveryPage, EnrolAnswer, EnrolRequest, Refusal, SealedTimeMark, SubmitAnswer, SubmitRequest};
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::{Client, RequestBuilder, Url};
use serde::de::DeserializeOwned;

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
}

/// An upstream at an address.
#[derive(Debug, Clone)]
pub struct Upstream {
    url: String,
    client: Client,
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
            .timeout(Duration::from_secs(60))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| UpstreamError::BadAddress)?;
        Ok(Self { url: url.as_str().trim_end_matches('/').to_owned(), client })
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
        answer(self.client.post(format!("{}/v1/enrol", self.url)).json(request)).await
    }

    /// Sends entries, compressed.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn submit(&self, token: &str, request: &SubmitRequest) -> Result<SubmitAnswer, UpstreamError> {
        let body = compressed(request).map_err(|_| UpstreamError::Unreadable)?;
        let request = self
            .client
            .post(format!("{}/v1/entries", self.url))
            .bearer_auth(token)
            .header("content-type", "application/json")
            .header("content-encoding", "gzip")
            .body(body);
        answer(request).await
    }

    /// Asks for deliveries after `n`.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn deliveries(&self, token: &str, n: u64) -> Result<DeliveryPage, UpstreamError> {
        answer(self.client.get(format!("{}/v1/entries?after={n}", self.url)).bearer_auth(token)).await
    }

    /// Asks what is held of this device.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn heads(&self, token: &str, nonce: &str) -> Result<SealedHeads, UpstreamError> {
        answer(self.client.get(format!("{}/v1/heads?nonce={nonce}", self.url)).bearer_auth(token)).await
    }

    /// Asks for the time.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn time(&self, nonce: &str) -> Result<SealedTimeMark, UpstreamError> {
        answer(self.client.get(format!("{}/v1/time?nonce={nonce}", self.url))).await
    }
}

fn compressed(request: &SubmitRequest) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&serde_json::to_vec(request)?)?;
    encoder.finish()
}

async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, UpstreamError> {
    let mut response = request.send().await.map_err(|_| UpstreamError::Unreachable)?;
    let success = response.status().is_success();
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| UpstreamError::Unreachable)? {
        if bytes.len() + chunk.len() > LARGEST_ANSWER {
            return Err(UpstreamError::Unreadable);
        }
        bytes.extend_from_slice(&chunk);
    }
    if success {
        return serde_json::from_slice(&bytes).map_err(|_| UpstreamError::Unreadable);
    }
    let Ok(Refusal { code, message }) = serde_json::from_slice(&bytes) else { return Err(UpstreamError::Unreadable) };
    Err(UpstreamError::Refused(Refusal { code, message: fit_to_be_shown(&message) }))
}
