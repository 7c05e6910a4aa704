//! 署名: what an author of entries and drafts is called, and under whose name a page is kept.

use domain::officer::{DESK, UNLISTED};
use store::Store;
use store::table::officer;

use crate::door::DoorError;
use crate::session::{DESK_AUTHOR, draft_author};

/// What an author is called. An officer of another desk whose listing has not come yet is not the desk.
pub(super) fn name_of(store: &Store, author: &str) -> Result<String, DoorError> {
    let Ok(id) = author.parse() else { return Ok(DESK.to_owned()) };
    let listed = officer::find(store.connection(), id)?;
    Ok(listed.map_or_else(|| UNLISTED.to_owned(), |officer| officer.name))
}

/// Under whose name something is kept that was typed on a page of this author; what came late stays theirs who typed it.
pub(super) fn typed_by(store: &Store, page: Option<String>) -> Result<String, DoorError> {
    let Some(author) = page else { return Ok(draft_author(store)?) };
    let known = match author.parse() {
        Ok(id) => officer::find(store.connection(), id)?.is_some(),
        Err(_) => author == DESK_AUTHOR,
    };
    if known { Ok(author) } else { Err(DoorError::malformed("请求格式有误，请更新程序后再试。")) }
}
