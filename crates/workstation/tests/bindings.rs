//! The TypeScript side of the door is generated from the one command list and committed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

use std::path::Path;

#[test]
fn the_window_and_the_application_agree_on_every_command() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/backend/bindings.ts");
    let generated = workstation::typescript();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(committed == generated, "ui/src/backend/bindings.ts is not what the commands say: run `make bindings`");
}

#[test]
fn every_command_is_in_the_interface() {
    let generated = workstation::typescript();
    for name in workstation::COMMANDS {
        assert!(generated.contains(&format!("\n  {name}: {{ request:")), "{name}");
    }
    assert!(!generated.contains("bigint"), "the page cannot read a bigint from JSON");
}
