//! 调阅 and 清除 at the upstream: exactly what a unit's own entry says of the unit's own entries, and nothing else.

use domain::disclosure::Disclosed;
use domain::entry::{CallNoted, Content, EntryId, Kind, Sealed, Subject};
use domain::purge::{Purged, PurgedBody, Remainder};
use domain::unit::UnitCode;

use crate::database;
use crate::desk::{Desk, call, evening, report};
use crate::server::{CITY, COUNTY, NEIGHBOUR, PROVINCE, Server};

pub(crate) fn note(number: &str) -> Content {
    Content::CallNoted(CallNoted { number: number.to_owned(), ..CallNoted::default() })
}

/// The next entry of a desk, of that matter and to those units.
fn write(desk: &mut Desk, subject: Subject, to: &[&str], content: Content) -> Sealed {
    desk.write_as(content, |header| {
        header.subject = subject;
        header.addressees = to.iter().map(|unit| UnitCode((*unit).to_owned())).collect();
    })
}

fn id(sealed: &Sealed) -> EntryId {
    sealed.read_header().unwrap().id
}

fn shows(entries: Vec<EntryId>) -> Content {
    Content::Disclosed(Disclosed {
        asked_by: "市局值班员".to_owned(),
        consented_by: "带班领导".to_owned(),
        post: "带班领导".to_owned(),
        at: evening(),
        reason: "核查".to_owned(),
        entries,
    })
}

pub(crate) fn clears(entries: &[&Sealed]) -> Content {
    let header = |sealed: &&Sealed| sealed.read_header().unwrap();
    let bodies = entries.iter().map(header).map(|one| PurgedBody { entry: one.id, body_hash: one.body_hash });
    Content::Purged(Purged {
        bodies: bodies.collect(),
        rule: "caller-after-call".to_owned(),
        cite: "第八十五条".to_owned(),
        remainders: entries.iter().map(|_| Remainder::CallNoted(CallNoted::default())).collect(),
    })
}

async fn read(desk: &Desk) -> Vec<(EntryId, bool)> {
    desk.pull().await.iter().map(|one| (id(&one.entry), one.entry.body.is_some())).collect()
}

async fn kinds(desk: &Desk) -> Vec<Kind> {
    desk.pull().await.iter().map(|one| one.entry.read_header().unwrap().kind).collect()
}

#[tokio::test]
async fn a_disclosure_hands_exactly_the_named_entries_to_exactly_the_named_superior() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let (city, province) = (Desk::enrol(&server, CITY).await, Desk::enrol(&server, PROVINCE).await);
    let matter = Subject::now_v7();
    let named = [write(&mut county, matter, &[], call()), write(&mut county, matter, &[], note("1"))];
    let unnamed = write(&mut county, matter, &[], note("2"));
    let consent = write(&mut county, matter, &[CITY], shows(named.iter().map(id).collect()));
    county.receipts(&[named[0].clone(), named[1].clone(), unnamed, consent.clone()]).await;
    assert_eq!(read(&city).await, [(id(&consent), true), (id(&named[0]), true), (id(&named[1]), true)]);
    assert_eq!(read(&province).await, [], "the province was not named");
    // The same once more: nothing is handed on twice.
    let again = write(&mut county, matter, &[CITY], shows(vec![id(&named[0])]));
    county.receipts(&[again]).await;
    assert_eq!(city.pull().await.len(), 4, "only the second consent itself is new");
    server.holds(5).await;
}

#[tokio::test]
async fn a_disclosure_of_anothers_entries_or_to_anybody_but_a_superior_gives_nothing() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let mut neighbour = Desk::enrol(&server, NEIGHBOUR).await;
    let city = Desk::enrol(&server, CITY).await;
    let matter = Subject::now_v7();
    let own = write(&mut county, matter, &[], note("19900001111"));
    county.receipts(std::slice::from_ref(&own)).await;
    let hostile = [
        write(&mut neighbour, matter, &[CITY, NEIGHBOUR, COUNTY], shows(vec![id(&own), EntryId::now_v7()])),
        write(&mut neighbour, matter, &[], shows(vec![id(&own)])),
    ];
    neighbour.receipts(&hostile).await;
    let sideways = write(&mut county, matter, &[NEIGHBOUR, COUNTY], shows(vec![id(&own)]));
    county.receipts(&[sideways]).await;
    assert_eq!(kinds(&city).await, [Kind::Disclosed], "the neighbour's words, and none of the county's");
    assert_eq!(kinds(&neighbour).await, [Kind::Disclosed, Kind::Disclosed], "its own, and nothing of the county's");
    assert_eq!(kinds(&county).await, [Kind::CallNoted, Kind::Disclosed]);
    server.holds(4).await;
}

#[tokio::test]
async fn a_purge_takes_the_units_own_notes_and_nothing_of_anybody_else_or_of_the_archive() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let mut neighbour = Desk::enrol(&server, NEIGHBOUR).await;
    let matter = Subject::now_v7();
    let own = write(&mut county, matter, &[], note("19900001111"));
    let kept = write(&mut county, matter, &[], note("19900002222"));
    let archive = write(&mut county, matter, &[], report("一民房发生火灾"));
    county.receipts(&[own.clone(), kept.clone(), archive.clone()]).await;
    let hostile = write(&mut neighbour, matter, &[], clears(&[&own, &archive]));
    neighbour.receipts(&[hostile]).await;
    assert!(read(&county).await.iter().all(|(_, body)| *body), "a neighbour's purge takes nothing");
    let elsewhere = write(&mut county, Subject::now_v7(), &[], clears(&[&own]));
    county.receipts(&[elsewhere]).await;
    assert!(read(&county).await.iter().all(|(_, body)| *body), "a purge of another matter takes nothing");
    let purge = write(&mut county, matter, &[], clears(&[&own, &archive]));
    county.receipts(&[purge]).await;
    let gone: Vec<EntryId> = read(&county).await.into_iter().filter(|(_, body)| !body).map(|(id, _)| id).collect();
    assert_eq!(gone, [id(&own)], "the note goes; the report is archive and the other note was not named");
    server.holds(6).await;
    for (bytes, what) in database::traces(server.path()) {
        let found = bytes.windows(11).any(|bytes| bytes == b"19900001111");
        assert!(!found, "the very bytes are gone from the {what}");
    }
    assert_eq!(county.submit(&[Sealed { body: None, ..own }]).await.len(), 1, "sent again it is known");
}

#[tokio::test]
async fn a_body_that_somebody_took_away_by_hand_is_found_though_purges_are_allowed() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let matter = Subject::now_v7();
    let own = write(&mut county, matter, &[], note("19900001111"));
    county.receipts(&[own]).await;
    let taken = "UPDATE entries SET body = NULL WHERE position = 1";
    let refused = database::refused(server.path(), taken);
    assert!(refused.contains("条目只增不改"), "{refused}");
    let forged = database::refused(server.path(), &format!("INSERT INTO purges VALUES (1, 1); {taken}"));
    assert!(forged.contains("条目只增不改"), "a row alone is no purge: {forged}");
    database::execute(server.path(), &format!("{}; {taken}", database::NO_GUARD));
    let problems = server.check().await.problems;
    assert!(problems.iter().any(|one| one.contains("没有清除它的记录")), "{problems:?}");
}
