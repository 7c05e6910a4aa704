//! Somebody with the database tool that every distribution has: `sqlite3` of Debian, not the library that we link.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// What keeps an honest program from changing the truth, taken away as a dishonest hand would.
pub const WITHOUT_TRIGGERS: &str = "
    PRAGMA foreign_keys = OFF;
    DROP TRIGGER entries_are_never_replaced;  DROP TRIGGER entries_are_never_changed;
    DROP TRIGGER entries_are_never_deleted;   DROP TRIGGER receipts_are_never_replaced;
    DROP TRIGGER receipts_are_never_changed;  DROP TRIGGER receipts_are_never_deleted;
    DROP TRIGGER deliveries_are_never_replaced; DROP TRIGGER deliveries_are_never_changed;
    DROP TRIGGER deliveries_are_never_deleted;
";

/// Runs these statements in the shell; what it printed. Fails with what it said if one did not run.
pub fn sqlite3(file: &Path, statements: &str) -> String {
    let mut shell = Command::new("sqlite3")
        .args(["-bail", "-batch"])
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("sqlite3 is installed: scripts/prerequisites.sh test");
    shell.stdin.take().expect("piped").write_all(statements.as_bytes()).expect("the shell reads");
    let ended = shell.wait_with_output().expect("the shell ends");
    assert!(ended.status.success(), "{statements}: {}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8_lossy(&ended.stdout).into_owned()
}
