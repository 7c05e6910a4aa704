//! 离线包: what is made is what is read, by file and by frames; everything else is refused whole.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

mod framed;
mod hostile;
mod room;
