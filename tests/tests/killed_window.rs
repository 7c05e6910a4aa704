//! `kill -9` of the window at any moment: what the screen called saved is on the screen again, once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

use std::time::Duration;

use tests::{COMMON, Dice, DutyRoom, Engine, Stage, Window, program};

const KILLS: u32 = 20;
/// A kill comes at a random moment of this long, in milliseconds, after the last key.
const MOMENT: u64 = 400;

/// A call becomes an incident, so that there is a form to type into.
async fn begin(window: &mut Window) {
    window.press("F2").await;
    window.is_at("call-caller").await;
    window.write("群众").await;
    window.press("F2").await;
    window.shows("outcome-1", "突发事件").await;
    window.press("1").await;
    window.shows("incident-name", "").await;
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
    window.shows("draft-state", "已存本机").await;
}

#[tokio::test]
async fn twenty_kills_of_the_window_while_typing_lose_nothing_that_was_called_saved() {
    let mut dice = Dice::thrown();
    let room = DutyRoom::enrolled(Stage::set(COMMON), include_str!("../../sample/units.csv"), "990121").await;
    let mut window = room.open(Engine::WebKit).await.window;
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
        window = room.open(Engine::WebKit).await.window;
        window.shows("clock-0", "电话报告").await;
        window.press("Enter").await;
        window.shows("incident-name", "").await;
    }
    let there = window.text("#field-place").await.unwrap();
    assert!(there.starts_with(&saved), "{saved:?} was called saved, {there:?} is there");
    window.close().await;
    program::whole(room.data()).await;
}
