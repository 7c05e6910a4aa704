//! Two real windows, a county's and its city's, and an upstream on PostgreSQL: the county reports, the city sees it at
//! once, signs for it and sends it back, the county mends it, the city takes it up, and the grid of three levels fills.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]
#![allow(dead_code, reason = "the stories are shared with the journeys")]

#[path = "../../crates/upstream/tests/upstream/cluster.rs"]
mod cluster;
mod eye;
mod story;

use std::time::Duration;

use cluster::CLUSTER;
use eye::Eye;
use story::Story;
use tests::{COMMON, Engine, Post, Program, Stage, Upstream, Window, wait};

/// Told by the upstream, not found by asking: the desk asks by itself every ten seconds.
const AT_ONCE: Duration = Duration::from_secs(4);

const DATABASE: &str = "county_and_city";

/// A desk of a unit on a stage of its own.
async fn desk_of(unit: &str, upstream: &Upstream, engine: Engine) -> (Stage, Post) {
    let stage = Stage::set(COMMON);
    let data = stage.folder().join("desk");
    let folder = data.to_str().unwrap();
    let code = upstream.one_time_code(unit);
    let enrol = ["enrol", "--data", folder, "--upstream", upstream.address(), "--code", &code];
    Program::built("zhiban").run_under(enrol, &stage.environment()).succeeded();
    let post = Post::open(&stage, engine, &data).await;
    post.window.shows("link", "在线").await;
    (stage, post)
}

async fn upstream_on_postgres(folder: &std::path::Path) -> Upstream {
    let made = CLUSTER.psql("postgres").args(["-c", &format!("CREATE DATABASE {DATABASE}")]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let database = [("ZHIBAN_DATABASE".into(), CLUSTER.address(DATABASE).into())];
    let upstream = Upstream::start_under(&folder.join("upstream"), "127.0.0.1:0", &database).await;
    upstream.load_sample_units();
    upstream
}

/// The letter is signed and goes.
async fn is_signed_and_sent(story: &Story, window: &mut Window) {
    story.get_it_signed(window).await;
    window.press("Ctrl+Enter").await;
    window.shows("state", "上级节点已收").await;
}

/// The same by the leader whose name is known by now.
async fn is_signed_again_and_sent(window: &mut Window) {
    window.press("F8").await;
    window.shows("sign-panel", "现在请示").await;
    window.press("1 2 Enter").await;
    window.shows("signature", "电话").await;
    window.press("Ctrl+Enter").await;
    window.shows("state", "上级节点已收").await;
}

/// Types a line after what stands in the field.
async fn adds(window: &mut Window, field: &str, more: &str) {
    let script = format!(
        "const f = document.querySelector('#field-{field}'); f.focus(); f.setSelectionRange(f.value.length, f.value.length); return true"
    );
    window.execute(&script).await;
    window.write(more).await;
}

/// What a desk holds of calls: each entry, and whether the upstream has given a receipt for it.
fn calls_held(stage: &Stage) -> Vec<(String, bool)> {
    let file = rusqlite::Connection::open(stage.folder().join("desk/zhiban.sqlite")).unwrap();
    let of_calls = "SELECT e.header ->> '$.kind', EXISTS (SELECT 1 FROM receipts r WHERE r.entry = e.id)
        FROM entries e WHERE e.header ->> '$.kind' LIKE 'call%'";
    let mut statement = file.prepare(of_calls).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

// practice §8, test 9.
async fn the_calls_stay_with_the_county(city: &mut Window, (county_stage, city_stage): (&Stage, &Stage)) {
    let at_county = calls_held(county_stage);
    assert!(
        at_county.iter().any(|(kind, received)| kind == "call_opened" && *received),
        "the upstream has it: {at_county:?}"
    );
    assert_eq!(calls_held(city_stage), [], "and the city was handed no call of the county's, not even its header");
    city.press("Alt+1").await;
    city.shows("desk", "下级来报").await;
    city.shows_no("ended-calls").await;
    let desk = city.text("[data-test=desk]").await.unwrap();
    assert!(!desk.contains("未办结来电"), "nor is one on its screen: {desk}");
}

async fn from_the_county_up_and_back(engine: Engine) {
    let story = Story::whether_anyone_is_missing();
    let folder = tempfile::TempDir::with_prefix("zhiban-").unwrap();
    let upstream = upstream_on_postgres(folder.path()).await;
    let (county_stage, mut county_post) = desk_of("990121", &upstream, engine).await;
    let (city_stage, mut city_post) = desk_of("990100", &upstream, engine).await;
    let (county, city) = (&mut county_post.window, &mut city_post.window);
    let eye = &mut Eye::of(engine);
    eye.at(city, "city-nothing").await;

    story.take_down_the_call(county).await;
    story.make_it_an_incident(county).await;
    story.phone_the_city(county, "✓ 电话").await;
    story.fill_in(county).await;
    story.see_the_letter(county).await;
    is_signed_and_sent(&story, county).await;

    // 下级来报: the city was told, and nobody pressed anything there.
    let seen = wait::try_until(AT_ONCE, async || match city.text("[data-test=coming]").await {
        Some(text) if text.contains("样例县应急管理局") && text.contains("未签收") => Ok(()),
        other => Err(format!("{other:?}")),
    });
    seen.await.unwrap_or_else(|last| panic!("the city is told at once; it shows {last}"));
    city.shows("todos", "签收").await;
    eye.at(city, "city-coming").await;
    city.press("0 1").await;
    city.shows("grid", "样例县应急管理局").await;
    city.shows("pane", story.title).await;
    eye.at(city, "city-levels").await;

    // 签收 by name; then 退回补正 by the number of its reason.
    city.press("Enter").await;
    city.is_at("name-by").await;
    eye.at(city, "city-sign").await;
    city.write("市局值班员甲").await;
    city.press("Enter").await;
    city.shows("pane", "市局值班员甲").await;
    city.press("F6").await;
    city.is_at("directive-reason").await;
    eye.at(city, "city-return").await;
    city.write("4").await;
    city.press("Enter").await;
    city.write("写明到单元").await;
    city.press("Enter Enter").await;
    city.is_at("directive-issued_by").await;
    city.write("市局值班员甲").await;
    city.press("Enter").await;
    city.shows("pane", "退回").await;
    eye.at(city, "city-returned").await;

    // The county hears of both, mends what was sent back, and its clocks are what they were.
    county.shows("returned", "地点不具体").await;
    county.shows("step-6", "市局值班员甲签收").await;
    eye.at(county, "county-returned").await;
    county.press("Shift+F8").await;
    county.shows("letter-title", "首报").await;
    adds(county, "place", "1单元").await;
    county.shows("letter-body", "1单元").await;
    eye.at(county, "county-mends").await;
    is_signed_again_and_sent(county).await;
    county.shows("reports", "补正").await;

    // The city takes the event up, with what is known.
    city.shows("things", "补正").await;
    eye.at(city, "city-mended").await;
    city.press("F4").await;
    city.shows("incident-name", "").await;
    city.shows("letter-title", "样例市样例县河东镇").await;
    eye.at(city, "city-takes-up").await;
    is_signed_and_sent(&story, city).await;
    city.press("Shift+F6").await;
    city.shows("grid", "已核（回执）").await;
    eye.at(city, "city-grid").await;

    // And the county knows that the city has it.
    county.press("Shift+F6").await;
    county.wait_for("[data-test=grid]", "the city's cell", |text| text.matches("已核（回执）").count() >= 2).await;
    eye.at(county, "county-grid").await;
    the_calls_stay_with_the_county(city, (&county_stage, &city_stage)).await;
    let text = county.text("[data-test=grid]").await.unwrap();
    assert!(text.contains("未知"), "of the province nothing is known, and that is what stands there: {text}");
    assert_eq!(eye.found, Vec::<String>::new(), "axe finds nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_window_what_a_county_reports_goes_up_comes_back_and_stands_at_every_level() {
    from_the_county_up_and_back(Engine::WebKit).await;
}
