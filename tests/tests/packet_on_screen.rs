//! The codes of a packet, read back from the pixels of the real window and of a browser by another decoder, light and dark,
//! at 100 and 150 %, and taken in at a second desk.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "officer and stories are shared with the other tests")]

mod officer;
mod story;

use std::collections::BTreeSet;
use std::path::Path;

use officer::does;
use serde_json::{Value, json};
use story::Story;
use tests::recorded_bell::RecordedBell;
use tests::room::{Nobody, TurnedClock, may_12};
use tests::second_desk::CITY;
use tests::{COMMON, DutyRoom, Engine, FalseClock, Stage, Window, codes};
use workstation::Workstation;

const CODE: &str = "document.querySelector('[data-test=packet-code]')";

fn open(folder: &Path) -> Workstation {
    let bell = Box::new(RecordedBell::default());
    Workstation::open(folder, Box::new(TurnedClock::at(may_12(18, 30))), Box::new(Nobody), bell).expect("a desk opens")
}

/// An incident with its report, written before the window is opened.
fn writes_a_report(desk: &Workstation) -> Value {
    let call = does(desk, "call_open", Value::Null)["id"].clone();
    does(desk, "call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
    let draft = json!({ "kind": "fire", "occurred": "-", "town": "河东镇", "place": "某小区3幢", "source": "群众",
        "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "-", "injured": "2", "seriously_injured": "-",
                     "missing": "-", "trapped": "-", "adopted": true }] });
    let letter = does(desk, "draft_save", json!({ "incident": call, "draft": draft }));
    does(desk, "submit", json!({ "incident": call, "title": letter["title"], "body": letter["body"] }));
    call
}

/// Every code from the first to the last, each read off a picture of its own.
async fn reads_all(window: &mut Window, folder: &Path, count: usize) -> Vec<String> {
    let mut read = Vec::new();
    for _ in 0..count {
        let shown = window.execute(&format!("return {CODE}.dataset.frame")).await;
        let picture = folder.join("code.png");
        window.screenshot(&picture).await;
        let said = codes::in_picture(&picture);
        assert_eq!(said.len(), 1, "one code on the screen, found by any reader: frame {shown}");
        read.extend(said);
        window.press("Right").await;
        window.wait_until(&format!("{CODE}.dataset.frame !== '{}'", shown.as_str().unwrap())).await;
    }
    read
}

async fn codes_of_a_packet(engine: Engine) {
    let story = Story::sample();
    let mut stage = Stage::set(COMMON);
    let clock = FalseClock::at(stage.folder(), &story.at("18:30"));
    stage.under(&clock);
    let mut room = DutyRoom::enrolled(stage, story.units, story.unit).await;
    let city = open(&room.stage.folder().join("city"));
    let code = room.upstream.one_time_code(CITY);
    workstation::enrol(&city, &city.tick(), room.upstream.address(), &code).await.expect("the city enrols");
    room.upstream.kill();
    let incident = writes_a_report(&open(room.data()));

    let mut post = room.open(engine).await;
    let window = &mut post.window;
    window.click("[data-test=link]").await;
    window.click("[data-test=waiting-packet]").await;
    window.shows("packet-warning", "仅限同一网络之间使用；跨网请走本单位批准的介质，记录审批人。").await;
    window.click("[data-test=packet-approved_by]").await;
    window.write("带班领导\n").await;
    let made = window.shows("packet-made", "报告1条").await;
    assert!(!made.contains("来电"), "{made}");
    window.wait_until("document.activeElement === document.body").await;
    window.press("q").await;
    let at = window.shows("packet-frame-number", "第").await;
    let count: usize =
        at.trim_matches(|letter: char| !letter.is_ascii_digit()).rsplit(' ').next().unwrap().parse().unwrap();
    assert!(count > 1, "a sequence: {at}");
    // By itself to the next, and then held.
    window.shows("packet-frame-number", "第 2 /").await;
    window.press("Space").await;
    window.shows("packet-pause", "接着放").await;

    let mut sets = BTreeSet::new();
    for (theme, size) in [("light", "100%"), ("dark", "100%"), ("dark", "150%")] {
        window
            .execute(&format!(
                "document.documentElement.dataset.theme = '{theme}'; document.documentElement.style.fontSize = '{size}'"
            ))
            .await;
        let read: BTreeSet<String> = reads_all(window, room.stage.folder(), count).await.into_iter().collect();
        assert_eq!(read.len(), count, "{theme} {size}: each code is another");
        sets.insert(read);
    }
    assert_eq!(sets.len(), 1, "light, dark and large they say the same");
    let lines: Vec<String> = sets.pop_first().unwrap().into_iter().collect();
    let taken = does(&city, "packet_read", json!({ "lines": lines }))["taken"].clone();
    assert_eq!((&taken["new"], &taken["incidents"][0]["incident"]), (&json!(1), &incident));
    let shown = does(&city, "levels", json!({ "incident": incident }));
    assert_eq!(shown["reports"][0]["words"], "首报");
    post.close().await;
}

#[tokio::test]
async fn in_the_window_they_are_read_back_from_the_pixels() {
    codes_of_a_packet(Engine::WebKit).await;
}

#[tokio::test]
async fn in_a_browser_they_are_read_back_from_the_pixels() {
    codes_of_a_packet(Engine::Chromium).await;
}
