//! The browser host: the same window in a browser on this machine. `POST /call/{name}`, `GET /events`, and
//! `GET` or `PUT /file/{ticket}` for files; nothing else.

mod file;
mod session;
mod watchers;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;
use workstation::door::DoorError;
use workstation::{Command, Workstation, dispatch};

pub(crate) use session::Sessions;
pub(crate) use watchers::Watchers;

use crate::ui;

/// Largest request of the window, in bytes: a form with a hundred thousand characters pasted into it fits.
const LARGEST_REQUEST: usize = 2 * 1024 * 1024;

/// What every request is answered from.
#[derive(Clone)]
pub(crate) struct Browser {
    desk: Arc<Workstation>,
    watchers: Watchers,
    sessions: Arc<Sessions>,
    address: SocketAddr,
}

impl Browser {
    pub(crate) fn new(desk: Arc<Workstation>, watchers: Watchers, sessions: Sessions, address: SocketAddr) -> Self {
        Self { desk, watchers, sessions: Arc::new(sessions), address }
    }

    pub(crate) fn router(self) -> Router {
        let held = self.clone();
        Router::new()
            .route("/call/{name}", post(call))
            .route("/events", get(events))
            .route("/session", post(open_session))
            .fallback(get(|request: Request| async move { ui::file(request.uri().path()) }))
            .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
            .merge(file::routes())
            .layer(middleware::from_fn_with_state(held, only_from_this_page))
            .with_state(self)
    }

    /// Only the page that was opened with the printed address.
    #[expect(clippy::result_large_err, reason = "an answer is what a refusal is")]
    fn in_session(&self, headers: &HeaderMap) -> Result<(), Response<Body>> {
        if self.sessions.is_open(headers) {
            return Ok(());
        }
        Err(ui::plain(StatusCode::UNAUTHORIZED, "请用启动时显示的地址打开值班台"))
    }

    /// A page of another site must not reach the desk: neither by name (DNS rebinding) nor by form or script.
    fn is_own_page(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let own = [self.address.to_string(), format!("localhost:{}", self.address.port())];
        let host_is_own = text(header::HOST).is_some_and(|host| own.iter().any(|name| name == host));
        let origin_is_own = text(header::ORIGIN)
            .is_none_or(|origin| own.iter().any(|name| origin.strip_prefix("http://") == Some(name.as_str())));
        host_is_own && origin_is_own
    }
}

async fn only_from_this_page(State(browser): State<Browser>, request: Request, next: Next) -> Response<Body> {
    if browser.is_own_page(request.headers()) {
        next.run(request).await
    } else {
        ui::plain(StatusCode::FORBIDDEN, "只接受本机值班台页面的请求")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    token: String,
}

async fn open_session(State(browser): State<Browser>, Json(Token { token }): Json<Token>) -> Response<Body> {
    let Some(cookie) = browser.sessions.open(&token) else {
        return ui::plain(StatusCode::UNAUTHORIZED, "这个地址已用过，请重新启动值班台取得新地址");
    };
    let mut response = ui::plain(StatusCode::NO_CONTENT, "");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Under which author the page was shown.
const AUTHOR: &str = "x-author";

async fn call(
    State(browser): State<Browser>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if let Err(refused) = browser.in_session(&headers) {
        return refused;
    }
    let Ok(arguments) = serde_json::from_slice::<Value>(&body) else {
        return failure(&DoorError::malformed("请求格式有误，请刷新页面后再试。"));
    };
    let desk = Arc::clone(&browser.desk);
    let author = headers.get(AUTHOR).and_then(|author| author.to_str().ok()).map(str::to_owned);
    let done = tokio::task::spawn_blocking(move || {
        dispatch(&desk, &Command { name: &name, author: author.as_deref() }, arguments)
    })
    .await;
    match done {
        Ok(Ok(value)) => json(StatusCode::OK, &value),
        Ok(Err(error)) => failure(&error),
        Err(_) => failure(&DoorError::storage("操作未完成，内容未改动，请再试一次。")),
    }
}

fn failure(error: &DoorError) -> Response<Body> {
    json(StatusCode::UNPROCESSABLE_ENTITY, error)
}

fn json(status: StatusCode, value: &impl serde::Serialize) -> Response<Body> {
    let Ok(bytes) = serde_json::to_vec(value) else {
        return ui::plain(StatusCode::INTERNAL_SERVER_ERROR, "结果无法显示");
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

async fn events(State(browser): State<Browser>, headers: HeaderMap) -> Response<Body> {
    if let Err(refused) = browser.in_session(&headers) {
        return refused;
    }
    let mut response = Response::new(Body::from_stream(browser.watchers.stream()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
