//! What an officer would try first (practice §8, tests 4, 7, 8, 12, 15), by keyboard, in the real window:
//! two who tell different things, what nobody knows, what is copied, a false alarm, a drill. No hour matters to them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the stories are shared with the journeys")]

mod story;

use serde_json::Value;
use story::Story;
use tests::{COMMON, DutyRoom, Engine, Post, Stage, Window, program, wait};

struct Evening {
    story: Story,
    room: DutyRoom,
}

impl Evening {
    /// A desk of the sample county before its officer.
    async fn begin(engine: Engine) -> (Post, Self) {
        let story = Story::whether_anyone_is_missing();
        let room = DutyRoom::enrolled(Stage::set(COMMON), story.units, story.unit).await;
        let post = room.open(engine).await;
        post.window.shows("link", "在线").await;
        (post, Self { story, room })
    }

    /// A caller, the city told, the form filled in.
    async fn a_fire_is_written_up(&self, window: &mut Window) {
        self.story.take_down_the_call(window).await;
        self.story.make_it_an_incident(window).await;
        self.story.phone_the_city(window, "✓ 电话").await;
        self.story.fill_in(window).await;
        self.story.see_the_letter(window).await;
    }

    /// The same as a drill, ticked in the form.
    async fn a_drill_is_written_up(&self, window: &mut Window) {
        self.story.take_down_the_call(window).await;
        self.story.make_it_an_incident(window).await;
        self.story.fill_in(window).await;
        window.goes_to("Enter", "field-drill").await;
        window.press("1").await;
        window.shows("letter-title", "【演练】").await;
        window.shows("draft-state", "已存本机").await;
    }

    /// Signed and sent; the newest report as the upstream holds it.
    async fn it_goes(&self, window: &mut Window) -> Value {
        self.story.get_it_signed(window).await;
        self.it_goes_again(window).await
    }

    /// Sent as it stands, after others; the newest report as the upstream holds it.
    async fn it_goes_again(&self, window: &mut Window) -> Value {
        let before = self.room.upstream.reports().len();
        window.press("Ctrl+Enter").await;
        window.shows("incident-sent", "").await;
        // The state of the report before may still stand there.
        wait::until("the upstream to hold one report more", async || {
            let held = self.room.upstream.reports();
            if held.len() > before { Ok(()) } else { Err(format!("{}", held.len())) }
        })
        .await;
        window.shows("state", "上级节点已收").await;
        self.room.upstream.reports().pop().expect("what has a receipt is held")
    }

    /// The desk is closed, and all of it holds.
    async fn ends(self, post: Post) {
        post.close().await;
        program::whole(self.room.data()).await;
    }
}

fn words<'v>(report: &'v Value, part: &str) -> &'v str {
    report[part].as_str().expect("a report has a title and a body")
}

// practice §8, tests 8, 4 and 15: one report from the two callers to the national system.
async fn two_callers_and_the_national_system(engine: Engine) {
    let (mut post, evening) = Evening::begin(engine).await;
    let window = &mut post.window;
    evening.a_fire_is_written_up(window).await;
    whether_is_no_number(window).await;
    the_ambulance_rings_too(window).await;
    the_letter_names_whom_it_believes(window).await;
    let report = evening.it_goes(window).await;
    both_are_in_the_report(&report);
    what_is_copied_is_the_body_alone(window, words(&report, "body")).await;
    evening.ends(post).await;
}

/// Test 8: whether anyone is missing is not known, and no number says otherwise: not on screen, not by phone, not on paper.
async fn whether_is_no_number(window: &mut Window) {
    let unknown = |text: &str| text.contains("失联");
    window.shows("letter-body", "是否有人员失联正在核实").await;
    let letter = format!("{}{}", read(window, "letter-title").await, read(window, "letter-body").await);
    no_number_of_missing("正文", &letter);
    window.press("F3").await;
    window.shows("call-out-1", "市应急管理局").await;
    window.press("1").await;
    no_number_of_missing("口报词", &window.wait_for("[data-test=spoken]", "what is said on the phone", unknown).await);
    window.press("Escape F8").await;
    let message = window.wait_for("[data-test=sign-message]", "what the signer is sent", unknown).await;
    no_number_of_missing("签发短信", &message);
    window.press("Escape F4").await;
    no_number_of_missing("纸质", &window.wait_for(".paper", "the sheet for the fax machine", unknown).await);
    // F4 goes round what there is, and comes back to the letter.
    while window.text("[data-test=letter-body]").await.is_none() {
        window.press("F4").await;
    }
    window.shows("letter-body", "是否有人员失联正在核实").await;
}

async fn read(window: &Window, test: &str) -> String {
    window.text(&format!("[data-test={test}]")).await.unwrap_or_else(|| panic!("{test} is on screen"))
}

fn no_number_of_missing(place: &str, text: &str) {
    assert!(!text.contains("失联人数"), "{place}: nobody said that anyone is missing, so no number is checked: {text}");
    let numbers = (0..10).flat_map(|number| [format!("{number}人失联"), format!("失联{number}")]);
    for said in numbers {
        assert!(!text.contains(&said), "{place}: nobody gave a number of missing, and {said} is one: {text}");
    }
}

/// A second call about the same fire, merged by its digit: caller and words stay in the record.
async fn the_ambulance_rings_too(window: &mut Window) {
    window.press("F2").await;
    window.is_at("call-caller").await;
    window.write("县急救中心\n幸福路着火，接走2个没有呼吸的").await;
    window.press("F2").await;
    window.shows("call-panel", "按一个数字").await;
    window.press("2").await;
    window.shows("call-panel", "并入").await;
    window.press("1").await;
    window.shows_no("call-panel").await;
    window.shows("calls-column", "接走2个没有呼吸的").await;
}

/// Test 4: 119 says one dead, the ambulance says two; the officer takes the ambulance's, and keeps the other.
async fn the_letter_names_whom_it_believes(window: &mut Window) {
    window.shows("letter-body", "据县消防救援大队").await;
    window.goes_to("Shift+Tab", "count-0-as_of").await;
    window.press("*").await;
    window.is_at("count-1-source").await;
    window.write("县急救中心\n2\n10").await;
    window.wait_for("[data-field=counts]", "the form says that they differ", |text| text.contains("口径不一")).await;
    let still = window.text("[data-test=letter-body]").await.unwrap();
    assert!(still.contains("1人死亡") && !still.contains("县急救中心"), "whoever is 采用 is believed: {still}");
    window.press("Space").await;
    let body = window.shows("letter-body", "2人死亡、10人受伤").await;
    assert!(
        body.contains("据县急救中心") && !body.contains("县消防救援大队"),
        "the letter says whose number it is: {body}"
    );
    let title = window.shows("letter-title", "致2人死亡10人受伤").await;
    assert!(!title.contains("1人死亡"), "{title}");
    for (cell, kept) in [("source", "县消防救援大队"), ("deaths", "1"), ("injured", "11")] {
        window.wait_for(&format!("[data-test=count-0-{cell}]"), "the other row is kept", |text| text == kept).await;
    }
    window.shows("draft-state", "已存本机").await;
}

fn both_are_in_the_report(report: &Value) {
    let said: Vec<String> = report["facts"]["counts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row["source"], row["deaths"]["n"], row["adopted"] == true))
        .collect();
    let both = [r#""县消防救援大队" 1 false"#, r#""县急救中心" 2 true"#];
    assert_eq!(said, both, "who is not believed is heard all the same, with the number that was said");
    assert!(words(report, "body").contains("据县急救中心"), "{report}");
}

/// Test 15: one key puts the body, and nothing that belongs on paper, on the clipboard.
async fn what_is_copied_is_the_body_alone(window: &mut Window, body: &str) {
    window.press("F9").await;
    window.shows("relay", "标题").await;
    window.press("Enter").await;
    window.shows("relay-text", "据县急救中心").await;
    window.press("c").await;
    window.shows("relay", "已复制正文").await;
    // Where an officer would look at what was copied: pasted.
    window.press("F2").await;
    window.is_at("call-caller").await;
    window.press("Enter Ctrl+v").await;
    let pasted = window.shows("call-words", "后续情况续报").await;
    assert_eq!(pasted, body, "what is pasted is what went up, letter by letter");
    window.press("Escape Escape").await;
    window.shows("incident-sent", "").await;
    window.press("F4").await;
    window.wait_for(".paper", "the sheet for the fax machine", |text| text.contains("市应急管理局")).await;
    for part in ["to", "right", "tail", "head", "masthead"] {
        let on_paper = window.text(&format!(".paper .{part}")).await.expect("the sheet for the fax machine has it");
        assert!(!pasted.contains(on_paper.trim()), "{on_paper:?} belongs on paper, not into the system: {pasted}");
    }
}

// practice §8, test 7.
async fn a_false_alarm_is_corrected_to_whoever_was_told(engine: Engine) {
    let (mut post, evening) = Evening::begin(engine).await;
    let window = &mut post.window;
    evening.story.take_down_the_call(window).await;
    evening.story.make_it_an_incident(window).await;
    window.press("F3").await;
    window.shows("call-out-1", "市应急管理局").await;
    window.press("1 Enter").await;
    window.shows("recipient-city_bureau", "✓ 电话").await;
    window.press("2").await;
    window.shows("recipient-county_committee", "✓ 电话").await;
    window.press("Enter").await;
    evening.story.fill_in(window).await;
    evening.story.see_the_letter(window).await;
    let first = evening.it_goes(window).await;

    window.press("F10").await;
    window.shows("end-panel", "不属实").await;
    window.press("3").await;
    window.is_at("end-verified_by").await;
    window.write("县消防救援大队\n\n").await;
    window.shows("ended", "经核实不属实（县消防救援大队").await;
    window.press("F7").await;
    window.shows("letter-body", "经县消防救援大队核实").await;
    window.shows("letter-body", "不属实，现予更正").await;
    let correction = evening.it_goes_again(window).await;
    assert!(words(&correction, "title").contains("情况更正"), "{correction}");
    assert_eq!(evening.room.upstream.reports().first(), Some(&first), "what went before is not taken back in secret");

    for told in ["city_bureau", "county_committee"] {
        window.shows(&format!("recipient-{told}"), "未告知更正").await;
    }
    window.shows("recipient-county_government", "未报").await;
    window.press("Alt+1").await;
    window.shows("desk", "市应急管理局指挥中心、县委值班室尚未告知更正").await;
    window.shows("desk", "没有在走的时限").await;
    window.press("/ 1").await;
    window.shows("incident-sent", "").await;
    window.press("F3").await;
    window.shows("call-out-1", "未告知更正").await;
    window.press("1 Enter").await;
    window.wait_for("[data-test=recipient-city_bureau]", "the city has heard", |text| !text.contains("未告知")).await;
    // One of two has heard: the other is still to be told.
    window.shows("recipient-county_committee", "未告知更正").await;
    window.press("2").await;
    window.wait_for("[data-test=recipient-county_committee]", "both have", |text| !text.contains("未告知")).await;
    window.press("Alt+1").await;
    window.wait_for("[data-test=desk]", "nobody is left to be told", |text| !text.contains("告知更正")).await;

    // It was reported, and it still counts as that: one number, used, and how it ended.
    window.press("Alt+2").await;
    window.shows("incidents", "经核实不属实").await;
    let counted = window.shows("tally", "不属实1起不计").await;
    assert!(counted.contains("已报0起"), "what was not true is in no figure, and nobody's rate moves by it: {counted}");
    window.press("F4").await;
    let register = window.shows("register", "第001期").await;
    assert!(register.contains("首报") && register.contains("已用") && !register.contains("第002期"), "{register}");
    evening.ends(post).await;
}

// practice §8, test 12.
async fn a_drill_goes_the_real_way_and_is_not_counted(engine: Engine) {
    let (mut post, evening) = Evening::begin(engine).await;
    let window = &mut post.window;
    evening.a_fire_is_written_up(window).await;
    let real = evening.it_goes(window).await;
    window.press("Alt+1").await;
    evening.a_drill_is_written_up(window).await;
    let drill = evening.it_goes(window).await;
    let (title, body) = (words(&drill, "title"), words(&drill, "body"));
    assert!(title.starts_with("【演练】") && body.starts_with("【演练】"), "a drill says so first: {title}\n{body}");
    let last = body.trim_end_matches('。').rsplit('。').next().unwrap_or_default();
    assert!(last.trim_start().starts_with("【演练】"), "and last, so that no half of it is taken for real: {body}");
    assert_eq!(
        (&real["number"], &drill["number"]),
        (&1.into(), &1.into()),
        "a series of its own: no real number is used up"
    );
    window.shows("sent", "演练〔").await;
    window.press("Alt+2").await;
    let counted = window.shows("tally", "演练1次另计").await;
    assert!(counted.contains("已报1起"), "a drill is nobody's incident: {counted}");
    evening.ends(post).await;
}

#[tokio::test]
async fn in_the_window_the_letter_names_whom_it_believes_and_only_its_body_is_copied() {
    two_callers_and_the_national_system(Engine::WebKit).await;
}

#[tokio::test]
async fn in_the_window_a_false_alarm_is_corrected_to_whoever_was_told() {
    a_false_alarm_is_corrected_to_whoever_was_told(Engine::WebKit).await;
}

#[tokio::test]
async fn in_the_window_a_drill_goes_the_real_way_and_is_not_counted() {
    a_drill_goes_the_real_way_and_is_not_counted(Engine::WebKit).await;
}
