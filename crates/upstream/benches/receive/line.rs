//! A connection that a desk keeps: one request after the other, each answered before the next.

use std::net::SocketAddr;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::reports::OfDesk;

/// Sends these desks' requests; the answers' bodies.
pub(crate) async fn send(address: SocketAddr, desks: Vec<OfDesk>) -> Vec<Bytes> {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    let connection = tokio::spawn(connection);
    let mut answers = Vec::new();
    for OfDesk { token, requests } in desks {
        for body in requests {
            let request = Request::post("/v1/entries")
                .header("host", address.to_string())
                .header("content-type", "application/json")
                .header("content-encoding", "gzip")
                .header("authorization", format!("Bearer {token}"))
                .body(Full::new(body))
                .unwrap();
            let response = sender.send_request(request).await.unwrap();
            let status = response.status();
            let answer = response.into_body().collect().await.unwrap().to_bytes();
            assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer));
            answers.push(answer);
        }
    }
    connection.abort();
    answers
}
