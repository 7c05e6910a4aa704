//! Who is slow on purpose holds no place. Time is stopped here, for which a database of another process does not wait.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use crate::desk::{Desk, call};
use crate::http::get;
use crate::server::{COUNTY, Server};

/// More bytes of answers than any system buffers for one connection.
const ANSWERS: usize = 80;

#[tokio::test]
async fn who_takes_its_answers_a_byte_at_a_time_is_cut_off() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    for _ in 0..4 {
        let entries = desk.write_calls(50);
        desk.receipts(&entries).await;
    }
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(server.address).await.unwrap();
    // So many answers that the system's own buffers cannot take them off the server's hands.
    let page = get(server.address, "/v1/entries").bearer(&desk.token).send().await.body.len();
    let asked = format!("GET /v1/entries HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n", desk.token);
    stream.write_all(asked.repeat(ANSWERS).as_bytes()).await.unwrap();
    tokio::time::pause();
    for _ in 0..20 {
        stream.read_exact(&mut [0]).await.unwrap();
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    assert!(rest.len() < page * ANSWERS, "hurrying now comes too late: {} of {ANSWERS} × {page}", rest.len());
    tokio::time::resume();
    desk.receipts(&[desk.clone().write(call())]).await;
}

#[tokio::test]
async fn who_sends_its_request_a_byte_at_a_time_holds_no_place_for_ever() {
    let server = Server::start().await;
    let desk = Desk::enrol(&server, COUNTY).await;
    let head = format!("host: x\r\nauthorization: Bearer {}\r\ncontent-length: 100000\r\n", desk.token);
    tokio::time::pause();
    for (request, told) in [
        (format!("POST /v1/entries HTTP/1.1\r\n{head}\r\n"), "HTTP/1.1 408"),
        (format!("POST /v1/nowhere HTTP/1.1\r\n{head}\r\n"), "HTTP/1.1 404"),
        (format!("POST /v1/entries HTTP/1.1\r\n{head}x-slow: "), ""),
    ] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let (mut reading, mut writing) = stream.into_split();
        let begun = tokio::time::Instant::now();
        let drip = tokio::spawn(async move {
            while writing.write_all(b"a").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let mut answer = Vec::new();
        let _ = reading.read_to_end(&mut answer).await;
        assert!(begun.elapsed() < Duration::from_secs(180), "{request}: {:?}", begun.elapsed());
        assert!(String::from_utf8_lossy(&answer).starts_with(told), "{request}: {}", String::from_utf8_lossy(&answer));
        drip.await.unwrap();
    }
}
