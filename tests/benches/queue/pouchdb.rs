//! A PouchDB on leveldb that pushes the same documents to an express-pouchdb on leveldb, both on this machine.

use std::io::{BufRead as _, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use rusqlite::Connection;
use serde_json::{Value, json};

/// Where `scripts/bench.sh` installed it.
const INSTALLED: &str = "ZHIBAN_BENCH_POUCHDB";

/// A program that says something on standard output; killed when dropped.
struct Said {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Said {
    fn by(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    fn line(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }
}

impl Drop for Said {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What waits, as documents.
pub(crate) fn documents(desk: &Connection) -> Value {
    let query = "SELECT id, header, body, signature FROM entries JOIN queue ON queue.entry = entries.id";
    let mut statement = desk.prepare(query).unwrap();
    let document = |row: &rusqlite::Row<'_>| {
        let text = |at| row.get::<_, Option<String>>(at);
        Ok(json!({ "_id": text(0)?, "header": text(1)?, "body": text(2)?, "signature": text(3)? }))
    };
    statement.query_map([], document).unwrap().map(Result::unwrap).collect()
}

/// Pushes them and says what that took, and what it was worth.
pub(crate) fn push(folder: &Path, documents: &Value, ours: Duration) {
    let Some(installed) = std::env::var_os(INSTALLED).map(PathBuf::from) else {
        return println!("PouchDB stands beside it in `make bench`, which installs it ({INSTALLED})");
    };
    let file = folder.join("documents.json");
    std::fs::write(&file, documents.to_string()).unwrap();
    let timed = Push { installed: &installed, file: &file, folder: folder.join("pouchdb") };
    let (took, _) = timed.done(None);
    println!(
        "PouchDB 9 on leveldb to express-pouchdb: {} documents in {:.2} s, {:.1} × ours",
        documents.as_array().unwrap().len(),
        took.as_secs_f64(),
        took.as_secs_f64() / ours.as_secs_f64()
    );
    let traced = Push { folder: folder.join("pouchdb-traced"), ..timed };
    let syncs = Command::new("strace").arg("-V").output().map(|_| traced.done(Some(&folder.join("syncs"))).1);
    println!(
        "its durability: leveldb is written with its default, sync: false; {}",
        syncs.map_or_else(
            |_| "strace is not here to count".to_owned(),
            |count| format!(
                "{count} fsync or fdatasync by the receiver during a push (strace): a power cut may take all of it"
            )
        )
    );
}

struct Push<'a> {
    installed: &'a Path,
    file: &'a Path,
    folder: PathBuf,
}

impl Push<'_> {
    /// How long it took, and how often the receiver made anything durable meanwhile, where that is traced into a file.
    fn done(&self, traced: Option<&Path>) -> (Duration, usize) {
        for name in ["desk", "upstream"] {
            std::fs::create_dir_all(self.folder.join(name)).unwrap();
        }
        let mut receiver = self.receiver(traced);
        let address = receiver.line();
        let mut pushing = Said::by(
            Command::new("node")
                .arg(self.installed.join("push.mjs"))
                .arg(self.folder.join("desk"))
                .args([self.file.as_os_str(), address.as_ref()]),
        );
        assert_eq!(pushing.line(), "ready");
        let before = traced.map_or(0, lines_of);
        let said: Value = serde_json::from_str(&pushing.line()).unwrap();
        let syncs = traced.map_or(0, lines_of) - before;
        (Duration::from_secs_f64(said["ms"].as_f64().unwrap() / 1e3), syncs)
    }

    fn receiver(&self, traced: Option<&Path>) -> Said {
        let (script, folder) = (self.installed.join("server.mjs"), self.folder.join("upstream"));
        match traced {
            None => Said::by(Command::new("node").arg(script).arg(folder)),
            Some(trace) => Said::by(
                Command::new("strace")
                    .args(["-D", "-f", "-qq", "-e", "trace=fsync,fdatasync,msync,sync_file_range", "-o"])
                    .args([trace.as_os_str(), "node".as_ref(), script.as_os_str(), folder.as_os_str()]),
            ),
        }
    }
}

fn lines_of(trace: &Path) -> usize {
    std::fs::read_to_string(trace).map_or(0, |text| text.lines().count())
}
