//! The network is down and the program is killed in the middle: E8, minute by minute, by keyboard, in the real window and
//! in a browser.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the stories are shared with the other journeys")]

mod story;

use std::path::PathBuf;

use serde_json::Value;
use story::Story;
use tests::{COMMON, Engine, FalseClock, Post, Program, Stage, Upstream, Window, wait};

struct Desk {
    stage: Stage,
    clock: FalseClock,
    upstream: Upstream,
    data: PathBuf,
}

impl Desk {
    /// A desk of the story's unit, enrolled while the network was still there.
    async fn enrolled(story: &Story) -> Self {
        let mut stage = Stage::set(COMMON);
        let clock = FalseClock::passing_from(stage.folder(), &story.at("18:09"));
        stage.under(&clock);
        let environment = clock.environment();
        let upstream = Upstream::start_under(&stage.folder().join("upstream"), "127.0.0.1:0", &environment).await;
        let units = stage.folder().join("units.csv");
        std::fs::write(&units, story.units).unwrap();
        upstream.load_units(&units);
        let data = stage.folder().join("desk");
        let code = upstream.one_time_code_under(story.unit, &environment);
        let enrol = ["enrol", "--data", data.to_str().unwrap(), "--upstream", upstream.address(), "--code", &code];
        Program::built("zhiban").run_under(enrol, &environment).succeeded();
        Self { stage, clock, upstream, data }
    }

    async fn open(&self, engine: Engine) -> Post {
        Post::open(&self.stage, engine, &self.data).await
    }

    async fn time_passes_until(&self, window: &Window, story: &Story, minute: &str) {
        self.clock.turn_to(&story.at(minute));
        window.looked_at_again().await;
        window.wait_for("[data-test=now]", minute, |text| text.starts_with(minute)).await;
    }

    async fn network_returns(&mut self) {
        let folder = self.stage.folder().join("upstream");
        let listen = self.upstream.listen().to_owned();
        self.upstream = Upstream::start_under(&folder, &listen, &self.clock.environment()).await;
    }
}

async fn saved(window: &Window) {
    window.wait_for("[data-test=draft-state]", "the draft is saved here", |text| text.contains("已存本机")).await;
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
    let mut post = desk.open(engine).await;
    let window = &mut post.window;
    window.wait_for("[data-test=link]", "online at first", |text| text.contains("在线")).await;
    desk.upstream.kill();
    desk.time_passes_until(window, &story, "18:13").await;
    window.wait_for("[data-test=link]", "the network is gone", |text| text.contains("离线")).await;

    window.press("F2").await;
    window.wait_until("document.activeElement.dataset.test === 'call-caller'").await;
    window.write(story.caller).await;
    window.press("Enter Enter Enter").await;
    window.write(story.words).await;
    window.press("F2").await;
    window.wait_for("[data-test=outcome-1]", "the six outcomes", |text| text.contains("突发事件")).await;
    window.press("1").await;
    window.wait_for("[data-test=incident-name]", "the incident's page", |_| true).await;

    desk.time_passes_until(window, &story, "18:16").await;
    window.press("F3").await;
    window.wait_for("[data-test=call-out-1]", "whom to phone", |text| text.contains("市应急管理局")).await;
    window.press("1 Enter").await;
    window.wait_for("[data-test=recipient-city_bureau]", "ticked off at 18:16", |text| text.contains("18:16")).await;
    window.press("Enter").await;
    story.choose_kind(window).await;
    let half = story.fields_before("course");
    desk.time_passes_until(window, &story, "18:51").await;
    story.fill_in_fields(window, 0..half).await;
    saved(window).await;

    let killed = post.kill();
    desk.clock.turn_to(&story.at("19:15"));
    let mut post = killed.open_again(&desk.stage).await;
    let window = &mut post.window;
    window.wait_for("[data-test=now]", "time went on", |text| text.starts_with("19:15")).await;
    window.wait_for("[data-test=clock-0]", "the clock is back", |text| text.contains("海城镇")).await;
    window.press("Enter").await;
    window.wait_for("[data-test=letter-body]", "the draft is back", |text| text.contains("西中街3巷10号")).await;
    story.fill_in_rest(window, half).await;
    window.wait_for("[data-test=letter-title]", "the letter's title", |text| text.trim() == story.title).await;
    window.wait_for("[data-test=letter-body]", "the last field", |text| text.contains(story.last_words)).await;

    desk.time_passes_until(window, &story, "19:18").await;
    window.press("F8").await;
    window.wait_for("[data-test=sign-panel]", "who may sign", |text| text.contains("带班领导")).await;
    story.sign_off(window).await;
    window.wait_for("[data-test=signature]", "signed by phone", |text| text.contains("电话")).await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-test=state]", "kept here, one waits", |text| text.contains("已保存本机（待发1）")).await;
    let letter = window.text("[data-test=letter-sent]").await.unwrap();

    // Nobody touches anything from here on.
    desk.clock.turn_to(&story.at("19:40"));
    desk.network_returns().await;
    window.wait_for("[data-test=state]", "received by itself", |text| text.contains("上级节点已收")).await;
    window.wait_for("[data-test=link]", "online again", |text| text.contains("在线")).await;

    let report = report_at_upstream(&desk);
    let text = format!("{}\n{}", report["title"].as_str().unwrap(), report["body"].as_str().unwrap());
    for fact in story.facts() {
        assert!(text.contains(&fact), "{fact} is a fact of the notice and not in: {text}");
    }
    for line in report["body"].as_str().unwrap().lines() {
        assert!(letter.contains(line), "the upstream holds what was on the screen: {line}");
    }
    window.press("F9").await;
    window.wait_for("[data-test=relay]", "field by field", |text| text.contains("正文")).await;
    story.relay(window).await;
    window.wait_for("[data-test=state]", "on record", |text| text.contains("国家系统已录入")).await;
    post.close().await;
    whole(&desk).await;
}

#[tokio::test]
async fn a_page_left_open_while_its_program_is_killed_loses_no_word_and_goes_on_when_it_is_back() {
    let story = Story::e8();
    let desk = Desk::enrolled(&story).await;
    let mut post = desk.open(Engine::Chromium).await;
    post.window.press("F2").await;
    post.window.wait_until("document.activeElement.dataset.test === 'call-caller'").await;
    post.window.write(story.caller).await;
    let mut killed = post.kill();
    let page = killed.page().expect("a browser stays open");
    page.press("Enter Enter Enter").await;
    page.write(story.words).await;
    page.wait_for("[data-test=host-lost]", "the officer is told", |text| text.contains("已填内容仍在")).await;

    let mut post = killed.start_again(&desk.stage).await;
    let window = &mut post.window;
    window.wait_until("document.querySelector('[data-test=host-lost]') === null").await;
    window.wait_for("[data-test=call-panel]", "saved without another key", |text| text.contains("已存本机")).await;
    window.press("F2").await;
    window.wait_for("[data-test=outcome-1]", "the six outcomes", |text| text.contains("突发事件")).await;
    window.press("1").await;
    let heard = |text: &str| text.contains(story.caller) && text.contains(story.words);
    window.wait_for("[data-test=calls-column]", "what was typed while it was gone", heard).await;
    post.close().await;
    whole(&desk).await;
}

/// The one report that the upstream holds.
fn report_at_upstream(desk: &Desk) -> Value {
    let file = rusqlite::Connection::open(desk.stage.folder().join("upstream/upstream.sqlite")).unwrap();
    let mut statement = file.prepare("SELECT body FROM entries WHERE body LIKE '%\"report\":{%'").unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let reports: Vec<Value> = rows
        .map(|body| serde_json::from_str::<Value>(&body.unwrap()).unwrap()["report"].clone())
        .filter(|report| report["title"].is_string())
        .collect();
    assert_eq!(reports.len(), 1, "one report");
    reports[0].clone()
}

async fn whole(desk: &Desk) {
    let data = desk.data.to_str().unwrap();
    // The window is gone a moment before its process has let go of the folder.
    let verdict = wait::until("the desk to let go of its folder", async || {
        let answer = Program::built("zhiban").run(["verify", "--json", "--data", data]);
        if answer.error.contains("已在运行") { Err(answer.error) } else { Ok(answer) }
    })
    .await;
    let verdict: Value = serde_json::from_str(verdict.succeeded()).unwrap();
    assert_eq!(verdict["faults"], serde_json::json!([]));
    let rebuilt = Program::built("zhiban").run(["rebuild", "--check", "--data", data]);
    assert!(rebuilt.succeeded().contains("一致"));
}
