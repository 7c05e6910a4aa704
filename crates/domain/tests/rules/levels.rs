//! 县 市 省: what a desk knows of the same matter at the other levels, and that it never says more than it knows.

use domain::directive::{Acknowledged, Demand, Directive, DirectiveAnswered};
use domain::entry::{AlarmAcknowledged, AlarmRung, Content, EntryId, Relation, Relay};
use domain::extension::Extension;
use domain::levels::{Known, Levels, clock_of};
use domain::notice::{Notice, NoticeWay, PeerNotice};
use domain::reader::Reader;
use domain::report::Stage;
use domain::same_event::SameEvent;
use domain::taken_up::{LevelTold, TakenUp};
use uuid::Uuid;

use crate::accident::deaths;
use crate::desk::evening;
use crate::log::{CITY, COUNTY, Log, MATTER, PROVINCE, report, reported, unit};

fn at(code: &str, superiors: &[&str]) -> Reader {
    Reader { unit: unit(code), superiors: superiors.iter().map(|one| unit(one)).collect() }
}

fn county() -> Reader {
    at(COUNTY, &[CITY, PROVINCE])
}

fn levels(reader: &Reader, log: &Log) -> Levels {
    Levels::fold(reader, MATTER, &log.entries, &[]).unwrap()
}

fn asks(demand: Demand, until: Option<&str>) -> Box<Directive> {
    Box::new(Directive {
        demand,
        about: None,
        reason: None,
        words: "请核实人数".to_owned(),
        issued_by: "市局值班员".to_owned(),
        until: until.map(evening),
        extends: None,
    })
}

fn signed(of: EntryId, clock: &str) -> Content {
    Content::Acknowledged(Acknowledged { of, by: "乙某".to_owned(), at: evening(clock) })
}

fn answers(directive: EntryId, done: bool, clock: &str) -> Content {
    let words = if done { "已核实" } else { "暂不能核实" };
    Content::DirectiveAnswered(DirectiveAnswered {
        directive,
        done,
        words: words.to_owned(),
        report: None,
        at: evening(clock),
    })
}

fn told(of: &str, reported: bool, clock: &str) -> Content {
    let told_by = "市局值班员".to_owned();
    Content::LevelTold(LevelTold { unit: unit(of), reported, told_by, at: evening(clock) })
}

#[test]
fn a_desk_with_nothing_of_another_unit_has_no_levels() {
    assert_eq!(Levels::fold(&county(), MATTER, &Log::incident().entries, &[]), None);
}

#[test]
fn a_directive_is_open_until_everybody_whom_it_asks_has_answered() {
    let mut log = Log::default();
    let directive = log.write_to(CITY, "19:00", Content::Directive(asks(Demand::Verify, Some("19:30"))), &[COUNTY]);
    log.received(directive, "19:01", 4);
    let open = levels(&county(), &log);
    assert!(open.waits() && open.directives[0].is_open() && !open.directives[0].ours);
    assert_eq!(open.directives[0].since(), evening("19:01"), "its clocks run from when it was there");
    assert_eq!(open.arrived_at(), Some(evening("19:01")));
    log.write(PROVINCE, "19:05", answers(directive, true, "19:05"));
    assert!(levels(&county(), &log).directives[0].is_open(), "who was not asked answers nothing");
    log.write(COUNTY, "19:20", answers(directive, true, "19:20"));
    log.write(COUNTY, "19:10", answers(directive, false, "19:10"));
    let answered = levels(&county(), &log);
    assert!(!answered.waits());
    assert_eq!(answered.directives[0].answered_at(&unit(COUNTY)), Some(evening("19:20")), "the last answer stands");
    assert!(levels(&at(CITY, &[PROVINCE]), &log).directives[0].ours, "the city reads it as its own");
}

#[test]
fn more_time_comes_by_directive_of_who_asked_or_by_phone_as_we_noted_it_and_from_nobody_else() {
    let mut log = Log::default();
    let directive = log.write_to(CITY, "19:00", Content::Directive(asks(Demand::Verify, Some("19:30"))), &[COUNTY]);
    let until = |log: &Log| {
        let one = levels(&county(), log).directives.swap_remove(0);
        (one.until.unwrap(), one.granted_by)
    };
    let extends =
        |clock: &str| Box::new(Directive { extends: Some(directive), ..*asks(Demand::Extension, Some(clock)) });
    log.write_to(PROVINCE, "19:05", Content::Directive(extends("23:00")), &[COUNTY]);
    assert_eq!(until(&log), (evening("19:30"), None), "another superior grants nothing of it");
    log.write_to(CITY, "19:06", Content::Directive(extends("20:00")), &[COUNTY]);
    assert_eq!(until(&log), (evening("20:00"), Some("市局值班员".to_owned())));
    let by_phone = |rule: String, clock: &str| {
        Content::ExtensionGranted(Extension {
            rule,
            until: evening(clock),
            by: "市局带班领导".to_owned(),
            at: evening("19:10"),
        })
    };
    log.write(COUNTY, "19:10", by_phone("N1".to_owned(), "23:30"));
    assert_eq!(until(&log).0, evening("20:00"), "more time for the report is none for the directive");
    log.write(COUNTY, "19:11", by_phone(clock_of(directive, "K1"), "21:00"));
    assert_eq!(until(&log), (evening("21:00"), Some("市局带班领导".to_owned())));
    log.write(COUNTY, "19:12", by_phone(clock_of(directive, "K1"), "20:30"));
    assert_eq!(until(&log).0, evening("21:00"), "what was granted is not taken back by less");
}

#[test]
fn only_a_superior_directs_and_only_whom_he_names() {
    let mut log = Log::default();
    log.write_to("990122", "19:00", Content::Directive(asks(Demand::Supplement, None)), &[COUNTY]);
    log.write_to(CITY, "19:01", Content::Directive(asks(Demand::Supplement, None)), &["990122"]);
    assert_eq!(Levels::fold(&county(), MATTER, &log.entries, &[]), None);
}

#[test]
fn a_directives_alarm_is_kept_beside_it_and_another_units_is_not_ours() {
    let mut log = Log::default();
    let directive = log.write_to(CITY, "19:00", Content::Directive(asks(Demand::Supplement, None)), &[COUNTY]);
    let rang = |rule: &str| {
        Content::AlarmRung(AlarmRung {
            rule: rule.to_owned(),
            step: "promptly-5".to_owned(),
            words: "按通知补报，请立即".to_owned(),
            due_at: evening("19:05"),
            late: false,
            notified: true,
            played_by: None,
        })
    };
    let clock = clock_of(directive, "K2");
    let seen = |clock: &str| {
        Content::AlarmAcknowledged(AlarmAcknowledged { rule: clock.to_owned(), step: "promptly-5".to_owned() })
    };
    log.write(COUNTY, "19:05", rang(&clock));
    log.write(COUNTY, "19:05", rang("N1"));
    log.write(CITY, "19:05", rang(&clock));
    log.write(COUNTY, "19:08", seen(&clock));
    log.write(COUNTY, "19:07", seen(&clock));
    let alarms = levels(&county(), &log).alarms;
    assert_eq!(alarms.len(), 1, "{alarms:?}");
    assert_eq!((alarms[0].rule.as_str(), alarms[0].acknowledged_at), (clock.as_str(), Some(evening("19:07"))));
}

#[test]
fn unknown_is_never_not_reported_and_a_receipt_outweighs_a_word() {
    let mut log = Log::default();
    log.write(COUNTY, "18:50", told(CITY, false, "18:50"));
    let city = |log: &Log| Known::of(&unit(CITY), &[], &[&levels(&county(), log)]);
    assert_eq!(Known::of(&unit(PROVINCE), &[], &[&levels(&county(), &log)]), Known::Unknown);
    assert!(!city(&log).is_in_the_system());
    log.write(COUNTY, "19:00", told(CITY, true, "19:00"));
    assert!(city(&log).is_in_the_system(), "the last word stands: {:?}", city(&log));
    let report = log.write(CITY, "19:05", reported(Stage::First, &deaths(1)));
    assert!(matches!(city(&log), Known::Told { .. }), "what the upstream has not received proves nothing");
    log.received(report, "19:06", 9);
    log.write(
        CITY,
        "19:08",
        Content::Relay(Relay { report, at: evening("19:08"), number: String::new(), instead: String::new() }),
    );
    let proven = Known::ByReceipt { received_at: evening("19:06"), relayed_at: Some(evening("19:08")) };
    assert_eq!(city(&log), proven);
    let own = {
        let mut own = Log::incident();
        let report = own.write(COUNTY, "18:36", reported(Stage::First, &deaths(1)));
        own.received(report, "18:37", 3);
        own.folded()
    };
    let ours = Known::of(&unit(COUNTY), &[&own], &[]);
    assert_eq!(ours, Known::ByReceipt { received_at: evening("18:37"), relayed_at: None });
}

#[test]
fn of_a_report_that_we_may_not_read_we_know_when_it_was_received_and_entered() {
    let mut log = Log::default();
    let report = log.write(CITY, "19:05", reported(Stage::First, &deaths(1)));
    log.received(report, "19:06", 9);
    let relay = log.write(
        CITY,
        "19:08",
        Content::Relay(Relay { report, at: evening("19:08"), number: String::new(), instead: String::new() }),
    );
    log.linked(relay, Relation::About, report);
    let headers = [log.header_only(report), log.header_only(relay)];
    let known = Levels::fold(&county(), MATTER, &[], &headers).unwrap();
    assert_eq!((known.others[0].incident.is_none(), known.others[0].heard.len()), (true, 1));
    let proven = Known::ByReceipt { received_at: evening("19:06"), relayed_at: Some(evening("19:08")) };
    assert_eq!(Known::of(&unit(CITY), &[], &[&known]), proven);
    assert_eq!(known.arrived_at(), Some(evening("19:06")));
    assert!(!known.waits(), "what nobody can read here waits for nobody's name");
}

#[test]
fn a_report_from_below_waits_until_somebody_signs_for_it_who_did_not_write_it() {
    let mut log = Log::default();
    let report = log.write(COUNTY, "18:36", reported(Stage::First, &deaths(1)));
    log.write(COUNTY, "18:37", signed(report, "18:37"));
    let city = at(CITY, &[PROVINCE]);
    assert!(levels(&city, &log).waits(), "its author's own name is no 签收");
    log.write(CITY, "18:40", signed(report, "18:40"));
    let read = levels(&city, &log);
    assert!(!read.waits());
    assert_eq!(read.signature_for(report, &unit(CITY)).unwrap().by, "乙某");
    assert_eq!(read.signature_for(report, &unit(PROVINCE)), None);
}

#[test]
fn of_two_desks_that_took_it_up_offline_the_earlier_time_stands() {
    let mut log = Log::default();
    let report = log.write(COUNTY, "18:36", reported(Stage::First, &deaths(1)));
    let taken = |clock: &str| {
        Content::TakenUp(TakenUp { from: report, source: "样例县".to_owned(), aware_at: evening(clock) })
    };
    for (by, clock) in [(CITY, "18:40"), (CITY, "18:38"), (CITY, "18:45"), (PROVINCE, "18:37")] {
        log.write(by, clock, taken(clock));
    }
    assert_eq!(levels(&at(CITY, &[PROVINCE]), &log).taken_up.unwrap().aware_at, evening("18:38"));
}

#[test]
fn a_neighbours_notice_waits_for_a_name_and_what_we_told_others_stands_in_the_order_of_its_times() {
    let mut log = Log::default();
    let notice = PeerNotice {
        title: "关于河西镇火灾的通报".to_owned(),
        body: "正文".to_owned(),
        phone: "0000-1".to_owned(),
        at: evening("19:00"),
    };
    let peer = log.write_to("990122", "19:00", Content::PeerNotice(notice), &[COUNTY]);
    let word = |name: &str, clock: &str| {
        Content::Notice(Notice {
            partner: None,
            name: name.to_owned(),
            way: NoticeWay::WeTold,
            knew_at: None,
            at: evening(clock),
            person: String::new(),
            words: String::new(),
        })
    };
    log.write(COUNTY, "19:20", word("林业", "19:20"));
    log.write(COUNTY, "19:21", word("气象", "19:10"));
    let read = levels(&county(), &log);
    assert!(read.waits());
    assert_eq!(read.notices.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["气象", "林业"]);
    let told = &read.peers[0];
    assert_eq!((told.id, &told.from, told.phone.as_str()), (peer, &unit("990122"), "0000-1"));
    log.write(COUNTY, "19:30", signed(peer, "19:30"));
    log.write(COUNTY, "19:25", signed(peer, "19:25"));
    log.write(CITY, "19:01", signed(peer, "19:01"));
    let signed = levels(&county(), &log).peers.swap_remove(0).signed;
    assert_eq!(
        signed.iter().map(|one| one.at).collect::<Vec<_>>(),
        [evening("19:25")],
        "the first name of who was told"
    );
    assert!(!levels(&county(), &log).waits());
}

#[test]
fn of_what_was_said_of_two_matters_the_last_by_the_upstreams_order_stands() {
    let other = Uuid::from_u128(77);
    let mut log = Log::default();
    let mut say = |same: bool, relation, position: Option<u64>| {
        let said = SameEvent { other, same, reason: String::new() };
        let entry = log.write(COUNTY, "19:00", Content::SameEvent(said));
        log.linked(entry, relation, other);
        log.linked(entry, Relation::About, Uuid::from_u128(5));
        if let Some(position) = position {
            log.received(entry, "19:01", position);
        }
    };
    say(false, Relation::OtherEvent, Some(8));
    say(true, Relation::SameEvent, Some(3));
    let links = levels(&county(), &log).links;
    assert_eq!(links.len(), 1, "{links:?}");
    assert_eq!((links[0].other, links[0].same, links[0].position), (other, false, Some(8)));
}

#[test]
fn a_report_that_was_sent_back_can_be_mended_until_it_was_whatever_was_answered_before() {
    let mut log = Log::incident();
    let sent_back = log.write(COUNTY, "18:36", reported(Stage::First, &deaths(1)));
    let mut own = Log { entries: log.entries.clone() };
    let asked = Directive { about: Some(sent_back), ..*asks(Demand::Return, None) };
    let directive = log.write_to(CITY, "19:00", Content::Directive(Box::new(asked)), &[COUNTY]);
    log.received(directive, "19:01", 4);
    let to_mend =
        |log: &Log, own: &Log| levels(&county(), log).directives[0].to_mend(&own.folded()).map(|report| report.id);
    assert_eq!(to_mend(&log, &own), Some(sent_back));
    log.write(COUNTY, "19:10", answers(directive, false, "19:10"));
    assert_eq!(to_mend(&log, &own), Some(sent_back), "暂不能办 is an answer and mends nothing");
    assert!(!levels(&county(), &log).directives[0].is_done_by(&unit(COUNTY)));
    let city = levels(&at(CITY, &[PROVINCE]), &log);
    assert_eq!(city.directives[0].to_mend(&own.folded()), None, "who sent it back does not write it anew");
    let mut mended = report(Stage::First, &deaths(1), evening("18:09"));
    mended.mends = Some(sent_back);
    own.write(COUNTY, "19:20", Content::Report(Box::new(mended)));
    assert_eq!(to_mend(&log, &own), None, "once");
    log.write(COUNTY, "19:20", answers(directive, true, "19:20"));
    let done = levels(&county(), &log);
    assert!(done.directives[0].is_done_by(&unit(COUNTY)) && !done.directives[0].is_done_by(&unit(PROVINCE)));
}
