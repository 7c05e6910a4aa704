//! These tests over PostgreSQL: each folder has a database of its own, and this is the back door to it.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{LazyLock, Mutex};

use upstream::DatabaseAt;

use crate::cluster::CLUSTER;

/// A commit that fails at its very end.
pub(crate) const SABOTAGE: &str = "
CREATE TABLE sabotage (unit text REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED);
CREATE FUNCTION sabotage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO sabotage VALUES ('nowhere'); RETURN NULL; END $$;
CREATE TRIGGER sabotage AFTER INSERT ON receipts FOR EACH ROW EXECUTE FUNCTION sabotage();";
pub(crate) const NO_SABOTAGE: &str = "DROP TRIGGER sabotage ON receipts; DROP TABLE sabotage";

/// Whoever may change the tables takes the guard of the entries away.
pub(crate) const NO_GUARD: &str = "DROP TRIGGER entries_are_never_changed ON entries";

/// The tables refuse this one entry after it was written, by its receipt.
pub(crate) fn poison(entry: uuid::Uuid) -> String {
    format!(
        "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
             IF (SELECT id FROM entries WHERE position = NEW.position) = '{entry}' THEN
                 RAISE EXCEPTION 'poisoned';
             END IF;
             RETURN NULL;
         END $$;
         CREATE TRIGGER poison AFTER INSERT ON receipts FOR EACH ROW EXECUTE FUNCTION poison();"
    )
}

/// The tables as they were before reports were kept by matter.
pub(crate) const BEFORE_MATTERS: &str = "DROP TABLE reported; DROP TABLE same_events; DROP INDEX units_by_parent;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_unit_position_with_body_key, ADD UNIQUE (unit, position);
UPDATE schema_version SET version = 2";

/// A newer program brought the database to its own version; and as it was.
pub(crate) const NEWER: &str = "UPDATE schema_version SET version = 999";
pub(crate) const OURS: &str = "UPDATE schema_version SET version = 3";

/// What each version added to the one before; kept here as released, whatever becomes of the program's own.
pub(crate) const SCHEMAS: &[&str] = &[
    include_str!("../schemas/postgres/v1.sql"),
    include_str!("../schemas/postgres/v2.sql"),
    include_str!("../schemas/postgres/v3.sql"),
];

/// An empty database as that version made it.
pub(crate) fn make_as_of(dir: &Path, version: usize) {
    let numbered =
        "CREATE TABLE schema_version (only_row boolean PRIMARY KEY CHECK (only_row), version bigint NOT NULL)";
    execute(dir, numbered);
    SCHEMAS[..version].iter().for_each(|step| execute(dir, step));
    execute(dir, &format!("INSERT INTO schema_version (only_row, version) VALUES (true, {version})"));
}

pub(crate) fn version(dir: &Path) -> usize {
    let said = CLUSTER.psql(&name(dir)).args(["-c", "SELECT version FROM schema_version"]).output().unwrap();
    String::from_utf8(said.stdout).unwrap().trim().parse().unwrap()
}

/// Tables, indexes, functions and triggers, word for word.
pub(crate) fn schema(dir: &Path) -> Vec<String> {
    let mut dump = std::process::Command::new("pg_dump");
    dump.args(["--schema-only", "-h", &CLUSTER.socket, "-U", "postgres", &name(dir)]);
    let dumped = String::from_utf8(dump.output().unwrap().stdout).unwrap();
    // Its first and last lines are of this dump alone.
    dumped.lines().filter(|line| !line.starts_with('\\')).map(str::to_owned).collect()
}

static MADE: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);

/// The database of this folder, made when it is first asked for.
fn name(dir: &Path) -> String {
    let name = dir.file_name().unwrap().to_str().unwrap();
    let distinct: String = name.bytes().map(|letter| format!("{letter:02x}")).collect();
    let distinct = format!("t{distinct}");
    let mut made = MADE.lock().unwrap();
    if made.insert(distinct.clone()) {
        let create = format!("CREATE DATABASE {distinct}");
        assert!(CLUSTER.psql("postgres").args(["-c", &create]).status().unwrap().success(), "{create}");
    }
    distinct
}

pub(crate) fn at(dir: &Path) -> DatabaseAt {
    DatabaseAt::Postgres(CLUSTER.address(&name(dir)))
}

/// What the program is told of it.
pub(crate) fn address(dir: &Path) -> Option<String> {
    Some(CLUSTER.address(&name(dir)))
}

fn ask(dir: &Path, sql: &str) -> std::process::Output {
    CLUSTER.psql(&name(dir)).args(["-1", "-c", sql]).output().unwrap()
}

pub(crate) fn execute(dir: &Path, sql: &str) {
    let done = ask(dir, sql);
    assert!(done.status.success(), "{sql}: {}", String::from_utf8_lossy(&done.stderr));
}

/// What the database says to what it does not do.
pub(crate) fn refused(dir: &Path, sql: &str) -> String {
    let done = ask(dir, sql);
    assert!(!done.status.success(), "{sql} should be refused");
    String::from_utf8(done.stderr).unwrap()
}

/// Everything that is kept, as bytes.
pub(crate) fn kept(dir: &Path) -> Vec<u8> {
    let mut dump = std::process::Command::new("pg_dump");
    dump.args(["-h", &CLUSTER.socket, "-U", "postgres", &name(dir)]);
    let dumped = dump.output().unwrap();
    assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));
    dumped.stdout
}

/// Wherever a body that was taken away might still be read.
pub(crate) fn traces(dir: &Path) -> Vec<(Vec<u8>, &'static str)> {
    vec![(kept(dir), "database")]
}

/// The database as of one moment.
pub(crate) struct Backup(Vec<u8>);

pub(crate) fn back_up(dir: &Path) -> Backup {
    Backup(kept(dir))
}

/// The database is what it was; whatever came since is gone.
pub(crate) fn put_back(dir: &Path, Backup(dump): Backup) {
    let name = name(dir);
    for sql in [format!("DROP DATABASE {name} WITH (FORCE)"), format!("CREATE DATABASE {name}")] {
        assert!(CLUSTER.psql("postgres").args(["-c", &sql]).status().unwrap().success(), "{sql}");
    }
    let mut restoring = CLUSTER.psql(&name).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    restoring.stdin.take().unwrap().write_all(&dump).unwrap();
    assert!(restoring.wait().unwrap().success());
}

/// Holds the right to write until it is dropped.
pub(crate) struct Held(Child);

pub(crate) fn hold(dir: &Path) -> Held {
    use std::io::{BufRead as _, BufReader};
    let mut held = CLUSTER.psql(&name(dir)).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    writeln!(held.stdin.as_mut().unwrap(), "BEGIN; SELECT 'held ' || head FROM log FOR UPDATE;").unwrap();
    let mut line = String::new();
    BufReader::new(held.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("held"), "{line}");
    Held(held)
}

/// Holds this lock until it is dropped.
#[allow(dead_code, reason = "only some tests have a gate")]
pub(crate) fn gate(dir: &Path, lock: u32) -> Held {
    use std::io::{BufRead as _, BufReader};
    let mut held = CLUSTER.psql(&name(dir)).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    writeln!(held.stdin.as_mut().unwrap(), "SELECT 'held' || pg_advisory_lock({lock})::text;").unwrap();
    let mut line = String::new();
    BufReader::new(held.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("held"), "{line}");
    Held(held)
}

/// How many wait at the database for a lock of this kind.
#[allow(dead_code, reason = "only some tests have a gate")]
pub(crate) fn waiting(dir: &Path, kind: &str) -> usize {
    let sql = format!(
        "SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = '{kind}'"
    );
    let said = ask(dir, &sql);
    String::from_utf8(said.stdout).unwrap().trim().parse().unwrap()
}

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
