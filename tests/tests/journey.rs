//! The whole journey by keyboard, in the real window and in a browser: from the ringing phone to the receipt and the
//! national system.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the stories are shared with the other journeys")]

mod story;

use std::path::{Path, PathBuf};

use serde_json::Value;
use story::Story;
use tests::{COMMON, DutyRoom, Engine, FalseClock, LARGE, Post, Size, Stage, Window, program};

/// Where pictures for the README go, when they are wanted (`make pictures`).
fn picture(name: &str, size: Size, theme: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("ZHIBAN_PICTURES")?;
    Some(Path::new(&folder).join(format!("{name}-{}-{theme}.png", size.0)))
}

async fn take_pictures(window: &Window, name: &str, size: Size) {
    for theme in ["dark", "light"] {
        let Some(path) = picture(name, size, theme) else { return };
        window.execute(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
        window.screenshot(&path).await;
    }
}

struct Desk {
    post: Post,
    clock: FalseClock,
    room: DutyRoom,
    size: Size,
}

impl Desk {
    /// A desk of the story's unit, enrolled at an upstream of its own, at the minute in which the phone rings.
    async fn open(story: &Story, engine: Engine, size: Size) -> Self {
        let mut stage = Stage::set(size);
        let clock = FalseClock::at(stage.folder(), &story.at("18:09"));
        stage.under(&clock);
        let room = DutyRoom::enrolled(stage, story.units, story.unit).await;
        let post = room.open(engine).await;
        let desk = Self { post, clock, room, size };
        desk.shows_time("18:09").await;
        desk
    }

    /// Time passes until this minute; the room takes it from the upstream.
    async fn time_passes_until(&self, story: &Story, minute: &str) {
        self.clock.turn_to(&story.at(minute));
        self.shows_time(minute).await;
    }

    async fn shows_time(&self, minute: &str) {
        self.post.window.wait_for("[data-test=now]", minute, |text| text.starts_with(minute)).await;
    }

    async fn pictures(&self, name: &str) {
        take_pictures(&self.post.window, name, self.size).await;
    }

    /// The letter as it stands on the screen, title and body.
    async fn letter_on_screen(&self) -> (String, String) {
        (self.paragraphs("title").await, self.paragraphs("body").await)
    }

    async fn paragraphs(&self, part: &str) -> String {
        let script = format!(
            "return [...document.querySelectorAll('[data-test=letter-{part}] p')].map(p => p.textContent).join('\\n')"
        );
        self.post.window.execute(&script).await.as_str().unwrap().to_owned()
    }
}

/// Presses and types what an officer would, from the ring to the number of the national system.
async fn walk(story: &Story, engine: Engine, size: Size) -> (Desk, (String, String), u32) {
    let mut desk = Desk::open(story, engine, size).await;
    desk.pictures("desk-quiet").await;
    story.take_down_the_call(&mut desk.post.window).await;
    desk.pictures("call").await;
    story.make_it_an_incident(&mut desk.post.window).await;

    desk.time_passes_until(story, "18:14").await;
    story.phone_the_city(&mut desk.post.window, "18:14").await;

    desk.time_passes_until(story, "18:30").await;
    story.fill_in(&mut desk.post.window).await;
    story.see_the_letter(&desk.post.window).await;
    desk.pictures("incident").await;

    desk.time_passes_until(story, "18:36").await;
    desk.post.window.press("F8").await;
    desk.post.window.shows("sign-panel", "带班领导").await;
    let of_the_form = |text: &str| text.contains("火灾") && text.contains("死亡");
    desk.post.window.wait_for("[data-test=sign-message]", "the 签发短信 of what stands in the form", of_the_form).await;
    story.sign_off(&mut desk.post.window).await;
    desk.post.window.shows("signature", "电话").await;

    let letter = desk.letter_on_screen().await;
    desk.post.window.press("Ctrl+Enter").await;
    desk.post.window.shows("state", "上级节点已收").await;
    desk.pictures("received").await;

    desk.time_passes_until(story, "18:42").await;
    desk.post.window.press("F9").await;
    desk.post.window.shows("relay", "正文").await;
    desk.pictures("relay").await;
    story.relay(&mut desk.post.window).await;
    desk.post.window.shows("state", "国家系统已录入").await;
    desk.pictures("on-record").await;
    let keys = desk.post.window.keys_pressed();
    (desk, letter, keys)
}

/// The one report that the upstream holds.
fn report_at_upstream(desk: &Desk) -> Value {
    let [report] =
        <[Value; 1]>::try_from(desk.room.upstream.reports()).expect("one report, however often keys were pressed");
    report
}

#[tokio::test]
async fn e7_by_keyboard_from_the_ringing_phone_to_the_national_system() {
    from_the_ringing_phone_to_the_national_system(Engine::WebKit).await;
}

#[tokio::test]
async fn e7_with_the_same_keys_in_a_browser() {
    from_the_ringing_phone_to_the_national_system(Engine::Chromium).await;
}

async fn from_the_ringing_phone_to_the_national_system(engine: Engine) {
    let story = Story::e7();
    let (desk, (title, body), keys) = walk(&story, engine, COMMON).await;
    let report = report_at_upstream(&desk);
    assert_eq!(report["title"], title, "the upstream holds what was on the screen, byte for byte");
    assert_eq!(report["body"], body, "the upstream holds what was on the screen, byte for byte");
    for fact in story.facts() {
        assert!(
            format!("{title}\n{body}").contains(&fact),
            "{fact} is a fact of the notice and not in: {title}\n{body}"
        );
    }
    let characters = letter_cost(&title) + letter_cost(&body);
    println!(
        "{}: keys pressed: {keys}; letter: {characters} by hand; {:.0} %",
        engine.name(),
        100.0 * f64::from(keys) / f64::from(characters)
    );
    assert!(keys * 4 <= characters, "a first report costs at most a quarter of the keys that its letter does by hand");
    let mut desk = desk;
    a_follow_up_with_three_changed_numbers(&story, &mut desk).await;
    desk.room.upstream.kill();
    desk.post.close().await;
    program::whole(desk.room.data()).await;
}

/// 续报: three numbers changed, at most fifteen keys.
async fn a_follow_up_with_three_changed_numbers(story: &Story, desk: &mut Desk) {
    desk.time_passes_until(story, "20:30").await;
    desk.post.window.press("Escape").await;
    desk.post.window.shows("incident-sent", "").await;
    let before = desk.post.window.keys_pressed();
    desk.post.window.press("F7 1").await;
    desk.post.window.is_at("count-0-deaths").await;
    desk.post.window.press("2 Enter 1 0 Enter Enter 0").await;
    let said = |text: &str| text.contains("死亡由1人增至2人，受伤由11人减至10人，经核实无人员失联");
    desk.post.window.wait_for("[data-test=letter-body]", "what changed", said).await;
    desk.post.window.press("Ctrl+Enter").await;
    desk.post.window.shows("state", "上级节点已收").await;
    let keys = desk.post.window.keys_pressed() - before;
    assert!(keys <= 15, "a follow-up with three changed numbers took {keys} keys");
}

#[tokio::test]
async fn a_sample_county_on_a_large_screen() {
    let story = Story::sample();
    let (desk, (title, _), _) = walk(&story, Engine::WebKit, LARGE).await;
    assert_eq!(report_at_upstream(&desk)["title"], title);
    let marked = desk.post.window.text("[data-test=sample]").await;
    assert!(marked.is_some_and(|text| text.contains('样')), "sample data is marked on every screen");
    if std::env::var_os("ZHIBAN_PICTURES").is_some() {
        walk(&story, Engine::WebKit, COMMON).await;
    }
}

/// What typing this text by hand costs: a Chinese character three keys, characters beyond 350 not counted.
fn letter_cost(text: &str) -> u32 {
    tests::keys::cost(&tests::keys::typed(&text.chars().take(350).collect::<String>()))
}
