//! The one door between the application and what shows it: requests, views and errors.

mod error;
mod incident_view;
mod information;
mod letter_view;
mod levels_request;
mod levels_view;
mod notice_request;
mod notice_view;
mod packet;
mod record_view;
mod request;
mod roster;
mod session_view;
mod settings_view;
mod timeline_view;
mod view;

pub use error::{DoorError, ErrorCode};
pub use incident_view::*;
pub use information::*;
pub use letter_view::*;
pub use levels_request::*;
pub use levels_view::*;
pub use notice_request::*;
pub use notice_view::*;
pub use packet::*;
pub use record_view::*;
pub use request::*;
pub use roster::*;
pub use session_view::*;
pub use settings_view::*;
pub use timeline_view::*;
pub use view::*;
