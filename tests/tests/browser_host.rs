//! The browser host: the same desk, opened only from the address it printed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use tests::process::Process;
use tests::{Program, wait};

struct Host {
    _process: Process,
    address: String,
    token: String,
    _folder: TempDir,
}

async fn serve() -> Host {
    let folder = TempDir::with_prefix("zhiban-host-").unwrap();
    let log = folder.path().join("log");
    let mut command = Command::new(&*Program::built("zhiban"));
    command.args(["serve", "--data"]).arg(folder.path().join("desk"));
    let process = Process::start(&command, &log);
    let (address, token) = wait::until("zhiban serve to print its address", async || {
        let log = process.log();
        let found = log.lines().find_map(|line| line.strip_prefix("http://")?.split_once("/#token="));
        found.map(|(address, token)| (address.to_owned(), token.trim().to_owned())).ok_or(log.clone())
    })
    .await;
    Host { _process: process, address, token, _folder: folder }
}

impl Host {
    /// Sends a request with these headers and gives the answer's bytes as text.
    fn ask(&self, line: &str, headers: &[String], body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let headers = headers.join("\r\n");
        let length = body.len();
        write!(stream, "{line} HTTP/1.1\r\n{headers}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn own(&self) -> Vec<String> {
        vec![format!("Host: {}", self.address), "Content-Type: application/json".to_owned()]
    }

    fn with(&self, more: &str) -> Vec<String> {
        let mut headers = self.own();
        headers.push(more.to_owned());
        headers
    }

    fn cookie(&self) -> Option<String> {
        let answer = self.ask("POST /session", &self.own(), &format!("{{\"token\":\"{}\"}}", self.token));
        let line = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "))?.to_owned();
        assert!(line.contains("HttpOnly") && line.contains("SameSite=Strict"), "{line}");
        Some(format!("Cookie: {}", line.split(';').next().unwrap()))
    }
}

fn status(answer: &str) -> &str {
    answer.split_whitespace().nth(1).unwrap_or_default()
}

#[tokio::test]
async fn only_the_page_from_the_printed_address_reaches_the_desk() {
    let host = serve().await;
    assert_eq!(status(&host.ask("POST /call/desk", &host.own(), "null")), "401", "no cookie");
    let cookie = host.cookie().unwrap();
    assert_eq!(host.cookie(), None, "the address opens one session once");
    let desk = host.ask("POST /call/desk", &host.with(&cookie), "null");
    assert_eq!(status(&desk), "200", "{desk}");
    let elsewhere = ["Host: evil.example".to_owned(), cookie.clone()];
    assert_eq!(status(&host.ask("POST /call/desk", &elsewhere, "null")), "403", "a name rebound to this machine");
    let mut cross_site = host.with(&cookie);
    cross_site.push("Origin: http://evil.example".to_owned());
    assert_eq!(status(&host.ask("POST /call/desk", &cross_site, "null")), "403", "another site's page");
    let forged = host.with("Cookie: zhiban_session=00");
    assert_eq!(status(&host.ask("POST /call/desk", &forged, "null")), "401");
    assert_eq!(status(&host.ask("GET /events", &host.own(), "")), "401");
}

#[tokio::test]
async fn the_page_runs_no_script_but_its_own_and_no_path_leads_out_of_it() {
    let host = serve().await;
    let page = host.ask("GET /", &host.own(), "");
    assert!(page.contains("script-src 'self';") && page.contains("<div id=\"app\""), "{page}");
    for path in ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd.txt", "/assets/../../Cargo.toml"] {
        let answer = host.ask(&format!("GET {path}"), &host.own(), "");
        assert!(!answer.contains("root:") && !answer.contains("[workspace]"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn a_second_process_on_the_same_folder_says_so_and_an_oversized_request_is_refused() {
    let host = serve().await;
    let data = host._folder.path().join("desk");
    let second = Program::built("zhiban").run(["status".as_ref(), "--data".as_ref(), data.as_os_str()]);
    assert!(second.error.contains("已在运行"), "{}", second.error);
    let cookie = host.cookie().unwrap();
    let answer = host.ask("POST /call/desk", &host.with(&cookie), &"x".repeat(2 * 1024 * 1024 + 1));
    assert_eq!(status(&answer), "413", "{}", answer.lines().next().unwrap_or_default());
    assert!(Path::new(&data).exists());
}
