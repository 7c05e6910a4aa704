//! Grade and clocks, beside a reference measured in the same run: reading the same facts from JSON.
//! Figures to hold: one incident p99 ≤ 0.5 ms; 10,000 open clocks in ≤ 50 ms. Run by `make bench`; never a test.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use domain::Moment;
use domain::check::{CheckFile, check};
use domain::deadline::{ClockFacts, Deadline, OnRecord, deadlines};
use domain::facts::Facts;
use domain::grading::grade;
use domain::pack::{Packs, SHIPPED, lay};
use domain::report::Stage;
use domain::unit::Level;

const EXAMPLE: &str = include_str!("../examples/fire.check.json");
const ROUNDS: usize = 20_000;
const OPEN_CLOCKS: usize = 10_000;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Half and all but one in a hundred of the rounds were quicker than this.
struct Measured {
    p50: Duration,
    p99: Duration,
}

fn measure<T>(mut work: impl FnMut() -> T) -> Measured {
    (0..ROUNDS / 10).for_each(|_| drop(black_box(work())));
    let mut took: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let begun = now();
            black_box(work());
            begun.elapsed()
        })
        .collect();
    took.sort_unstable();
    Measured { p50: took[ROUNDS / 2], p99: took[ROUNDS * 99 / 100] }
}

fn line(name: &str, measured: &Measured, reference: &Measured) {
    let ratio = measured.p50.as_secs_f64() / reference.p50.as_secs_f64();
    let (p50, p99) = (micros(measured.p50), micros(measured.p99));
    println!("{name:<44} p50 {p50:>8.1} µs   p99 {p99:>8.1} µs   {ratio:>6.1} × reference");
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

/// A large accident of Henan at a given minute: as many clocks as an incident has.
fn incident(packs: &Packs, file: &CheckFile, minute: i64) -> ClockFacts {
    let at = |moment: Moment| moment + TimeDelta::minutes(minute);
    let occurred = file.facts.occurred.map(|occurred| domain::facts::Occurred { at: at(occurred.at), ..occurred });
    let facts = Facts { occurred, ..file.facts.clone() };
    ClockFacts {
        grading: grade(packs, &facts),
        facts,
        first_reported: file.reported_at.map(at),
        first_reported_to: file.reported_to.clone(),
        on_record: vec![OnRecord::at(at(file.received_at) + TimeDelta::hours(20), Stage::First)],
        ..ClockFacts::new(at(file.received_at), Level::County)
    }
}

fn main() {
    let packs = lay(SHIPPED, "411121", "2026-05-12".parse().unwrap()).unwrap();
    let file: CheckFile = serde_json::from_str(EXAMPLE).unwrap();
    let facts_text = serde_json::to_string(&file.facts).unwrap();
    let evening = file.received_at + TimeDelta::minutes(11);
    let mut open = incident(&packs, &file, 0);
    open.on_record.clear();

    println!("规则：{}条；{ROUNDS}次", packs.rules().len());
    let reference = measure(|| serde_json::from_str::<Facts>(&facts_text).unwrap());
    line("参照 reference: facts from JSON", &reference, &reference);
    let one = measure(|| (grade(&packs, &open.facts), deadlines(&packs, &open, evening)));
    line("一起事件定级和全部时限 grade and clocks", &one, &reference);
    let all = measure(|| check(&packs, &file, evening));
    line("check: grade, clocks, gaps, letter", &all, &reference);
    let composed = check(&packs, &file, evening);
    let body = Some(composed.body.replacen('1', "2", 3).replace("。", "。现场秩序正常。"));
    let by_hand = CheckFile { body, ..file.clone() };
    let edited = measure(|| check(&packs, &by_hand, evening));
    line("check: a letter edited by hand 手改", &edited, &reference);

    let mut incidents = Vec::new();
    let mut clocks = 0;
    while clocks < OPEN_CLOCKS {
        let mut one = incident(&packs, &file, i64::try_from(incidents.len()).unwrap() % 10);
        one.on_record.clear();
        clocks += deadlines(&packs, &one, evening).iter().filter(|deadline| deadline.open()).count();
        incidents.push(one);
    }
    let mut took: Vec<Duration> = (0..50)
        .map(|_| {
            let begun = now();
            let open: usize = incidents
                .iter()
                .map(|one| deadlines(&packs, one, evening).iter().filter(|deadline| Deadline::open(deadline)).count())
                .sum();
            assert!(black_box(open) >= OPEN_CLOCKS, "they are all open");
            begun.elapsed()
        })
        .collect();
    took.sort_unstable();
    let (median, slowest) = (took[took.len() / 2], took[took.len() - 1]);
    let per_reference = median.as_secs_f64() / reference.p50.as_secs_f64();
    println!(
        "{clocks} open clocks of {} incidents                 p50 {:>8.1} ms   max {:>8.1} ms   {per_reference:>6.0} × reference",
        incidents.len(),
        median.as_secs_f64() * 1e3,
        slowest.as_secs_f64() * 1e3
    );
    let holds = |name: &str, holds: bool| println!("{}  {name}", if holds { "达到 holds " } else { "未达到 MISSED" });
    holds("grade and clocks of one incident: p99 ≤ 0.5 ms", one.p99 <= Duration::from_micros(500));
    holds("check: p99 ≤ 2 ms, edited by hand too", all.p99.max(edited.p99) <= Duration::from_millis(2));
    holds("10,000 open clocks re-evaluated in ≤ 50 ms", median <= Duration::from_millis(50));
}
