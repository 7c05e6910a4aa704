//! An engine's own WebDriver, which starts the window under test and speaks for it.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value};

use crate::engine::Engine;
use crate::process::Process;
use crate::wait;

/// A running WebDriver on a port of its own.
#[derive(Debug)]
pub struct Driver {
    process: Process,
    port: u16,
}

impl Driver {
    /// Starts the engine's driver; what it will start inherits `environment`. Its log goes into `folder`.
    pub async fn start(engine: Engine, environment: &[(OsString, OsString)], folder: &Path) -> Self {
        let program = engine.driver();
        assert!(Path::new(program).exists(), "{program} is missing: scripts/prerequisites.sh test installs it");
        for attempt in 1..=5 {
            let port = free_port();
            let log = folder.join(format!("driver-{port}.log"));
            let mut command = Command::new(program);
            command.arg(format!("--port={port}")).envs(environment.iter().cloned());
            let mut driver = Self { process: Process::start(&command, &log), port };
            match driver.ready().await {
                Ok(()) => return driver,
                Err(why) => assert!(attempt < 5, "{program} does not start: {why}"),
            }
        }
        unreachable!("the fifth attempt returns or fails")
    }

    /// A window with these capabilities, started by the driver.
    pub async fn connect(&self, capabilities: Map<String, Value>) -> Client {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{}", self.port);
        match tokio::time::timeout(wait::PATIENCE, builder.connect(&address)).await {
            Ok(Ok(client)) => client,
            Ok(Err(error)) => panic!("no session: {error}\n{}", self.log()),
            Err(_) => panic!("no window opens that can be driven\n{}", self.log()),
        }
    }

    /// What the driver, and the program under test, have written.
    pub fn log(&self) -> String {
        self.process.log()
    }

    /// Driver and window at once, as in a power cut.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// The port answers; or the process has ended, because another took the port first.
    async fn ready(&mut self) -> Result<(), String> {
        wait::until("the driver to be ready", async || match self.process.ended() {
            Some(status) => Ok(Err(format!("{status}: {}", self.process.log()))),
            None => answers(self.port).map(Ok),
        })
        .await
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("some port is free");
    listener.local_addr().expect("a bound socket has an address").port()
}

/// Asks `/status`; what went wrong otherwise.
fn answers(port: u16) -> Result<(), String> {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "GET /status HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
        let mut answer = vec![0; 1024];
        let length = stream.read(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer[..length]).into_owned())
    };
    match ask() {
        Ok(answer) if answer.starts_with("HTTP/1.1 200") => Ok(()),
        Ok(answer) => Err(answer),
        Err(error) => Err(error.to_string()),
    }
}

/// A value for a script's argument list.
pub fn argument(text: &str) -> Value {
    Value::String(text.to_owned())
}
