//! What a desk costs its officer: a save beside one durable commit and one signature, and the same desk with a thousand
//! entries beside one with a million. Run by `make bench`; never a test.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use domain::Moment;
use domain::beijing;
use domain::entry::{Header, Sealed, Subject};
use domain::receipt::{DeviceHead, Receipt, SealedReceipt};
use domain::seal::{Signature, SigningKey};
use rusqlite::Connection;
use serde_json::{Value, json};
use store::{Store, StoreError};
use tests::recorded_bell::RecordedBell;
use tests::room::{Nobody, TurnedClock};
use uuid::Uuid;
use workstation::{Command, Workstation, dispatch};

const SMALL: u64 = 1_000;
const LARGE: u64 = 1_000_000;
/// How often each is measured.
const ROUNDS: usize = 200;
/// Events of one day of the years behind.
const A_DAY: u64 = 20;
/// Events written in one transaction.
const AT_ONCE: u64 = 100;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

fn took(work: impl FnOnce()) -> Duration {
    let begun = now();
    work();
    begun.elapsed()
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took[took.len() / 2]
}

fn p50(rounds: usize, mut work: impl FnMut()) -> Duration {
    (0..rounds / 10).for_each(|_| work());
    median((0..rounds).map(|_| took(&mut work)).collect())
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// The first day of the years behind, on which the pattern is written.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 1, 1).unwrap()
}

fn nine_on(day: NaiveDate) -> Moment {
    beijing::instant(day.and_hms_opt(9, 0, 0).unwrap())
}

fn open(folder: &Path, clock: &TurnedClock) -> Workstation {
    Workstation::open(folder, Box::new(clock.clone()), Box::new(Nobody), Box::new(RecordedBell::default())).unwrap()
}

fn does(desk: &Workstation, name: &str, arguments: Value) -> Value {
    dispatch(desk, &Command::of(name), arguments).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// An event as a room has it: called in, written up, sent, entered, ended. Written by the program itself.
fn an_event(desk: &Workstation, ended: bool) -> Subject {
    let id = does(desk, "call_open", json!(null))["id"].clone();
    let note = json!({
        "call": id, "caller": "群众", "caller_unit": "", "number": "", "recording": "",
        "words": "河东镇某小区3幢一楼充电的地方烧起来了，楼上还有人"
    });
    does(desk, "call_note", note);
    does(desk, "call_end", json!({ "call": id, "outcome": "incident", "note": "", "into": null }));
    let draft = json!({
        "kind": "fire", "occurred": "-", "town": "河东镇", "place": "某小区3幢", "source": "群众",
        "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "1", "injured": "3", "adopted": true }]
    });
    let letter = does(desk, "draft_save", json!({ "incident": id, "draft": draft }));
    let sent = does(desk, "submit", json!({ "incident": id, "title": letter["title"], "body": letter["body"] }));
    if ended {
        let report = sent["incident"]["reports"][0]["id"].clone();
        does(desk, "relay", json!({ "incident": id, "report": report, "time": "", "number": "GJ-1" }));
        let end = json!({
            "incident": id, "outcome": "not_true", "verified_by": "县消防救援大队", "note": "误报", "agreed_by": ""
        });
        does(desk, "incident_end", end);
    }
    id.as_str().unwrap().parse().unwrap()
}

/// The entries of one event, to be written again for other days.
struct Pattern {
    entries: Vec<(String, String)>,
    subject: Subject,
}

impl Pattern {
    fn of(file: &Path, subject: Subject) -> Self {
        let connection = Connection::open(file).unwrap();
        let mut statement =
            connection.prepare("SELECT header, body FROM entries WHERE subject = ?1 ORDER BY seq").unwrap();
        let rows = statement.query_map([subject.to_string()], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        Self { entries: rows.map(Result::unwrap).collect(), subject }
    }

    /// The same event on another day, under ids of its own.
    fn on(&self, nth: u64, seq: &mut u64) -> Vec<(Sealed, Header)> {
        let day = first_day() + Days::new(1 + nth / A_DAY);
        let subject = Uuid::from_u64_pair(0x0191_0000_0000_7000, nth).to_string();
        let id_of = |header: &str| serde_json::from_str::<Header>(header).unwrap().id.to_string();
        let ids: Vec<(String, String)> = (0..)
            .zip(&self.entries)
            .map(|(at, (header, _))| (id_of(header), Uuid::from_u64_pair(0x0192_0000_0000_7000 + at, nth).to_string()))
            .collect();
        let retold = |text: &str| {
            let text = text.replace(&self.subject.to_string(), &subject).replace("2012-01-01", &day.to_string());
            ids.iter().fold(text, |text, (old, new)| text.replace(old, new))
        };
        let mut entries = Vec::new();
        for (header, body) in &self.entries {
            *seq += 1;
            let mut header: Header = serde_json::from_str(&retold(header)).unwrap();
            header.seq = *seq;
            let sealed = Sealed {
                header: serde_json::to_string(&header).unwrap(),
                body: Some(retold(body)),
                signature: Signature::from_text("00".to_owned()),
            };
            entries.push((sealed, header));
        }
        entries
    }
}

/// Received long ago. Nothing of what is measured looks at a signature.
fn receipt_for(sealed: &Sealed, header: &Header) -> (SealedReceipt, Receipt) {
    let receipt = Receipt {
        entry: header.id,
        header_hash: sealed.digest(),
        position: header.seq,
        received_at: header.entered_at,
        upstream: Uuid::nil(),
        generation: 1,
        key_id: String::new(),
        device_head: DeviceHead { epoch: 1, seq: header.seq, digest: sealed.digest() },
    };
    let text = serde_json::to_string(&receipt).unwrap();
    (SealedReceipt { receipt: text, signature: Signature::from_text("00".to_owned()) }, receipt)
}

/// A desk with so many entries of years behind it, and three events that go on.
struct Desk {
    folder: PathBuf,
    clock: TurnedClock,
    incident: Subject,
}

impl Desk {
    fn with(folder: PathBuf, entries: u64) -> Self {
        std::fs::create_dir(&folder).unwrap();
        let file = folder.join("zhiban.sqlite");
        let clock = TurnedClock::at(nine_on(first_day()));
        let pattern = {
            let desk = open(&folder, &clock);
            does(&desk, "try_sample", json!(null));
            Pattern::of(&file, an_event(&desk, true))
        };
        let events = entries / pattern.entries.len() as u64;
        let mut store = Store::open(&file).unwrap();
        let newest = "SELECT max(seq) FROM entries";
        let mut seq: u64 = store.connection().query_row(newest, [], |row| row.get::<_, i64>(0)).unwrap().unsigned_abs();
        for begin in (0..events).step_by(usize::try_from(AT_ONCE).unwrap()) {
            store
                .write(|writing| {
                    for nth in begin..events.min(begin + AT_ONCE) {
                        for (sealed, header) in pattern.on(nth, &mut seq) {
                            writing.append_own(&sealed, &header)?;
                            let (receipt, verified) = receipt_for(&sealed, &header);
                            writing.receipt(&receipt, &verified, header.subject)?;
                        }
                    }
                    Ok::<_, StoreError>(())
                })
                .unwrap();
        }
        drop(store);
        clock.turn_to(nine_on(first_day() + Days::new(40 + events / A_DAY)));
        let desk = open(&folder, &clock);
        let running: Vec<Subject> = (0..3).map(|_| an_event(&desk, false)).collect();
        Self { folder, clock, incident: running[0] }
    }

    fn open(&self) -> Workstation {
        open(&self.folder, &self.clock)
    }

    /// What the officer waits for, in the order of [`WHAT`].
    fn measured(&self) -> [Duration; 5] {
        let opened = p50(20, || drop(black_box(self.open())));
        let desk = self.open();
        let asked =
            |name: &str, arguments: Value| p50(ROUNDS, || drop(black_box(does(&desk, name, arguments.clone()))));
        [
            opened,
            asked("desk", json!(null)),
            asked("incident", json!({ "incident": self.incident })),
            asked("incidents", json!(null)),
            save(&desk),
        ]
    }
}

const WHAT: [&str; 5] = ["open", "desk", "incident", "incidents", "save"];

/// Writes down what a caller says: sealed, stored, queued, folded, durable. Ten notes a call.
struct Notes<'desk> {
    desk: &'desk Workstation,
    call: Value,
    written: usize,
}

impl<'desk> Notes<'desk> {
    fn on(desk: &'desk Workstation) -> Self {
        Self { desk, call: Value::Null, written: 0 }
    }

    fn write(&mut self) -> Duration {
        if self.written.is_multiple_of(10) {
            self.call = does(self.desk, "call_open", json!(null))["id"].clone();
        }
        self.written += 1;
        let note = json!({
            "call": self.call, "caller": "群众", "caller_unit": "", "number": "",
            "words": format!("第{}句", self.written), "recording": ""
        });
        took(|| drop(black_box(does(self.desk, "call_note", note))))
    }
}

fn save(desk: &Workstation) -> Duration {
    let mut notes = Notes::on(desk);
    median((0..ROUNDS).map(|_| notes.write()).collect())
}

/// A save beside the least that it could cost, taken in turns: one row of an entry's size made durable, and one
/// signature over a header of usual length.
fn save_beside_its_bound(desk: &Workstation, folder: &Path) -> [Duration; 3] {
    let connection = Connection::open(folder.join("bare.sqlite")).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
        )
        .unwrap();
    let (row, header) = ("x".repeat(1_400), "x".repeat(900));
    let key = SigningKey::from_bytes(&[7; 32]).unwrap();
    let mut notes = Notes::on(desk);
    let (mut saves, mut commits, mut signatures) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..20 * ROUNDS {
        saves.push(notes.write());
        commits.push(took(|| {
            connection.prepare_cached("INSERT INTO rows (text) VALUES (?1)").unwrap().execute([&row]).unwrap();
        }));
        signatures.push(took(|| drop(black_box(key.sign(header.as_bytes()).unwrap()))));
    }
    [saves, commits, signatures].map(median)
}

fn holds(what: &str, ratio: f64, bar: f64) {
    println!("{}  {what}: {ratio:.2} ≤ {bar}", if ratio <= bar { "达到 holds " } else { "未达到 MISSED" });
}

fn main() {
    let folder = tempfile::TempDir::with_prefix("zhiban-bench-").unwrap();
    let small = Desk::with(folder.path().join("small"), SMALL);
    let few = small.measured();
    let [saved, commit, signature] = save_beside_its_bound(&small.open(), folder.path());
    println!(
        "save of an entry p50 {:.2} ms; one FULL commit {:.2} ms, one SM2 signature {:.2} ms",
        millis(saved),
        millis(commit),
        millis(signature)
    );
    holds("save beside commit and signature", saved.as_secs_f64() / (commit + signature).as_secs_f64(), 1.5);
    let many = Desk::with(folder.path().join("large"), LARGE).measured();
    for ((what, few), many) in WHAT.into_iter().zip(few).zip(many) {
        println!("{what:<10} p50 {:>8.2} ms with {SMALL} entries, {:>8.2} ms with {LARGE}", millis(few), millis(many));
        holds(what, many.as_secs_f64() / few.as_secs_f64(), 2.0);
    }
}
