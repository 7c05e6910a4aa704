//! What was said again in a new epoch stands once, whichever of the two the upstream received, and in whatever order they
//! arrive.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

mod writer;

use domain::call::CallOutcome;
use domain::entry::{CallEnded, CallOpened, Content, EntryId, Relay, Sealed};
use domain::facts::Facts;
use domain::grade::Grading;
use domain::grade_history::GradeHistory;
use domain::report::{Report, Signed, Stage, SystemOfRecord};
use proptest::prelude::*;
use store::Store;
use store::table::{entry, number, view};
use uuid::Uuid;
use writer::{Device, evening, receipt_for, upstream_key};

const INCIDENT: Uuid = Uuid::from_u128(7);

fn report() -> Content {
    Content::Report(Box::new(Report {
        stage: Stage::First,
        year: 2026,
        number: 12,
        nth: 1,
        follows: None,
        mends: None,
        title: "标题".into(),
        body: "正文".into(),
        facts: Facts::default(),
        grading: Grading::default(),
        grades: GradeHistory::default(),
        occurred: None,
        aware_at: evening(),
        first_received: evening(),
        first_reported: None,
        signed: Signed::Afterwards { statement: String::new() },
        system_of_record: SystemOfRecord::National,
    }))
}

fn relay(report: EntryId) -> Content {
    Content::Relay(Relay { report, at: evening(), number: "GJ-001".into(), instead: String::new() })
}

fn id(entry: &Sealed) -> EntryId {
    entry.read_header().unwrap().id
}

/// A call, its report and the report's entry in the national system; the last two said again by the desk, and by a clone
/// that did the same in its turn.
fn written() -> (Vec<Sealed>, Vec<EntryId>) {
    let mut device = Device::new(1);
    let call = device.write(INCIDENT, Content::CallOpened(CallOpened { received_at: evening() }));
    let ended = CallEnded { outcome: CallOutcome::Incident, note: String::new(), into: None, agreed_by: String::new() };
    let ended = device.write(INCIDENT, Content::CallEnded(ended));
    let first = device.write(INCIDENT, report());
    let relayed = device.write(INCIDENT, relay(id(&first)));
    let (mut second_epoch, mut third_epoch) = (Device::in_epoch(1, 2), Device::in_epoch(1, 3));
    let again = second_epoch.reissue(&first, report());
    let relayed_again = second_epoch.reissue(&relayed, relay(id(&again)));
    let once_more = third_epoch.reissue(&again, report());
    let relayed_once_more = third_epoch.reissue(&relayed_again, relay(id(&once_more)));
    let reports = [&first, &again, &once_more].map(id).to_vec();
    (vec![call, ended, first, relayed, again, relayed_again, once_more, relayed_once_more], reports)
}

fn desk() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("desk.sqlite")).unwrap();
    (folder, store)
}

/// By what the entries received which positions, and in which order they come here; each may be missing but the call.
fn orders() -> impl Strategy<Value = (Vec<u64>, Vec<usize>, [bool; 3])> {
    let positions = Just((1..=8).collect::<Vec<u64>>()).prop_shuffle();
    let arrivals = Just((0..8).collect::<Vec<usize>>()).prop_shuffle();
    (positions, arrivals, any::<[bool; 3]>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_report_said_more_than_once_stands_once_with_its_number_and_its_relay(
        (positions, arrivals, received) in orders()
    ) {
        let (entries, reports) = written();
        prop_assume!(received.contains(&true));
        let (_kept, mut store) = desk();
        let certificate = Device::new(1).certificate(&upstream_key());
        let mut n = 0;
        for at in arrivals {
            let entry = &entries[at];
            // The pair of one issue comes together, or was never received.
            if at >= 2 && !received[at / 2 - 1] {
                continue;
            }
            n += 1;
            let header = entry.read_header().unwrap();
            let (receipt, verified) = receipt_for(entry, positions[at]);
            store.write(|writing| {
                writing.receive(n, entry, &header, &certificate)?;
                writing.receipt(&receipt, &verified, header.subject)
            }).unwrap();
        }
        let incident = view::incident(store.connection(), INCIDENT).unwrap().unwrap();
        prop_assert_eq!(incident.reports.len(), 1, "one report");
        let first = (0..3).filter(|issue| received[*issue]).min_by_key(|issue| positions[2 + issue * 2]).unwrap();
        prop_assert_eq!(incident.reports[0].id, reports[first], "the one that the upstream received first");
        prop_assert!(incident.reports[0].relay.is_some(), "with its entry in the national system");
        let numbers = number::of_year(store.connection(), "990121", 2026).unwrap();
        prop_assert_eq!(numbers.len(), 1, "and its number");
        prop_assert_eq!(store.check_views().unwrap(), vec![], "and live is what a rebuild gives");
    }
}

#[test]
fn before_anything_was_received_the_newest_issue_stands() {
    let (_kept, mut store) = desk();
    let (entries, reports) = written();
    for entry in &entries {
        let header = entry.read_header().unwrap();
        store.write(|writing| writing.append_own(entry, &header)).unwrap();
    }
    let incident = view::incident(store.connection(), INCIDENT).unwrap().unwrap();
    assert_eq!(incident.reports.iter().map(|report| report.id).collect::<Vec<_>>(), [reports[2]]);
    assert!(incident.reports[0].relay.is_some());
}

#[test]
fn a_place_is_given_up_only_by_what_was_said_again_and_its_bytes_are_kept() {
    let (_kept, mut store) = desk();
    let mine = Device::new(1).write(INCIDENT, Content::CallOpened(CallOpened { received_at: evening() }));
    let header = mine.read_header().unwrap();
    store.write(|writing| writing.append_own(&mine, &header)).unwrap();
    let other = Device::new(1).write(Uuid::from_u128(8), report());
    let mut other_header = other.read_header().unwrap();
    other_header.id = Uuid::from_u128(9);
    let certificate = Device::new(1).certificate(&upstream_key());
    let refused = store.write(|writing| writing.receive(1, &other, &other_header, &certificate));
    assert!(
        matches!(refused, Err(store::StoreError::Taken(id)) if id == header.id),
        "it waits to be sent: {refused:?}"
    );

    let again =
        Device::in_epoch(1, 2).reissue(&mine, mine.read_content(&mine.read_header().unwrap()).unwrap().unwrap());
    let again_header = again.read_header().unwrap();
    store.write(|writing| writing.reissue(header.id, &again, &again_header)).unwrap();
    let deleted = store.connection().execute("DELETE FROM entries WHERE id = ?1", [header.id.to_string()]);
    assert!(deleted.is_err(), "nobody takes it out by hand");
    store.write(|writing| writing.receive(1, &other, &other_header, &certificate)).unwrap();
    assert_eq!(entry::find(store.connection(), header.id).unwrap(), None);
    let kept: String = store.connection().query_row("SELECT header FROM displaced", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, mine.header, "byte for byte");
}

#[test]
fn no_device_puts_aside_what_another_said_by_claiming_to_say_it_again() {
    let (_kept, mut store) = desk();
    let mut device = Device::new(1);
    let call = device.write(INCIDENT, Content::CallOpened(CallOpened { received_at: evening() }));
    let ended = CallEnded { outcome: CallOutcome::Incident, note: String::new(), into: None, agreed_by: String::new() };
    let ended = device.write(INCIDENT, Content::CallEnded(ended));
    let first = device.write(INCIDENT, report());
    let claims = Device::new(2).reissue(&first, relay(id(&first)));
    let claims_report = Device::in_epoch(2, 2).reissue(&first, report());
    // The claims were received before the report itself.
    let received = [(&call, 1), (&ended, 2), (&claims, 3), (&claims_report, 4), (&first, 5)];
    for (n, (entry, position)) in (1..).zip(received) {
        let header = entry.read_header().unwrap();
        let (receipt, verified) = receipt_for(entry, position);
        let certificate = if header.device == call.read_header().unwrap().device { 1 } else { 2 };
        let certificate = Device::new(certificate).certificate(&upstream_key());
        store
            .write(|writing| {
                writing.receive(n, entry, &header, &certificate)?;
                writing.receipt(&receipt, &verified, header.subject)
            })
            .unwrap();
    }
    let incident = view::incident(store.connection(), INCIDENT).unwrap().unwrap();
    let reports: Vec<_> = incident.reports.iter().map(|report| report.id).collect();
    assert!(reports.contains(&id(&first)), "the report stands whoever claims to say it again: {reports:?}");
}
