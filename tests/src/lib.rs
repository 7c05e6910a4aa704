//! The harness of the tests that cross crates. A test reads like the room it is about:
//!
//! ```ignore
//! #[tokio::test]
//! async fn f2_opens_a_call() {
//!     let units = include_str!("../../sample/units.csv");
//!     let room = DutyRoom::enrolled(Stage::set(COMMON), units, "990121").await; // a screen, a bus, a folder: its own
//!     let mut post = room.open(Engine::WebKit).await;
//!     let window = &mut post.window;
//!     window.press("F2").await;
//!     window.write("河东镇居民楼起火").await;
//!     window.press("Tab 3 Enter Ctrl+Enter").await;
//!     window.shows("state", "已保存本机").await;
//!     assert!(window.keys_pressed() < 60);
//! }
//! ```
//!
//! What is started is stopped when it is dropped, also when the test panics or is killed. Nothing sleeps: everything
//! waits for a state, with a deadline and a sentence ([`wait::until`]).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a harness that cannot go on fails its test, and says why"
)]

pub mod axe;
mod between;
pub mod bus;
pub mod codes;
pub mod dice;
pub mod display;
pub mod driver;
pub mod duty_room;
pub mod engine;
pub mod evidence;
pub mod false_clock;
pub mod first_report;
pub mod held;
pub mod impostor;
pub mod key_ring;
pub mod keys;
pub mod link;
pub mod loudspeaker;
pub mod notifications;
pub mod openssl;
pub mod painted;
pub mod post;
pub mod process;
pub mod program;
pub mod recorded_bell;
pub mod room;
pub mod room_upstream;
pub mod second_desk;
pub mod serve;
pub mod simulated;
pub mod slow_line;
pub mod sqlite_shell;
pub mod stage;
pub mod tree;
pub mod turned_network;
pub mod upstream;
pub mod wait;
pub mod window;

pub use dice::Dice;
pub use display::{COMMON, LARGE, Size};
pub use duty_room::DutyRoom;
pub use engine::Engine;
pub use false_clock::FalseClock;
pub use post::Post;
pub use program::Program;
pub use serve::Serve;
pub use stage::Stage;
pub use upstream::Upstream;
pub use window::Window;
