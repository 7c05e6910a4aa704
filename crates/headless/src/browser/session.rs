//! A session: a one-time token in the address becomes a cookie that no script can read.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, header};
use domain::digest::{Digest, hex};

const COOKIE: &str = "zhiban_session";

/// The token of this run of the program and the session of this data folder. The session outlives a restart, so that an
/// open page goes on after the program was killed; the token opens one page once.
pub(crate) struct Sessions {
    token: Mutex<Option<Digest>>,
    session: String,
}

impl Sessions {
    /// Draws a token and takes up the folder's session.
    pub(crate) fn new(folder: &Path) -> std::io::Result<(Self, String)> {
        let token = draw()?;
        let sessions =
            Self { token: Mutex::new(Some(Digest::of(token.as_bytes()))), session: kept(&folder.join("session"))? };
        Ok((sessions, token))
    }

    /// Exchanges the token for a cookie, once.
    pub(crate) fn open(&self, token: &str) -> Option<String> {
        let mut unused = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        if *unused != Some(Digest::of(token.as_bytes())) {
            return None;
        }
        *unused = None;
        Some(format!("{COOKIE}={}; HttpOnly; SameSite=Strict; Path=/", self.session))
    }

    /// Whether the request carries the session's cookie.
    pub(crate) fn is_open(&self, headers: &HeaderMap) -> bool {
        let own = Digest::of(self.session.as_bytes());
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='))
            // Digests are compared, so that the comparison's time says nothing about the secret.
            .any(|value| Digest::of(value.as_bytes()) == own)
    }
}

/// The secret in this file, which only its owner may read; drawn where there is none that can be used.
fn kept(path: &Path) -> std::io::Result<String> {
    let whole = |text: &String| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(secret) = std::fs::read_to_string(path).ok().filter(whole) {
        return Ok(secret);
    }
    let secret = draw()?;
    let beside = path.with_extension("new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    file.write_all(secret.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    Ok(secret)
}

fn draw() -> std::io::Result<String> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
    Ok(hex(&secret))
}
