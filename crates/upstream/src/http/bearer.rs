//! Who asks, by bearer token.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::access::Asker;
use super::rejection::Rejection;
use crate::prepared::Caller;
use crate::token::token_digest;
use crate::upstream::Upstream;

/// The device and unit behind the token.
pub(crate) async fn caller(upstream: &Upstream, headers: &HeaderMap, asker: &Asker) -> Result<Caller, Rejection> {
    let token = token(headers).ok_or_else(Rejection::unauthorized)?;
    let caller = upstream.caller(token_digest(token)).await?.ok_or_else(Rejection::unauthorized)?;
    asker.is(&caller.unit);
    Ok(caller)
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
