//! `POST /v1/enrol`: a one-time code becomes a certificate and a token.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use domain::Moment;
use domain::wire::{EnrolAnswer, EnrolRequest, RefusalCode};

use super::asker::{Asker, Stranger};
use super::operation::Operation;
use super::rejection::Rejection;
use super::request_body::RequestBody;
use super::route::Route;
use crate::code::code_digest;
use crate::enrolment::{Enrolment, Granted, NoGrant};
use crate::network::Network;
use crate::token::Token;
use crate::upstream::Upstream;

/// Its address.
pub(super) fn route() -> Route {
    let operation = Operation::of_anybody("enrol", "Enrols a device by a one-time code.")
        .takes::<EnrolRequest>()
        .refuses(StatusCode::FORBIDDEN, "The proof is not by this key, or the code is wrong, used or too old.")
        .refuses(StatusCode::CONFLICT, "The device's id stands for another unit or key, or was revoked.")
        .may_be_unavailable()
        .answers::<EnrolAnswer>("Enrolled: the certificate, the token, and whom to pin.");
    Route::post("/v1/enrol", enrol, operation)
}

/// Enrols a device.
async fn enrol(
    _: Stranger,
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    request: Request,
) -> Result<Json<EnrolAnswer>, Rejection> {
    let (head, body) = request.into_parts();
    let asked: EnrolRequest = RequestBody::read(body).await?.json(&head.headers)?;
    prove_key(asked.clone()).await?;
    let token = Token::draw().map_err(no_randomness)?;
    let granted = grant(&upstream, asker.guesses_from(), &asked, &token).await?;
    if let Some(unit) = granted.units.first() {
        asker.is(asked.device, &unit.code);
    }
    Ok(Json(EnrolAnswer {
        certificate: granted.certificate,
        token: token.into_text(),
        upstream: upstream.id(),
        key: upstream.key().clone(),
        units: granted.units,
    }))
}

/// One of few attempts a minute.
fn slow_down_guessing(upstream: &Upstream, from: Option<Network>, now: Moment) -> Result<(), Rejection> {
    upstream.attempts().begin(from, now).map_err(|seconds| {
        let message = format!("注册码连续出错过多，请 {seconds} 秒后再试，并向上级核对注册码");
        let status = StatusCode::TOO_MANY_REQUESTS;
        Rejection::new(status, RefusalCode::Unavailable, &message).after(seconds)
    })
}

async fn prove_key(asked: EnrolRequest) -> Result<(), Rejection> {
    let proven = tokio::task::spawn_blocking(move || asked.verify()).await;
    match proven {
        Ok(Ok(())) => Ok(()),
        _ => Err(Rejection::new(
            StatusCode::FORBIDDEN,
            RefusalCode::BadSeal,
            "登记请求的签名与密钥不符；请在值班台重新生成本机身份后再登记",
        )),
    }
}

fn no_randomness(error: getrandom::Error) -> Rejection {
    tracing::error!(%error, "the system gives no randomness");
    Rejection::unavailable("上级节点暂时无法登记；请稍后重试，并通知上级节点管理员")
}

async fn grant(
    upstream: &Upstream,
    from: Option<Network>,
    asked: &EnrolRequest,
    token: &Token,
) -> Result<Granted, Rejection> {
    let now = upstream.now();
    slow_down_guessing(upstream, from, now)?;
    let enrolment = Enrolment {
        code: code_digest(&asked.code),
        device: asked.device,
        key: asked.key.clone(),
        token: token.digest(),
    };
    let identity = std::sync::Arc::clone(upstream.identity());
    let granted = upstream.storage().enrol(enrolment, identity, now).await;
    if !matches!(granted, Err(NoGrant::BadCode)) {
        upstream.attempts().forgive(from, now);
    }
    granted.map_err(|error| match error {
        NoGrant::BadCode => Rejection::new(StatusCode::FORBIDDEN, RefusalCode::BadCode, &error.to_string()),
        NoGrant::Taken => Rejection::new(StatusCode::CONFLICT, RefusalCode::NotYours, &error.to_string()),
        NoGrant::Database(error) => error.into(),
    })
}
