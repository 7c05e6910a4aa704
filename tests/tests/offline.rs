//! The network is down and the program is killed in the middle: E8, minute by minute, by keyboard, in the real window and
//! in a browser.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the stories are shared with the other journeys")]

mod story;

use serde_json::Value;
use story::Story;
use tests::{COMMON, DutyRoom, Engine, FalseClock, Stage, Window, program};

struct Desk {
    clock: FalseClock,
    room: DutyRoom,
}

impl Desk {
    /// A desk of the story's unit, enrolled while the network was still there.
    async fn enrolled(story: &Story) -> Self {
        let mut stage = Stage::set(COMMON);
        let clock = FalseClock::passing_from(stage.folder(), &story.at("18:09"));
        stage.under(&clock);
        Self { clock, room: DutyRoom::enrolled(stage, story.units, story.unit).await }
    }

    async fn time_passes_until(&self, window: &Window, story: &Story, minute: &str) {
        self.clock.turn_to(&story.at(minute));
        window.looked_at_again().await;
        window.shows("now", minute).await;
    }
}

#[tokio::test]
async fn e8_is_written_without_a_network_survives_a_kill_and_goes_out_by_itself_when_the_network_returns() {
    without_a_network_and_through_a_kill(Engine::WebKit).await;
}

#[tokio::test]
async fn e8_in_a_browser_survives_the_same_and_goes_out_by_itself_when_the_network_returns() {
    without_a_network_and_through_a_kill(Engine::Chromium).await;
}

async fn without_a_network_and_through_a_kill(engine: Engine) {
    let story = Story::e8();
    let mut desk = Desk::enrolled(&story).await;
    let mut post = desk.room.open(engine).await;
    let window = &mut post.window;
    window.shows("link", "在线").await;
    desk.room.upstream.kill();
    desk.time_passes_until(window, &story, "18:13").await;
    window.shows("link", "离线").await;

    story.take_down_the_call(window).await;
    story.make_it_an_incident(window).await;
    desk.time_passes_until(window, &story, "18:16").await;
    story.phone_the_city(window, "18:16").await;
    story.choose_kind(window).await;
    let half = story.fields_before("course");
    desk.time_passes_until(window, &story, "18:51").await;
    story.fill_in_fields(window, 0..half).await;
    window.shows("draft-state", "已存本机").await;

    let killed = post.kill();
    desk.clock.turn_to(&story.at("19:15"));
    let mut post = killed.open_again(&desk.room.stage).await;
    let window = &mut post.window;
    window.shows("now", "19:15").await;
    window.shows("clock-0", "海城镇").await;
    window.press("Enter").await;
    window.shows("letter-body", "西中街3巷10号").await;
    story.fill_in_rest(window, half).await;
    story.see_the_letter(window).await;

    desk.time_passes_until(window, &story, "19:18").await;
    story.get_it_signed(window).await;
    window.press("Ctrl+Enter").await;
    window.shows("state", "已保存本机（待发1）").await;
    let letter = window.text("[data-test=letter-sent]").await.unwrap();

    // Nobody touches anything from here on.
    desk.clock.turn_to(&story.at("19:40"));
    desk.room.upstream_comes_back().await;
    window.shows("state", "上级节点已收").await;
    window.shows("link", "在线").await;

    let [report] = <[Value; 1]>::try_from(desk.room.upstream.reports()).expect("one report");
    let text = format!("{}\n{}", report["title"].as_str().unwrap(), report["body"].as_str().unwrap());
    for fact in story.facts() {
        assert!(text.contains(&fact), "{fact} is a fact of the notice and not in: {text}");
    }
    for line in report["body"].as_str().unwrap().lines() {
        assert!(letter.contains(line), "the upstream holds what was on the screen: {line}");
    }
    window.press("F9").await;
    window.shows("relay", "正文").await;
    story.relay(window).await;
    window.shows("state", "国家系统已录入").await;
    post.close().await;
    program::whole(desk.room.data()).await;
}

#[tokio::test]
async fn a_page_left_open_while_its_program_is_killed_loses_no_word_and_goes_on_when_it_is_back() {
    let story = Story::e8();
    let desk = Desk::enrolled(&story).await;
    let mut post = desk.room.open(Engine::Chromium).await;
    post.window.press("F2").await;
    post.window.is_at("call-caller").await;
    post.window.write(story.caller).await;
    let mut killed = post.kill();
    let page = killed.page().expect("a browser stays open");
    page.press("Enter").await;
    page.write(story.words).await;
    page.shows("host-lost", "已填内容仍在").await;

    let mut post = killed.start_again(&desk.room.stage).await;
    let window = &mut post.window;
    window.shows_no("host-lost").await;
    // Saved without another key.
    window.shows("call-panel", "已存本机").await;
    story.make_it_an_incident(window).await;
    let heard = |text: &str| text.contains(story.caller) && text.contains(story.words);
    window.wait_for("[data-test=calls-column]", "what was typed while it was gone", heard).await;
    post.close().await;
    program::whole(desk.room.data()).await;
}
