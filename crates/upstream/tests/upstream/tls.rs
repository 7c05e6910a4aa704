//! TLS as a desk meets it: the right certificate is trusted and no other, and a renewed one needs no stop.

use std::time::Duration;

use domain::wire::SealedTimeMark;
use hyper::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::authority::{Authority, Issued, NAME};
use crate::http::get;
use crate::program::{Program, complained};
use crate::server::Server;

/// Asks again until the server greets with this certificate.
async fn greeted_with(authority: &Authority, address: std::net::SocketAddr, expected: &Issued) {
    while authority.greeting(address).await != expected.der {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_desk_that_trusts_the_authority_is_answered_over_tls() {
    let (authority, dir) = (Authority::new(), tempfile::tempdir().unwrap());
    let server = Server::start_with(authority.issue().write(dir.path()).open()).await;
    let stream = authority.connect(server.address, NAME).await.unwrap();
    let answer = get(server.address, "/v1/time?nonce=a").try_send_over(stream).await.unwrap();
    assert_eq!(answer.json::<SealedTimeMark>().verify("a", &server.key).map(|mark| mark.time), Ok(server.clock.now()));
}

#[tokio::test]
async fn another_name_another_authority_and_a_certificate_of_its_own_making_are_not_believed() {
    let (authority, dir) = (Authority::new(), tempfile::tempdir().unwrap());
    let server = Server::start_with(authority.issue().write(dir.path()).open()).await;
    assert!(authority.connect(server.address, NAME).await.is_ok());
    assert!(authority.connect(server.address, "waiji.example").await.is_err(), "the wrong name");
    assert!(Authority::new().connect(server.address, NAME).await.is_err(), "another authority");
    let own = Server::start_with(Issued::by_itself().write(dir.path()).open()).await;
    assert!(authority.connect(own.address, NAME).await.is_err(), "self-signed");
}

#[tokio::test]
async fn what_is_sent_without_tls_to_a_tls_door_is_never_answered() {
    let (authority, dir) = (Authority::new(), tempfile::tempdir().unwrap());
    let server = Server::start_with(authority.issue().write(dir.path()).open()).await;
    assert!(get(server.address, "/healthz").try_send().await.is_err());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_served_without_a_stop_and_a_broken_one_is_not() {
    let (authority, dir, data) = (Authority::new(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let old = authority.issue();
    let files = old.write(dir.path());
    let options = [&["--listen", "127.0.0.1:0"], &files.options()[..]].concat();
    let program = Program::serve_at("https", &options, data.path());
    let before = authority.connect(program.address, NAME).await.unwrap();
    assert_eq!(authority.greeting(program.address).await, old.der);

    let half = authority.issue();
    std::fs::write(&files.certificate, &half.certificate).unwrap();
    program.hang_up();
    assert!(program.complains("the one before is kept"), "half of a renewal is said in the log");
    assert_eq!(authority.greeting(program.address).await, old.der);

    std::fs::write(&files.key, &half.key).unwrap();
    program.hang_up();
    greeted_with(&authority, program.address, &half).await;
    let answer = get(program.address, "/healthz").try_send_over(before).await.unwrap();
    assert_eq!(answer.status, StatusCode::OK, "who was connected before stays connected");
    assert!(program.terminate());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "the program goes by the wall clock, so its certificate has to")]
async fn a_certificate_that_ends_soon_is_said_in_the_log_and_its_end_stands_among_the_figures() {
    let (authority, dir, data) = (Authority::new(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let ending = |days: u64| {
        let end = std::time::SystemTime::now() + Duration::from_secs(days * 86_400);
        (authority.issue_for(NAME, |params| params.not_after = end.into()), end)
    };
    let (long, end) = ending(400);
    let files = long.write(dir.path());
    let options = [&["--listen", "127.0.0.1:0"], &files.options()[..]].concat();
    let program = Program::serve_at("https", &options, data.path());
    let stands = async |end: std::time::SystemTime| {
        let end = end.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        let series = format!("zhiban_upstream_tls_certificate_end_timestamp_seconds {end}\n");
        loop {
            let stream = authority.connect(program.address, NAME).await.unwrap();
            let figures = get(program.address, "/metrics").try_send_over(stream).await.unwrap();
            if String::from_utf8(figures.body.to_vec()).unwrap().contains(&series) {
                break;
            }
        }
    };
    let within = Duration::from_secs(30);
    tokio::time::timeout(within, stands(end)).await.expect("its end is among the figures");
    let (soon, end) = ending(20);
    soon.write(dir.path());
    program.hang_up();
    assert!(program.complains("the certificate ends soon"), "while there is time to renew it");
    tokio::time::timeout(within, stands(end)).await.expect("the renewed one's end");
    assert!(program.terminate());
}

#[tokio::test]
async fn files_that_change_are_found_without_being_told() {
    let (authority, dir) = (Authority::new(), tempfile::tempdir().unwrap());
    let server = Server::start_with(authority.issue().write(dir.path()).open()).await;
    authority.greeting(server.address).await;
    let renewed = authority.issue();
    renewed.write(dir.path());
    // From here on, time passes as soon as everybody waits.
    tokio::time::pause();
    tokio::time::sleep(Duration::from_secs(61)).await;
    greeted_with(&authority, server.address, &renewed).await;
}

#[tokio::test]
async fn who_never_finishes_the_handshake_is_cut_off_and_keeps_nobody_waiting() {
    let (authority, dir) = (Authority::new(), tempfile::tempdir().unwrap());
    let server = Server::start_with(authority.issue().write(dir.path()).open()).await;
    let mut slow = Vec::new();
    for beginning in [&b""[..], b"\x16", b"\x16\x03\x01\x02\x00\x01"] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(beginning).await.unwrap();
        slow.push(stream);
    }
    assert!(authority.connect(server.address, NAME).await.is_ok(), "others are greeted meanwhile");
    tokio::time::pause();
    let begun = tokio::time::Instant::now();
    for mut stream in slow {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
    }
    assert!(begun.elapsed() <= Duration::from_secs(16), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn an_unfinished_handshake_does_not_hold_up_a_stop() {
    let (authority, dir) = (Authority::new(), tempfile::tempdir().unwrap());
    let server = Server::start_with(authority.issue().write(dir.path()).open()).await;
    let _slow = TcpStream::connect(server.address).await.unwrap();
    authority.greeting(server.address).await;
    tokio::time::pause();
    let begun = tokio::time::Instant::now();
    server.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
}

#[test]
fn a_pair_that_cannot_be_served_with_is_refused_at_the_start_in_words() {
    let (authority, dir) = (Authority::new(), tempfile::tempdir().unwrap());
    let files = authority.issue().write(dir.path());
    let start = |complaint: &str| {
        let said = complained(&[&["serve", "--listen", "127.0.0.1:0"], &files.options()[..]].concat(), dir.path());
        assert!(said.contains(complaint), "{said}");
    };
    let good = authority.issue();
    std::fs::write(&files.key, &good.key).unwrap();
    start("不能一起使用");
    std::fs::write(&files.key, &good.certificate).unwrap();
    start("没有可用的 PEM 私钥");
    std::fs::write(&files.certificate, &good.key).unwrap();
    start("没有可用的 PEM 证书");
    #[cfg(unix)]
    {
        std::fs::set_permissions(&files.key, std::os::unix::fs::PermissionsExt::from_mode(0o604)).unwrap();
        start("chmod o-rwx");
    }
    std::fs::remove_file(&files.key).unwrap();
    start("核对路径");
    let alone = complained(&["serve", files.options()[0], files.options()[1]], dir.path());
    assert!(alone.contains("--tls-key"), "a certificate without a key: {alone}");
}

#[cfg(unix)]
#[tokio::test]
async fn only_with_tls_may_the_whole_network_connect() {
    let (authority, dir) = (Authority::new(), tempfile::tempdir().unwrap());
    let files = authority.issue().write(dir.path());
    let data = dir.path().join("data");
    assert!(complained(&["serve", "--listen", "0.0.0.0:0"], &data).contains("--tls-cert"));
    let open = Program::serve_at("https", &[&["--listen", "0.0.0.0:0"], &files.options()[..]].concat(), &data);
    let address = ([127, 0, 0, 1], open.address.port()).into();
    let answer = get(address, "/healthz").try_send_over(authority.connect(address, NAME).await.unwrap()).await;
    assert_eq!(answer.unwrap().status, StatusCode::OK);
}
