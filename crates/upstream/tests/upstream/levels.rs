//! 县 市 省: who reported an event is shown that the others did, by headers and receipts, and of nothing else anything.

use domain::digest::Digest;
use domain::entry::{Content, Header, Kind, Link, Relation, Sealed, Subject};
use domain::unit::UnitCode;
use serde_json::json;

use crate::database;
use crate::desk::{Desk, call, evening, report};
use crate::every_kind::content;
use crate::server::{CITY, COUNTY, NEIGHBOUR, PROVINCE, Server};

fn of(desk: &mut Desk, subject: Subject, content: Content) -> Sealed {
    desk.write_as(content, |header| header.subject = subject)
}

pub(crate) fn relay() -> Content {
    content(Kind::Relay, &[])
}

/// What says that two matters are one event, or that they are not; to nobody but the author's own superiors.
pub(crate) fn word(desk: &mut Desk, [subject, other]: [Subject; 2], same: bool) -> Sealed {
    let said = json!({ "same_event": { "other": other, "same": same, "reason": "" } });
    desk.write_as(serde_json::from_value(said).unwrap(), |header| {
        let relation = if same { Relation::SameEvent } else { Relation::OtherEvent };
        header.subject = subject;
        header.links = vec![Link { relation, to: other }];
    })
}

/// Kinds and authors of what a unit was handed whole, and of what by its header alone, in order.
async fn handed(desk: &Desk) -> (Vec<(Kind, String)>, Vec<(Kind, String)>) {
    let (mut whole, mut headers) = (Vec::new(), Vec::new());
    for delivery in desk.pull().await {
        let Header { kind, unit, .. } = delivery.entry.read_header().unwrap();
        let place = if delivery.entry.body.is_some() { &mut whole } else { &mut headers };
        place.push((kind, unit.0));
    }
    (whole, headers)
}

fn all(kinds: &[(Kind, &str)]) -> Vec<(Kind, String)> {
    kinds.iter().map(|(kind, unit)| (*kind, (*unit).to_owned())).collect()
}

struct Room {
    server: Server,
    county: Desk,
    neighbour: Desk,
    city: Desk,
    province: Desk,
}

impl Room {
    async fn open() -> Self {
        let server = Server::start().await;
        let county = Desk::enrol(&server, COUNTY).await;
        let neighbour = Desk::enrol(&server, NEIGHBOUR).await;
        let (city, province) = (Desk::enrol(&server, CITY).await, Desk::enrol(&server, PROVINCE).await);
        Self { server, county, neighbour, city, province }
    }
}

#[tokio::test]
async fn a_county_learns_that_city_and_province_reported_the_same_and_not_a_word_of_what() {
    let Room { server, mut county, neighbour, mut city, mut province } = Room::open().await;
    let matter = Subject::now_v7();
    let first = [of(&mut county, matter, call()), of(&mut county, matter, report("县"))];
    county.receipts(&first).await;
    let above = [of(&mut city, matter, call()), of(&mut city, matter, report("市")), of(&mut city, matter, relay())];
    city.receipts(&above).await;
    let sent = [of(&mut province, matter, report("省"))];
    province.receipts(&sent).await;
    let (whole, headers) = handed(&county).await;
    assert_eq!(whole, all(&[(Kind::CallOpened, COUNTY), (Kind::Report, COUNTY)]));
    assert_eq!(headers, all(&[(Kind::Report, CITY), (Kind::Relay, CITY), (Kind::Report, PROVINCE)]));
    let (whole, headers) = handed(&city).await;
    let own = [(Kind::CallOpened, CITY), (Kind::Report, CITY), (Kind::Relay, CITY)];
    assert_eq!(whole, all(&[&[(Kind::Report, COUNTY)], &own[..]].concat()));
    assert_eq!(headers, all(&[(Kind::Report, PROVINCE)]));
    let (whole, headers) = handed(&province).await;
    let below = [(Kind::Report, COUNTY), (Kind::Report, CITY), (Kind::Relay, CITY), (Kind::Report, PROVINCE)];
    assert_eq!((whole, headers), (all(&below), Vec::new()), "it has every body already");
    assert_eq!(handed(&neighbour).await, (Vec::new(), Vec::new()), "who reported nothing is shown nothing");
    server.holds(6).await;
}

#[tokio::test]
async fn who_reports_last_is_shown_what_was_there_before() {
    let Room { server, mut county, mut city, province, .. } = Room::open().await;
    let matter = Subject::now_v7();
    let sent = [of(&mut city, matter, report("市")), of(&mut city, matter, relay())];
    city.receipts(&sent).await;
    let sent = [of(&mut county, matter, call()), of(&mut county, matter, relay())];
    county.receipts(&sent).await;
    assert_eq!(handed(&county).await.1, Vec::new(), "a call and a relay are no report");
    let sent = [of(&mut county, matter, report("县")), of(&mut county, matter, report("县续"))];
    county.receipts(&sent).await;
    assert_eq!(handed(&county).await.1, all(&[(Kind::Report, CITY), (Kind::Relay, CITY)]), "each once");
    assert_eq!(handed(&province).await.1, Vec::new());
    server.holds(6).await;
}

#[tokio::test]
async fn two_counties_that_the_city_joins_learn_of_each_others_reports_and_of_nothing_else() {
    let Room { server, mut county, mut neighbour, mut city, .. } = Room::open().await;
    let [matter, other] = [Subject::now_v7(), Subject::now_v7()];
    let ours = [call(), report("县"), relay(), content(Kind::SignOff, &[]), content(Kind::IncidentEnded, &[])];
    let ours: Vec<_> = ours.into_iter().map(|content| of(&mut county, matter, content)).collect();
    county.receipts(&ours).await;
    let sent = [of(&mut neighbour, other, call()), of(&mut neighbour, other, report("邻县"))];
    neighbour.receipts(&sent).await;
    assert_eq!((handed(&county).await.1, handed(&neighbour).await.1), (Vec::new(), Vec::new()));
    let directive = city.write_as(content(Kind::Directive, &[]), |header| {
        (header.subject, header.addressees) = (matter, vec![UnitCode(COUNTY.to_owned())]);
    });
    let sent = [directive, word(&mut city, [other, matter], true)];
    city.receipts(&sent).await;
    let joined = (Kind::SameEvent, CITY);
    assert_eq!(handed(&county).await.1, all(&[(Kind::Report, NEIGHBOUR), joined]));
    assert_eq!(handed(&neighbour).await.1, all(&[(Kind::Report, COUNTY), (Kind::Relay, COUNTY), joined]));
    assert_eq!(handed(&city).await.1, Vec::new());
    // What comes later goes over at once; and no more of it once they are told apart, though what is there stays.
    let sent = [of(&mut county, matter, report("县续"))];
    county.receipts(&sent).await;
    let sent = [word(&mut city, [matter, other], false)];
    city.receipts(&sent).await;
    let sent = [of(&mut county, matter, report("县终"))];
    county.receipts(&sent).await;
    let (_, headers) = handed(&neighbour).await;
    let before = [(Kind::Report, COUNTY), (Kind::Relay, COUNTY), joined, (Kind::Report, COUNTY), joined];
    assert_eq!(headers, all(&before), "that they are told apart is said to both");
    server.holds(12).await;
}

#[tokio::test]
async fn a_strangers_word_joins_nothing_and_parts_nothing() {
    let Room { server, mut county, mut neighbour, mut city, .. } = Room::open().await;
    let [matter, other, elsewhere] = std::array::from_fn(|_| Subject::now_v7());
    let sent = [of(&mut county, matter, report("县"))];
    county.receipts(&sent).await;
    let sent = [of(&mut city, other, report("市"))];
    city.receipts(&sent).await;
    // It reported something, and neither of these; nor is it above anybody who did.
    let sent = [of(&mut neighbour, elsewhere, report("邻县"))];
    neighbour.receipts(&sent).await;
    let words = [word(&mut neighbour, [matter, other], true), word(&mut neighbour, [other, matter], true)];
    neighbour.receipts(&words).await;
    assert_eq!(handed(&county).await.1, Vec::new());
    assert_eq!(handed(&neighbour).await.1, Vec::new());
    let sent = [word(&mut city, [other, matter], true)];
    city.receipts(&sent).await;
    let sent = [word(&mut neighbour, [other, matter], false)];
    neighbour.submit(&sent).await;
    let sent = [of(&mut city, other, report("市续"))];
    city.receipts(&sent).await;
    let shown = [(Kind::Report, CITY), (Kind::SameEvent, CITY), (Kind::Report, CITY)];
    assert_eq!(handed(&county).await.1, all(&shown), "the city's word stands");
    assert_eq!(handed(&neighbour).await.1, Vec::new());
    server.holds(8).await;
}

#[tokio::test]
async fn a_word_counts_from_when_its_author_has_reported_one_of_the_two() {
    let Room { server, mut county, mut neighbour, .. } = Room::open().await;
    let [matter, other] = [Subject::now_v7(), Subject::now_v7()];
    let sent = [word(&mut neighbour, [other, matter], true)];
    neighbour.receipts(&sent).await;
    let sent = [of(&mut county, matter, report("县"))];
    county.receipts(&sent).await;
    assert_eq!(handed(&county).await.1, Vec::new());
    let sent = [of(&mut neighbour, other, report("邻县"))];
    neighbour.receipts(&sent).await;
    assert_eq!(handed(&county).await.1, all(&[(Kind::SameEvent, NEIGHBOUR), (Kind::Report, NEIGHBOUR)]));
    assert_eq!(handed(&neighbour).await.1, all(&[(Kind::Report, COUNTY)]));
    server.holds(3).await;
}

#[tokio::test]
async fn who_had_the_header_alone_is_shown_the_whole_by_a_disclosure_once() {
    let Room { server, mut county, mut neighbour, .. } = Room::open().await;
    let matter = Subject::now_v7();
    let ours = of(&mut county, matter, report("县"));
    county.receipts(std::slice::from_ref(&ours)).await;
    let sent = [of(&mut neighbour, matter, report("邻县"))];
    neighbour.receipts(&sent).await;
    // The bureaus are arranged anew: the county's superior is the one that had been its neighbour.
    let moved = format!(
        "code,name,level,parent,divisions,sample
{NEIGHBOUR},乙市应急管理局,city,{PROVINCE},样例省/乙市,true
{COUNTY},样例县应急管理局,county,{NEIGHBOUR},样例省/乙市/样例县,true
"
    );
    server.folder().await.load_units(moved.as_bytes()).await.unwrap();
    let consent = |desk: &mut Desk| {
        let named = [ours.read_header().unwrap().id];
        desk.write_as(content(Kind::Disclosed, &named), |header| {
            (header.subject, header.addressees) = (matter, vec![UnitCode(NEIGHBOUR.to_owned())]);
        })
    };
    let sent = [consent(&mut county), consent(&mut county)];
    county.receipts(&sent).await;
    let (whole, headers) = handed(&neighbour).await;
    assert_eq!(headers, all(&[(Kind::Report, COUNTY)]));
    let told = (Kind::Disclosed, COUNTY);
    assert_eq!(whole, all(&[(Kind::Report, NEIGHBOUR), told, (Kind::Report, COUNTY), told]));
    server.holds(4).await;
}

#[tokio::test]
async fn what_was_reported_before_the_program_kept_it_by_matter_is_shown_all_the_same() {
    let Room { server, mut county, mut neighbour, .. } = Room::open().await;
    let matter = Subject::now_v7();
    let sent =
        [of(&mut county, matter, call()), of(&mut county, matter, report("县")), of(&mut county, matter, relay())];
    county.receipts(&sent).await;
    let (clock, dir) = (server.clock.clone(), server.stop().await);
    database::execute(dir.path(), database::BEFORE_MATTERS);
    let server = Server::start_again(dir, clock).await;
    neighbour.address = server.address;
    let sent = [of(&mut neighbour, matter, report("邻县"))];
    neighbour.receipts(&sent).await;
    assert_eq!(handed(&neighbour).await.1, all(&[(Kind::Report, COUNTY), (Kind::Relay, COUNTY)]));
    server.holds(4).await;
}

#[tokio::test]
async fn a_directive_goes_down_and_never_sideways_or_up() {
    let Room { server, county, neighbour, mut city, province } = Room::open().await;
    let directs = |desk: &Desk, to: &[&str]| {
        let mut written = desk.header(&content(Kind::Directive, &[]));
        written.addressees = to.iter().map(|unit| UnitCode((*unit).to_owned())).collect();
        desk.seal(written, content(Kind::Directive, &[]))
    };
    for to in [&[NEIGHBOUR][..], &[CITY], &[PROVINCE], &[COUNTY], &[CITY, NEIGHBOUR]] {
        let refused = county.submit(&[directs(&county, to)]).await;
        let words = format!("{refused:?}");
        assert!(words.contains("指令只能下达给本单位的下级单位"), "{to:?}: {words}");
    }
    // In one batch with good ones: those are received.
    let mixed = directs(&city, &[COUNTY, PROVINCE]);
    let good = city.write_as(content(Kind::Directive, &[]), |header| {
        header.addressees = [COUNTY, NEIGHBOUR].map(|unit| UnitCode(unit.to_owned())).to_vec();
    });
    let mut outsider = mixed.read_header().unwrap();
    (outsider.epoch, outsider.id) = (2, Subject::now_v7());
    (outsider.seq, outsider.prev, outsider.entered_at) = (1, Digest::ZERO, evening());
    let mixed = city.seal(outsider, content(Kind::Directive, &[]));
    let outcomes = city.submit(&[mixed, good.clone()]).await;
    assert!(format!("{:?}", outcomes[0]).contains("去掉不是下级的单位"), "{outcomes:?}");
    city.receipt(&good, &outcomes[1]);
    for desk in [&county, &neighbour] {
        assert_eq!(handed(desk).await, (all(&[(Kind::Directive, CITY)]), Vec::new()));
    }
    assert_eq!(handed(&province).await, (Vec::new(), Vec::new()), "not even to those above");
    // The province may pass the city over.
    let mut province = province;
    let deep = province.write_as(content(Kind::Directive, &[]), |header| {
        header.addressees = vec![UnitCode(COUNTY.to_owned())];
    });
    province.receipts(&[deep]).await;
    assert_eq!(handed(&county).await.0.len(), 2);
    server.holds(2).await;
}
