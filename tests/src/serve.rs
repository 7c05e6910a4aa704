//! `zhiban serve` and a page of it without a browser: plain HTTP with the session's cookie.

use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::bus::NOWHERE;
use crate::process::Process;
use crate::program::Program;
use crate::wait;

/// A running browser host.
#[derive(Debug)]
pub struct Serve {
    process: Process,
    data: PathBuf,
    record: PathBuf,
    page: Page,
    token: String,
}

/// What talks to the host; it may talk while the host is killed.
#[derive(Debug, Clone)]
pub struct Page {
    address: String,
}

/// An answer of the host.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Its headers, as they came.
    pub headers: String,
    /// Its body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON, null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Serve {
    /// Starts it on a data folder, on a free port.
    pub async fn start(data: &Path) -> Self {
        Self::start_at(data, "127.0.0.1:0", &[]).await
    }

    /// Starts it on a data folder and an address of its own choice, in this environment.
    pub async fn start_at(data: &Path, listen: &str, environment: &[(OsString, OsString)]) -> Self {
        let mut command = Command::new(&*Program::built("zhiban"));
        command.args(["serve", "--listen", listen, "--data"]).arg(data);
        command.env("DBUS_SESSION_BUS_ADDRESS", NOWHERE).envs(environment.iter().cloned());
        let log = data.with_extension("serve.log");
        let _ = std::fs::remove_file(&log);
        let mut process = Process::start(&command, &log);
        let (address, token) = wait::until("zhiban serve to print its address", async || {
            let written = process.log();
            assert!(process.ended().is_none(), "zhiban serve does not start: {written}");
            let found = written.lines().find_map(|line| line.strip_prefix("http://")?.split_once("/#token="));
            found.map(|(address, token)| (address.to_owned(), token.trim().to_owned())).ok_or(written.clone())
        })
        .await;
        Self { process, data: data.to_owned(), record: log, page: Page { address }, token }
    }

    /// `127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        &self.page.address
    }

    /// A page of its own.
    pub fn page(&self) -> Page {
        self.page.clone()
    }

    /// The token in the printed address.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// SIGKILL, now.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// The file into which it writes.
    pub fn record(&self) -> &Path {
        &self.record
    }

    /// What it has written.
    pub fn log(&self) -> String {
        self.process.log()
    }

    /// Sends a request to a host that must answer.
    pub fn ask(&self, line: &str, headers: &[String], body: &[u8]) -> Answer {
        self.page.try_ask(line, headers, body).unwrap_or_else(|| panic!("{line}: no answer\n{}", self.log()))
    }

    /// Headers as the host's own page sends them, and `more`.
    pub fn own(&self, more: &[&str]) -> Vec<String> {
        self.page.own(more)
    }

    /// Exchanges the printed token for the session's cookie line; none the second time.
    pub fn cookie(&self) -> Option<String> {
        let answer = self.ask("POST /session", &self.own(&[]), format!("{{\"token\":\"{}\"}}", self.token).as_bytes());
        let line = answer.headers.lines().find_map(|line| line.strip_prefix("set-cookie: "))?.to_owned();
        assert!(line.contains("HttpOnly") && line.contains("SameSite=Strict"), "{line}");
        Some(format!("Cookie: {}", line.split(';').next()?))
    }

    /// Does a command as the page would; `Err` is the error as the page sees it.
    pub fn call(&self, cookie: &str, name: &str, arguments: &Value) -> Result<Value, Value> {
        self.page.call(cookie, name, arguments)
    }

    /// Does a command that must succeed.
    pub fn does(&self, cookie: &str, name: &str, arguments: &Value) -> Value {
        self.call(cookie, name, arguments).unwrap_or_else(|error| panic!("{name}: {error}\n{}", self.log()))
    }
}

impl Page {
    /// Sends a request with exactly these headers; none where no whole answer came.
    pub fn try_ask(&self, line: &str, headers: &[String], body: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        let head = format!(
            "{line} HTTP/1.1\r\n{}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            headers.join("\r\n"),
            body.len()
        );
        stream.write_all(head.as_bytes()).ok()?;
        // One that is refused early may close before everything was sent; its answer is still there.
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        let whole = stream.read_to_end(&mut answer).is_ok();
        parsed(&answer).filter(|parsed| whole || parsed.status >= 400)
    }

    /// Headers as the host's own page sends them, and `more`.
    pub fn own(&self, more: &[&str]) -> Vec<String> {
        let mut headers = vec![format!("Host: {}", self.address), "Content-Type: application/json".to_owned()];
        headers.extend(more.iter().map(|&line| line.to_owned()));
        headers
    }

    /// Does a command of a host that may be killed meanwhile; none where no whole answer came.
    pub fn try_call(&self, cookie: &str, name: &str, arguments: &Value) -> Option<Result<Value, Value>> {
        let line = format!("POST /call/{name}");
        let answer = self.try_ask(&line, &self.own(&[cookie]), arguments.to_string().as_bytes())?;
        let value = serde_json::from_slice(&answer.body).ok()?;
        Some(if answer.status == 200 { Ok(value) } else { Err(value) })
    }

    /// Does a command; `Err` is the error as the page sees it.
    pub fn call(&self, cookie: &str, name: &str, arguments: &Value) -> Result<Value, Value> {
        self.try_call(cookie, name, arguments).unwrap_or_else(|| panic!("{name}: no answer"))
    }
}

fn parsed(answer: &[u8]) -> Option<Answer> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let headers = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = headers.split_whitespace().nth(1)?.parse().ok()?;
    let body = &answer[end + 4..];
    let chunked = headers.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked { unchunked(body)? } else { body.to_vec() };
    let length =
        headers.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    (length.is_none_or(|length: usize| length == body.len())).then_some(Answer { status, headers, body })
}

/// Puts the pieces of a chunked body together; none where it broke off.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?.trim(), 16).ok()?;
        let piece = rest.get(end + 2..end + 2 + size)?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(piece);
        rest = rest.get(end + 2 + size + 2..)?;
    }
}
