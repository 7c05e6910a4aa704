//! 同步: what waits goes up, receipts and deliveries come down, with nobody touching anything.
//! [`plan`] decides and is pure; the engine does what it says, a round at a time.

mod answer_words;
mod backoff;
mod carry;
mod comparison;
mod cores;
mod engine;
mod hearing;
mod line;
mod met;
mod network;
mod offer;
mod pace;
mod patience;
mod plan;
mod progress;
mod proof;
mod pull;
mod push;
mod retry_after;
mod running;
mod squeezed;
mod units;
mod unreached;
mod upstream;
mod wire_log;
mod words;

pub(crate) use line::Line;
pub(crate) use met::Met;
pub(crate) use wire_log::{Asked, Exchange, Sent, WireLog};

pub use engine::round;
pub use network::{Network, ThisNetwork};
pub use retry_after::RetryAfter;
pub use running::{run, run_on};
pub use unreached::Distrust;
pub use upstream::{Upstream, UpstreamError};

/// The link to the upstream as last seen.
#[derive(Debug, Clone, Default)]
pub struct Link {
    /// 在线
    pub(crate) online: bool,
    /// The last question about the time was answered: what fails now fails for a reason of its own.
    pub(crate) reached: bool,
    /// Why not, in words.
    pub(crate) trouble: Option<String>,
    /// When what the upstream holds and delivered was last compared with the file, and agreed or was told; none since it was
    /// last reached.
    pub(crate) compared: Option<domain::Moment>,
    /// Which units there are around this one was asked since it was last reached.
    pub(crate) placed: bool,
    /// The upstream said that there is something for the unit.
    pub(crate) news: bool,
    /// What is being carried: entries, or an attachment.
    pub(crate) carrying: Option<progress::Progress>,
    /// A connection is held on which the upstream says that there is something.
    pub(crate) hears: bool,
    /// Where this file says something else than the upstream holds, in words. Nothing repairs that by itself.
    pub(crate) contradiction: Option<String>,
}
