//! A plain HTTP/1.1 client: one connection a request, every byte ours to choose.

use std::net::SocketAddr;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::header::{HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use crate::documented;

/// A request in the making.
pub(crate) struct Asked {
    address: SocketAddr,
    request: Request<Full<Bytes>>,
    described: bool,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

pub(crate) fn get(address: SocketAddr, path: &str) -> Asked {
    Asked::new(address, Method::GET, path, Bytes::new())
}

pub(crate) fn post(address: SocketAddr, path: &str, json: impl Into<Bytes>) -> Asked {
    Asked::new(address, Method::POST, path, json.into()).with("content-type", "application/json")
}

impl Asked {
    pub(crate) fn new(address: SocketAddr, method: Method, path: &str, body: Bytes) -> Self {
        let request = Request::builder().method(method).uri(path).header("host", address.to_string());
        Self { address, request: request.body(Full::new(body)).unwrap(), described: true }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        let value = HeaderValue::from_str(value).unwrap();
        self.request.headers_mut().insert(HeaderName::from_static(name), value);
        self
    }

    /// Goes to an address of which the document does not speak.
    pub(crate) fn elsewhere(self) -> Self {
        Self { described: false, ..self }
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// The answer; an error where the connection broke before one came.
    pub(crate) async fn try_send(self) -> Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
        let stream = TcpStream::connect(self.address).await?;
        self.try_send_over(stream).await
    }

    /// The answer over a connection that stands already.
    pub(crate) async fn try_send_over(
        self,
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    ) -> Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let connection = tokio::spawn(connection);
        let (method, path) = (self.request.method().clone(), self.request.uri().path().to_owned());
        let response = sender.send_request(self.request).await?;
        let (head, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        connection.abort();
        if self.described {
            documented::hold_to_it(&method, &path, head.status.as_u16(), &head.headers);
        }
        Ok(Answer { status: head.status, headers: head.headers, body })
    }

    /// An answer that goes on; the connection lives as long as it is read.
    pub(crate) async fn open(self) -> hyper::body::Incoming {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let path = self.request.uri().path().to_owned();
        let response = sender.send_request(self.request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        documented::hold_to_it(&Method::GET, &path, 200, response.headers());
        response.into_body()
    }

    pub(crate) async fn send(self) -> Answer {
        self.try_send().await.unwrap()
    }
}

impl Answer {
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{} {error}: {}", self.status, String::from_utf8_lossy(&self.body)))
    }

    /// The refusal's code, once it is a proper refusal: an object of code and a Chinese sentence.
    pub(crate) fn refused(&self, status: StatusCode) -> domain::wire::RefusalCode {
        let refusal: domain::wire::Refusal = self.json();
        assert_eq!(self.status, status, "{refusal:?}");
        assert!(refusal.message.chars().any(|letter| letter >= '一'), "says in Chinese what to do: {refusal:?}");
        refusal.code
    }
}
