//! 零报告: composed only where it is true in the journal (practice 2.14, §8 test 14).

use chrono::{Duration, NaiveDate};
use domain::Moment;
use domain::beijing;
use domain::call::{Call, CallOutcome};
use domain::channel::advise;
use domain::entry::{CallNoted, Content};
use domain::facts::Facts;
use domain::incident_end::{IncidentEnded, IncidentOutcome};
use domain::officer::Officer;
use domain::pack::{PackText, Packs, SHIPPED};
use domain::report::Stage;
use domain::span::Span;
use domain::unit::{Level, Unit, UnitCode};
use domain::zero_report::{JournalLine, Standing, compose, period, period_words};
use proptest::prelude::*;
use uuid::Uuid;

use crate::accident::deaths;
use crate::desk::{PACKS, evening};
use crate::log::{COUNTY, Log, MATTER, ended, reported};

fn at(month: u32, day: u32, hour: u32, minute: u32) -> Moment {
    beijing::instant(NaiveDate::from_ymd_opt(2026, month, day).unwrap().and_hms_opt(hour, minute, 0).unwrap())
}

fn unit() -> Unit {
    Unit {
        code: UnitCode("990121".into()),
        name: "样例县应急管理局".into(),
        level: Level::County,
        divisions: Vec::new(),
        parent: None,
        sample: true,
    }
}

fn day() -> Span {
    Span { from: at(5, 11, 8, 0), until: Some(at(5, 12, 8, 0)) }
}

fn line(at: Moment, name: &str, standing: Standing) -> JournalLine {
    JournalLine { times: vec![at], name: name.into(), standing }
}

fn officer(name: &str, post: &str, left: bool) -> Officer {
    Officer { id: Uuid::nil(), name: name.into(), post: post.into(), phone: String::new(), left }
}

#[test]
fn a_quiet_day_is_said_in_the_words_of_practice() {
    let zero = compose(&unit(), &[], day(), &[]).unwrap();
    assert_eq!(zero.title, "样例县应急管理局5月12日值班信息（零报告）");
    assert_eq!(zero.body, "5月11日8时至12日8时，我县未发生需上报的突发事件。");
    let advice = advise(&PACKS, &zero.title, &zero.body);
    assert_ne!(
        advice.map(|advice| advice.channel),
        Some(domain::channel::Channel::Incident),
        "it stops itself nowhere"
    );
}

#[test]
fn zero_report_refuses_when_the_journal_has_an_incident() {
    for (standing, why) in
        [(Standing::Reported, "已报送"), (Standing::Open, "未办结"), (Standing::Undecided, "来电未办结")]
    {
        let journal = [
            line(at(5, 11, 18, 9), "河东镇火灾", standing),
            line(at(5, 12, 6, 10), "城关镇车祸", Standing::BelowThreshold),
        ];
        let refused = compose(&unit(), &[], day(), &journal).unwrap_err();
        assert_eq!(refused.found, [format!("5月11日18时09分河东镇火灾（{why}）")], "it says what, when and why");
        assert!(refused.to_string().contains("不能报“未发生”"), "{refused}");
    }
}

#[test]
fn what_is_no_incident_does_not_stand_in_the_way_and_is_counted_where_it_was_kept() {
    let journal = [
        line(at(5, 11, 18, 9), "演练", Standing::Nothing),
        line(at(5, 12, 6, 10), "城关镇车祸", Standing::BelowThreshold),
        line(at(5, 11, 7, 59), "前一日火灾", Standing::Reported),
        line(at(5, 12, 8, 0), "次日火灾", Standing::Open),
    ];
    let zero = compose(&unit(), &[], day(), &journal).unwrap();
    assert!(zero.body.ends_with("接报未达报送标准、由本级掌握的情况1起。"), "8时整属于下一日：{}", zero.body);
}

#[test]
fn what_was_received_before_and_reported_in_the_period_stands_in_the_way_too() {
    let times = vec![at(5, 11, 7, 50), at(5, 11, 8, 20)];
    let journal = [JournalLine { times, name: "河东镇火灾".into(), standing: Standing::Reported }];
    let refused = compose(&unit(), &[], day(), &journal).unwrap_err();
    assert_eq!(refused.found, ["5月11日8时20分河东镇火灾（已报送）"], "a report of it went that day");
}

#[test]
fn only_an_officer_who_holds_a_post_alone_is_named() {
    let officers = [
        officer("甲某", "带班领导", false),
        officer("乙某", "值班员", false),
        officer("丙某", "值班员", false),
        officer("丁某", "带班领导", true),
    ];
    let zero = compose(&unit(), &officers, day(), &[]).unwrap();
    assert!(zero.body.ends_with("\n带班领导：甲某。"), "who of two was on duty is not known here: {}", zero.body);
}

#[test]
fn the_period_is_the_day_that_ended_and_after_it_was_reported_what_has_passed_since() {
    let terms = PACKS.zero_report().unwrap();
    assert_eq!(period(terms, at(5, 12, 8, 0), None), Some(day()), "at eight the day has ended");
    assert_eq!(period(terms, at(5, 12, 8, 20), None), Some(day()));
    let before = Span { from: at(5, 10, 8, 0), until: Some(at(5, 11, 8, 0)) };
    assert_eq!(period(terms, at(5, 12, 7, 59), None), Some(before), "what has not passed is not said");
    let since = period(terms, at(5, 12, 16, 25), Some(at(5, 12, 8, 0)));
    assert_eq!(period_words(since.unwrap()), "5月12日8时至12日16时25分");
    let after = period(terms, at(5, 12, 16, 40), Some(at(5, 12, 16, 25)));
    assert_eq!(period_words(after.unwrap()), "5月12日16时25分至12日16时40分", "nothing is reported twice");
    assert_eq!(period(terms, at(5, 12, 16, 25), Some(at(5, 12, 16, 25))), None);
    assert_eq!(period_words(Span { from: at(5, 31, 8, 0), until: Some(at(6, 1, 8, 0)) }), "5月31日8时至6月1日8时");
}

#[test]
fn flood_season_asks_twice_a_day_and_says_that_no_source_was_read() {
    let terms = PACKS.zero_report().unwrap();
    let season = |month, day| terms.season_on(NaiveDate::from_ymd_opt(2026, month, day).unwrap()).unwrap();
    assert_eq!((season(5, 31).name.as_str(), season(5, 31).send_by.len()), ("平时", 1));
    assert_eq!((season(6, 1).name.as_str(), season(9, 30).send_by.len()), ("汛期", 2));
    assert!(terms.seasons.iter().all(|season| !season.verified), "nobody is bound by what nobody read");
}

fn closed(outcome: IncidentOutcome) -> Content {
    let (verified_by, note, agreed_by) = (String::new(), String::new(), "甲某".to_owned());
    Content::IncidentEnded(IncidentEnded { outcome, verified_by, note, agreed_by, at: evening("20:00") })
}

#[test]
fn an_incident_stands_in_the_journal_as_what_became_of_it_and_a_drill_as_nothing() {
    let line = |log: &Log, drill| JournalLine::of_incident(&log.folded(), "河东镇火灾".into(), drill);
    let mut log = Log::incident();
    assert_eq!(line(&log, false).standing, Standing::Open);
    assert_eq!(line(&log, true).standing, Standing::Nothing, "its draft says that it is a drill");
    for (outcome, standing) in [
        (IncidentOutcome::BelowThreshold, Standing::BelowThreshold),
        (IncidentOutcome::NotTrue, Standing::Nothing),
        (IncidentOutcome::Drill, Standing::Nothing),
    ] {
        let mut log = Log::incident();
        log.write(COUNTY, "20:00", closed(outcome));
        assert_eq!(line(&log, false).standing, standing, "{outcome:?}");
    }
    log.write(COUNTY, "18:36", reported(Stage::First, &deaths(1)));
    let went = line(&log, true);
    assert_eq!((went.standing, went.times), (Standing::Reported, vec![evening("18:09"), evening("18:36")]));
    let mut drill = Log::incident();
    drill.write(COUNTY, "18:36", reported(Stage::First, &Facts { drill: true, ..deaths(1) }));
    assert_eq!(line(&drill, false).standing, Standing::Nothing, "what went says so itself");
}

#[test]
fn a_call_stands_there_unless_it_became_an_incident_or_part_of_one() {
    let line = |outcome: Option<CallOutcome>, caller: &str| {
        let mut log = Log::call();
        let noted = CallNoted { caller: caller.into(), ..CallNoted::default() };
        log.write(COUNTY, "18:10", Content::CallNoted(noted));
        if let Some(outcome) = outcome {
            log.write(COUNTY, "18:12", ended(outcome));
        }
        JournalLine::of_call(&Call::fold(MATTER, &log.entries).unwrap())
    };
    let undecided = line(None, "群众").unwrap();
    assert_eq!((undecided.standing, undecided.name.as_str()), (Standing::Undecided, "群众来电"));
    assert_eq!(line(None, "").unwrap().name, "来电");
    for outcome in [CallOutcome::Incident, CallOutcome::Merged] {
        assert_eq!(line(Some(outcome), ""), None, "{outcome:?} stands there as the incident");
    }
    assert_eq!(line(Some(CallOutcome::BelowThreshold), "").unwrap().standing, Standing::BelowThreshold);
    for outcome in [CallOutcome::Inbound, CallOutcome::PassedOn, CallOutcome::Other] {
        assert_eq!(line(Some(outcome), "").unwrap().standing, Standing::Nothing, "{outcome:?}");
    }
}

#[test]
fn each_level_speaks_of_its_own_land() {
    let body = |level| compose(&Unit { level, ..unit() }, &[], day(), &[]).unwrap().body;
    let all = [Level::County, Level::City, Level::Province, Level::Nation].map(body);
    let own = ["我县", "我市", "我省", "全国"];
    assert!(all.iter().zip(own).all(|(body, own)| body.contains(&format!("，{own}未发生"))), "{all:?}");
}

#[test]
fn a_season_may_run_over_the_new_year_or_be_of_some_days_only() {
    let season = |name: &str, when: &str| {
        format!(
            "[[zero_report.season]]\nname = \"{name}\"\nsend_by = [\"16:30\"]\ncite = \"本局内控\"\nverified = false\n{when}\n"
        )
    };
    let own = [
        "[meta]\nid = \"own\"\ntitle = \"本县规则\"\nversion = \"1\"\neffective_from = \"2026-01-01\"\nlayer = \"county\"\n".to_owned(),
        "[zero_report]\nturns_at = \"08:00\"\ncite = \"本局内控\"\nverified = false\n".to_owned(),
        season("平时", ""),
        season("森林防火期", "from = \"11-01\"\nuntil = \"04-30\""),
        season("春节", "days = [[\"2026-02-15\", \"2026-02-23\"]]"),
    ]
    .concat();
    let packs = Packs::from_texts(&[SHIPPED[0], PackText { file: "own.toml", text: &own }]).unwrap();
    let name = |month, day| {
        let day = NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        packs.zero_report().unwrap().season_on(day).unwrap().name.clone()
    };
    let found =
        [(1, 1), (4, 30), (5, 1), (10, 31), (11, 1), (2, 14), (2, 15), (2, 23), (2, 24)].map(|(m, d)| name(m, d));
    let fire = "森林防火期";
    assert_eq!(found, [fire, fire, "平时", "平时", fire, fire, "春节", "春节", fire], "the last that holds");
}

proptest! {
    #[test]
    fn it_never_says_nothing_happened_over_an_incident(minutes in 0_i64..1440, others in 0_usize..4) {
        let mut journal = vec![line(day().from + Duration::minutes(minutes), "事件", Standing::Reported)];
        journal.extend((0..others).map(|_| line(at(5, 11, 9, 0), "其他", Standing::Nothing)));
        prop_assert!(compose(&unit(), &[], day(), &journal).is_err());
    }

    #[test]
    fn a_period_lies_in_the_past_whatever_the_hour(minutes in 0_i64..100_000, reported in proptest::option::of(0_i64..100_000)) {
        let now = at(1, 1, 0, 0) + Duration::minutes(minutes);
        let reported = reported.map(|minutes| at(1, 1, 0, 0) + Duration::minutes(minutes));
        let Some(span) = period(PACKS.zero_report().unwrap(), now, reported) else {
            prop_assert!(reported.is_some(), "a day that nobody reported is always offered");
            return Ok(());
        };
        prop_assert!(span.from < span.until.unwrap() && span.until.unwrap() <= now, "nothing is said of what is to come");
    }
}
