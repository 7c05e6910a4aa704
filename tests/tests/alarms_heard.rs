//! 提醒, as it reaches a person: a real notification daemon, a real player, a window that nobody sees.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use domain::pack::Tone;
use serde_json::{Value, json};
use tests::loudspeaker::Loudspeaker;
use tests::notifications::Notifications;
use tests::program::let_go;
use tests::{COMMON, FalseClock, Program, Serve, Stage, Upstream, wait};
use workstation::alarm::samples;

/// Minute of the step, and how the words end. The city was phoned at 18:10, one minute after the call.
const STEPS: [(&str, &str); 6] = [
    ("18:29", "系统报送首报还有10分钟，内控18:39"),
    ("18:34", "系统报送首报还有5分钟，内控18:39"),
    ("18:37", "系统报送首报还有2分钟，内控18:39"),
    ("18:38", "系统报送首报还有2分钟，规定18:40"),
    ("18:39", "系统报送首报已过内控18:39"),
    ("18:40", "系统报送首报时限已到，规定18:40"),
];

/// A duty room in which time passes when the test says so.
struct Room {
    stage: Stage,
    clock: FalseClock,
    daemon: Notifications,
    upstream: Upstream,
    data: PathBuf,
}

impl Room {
    /// An enrolled desk, an upstream and a notification daemon at 18:09.
    async fn at_18_09() -> Self {
        let mut stage = Stage::set(COMMON);
        let daemon = Notifications::listening(&stage).await;
        let clock = FalseClock::passing_from(stage.folder(), &at("18:09"));
        stage.under(&clock);
        let environment = clock.environment();
        let upstream = Upstream::start_under(&stage.folder().join("upstream"), "127.0.0.1:0", &environment).await;
        upstream.load_sample_units();
        let data = stage.folder().join("desk");
        let code = upstream.one_time_code("990121");
        let enrol = ["enrol", "--data", data.to_str().unwrap(), "--upstream", upstream.address(), "--code", &code];
        Program::built("zhiban").run_under(enrol, &environment).succeeded();
        Self { stage, clock, daemon, upstream, data }
    }

    fn plays_on(&mut self, loudspeaker: &Loudspeaker) {
        for (name, value) in loudspeaker.environment() {
            self.stage.variable(name.to_str().unwrap(), value);
        }
    }

    async fn serve(&self) -> (Serve, String) {
        let serve = Serve::start_at(&self.data, "127.0.0.1:0", &self.stage.environment()).await;
        let cookie = serve.cookie().unwrap();
        (serve, cookie)
    }

    /// A call at 18:09 becomes an incident and is phoned on at 18:10.
    fn call_comes_in_and_goes_up_by_phone(&self, serve: &Serve, cookie: &str) -> Value {
        let call = serve.does(cookie, "call_open", &Value::Null)["id"].clone();
        serve.does(cookie, "call_end", &json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
        self.clock.turn_to(&at("18:10"));
        let told = json!({
            "incident": call, "recipient": "city_bureau", "name": "", "purpose": "report", "reached": "answered",
            "time": "", "taken_by": "值班员", "words": "", "recording": ""
        });
        serve.does(cookie, "call_out", &told);
        call
    }

    /// Thirty-one minutes pass, minute by minute; each step must arrive in its own.
    async fn thirty_one_minutes_pass(&self) {
        for minute in 11..=41 {
            let now = format!("18:{minute}");
            self.clock.turn_to(&at(&now));
            if let Some(place) = STEPS.iter().position(|(step, _)| *step == now) {
                let shown = self.daemon.at_least(place + 1).await;
                assert!(shown[place].ends_with(STEPS[place].1), "at {now}: {shown:#?}");
            }
        }
    }

    /// Once the last step is on record, nothing more is to come.
    async fn each_step_arrived_once(&self, serve: &Serve, cookie: &str, incident: &Value) {
        let alarms = wait::until("the last step on record", async || {
            let alarms = serve.does(cookie, "incident", &json!({ "incident": incident }))["incident"]["alarms"].clone();
            if alarms.as_array().unwrap().len() >= STEPS.len() { Ok(alarms) } else { Err(alarms.to_string()) }
        })
        .await;
        let shown = self.daemon.shown();
        assert_eq!(shown.len(), STEPS.len(), "every step once: {shown:#?}");
        let recorded = alarms.as_array().unwrap();
        assert_eq!(recorded.len(), STEPS.len(), "and the record has the same: {alarms:#}");
        assert!(recorded.iter().all(|rung| rung["late"] == false && rung["played_by"] == "aplay"), "{alarms:#}");
    }
}

fn at(minute: &str) -> String {
    format!("2026-05-12 {minute}:05")
}

fn heard(loudspeaker: &Loudspeaker) -> (usize, usize) {
    (loudspeaker.heard(&samples(Tone::Near)), loudspeaker.heard(&samples(Tone::Due)))
}

#[tokio::test]
async fn a_window_hidden_for_thirty_one_minutes_rings_every_step_once_and_is_heard() {
    let mut room = Room::at_18_09().await;
    let loudspeaker = Loudspeaker::on(room.stage.folder());
    room.plays_on(&loudspeaker);
    let incident = {
        let (serve, cookie) = room.serve().await;
        room.call_comes_in_and_goes_up_by_phone(&serve, &cookie)
    };
    let window = room.stage.open(&Program::built("zhiban-desk"), &["--data", room.data.to_str().unwrap()]).await;
    window.wait_for("[data-test=clock-0]", "the clock runs", |text| text.contains("18:39")).await;
    room.stage.display().hide_windows("值班台").await;
    room.thirty_one_minutes_pass().await;
    room.stage.display().show_windows("值班台").await;
    window
        .wait_for("[data-test=alarm-banner]", "the banner waits for whoever comes back", |text| text.contains("18:40"))
        .await;
    window.close().await;
    let_go(&room.data).await;

    let (serve, cookie) = room.serve().await;
    room.each_step_arrived_once(&serve, &cookie, &incident).await;
    assert_eq!(heard(&loudspeaker), (4, 2), "four times near, twice due, whole, at the device itself");
    assert!(room.upstream.log().contains("listening"), "the upstream was there all the time");
}

#[tokio::test]
async fn the_browser_host_rings_every_step_once_with_no_page_open() {
    let mut room = Room::at_18_09().await;
    let loudspeaker = Loudspeaker::on(room.stage.folder());
    room.plays_on(&loudspeaker);
    let (serve, cookie) = room.serve().await;
    let incident = room.call_comes_in_and_goes_up_by_phone(&serve, &cookie);
    room.thirty_one_minutes_pass().await;
    room.each_step_arrived_once(&serve, &cookie, &incident).await;
    assert_eq!(heard(&loudspeaker), (4, 2));
}

/// A host without a notification daemon, without a bus even.
fn without_a_bus(folder: &Path, loudspeaker: &Loudspeaker) -> Vec<(OsString, OsString)> {
    let mut environment = loudspeaker.environment();
    let nowhere = format!("unix:path={}", folder.join("no-bus").display());
    environment.push(("DBUS_SESSION_BUS_ADDRESS".into(), nowhere.into()));
    environment
}

#[tokio::test]
async fn the_sound_test_plays_the_tone_to_the_device_and_a_missing_device_is_said_and_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let upstream = Upstream::start(&folder.path().join("upstream")).await;
    upstream.load_sample_units();
    let data = folder.path().join("desk");
    let code = upstream.one_time_code("990121");
    let enrol = ["enrol", "--data", data.to_str().unwrap(), "--upstream", upstream.address(), "--code", &code];
    Program::built("zhiban").run(enrol).succeeded();

    let loudspeaker = Loudspeaker::on(folder.path());
    let mut serve = Serve::start_at(&data, "127.0.0.1:0", &without_a_bus(folder.path(), &loudspeaker)).await;
    let cookie = serve.cookie().unwrap();
    let test = serve.does(&cookie, "sound_test", &Value::Null);
    assert_eq!((&test["played_by"], &test["trouble"]), (&json!("aplay"), &Value::Null));
    assert_eq!(heard(&loudspeaker), (0, 1), "exactly the tone of the alarm reached the device");
    serve.kill();

    let gone = Loudspeaker::missing(folder.path());
    let serve = Serve::start_at(&data, "127.0.0.1:0", &without_a_bus(folder.path(), &gone)).await;
    let cookie = serve.cookie().unwrap();
    let test = serve.does(&cookie, "sound_test", &Value::Null);
    assert_eq!(test["played_by"], Value::Null);
    assert!(test["trouble"].as_str().unwrap().contains("没有可用的声音设备"), "{test}");
    let log = serve.does(&cookie, "settings", &Value::Null)["desk_log"].clone();
    let said: Vec<&str> = log.as_array().unwrap().iter().map(|event| event["words"].as_str().unwrap()).collect();
    assert_eq!(said, ["提示音自检：没有可用的声音设备", "提示音自检：已由aplay播放"], "newest first");
}
