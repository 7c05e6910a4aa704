//! 清除: which numbers go from words, what stays, and that nothing else is touched whatever the order of arrival.

use chrono::TimeDelta;
use domain::call::{Call, CallOutcome};
use domain::digest::Digest;
use domain::entry::{Algorithm, Author, CallEnded, CallNoted, CallOpened, Content, Header, Kind, SourceAdded};
use domain::incident_end::{IncidentEnded, IncidentOutcome};
use domain::pack::Pack;
use domain::purge::{CLEARED, Held, Purged, PurgedBody, Remainder, due, may_go, settle, takes, without_numbers};
use domain::receipt::{DeviceHead, Receipt, UpstreamId};
use domain::unit::UnitCode;
use proptest::prelude::*;
use uuid::Uuid;

use crate::desk::{PACKS, evening};

const CALL: Uuid = Uuid::from_u128(7);

fn header(seq: u64, kind: Kind, unit: &str) -> Header {
    Header {
        id: Uuid::from_u128(100 + u128::from(seq)),
        alg: Algorithm::Sm3Sm2,
        kind,
        subject: CALL,
        audience: kind.audience(),
        addressees: vec![],
        links: vec![],
        device: Uuid::from_u128(1),
        epoch: 1,
        seq,
        prev: Digest::ZERO,
        unit: UnitCode(unit.to_owned()),
        author: Author::Desk,
        claimed_at: evening("18:09"),
        entered_at: evening("18:09"),
        clock_offset_ms: 0,
        clock_error_ms: None,
        boot_id: "boot".to_owned(),
        anchor: None,
        pack: Digest::ZERO,
        base: None,
        body_hash: Digest::of(&seq.to_be_bytes()),
        body_len: 0,
        blobs: vec![],
    }
}

fn receipt(header: &Header) -> Receipt {
    Receipt {
        entry: header.id,
        header_hash: Digest::ZERO,
        position: header.seq,
        received_at: evening("18:10"),
        upstream: UpstreamId::from_u128(2),
        generation: 1,
        key_id: "key".to_owned(),
        device_head: DeviceHead { epoch: 1, seq: header.seq, digest: Digest::ZERO },
    }
}

fn held(seq: u64, content: Content) -> Held {
    let header = header(seq, content.kind(), "990121");
    Held { receipt: Some(receipt(&header)), header, content: Some(content) }
}

fn noted(caller: &str, number: &str, words: &str) -> Content {
    let text = str::to_owned;
    Content::CallNoted(CallNoted {
        caller: text(caller),
        caller_unit: text("河东镇"),
        number: text(number),
        words: text(words),
        recording: text("R-7"),
        ..CallNoted::default()
    })
}

fn a_wrong_number() -> Vec<Held> {
    let ended = CallEnded { outcome: CallOutcome::Other, note: "打错".into(), into: None, agreed_by: String::new() };
    vec![
        held(1, Content::CallOpened(CallOpened { received_at: evening("18:09") })),
        held(2, noted("来电群众戊", "19900001111", "找人，回电19900001111")),
        held(3, Content::CallEnded(ended)),
    ]
}

fn due_in_days(held: &[Held], unit: &str, days: i64) -> Vec<Purged> {
    let placed = settle(held.to_vec()).placed;
    let now = evening("18:09") + TimeDelta::days(days);
    due(PACKS.retention(), &UnitCode(unit.to_owned()), CALL, &placed, now)
}

#[test]
fn phone_numbers_and_ids_go_from_words_and_times_dates_and_counts_stay() {
    for (said, left) in [
        ("家属电话13900001111，速回", "家属电话〔已清除〕，速回"),
        ("139 0000 1111", CLEARED),
        ("０３９５－６９００１１１", CLEARED),
        ("座机6900111", "座机〔已清除〕"),
        ("身份证99012119900101999X号", "身份证〔已清除〕号"),
        ("18时09分，死亡2人，伤11人，过火面积123456平方米", "18时09分，死亡2人，伤11人，过火面积123456平方米"),
        ("2026-05-12 18:09 K120+300", "2026-05-12 18:09 K120+300"),
    ] {
        assert_eq!(without_numbers(said), left, "{said}");
    }
}

#[test]
fn nobody_in_particular_stays_and_a_name_goes_from_the_words_too() {
    assert_eq!(Remainder::of(&noted("群众", "", "3幢起火")), None, "nothing in it is personal");
    let Some(Remainder::CallNoted(left)) = Remainder::of(&noted("来电群众戊", "", "来电群众戊说3幢起火"))
    else {
        panic!("a name has to go")
    };
    assert_eq!((left.caller.as_str(), left.words.as_str()), (CLEARED, "〔已清除〕说3幢起火"));
    assert_eq!(left.number, "", "what was never asked is not said to be cleared");
}

#[test]
fn a_call_is_due_on_its_day_and_only_the_units_own_and_only_what_the_upstream_has() {
    let call = a_wrong_number();
    assert_eq!(due_in_days(&call, "990121", 89), []);
    let purged = due_in_days(&call, "990121", 90);
    assert_eq!(purged[0].bodies, [PurgedBody { entry: call[1].header.id, body_hash: call[1].header.body_hash }]);
    assert_eq!(due_in_days(&call, "990100", 90), [], "of another unit nothing is due here");
    let mut unsent = call;
    unsent[1].receipt = None;
    assert_eq!(due_in_days(&unsent, "990121", 90), [], "the upstream takes no entry without its body");
}

#[test]
fn a_purge_takes_nothing_of_another_unit_matter_kind_or_body() {
    let call = a_wrong_number();
    let purged = due_in_days(&call, "990121", 90).remove(0);
    let by = header(4, Kind::Purged, "990121");
    assert!(takes(&by, &purged, &call[1].header));
    assert!(!takes(&header(4, Kind::Purged, "990122"), &purged, &call[1].header), "a neighbour's");
    assert!(
        !takes(&Header { subject: Uuid::from_u128(8), ..by.clone() }, &purged, &call[1].header),
        "another matter's"
    );
    let other = Header { body_hash: Digest::ZERO, ..call[1].header.clone() };
    assert!(!takes(&by, &purged, &other), "another body than the one named");
    let mut report = purged.clone();
    report.bodies[0] = PurgedBody { entry: call[2].header.id, body_hash: call[2].header.body_hash };
    assert!(!takes(&by, &report, &call[2].header), "the end of a call is archive");
    let kinds = [Kind::Report, Kind::SignOff, Kind::Relay, Kind::CallOut, Kind::CallEnded, Kind::IncidentEnded];
    assert!(kinds.into_iter().all(|kind| !may_go(kind)), "no rule can name archive");
}

#[test]
fn a_pack_cannot_have_archive_cleared() {
    let national = include_str!("../../packs/national.toml");
    let all = national.replace(r#"kinds = ["call_noted"]"#, r#"kinds = ["call_noted", "report"]"#);
    let errors = Pack::parse("all.toml", &all).unwrap_err();
    assert!(errors[0].reason.contains("只有来电补充和并入的来电可以清除"), "{errors:?}");
    assert!(errors[0].line.is_some(), "it says where");
}

proptest! {
    #[test]
    fn clearing_words_twice_is_clearing_them_once(words in "[0-9０-９ xX\\-－人、]{0,40}") {
        let once = without_numbers(&words);
        prop_assert_eq!(without_numbers(&once), once);
    }

    #[test]
    fn in_any_order_and_before_or_after_the_bodies_went_everybody_sees_the_same(
        order in Just((0..4_usize).collect::<Vec<_>>()).prop_shuffle(),
        gone in any::<bool>(),
        words in "[甲乙0-9 ]{0,30}",
    ) {
        let mut call = a_wrong_number();
        call[1] = held(2, noted("来电群众戊", "19900001111", &words));
        let purged = due_in_days(&call, "990121", 90).remove(0);
        call.push(held(4, Content::Purged(purged)));
        let expected = settle(call.clone());
        prop_assert_eq!(&expected.cleared, &vec![(call[1].header.id, call[3].header.id)], "that body and no other");
        let mut arrived: Vec<Held> = order.iter().map(|at| call[*at].clone()).collect();
        if gone {
            for one in arrived.iter_mut().filter(|one| one.header.id == call[1].header.id) {
                one.content = None;
            }
        }
        let settled = settle(arrived);
        prop_assert_eq!(&settled, &expected);
        let view = Call::fold(CALL, &settled.placed).unwrap();
        prop_assert_eq!((view.caller.as_str(), view.number.as_str()), (CLEARED, CLEARED));
        prop_assert_eq!(view.source_words(), "河东镇", "the letter names nobody");
        for one in call.iter().filter(|one| one.header.id != call[1].header.id) {
            let content = settled.placed.iter().find(|placed| placed.header.id == one.header.id).map(|placed| &placed.content);
            prop_assert_eq!(content, one.content.as_ref(), "no other body is touched");
        }
        prop_assert!(due(PACKS.retention(), &UnitCode("990121".into()), CALL, &settled.placed, evening("18:09") + TimeDelta::days(999)).is_empty());
    }
}

fn a_fire_with_two_callers(end: Option<Content>) -> Vec<Held> {
    let ended = CallEnded { outcome: CallOutcome::Incident, note: String::new(), into: None, agreed_by: String::new() };
    let Content::CallNoted(said) = noted("来电群众己", "19900002222", "同一处起火") else { panic!("a note") };
    let source = SourceAdded { call: Uuid::from_u128(8), received_at: evening("18:20"), said };
    let mut held = vec![
        held(1, Content::CallOpened(CallOpened { received_at: evening("18:09") })),
        held(2, noted("来电群众戊", "19900001111", "起火")),
        held(3, Content::CallEnded(ended)),
        held(4, Content::SourceAdded(source)),
    ];
    held.extend(end.map(|end| self::held(5, end)));
    held
}

#[test]
fn callers_of_an_incident_are_due_half_a_year_after_its_end_and_never_while_it_goes_on() {
    let end = IncidentEnded {
        outcome: IncidentOutcome::NotTrue,
        verified_by: String::new(),
        note: String::new(),
        agreed_by: String::new(),
        at: evening("20:00"),
    };
    assert_eq!(due_in_days(&a_fire_with_two_callers(None), "990121", 4_000), [], "it goes on");
    let fire = a_fire_with_two_callers(Some(Content::IncidentEnded(end)));
    assert_eq!(due_in_days(&fire, "990121", 180), [], "two hours are left of the last day");
    let purged = due_in_days(&fire, "990121", 181);
    let bodies: Vec<_> = purged[0].bodies.iter().map(|body| body.entry).collect();
    assert_eq!(bodies, [fire[1].header.id, fire[3].header.id], "both callers");
    assert_eq!(purged[0].rule, "caller-after-incident");
    let Content::SourceAdded(left) = purged[0].remainders[1].clone().into_content() else {
        panic!("a source stays one")
    };
    assert_eq!((left.said.caller.as_str(), left.said.number.as_str()), (CLEARED, CLEARED));
    assert_eq!((left.received_at, left.said.words.as_str()), (evening("18:20"), "同一处起火"), "when he called stays");
    assert!(takes(&header(6, Kind::Purged, "990121"), &purged[0], &fire[3].header));
}

#[test]
fn what_stays_of_many_callers_is_cut_into_entries_that_fit_the_line() {
    let mut held = a_wrong_number();
    let words = "起".repeat(10_000);
    held.extend((4..12).map(|seq| self::held(seq, noted("来电群众戊", "", &words))));
    let purged = due_in_days(&held, "990121", 90);
    assert!(purged.len() > 1, "{} entries", purged.len());
    assert_eq!(purged.iter().map(|one| one.bodies.len()).sum::<usize>(), 9, "none is lost, none twice");
    assert!(purged.iter().all(|one| one.bodies.len() == one.remainders.len() && !one.bodies.is_empty()));
}

#[test]
fn a_header_whose_body_nobody_cleared_stays_a_header_beside_one_that_was_cleared_by_rule() {
    let mut call = a_wrong_number();
    let purges = due_in_days(&call, "990121", 400);
    assert!(!purges.is_empty(), "there is something to clear");
    let next = u64::try_from(call.len()).unwrap() + 1;
    call.extend(purges.into_iter().zip(next..).map(|(purged, seq)| held(seq, Content::Purged(purged))));
    let mut only_header = held(90, noted("来电群众庚", "", "另一处"));
    only_header.content = None;
    call.push(only_header);
    let settled = settle(call);
    assert_eq!(settled.headers.iter().map(|one| one.header.seq).collect::<Vec<_>>(), [90], "never came, never made up");
    assert!(!settled.cleared.is_empty());
}
