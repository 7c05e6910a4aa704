//! 县 市 省: a county's desk learns that the city reported the same event, and which units there are around it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

use domain::digest::Digest;
use domain::directive::{Demand, Directive};
use domain::entry::{Body, Content, Header, Kind, Sealed};
use domain::reader::Reader;
use domain::seal::{Signature, SigningKey};
use domain::unit::{Unit, UnitCode};
use domain::wire::{EnrolAnswer, EnrolRequest, Outcome, SubmitRequest};
use serde_json::Value;
use store::Store;
use store::table::levels;
use tests::evidence::{by_script, evening, exported};
use tests::held::Held;
use tests::room::{COUNTY, Room, may_12};
use tests::second_desk::{CITY, PROVINCE};
use uuid::Uuid;
use workstation::sync::Upstream;
use workstation::verify;

const NEIGHBOUR: &str = "990122";

/// A device of another unit, with nothing but a key.
struct Device {
    upstream: Upstream,
    enrolled: EnrolAnswer,
    id: Uuid,
    key: SigningKey,
}

impl Device {
    async fn enrolled(room: &Room, unit: &str) -> Self {
        let address = room.does("settings", Value::Null)["upstream"].as_str().unwrap().to_owned();
        let upstream = Upstream::of(&room.desk, &address).unwrap();
        let (id, key) = (Uuid::now_v7(), SigningKey::from_bytes(&[7; 32]).unwrap());
        let asked = EnrolRequest::new(room.code(unit).await, id, &key).unwrap();
        let enrolled = upstream.enrol(&asked).await.unwrap();
        Self { upstream, enrolled, id, key }
    }

    /// Says what another unit said of a matter, as its own, in an entry of its own chain.
    async fn says_too(&self, said: &Held, place: (u64, Digest)) -> Digest {
        let sealed = Sealed {
            header: said.header.clone(),
            body: said.body.clone(),
            signature: Signature::from_text(said.signature.clone()),
        };
        let content = sealed.read_content(&sealed.read_header().unwrap()).unwrap().unwrap();
        self.says(content, said.read(), place).await
    }

    /// Says something in an entry of its own chain, with the rest of the header as another has it.
    async fn says(&self, content: Content, like: Header, (seq, prev): (u64, Digest)) -> Digest {
        let header = Header {
            id: Uuid::now_v7(),
            kind: content.kind(),
            audience: content.kind().audience(),
            device: self.id,
            unit: self.enrolled.units[0].code.clone(),
            epoch: 1,
            seq,
            prev,
            anchor: None,
            ..like
        };
        let own = Sealed::new(header, &Body { salt: Uuid::now_v7().simple().to_string(), content }, &self.key).unwrap();
        let request = SubmitRequest { entries: vec![own.clone()] };
        let answer = self.upstream.submit(&self.enrolled.token, &request).await.unwrap();
        assert!(matches!(answer.outcomes[..], [Outcome::Received { .. }]), "{:?}", answer.outcomes);
        own.digest()
    }
}

/// The room's only entry of a kind.
fn held(room: &Room, kind: Kind) -> Held {
    room.held_here().into_values().find(|held| held.read().kind == kind).unwrap()
}

fn store(room: &Room) -> Store {
    Store::open(&room.folder().join("desk/zhiban.sqlite")).unwrap()
}

/// The units that the upstream named to the desk.
fn codes(room: &Room) -> Vec<String> {
    let units: Vec<Unit> = store(room).setting("known_units").unwrap().unwrap_or_default();
    units.into_iter().map(|unit| unit.code.0).collect()
}

#[tokio::test]
async fn a_county_holds_the_citys_report_by_its_header_and_everything_that_checks_its_file_is_content() {
    let (room, incident) = evening().await;
    let city = Device::enrolled(&room, CITY).await;
    let first = city.says_too(&held(&room, Kind::Report), (1, Digest::ZERO)).await;
    city.says_too(&held(&room, Kind::Relay), (2, first)).await;
    room.sync().await;

    let foreign: Vec<Held> = room.held_here().into_values().filter(|held| held.read().unit.0 == CITY).collect();
    assert_eq!(foreign.len(), 2, "a report and its relay");
    assert!(foreign.iter().all(|held| held.body.is_none() && held.receipt.is_some()), "headers with their receipts");
    let levels = levels::find(store(&room).connection(), incident).unwrap().unwrap();
    assert_eq!(levels.others.len(), 1);
    assert_eq!((levels.others[0].unit.0.as_str(), levels.others[0].heard.len()), (CITY, 1));
    assert!(levels.others[0].incident.is_none(), "nothing of what it says");

    assert_eq!(verify(&room.desk).unwrap().faults, Vec::<String>::new());
    assert_eq!(room.desk.check_views().unwrap(), Vec::<Uuid>::new(), "a rebuild would show the same");
    let (file, said) = exported(&room, incident);
    assert!(said.contains("留痕文件已写好并校验"), "{said}");
    let text = std::fs::read_to_string(&file).unwrap();
    by_script(&file).succeeded();
    assert!(domain::evidence::check(text.as_bytes()).unwrap().holds());
    assert_eq!(text.matches("body-withheld").count(), 2, "that of the city was never here");
    assert!(!text.contains("body-purged"), "nothing was cleared");
    assert!(text.contains(CITY), "the header stands in the file");
    assert!(room.checked().await.ok);
}

#[tokio::test]
async fn a_desk_knows_the_units_around_it_and_asks_again_when_the_upstream_is_back() {
    let mut room = Room::open(may_12(18, 9)).await;
    assert_eq!(codes(&room), Vec::<String>::new(), "it was not asked yet");
    room.sync().await;
    assert_eq!(codes(&room), [COUNTY, CITY, PROVINCE, NEIGHBOUR]);
    let another =
        "code,name,level,parent,divisions,sample\n990123,新例县应急管理局,county,990100,样例省/样例市/新例县,true\n";
    room.administered().await.load_units(another.as_bytes()).await.unwrap();
    room.sync().await;
    assert_eq!(codes(&room).len(), 4, "it is not asked in every round");
    room.upstream_stops().await;
    room.sync().await;
    assert_eq!(codes(&room).len(), 4, "what is known stays known");
    room.upstream_returns().await;
    room.sync().await;
    assert_eq!(codes(&room), [COUNTY, CITY, PROVINCE, NEIGHBOUR, "990123"]);
}

#[tokio::test]
async fn a_county_that_was_put_under_another_city_is_asked_by_that_city_and_asks_it_back() {
    const NEW_CITY: &str = "990200";
    let (mut room, incident) = evening().await;
    let tree = "code,name,level,parent,divisions,sample\n\
        990200,新市应急管理局,city,990000,样例省/新市,true\n\
        990121,样例县应急管理局,county,990200,样例省/新市/样例县,true\n";
    room.administered().await.load_units(tree.as_bytes()).await.unwrap();
    let city = Device::enrolled(&room, NEW_CITY).await;
    let asks = Directive {
        demand: Demand::Verify,
        about: None,
        reason: None,
        words: "请核实被困人数".to_owned(),
        issued_by: "新市局值班员".to_owned(),
        until: None,
        extends: None,
    };
    let report = held(&room, Kind::Report);
    let like = Header { addressees: vec![UnitCode(COUNTY.to_owned())], links: Vec::new(), ..report.read() };
    city.says(Content::Directive(Box::new(asks)), like, (1, Digest::ZERO)).await;

    room.sync().await;
    let asked = || levels::find(store(&room).connection(), incident).unwrap().map(|levels| levels.directives.len());
    assert_eq!(asked(), None, "the desk still believes that another city is above it");
    room.upstream_stops().await;
    room.sync().await;
    room.upstream_returns().await;
    room.sync().await;

    let asked = levels::find(store(&room).connection(), incident).unwrap().unwrap();
    assert_eq!(asked.directives.len(), 1, "what came before the desk knew its new superior is shown once it knows");
    let todos = room.does("desk", Value::Null)["todos"].to_string();
    assert!(todos.contains("请核实被困人数"), "it waits for an answer: {todos}");
    let superiors = room.does("packet", Value::Null)["superiors"].to_string();
    assert!(
        superiors.contains(NEW_CITY) && !superiors.contains(CITY),
        "packets go to whom it stands under: {superiors}"
    );
    let reader: Reader = store(&room).setting("reader").unwrap().unwrap();
    assert_eq!(reader.superiors, [UnitCode(NEW_CITY.to_owned()), UnitCode(PROVINCE.to_owned())]);
    assert_eq!(room.desk.check_views().unwrap(), Vec::<Uuid>::new(), "a rebuild would show the same");
    let room = room.reopen();
    let superiors = room.does("packet", Value::Null)["superiors"].to_string();
    assert!(superiors.contains(NEW_CITY), "and it still does the next morning: {superiors}");
}
