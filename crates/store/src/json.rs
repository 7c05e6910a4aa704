//! A value as JSON text in a column.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;

/// The text that is stored.
pub(crate) fn written<T: Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(damaged)
}

/// The value of a stored text.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(damaged)
}

/// A stored text that no longer parses means that the file was changed from outside.
fn damaged(error: serde_json::Error) -> StoreError {
    StoreError::Damaged(error.to_string())
}
