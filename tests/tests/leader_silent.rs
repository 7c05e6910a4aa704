//! The leader does not answer, twice, and seven minutes are left: the report goes out, in four keys at most.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]
#![allow(dead_code, reason = "the stories are shared with the other journeys")]

mod story;

use story::Story;
use tests::{COMMON, DutyRoom, Engine, FalseClock, Post, Stage, Window};

struct Night {
    clock: FalseClock,
    story: Story,
    room: DutyRoom,
}

impl Night {
    /// A desk of the sample county at 18:09.
    async fn begin(engine: Engine) -> (Post, Self) {
        let story = Story::sample();
        let mut stage = Stage::set(COMMON);
        // The room follows its upstream. A false boot clock would leave a program's short waits without an end: libfaketime
        // changes what they are reckoned from and not what the kernel reckons them by.
        let clock = FalseClock::at(stage.folder(), &story.at("18:09"));
        stage.under(&clock);
        let room = DutyRoom::enrolled(stage, story.units, story.unit).await;
        (room.open(engine).await, Self { clock, story, room })
    }

    async fn time_passes_until(&self, window: &Window, minute: &str) {
        self.clock.turn_to(&self.story.at(minute));
        window.looked_at_again().await;
        window.shows("now", minute).await;
    }

    /// A call, the city phoned, the form filled in.
    async fn the_letter_is_drafted(&self, window: &mut Window) {
        window.shows("now", "18:09").await;
        self.story.take_down_the_call(window).await;
        self.story.make_it_an_incident(window).await;
        self.story.phone_the_city(window, "18:09").await;
        self.time_passes_until(window, "18:29").await;
        self.story.fill_in(window).await;
        self.story.see_the_letter(window).await;
    }
}

async fn out_in_four_keys(engine: Engine) {
    let (mut post, night) = Night::begin(engine).await;
    let window = &mut post.window;
    night.the_letter_is_drafted(window).await;
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
    window.click("[data-test=rail-desk]").await;
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
