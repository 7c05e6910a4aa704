//! Whatever the order in which entries and receipts arrive, every desk sees the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

mod writer;

use std::collections::{BTreeMap, BTreeSet};

use domain::accord::{Accord, AccordChecked};
use domain::call::CallOutcome;
use domain::change::{ChangeKind, ChangeNoted};
use domain::contact::{CallOut, Purpose, Reached};
use domain::duty_done::DutyDone;
use domain::entry::{
    AlarmAcknowledged, AlarmRung, CallEnded, CallNoted, CallOpened, CallTimeCorrected, Content, Relay, Sealed,
    SourceAdded,
};
use domain::extension::Extension;
use domain::facts::Facts;
use domain::grade::Grading;
use domain::incident_end::{IncidentEnded, IncidentOutcome, IncidentReopened, LookedAgain};
use domain::information::{Information, InformationKind, InformationSent};
use domain::officer::OfficerListed;
use domain::process::ProcessJoined;
use domain::report::{NumberGiven, Report, Signed, Stage, SystemOfRecord};
use domain::signoff::{SignOff, SignOffSought, SignOffWay, SoughtEnd, letter_digest};
use proptest::prelude::*;
use proptest::sample::Index;
use store::table::{information, view};
use store::{Store, StoreError};
use uuid::Uuid;
use writer::{Device, evening, receipt_for, upstream_key};

const INCIDENT: Uuid = Uuid::from_u128(7);

fn minutes(n: u32) -> domain::Moment {
    evening() + chrono::Duration::minutes(n.into())
}

fn report(minute: u32) -> Content {
    Content::Report(Box::new(Report {
        stage: [Stage::First, Stage::FollowUp, Stage::Final, Stage::Correction][minute as usize % 4],
        year: 2026,
        number: 1,
        nth: minute % 4,
        follows: None,
        mends: None,
        title: "标题".into(),
        body: "正文".into(),
        facts: Facts::default(),
        grading: Grading::default(),
        grades: domain::grade_history::GradeHistory::default(),
        occurred: None,
        aware_at: evening(),
        first_received: evening(),
        first_reported: Some(minutes(minute)),
        signed: Signed::Afterwards { statement: String::new() },
        system_of_record: SystemOfRecord::National,
    }))
}

/// What an officer may judge of it.
fn judged() -> impl Strategy<Value = Content> {
    let minute = 0_u32..60;
    let outcomes = prop_oneof![
        Just(IncidentOutcome::Reported),
        Just(IncidentOutcome::BelowThreshold),
        Just(IncidentOutcome::NotTrue)
    ];
    prop_oneof![
        (minute.clone(), outcomes).prop_map(|(m, outcome)| Content::IncidentEnded(IncidentEnded {
            outcome,
            verified_by: String::new(),
            note: String::new(),
            agreed_by: String::new(),
            at: minutes(m),
        })),
        minute
            .clone()
            .prop_map(|m| Content::IncidentReopened(IncidentReopened { reason: "再核".into(), at: minutes(m) })),
        minute.clone().prop_map(|m| Content::LookedAgain(LookedAgain { note: m.to_string(), at: minutes(m) })),
        minute.clone().prop_map(|m| Content::DutyDone(DutyDone {
            rule: format!("D{}", m % 3),
            at: minutes(m),
            note: String::new()
        })),
        minute.clone().prop_map(|m| Content::ExtensionGranted(Extension {
            rule: "N1".into(),
            by: m.to_string(),
            until: minutes(m + 60),
            at: minutes(m)
        })),
        minute.clone().prop_map(|m| Content::AccordChecked(AccordChecked {
            recipient: "county_government".into(),
            name: "县政府总值班室".into(),
            accord: Accord::Agrees,
            differs: m.to_string(),
            at: minutes(m)
        })),
        minute.clone().prop_map(|m| Content::ProcessJoined(ProcessJoined {
            process: (m % 3 > 0).then(|| Uuid::from_u128((m % 3).into())),
            at: minutes(m / 3),
        })),
        minute.prop_map(|m| Content::ChangeNoted(ChangeNoted {
            at: minutes(m),
            what: ChangeKind::Casualties,
            source: m.to_string(),
            words: String::new(),
            count: None,
            figures: BTreeMap::new(),
            signs: BTreeSet::new(),
            flame_out: None,
        })),
    ]
}

/// What may happen after the call was opened, on either of two desks.
fn happening() -> impl Strategy<Value = Content> {
    let minute = 0_u32..60;
    prop_oneof![
        "[甲乙丙]{0,3}".prop_map(|caller| Content::CallNoted(CallNoted { caller, ..CallNoted::default() })),
        minute.clone().prop_map(|m| Content::CallTimeCorrected(CallTimeCorrected {
            received_at: minutes(m),
            reason: "记错".into()
        })),
        prop_oneof![Just(CallOutcome::Incident), Just(CallOutcome::Other), Just(CallOutcome::BelowThreshold)].prop_map(
            |outcome| Content::CallEnded(CallEnded {
                outcome,
                note: String::new(),
                into: None,
                agreed_by: String::new()
            })
        ),
        judged(),
        minute.clone().prop_map(|m| Content::SourceAdded(SourceAdded {
            call: Uuid::from_u128(9),
            received_at: minutes(m),
            said: CallNoted::default()
        })),
        (minute.clone(), any::<bool>()).prop_map(|(m, superior)| Content::CallOut(CallOut {
            recipient: None,
            name: format!("第{m}"),
            superior,
            purpose: Purpose::Report,
            at: minutes(m),
            reached: Reached::Answered,
            taken_by: String::new(),
            words: String::new(),
            recording: String::new(),
        })),
        minute.clone().prop_map(|m| Content::SignOffSought(SignOffSought {
            post: "带班领导".into(),
            signer: String::new(),
            way: SignOffWay::ByPhone,
            at: minutes(m),
            ended: SoughtEnd::NoAnswer,
        })),
        (minute.clone(), any::<bool>()).prop_map(|(m, late)| Content::AlarmRung(AlarmRung {
            rule: "N0".into(),
            step: format!("before-{}", m % 2),
            words: "还有5分钟".into(),
            due_at: minutes(m),
            late,
            notified: true,
            played_by: None,
        })),
        minute.clone().prop_map(|m| Content::AlarmAcknowledged(AlarmAcknowledged {
            rule: "N0".into(),
            step: format!("before-{}", m % 2)
        })),
        "[甲乙丙]{1,3}".prop_map(|name| Content::OfficerListed(OfficerListed {
            name,
            post: "值班员".into(),
            phone: String::new(),
            left: false
        })),
        minute.clone().prop_map(|m| Content::SignOff(SignOff {
            post: "带班领导".into(),
            signer: "甲".into(),
            way: SignOffWay::ByPhone,
            at: minutes(m),
            letter: letter_digest("标题", "正文"),
            number: (m % 2 == 0).then_some(NumberGiven { year: 2026, number: m % 5 + 1, drill: m % 3 == 0 }),
        })),
        minute.clone().prop_map(report),
        minute.clone().prop_map(|m| Content::Information(Box::new(InformationSent {
            what: InformationKind::Work,
            period: None,
            title: m.to_string(),
            body: "正文".into(),
            attachments: Vec::new(),
            all_the_same: None,
            system_of_record: SystemOfRecord::National,
        }))),
        (any::<Index>(), minute).prop_map(|(_, m)| Content::Relay(Relay {
            report: Uuid::nil(),
            at: minutes(m),
            number: m.to_string(),
            instead: String::new()
        })),
    ]
}

/// Entries of two devices about one incident, the first of them its call and a report; relays point at real reports.
fn written(happenings: Vec<(bool, Content)>) -> Vec<Sealed> {
    let (mut one, mut two) = (Device::new(1), Device::new(2));
    let mut sealed = vec![one.write(INCIDENT, Content::CallOpened(CallOpened { received_at: evening() }))];
    let mut reports = Vec::new();
    for (first, mut content) in happenings {
        if let Content::Relay(relay) = &mut content {
            let Some(report) = reports.first() else { continue };
            relay.report = *report;
        }
        let device = if first { &mut one } else { &mut two };
        let is_report = matches!(content, Content::Report(_));
        let entry = device.write(INCIDENT, content);
        if is_report {
            reports.push(entry.read_header().unwrap().id);
        }
        sealed.push(entry);
    }
    sealed
}

fn desk() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("desk.sqlite")).unwrap();
    (folder, store)
}

fn arrive(store: &mut Store, sealed: &Sealed, n: u64) {
    let header = sealed.read_header().unwrap();
    let certificate = Device::new(header.device.as_bytes()[0]).certificate(&upstream_key());
    store.write(|writing| writing.receive(n, sealed, &header, &certificate)).unwrap();
}

fn receipt_arrives(store: &mut Store, sealed: &Sealed, position: u64) {
    let (receipt, verified) = receipt_for(sealed, position);
    store.write(|writing| writing.receipt(&receipt, &verified, INCIDENT)).unwrap();
}

type Seen = (Option<domain::call::Call>, Option<domain::incident::Incident>, Option<Information>);

fn seen(store: &Store) -> Seen {
    let connection = store.connection();
    (
        view::call(connection, INCIDENT).unwrap(),
        view::incident(connection, INCIDENT).unwrap(),
        information::find(connection, INCIDENT).unwrap(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_arrival_gives_the_same_view_and_a_rebuild_equals_it(
        happenings in prop::collection::vec((any::<bool>(), happening()), 1..12),
        order in prop::collection::vec(any::<Index>(), 40),
        receipted in prop::collection::vec(any::<bool>(), 40),
    ) {
        let entries = written(happenings);
        let positions: Vec<Option<u64>> =
            (1..).zip(&receipted).map(|(position, held)| held.then_some(position)).take(entries.len()).collect();

        let (_kept, mut in_order) = desk();
        for ((n, entry), position) in (1..).zip(&entries).zip(&positions) {
            arrive(&mut in_order, entry, n);
            if let Some(position) = position {
                receipt_arrives(&mut in_order, entry, *position);
            }
        }

        let (_kept, mut shuffled) = desk();
        let mut waiting: Vec<usize> = (0..entries.len()).collect();
        let mut receipts_later = Vec::new();
        for (n, pick) in (1..).zip(&order) {
            if waiting.is_empty() { break }
            let index = waiting.remove(pick.index(waiting.len()));
            arrive(&mut shuffled, &entries[index], n);
            if n % 2 == 0 { receipts_later.push(index) } else if let Some(position) = positions[index] {
                receipt_arrives(&mut shuffled, &entries[index], position);
            }
        }
        for index in receipts_later.into_iter().rev() {
            if let Some(position) = positions[index] {
                receipt_arrives(&mut shuffled, &entries[index], position);
            }
        }

        prop_assert_eq!(seen(&in_order), seen(&shuffled), "two desks that hold the same must show the same");
        prop_assert_eq!(shuffled.check_views().unwrap(), vec![], "live equals rebuilt");
        shuffled.rebuild_views().unwrap();
        prop_assert_eq!(seen(&in_order), seen(&shuffled), "rebuilding changes nothing");
    }
}

#[test]
fn a_corrected_call_time_keeps_both_times_and_never_moves_clocks_later() {
    let (_kept, mut store) = desk();
    let later = CallTimeCorrected { received_at: minutes(20), reason: "记错".into() };
    let ended = CallEnded { outcome: CallOutcome::Incident, note: String::new(), into: None, agreed_by: String::new() };
    let entries = written(vec![(true, Content::CallEnded(ended)), (true, Content::CallTimeCorrected(later))]);
    for (n, entry) in (1..).zip(&entries) {
        arrive(&mut store, entry, n);
    }
    let incident = seen(&store).1.unwrap();
    assert_eq!(incident.first_received, minutes(20), "the corrected time is the one shown and printed");
    assert_eq!(incident.aware_at, evening(), "clocks go on from the first time given");
    assert_eq!(incident.call.unwrap().corrections[0].from, evening(), "the time before is kept");
}

#[test]
fn a_wrong_number_leaves_one_call_and_no_incident() {
    let (_kept, mut store) = desk();
    let ended = CallEnded { outcome: CallOutcome::Other, note: "打错".into(), into: None, agreed_by: String::new() };
    for (n, entry) in (1..).zip(&written(vec![(true, Content::CallEnded(ended))])) {
        arrive(&mut store, entry, n);
    }
    let (call, incident, _) = seen(&store);
    assert_eq!(call.unwrap().outcome, Some(CallOutcome::Other));
    assert_eq!(incident, None, "no incident, so no clock can run");
}

#[test]
fn the_same_id_with_other_bytes_is_refused_not_overwritten() {
    let (_kept, mut store) = desk();
    let first = Device::new(1).write(INCIDENT, Content::CallOpened(CallOpened { received_at: evening() }));
    let other = Device::new(1).write(INCIDENT, Content::CallOpened(CallOpened { received_at: minutes(9) }));
    arrive(&mut store, &first, 1);
    let header = other.read_header().unwrap();
    let certificate = Device::new(1).certificate(&upstream_key());
    let refused = store.write(|writing| writing.receive(2, &other, &header, &certificate));
    assert!(matches!(refused, Err(StoreError::Differs(_))), "{refused:?}");
    assert_eq!(seen(&store).0.unwrap().received_at, evening());
}
