//! A screen of 1366×768 enlarged to 125, 150 and 200 %: a panel that opens is seen, and what is typed into it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]
#![allow(dead_code, reason = "the stories are shared with the other journeys")]

mod story;

use story::Story;
use tests::{COMMON, DutyRoom, Engine, Stage, Window};

/// How much of the panel is seen between the head of the page and the bar of keys, beside what it would need or a third of
/// the window, and whether the cursor is in sight there.
const SEEN: &str = r"(() => {
    const panel = document.querySelector('[data-test$=-panel]');
    const bar = document.querySelector('.incident > .bar').getBoundingClientRect();
    const box = panel.getBoundingClientRect();
    const page = panel.parentElement.getBoundingClientRect();
    const [top, bottom] = [Math.max(box.top, page.top), Math.min(box.bottom, bar.top)];
    const cursor = document.activeElement;
    const at = cursor.getBoundingClientRect();
    const whole = cursor === panel || (at.top >= top - 1 && at.bottom <= bottom + 1);
    return bottom - top >= Math.min(panel.scrollHeight, innerHeight * 0.3) && panel.contains(cursor) && whole;
})()";

async fn is_seen(window: &mut Window, keys: &str, test: &str) {
    window.press(keys).await;
    window.shows(test, "Esc").await;
    window.wait_until(SEEN).await;
}

async fn panels_are_seen(engine: Engine) {
    let story = Story::sample();
    let room = DutyRoom::enrolled(Stage::set(COMMON), story.units, story.unit).await;
    let mut post = room.open(engine).await;
    let window = &mut post.window;
    story.take_down_the_call(window).await;
    story.make_it_an_incident(window).await;
    for size in [100, 125, 150, 200] {
        window.execute(&format!("document.documentElement.style.fontSize = '{size}%'")).await;
        is_seen(window, "F8", "sign-panel").await;
        is_seen(window, "1", "sign-panel").await;
        window.write("甲某").await;
        window.wait_until(SEEN).await;
        window.press("Escape").await;
        window.shows_no("sign-panel").await;
        is_seen(window, "F10", "end-panel").await;
        is_seen(window, "2", "end-panel").await;
        window.press("Escape").await;
        window.press("Escape").await;
        window.shows_no("end-panel").await;
        is_seen(window, "F5", "notice-panel").await;
        window.press("Escape").await;
        window.shows_no("notice-panel").await;
    }
}

#[tokio::test]
async fn an_officer_who_enlarges_the_page_sees_the_panel_that_a_key_opened_in_the_window() {
    panels_are_seen(Engine::WebKit).await;
}

#[tokio::test]
async fn an_officer_who_enlarges_the_page_sees_the_panel_that_a_key_opened_in_a_browser() {
    panels_are_seen(Engine::Chromium).await;
}
