//! Entries that are refused one by one, and callers that are refused altogether.

use domain::entry::{Audience, Sealed};
use domain::seal::Signature;
use domain::wire::{Outcome, RefusalCode};
use hyper::StatusCode;

use crate::database;
use crate::desk::{Desk, call, draw_key, received, report};
use crate::http::get;
use crate::server::{COUNTY, NEIGHBOUR, Server};

fn code(outcome: &Outcome) -> RefusalCode {
    match outcome {
        Outcome::Refused { refusal } => refusal.code,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn every_way_of_being_bad_is_refused_alone_and_the_good_neighbours_are_received() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let neighbour = Desk::enrol(&server, NEIGHBOUR).await;
    let good = [desk.write(call()), desk.write(report("一民房发生火灾"))];
    let spare = desk.write(call());
    let content = call;
    let resealed = |change: &dyn Fn(&mut domain::entry::Header)| {
        let mut header = desk.header(&content());
        change(&mut header);
        desk.seal(header, content())
    };
    let bad: Vec<(Sealed, RefusalCode)> = vec![
        (Sealed { header: "{}".to_owned(), ..spare.clone() }, RefusalCode::Malformed),
        (Sealed { header: "[".repeat(5000), ..spare.clone() }, RefusalCode::Malformed),
        (Sealed { header: "x".repeat(17 * 1024), ..spare.clone() }, RefusalCode::TooLarge),
        (Sealed { body: spare.body.as_ref().map(|body| format!("{body} ")), ..spare.clone() }, RefusalCode::BadSeal),
        (Sealed { body: None, ..spare.clone() }, RefusalCode::Malformed),
        (Sealed { header: format!("{} ", spare.header), ..spare.clone() }, RefusalCode::BadSeal),
        (Sealed { signature: Signature::from_text("zz".to_owned()), ..spare.clone() }, RefusalCode::BadSeal),
        (Sealed { signature: draw_key().sign(spare.header.as_bytes()).unwrap(), ..spare }, RefusalCode::BadSeal),
        (resealed(&|header| header.audience = Audience::UnitAndSuperiors), RefusalCode::BadSeal),
        (resealed(&|header| header.seq = 0), RefusalCode::BadSeal),
        (resealed(&|header| header.seq = u64::MAX), RefusalCode::BadSeal),
        (resealed(&|header| header.prev = domain::digest::Digest::ZERO), RefusalCode::BadSeal),
        (resealed(&|header| header.unit = neighbour.unit.clone()), RefusalCode::NotYours),
        (resealed(&|header| header.device = neighbour.device), RefusalCode::NotYours),
    ];
    for (place, (entry, expected)) in bad.into_iter().enumerate() {
        let outcomes = desk.submit(&[good[0].clone(), entry, good[1].clone()]).await;
        assert_eq!(code(&outcomes[1]), expected, "case {place}: {:?}", outcomes[1]);
        received(&outcomes[0]);
        received(&outcomes[2]);
    }
    server.holds(2).await;
}

#[tokio::test]
async fn nobody_without_a_valid_token_gets_in() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let entry = desk.write(call());
    for header in ["", "Bearer", "Bearer ", "Bearer 00", "Basic abc", &desk.token] {
        let pull = get(server.address, "/v1/entries?after=0").with("authorization", header).send().await;
        assert_eq!(pull.refused(StatusCode::UNAUTHORIZED), RefusalCode::Unauthorized, "{header:?}");
    }
    let missing = get(server.address, "/v1/entries").send().await;
    assert_eq!(missing.refused(StatusCode::UNAUTHORIZED), RefusalCode::Unauthorized);
    let stranger = Desk { token: "00".repeat(32), ..desk.clone() };
    assert_eq!(stranger.post(&[entry]).await.refused(StatusCode::UNAUTHORIZED), RefusalCode::Unauthorized);
    server.holds(0).await;
}

#[tokio::test]
async fn a_revoked_desk_is_out_at_once_and_what_it_wrote_stays_provable() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let entry = desk.write(call());
    desk.receipts(std::slice::from_ref(&entry)).await;
    server.folder().await.revoke(desk.device, server.clock.now()).await.unwrap();
    assert_eq!(desk.post(&[entry]).await.refused(StatusCode::UNAUTHORIZED), RefusalCode::Unauthorized);
    let colleague = Desk::enrol(&server, COUNTY).await;
    assert_eq!(colleague.pull().await.len(), 1);
    server.holds(1).await;
}

#[tokio::test]
async fn only_the_digest_of_a_token_is_kept() {
    let server = Server::start().await;
    let desk = Desk::enrol(&server, COUNTY).await;
    let code = server.code(COUNTY).await;
    let file = database::kept(server.path());
    let holds = |text: &str| file.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(&desk.device.to_string()), "the file is the database");
    assert!(!holds(&desk.token) && !holds(&code));
    assert_eq!(desk.token.len(), 64);
}
