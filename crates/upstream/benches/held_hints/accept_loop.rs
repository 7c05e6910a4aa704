//! The least that holds connections: accept, one task each, which waits for something to be said.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// The argument under which this program is the accept loop.
pub(crate) const ROLE: &str = "accept-loop";

/// Connections from one source address: the ports of one do not suffice for all.
const FROM_ONE: usize = 5_000;

/// Serves until it is killed.
pub(crate) async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("listening on http://{}", listener.local_addr().unwrap());
    loop {
        let (mut stream, _) = listener.accept().await.unwrap();
        tokio::spawn(async move {
            stream.write_all(b"!").await.unwrap();
            let _ = stream.read_u8().await;
        });
    }
}

/// The nth connection, from one of several addresses of this machine.
pub(crate) async fn connect(address: SocketAddr, nth: usize) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    let from = Ipv4Addr::new(127, 0, 0, u8::try_from(2 + nth / FROM_ONE).unwrap());
    socket.bind((from, 0).into()).unwrap();
    socket.connect(address).await.unwrap()
}

/// Holds so many, each of which was greeted.
pub(crate) async fn hold(address: SocketAddr, count: usize) -> Vec<TcpStream> {
    let mut held = Vec::new();
    for nth in 0..count {
        let mut stream = connect(address, nth).await;
        assert_eq!(stream.read_u8().await.unwrap(), b'!');
        held.push(stream);
    }
    held
}
