//! `POST /v1/entries` and `GET /v1/entries?after=n`.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::HeaderMap;
use axum::{Extension, Json};
use domain::wire::{MAX_ENTRIES, SubmitAnswer, SubmitRequest};
use serde::Deserialize;

use super::asker::Asker;
use super::bearer;
use super::page::Page;
use super::rejection::Rejection;
use super::request_body::RequestBody;
use crate::upstream::Upstream;

/// Receives entries. The body is read first, so that even a refused desk can read its answer.
pub(crate) async fn submit(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    request: Request,
) -> Result<Json<SubmitAnswer>, Rejection> {
    let (head, body) = request.into_parts();
    let body = RequestBody::read(body).await?;
    let caller = bearer::caller(&upstream, &head.headers, &asker).await?;
    let SubmitRequest { entries } = body.json(&head.headers)?;
    if entries.len() > MAX_ENTRIES {
        return Err(Rejection::too_large("每次最多提交 100 条，本次未收；请分次提交"));
    }
    let outcomes = upstream.receive(entries, caller).await?;
    upstream.gatehouse().metrics().judged(&outcomes);
    Ok(Json(SubmitAnswer { outcomes }))
}

/// The cursor.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    after: u64,
}

/// A page of the caller's own deliveries, and nothing else.
pub(crate) async fn pull(
    State(upstream): State<Upstream>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Page, Rejection> {
    let caller = bearer::caller(&upstream, &headers, &asker).await?;
    let Query(Asked { after }) =
        asked.map_err(|_| Rejection::malformed("after 应为已收到的最大编号，从 0 起；请核对本软件版本"))?;
    let page = upstream.storage().page(caller.unit, after).await?;
    Page::of(&page, &headers)
}
