//! The leader does not answer, twice, and seven minutes are left: the report goes out, in four keys at most.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]
#![allow(dead_code, reason = "the stories are shared with the other journeys")]

mod night;
mod story;

use night::Night;
use story::Story;
use tests::{Engine, Window};

/// A call, the city phoned, the form filled in.
async fn the_letter_is_drafted(night: &Night, window: &mut Window) {
    window.shows("now", "18:09").await;
    night.story.take_down_the_call(window).await;
    night.story.make_it_an_incident(window).await;
    night.story.phone_the_city(window, "18:09").await;
    night.time_passes_until(window, "18:29").await;
    night.story.fill_in(window).await;
    night.story.see_the_letter(window).await;
}

async fn out_in_four_keys(engine: Engine) {
    let (mut post, night) = Night::begin(engine, Story::sample()).await;
    let window = &mut post.window;
    the_letter_is_drafted(&night, window).await;
    let before = window.keys_pressed();
    window.press("F8").await;
    window.shows("sign-panel", "现在请示").await;
    window.press("/").await;
    window.shows("sign-panel", "18:29 未接通").await;
    night.time_passes_until(window, "18:32").await;
    window.press("/").await;
    window.wait_for("[data-test=sign-panel]", "twice", |text| text.matches("未接通").count() >= 2).await;
    window.press("Ctrl+Enter").await;
    window.shows("state", "上级节点已收").await;
    let keys = window.keys_pressed() - before;
    assert!(keys <= 4, "with seven minutes left it took {keys} keys");
    window.shows("letter-sent", "待补签").await;
    window.shows("sent", "18时29分、18时32分两次联系带班领导未接通").await;
    window.press("Alt+1").await;
    window.shows("desk", "补签").await;
}

#[tokio::test]
async fn a_leader_who_does_not_answer_twice_holds_nothing_back_in_the_window() {
    out_in_four_keys(Engine::WebKit).await;
}

#[tokio::test]
async fn a_leader_who_does_not_answer_twice_holds_nothing_back_in_a_browser() {
    out_in_four_keys(Engine::Chromium).await;
}
