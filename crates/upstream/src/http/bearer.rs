//! Who asks, by bearer token.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::asker::Asker;
use super::rejection::Rejection;
use crate::prepared::Caller;
use crate::token::token_digest;
use crate::upstream::Upstream;

/// The device and unit behind the token, unless they ask too much.
pub(crate) async fn caller(upstream: &Upstream, headers: &HeaderMap, asker: &Asker) -> Result<Caller, Rejection> {
    let caller = known(upstream, headers, asker).await?;
    upstream.gatehouse().admit_desk(caller.device, upstream.now())?;
    Ok(caller)
}

/// The same for a piece of an attachment, of which there may be hundreds: they never use up what a report needs.
pub(crate) async fn with_a_piece(upstream: &Upstream, headers: &HeaderMap, asker: &Asker) -> Result<Caller, Rejection> {
    let caller = known(upstream, headers, asker).await?;
    upstream.gatehouse().admit_piece(caller.device, upstream.now())?;
    Ok(caller)
}

async fn known(upstream: &Upstream, headers: &HeaderMap, asker: &Asker) -> Result<Caller, Rejection> {
    let known = match token(headers) {
        Some(token) => upstream.caller(token_digest(token)).await?,
        None => None,
    };
    let Some(caller) = known else {
        asker.is_a_stranger(upstream)?;
        return Err(Rejection::unauthorized());
    };
    asker.is(caller.device, &caller.unit);
    Ok(caller)
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
