//! Two officers and a leader at one desk, by keyboard, in the real window: nothing is edited or sent under a wrong name,
//! the phone is picked up while the desk is locked, and a forgotten PIN holds nothing up.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]
#![allow(dead_code, reason = "the stories are shared with the journeys")]

mod eye;
mod story;

use eye::Eye;
use rusqlite::Connection;
use serde_json::Value;
use story::Story;
use tests::{COMMON, DutyRoom, Engine, Stage, Window, program};

const PIN_A: &str = "2580";
const PIN_B: &str = "1470";

/// 值班人员 in the settings: two officers and a leader.
async fn list_officers(window: &mut Window) {
    window.click("[data-test=rail-settings]").await;
    window.shows("officers", "姓名").await;
    for (at, (name, post)) in
        [("值班员甲", "值班员"), ("值班员乙", "值班员"), ("带班领导", "带班领导")].into_iter().enumerate()
    {
        window.click(&format!("[data-test=officer-{at}-name]")).await;
        window.write(name).await;
        window.press("Enter").await;
        window.write(post).await;
        window.press("Enter Enter").await;
        window
            .wait_for("[data-test=officers]", "the line is kept", |text| text.contains(&format!("{name}已保存")))
            .await;
    }
    window.click("[data-test=rail-desk]").await;
    window.shows("session", "未登录").await;
}

/// F12, the digit of a name, a PIN chosen twice.
async fn choose_pin(window: &mut Window, eye: &mut Eye, digit: &str, pin: &str) {
    window.press("F12").await;
    window.shows("sign-in", "值班员甲").await;
    eye.at(window, "sign-in").await;
    window.press(digit).await;
    window.is_at("pin").await;
    window.write(pin).await;
    window.press("Enter").await;
    window.is_at("pin-again").await;
    eye.at(window, "choose-pin").await;
    window.write(pin).await;
    window.press("Enter").await;
    window.shows_no("sign-in-panel").await;
}

/// The author of the newest entry of a kind, as the signed header in the desk's file says.
fn author_of_last(file: &Connection, kind: &str) -> Value {
    let sql = "SELECT header ->> '$.author' FROM entries WHERE header ->> '$.kind' = ?1 ORDER BY seq DESC LIMIT 1";
    let author: String = file.query_row(sql, [kind], |row| row.get(0)).unwrap();
    serde_json::from_str(&author).unwrap_or(Value::String(author))
}

/// The officer of that name, as the desk's file knows them.
fn officer(file: &Connection, name: &str) -> Value {
    let sql = "SELECT subject FROM officers WHERE view ->> '$.name' = ?1";
    let id: String = file.query_row(sql, [name], |row| row.get(0)).unwrap();
    serde_json::json!({ "officer": id })
}

async fn nothing_goes_under_a_wrong_name(engine: Engine) {
    let story = Story::whether_anyone_is_missing();
    let room = DutyRoom::enrolled(Stage::set(COMMON), story.units, story.unit).await;
    let mut post = room.open(engine).await;
    let window = &mut post.window;
    let eye = &mut Eye::of(engine);
    window.shows("link", "在线").await;
    list_officers(window).await;
    choose_pin(window, eye, "1", PIN_A).await;
    window.shows("session", "值班员甲").await;

    // The first officer writes the whole report and leaves the desk to the second.
    story.take_down_the_call(window).await;
    story.make_it_an_incident(window).await;
    story.phone_the_city(window, "✓ 电话").await;
    story.fill_in(window).await;
    story.see_the_letter(window).await;
    choose_pin(window, eye, "2", PIN_B).await;
    window.shows("session", "值班员乙").await;
    window.shows("other-draft", "值班员甲").await;
    let form = window.execute("return document.querySelector('#field-forces').value").await;
    assert_eq!(form, "", "the second officer does not stand in the form of the first");
    eye.at(window, "other-draft").await;
    window.click("[data-test=take-over]").await;
    story.see_the_letter(window).await;
    window.execute("document.querySelector('#field-measures').focus(); return true").await;
    window.write("正在搜救").await;
    window.shows("letter-body", "正在搜救").await;

    // The leader signs by phone and gives no PIN.
    story.get_it_signed(window).await;
    window.press("Ctrl+Enter").await;
    window.shows("state", "上级节点已收").await;
    window.shows("sent", "值班员乙报送").await;
    eye.at(window, "sent-by").await;
    window.press("F9").await;
    story.relay(window).await;
    window.shows("relayed", "国家系统已录入").await;

    // Locked: the rooms are gone, the phone is not.
    window.press("F12").await;
    window.click("[data-test=desk-lock]").await;
    window.shows("locked", "已锁定").await;
    window.shows_no("rail-settings").await;
    eye.at(window, "locked").await;
    story.take_down_the_call(window).await;
    window.shows("locked", "已锁定").await;
    eye.at(window, "locked-call").await;
    story.make_it_an_incident(window).await;
    window.shows("session", "值班岗位").await;
    window.shows_no("locked").await;
    story.fill_in(window).await;
    window.shows("draft-state", "已存本机").await;

    // Minute 25: the PIN is not at hand, and the report goes as the desk.
    window.press("F12").await;
    window.is_at("pin").await;
    window.write("9999").await;
    window.press("Enter").await;
    window.shows("pin-wrong", "还可试4次").await;
    window.shows("goes-on", "记为值班岗位").await;
    eye.at(window, "wrong-pin").await;
    window.press("Escape").await;
    window.shows("sign-in-2", "值班员乙").await;
    window.press("Escape").await;
    window.shows_no("sign-in-panel").await;
    window.press("Ctrl+Enter").await;
    window.shows("state", "上级节点已收").await;
    window.shows("sent", "值班岗位报送").await;
    window.press("F12").await;
    window.is_at("pin").await;
    window.write(PIN_B).await;
    window.press("Enter").await;
    window.shows("session", "值班员乙").await;
    window.shows("claim", "认领").await;
    window.press("Shift+F9").await;
    window.shows("sent", "值班岗位（值班员乙认领）").await;
    eye.at(window, "claimed").await;
    assert_eq!(eye.found, Vec::<String>::new(), "every screen is clean");
    post.close().await;

    let file = Connection::open(room.data().join("zhiban.sqlite")).unwrap();
    let (a, b) = (officer(&file, "值班员甲"), officer(&file, "值班员乙"));
    assert_eq!(author_of_last(&file, "report"), "desk", "the second report went as the desk");
    assert_eq!(author_of_last(&file, "claimed"), b);
    assert_eq!(author_of_last(&file, "sign_off"), b, "who took down the leader's word");
    assert_eq!(author_of_last(&file, "call_out"), a);
    let drafts: i64 = file
        .query_row("SELECT count(DISTINCT author) FROM drafts WHERE author != 'desk'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(drafts, 2, "each draft stands under its own author, the first one's too");
    drop(file);
    program::whole(room.data()).await;
}

#[tokio::test]
async fn in_the_window_nothing_goes_under_a_wrong_name() {
    nothing_goes_under_a_wrong_name(Engine::WebKit).await;
}

#[tokio::test]
async fn in_a_browser_nothing_goes_under_a_wrong_name() {
    nothing_goes_under_a_wrong_name(Engine::Chromium).await;
}
