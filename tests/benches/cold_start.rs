//! From the start of the program to a form that takes a call, and what it keeps in memory, beside an empty window of
//! Tauri on the same screen. Run by `make bench`; never a test.
//!
//! Both are watched from outside, by what the screen shows. The desk counts as usable when F2 was pressed, the call is
//! stored and its form is painted.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::duty_room::DutyRoom;
use tests::painted::Colour;
use tests::process::Process;
use tests::recorded_bell::RecordedBell;
use tests::room::Nobody;
use tests::{COMMON, Stage, held, program};
use workstation::{Command, ThisMachine, Workstation, dispatch};

const ROUNDS: usize = 9;
/// The colour of what is pressed (`--act` of the light theme), and of the whole empty window.
const ACT: Colour = 0x1d_5d_8c;
/// As many as the smallest button has.
const A_BUTTON: usize = 1_000;
/// What lies behind the cards of a room (`--ground`): a form that opens covers or moves some of it.
const GROUND: Colour = 0xf3_f5_f7;
const PATIENCE: Duration = Duration::from_secs(60);
/// Memory is read when it has not grown for so long.
const AT_REST: Duration = Duration::from_secs(3);
const BAR: f64 = 1.3;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

/// What one start cost.
struct Start {
    painted: Duration,
    usable: Duration,
    /// Proportional set size of all its processes, bytes.
    memory: u64,
}

fn median<T: PartialOrd + Copy>(mut all: Vec<T>) -> T {
    all.sort_by(|a, b| a.partial_cmp(b).unwrap());
    all[all.len() / 2]
}

/// So that the next start reads from the disk; only root may, and only on a machine of its own.
fn forget_what_was_read() -> bool {
    let _ = Program::new("sync").status();
    fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

fn until(what: &str, log: &Process, since: Instant, mut seen: impl FnMut() -> bool) -> Duration {
    while !seen() {
        assert!(since.elapsed() < PATIENCE, "waited for {what}: {}", log.log());
    }
    since.elapsed()
}

/// Process → its parent, of all there are.
fn parents() -> HashMap<u32, u32> {
    let folders = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    folders.filter_map(|pid: u32| Some((pid, parent_of(pid)?))).collect()
}

fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// The program in this process and all that it started.
fn with_children(pid: u32) -> Vec<u32> {
    let parents = parents();
    let mut family = vec![pid];
    let mut next = 0;
    while let Some(&one) = family.get(next) {
        family.extend(parents.iter().filter(|&(_, &parent)| parent == one).map(|(&child, _)| child));
        next += 1;
    }
    family
}

fn memory_now(pid: u32) -> u64 {
    let of = |pid: u32| {
        let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or("0 kB").to_owned();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
    };
    with_children(pid).into_iter().map(of).sum()
}

fn memory_at_rest(pid: u32) -> u64 {
    let (mut most, mut since) = (0, now());
    while since.elapsed() < AT_REST {
        let read = memory_now(pid);
        if read > most + most / 200 {
            (most, since) = (read, now());
        }
    }
    most
}

fn start(
    stage: &Stage,
    binary: &Path,
    arguments: &[&str],
    usable: impl FnOnce(&Process, Instant) -> Duration,
) -> Start {
    let mut command = Program::new(binary);
    command.args(arguments).envs(stage.environment());
    let since = now();
    let process = Process::start(&command, &stage.folder().join("program.log"));
    let screen = stage.display().painted();
    let painted = until("something painted", &process, since, || screen.pixels_of(ACT).unwrap() >= A_BUTTON);
    let usable = usable(&process, since);
    Start { painted, usable, memory: memory_at_rest(process.id()) }
}

fn copy_folder(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    assert!(Program::new("cp").arg("-a").args([from, to]).status().unwrap().success(), "the folder is copied");
}

/// A desk with its first start behind it, which has no upstream to speak to: the network is not what is measured.
async fn a_desk() -> DutyRoom {
    let units = include_str!("../../sample/units.csv");
    let mut room = DutyRoom::enrolled(Stage::set(COMMON), units, "990121").await;
    room.upstream.kill();
    let bell = Box::new(RecordedBell::default());
    let desk = Workstation::open(room.data(), Box::new(ThisMachine::new()), Box::new(Nobody), bell).unwrap();
    let does =
        |name, arguments| dispatch(&desk, &Command::of(name), arguments).unwrap_or_else(|e| panic!("{name}: {e}"));
    does("choose_system_of_record", json!({ "system_of_record": "national" }));
    does("finish_first_start", Value::Null);
    room
}

fn desk_starts(room: &DutyRoom, binary: &Path) -> Start {
    let data = room.data().to_str().unwrap();
    let before = held::at_desk(room.data()).len();
    start(&room.stage, binary, &["--data", data], |process, since| {
        let screen = room.stage.display().painted();
        let ground = screen.pixels_of(GROUND).unwrap();
        room.stage.display().presses("F2", COMMON);
        until("the call to be stored", process, since, || held::at_desk(room.data()).len() > before);
        until("its form", process, since, || screen.pixels_of(GROUND).unwrap().abs_diff(ground) > A_BUTTON)
    })
}

fn line(name: &str, starts: &[Start]) -> (f64, f64) {
    let seconds = |of: fn(&Start) -> Duration| median(starts.iter().map(|start| of(start).as_secs_f64()).collect());
    let megabytes = median(starts.iter().map(|start| start.memory).collect()) / (1 << 20);
    let usable = seconds(|start| start.usable);
    println!(
        "{name:12} painted p50 {:.2} s, usable p50 {usable:.2} s, memory p50 {megabytes} MB",
        seconds(|start| start.painted)
    );
    (usable, f64::from(u32::try_from(megabytes).unwrap()))
}

fn beside(what: &str, ours: f64, reference: f64) {
    let ratio = ours / reference;
    println!("{} {what}: {ratio:.2} ≤ {BAR}", if ratio <= BAR { "达到 holds" } else { "未达到 MISSED" });
}

#[tokio::main]
async fn main() {
    let room = a_desk().await;
    let kept = room.stage.folder().join("kept");
    copy_folder(room.data(), &kept);
    let programs: PathBuf = program::folder();
    let (ours, empty) = (programs.join("zhiban-desk"), programs.join("examples/empty_window"));
    let (mut desks, mut empties) = (Vec::new(), Vec::new());
    let mut cold = true;
    for _ in 0..ROUNDS {
        cold &= forget_what_was_read();
        empties.push(start(&room.stage, &empty, &[], |_, since| since.elapsed()));
        copy_folder(&kept, room.data());
        cold &= forget_what_was_read();
        room.stage.bus().left_by_the_dead().await;
        desks.push(desk_starts(&room, &ours));
    }
    println!(
        "{ROUNDS} starts each, in turn; {}",
        if cold { "nothing read before" } else { "warm: the page cache stays" }
    );
    let (usable, memory) = line("desk", &desks);
    let (reference, least) = line("empty window", &empties);
    beside("cold start to a usable form beside an empty window painted", usable, reference);
    beside("memory beside an empty window", memory, least);
}
