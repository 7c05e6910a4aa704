//! `kill -9` of the window at any moment: what the screen called saved is on the screen again, once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use tests::{COMMON, Dice, Program, Stage, Upstream, Window, wait};

const KILLS: u32 = 20;
/// A kill comes at a random moment of this long, in milliseconds, after the last key.
const MOMENT: u64 = 400;

fn enrolled(upstream: &Upstream, data: &Path) {
    upstream.load_sample_units();
    let code = upstream.one_time_code("990121");
    let enrol = ["enrol", "--data", data.to_str().unwrap(), "--upstream", upstream.address(), "--code", &code];
    Program::built("zhiban").run(enrol).succeeded();
}

async fn open(stage: &Stage, data: &Path) -> Window {
    stage.open(&Program::built("zhiban-desk"), &["--data", data.to_str().unwrap()]).await
}

/// A call becomes an incident, so that there is a form to type into.
async fn begin(window: &mut Window) {
    window.press("F2").await;
    window.wait_until("document.activeElement.dataset.test === 'call-caller'").await;
    window.write("群众").await;
    window.press("F2").await;
    window.wait_for("[data-test=outcome-1]", "the six outcomes", |text| text.contains("突发事件")).await;
    window.press("1").await;
    window.wait_for("[data-test=incident-name]", "the incident's page", |_| true).await;
}

async fn in_the_place_field(window: &Window) {
    window.wait_until("document.querySelector('#field-place') !== null").await;
    window.execute("document.querySelector('#field-place').focus(); return true").await;
}

/// Types a piece and waits until the screen says that it is saved.
async fn type_and_see_it_saved(window: &mut Window, piece: &str, whole: &str) {
    window.write(piece).await;
    let typed = format!("document.querySelector('#field-place').value === '{whole}'");
    window.wait_until(&typed).await;
    window.wait_for("[data-test=letter-body]", "the letter has it", |text| text.contains(whole)).await;
    window.wait_for("[data-test=draft-state]", "saved", |text| text.contains("已存本机")).await;
}

#[tokio::test]
async fn twenty_kills_of_the_window_while_typing_lose_nothing_that_was_called_saved() {
    let mut dice = Dice::thrown();
    let stage = Stage::set(COMMON);
    let upstream = Upstream::start(&stage.folder().join("upstream")).await;
    let data = stage.folder().join("desk");
    enrolled(&upstream, &data);
    let mut window = open(&stage, &data).await;
    begin(&mut window).await;
    let mut saved = String::new();
    for kill in 1..=KILLS {
        in_the_place_field(&window).await;
        let there = window.text("#field-place").await.unwrap();
        assert!(there.starts_with(&saved), "kill {kill}: {saved:?} was called saved, {there:?} is there");
        window.press("End").await;
        let piece = format!("路{kill}号");
        saved = format!("{there}{piece}");
        type_and_see_it_saved(&mut window, &piece, &saved).await;
        window.write("旁").await;
        // Not a wait for a state: the moment of the kill is what is drawn.
        tokio::time::sleep(Duration::from_millis(dice.below(MOMENT))).await;
        window.kill();
        window = open(&stage, &data).await;
        window.wait_for("[data-test=clock-0]", "the clock is back by itself", |text| text.contains("电话报告")).await;
        window.press("Enter").await;
        window.wait_for("[data-test=incident-name]", "the incident is back", |_| true).await;
    }
    let there = window.text("#field-place").await.unwrap();
    assert!(there.starts_with(&saved), "{saved:?} was called saved, {there:?} is there");
    window.close().await;
    whole(&data).await;
}

async fn whole(data: &Path) {
    let data = data.to_str().unwrap();
    // The window is gone a moment before its process has let go of the folder.
    let rebuilt = wait::until("the desk to let go of its folder", async || {
        let answer = Program::built("zhiban").run(["rebuild", "--check", "--data", data]);
        if answer.error.contains("已在运行") { Err(answer.error) } else { Ok(answer) }
    })
    .await;
    assert!(rebuilt.succeeded().contains("一致"), "views rebuild equal");
    let verdict = Program::built("zhiban").run(["verify", "--json", "--data", data]);
    let verdict: Value = serde_json::from_str(verdict.succeeded()).unwrap();
    assert_eq!(verdict["faults"], serde_json::json!([]), "every entry holds");
}
