//! `zhiban check`: one file in, everything a desk computes out.

use std::path::Path;

use domain::check::{CheckFile, ReportBefore, check};
use domain::deadline::DeadlineState;
use domain::facts::Jurisdiction;
use domain::grade::Grade;
use domain::pack::Packs;
use domain::quantity::Quantity;
use domain::report::Stage;

const EXAMPLE: &str = include_str!("../../examples/fire.check.json");

fn example() -> CheckFile {
    serde_json::from_str(EXAMPLE).unwrap()
}

#[test]
fn the_example_gives_grade_clocks_gaps_and_a_letter_that_agrees_with_its_facts() {
    let outcome = check(&Packs::embedded().unwrap(), &example(), example().received_at);
    assert_eq!(outcome.grading.confirmed.map(|reason| reason.grade), Some(Grade::Ordinary));
    assert_eq!(outcome.grading.possible.map(|reason| reason.grade), Some(Grade::Large), "重伤 may be as many as 受伤");
    let state = |rule: &str| outcome.deadlines.iter().find(|one| one.rule == rule).map(|one| one.state);
    assert_eq!(state("N0"), Some(DeadlineState::MetPastInternal));
    assert_eq!(state("N1"), Some(DeadlineState::Met), "18:42 is lawful");
    assert_eq!(outcome.title, "样例省样例市样例县河东镇一居民楼发生火灾致1人死亡11人受伤（首报）");
    assert_eq!((outcome.missing, outcome.disagreements), (vec![], vec![]));
}

#[test]
fn the_schema_is_the_one_the_program_reads() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/check.schema.json");
    let generated = serde_json::to_string_pretty(&schemars::schema_for!(CheckFile)).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(committed == generated, "run: UPDATE_SCHEMA=1 cargo test -p domain --test rules schema");
}

#[test]
fn a_file_with_a_word_too_many_is_refused_rather_than_half_read() {
    for broken in [
        EXAMPLE.replacen("\"town\"", "\"twon\"", 1),
        EXAMPLE.replacen("2026-05-12T18:09:00+08:00", "18:09", 1),
        EXAMPLE.replacen("\"n\": 1 ", "\"n\": -1 ", 1),
        EXAMPLE.replacen("\"known\"", "\"sure\"", 1),
    ] {
        assert!(serde_json::from_str::<CheckFile>(&broken).is_err(), "{broken}");
    }
}

#[test]
fn a_follow_up_in_a_file_speaks_of_the_report_before_and_of_what_has_changed_since() {
    let first = example();
    let mut file = example();
    file.stage = Stage::FollowUp;
    file.nth = 1;
    file.facts.loss_wan = Some(Quantity::whole(3));
    let mut facts = first.facts;
    facts.loss_wan = Some(Quantity::whole(12));
    let (stage, number) = ("首报".to_owned(), "〔2026〕第018期".to_owned());
    let (at, title, body) = (file.received_at + chrono::TimeDelta::minutes(30), String::new(), String::new());
    file.before = Some(ReportBefore { stage, number, at, title, body, facts });
    let outcome = check(&Packs::embedded().unwrap(), &file, file.received_at + chrono::TimeDelta::minutes(90));
    assert!(outcome.title.ends_with("（续报一）"), "{}", outcome.title);
    assert!(outcome.body.contains("由12万元减至3万元"), "{}", outcome.body);
}

#[test]
fn a_file_that_says_the_neighbour_was_told_by_phone_says_it_in_the_letter_as_a_desk_does() {
    let packs = Packs::embedded().unwrap();
    let mut file = example();
    file.facts.jurisdiction = Jurisdiction::Neighbour;
    let silent = check(&packs, &file, file.received_at).body;
    file.told = [("nobody".to_owned(), file.received_at)].into();
    assert_eq!(check(&packs, &file, file.received_at).body, silent, "nobody of the packs");
    file.told = [("neighbour_room".to_owned(), file.received_at)].into();
    assert_ne!(check(&packs, &file, file.received_at).body, silent, "who was told is told above too");
}
