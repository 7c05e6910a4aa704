//! How a failure crosses the door: a stable code where the window acts on it, and a sentence that says what to do.

use domain::entry::EntryError;
use domain::form::FieldError;
use domain::severity::Severity;
use serde::{Deserialize, Serialize};
use store::StoreError;
use ts_rs::TS;

/// Stable codes; a variant exists only where the window behaves differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Something typed cannot be used; `fields` says where.
    Invalid,
    /// No such call, incident or report here.
    NotFound,
    /// Not now: already submitted, already ended.
    NotNow,
    /// This desk is not enrolled yet.
    NotEnrolled,
    /// The text on screen is not the one composed now; look again and press the key again.
    Stale,
    /// The upstream cannot be reached or refused.
    Upstream,
    /// The disk is full or the file cannot be written.
    Storage,
    /// The request itself is malformed.
    Malformed,
    /// The desk is locked; calls and clocks go on.
    Locked,
    /// Somebody else has taken the desk since the page was shown.
    OtherAuthor,
}

/// A failure as the window sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct DoorError {
    /// Stable code.
    pub code: ErrorCode,
    /// A Chinese sentence that says what to do next.
    pub message: String,
    /// Field by field, where something typed cannot be used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
}

impl DoorError {
    fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), fields: Vec::new() }
    }

    /// Something typed cannot be used, at these fields.
    #[must_use]
    pub fn invalid(message: impl Into<String>, fields: Vec<FieldError>) -> Self {
        Self { fields, ..Self::new(ErrorCode::Invalid, message) }
    }

    /// One field cannot be used.
    #[must_use]
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        let at = FieldError { field: field.to_owned(), message: message.clone(), severity: Severity::Error };
        Self::invalid(message, vec![at])
    }

    /// No such thing here.
    #[must_use]
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::NotFound, message)
    }

    /// Not now.
    #[must_use]
    pub fn not_now(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::NotNow, message)
    }

    /// What was on screen is not what stands now.
    #[must_use]
    pub fn stale() -> Self {
        Self::new(ErrorCode::Stale, "表单刚有变动，正文已更新，请看一眼后再按一次。")
    }

    /// The same, where there is more to say of it.
    #[must_use]
    pub fn stale_because(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Stale, message)
    }

    /// Before enrolment.
    #[must_use]
    pub fn not_enrolled() -> Self {
        Self::new(ErrorCode::NotEnrolled, "本机尚未注册到上级节点，请先填写地址和注册码。")
    }

    /// The upstream.
    #[must_use]
    pub fn upstream(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Upstream, message)
    }

    /// The file or the machine.
    #[must_use]
    pub fn storage(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Storage, message)
    }

    /// The desk is locked.
    #[must_use]
    pub fn locked() -> Self {
        Self::new(ErrorCode::Locked, "本机已锁定，请先输入登录码。来电随时可按F2接。")
    }

    /// The page belongs to somebody who has left the desk.
    #[must_use]
    pub fn other_author() -> Self {
        Self::new(ErrorCode::OtherAuthor, "本机刚换了值班人员，这一步没有做。请看一眼页面再按。")
    }

    /// The request itself.
    #[must_use]
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Malformed, message)
    }
}

impl From<StoreError> for DoorError {
    fn from(error: StoreError) -> Self {
        Self::storage(error.to_string())
    }
}

impl From<EntryError> for DoorError {
    fn from(error: EntryError) -> Self {
        Self::storage(error.to_string())
    }
}
