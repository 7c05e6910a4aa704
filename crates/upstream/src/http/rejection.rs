//! A request that is refused as a whole: HTTP status, stable code, a Chinese sentence.

use axum::Json;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::wire::{Refusal, RefusalCode};

use crate::database_error::DatabaseError;
use crate::gatehouse::TooMuch;
use crate::prepared::refusal;
use crate::writer::NotReceived;

/// Seconds after which a desk may come back when nothing better is known.
const LATER: u64 = 5;

/// A refused request.
#[derive(Debug)]
pub(crate) struct Rejection {
    status: StatusCode,
    refusal: Refusal,
    retry_after: Option<u64>,
}

impl Rejection {
    pub(crate) fn new(status: StatusCode, code: RefusalCode, message: &str) -> Self {
        Self { status, refusal: refusal(code, message), retry_after: None }
    }

    pub(crate) fn malformed(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, RefusalCode::Malformed, message)
    }

    pub(crate) fn too_large(message: &str) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, RefusalCode::TooLarge, message)
    }

    pub(crate) fn not_found() -> Self {
        let message = "没有这个地址；请核对上级节点地址和本软件版本";
        Self::new(StatusCode::NOT_FOUND, RefusalCode::NotFound, message)
    }

    pub(crate) fn unauthorized() -> Self {
        let message = "本机没有注册或注册已被吊销；请向上级索取注册码，在设置中重新注册";
        Self::new(StatusCode::UNAUTHORIZED, RefusalCode::Unauthorized, message)
    }

    pub(crate) fn unavailable(message: &str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, RefusalCode::Unavailable, message).after(LATER)
    }

    /// Says when to come back.
    pub(crate) fn after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
}

impl From<TooMuch> for Rejection {
    fn from(TooMuch(seconds): TooMuch) -> Self {
        let message = format!("请求过于频繁，本次未处理；请 {seconds} 秒后再试，若一再出现请告知上级节点管理员");
        Self::new(StatusCode::TOO_MANY_REQUESTS, RefusalCode::Unavailable, &message).after(seconds)
    }
}

impl From<DatabaseError> for Rejection {
    fn from(error: DatabaseError) -> Self {
        tracing::error!(%error, "the database refused");
        Self::unavailable("上级节点暂时无法读写数据；请稍后重试，并通知上级节点管理员")
    }
}

impl From<NotReceived> for Rejection {
    fn from(error: NotReceived) -> Self {
        Self::unavailable(&error.to_string())
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.refusal)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
