//! What a city's desk makes of what county, city and province wrote of one matter, whatever the order in which it came.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

mod writer;

use domain::directive::{Acknowledged, Demand, Directive, DirectiveAnswered};
use domain::entry::{CallOpened, Content, Kind, Link, Relation, Relay, Sealed};
use domain::facts::Facts;
use domain::grade::Grading;
use domain::incident::Incident;
use domain::levels::{Known, Levels};
use domain::reader::Reader;
use domain::report::{Report, Signed, Stage, SystemOfRecord};
use domain::same_event::SameEvent;
use domain::taken_up::{LevelTold, TakenUp};
use domain::unit::UnitCode;
use proptest::prelude::*;
use proptest::sample::Index;
use store::Store;
use store::table::{levels, view};
use uuid::Uuid;
use writer::{Device, evening, receipt_for, upstream_key};

const MATTER: Uuid = Uuid::from_u128(7);
const OTHER: Uuid = Uuid::from_u128(8);
const UNITS: [&str; 3] = ["990121", "990100", "990000"];

fn unit(code: &str) -> UnitCode {
    UnitCode(code.into())
}

fn reader(code: &str) -> Reader {
    let place = UNITS.iter().position(|unit| *unit == code).unwrap();
    Reader { unit: unit(code), superiors: UNITS[place + 1..].iter().map(|code| unit(code)).collect() }
}

fn minutes(n: u32) -> domain::Moment {
    evening() + chrono::Duration::minutes(n.into())
}

fn report(minute: u32) -> Content {
    Content::Report(Box::new(Report {
        stage: if minute.is_multiple_of(3) { Stage::First } else { Stage::FollowUp },
        year: 2026,
        number: 1,
        nth: minute % 3,
        follows: None,
        mends: None,
        title: format!("标题{minute}"),
        body: "正文".into(),
        facts: Facts::default(),
        grading: Grading::default(),
        grades: domain::grade_history::GradeHistory::default(),
        occurred: None,
        aware_at: evening(),
        first_received: evening(),
        first_reported: None,
        signed: Signed::Afterwards { statement: String::new() },
        system_of_record: SystemOfRecord::National,
    }))
}

/// What one unit says next; what points at an entry points at one of those written before.
#[derive(Debug, Clone)]
struct Said {
    by: usize,
    what: u32,
    minute: u32,
    at: Index,
}

fn said() -> impl Strategy<Value = Said> {
    (0..3_usize, 0..9_u32, 0..60_u32, any::<Index>()).prop_map(|(by, what, minute, at)| Said { by, what, minute, at })
}

fn content(said: &Said, before: &[Sealed]) -> Option<(Content, Vec<Link>)> {
    let at = minutes(said.minute);
    let earlier = before.get(said.at.index(before.len().max(1))).map(|sealed| sealed.read_header().unwrap());
    let about = |to| vec![Link { relation: Relation::About, to }];
    Some(match said.what {
        0 => (Content::CallOpened(CallOpened { received_at: at }), Vec::new()),
        1 | 2 => (report(said.minute), Vec::new()),
        3 => {
            let to = earlier.filter(|header| header.kind == Kind::Report)?.id;
            (
                Content::Relay(Relay { report: to, at, number: said.minute.to_string(), instead: String::new() }),
                about(to),
            )
        }
        4 => {
            let of = earlier?.id;
            (Content::Acknowledged(Acknowledged { of, by: format!("值班员{}", said.minute), at }), about(of))
        }
        5 => {
            let of = earlier?;
            let demand =
                [Demand::Return, Demand::Verify, Demand::Supplement, Demand::Extension][said.minute as usize % 4];
            let directive = Directive {
                demand,
                about: (of.kind == Kind::Report).then_some(of.id),
                reason: None,
                words: said.minute.to_string(),
                issued_by: "甲".into(),
                until: (said.minute.is_multiple_of(2)).then_some(at),
                extends: (of.kind == Kind::Directive).then_some(of.id),
            };
            (Content::Directive(Box::new(directive)), about(of.id))
        }
        6 => {
            let directive = earlier.filter(|header| header.kind == Kind::Directive)?.id;
            let words = said.minute.to_string();
            let answered =
                DirectiveAnswered { directive, done: said.minute.is_multiple_of(2), words, report: None, at };
            (Content::DirectiveAnswered(answered), about(directive))
        }
        7 => {
            let from = earlier?.id;
            (Content::TakenUp(TakenUp { from, source: "县局报告".into(), aware_at: at }), Vec::new())
        }
        _ => {
            let same = said.minute.is_multiple_of(2);
            let relation = if same { Relation::SameEvent } else { Relation::OtherEvent };
            (
                Content::SameEvent(SameEvent { other: OTHER, same, reason: String::new() }),
                vec![Link { relation, to: OTHER }],
            )
        }
    })
}

/// What three units wrote, in the order in which the upstream received it, as the city is handed it: of what only the
/// county or the province may read, nothing; of what is the province's report, the header alone.
fn handed_to_the_city(all: &[Said]) -> Vec<(Sealed, u64)> {
    let mut devices = [Device::at(1, UNITS[0]), Device::at(2, UNITS[1]), Device::at(3, UNITS[2])];
    let mut written: Vec<Sealed> = Vec::new();
    for said in all {
        let Some((content, links)) = content(said, &written) else { continue };
        let to: &[&str] = if content.kind() == Kind::Directive { &UNITS[..2] } else { &[] };
        written.push(devices[said.by].write_linked(MATTER, content, (links, to)));
    }
    let handed = |(position, sealed): (u64, Sealed)| {
        let header = sealed.read_header().unwrap();
        let own = header.unit.0 == UNITS[1];
        let from_below = header.unit.0 == UNITS[0] && !matches!(header.kind, Kind::CallOpened | Kind::TakenUp);
        let from_above = header.unit.0 == UNITS[2];
        match header.kind {
            _ if own || from_below => Some((sealed, position)),
            Kind::Report | Kind::Relay | Kind::SameEvent if from_above => {
                Some((Sealed { body: None, ..sealed }, position))
            }
            Kind::Directive | Kind::Acknowledged if from_above => Some((sealed, position)),
            _ => None,
        }
    };
    (1..).zip(written).filter_map(handed).collect()
}

fn desk(of: &str) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("desk.sqlite")).unwrap();
    store.write(|writing| writing.fold_for(&reader(of))).unwrap();
    (folder, store)
}

fn arrive(store: &mut Store, sealed: &Sealed, n: u64) {
    let header = sealed.read_header().unwrap();
    let certificate = Device::at(header.device.as_bytes()[0], &header.unit.0).certificate(&upstream_key());
    store.write(|writing| writing.receive(n, sealed, &header, &certificate)).unwrap();
}

fn receipt_arrives(store: &mut Store, sealed: &Sealed, position: u64) {
    let (receipt, verified) = receipt_for(sealed, position);
    store.write(|writing| writing.receipt(&receipt, &verified, MATTER)).unwrap();
}

fn seen(store: &Store) -> (Option<Levels>, Option<Incident>, bool) {
    let connection = store.connection();
    let joined = levels::one_event(connection, OTHER).unwrap().contains(&MATTER);
    (levels::find(connection, MATTER).unwrap(), view::incident(connection, MATTER).unwrap(), joined)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_arrival_shows_a_city_the_same_of_all_three_levels(
        all in prop::collection::vec(said(), 1..16),
        order in prop::collection::vec(any::<Index>(), 16),
    ) {
        let handed = handed_to_the_city(&all);
        let (_kept, mut in_order) = desk(UNITS[1]);
        for (n, (sealed, position)) in (1..).zip(&handed) {
            arrive(&mut in_order, sealed, n);
            receipt_arrives(&mut in_order, sealed, *position);
        }
        let (_kept, mut shuffled) = desk(UNITS[1]);
        let mut waiting: Vec<usize> = (0..handed.len()).collect();
        let mut later = Vec::new();
        for (n, pick) in (1..).zip(&order) {
            if waiting.is_empty() { break }
            let index = waiting.remove(pick.index(waiting.len()));
            arrive(&mut shuffled, &handed[index].0, n);
            later.push(index);
        }
        for index in later.into_iter().rev() {
            receipt_arrives(&mut shuffled, &handed[index].0, handed[index].1);
        }
        prop_assert_eq!(seen(&in_order), seen(&shuffled), "two desks that hold the same must show the same");
        prop_assert_eq!(shuffled.check_views().unwrap(), vec![], "live equals rebuilt");
        shuffled.rebuild_views().unwrap();
        prop_assert_eq!(seen(&in_order), seen(&shuffled), "rebuilding changes nothing");
    }

    #[test]
    fn whatever_others_write_makes_no_incident_of_ours_and_stops_none_of_our_clocks(
        all in prop::collection::vec(said(), 1..16),
    ) {
        let foreign: Vec<Said> = all.into_iter().filter(|said| said.by != 1).collect();
        let (_kept, mut city) = desk(UNITS[1]);
        for (n, (sealed, position)) in (1..).zip(&handed_to_the_city(&foreign)) {
            arrive(&mut city, sealed, n);
            receipt_arrives(&mut city, sealed, *position);
        }
        prop_assert_eq!(seen(&city).1, None, "the county's incident is the county's until we take it up");
        // Directives of ours would be ours; here only the province's stand.
        let directives = seen(&city).0.map(|levels| levels.directives).unwrap_or_default();
        prop_assert!(directives.iter().all(|one| one.from == unit(UNITS[2])), "a county directs nobody");
    }
}

#[test]
fn unknown_stays_unknown_until_a_receipt_or_a_word_says_otherwise_and_a_receipt_outweighs_a_word() {
    let (_kept, mut store) = desk(UNITS[0]);
    let mut own = Device::at(1, UNITS[0]);
    let city = unit(UNITS[1]);
    let standing = |store: &Store| {
        let held = levels::find(store.connection(), MATTER).unwrap();
        Known::of(&city, &[], &held.iter().collect::<Vec<_>>())
    };
    assert_eq!(standing(&store), Known::Unknown);
    let told = |reported| LevelTold { unit: city.clone(), reported, told_by: "市局值班员".into(), at: minutes(9) };
    let said = own.write(MATTER, Content::LevelTold(told(false)));
    arrive(&mut store, &said, 1);
    assert!(matches!(standing(&store), Known::Told { reported: false, .. }), "as it was said, and no more");
    let report = Device::at(2, UNITS[1]).write(MATTER, report(0));
    let header_only = Sealed { body: None, ..report.clone() };
    arrive(&mut store, &header_only, 2);
    assert!(matches!(standing(&store), Known::Told { .. }), "without a receipt it proves nothing");
    receipt_arrives(&mut store, &report, 5);
    assert!(matches!(standing(&store), Known::ByReceipt { relayed_at: None, .. }), "已核（回执）");
}

#[test]
fn what_a_stranger_calls_a_directive_asks_nothing_of_us() {
    let (_kept, mut store) = desk(UNITS[0]);
    let directive = Directive {
        demand: Demand::Supplement,
        about: None,
        reason: None,
        words: "请补报".into(),
        issued_by: "甲".into(),
        until: None,
        extends: None,
    };
    let content = Content::Directive(Box::new(directive));
    let sideways = Device::at(3, "990122").write_linked(MATTER, content.clone(), (Vec::new(), &[UNITS[0]]));
    arrive(&mut store, &sideways, 1);
    assert_eq!(levels::find(store.connection(), MATTER).unwrap(), None, "a neighbour directs nobody");
    let from_above = Device::at(4, UNITS[1]).write_linked(MATTER, content, (Vec::new(), &[UNITS[0]]));
    arrive(&mut store, &from_above, 2);
    let held = levels::find(store.connection(), MATTER).unwrap().unwrap();
    assert_eq!((held.directives.len(), held.waits()), (1, true));
}
