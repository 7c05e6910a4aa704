//! A forest fire in a county of Henan by keyboard, in the real window and in a browser: a kind beyond the first nine, its
//! own numbers, the grade they make, how far up it goes, its clocks; and a pack that the bureau adds from a file.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails, and says why")]

use fantoccini::Locator;
use tests::{COMMON, DutyRoom, Engine, Post, Stage, Window, tree};

/// A made-up county whose code begins as Henan's do.
const UNITS: &str = "code,name,level,parent,divisions,sample\n\
    419900,样例市应急管理局,city,,河南省/样例市,true\n\
    419921,样例县应急管理局,county,419900,河南省/样例市/样例县,true\n";

async fn henan(engine: Engine) -> (Post, DutyRoom) {
    let room = DutyRoom::enrolled(Stage::set(COMMON), UNITS, "419921").await;
    (room.open(engine).await, room)
}

/// F2, `1`: an incident.
async fn takes_a_call(window: &mut Window) {
    window.shows("desk", "没有未结事件").await;
    window.press("F2").await;
    window.is_at("call-caller").await;
    window.write("护林员").await;
    window.press("F2").await;
    window.shows("outcome-1", "突发事件").await;
    window.press("1").await;
    window.shows("incident-name", "").await;
}

async fn a_forest_fire_is_graded_scoped_and_timed(engine: Engine) {
    let (mut post, _room) = henan(engine).await;
    let window = &mut post.window;
    takes_a_call(window).await;
    window.is_at("field-kind").await;
    window.press("0").await;
    window.is_at("kind-filter").await;
    window.write("森林").await;
    window.press("Enter").await;
    window.shows("field-kind", "森林火灾").await;
    window.shows("incident", "受害森林面积").await;
    window.wait_until("document.querySelector('[data-test=figure-burnt_forest_ha]') !== null").await;
    assert_eq!(window.text("[data-test=count-0-at_risk]").await, None, "涉险 is asked of accidents only");

    window.click("[data-test=figure-burnt_forest_ha]").await;
    window.write("99.99").await;
    window.shows("grading", "较大").await;
    window.press("Ctrl+a").await;
    window.write("100").await;
    window.shows("grading", "重大").await;
    window.shows("scope", "报部省市县").await;
    window.click("[data-test=scope]").await;
    window.shows("scope-province", "直接报告省应急管理厅").await;
    window.press("Escape").await;
    window.click("[data-test=deadlines]").await;
    for (rule, words) in [("H1", "15分钟"), ("H2", "35分钟"), ("N2", "50分钟"), ("F24", "24小时")] {
        window.shows(&format!("deadline-{rule}"), words).await;
    }
    window.press("Escape").await;

    window.press("F10").await;
    window.shows("end-panel", "本级掌握").await;
    window.press("3").await;
    window.write("县消防救援大队").await;
    window.press("Enter Enter").await;
    window.shows("ended", "经核实不属实").await;
    window.click("[data-test=rail-desk]").await;
    window.shows("desk", "没有在走的时限").await;
    post.close().await;
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
    let (post, _room) = henan(Engine::Chromium).await;
    let window = &post.window;
    window.click("[data-test=rail-settings]").await;
    window.shows("pack-henan", "河南").await;
    let offers = async |file: &str| {
        window.click("[data-test=pack-choose]").await;
        window.wait_until("document.querySelector('[data-test=pack-file]') !== null").await;
        let input = window.client().find(Locator::Css("[data-test=pack-file]")).await.unwrap();
        input.send_keys(tree::root().join("tests/packs").join(file).to_str().unwrap()).await.unwrap();
        window.shows("pack-offer", "").await;
    };
    offers("broken/38-table-with-a-gap.toml").await;
    window.shows("pack-faults", "在900与1000之间有空档").await;
    assert_eq!(window.text("[data-test=pack-add]").await, None, "a broken pack cannot be added");
    window.click("[data-test=pack-put-away]").await;
    window.shows_no("pack-offer").await;
    offers("good/own-county.toml").await;
    window.shows("pack-changes", "own-1").await;
    window.click("[data-test=pack-add]").await;
    window.shows("pack-own", "本县规则").await;
    window.shows("desk-log", "加入规则包：本县规则").await;
    post.close().await;
}
