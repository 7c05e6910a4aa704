//! 提醒, judged by the record: which step rang when, what it said, and whether it could be heard.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

use domain::Moment;
use domain::pack::Tone;
use serde_json::{Value, json};
use tests::room::{Room, may_12};
use workstation::alarm::look;

/// F2 at 18:09 and `1`; the city phoned at 18:14: 内控 18:39, 规定 18:44.
async fn received_and_phoned() -> (Room, Value) {
    let room = Room::open(may_12(18, 9)).await;
    look(&room.desk);
    let call = room.does("call_open", Value::Null)["id"].clone();
    room.does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
    room.clock.turn_to(may_12(18, 14));
    room.does(
        "call_out",
        json!({ "incident": call, "recipient": "city_bureau", "name": "", "purpose": "report", "reached": "answered",
                "time": "", "taken_by": "值班员", "words": "", "recording": "" }),
    );
    room.bell.said();
    room.bell.played();
    (room, call)
}

/// The loop's own work until this instant: it looks when something comes, and looks again for good measure.
fn watch_until(room: &Room, end: Moment) -> Vec<(String, Vec<Tone>)> {
    let mut heard = Vec::new();
    loop {
        let next = look(&room.desk);
        look(&room.desk);
        let played = room.bell.played();
        let at = domain::beijing::digital(room.clock.now());
        heard.extend(room.bell.said().into_iter().map(|words| (format!("{at} {words}"), played.clone())));
        match next.filter(|next| *next <= end) {
            Some(next) => room.clock.turn_to(next),
            None => return heard,
        }
    }
}

/// What rang for the incident, as the record has it: step, late or not.
fn rung(room: &Room, incident: &Value) -> Vec<String> {
    let alarms = room.does("incident", json!({ "incident": incident }))["incident"]["alarms"].clone();
    let line = |rung: &Value| {
        let late = if rung["late"] == true { " late" } else { "" };
        format!("{}/{}{late}", rung["rule"].as_str().unwrap(), rung["step"].as_str().unwrap())
    };
    alarms.as_array().unwrap().iter().map(line).collect()
}

#[tokio::test]
async fn every_step_rings_once_at_its_minute_and_says_what_is_due_and_until_when() {
    let (room, incident) = received_and_phoned().await;
    let heard = watch_until(&room, may_12(19, 0));
    let words: Vec<&str> = heard.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(
        words,
        [
            "18:29 【样例】未命名事件：系统报送首报还有10分钟，内控18:39",
            "18:34 【样例】未命名事件：系统报送首报还有5分钟，内控18:39",
            "18:37 【样例】未命名事件：系统报送首报还有2分钟，内控18:39",
            "18:39 【样例】未命名事件：系统报送首报已过内控18:39",
            "18:42 【样例】未命名事件：系统报送首报还有2分钟，规定18:44",
            "18:44 【样例】未命名事件：系统报送首报时限已到，规定18:44",
        ],
        "each step once, at its minute"
    );
    let tones: Vec<&[Tone]> = heard.iter().map(|(_, tones)| tones.as_slice()).collect();
    assert_eq!(tones[..3], [[Tone::Near]; 3], "the nearing limit has its own sound");
    assert_eq!(tones[3], [Tone::Due]);
    let steps = ["N0/before-10", "N0/before-5", "N0/before-2", "N0/due", "N1/before-2", "N1/due"];
    assert_eq!(rung(&room, &incident), steps, "an inquiry finds the same in the record");
}

#[tokio::test]
async fn a_machine_that_slept_through_the_limit_rings_late_once_for_each_clock_and_says_so() {
    let (room, incident) = received_and_phoned().await;
    assert_eq!(watch_until(&room, may_12(18, 20)), [], "nothing is near yet");
    room.clock.turn_to(may_12(18, 46));
    let heard = watch_until(&room, may_12(18, 46));
    let words: Vec<&str> = heard.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(
        words,
        [
            "18:46 【样例】未命名事件：系统报送首报已过内控18:39（应于18:39提醒）",
            "18:46 【样例】未命名事件：系统报送首报时限已到，规定18:44（应于18:44提醒）",
        ],
        "the newest step of each clock, not the whole row that was missed"
    );
    assert_eq!(heard[0].1, [Tone::Due], "two notifications, one sound");
    assert_eq!(rung(&room, &incident), ["N0/due late", "N1/due late"], "the record says that they came late");
}

#[tokio::test]
async fn a_program_started_again_rings_what_it_missed_once_and_nothing_a_second_time() {
    let (room, incident) = received_and_phoned().await;
    watch_until(&room, may_12(18, 29));
    let room = room.reopen();
    assert_eq!(watch_until(&room, may_12(18, 29)), [], "it rang before the restart");
    room.clock.turn_to(may_12(18, 36));
    let room = room.reopen();
    let heard = watch_until(&room, may_12(18, 36));
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert!(heard[0].0.ends_with("还有3分钟，内控18:39（应于18:34提醒）"), "{heard:?}");
    let room = room.reopen();
    assert_eq!(watch_until(&room, may_12(18, 36)), []);
    assert_eq!(rung(&room, &incident), ["N0/before-10", "N0/before-5 late"]);
}

#[tokio::test]
async fn a_wall_clock_set_forward_or_back_moves_no_deadline_is_on_screen_and_recorded_once() {
    for (minutes, banner, word) in [(95, "快95分", "被拨快95分0秒"), (-180, "慢180分", "被拨慢180分0秒")]
    {
        let (room, incident) = received_and_phoned().await;
        let deadlines = || room.does("incident", json!({ "incident": incident }))["composed"]["deadlines"].clone();
        let before = deadlines();
        room.clock.somebody_sets_the_wall_clock(chrono::Duration::minutes(minutes));
        assert_eq!(watch_until(&room, may_12(18, 14)), [], "no time passed, nothing rings");
        assert_eq!(deadlines(), before, "no deadline moves");
        let shown = room.does("desk", Value::Null)["clock"]["banner"].clone();
        assert!(shown.as_str().is_some_and(|text| text.contains(banner)), "{shown}");
        watch_until(&room, may_12(18, 14));
        let log = room.does("settings", Value::Null)["desk_log"].clone();
        let said: Vec<&str> = log.as_array().unwrap().iter().map(|event| event["words"].as_str().unwrap()).collect();
        assert_eq!(said.iter().filter(|words| words.contains(word)).count(), 1, "recorded once: {said:?}");
        assert_eq!(said.len(), 1, "and nothing else was recorded of the desk: {said:?}");
        let room = room.reopen();
        watch_until(&room, may_12(18, 14));
        let log = room.does("settings", Value::Null)["desk_log"].clone();
        assert_eq!(log.as_array().unwrap().len(), 1, "a restart on the same boot is no second change");
    }
}

#[tokio::test]
async fn without_a_sound_device_the_screen_says_so_and_the_record_does_not_claim_a_sound() {
    let (room, incident) = received_and_phoned().await;
    room.bell.without_a_device();
    let heard = watch_until(&room, may_12(18, 29));
    assert_eq!(heard.len(), 1, "it is still shown: {heard:?}");
    let desk = room.does("desk", Value::Null);
    let trouble = desk["sound_trouble"].as_str().unwrap();
    assert!(trouble.contains("没有可用的声音设备"), "{trouble}");
    assert_eq!(desk["alarms"][0]["silent"], true, "the banner knows that nobody heard it");
    let alarms = room.does("incident", json!({ "incident": incident }))["incident"]["alarms"].clone();
    assert_eq!(alarms[0]["played_by"], Value::Null, "nothing is claimed: {alarms}");
}

#[tokio::test]
async fn what_was_seen_leaves_the_banner_and_the_next_step_of_the_same_clock_rings() {
    let (room, incident) = received_and_phoned().await;
    watch_until(&room, may_12(18, 29));
    let banner = |room: &Room| room.does("desk", Value::Null)["alarms"].clone();
    assert_eq!(banner(&room)[0]["step"], "before-10");
    let seen = json!({ "incident": incident, "rule": "N0", "step": "before-10" });
    room.does("alarm_acknowledge", seen.clone());
    assert_eq!(banner(&room), json!([]), "seen is seen");
    room.does("alarm_acknowledge", seen);
    let acknowledged = room.does("incident", json!({ "incident": incident }))["incident"]["alarms"].clone();
    assert_eq!(acknowledged.as_array().unwrap().len(), 1, "seen twice is seen once");
    let heard = watch_until(&room, may_12(18, 34));
    assert_eq!(heard.len(), 1, "the clock runs on and its next step rings: {heard:?}");
    assert_eq!(banner(&room)[0]["step"], "before-5");
}

#[tokio::test]
async fn an_alarm_is_red_only_once_what_others_set_is_overdue_and_amber_while_only_the_rooms_own_limit_is_past() {
    let (room, _) = received_and_phoned().await;
    let tones = |room: &Room| -> Vec<String> {
        let alarms = room.does("desk", Value::Null)["alarms"].clone();
        alarms.as_array().unwrap().iter().map(|alarm| format!("{}/{}", alarm["rule"], alarm["tone"])).collect()
    };
    watch_until(&room, may_12(18, 39));
    assert_eq!(tones(&room), [r#""N0"/"near""#], "内控 is past at 18:39, and nobody is late before 18:44");
    watch_until(&room, may_12(18, 44));
    assert_eq!(
        tones(&room),
        [r#""N1"/"late""#, r#""N0"/"near""#],
        "规定 is overdue at 18:44: red, beside the room's own"
    );
}
