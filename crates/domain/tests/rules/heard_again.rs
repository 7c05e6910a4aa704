//! 续报、终报的口径: who said so and when, and that nothing which was reported goes without a word.

use domain::agreement::{Part, disagreements};
use domain::check::sample_county;
use domain::count::Number;
use domain::draft::Draft;
use domain::facts::Facts;
use domain::form::{FormContext, Reading, read};
use domain::letter::{Before, LetterFacts, compose};
use domain::report::Stage;

use crate::desk::{PACKS, at, evening, known, letter_facts};
use crate::families::dwelling;
use crate::later::report;
use crate::returns::going::following;

fn reading(stage: Stage, before: &Facts, change: impl FnOnce(&mut Draft)) -> Reading {
    let mut draft = Draft::begun(stage, before);
    change(&mut draft);
    let context = FormContext {
        now: evening("20:30"),
        reference: evening("18:09"),
        call_source: None,
        before: Some(before.clone()),
        sub_incidents: Vec::new(),
    };
    read(&PACKS, &draft, &context)
}

fn messages(reading: &Reading) -> String {
    reading.field_errors.iter().map(|error| format!("{}：{}\n", error.field, error.message)).collect()
}

/// The first report with one dead and two injured.
fn one_dead() -> Facts {
    let mut facts = dwelling();
    facts.counts[0].deaths = Number::Known(1);
    facts.counts[0].injured = Number::Known(2);
    facts.counts[0].seriously_injured = Number::NotAsked;
    facts
}

#[test]
fn a_reported_death_that_is_checked_again_is_said_so_in_the_letter_and_asked_for() {
    let doubted = |draft: &mut Draft| {
        draft.counts[0].deaths = "-".to_owned();
        draft.counts[0].as_of = "2026".to_owned();
    };
    let (_, letter) = report(Stage::FollowUp, &one_dead(), "首报", doubted, "2024-04-07 20:30");
    let said = "截至20时26分，首报所报死亡1人正在重新核实。据县消防救援大队反馈，已造成2人受伤。是否有人员失联和被困仍在核实。";
    assert!(letter.body.contains(said), "the superior has read of a death and asks where it went: {}", letter.body);
    let form = messages(&reading(Stage::FollowUp, &one_dead(), doubted));
    assert!(form.contains("counts：上次报了死亡1人，这次采用的口径没有这个数，请先核实"), "{form}");
    let mut later = one_dead();
    later.counts[0].deaths = Number::WhetherUnknown;
    let back = following(&one_dead(), later.clone()).messages(3);
    assert!(back.iter().any(|message| message.contains("首报报了死亡1人，这次没有了")), "reason 3: {back:?}");
    assert!(!following(&one_dead(), one_dead()).messages(3).iter().any(|message| message.contains("这次没有了")));
}

#[test]
fn a_row_that_does_not_speak_of_the_dead_does_not_undo_a_death() {
    let silent = |draft: &mut Draft| {
        draft.counts[0].deaths = String::new();
        draft.counts[0].source = "县急救中心".to_owned();
    };
    let (_, letter) = report(Stage::FollowUp, &one_dead(), "首报", silent, "2024-04-07 20:30");
    assert!(letter.body.contains("首报所报死亡1人，本次反馈未提及。据县急救中心反馈，"), "{}", letter.body);
}

#[test]
fn the_title_without_a_reported_death_is_pointed_at() {
    let unit = sample_county();
    let (first, mut later) = (one_dead(), one_dead());
    later.counts[0].deaths = Number::WhetherUnknown;
    let before = Before { stage: "首报", number: "", at: evening("18:36"), title: "", body: "", facts: &first };
    let letter = LetterFacts {
        stage: Stage::FollowUp,
        nth: 1,
        before: Some(before),
        as_of: evening("20:30"),
        ..letter_facts(&unit, &later)
    };
    let composed = compose(&PACKS, &letter);
    let found = disagreements(&PACKS, &letter, &composed.title, &composed.body);
    let title: Vec<&str> = found.iter().filter(|one| one.part == Part::Title).map(|one| one.message.as_str()).collect();
    assert_eq!(title, ["首报报了死亡1人，标题里没有了，请先核实；确实报错的，用情况更正说明"]);
    assert!(found.iter().all(|one| one.part == Part::Title), "what the letter says of it is right: {found:?}");
}

#[test]
fn nothing_new_is_said_only_where_somebody_was_asked() {
    let (_, letter) = report(Stage::FollowUp, &dwelling(), "首报", |_| (), "2024-04-08 08:05");
    let said = "截至4月8日8时05分，尚未收到新的伤亡情况反馈。";
    assert!(letter.body.contains(said), "nobody was asked since yesterday: {}", letter.body);
    assert!(!letter.body.contains("无变化"), "{}", letter.body);
    let stale = "口径还是上次的，请先问一遍县消防救援大队，没有变化的也填上反馈时间";
    for stage in [Stage::FollowUp, Stage::Final] {
        assert!(messages(&reading(stage, &dwelling(), |_| ())).contains(stale), "{stage:?}");
    }
    let asked = |draft: &mut Draft| draft.counts[0].as_of = "2026".to_owned();
    assert!(!messages(&reading(Stage::FollowUp, &dwelling(), asked)).contains(stale), "somebody was asked at 20:26");
    assert!(!messages(&reading(Stage::Correction, &dwelling(), |_| ())).contains(stale), "a correction asks nobody");
}

#[test]
fn a_final_report_names_whose_count_it_is_and_whether_it_is_the_old_one() {
    let (_, old) = report(Stage::Final, &dwelling(), "首报", |_| (), "2024-04-08 10:00");
    let said = "截至4月8日10时00分，据县消防救援大队此前反馈，共造成1人死亡";
    assert!(old.body.contains(said), "nobody was asked again: {}", old.body);
    let asked = |draft: &mut Draft| draft.counts[0].as_of = "4月8日9时40分".to_owned();
    let (_, new) = report(Stage::Final, &dwelling(), "首报", asked, "2024-04-08 10:00");
    assert!(new.body.contains("截至4月8日9时40分，据县消防救援大队反馈，共造成1人死亡"), "{}", new.body);
}

#[test]
fn a_final_report_that_still_searches_is_pointed_at_and_its_cause_is_no_finding() {
    let unit = sample_county();
    let facts = Facts {
        measures: known("正在组织搜救，善后工作正在进行"),
        cause: known("电气线路故障"),
        response_ended: Some(at("2024-04-08 09:00")),
        ..dwelling()
    };
    let letter = LetterFacts { stage: Stage::Final, nth: 0, as_of: evening("20:30"), ..letter_facts(&unit, &facts) };
    let composed = compose(&PACKS, &letter);
    let found = disagreements(&PACKS, &letter, &composed.title, &composed.body);
    let going_on: Vec<&str> =
        found.iter().filter(|one| one.message.starts_with("终报写")).map(|one| one.found.as_str()).collect();
    assert_eq!(going_on, ["正在组织搜救"], "善后 goes on after the end, a search does not: {}", composed.body);
    assert!(composed.body.contains("起火原因初步判断为电气线路故障。"), "nobody found it: {}", composed.body);
    let cause = known("经县消防救援大队认定，起火原因为电气线路故障");
    let facts = Facts { cause, ..facts.clone() };
    let body = compose(&PACKS, &LetterFacts { facts: &facts, ..letter }).body;
    assert!(body.contains("经县消防救援大队认定，起火原因为电气线路故障。"), "who found it is named: {body}");
}

#[test]
fn that_nobody_is_missing_and_nobody_trapped_is_one_sentence() {
    let found = |draft: &mut Draft| {
        draft.counts[0].missing = "0".to_owned();
        draft.counts[0].trapped = "0".to_owned();
        draft.counts[0].as_of = "2026".to_owned();
    };
    let (_, letter) = report(Stage::FollowUp, &dwelling(), "首报", found, "2024-04-07 20:30");
    assert!(letter.body.contains("经核实无人员失联、被困"), "{}", letter.body);
}

#[test]
fn people_reported_trapped_in_a_number_nobody_knew_are_named_without_one_when_they_are_doubted() {
    let mut first = one_dead();
    first.counts[0].trapped = Number::SomeUnknown;
    let doubted = |draft: &mut Draft| {
        draft.counts[0].trapped = "-".to_owned();
        draft.counts[0].as_of = "2026".to_owned();
    };
    let (_, letter) = report(Stage::FollowUp, &first, "首报", doubted, "2024-04-07 20:30");
    assert!(letter.body.contains("首报所报人员被困正在重新核实"), "{}", letter.body);
}
