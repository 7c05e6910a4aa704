//! A forest fire in a county of Henan by keyboard, in the real window and in a browser: a kind beyond the first nine, its
//! own numbers, the grade they make, how far up it goes, its clocks; and a pack that the bureau adds from a file.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails, and says why")]

use fantoccini::Locator;
use tests::{COMMON, Engine, Post, Program, Stage, Upstream, Window, tree};

/// A made-up county whose code begins as Henan's do.
const UNITS: &str = "code,name,level,parent,divisions,sample\n\
    419900,样例市应急管理局,city,,河南省/样例市,true\n\
    419921,样例县应急管理局,county,419900,河南省/样例市/样例县,true\n";

struct Room {
    _stage: Stage,
    _upstream: Upstream,
    post: Post,
}

async fn henan(engine: Engine) -> Room {
    let stage = Stage::set(COMMON);
    let upstream = Upstream::start(&stage.folder().join("upstream")).await;
    let units = stage.folder().join("units.csv");
    std::fs::write(&units, UNITS).unwrap();
    upstream.load_units(&units);
    let data = stage.folder().join("desk");
    let code = upstream.one_time_code("419921");
    let enrol = ["enrol", "--data", data.to_str().unwrap(), "--upstream", upstream.address(), "--code", &code];
    Program::built("zhiban").run(enrol).succeeded();
    let post = Post::open(&stage, engine, &data).await;
    Room { _stage: stage, _upstream: upstream, post }
}

async fn shows(window: &Window, test: &str, words: &str) {
    window.wait_for(&format!("[data-test={test}]"), words, |text| text.contains(words)).await;
}

async fn focus(window: &Window, test: &str) {
    window.wait_until(&format!("document.activeElement?.dataset.test === '{test}'")).await;
}

/// F2, `1`: an incident.
async fn takes_a_call(window: &mut Window) {
    shows(window, "desk", "没有未结事件").await;
    window.press("F2").await;
    focus(window, "call-caller").await;
    window.write("护林员").await;
    window.press("F2").await;
    shows(window, "outcome-1", "突发事件").await;
    window.press("1").await;
    shows(window, "incident-name", "").await;
}

async fn a_forest_fire_is_graded_scoped_and_timed(engine: Engine) {
    let mut room = henan(engine).await;
    let window = &mut room.post.window;
    takes_a_call(window).await;
    window.wait_until("document.activeElement?.closest('[data-test=field-kind]') != null").await;
    window.press("0").await;
    focus(window, "kind-filter").await;
    window.write("森林").await;
    window.press("Enter").await;
    shows(window, "field-kind", "森林火灾").await;
    shows(window, "incident", "受害森林面积").await;
    window.wait_until("document.querySelector('[data-test=figure-burnt_forest_ha]') !== null").await;
    assert_eq!(window.text("[data-test=count-0-at_risk]").await, None, "涉险 is asked of accidents only");

    window.click("[data-test=figure-burnt_forest_ha]").await;
    window.write("99.99").await;
    shows(window, "grading", "较大").await;
    window.press("Ctrl+a").await;
    window.write("100").await;
    shows(window, "grading", "重大").await;
    shows(window, "scope", "报部省市县").await;
    window.click("[data-test=scope]").await;
    shows(window, "scope-province", "直接报告省应急管理厅").await;
    window.press("Escape").await;
    window.click("[data-test=deadlines]").await;
    for (rule, words) in [("H1", "15分钟"), ("H2", "35分钟"), ("N2", "50分钟"), ("F24", "24小时")] {
        shows(window, &format!("deadline-{rule}"), words).await;
    }
    window.press("Escape").await;

    window.press("F10").await;
    shows(window, "end-panel", "本级掌握").await;
    window.press("3").await;
    window.write("县消防救援大队").await;
    window.press("Enter Enter").await;
    shows(window, "ended", "经核实不属实").await;
    window.click("[data-test=rail-desk]").await;
    shows(window, "desk", "没有在走的时限").await;
    room.post.close().await;
}

#[tokio::test]
async fn in_the_window_a_forest_fire_of_a_hundred_hectares_is_major_goes_to_the_ministry_and_has_henans_clocks() {
    a_forest_fire_is_graded_scoped_and_timed(Engine::WebKit).await;
}

#[tokio::test]
async fn in_a_browser_the_same_forest_fire() {
    a_forest_fire_is_graded_scoped_and_timed(Engine::Chromium).await;
}

#[tokio::test]
async fn a_bureau_adds_its_own_pack_from_a_file_after_seeing_what_it_changes_and_a_broken_one_is_refused() {
    let room = henan(Engine::Chromium).await;
    let window = &room.post.window;
    window.click("[data-test=rail-settings]").await;
    shows(window, "pack-henan", "河南").await;
    let offers = async |file: &str| {
        window.click("[data-test=pack-choose]").await;
        window.wait_until("document.querySelector('[data-test=pack-file]') !== null").await;
        let input = window.client().find(Locator::Css("[data-test=pack-file]")).await.unwrap();
        input.send_keys(tree::root().join("tests/packs").join(file).to_str().unwrap()).await.unwrap();
        shows(window, "pack-offer", "").await;
    };
    offers("broken/38-table-with-a-gap.toml").await;
    shows(window, "pack-faults", "在900与1000之间有空档").await;
    assert_eq!(window.text("[data-test=pack-add]").await, None, "a broken pack cannot be added");
    window.click("[data-test=pack-put-away]").await;
    window.wait_until("document.querySelector('[data-test=pack-offer]') === null").await;
    offers("good/own-county.toml").await;
    shows(window, "pack-changes", "own-1").await;
    window.click("[data-test=pack-add]").await;
    shows(window, "pack-own", "本县规则").await;
    shows(window, "desk-log", "加入规则包：本县规则").await;
    room.post.close().await;
}
