//! 同步: what waits goes up, receipts and deliveries come down, with nobody touching anything.
//! [`plan`] decides and is pure; [`run`] does what it says.

mod backoff;
mod engine;
mod plan;
mod upstream;

pub use engine::{round, run};
pub use upstream::{Upstream, UpstreamError};

/// The link to the upstream as last seen.
#[derive(Debug, Clone, Default)]
pub struct Link {
    /// 在线
    pub(crate) online: bool,
    /// Why not, in words.
    pub(crate) trouble: Option<String>,
}
