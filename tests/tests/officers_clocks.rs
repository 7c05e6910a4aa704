//! What an officer would try first (practice §8, tests 1, 2, 3, 6, 13), by keyboard, in the real window: what minute it is
//! decides all of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the stories are shared with the journeys")]

mod night;
mod story;

use night::Night;
use serde_json::Value;
use story::Story;
use tests::{Engine, Window, program};

/// The panel that the button 时限 opens.
const LIMITS: &str = "[role=region][aria-label='时限']";

/// Whether what is behind us is folded there, because it is much.
const FOLDED: &str = "return document.querySelector('[data-test=deadlines-closed]')?.open === false";

/// Every element that is drawn in the green of what stands in the system of record, or on it.
const GREEN: &str = r"
    const probe = document.body.appendChild(document.createElement('i'))
    const greens = ['--done', '--done-soft'].map((name) => {
      probe.style.color = `var(${name})`
      return getComputedStyle(probe).color
    })
    probe.remove()
    const DRAWN = ['color', 'backgroundColor', 'backgroundImage', 'borderTopColor', 'borderRightColor', 'borderBottomColor',
      'borderLeftColor', 'outlineColor', 'boxShadow', 'fill', 'stroke']
    const green = (element, part) => {
      const style = getComputedStyle(element, part)
      return DRAWN.some((name) => greens.some((colour) => style[name].includes(colour)))
    }
    return [...document.body.querySelectorAll('*')]
      .filter((element) => [null, '::before', '::after'].some((part) => green(element, part)))
      .map((element) => element.outerHTML.slice(0, 200))";

async fn green(window: &Window) -> Vec<Value> {
    window.execute(GREEN).await.as_array().expect("a list of elements").clone()
}

async fn nothing_is_green(window: &Window, room: &str) {
    let found = green(window).await;
    assert_eq!(found, Vec::<Value>::new(), "{room}: only what stands in the system of record is green");
}

/// 18:09 in, 18:14 out, the report submitted at 18:42, and not yet in the national system.
async fn submitted_at_18_42(night: &Night, window: &mut Window) {
    night.story.take_down_the_call(window).await;
    night.story.make_it_an_incident(window).await;
    night.time_passes_until(window, "18:14").await;
    night.story.phone_the_city(window, "18:14").await;
    night.story.fill_in(window).await;
    night.story.see_the_letter(window).await;
    night.story.get_it_signed(window).await;
    night.time_passes_until(window, "18:42").await;
    window.press("Ctrl+Enter").await;
    window.shows("state", "上级节点已收").await;
}

/// 当班, and the first of the incidents that are open.
async fn opens_the_incident(window: &mut Window) {
    window.press("Alt+1").await;
    window.shows("desk", "未结事件").await;
    window.press("/ 1").await;
    window.shows("incident-sent", "").await;
}

/// The list of all limits, opened from the incident's head; it is closed again.
async fn limits(window: &mut Window, what: &str, wanted: impl Fn(&str) -> bool) -> String {
    window.goes_to("Shift+Tab", "deadlines").await;
    window.press("Enter").await;
    window.wait_for(LIMITS, "the list of limits", |text| !text.is_empty()).await;
    if window.execute(FOLDED).await == true {
        window.goes_to("Tab", "deadlines-closed").await;
        window.press("Enter").await;
    }
    let limits = window.wait_for(LIMITS, what, wanted).await;
    window.press("Escape").await;
    window.wait_until("document.querySelector('[role=region][aria-label=\"时限\"]') === null").await;
    limits
}

// practice §8, test 1.
async fn past_the_internal_limit_and_not_late(engine: Engine) {
    let (mut post, night) = Night::begin(engine, Story::whether_anyone_is_missing()).await;
    let window = &mut post.window;
    submitted_at_18_42(&night, window).await;
    window.press("Alt+1").await;
    let clock = window.shows("clock-0", "已过内控").await;
    assert!(clock.contains("规定还有"), "what is left until 18:44 is what counts now: {clock}");
    let desk = window.text("[data-test=desk]").await.unwrap();
    assert!(!desk.contains("超时"), "18:42 is before 18:44, so nothing is 超时 on 当班: {desk}");
    opens_the_incident(window).await;
    let open = limits(window, "the room's own limit is past", |text| text.contains("已过内控")).await;
    assert!(!open.contains("超时"), "and nothing is 超时 on 时限: {open}");

    night.time_passes_until(window, "18:43").await;
    window.press("F9").await;
    window.shows("relay", "正文").await;
    night.story.relay(window).await;
    window.shows("relayed", "国家系统已录入").await;
    opens_the_incident(window).await;
    let closed = limits(window, "both limits are done", |text| text.contains("过内控办结")).await;
    assert!(closed.contains("按时办结"), "在规定18:44之前录入: {closed}");
    assert!(!closed.contains("超时"), "18:43 in the national system is late for nobody: {closed}");
    window.press("Alt+1").await;
    let desk = window.shows("desk", "国家系统已录入").await;
    assert!(!desk.contains("超时"), "{desk}");
    post.close().await;
    program::whole(night.room.data()).await;
}

// practice §8, test 2.
async fn nothing_green_before_the_national_system_has_it(engine: Engine) {
    let (mut post, night) = Night::begin(engine, Story::whether_anyone_is_missing()).await;
    let window = &mut post.window;
    submitted_at_18_42(&night, window).await;
    nothing_is_green(window, "the report that went").await;
    for (key, shown, words) in [
        ("F3", "call-out-1", "市应急管理局"),
        ("Shift+F6", "grid", "样例县应急管理局"),
        ("Shift+F4", "timeline", "待国家系统录入"),
        ("F9", "relay", "正文"),
    ] {
        opens_the_incident(window).await;
        window.press(key).await;
        window.shows(shown, words).await;
        nothing_is_green(window, shown).await;
    }
    for (keys, shown, words) in [
        ("Alt+1", "desk", "上级节点已收"),
        ("Alt+2", "incidents", "上级节点已收"),
        ("F6", "three-levels", "已核18:42"),
        ("Escape F4", "register", "第001期"),
        ("Alt+3", "information-list", ""),
        ("Alt+4", "settings", "值班人员"),
    ] {
        window.press(keys).await;
        window.shows(shown, words).await;
        nothing_is_green(window, shown).await;
    }
    opens_the_incident(window).await;
    window.press("F9").await;
    window.shows("relay", "正文").await;
    night.story.relay(window).await;
    window.shows("relayed", "国家系统已录入").await;
    assert_ne!(green(window).await, Vec::<Value>::new(), "now it is green: the eye of this test sees green");
    window.press("Alt+1").await;
    window.shows("desk", "国家系统已录入").await;
    assert_ne!(green(window).await, Vec::<Value>::new(), "and so it is on 当班");
    post.close().await;
}

// practice §8, test 3.
async fn one_line_and_nothing_else(engine: Engine) {
    let (mut post, night) = Night::begin(engine, Story::sample()).await;
    let window = &mut post.window;
    window.press("F2").await;
    window.is_at("call-caller").await;
    window.write("/1").await;
    window.press("Enter").await;
    window.write("打错了").await;
    window.press("F2").await;
    window.shows("call-panel", "按一个数字").await;
    window.press("6").await;
    window.shows_no("call-panel").await;
    night.time_passes_until(window, "20:30").await;
    let line = window.shows("ended-calls", "打错了").await;
    assert!(line.contains("18:09") && line.contains("误报/抽查/其他"), "when it rang and what it was: {line}");
    let lines = "return document.querySelectorAll('[data-test^=ended-call-]').length";
    assert_eq!(window.execute(lines).await, 1, "one line in the log, no more");
    window.shows("desk", "没有在走的时限").await;
    window.shows("desk", "没有未结事件").await;
    window.shows("todos", "没有待办").await;
    window.shows_no("alarm-banner").await;
    window.press("Alt+2").await;
    window.shows("incidents", "还没有事件").await;
    assert_eq!(night.room.upstream.reports(), Vec::<Value>::new(), "nothing was reported to anybody");
    post.close().await;
    program::whole(night.room.data()).await;
}

/// A fire at 17:10, told at 18:09, with nine dead: in the national system at 18:36, and everybody phoned.
async fn nine_are_dead(night: &Night, window: &mut Window) {
    night.story.take_down_the_call(window).await;
    night.story.make_it_an_incident(window).await;
    night.time_passes_until(window, "18:14").await;
    night.story.phone_the_city(window, "18:14").await;
    night.story.fill_in(window).await;
    night.story.see_the_letter(window).await;
    night.story.get_it_signed(window).await;
    night.time_passes_until(window, "18:36").await;
    window.press("Ctrl+Enter").await;
    window.shows("state", "上级节点已收").await;
    window.press("F9").await;
    window.shows("relay", "正文").await;
    night.story.relay(window).await;
    window.shows("relayed", "国家系统已录入").await;
    opens_the_incident(window).await;
    window.press("F3").await;
    window.shows("call-out-1", "市应急管理局").await;
    window.press("2 Enter").await;
    window.shows("recipient-county_committee", "✓ 电话").await;
    for (digit, recipient) in [
        ("3", "county_government"),
        ("4", "shift_leader"),
        ("5", "director"),
        ("6", "vice_magistrate"),
        ("7", "province_bureau"),
    ] {
        window.press(digit).await;
        window.shows(&format!("recipient-{recipient}"), "✓ 电话").await;
    }
}

// practice §8, test 6.
async fn the_tenth_death(engine: Engine) {
    let (mut post, night) = Night::begin(engine, Story::nine_dead()).await;
    let window = &mut post.window;
    nine_are_dead(&night, window).await;
    night.days_pass_until(window, "2026-05-14", "09:00").await;
    opens_the_incident(window).await;
    // 续报 of every day was owed meanwhile, which was seen: from here on it is about the tenth death.
    window.shows("alarm-banner", "续报").await;
    window.press("F11").await;
    window.shows_no("alarm-banner").await;

    window.press("F6").await;
    window.shows("change-panel", "按一个数字").await;
    window.press("1").await;
    window.is_at("change-source").await;
    window.write("县人民医院").await;
    window.goes_to("Enter", "change-deaths").await;
    window.press("Ctrl+a").await;
    window.write("10").await;
    window.goes_to("Enter", "change-words").await;
    window.press("Enter").await;
    window.shows("grading", "重大").await;
    let brought = limits(window, "what the tenth death brings", |text| text.contains("不计迟报")).await;
    assert!(brought.contains("升级产生"), "why it is there and past: {brought}");
    assert!(!brought.contains("超时"), "late count 0 on 时限: {brought}");
    night.days_pass_until(window, "2026-05-14", "09:16").await;
    let alarm = window.shows("alarm-banner", "补报").await;
    assert!(!alarm.contains("另有"), "one alarm, not one for each limit that the tenth death brings: {alarm}");
    window.press("F11").await;
    window.shows_no("alarm-banner").await;
    window.press("Alt+1").await;
    let desk = window.shows("desk", "死亡10").await;
    assert!(!desk.contains("超时"), "late count 0 on 当班: {desk}");
    post.close().await;
    program::whole(night.room.data()).await;
}

const PIN: &str = "2580";

/// 值班人员 in the settings: the officer of the night.
async fn the_officer_is_listed(window: &mut Window) {
    window.press("Alt+4").await;
    window.shows("officers", "姓名").await;
    window.goes_to("Tab", "officer-0-name").await;
    window.write("值班员甲\n值班员\n\n").await;
    window.shows("officers", "值班员甲已保存").await;
    window.press("Alt+1").await;
    window.shows("session", "未登录").await;
    window.press("F12").await;
    window.shows("sign-in", "值班员甲").await;
    window.press("1").await;
    window.is_at("pin").await;
    window.write(&format!("{PIN}\n")).await;
    window.is_at("pin-again").await;
    window.write(&format!("{PIN}\n")).await;
    window.shows_no("sign-in-panel").await;
    window.shows("session", "值班员甲").await;
}

// practice §8, test 13.
async fn a_pin_forgotten_at_minute_25(engine: Engine) {
    let (mut post, night) = Night::begin(engine, Story::whether_anyone_is_missing()).await;
    let window = &mut post.window;
    the_officer_is_listed(window).await;
    window.press("F12").await;
    window.shows("sign-in-panel", "锁定").await;
    window.goes_to("Tab", "desk-lock").await;
    window.press("Enter").await;
    window.shows("locked", "已锁定").await;
    night.story.take_down_the_call(window).await;
    night.story.make_it_an_incident(window).await;
    window.shows("session", "值班岗位").await;
    window.shows_no("locked").await;
    for (key, field, words) in [
        ("Enter", "field-occurred", "-"),
        ("PageDown", "count-0-source", "县消防救援大队"),
        ("Enter", "count-0-deaths", "1"),
        ("Enter", "count-0-injured", "11"),
    ] {
        window.goes_to(key, field).await;
        window.write(words).await;
    }
    window.shows("letter-title", "致1人死亡11人受伤").await;
    window.shows("draft-state", "已存本机").await;

    night.time_passes_until(window, "18:34").await;
    window.press("F12").await;
    for left in ["还可试4次", "还可试3次", "还可试2次", "还可试1次", "请1分钟后再试"] {
        window.is_at("pin").await;
        window.press("Ctrl+a").await;
        window.write("9999\n").await;
        window.shows("pin-wrong", left).await;
    }
    window.press("Escape Escape").await;
    window.shows_no("sign-in-panel").await;
    window.press("Ctrl+Enter").await;
    window.shows("state", "上级节点已收").await;
    window.shows("sent", "值班岗位报送").await;
    assert_eq!(night.room.upstream.reports().len(), 1, "the report is above at minute 25, whoever forgot what");

    night.time_passes_until(window, "18:50").await;
    window.press("F12").await;
    window.is_at("pin").await;
    window.write(&format!("{PIN}\n")).await;
    window.shows("session", "值班员甲").await;
    window.press("Alt+1").await;
    window.shows("todos", "认领").await;
    opens_the_incident(window).await;
    window.press("Shift+F9").await;
    window.shows("sent", "值班岗位（值班员甲认领）").await;
    window.press("Alt+1").await;
    window.wait_for("[data-test=todos]", "claimed once, asked no more", |text| !text.contains("认领")).await;
    post.close().await;
    program::whole(night.room.data()).await;
}

#[tokio::test]
async fn in_the_window_a_report_at_18_42_is_past_the_internal_limit_and_late_for_nobody() {
    past_the_internal_limit_and_not_late(Engine::WebKit).await;
}

#[tokio::test]
async fn in_the_window_nothing_is_green_in_any_room_before_the_national_system_has_it() {
    nothing_green_before_the_national_system_has_it(Engine::WebKit).await;
}

#[tokio::test]
async fn in_the_window_a_wrong_number_is_one_line_in_the_log_and_nothing_else() {
    one_line_and_nothing_else(Engine::WebKit).await;
}

#[tokio::test]
async fn in_the_window_the_tenth_death_on_day_three_is_one_alarm_and_makes_nothing_late() {
    the_tenth_death(Engine::WebKit).await;
}

#[tokio::test]
async fn in_the_window_a_pin_forgotten_at_minute_25_holds_no_report_back() {
    a_pin_forgotten_at_minute_25(Engine::WebKit).await;
}
