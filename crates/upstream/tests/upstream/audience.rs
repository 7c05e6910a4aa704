//! A unit never reads what was not delivered to it: every kind of entry, every pair of units, everything that can be asked.

use domain::entry::{Content, EntryId, Header, Kind, Link, Relation, Sealed, Subject};
use domain::heads::SealedHeads;
use domain::unit::UnitCode;
use hyper::StatusCode;

use crate::desk::Desk;
use crate::every_kind::{content, kinds};
use crate::hints::Listening;
use crate::http::get;
use crate::server::{CITY, COUNTY, NEIGHBOUR, PROVINCE, Server};

pub(crate) const OTHER_CITY: &str = "990200";
pub(crate) const ITS_COUNTY: &str = "990221";
pub(crate) const OTHER_UNITS: &str = "code,name,level,parent,divisions,sample
990200,另市应急管理局,city,990000,样例省/另市,true
990221,远县应急管理局,county,990200,样例省/另市/远县,true
";
pub(crate) const TREE: [&str; 6] = [PROVINCE, CITY, COUNTY, NEIGHBOUR, OTHER_CITY, ITS_COUNTY];

/// The units above, as the tables of this test and the sample say.
pub(crate) fn above(unit: &str) -> &'static [&'static str] {
    match unit {
        COUNTY | NEIGHBOUR => &[CITY, PROVINCE],
        ITS_COUNTY => &[OTHER_CITY, PROVINCE],
        CITY | OTHER_CITY => &[PROVINCE],
        _ => &[],
    }
}

/// DESIGN §4, written out once more: what goes up by itself; what is for whom it names; everything else is the room's. Here
/// everybody is named who may be named.
fn may_read(reader: &str, author: &str, kind: Kind) -> bool {
    let goes_up = match kind {
        // Reports, relays, outcomes, links, replies; and what is no incident is for everybody above, too.
        Kind::Report
        | Kind::Relay
        | Kind::IncidentEnded
        | Kind::ProcessJoined
        | Kind::Information
        | Kind::RosterPublished
        | Kind::RosterChanged
        | Kind::RosterEntered
        | Kind::DirectiveAnswered => true,
        // A recorded 调阅 is for those above whom it names.
        Kind::Disclosed => true,
        _ => false,
    };
    let named = match kind {
        // A superior directs those below, and nobody else.
        Kind::Directive => above(reader).contains(&author),
        Kind::PeerNotice | Kind::Acknowledged | Kind::SameEvent => true,
        _ => false,
    };
    reader == author || named || goes_up && above(author).contains(&reader)
}

/// Of whose reports everybody who reports the same may know that they are there.
const fn is_shown_to_those_who_report_the_same(kind: Kind) -> bool {
    matches!(kind, Kind::Report | Kind::Relay)
}

struct Tree {
    server: Server,
    desks: Vec<Desk>,
}

impl Tree {
    async fn grown() -> Self {
        let server = Server::start().await;
        server.folder().await.load_units(OTHER_UNITS.as_bytes()).await.unwrap();
        let mut desks = Vec::new();
        for unit in TREE {
            desks.push(Desk::enrol(&server, unit).await);
        }
        Self { server, desks }
    }
}

/// The next entry of a desk; it names everybody whom it may, and who gets nothing by that.
fn write(desk: &mut Desk, content: Content, change: impl FnOnce(&mut Header)) -> Sealed {
    let author = desk.unit.0.clone();
    desk.write_as(content, |header| {
        let named = |unit: &&str| header.kind != Kind::Directive || above(unit).contains(&author.as_str());
        header.addressees = TREE.into_iter().filter(named).map(|unit| UnitCode(unit.to_owned())).collect();
        change(header);
    })
}

fn id(sealed: &Sealed) -> EntryId {
    sealed.read_header().unwrap().id
}

#[tokio::test]
async fn of_every_kind_and_every_author_each_unit_reads_exactly_what_its_place_in_the_tree_gives_it() {
    let Tree { server, mut desks } = Tree::grown().await;
    // One event of two matters, and everybody says that they are one.
    let [matter, other] = [Subject::now_v7(), Subject::now_v7()];
    let mut sent: Vec<(UnitCode, Kind, Sealed)> = Vec::new();
    for (nth, desk) in desks.iter_mut().enumerate() {
        let [own, beside] = if nth % 2 == 0 { [matter, other] } else { [other, matter] };
        let of_the_event = |header: &mut Header| {
            header.subject = own;
            let joins = header.kind == Kind::SameEvent;
            header.links.extend(joins.then_some(Link { relation: Relation::SameEvent, to: beside }));
        };
        // Whatever points at entries points at those of all the others: naming what is not one's own opens nothing.
        let foreign: Vec<EntryId> = sent.iter().map(|(.., sealed)| id(sealed)).collect();
        let written: Vec<_> =
            kinds().into_iter().map(|kind| (kind, write(desk, content(kind, &foreign), of_the_event))).collect();
        for part in written.chunks(8) {
            desk.receipts(&part.iter().map(|(_, sealed)| sealed.clone()).collect::<Vec<_>>()).await;
        }
        sent.extend(written.into_iter().map(|(kind, sealed)| (desk.unit.clone(), kind, sealed)));
    }
    for reader in &desks {
        let read: Vec<Sealed> = reader.pull().await.into_iter().map(|delivery| delivery.entry).collect();
        let mut expected: Vec<Sealed> = Vec::new();
        for (author, kind, sealed) in &sent {
            let whole = may_read(&reader.unit.0, &author.0, *kind);
            let copies = read.iter().filter(|entry| *entry == sealed).count();
            assert_eq!(copies, usize::from(whole), "{} reads {kind:?} of {author}, bytes and body", reader.unit);
            let header = Sealed { body: None, ..sealed.clone() };
            let told = read.iter().filter(|entry| **entry == header).count();
            let shown = !whole && is_shown_to_those_who_report_the_same(*kind);
            assert_eq!(told, usize::from(shown), "{} knows of {kind:?} of {author}", reader.unit);
            expected.extend(whole.then(|| sealed.clone()).into_iter().chain(shown.then_some(header)));
        }
        assert!(read.iter().all(|entry| expected.contains(entry)), "{}: and nothing else at all", reader.unit);
    }
    server.holds(u64::try_from(sent.len()).unwrap()).await;
}

#[tokio::test]
async fn heads_are_told_of_the_asking_device_alone_whichever_the_question_names() {
    let Tree { server, mut desks } = Tree::grown().await;
    for (nth, desk) in desks.iter_mut().enumerate() {
        let calls = desk.write_calls(nth + 1);
        desk.receipts(&calls).await;
    }
    let other = desks[0].device;
    for desk in &desks {
        for more in [String::new(), format!("&device={other}"), format!("&device={other}&unit={PROVINCE}&epoch=1")] {
            let path = format!("/v1/heads?nonce=n{more}");
            let answer = get(server.address, &path).bearer(&desk.token).send().await;
            let heads: SealedHeads = answer.json();
            let heads = heads.verify("n", desk.device, &server.key).unwrap();
            let last = desk.pull().await.len() as u64;
            assert_eq!(heads.delivered, Some(last), "{}: what was handed to its own unit is counted", desk.unit);
            let heads = heads.heads;
            assert_eq!(heads.len(), 1, "{}: its one chain and nobody else's", desk.unit);
            assert_eq!((heads[0].seq, heads[0].digest), (desk.seq, desk.prev), "{}{more}", desk.unit);
        }
    }
    let stranger = get(server.address, "/v1/heads?nonce=n").send().await;
    stranger.refused(StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_hint_reaches_those_alone_who_were_handed_something() {
    let Tree { server: _server, mut desks } = Tree::grown().await;
    let mut listening = Vec::new();
    for desk in &desks {
        let mut held = Listening::at(desk).await;
        held.hears().await;
        listening.push((desk.unit.0.clone(), held));
    }
    let county = TREE.iter().position(|unit| *unit == COUNTY).unwrap();
    // What stays in the room comes first: a second hint of one and the same entry may be late, and says nothing new.
    let readers = |kind: &Kind| TREE.iter().filter(|unit| may_read(unit, COUNTY, *kind)).count();
    let mut kinds = kinds();
    kinds.sort_by_key(readers);
    for kind in kinds {
        let entry = [write(&mut desks[county], content(kind, &[]), |_| {})];
        desks[county].receipts(&entry).await;
        let (told, others): (Vec<_>, Vec<_>) = listening.iter_mut().partition(|(unit, _)| may_read(unit, COUNTY, kind));
        for (_, held) in told {
            assert_eq!(held.hears().await, "data: new\n\n", "that there is something, not what");
        }
        for (unit, held) in others {
            assert!(held.hears_nothing().await, "{unit} is not even told that a {kind:?} was written");
        }
    }
}
