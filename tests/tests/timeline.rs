//! 过程留痕: what the record of an incident says at the desk, what it says above, and how it looks on screen and on paper
//! (practice 2.5, 2.6, 2.21, 3.9, §6 ⑧).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "officer, eye and story are shared with the other tests")]

mod eye;
mod officer;
mod story;

use std::path::Path;
use std::process;

use eye::Eye;
use fantoccini::wd::PrintConfigurationBuilder;
use serde_json::{Value, json};
use story::Story;
use tests::room::{Room, may_12};
use tests::{COMMON, DutyRoom, Engine, FalseClock, Post, Stage, Window};
use workstation::{Command, dispatch};

const PIN: &str = "2580";

fn record(room: &Room, incident: &Value) -> Value {
    room.does("timeline", json!({ "incident": incident }))
}

fn proof(room: &Room, incident: &Value) -> String {
    record(room, incident)["timeline"]["proof"].as_str().unwrap().to_owned()
}

fn milestones(view: &Value) -> Vec<(String, Value)> {
    let all = view["timeline"]["milestones"].as_array().unwrap();
    all.iter().map(|one| (one["words"].as_str().unwrap().to_owned(), one.clone())).collect()
}

fn milestone(view: &Value, words: &str) -> Value {
    let all = milestones(view);
    let found = all.iter().find(|(said, _)| said == words);
    found.unwrap_or_else(|| panic!("{words} in {:?}", all.iter().map(|(said, _)| said).collect::<Vec<_>>())).1.clone()
}

/// Picked up 18:09, phoned 18:14, sent 18:36.
async fn reported() -> (Room, Value, String) {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    room.clock.turn_to(may_12(18, 14));
    officer::phones_the_city(&room, &incident);
    room.clock.turn_to(may_12(18, 36));
    let report = officer::reports(&room, &incident);
    (room, incident, report)
}

fn relays(room: &Room, incident: &Value, report: &str) {
    room.does("relay", json!({ "incident": incident, "report": report, "time": "", "number": "2026051200001" }));
}

#[tokio::test]
async fn the_line_follows_the_evening_and_only_the_system_of_record_makes_its_number() {
    let (room, incident, report) = reported().await;
    let waiting = "18:14电话报告，18:36已提交，待国家系统录入（规定30分，至18:44）";
    assert_eq!(proof(&room, &incident), waiting, "a save stops nothing");
    room.sync().await;
    assert_eq!(proof(&room, &incident), waiting, "nor does our own receipt");
    let received = milestone(&record(&room, &incident), "上级节点已收首报（18:36:00）");
    assert_eq!(received["by"], "上级节点");
    room.clock.turn_to(may_12(18, 42));
    relays(&room, &incident, &report);
    assert_eq!(proof(&room, &incident), "18:14电话报告，18:42系统报送，用时28分（规定30分）");
    let room = room.reopen();
    assert_eq!(proof(&room, &incident), "18:14电话报告，18:42系统报送，用时28分（规定30分）");
}

#[tokio::test]
async fn before_the_phone_report_nothing_is_counted_and_without_an_incident_there_is_no_record() {
    let room = Room::open(may_12(18, 9)).await;
    let nobodys = json!({ "incident": "00000000-0000-7000-8000-000000000009" });
    assert_eq!(room.call("timeline", nobodys).unwrap_err()["code"], "not_found");
    let incident = officer::takes_a_call(&room);
    assert_eq!(proof(&room, &incident), "尚未电话报告，尚未系统报送");
}

// practice 2.6: what stays with the unit, and what never leaves the desk.
#[tokio::test]
async fn the_city_reads_the_times_of_the_report_and_nothing_of_the_countys_evening() {
    let (room, incident, report) = reported().await;
    let sought = json!({ "incident": incident, "post": "带班领导", "signer": "", "way": "by_phone", "ended": "sent_back", "time": "" });
    room.does("sign_off_sought", sought);
    room.clock.turn_to(may_12(18, 42));
    relays(&room, &incident, &report);
    room.sync().await;
    let here = record(&room, &incident);
    assert_eq!(here["drafted"].as_array().unwrap().len(), 1, "this desk knows when its draft was typed");
    milestone(&here, "呈签（退改）");

    let above = room.desk_above().await;
    let there = dispatch(&above, &Command::of("timeline"), json!({ "incident": incident })).unwrap();
    assert_eq!(there["timeline"]["proof"], "18:14电话报告，18:42系统报送，用时28分（规定30分）");
    assert_eq!(there["drafted"], json!([]), "typing times never leave the desk");
    assert_eq!(there["timeline"]["signing"], json!([]), "nor who was asked for a signature, and when");
    let said: Vec<String> = milestones(&there).into_iter().map(|(words, _)| words).collect();
    assert_eq!(said, ["提交首报（先报后签）", "上级节点已收首报（18:42:00）", "国家系统已录入首报"]);
    assert_eq!(milestone(&there, "提交首报（先报后签）")["by"], "样例县应急管理局的值班岗位", "whose it is, by name");
}

#[tokio::test]
async fn what_was_on_paper_first_is_marked_and_a_claim_names_the_officer_who_signed_in_later() {
    let (room, incident, report) = reported().await;
    room.clock.turn_to(may_12(18, 47));
    let late = json!({
        "incident": incident, "recipient": "county_committee", "name": "", "purpose": "report",
        "reached": "answered", "time": "1816", "taken_by": "", "words": "", "recording": ""
    });
    room.does("call_out", late);
    let view = record(&room, &incident);
    let written_up = milestone(&view, "电话报告");
    assert_eq!(
        (&written_up["at"], &written_up["written_up"]),
        (&json!("2026-05-12T10:16:00Z"), &json!("补记（18:47录入）"))
    );
    assert_eq!(milestone(&view, "首次电话报告")["written_up"], "", "what was entered at once has no mark");

    let listed = json!({ "officer": null, "name": "值班员甲", "post": "值班员", "phone": "0000-1", "left": false });
    room.does("officer_list", listed);
    let officer = room.does("sign_in_names", Value::Null)[0]["officer"].clone();
    room.does("pin_choose", json!({ "officer": officer, "pin": PIN, "again": PIN }));
    room.does("report_claim", json!({ "incident": incident, "report": report }));
    let view = record(&room, &incident);
    assert_eq!(milestone(&view, "提交首报（先报后签）")["by"], "值班岗位（值班员甲认领）");
    assert_eq!(view["reader"], "值班员甲", "whose name stands on the printed page");
}

#[tokio::test]
async fn reading_the_record_writes_nothing() {
    let (room, incident, _) = reported().await;
    let before = room.held_here();
    record(&room, &incident);
    assert_eq!(room.held_here(), before);
}

/// A desk at which the first report has gone through.
struct Evening {
    room: DutyRoom,
    post: Post,
    clock: FalseClock,
    story: Story,
}

impl Evening {
    async fn walked(engine: Engine, eye: &mut Eye) -> Self {
        let story = Story::sample();
        let mut stage = Stage::set(COMMON);
        let clock = FalseClock::at(stage.folder(), &story.at("18:09"));
        stage.under(&clock);
        let room = DutyRoom::enrolled(stage, story.units, story.unit).await;
        let post = room.open(engine).await;
        let mut evening = Self { room, post, clock, story };
        evening.walk(eye).await;
        evening
    }

    async fn time_passes_until(&self, minute: &str) {
        self.clock.turn_to(&self.story.at(minute));
        self.post.window.wait_for("[data-test=now]", minute, |text| text.starts_with(minute)).await;
    }

    async fn walk(&mut self, eye: &mut Eye) {
        self.time_passes_until("18:09").await;
        self.story.take_down_the_call(&mut self.post.window).await;
        self.story.make_it_an_incident(&mut self.post.window).await;
        self.time_passes_until("18:14").await;
        self.story.phone_the_city(&mut self.post.window, "18:14").await;
        self.story.fill_in(&mut self.post.window).await;
        self.story.see_the_letter(&self.post.window).await;
        eye.at(&self.post.window, "incident-written").await;
        self.time_passes_until("18:33").await;
        self.story.get_it_signed(&mut self.post.window).await;
        self.time_passes_until("18:36").await;
        let window = &mut self.post.window;
        window.press("Ctrl+Enter").await;
        window.shows("state", "上级节点已收").await;
        self.clock.turn_to(&self.story.at("18:37"));
        self.post.window.wait_for("[data-test=now]", "18:37", |text| text.starts_with("18:37")).await;
        let window = &mut self.post.window;
        window.press("F9").await;
        window.shows("relay", "正文").await;
        self.story.relay(window).await;
        window.shows("state", "国家系统已录入").await;
        window.press("Escape").await;
        window.shows("incident-sent", "").await;
    }
}

const PROOF: &str = "18:14电话报告，18:37系统报送，用时23分（规定30分）";

async fn rows(window: &Window) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-test^=milestone-]')].map((row) => row.innerText)";
    let rows = window.execute(script).await;
    rows.as_array().unwrap().iter().map(|row| row.as_str().unwrap().to_owned()).collect()
}

/// By keys alone, at 1366×768, light and dark; with `ZHIBAN_LOOK=folder` a picture of each.
async fn by_keys(engine: Engine) {
    let mut eye = Eye::of(engine);
    let mut evening = Evening::walked(engine, &mut eye).await;
    let window = &mut evening.post.window;
    eye.at(window, "incident-sent").await;
    window.press("Shift+F4").await;
    window.wait_for("[data-test=proof]", PROOF, |text| text == PROOF).await;
    window.shows("segment-1", "4分").await;
    window.shows("segment-2", "5分").await;
    window.shows("segment-3", "23分").await;
    window.shows("signing-line", "签发18:33").await;
    eye.at(window, "timeline").await;
    let main = rows(window).await;
    assert!(main.iter().any(|row| row.contains("首次电话报告")), "{main:#?}");
    assert!(main.iter().any(|row| row.contains("国家系统已录入首报") && row.contains("GJ-001")), "{main:#?}");
    window.press("2").await;
    window
        .wait_until("document.querySelector('[data-test=milestones-2]').getAttribute('aria-checked') === 'true'")
        .await;
    let all = rows(window).await;
    assert!(all.len() > main.len(), "2 shows what nobody reads first: {all:#?}");
    eye.at(window, "timeline-all").await;

    // A print dialog of the desktop would hold the page.
    window.execute("window.print = () => undefined").await;
    window.press("P").await;
    let sheet = "[data-test=to-print]";
    window.wait_until(&format!("document.querySelector('{sheet}') !== null")).await;
    let printed = window.execute(&format!("return document.querySelector('{sheet}').textContent")).await;
    let printed = printed.as_str().unwrap();
    for part in ["【样例】", "样例县应急管理局", PROOF, "国家系统已录入首报", "打印：值班岗位", "2026年5月12日18:37"]
    {
        assert!(printed.contains(part), "{part} on paper: {printed}");
    }
    assert!(!printed.contains("起草"), "typing times are on no paper");
    if engine == Engine::Chromium {
        on_paper(window, evening.room.stage.folder()).await;
    }
    window.execute("window.dispatchEvent(new Event('afterprint'))").await;
    window.shows_no("to-print").await;
    window.press("Escape").await;
    window.shows("incident-sent", "").await;
    assert!(eye.found.is_empty(), "axe finds:\n{}", eye.found.join("\n"));
    evening.room.upstream.kill();
    evening.post.close().await;
}

/// What comes out of a printer, as a browser makes it: the sheet alone, and nothing of the screen.
async fn on_paper(window: &Window, folder: &Path) {
    let pdf = window.client().print(PrintConfigurationBuilder::default().build().unwrap()).await.unwrap();
    let (file, text) = (folder.join("timeline.pdf"), folder.join("timeline.txt"));
    std::fs::write(&file, &pdf).unwrap();
    if let Some(look) = std::env::var_os("ZHIBAN_LOOK") {
        std::fs::write(Path::new(&look).join("timeline.pdf"), &pdf).unwrap();
    }
    let read = process::Command::new("pdftotext").arg("-layout").args([&file, &text]).status().unwrap();
    assert!(read.success(), "what was printed is a PDF");
    let text = std::fs::read_to_string(&text).unwrap();
    let pages = text.matches('\u{c}').count();
    assert!((1..=2).contains(&pages), "an evening is one or two sheets, not {pages}");
    let words: String = text.split_whitespace().collect();
    assert!(words.contains(PROOF) && words.contains("打印：值班岗位"), "{text}");
    assert!(!words.contains("返回事件") && !words.contains("当班"), "the screen is not on it: {text}");
}

#[tokio::test]
async fn an_officer_reads_copies_and_prints_the_record_by_keys_in_the_window() {
    by_keys(Engine::WebKit).await;
}

#[tokio::test]
async fn an_officer_reads_copies_and_prints_the_record_by_keys_in_a_browser() {
    by_keys(Engine::Chromium).await;
}
