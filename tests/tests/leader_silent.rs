//! The leader does not answer, twice, and seven minutes are left: the report goes out, in four keys at most.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the stories are shared with the other journeys")]

mod story;

use story::Story;
use tests::{COMMON, Engine, FalseClock, Post, Program, Stage, Upstream, Window};

struct Night {
    stage: Stage,
    clock: FalseClock,
    _upstream: Upstream,
    story: Story,
}

impl Night {
    /// A desk of the sample county at 18:09.
    async fn begin(engine: Engine) -> (Self, Post) {
        let story = Story::sample();
        let mut stage = Stage::set(COMMON);
        let clock = FalseClock::passing_from(stage.folder(), &story.at("18:09"));
        stage.under(&clock);
        let environment = clock.environment();
        let upstream = Upstream::start_under(&stage.folder().join("upstream"), "127.0.0.1:0", &environment).await;
        upstream.load_sample_units();
        let data = stage.folder().join("desk");
        let code = upstream.one_time_code_under(story.unit, &environment);
        let enrol = ["enrol", "--data", data.to_str().unwrap(), "--upstream", upstream.address(), "--code", &code];
        Program::built("zhiban").run_under(enrol, &environment).succeeded();
        let post = Post::open(&stage, engine, &data).await;
        (Self { stage, clock, _upstream: upstream, story }, post)
    }

    async fn time_passes_until(&self, window: &Window, minute: &str) {
        self.clock.turn_to(&self.story.at(minute));
        window.looked_at_again().await;
        shows(window, "now", minute).await;
    }

    /// A call, the city phoned, the form filled in.
    async fn the_letter_is_drafted(&self, window: &mut Window) {
        shows(window, "now", "18:09").await;
        window.press("F2").await;
        window.wait_until("document.activeElement.dataset.test === 'call-caller'").await;
        window.write(self.story.caller).await;
        window.press("F2").await;
        shows(window, "outcome-1", "突发事件").await;
        window.press("1").await;
        shows(window, "incident-name", "").await;
        window.press("F3").await;
        shows(window, "call-out-1", "市应急管理局").await;
        window.press("1 Enter").await;
        shows(window, "recipient-city_bureau", "18:09").await;
        window.press("Enter").await;
        self.time_passes_until(window, "18:29").await;
        self.story.fill_in(window).await;
        shows(window, "letter-body", self.story.last_words).await;
        shows(window, "draft-state", "已存本机").await;
    }
}

async fn shows(window: &Window, test: &str, words: &str) {
    window.wait_for(&format!("[data-test={test}]"), words, |text| text.contains(words)).await;
}

async fn out_in_four_keys(engine: Engine) {
    let (night, mut post) = Night::begin(engine).await;
    let window = &mut post.window;
    night.the_letter_is_drafted(window).await;
    let before = window.keys_pressed();
    window.press("F8").await;
    shows(window, "sign-panel", "现在请示").await;
    window.press("/").await;
    shows(window, "sign-panel", "18:29 未接通").await;
    night.time_passes_until(window, "18:32").await;
    window.press("/").await;
    window.wait_for("[data-test=sign-panel]", "twice", |text| text.matches("未接通").count() >= 2).await;
    window.press("Ctrl+Enter").await;
    shows(window, "state", "上级节点已收").await;
    let keys = window.keys_pressed() - before;
    assert!(keys <= 4, "with seven minutes left it took {keys} keys");
    shows(window, "letter-sent", "待补签").await;
    shows(window, "sent", "18时29分、18时32分两次联系带班领导未接通").await;
    window.click("[data-test=rail-desk]").await;
    shows(window, "desk", "补签").await;
}

#[tokio::test]
async fn a_leader_who_does_not_answer_twice_holds_nothing_back_in_the_window() {
    out_in_four_keys(Engine::WebKit).await;
}

#[tokio::test]
async fn a_leader_who_does_not_answer_twice_holds_nothing_back_in_a_browser() {
    out_in_four_keys(Engine::Chromium).await;
}
