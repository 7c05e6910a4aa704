//! 互通共享: who told us when, whom we told when; 上级询问; whom the desks of each level tell.

use std::collections::BTreeSet;

use domain::call::CallOutcome;
use domain::contact::{CallOut, Purpose, Reached};
use domain::digest::Digest;
use domain::entry::{Algorithm, Author, CallEnded, CallNoted, CallOpened, Content, Header, SourceAdded};
use domain::facts::{Facts, Jurisdiction};
use domain::grade::Grading;
use domain::incident::Incident;
use domain::notice::{Notice, NoticeWay};
use domain::pack::Packs;
use domain::placed::Placed;
use domain::rule::Situation;
use domain::sharing::{Shared, SharedBy, shared, untold};
use domain::unit::{Level, UnitCode};
use proptest::prelude::*;
use uuid::Uuid;

use crate::desk::{PACKS, e7, evening};

fn placed(seq: u64, content: Content) -> Placed {
    let header = Header {
        id: Uuid::from_u128(0x1000 + u128::from(seq)),
        alg: Algorithm::Sm3Sm2,
        kind: content.kind(),
        subject: Uuid::from_u128(1),
        audience: content.kind().audience(),
        addressees: Vec::new(),
        links: Vec::new(),
        device: Uuid::from_u128(7),
        epoch: 1,
        seq,
        prev: Digest::ZERO,
        unit: UnitCode("990121".into()),
        author: Author::Desk,
        claimed_at: evening("18:09"),
        entered_at: evening("18:09"),
        clock_offset_ms: 0,
        clock_error_ms: None,
        boot_id: String::new(),
        anchor: None,
        pack: Digest::ZERO,
        base: None,
        body_hash: Digest::ZERO,
        body_len: 0,
        blobs: Vec::new(),
    };
    Placed { header, content, receipt: None }
}

fn said(unit: &str, caller: &str) -> CallNoted {
    CallNoted { caller: caller.to_owned(), caller_unit: unit.to_owned(), ..CallNoted::default() }
}

/// Picked up at 18:09 from this caller, and an incident.
fn incident(said: CallNoted, more: Vec<Content>) -> Incident {
    let ended = CallEnded { outcome: CallOutcome::Incident, note: String::new(), into: None, agreed_by: String::new() };
    let opened = Content::CallOpened(CallOpened { received_at: evening("18:09") });
    let all = [opened, Content::CallNoted(said), Content::CallEnded(ended)].into_iter().chain(more);
    let placed: Vec<Placed> = (1..).zip(all).map(|(seq, content)| placed(seq, content)).collect();
    Incident::fold(Uuid::from_u128(1), &placed).unwrap()
}

fn out(recipient: Option<&str>, name: &str, clock: &str, reached: Reached) -> Content {
    Content::CallOut(CallOut {
        recipient: recipient.map(str::to_owned),
        name: name.to_owned(),
        superior: false,
        purpose: Purpose::Verify,
        at: evening(clock),
        reached,
        taken_by: "李某".to_owned(),
        words: String::new(),
        recording: String::new(),
    })
}

fn told_us(partner: &str, clock: &str, knew: Option<&str>) -> Notice {
    Notice {
        partner: Some(partner.to_owned()),
        name: PACKS.partner(partner).unwrap().name.clone(),
        way: NoticeWay::ToldUs,
        knew_at: knew.map(evening),
        at: evening(clock),
        person: String::new(),
        words: String::new(),
    }
}

fn short(lines: &[Shared]) -> Vec<(&str, NoticeWay, SharedBy, Option<u32>)> {
    lines.iter().map(|one| (one.partner.as_deref().unwrap_or("-"), one.way, one.by, one.lead_minutes)).collect()
}

#[test]
fn the_call_that_opened_the_incident_is_a_partners_word_by_itself() {
    let by_unit = shared(&PACKS, &incident(said("县消防救援大队", "王某"), vec![]), &[]);
    assert_eq!(short(&by_unit), [("fire_rescue", NoticeWay::ToldUs, SharedBy::Call, None)]);
    assert_eq!((by_unit[0].name.as_str(), by_unit[0].person.as_str()), ("县消防救援大队", "王某"));
    assert_eq!(by_unit[0].at, evening("18:09"));
    let named = shared(&PACKS, &incident(said("", "县急救中心（120）"), vec![]), &[]);
    assert_eq!((named[0].partner.as_deref(), named[0].person.as_str()), (Some("health"), ""));
    assert_eq!(shared(&PACKS, &incident(said("", "群众"), vec![]), &[]), []);
    assert_eq!(shared(&PACKS, &incident(said("河东镇值班室", "消防员家属"), vec![]), &[]), [], "the unit decides");
}

#[test]
fn a_second_caller_and_a_call_out_that_was_answered_stand_there_too() {
    let second = SourceAdded {
        call: Uuid::from_u128(2),
        received_at: evening("18:16"),
        said: said("县公安局交通警察大队", "赵某"),
    };
    let more = vec![
        Content::SourceAdded(second),
        out(None, "县急救中心（120）", "18:12", Reached::Answered),
        out(None, "县气象局", "18:13", Reached::NoAnswer),
        out(Some("motorway_administration"), "高速公路路政", "18:14", Reached::Answered),
        out(Some("county_committee"), "县委值班室", "18:15", Reached::Answered),
    ];
    let lines = shared(&PACKS, &incident(said("", "群众"), more), &[]);
    let expected = [
        ("health", NoticeWay::WeTold, SharedBy::CallOut, None),
        ("transport", NoticeWay::WeTold, SharedBy::CallOut, None),
        ("police", NoticeWay::ToldUs, SharedBy::Call, None),
    ];
    assert_eq!(short(&lines), expected, "by time; who was not reached and who is no partner is not there");
}

#[test]
fn since_when_a_partner_knew_counts_to_when_we_first_knew() {
    let incident = incident(said("", "群众"), vec![]);
    let lead = |knew| shared(&PACKS, &incident, &[told_us("police", "18:30", Some(knew))])[0].lead_minutes;
    assert_eq!(lead("17:57"), Some(12), "to our 18:09, whoever told us, not to when the police did");
    assert_eq!(lead("18:09"), Some(0));
    assert_eq!(lead("18:10"), None, "it knew no earlier than we did");
}

#[test]
fn what_is_noted_of_a_call_says_more_of_it_and_is_not_a_second_one() {
    let incident = incident(said("县消防救援大队", "王某"), vec![]);
    let same = shared(&PACKS, &incident, &[told_us("fire_rescue", "18:09", Some("18:05"))]);
    assert_eq!(short(&same), [("fire_rescue", NoticeWay::ToldUs, SharedBy::Noted, Some(4))]);
    assert_eq!(
        (same[0].name.as_str(), same[0].person.as_str()),
        ("县消防救援大队", "王某"),
        "the call's own words stay"
    );
    let corrected = Notice { person: "李某".to_owned(), ..told_us("fire_rescue", "18:09", None) };
    assert_eq!(shared(&PACKS, &incident, &[corrected])[0].person, "李某");
    let other = shared(&PACKS, &incident, &[told_us("fire_rescue", "18:20", Some("18:05"))]);
    assert_eq!(other.len(), 2, "another word at another time");
    let another = shared(&PACKS, &incident, &[told_us("police", "18:09", None)]);
    assert_eq!(another.len(), 2, "another partner at the same time");
}

#[test]
fn those_that_the_pack_wants_told_are_named_until_something_is_on_record() {
    let facts = e7();
    let situation = Situation::new(&PACKS, &facts, &Grading::default(), Level::County);
    let names = |lines: &[Shared]| -> Vec<&str> {
        untold(&PACKS, &situation, lines).into_iter().map(|one| one.id.as_str()).collect()
    };
    let alone = incident(said("", "群众"), vec![]);
    assert_eq!(names(&shared(&PACKS, &alone, &[])), ["police", "fire_rescue", "health"], "a fire with people hurt");
    let by_fire = incident(said("县消防救援大队", ""), vec![]);
    let lines = shared(&PACKS, &by_fire, &[told_us("police", "18:20", None)]);
    assert_eq!(names(&lines), ["health"], "who told us knows");
    let border = Facts { jurisdiction: Jurisdiction::Neighbour, ..facts.clone() };
    let border = Situation::new(&PACKS, &border, &Grading::default(), Level::County);
    assert!(untold(&PACKS, &border, &[]).iter().any(|one| one.id == "neighbour"));
}

#[test]
fn the_partners_of_practice_are_all_there_and_none_claims_a_rule_that_nobody_read() {
    let national = Packs::national().unwrap();
    assert_eq!(national.partners().len(), 15);
    assert!(national.partners().iter().all(|one| !one.verified && !one.cite.is_empty() && !one.words.is_empty()));
    let numbers: BTreeSet<&str> = PACKS.partners().iter().filter_map(|one| one.phone.as_deref()).collect();
    assert_eq!(numbers.len(), 15, "the county's layer adds a number to each");
    for (name, partner) in [
        ("县公安局指挥中心", "police"),
        ("县交通警察大队", "police"),
        ("县交通运输局", "transport"),
        ("高速公路路政", "transport"),
        ("国网样例县供电公司", "electricity"),
        ("毗邻县值班室", "neighbour"),
        ("县防汛办", "water"),
    ] {
        assert_eq!(PACKS.partner_named(name).map(|one| one.id.as_str()), Some(partner), "{name}");
    }
    for nobody in ["", "群众", "河东镇值班室", "县委值班室", "市应急管理局指挥中心"] {
        assert_eq!(PACKS.partner_named(nobody), None, "{nobody}");
    }
}

#[test]
fn a_superior_that_asked_is_the_source_and_its_call_is_when_we_knew() {
    let asked = |unit: &str, caller: &str| {
        let said = CallNoted { asked_by_superior: true, ..said(unit, caller) };
        incident(said, vec![])
    };
    let incident = asked("市应急管理局指挥中心", "张某");
    let call = incident.call.as_ref().unwrap();
    assert_eq!(call.source_stated(), "市应急管理局指挥中心询问", "its unit alone");
    assert_eq!(incident.aware_at, evening("18:09"));
    assert_eq!(asked("", "张某").call.unwrap().source_stated(), "张某询问");
    assert_eq!(asked("", "").call.unwrap().source_stated(), "上级询问");
    let nobody = self::incident(said("县消防救援大队", "王某"), vec![]);
    assert_eq!(nobody.call.unwrap().source_stated(), "县消防救援大队王某");
}

#[test]
fn an_entry_of_before_is_read_and_written_as_it_was() {
    let before = r#"{"caller":"群众","caller_unit":"","number":"","words":"","recording":""}"#;
    let read: CallNoted = serde_json::from_str(before).unwrap();
    assert!(!read.asked_by_superior);
    assert_eq!(serde_json::to_string(&read).unwrap(), before);
}

#[test]
fn each_level_tells_its_own_and_its_direct_superior_always() {
    let facts = Facts { kind: Some("fire".to_owned()), ..Facts::default() };
    for packs in [Packs::national().unwrap(), Packs::embedded().unwrap()] {
        let names = |level, facts: &Facts| -> Vec<String> {
            let grading = domain::grading::grade(&packs, facts);
            let situation = Situation::new(&packs, facts, &grading, level);
            packs.recipients_for(&situation).iter().map(|one| one.name.clone()).collect()
        };
        let county = ["市应急管理局指挥中心", "县委值班室", "县政府总值班室", "带班领导", "局长", "分管副县长"];
        assert_eq!(names(Level::County, &facts), county);
        let city = ["省应急管理厅指挥中心", "市委值班室", "市政府总值班室", "带班领导", "局长", "分管副市长"];
        assert_eq!(names(Level::City, &facts), city);
        let province = ["应急管理部指挥中心", "省委值班室", "省政府总值班室", "带班领导", "厅长", "分管副省长"];
        assert_eq!(names(Level::Province, &facts), province);
        let large = |level| names(level, &e7());
        assert_eq!(large(Level::County).last().map(String::as_str), Some("省应急管理厅指挥中心"));
        assert_eq!(
            (large(Level::City), large(Level::Province)),
            (city.map(str::to_owned).to_vec(), province.map(str::to_owned).to_vec())
        );
        let ids: BTreeSet<&str> = packs.recipients().iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids.len(), packs.recipients().len());
    }
}

proptest! {
    /// Whatever is on record, a partner stands either among those told or among those not told yet, and lines go by time.
    #[test]
    fn nobody_is_both_told_and_not_told(
        noted in prop::collection::vec((0_usize..15, 0_i64..120, prop::option::of(-60_i64..60)), 0..8),
    ) {
        let incident = incident(said("县消防救援大队", ""), vec![]);
        let minute = |m: i64| evening("18:00") + chrono::TimeDelta::minutes(m);
        let notices: Vec<Notice> = noted
            .iter()
            .map(|(which, at, knew)| Notice {
                at: minute(*at),
                knew_at: knew.map(minute),
                ..told_us(&PACKS.partners()[*which].id, "18:00", None)
            })
            .collect();
        let lines = shared(&PACKS, &incident, &notices);
        prop_assert!(lines.is_sorted_by_key(|line| line.at));
        let facts = e7();
        let situation = Situation::new(&PACKS, &facts, &Grading::default(), Level::County);
        let open = untold(&PACKS, &situation, &lines);
        for partner in PACKS.partners() {
            let told = lines.iter().any(|line| line.partner.as_deref() == Some(&partner.id));
            prop_assert!(!(told && open.contains(&partner)));
        }
        prop_assert!(lines.len() >= notices.len(), "what was noted is never left out");
        for line in &lines {
            let expected = line.knew_at.filter(|knew| *knew <= incident.aware_at);
            prop_assert_eq!(line.lead_minutes.is_some(), expected.is_some());
        }
    }
}
