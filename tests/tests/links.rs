//! What the programs without a window need on the machine.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails, and says why")]

use std::process::Command;

use tests::Program;

/// The libraries of a window among those that `ldd` lists.
fn window_libraries(listed: &str) -> Vec<&str> {
    listed.lines().map(str::trim).filter(|line| line.contains("webkit") || line.contains("gtk")).collect()
}

fn assert_links_no_window(name: &str) {
    let program = Program::built(name);
    let listed = Command::new("ldd").arg(&*program).output().expect("ldd runs");
    let listed = String::from_utf8_lossy(&listed.stdout);
    assert!(listed.contains("libc"), "ldd says nothing of {name}: {listed}");
    let none: [&str; 0] = [];
    assert_eq!(window_libraries(&listed), none, "{name} must start where there is no WebKitGTK 4.1 (Kylin V10, UOS)");
}

#[test]
fn the_command_line_and_browser_host_links_no_window() {
    assert_links_no_window("zhiban");
}

#[test]
fn the_upstream_links_no_window() {
    assert_links_no_window("zhiban-upstream");
}

#[test]
fn a_window_library_is_found() {
    let listed = "\tlibwebkit2gtk-4.1.so.0 => /usr/lib/libwebkit2gtk-4.1.so.0\n\tlibgtk-3.so.0\n\tlibc.so.6\n";
    assert_eq!(window_libraries(listed).len(), 2);
}
