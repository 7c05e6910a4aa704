//! One event as its desk reads it from its entries: what changed since the report, what still waits, who has signed, who was
//! told, and when somebody has to look again.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::call::{Call, CallOutcome};
use domain::change::{ChangeKind, ChangeNoted};
use domain::contact::{CallOut, Purpose, Reached};
use domain::count::{Count, Number};
use domain::draft::Draft;
use domain::entry::{AlarmAcknowledged, AlarmRung, Content, EntryId, Relay, SourceAdded};
use domain::facts::{Facts, FlameOut};
use domain::grade::Grade;
use domain::incident::Relayed;
use domain::incident_end::{IncidentEnded, IncidentOutcome, IncidentReopened, LookedAgain};
use domain::quantity::Quantity;
use domain::report::{NumberGiven, Signed, Stage};
use domain::signoff::{SignOff, SignOffSought, SignOffWay, SoughtEnd, letter_digest};
use domain::span::Span;
use uuid::Uuid;

use crate::accident::deaths;
use crate::desk::{PACKS, evening, row};
use crate::log::{COUNTY, Log, MATTER, ended, report, reported};

fn change(clock: &str, dead: Option<u32>) -> ChangeNoted {
    let count = dead.map(|n| Count { deaths: Number::Known(n), adopted: false, ..row("县人民医院", None) });
    ChangeNoted {
        at: evening(clock),
        what: ChangeKind::Casualties,
        source: "县人民医院".to_owned(),
        words: String::new(),
        count,
        figures: BTreeMap::new(),
        signs: Default::default(),
        flame_out: None,
    }
}

fn end(outcome: IncidentOutcome, clock: &str) -> Content {
    Content::IncidentEnded(IncidentEnded {
        outcome,
        verified_by: String::new(),
        note: String::new(),
        agreed_by: "甲某".to_owned(),
        at: evening(clock),
    })
}

fn looked(clock: &str) -> Content {
    Content::LookedAgain(LookedAgain { note: "仍未达标准".to_owned(), at: evening(clock) })
}

fn signs(title: &str, clock: &str, number: Option<NumberGiven>) -> Content {
    Content::SignOff(SignOff {
        post: "带班领导".to_owned(),
        signer: "甲某".to_owned(),
        way: SignOffWay::ByPhone,
        at: evening(clock),
        letter: letter_digest(title, "正文"),
        number,
    })
}

fn sought(clock: &str) -> Content {
    Content::SignOffSought(SignOffSought {
        post: "带班领导".to_owned(),
        signer: String::new(),
        way: SignOffWay::ByPhone,
        at: evening(clock),
        ended: SoughtEnd::Busy,
    })
}

fn phoned(recipient: Option<&str>, clock: &str, (purpose, reached): (Purpose, Reached)) -> Content {
    Content::CallOut(CallOut {
        recipient: recipient.map(str::to_owned),
        name: "市应急管理局指挥中心".to_owned(),
        superior: true,
        purpose,
        at: evening(clock),
        reached,
        taken_by: String::new(),
        words: String::new(),
        recording: String::new(),
    })
}

fn relayed(report: EntryId, clock: &str) -> Content {
    Content::Relay(Relay { report, at: evening(clock), number: String::new(), instead: String::new() })
}

#[test]
fn a_change_since_the_report_counts_on_top_of_it_and_one_that_the_report_has_does_not_count_twice() {
    let mut log = Log::incident();
    assert_eq!(log.folded().facts_since_report(), None, "before a report the form says what is known");
    assert!(log.folded().grades_since_report(&PACKS).is_empty());
    let before = ChangeNoted { signs: ["facility_threatened".to_owned()].into(), ..change("18:20", Some(9)) };
    log.write(COUNTY, "18:20", Content::ChangeNoted(before));
    log.write(COUNTY, "18:36", reported(Stage::First, &deaths(2)));
    let signs = ["motorway".to_owned()].into();
    let figures = BTreeMap::from([("area_m2".to_owned(), Quantity::whole(200))]);
    let later = ChangeNoted { figures, signs, flame_out: Some(FlameOut::Burning), ..change("19:00", Some(3)) };
    log.write(COUNTY, "19:05", Content::ChangeNoted(later));
    log.write(COUNTY, "19:30", Content::ChangeNoted(change("19:25", None)));
    let incident = log.folded();
    let now = incident.facts_since_report().unwrap();
    let adopted: Vec<_> = now.counts.iter().filter(|count| count.adopted).map(|count| &count.deaths).collect();
    assert_eq!(adopted, [&Number::Known(3)], "one count stands, the newest; the nine were in the report or were wrong");
    assert_eq!(now.figures.get("area_m2"), Some(&Quantity::whole(200)));
    let signs: Vec<_> = now.signs.iter().map(String::as_str).collect();
    assert_eq!(signs, ["motorway"], "the report was written knowing of the other, and did not say it");
    assert_eq!(now.flame_out, Some(FlameOut::Burning), "what a later change does not speak of stays");
    let grades = incident.grades_since_report(&PACKS);
    let large = grades.spans(Grade::Large);
    assert_eq!(large, [Span { from: evening("19:00"), until: None }], "较大 since the third death was known");
    assert_eq!(grades.spans(Grade::Ordinary), [Span { from: evening("18:36"), until: None }]);
    assert_eq!(incident.changes[0].for_clocks().reportable_from(), evening("18:20"));
    assert_eq!(incident.changes[1].for_clocks().noted_at, Some(evening("19:05")), "logged later than known");
}

#[test]
fn who_was_told_first_is_by_an_answered_report_and_no_other_call() {
    let mut log = Log::incident();
    for (recipient, clock, call) in [
        (Some("city_bureau"), "18:12", (Purpose::Report, Reached::Busy)),
        (Some("city_bureau"), "18:13", (Purpose::Verify, Reached::Answered)),
        (Some("city_bureau"), "18:16", (Purpose::Report, Reached::Answered)),
        (Some("city_bureau"), "18:15", (Purpose::Report, Reached::Answered)),
        (None, "18:11", (Purpose::Report, Reached::Answered)),
        (Some("county_committee"), "18:20", (Purpose::Confirm, Reached::Answered)),
    ] {
        log.write(COUNTY, clock, phoned(recipient, clock, call));
    }
    assert_eq!(log.folded().told(), BTreeMap::from([("city_bureau".to_owned(), evening("18:15"))]));
}

#[test]
fn what_was_kept_below_the_standard_is_looked_at_again_in_two_hours_and_then_no_more() {
    let mut log = Log::incident();
    assert_eq!(log.folded().look_again_at(), None, "nothing was kept");
    log.write(COUNTY, "18:30", end(IncidentOutcome::BelowThreshold, "18:30"));
    let kept = log.folded();
    assert_eq!(kept.look_again_at(), Some(evening("20:30")));
    assert!(kept.is_open(), "it is open until somebody has looked");
    log.write(COUNTY, "18:20", looked("18:20"));
    assert_eq!(log.folded().look_again_at(), Some(evening("20:30")), "a look before it was kept is none");
    log.write(COUNTY, "20:31", looked("20:31"));
    let looked_at = log.folded();
    assert_eq!((looked_at.look_again_at(), looked_at.is_open()), (None, false));
    assert_eq!(looked_at.looked_again.unwrap().at, evening("20:31"));
}

#[test]
fn a_call_kept_below_the_standard_is_looked_at_again_too() {
    let mut log = Log::call();
    log.write(COUNTY, "18:12", ended(CallOutcome::BelowThreshold));
    let call = Call::fold(MATTER, &log.entries).unwrap();
    assert_eq!(call.look_again_at(), Some(evening("20:12")));
    log.write(COUNTY, "20:00", looked("20:00"));
    let call = Call::fold(MATTER, &log.entries).unwrap();
    assert_eq!((call.look_again_at(), call.looked_again.unwrap().note.as_str()), (None, "仍未达标准"));
}

#[test]
fn nothing_was_owed_between_the_end_and_the_reopening() {
    let mut log = Log::incident();
    // Written down the other way round: the times decide.
    let reopened = IncidentReopened { reason: "复燃".to_owned(), at: evening("20:00") };
    log.write(COUNTY, "20:05", Content::IncidentReopened(reopened));
    log.write(COUNTY, "20:06", end(IncidentOutcome::NotTrue, "19:00"));
    let incident = log.folded();
    assert_eq!(incident.gaps, [Span { from: evening("19:00"), until: Some(evening("20:00")) }]);
    assert_eq!(incident.ended, None, "it goes on");
}

#[test]
fn the_oldest_report_that_is_not_in_the_system_yet_is_the_one_that_waits() {
    let mut log = Log::incident();
    let none = log.folded();
    assert!(none.awaited().is_none() && none.first_report().is_none() && none.last_report().is_none());
    assert_eq!((none.next_of(Stage::First), none.corrected_at()), (1, None));
    let first = log.write(COUNTY, "18:36", reported(Stage::First, &deaths(1)));
    let follow_up = log.write(COUNTY, "19:36", reported(Stage::FollowUp, &deaths(1)));
    let waits = |log: &Log| log.folded().awaited().map(|report| report.id);
    assert_eq!(waits(&log), Some(first));
    log.write(COUNTY, "18:40", relayed(first, "18:40"));
    assert_eq!(waits(&log), Some(follow_up));
    let mended = {
        let mut report = report(Stage::FollowUp, &deaths(1), evening("18:09"));
        report.mends = Some(follow_up);
        log.write(COUNTY, "19:50", Content::Report(Box::new(report)))
    };
    assert_eq!(waits(&log), Some(mended), "what was sent back waits no more, what stands for it does");
    let incident = log.folded();
    assert!(incident.is_mended(follow_up) && !incident.is_mended(mended));
    assert_eq!(incident.next_of(Stage::FollowUp), 2, "a report that mends another takes no place of its own");
    log.write(COUNTY, "19:55", relayed(mended, "19:55"));
    log.write(COUNTY, "19:58", relayed(mended, "19:57"));
    assert_eq!(waits(&log), Some(mended), "all are in the system: the newest is shown");
    let newest = log.folded().last_report().cloned().unwrap();
    assert_eq!(newest.entered_at(), Some(evening("19:55")), "the earliest time at which it was in the system");
    assert_eq!(newest.before().title, "FollowUp");
    log.write(COUNTY, "20:10", reported(Stage::Correction, &deaths(1)));
    assert_eq!(log.folded().corrected_at(), Some(evening("20:10")), "who was told before must hear of it");
}

#[test]
fn a_draft_is_of_a_report_only_while_that_report_is_still_to_be_written() {
    let mut log = Log::incident();
    let of = |log: &Log, draft: Draft| log.folded().being_written(&draft);
    let follows = |report| Draft { stage: Stage::FollowUp, follows: Some(report), ..Draft::default() };
    assert_eq!(of(&log, Draft::default()), Some(Stage::First));
    assert_eq!(of(&log, follows(Uuid::from_u128(9))), None, "it follows nothing that went");
    let first = log.write(COUNTY, "18:36", reported(Stage::First, &deaths(1)));
    assert_eq!(of(&log, Draft::default()), None, "another desk of the room has sent it");
    assert_eq!(of(&log, follows(first)), Some(Stage::FollowUp));
    let mends = Draft { mends: Some(first), ..Draft::default() };
    assert_eq!(of(&log, mends.clone()), Some(Stage::First), "sent back: it is written anew");
    let mut anew = report(Stage::First, &deaths(1), evening("18:09"));
    anew.mends = Some(first);
    log.write(COUNTY, "18:50", Content::Report(Box::new(anew)));
    assert_eq!(of(&log, mends), None, "and that went too");
    assert_eq!(of(&log, Draft { stage: Stage::Final, ..Draft::default() }), None);
}

#[test]
fn a_signature_is_for_the_letter_that_it_was_given_for_and_for_no_other() {
    let given = NumberGiven { year: 2024, number: 17, drill: false };
    let mut log = Log::incident();
    assert_eq!((log.folded().number(), log.folded().signed_for_next().is_none()), (None, true));
    log.write(COUNTY, "18:20", sought("18:20"));
    log.write(COUNTY, "18:30", signs("First", "18:30", Some(given)));
    let signed = log.folded();
    assert_eq!(signed.signed_for_next().unwrap().at, evening("18:30"));
    assert_eq!(signed.number(), Some(given), "期号 is given with the signature");
    assert_eq!(signed.sought_for_next().len(), 1);
    log.write(COUNTY, "18:36", reported(Stage::First, &deaths(1)));
    let went = log.folded();
    assert_eq!(went.signed_for_next(), None, "that letter went");
    assert_eq!(went.signed_for(&went.reports[0]).unwrap().at, evening("18:30"));
    assert_eq!(went.number().unwrap().number, 18, "what the report bears stands");
    assert_eq!(went.sought_for_next(), [], "what was asked for the first letter is not asked for the next");
    log.write(COUNTY, "19:10", sought("19:10"));
    log.write(COUNTY, "19:20", signs("FollowUp", "19:20", None));
    let next = log.folded();
    assert_eq!((next.signed_for_next().unwrap().at, next.sought_for_next().len()), (evening("19:20"), 1));
}

#[test]
fn what_a_second_caller_said_makes_the_room_aware_as_early_as_he_called() {
    let mut log = Log::incident();
    let source = SourceAdded { call: Uuid::from_u128(5), received_at: evening("18:02"), said: Default::default() };
    log.write(COUNTY, "18:20", Content::SourceAdded(source));
    let incident = log.folded();
    assert_eq!((incident.first_received, incident.aware_at), (evening("18:09"), evening("18:02")));
    assert_eq!(incident.aware_at + TimeDelta::minutes(7), incident.first_received, "the clocks run from the earlier");
    assert_eq!(Facts::default(), incident.facts_since_report().unwrap_or_default());
}

#[test]
fn a_report_that_went_first_says_on_screen_and_on_paper_that_it_is_unsigned_until_it_is_signed_afterwards() {
    let mut log = Log::incident();
    log.write(COUNTY, "18:36", reported(Stage::First, &deaths(1)));
    let went = log.folded();
    let report = &went.reports[0];
    assert_eq!(went.to_sign_afterwards().map(|report| report.id), Some(report.id), "somebody still has to sign it");
    assert_eq!(went.signed_words(report), "签发：授权先报（待补签）");
    assert_eq!(went.signed_on_paper(report), "授权先报（待补签）");
    assert_eq!(went.signed_for_next_words(), None, "and no other letter has a signature");
    log.write(COUNTY, "18:50", signs("First", "18:50", None));
    log.write(COUNTY, "19:20", signs("FollowUp", "19:20", None));
    let signed = log.folded();
    let (report, by_phone) = (&signed.reports[0], SignOffWay::ByPhone.word());
    assert_eq!(signed.to_sign_afterwards(), None);
    let words = signed.signed_words(report);
    assert!(
        words.starts_with(&format!("签发：授权先报，甲某（{by_phone}）")) && words.ends_with("18:50补签"),
        "{words}"
    );
    assert_eq!(signed.signed_on_paper(report), format!("授权先报，甲某（{by_phone}）补签"), "the paper has no times");
    let next = signed.signed_for_next_words().unwrap();
    assert!(next.starts_with("签发：带班领导甲某") && next.ends_with("19:20"), "{next}");
}

#[test]
fn a_signed_letter_that_was_changed_afterwards_says_so_for_ever() {
    let mut log = Log::incident();
    let mut changed = report(Stage::First, &deaths(1), evening("18:09"));
    changed.signed = Signed::By {
        post: "带班领导".to_owned(),
        signer: "甲某".to_owned(),
        way: SignOffWay::InPerson,
        at: evening("18:30"),
        changed_since: true,
    };
    log.write(COUNTY, "18:36", Content::Report(Box::new(changed)));
    let incident = log.folded();
    let words = incident.signed_words(&incident.reports[0]);
    assert!(words.starts_with("签发：甲某") && words.ends_with("18:30，签发后有改动"), "{words}");
    assert_eq!(incident.to_sign_afterwards(), None, "it was signed");
}

#[test]
fn what_was_reported_and_found_untrue_is_to_be_taken_back_until_a_correction_does() {
    let mut log = Log::incident();
    log.write(COUNTY, "18:20", end(IncidentOutcome::NotTrue, "18:20"));
    assert!(!log.folded().is_to_be_withdrawn(), "nothing was reported, nothing is to be taken back");
    let mut log = Log::incident();
    log.write(COUNTY, "18:36", reported(Stage::First, &deaths(1)));
    log.write(COUNTY, "19:00", end(IncidentOutcome::NotTrue, "19:00"));
    assert!(log.folded().is_to_be_withdrawn(), "the superior still has a death that never was");
    let withdrawn = |withdrawn| reported(Stage::Correction, &Facts { withdrawn, ..deaths(1) });
    log.write(COUNTY, "19:05", withdrawn(false));
    assert!(log.folded().is_to_be_withdrawn(), "another correction does not take it back");
    log.write(COUNTY, "19:10", withdrawn(true));
    assert!(!log.folded().is_to_be_withdrawn());
}

#[test]
fn of_two_desks_that_saw_the_same_alarm_the_earlier_time_stands() {
    let mut log = Log::incident();
    log.write(
        COUNTY,
        "18:30",
        Content::AlarmRung(AlarmRung {
            rule: "N1".to_owned(),
            step: "ten".to_owned(),
            words: "还有10分钟".to_owned(),
            due_at: evening("18:30"),
            late: false,
            notified: true,
            played_by: None,
        }),
    );
    for clock in ["18:33", "18:32"] {
        let seen = AlarmAcknowledged { rule: "N1".to_owned(), step: "ten".to_owned() };
        log.write(COUNTY, clock, Content::AlarmAcknowledged(seen));
    }
    assert_eq!(log.folded().alarms[0].acknowledged_at, Some(evening("18:32")));
}

#[test]
fn a_report_entered_without_a_number_says_what_proves_it() {
    let relayed = |number: &str, instead: &str| Relayed {
        at: evening("18:37"),
        number: number.to_owned(),
        instead: instead.to_owned(),
    };
    assert_eq!(relayed("", "截图3张").number_words(), "编号未填（截图3张）");
    assert_eq!(relayed("", "").number_words(), "编号未填");
    assert_eq!(relayed("41-0018", "截图3张").number_words(), "编号41-0018", "a number needs no other proof");
}
