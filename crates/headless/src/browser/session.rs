//! A session: a one-time token in the address becomes a cookie that no script can read.

use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, header};
use domain::digest::{Digest, hex};

const COOKIE: &str = "zhiban_session";

/// Tokens and sessions of this run of the program; only digests are kept.
pub(crate) struct Sessions {
    token: Mutex<Option<Digest>>,
    session: String,
}

impl Sessions {
    /// Draws a token, which opens one session once.
    pub(crate) fn new() -> std::io::Result<(Self, String)> {
        let token = draw()?;
        let sessions = Self { token: Mutex::new(Some(Digest::of(token.as_bytes()))), session: draw()? };
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

fn draw() -> std::io::Result<String> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
    Ok(hex(&secret))
}
