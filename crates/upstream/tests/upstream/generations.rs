//! Put back from yesterday's backup: what was received since is offered again, and nothing of it changes.

use chrono::TimeDelta;
use domain::certificate::SealedCertificate;
use domain::entry::{Sealed, Subject};
use domain::generation::Generation;
use domain::receipt::SealedReceipt;
use domain::wire::{Delivery, Offer, OfferRequest, Outcome, RefusalCode, SealedTimeMark, SubmitAnswer};

use upstream::DataFolder;

use crate::database;
use crate::desk::{Desk, call, received, report};
use crate::http::{get, post};
use crate::program::{complained, said};
use crate::server::{CITY, COUNTY, NEIGHBOUR, Server};

/// Held here, with the upstream's word for it.
type Kept = (Sealed, SealedReceipt);

async fn offered(desk: &Desk, kept: &[Kept], certificate: &SealedCertificate) -> Vec<Outcome> {
    let offer = |(entry, receipt): &Kept| Offer {
        entry: entry.clone(),
        receipt: receipt.clone(),
        certificate: certificate.clone(),
    };
    let request = OfferRequest { offers: kept.iter().map(offer).collect() };
    let asked = post(desk.address, "/v1/offers", serde_json::to_vec(&request).unwrap());
    asked.bearer(&desk.token).send().await.json::<SubmitAnswer>().outcomes
}

async fn keeps(desk: &mut Desk, count: usize) -> Vec<Kept> {
    let entries: Vec<_> = (0..count).map(|nth| desk.write(report(&format!("火灾{nth}")))).collect();
    let outcomes = desk.submit(&entries).await;
    entries.into_iter().zip(outcomes).map(|(entry, outcome)| (entry, received(&outcome).clone())).collect()
}

async fn generation(server: &Server) -> Generation {
    let mark: SealedTimeMark = get(server.address, "/v1/time?nonce=a").send().await.json();
    mark.verify("a", &server.key).unwrap().generation
}

/// What the desk's unit is handed after a number, and its certificate.
async fn handed(desk: &Desk, after: u64) -> Vec<Delivery> {
    desk.page(after).await.deliveries
}

/// A server that is put back to `backup`, and knows it.
async fn put_back(server: Server, backup: database::Backup) -> Server {
    let (clock, dir) = (server.clock.clone(), server.stop().await);
    database::put_back(dir.path(), backup);
    clock.pass(TimeDelta::days(1));
    let folder = DataFolder::open_existing(dir.path(), &database::at(dir.path())).await.unwrap();
    folder.begin_generation(clock.now()).await.unwrap();
    drop(folder);
    Server::start_again(dir, clock).await
}

#[tokio::test]
async fn what_was_received_after_the_backup_comes_back_with_its_old_receipt_and_place() {
    let server = Server::start().await;
    let (mut county, city) = (Desk::enrol(&server, COUNTY).await, Desk::enrol(&server, CITY).await);
    assert_eq!(generation(&server).await, Generation::FIRST);
    keeps(&mut county, 3).await;
    let backup = database::back_up(server.path());
    let lost = keeps(&mut county, 4).await;
    let before = handed(&city, 0).await;
    assert_eq!(before.len(), 7);
    let certificate = before[0].certificate.clone();

    let server = put_back(server, backup).await;
    let (mut county, city) = (county.at(server.address), city.at(server.address));
    server.holds(3).await;
    let now = generation(&server).await;
    assert_eq!(now.lost_after, Some(3), "what the backup holds is not asked for");
    // A report of this morning is sent before anything is offered, and is numbered beyond all that was ever given.
    let urgent = keeps(&mut county, 1).await;
    assert!(urgent[0].1.read().unwrap().position > now.begins_after());
    assert_eq!(urgent[0].1.read().unwrap().device_head.seq, 3, "the upstream says what it holds now");

    server.clock.pass(TimeDelta::minutes(5));
    let outcomes = offered(&county, &lost, &certificate).await;
    for ((_, receipt), outcome) in lost.iter().zip(&outcomes) {
        assert_eq!(received(outcome), receipt, "the time of receipt and the place are those of before, to the byte");
    }
    assert_eq!(offered(&county, &lost, &certificate).await, outcomes, "a retry changes nothing");
    assert_eq!(county.submit(&[lost[0].0.clone()]).await, outcomes[..1], "nor does sending it as if it were new");
    server.holds(8).await;

    let again = handed(&city, before.last().unwrap().n).await;
    assert_eq!(again[0].n, now.begins_after() + 1, "numbers go on beyond all that were given");
    assert!(again.windows(2).all(|two| two[1].n == two[0].n + 1));
    let names = |deliveries: &[Delivery]| deliveries.iter().map(|one| one.receipt.clone()).collect::<Vec<_>>();
    let wanted: Vec<_> = urgent.iter().chain(&lost).map(|(_, receipt)| receipt.clone()).collect();
    assert_eq!(names(&again), wanted);
    let anew = Desk::enrol(&server, CITY).await;
    let whole = handed(&anew, 0).await;
    assert_eq!(whole.len(), 8, "a desk that is enrolled now reads all of it across the gap");
}

#[tokio::test]
async fn who_reported_the_same_is_shown_it_again_as_it_comes_back() {
    let server = Server::start().await;
    let (mut county, mut neighbour) = (Desk::enrol(&server, COUNTY).await, Desk::enrol(&server, NEIGHBOUR).await);
    let (backup, matter) = (database::back_up(server.path()), Subject::now_v7());
    let mut lost = Vec::new();
    for desk in [&mut county, &mut neighbour] {
        let entry = desk.write_as(report("火灾"), |header| header.subject = matter);
        let outcomes = desk.submit(std::slice::from_ref(&entry)).await;
        let certificate = handed(desk, 0).await[0].certificate.clone();
        lost.push(((entry, received(&outcomes[0]).clone()), certificate));
    }
    let shown =
        |deliveries: Vec<Delivery>| deliveries.into_iter().map(|one| (one.entry, one.receipt)).collect::<Vec<Kept>>();
    let before = [shown(handed(&county, 0).await), shown(handed(&neighbour, 0).await)];
    assert_eq!(before.each_ref().map(Vec::len), [2, 2], "each its own, and that of the other by its header");

    let server = put_back(server, backup).await;
    let (county, neighbour) = (county.at(server.address), neighbour.at(server.address));
    let after = generation(&server).await.begins_after();
    // The later one comes back first.
    for (desk, (kept, certificate)) in [(&neighbour, &lost[1]), (&county, &lost[0])] {
        assert_eq!(received(&offered(desk, std::slice::from_ref(kept), certificate).await[0]), &kept.1);
    }
    for (desk, before) in [(&county, &before[0]), (&neighbour, &before[1])] {
        let again = shown(handed(desk, after).await);
        assert!(again.len() == 2 && again.iter().all(|one| before.contains(one)), "{}", desk.unit);
    }
    server.holds(2).await;
}

#[tokio::test]
async fn a_device_that_was_enrolled_after_the_backup_is_known_again_by_its_certificate_and_has_no_access() {
    let server = Server::start().await;
    let backup = database::back_up(server.path());
    let mut lost_desk = Desk::enrol(&server, COUNTY).await;
    let lost = keeps(&mut lost_desk, 2).await;
    let certificate = handed(&lost_desk, 0).await[0].certificate.clone();
    let server = put_back(server, backup).await;
    let anew = Desk::enrol(&server, COUNTY).await;
    let outcomes = offered(&anew, &lost, &certificate).await;
    assert!(lost.iter().zip(&outcomes).all(|((_, receipt), outcome)| received(outcome) == receipt));
    let refused = lost_desk.at(server.address).post(&[]).await;
    assert_eq!(refused.status, hyper::StatusCode::UNAUTHORIZED, "its token was forgotten, and stays so");
    server.holds(2).await;
}

#[tokio::test]
async fn nobody_gets_an_old_place_or_time_without_the_upstreams_own_word_for_that_very_entry() {
    let server = Server::start().await;
    let (mut county, mut neighbour) = (Desk::enrol(&server, COUNTY).await, Desk::enrol(&server, NEIGHBOUR).await);
    let backup = database::back_up(server.path());
    let lost = keeps(&mut county, 2).await;
    let others = keeps(&mut neighbour, 1).await;
    let certificate = handed(&county, 0).await[0].certificate.clone();
    let foreign = handed(&neighbour, 0).await[0].certificate.clone();
    let server = put_back(server, backup).await;
    let (mut county, neighbour) = (county.at(server.address), neighbour.at(server.address));
    let new = county.write(call());

    let code = |outcome: &Outcome| match outcome {
        Outcome::Refused { refusal } => Some(refusal.code),
        _ => None,
    };
    let tried = [
        (&county, (new, lost[0].1.clone()), &certificate, RefusalCode::BadSeal, "another entry's receipt"),
        (&county, (lost[0].0.clone(), lost[1].1.clone()), &certificate, RefusalCode::BadSeal, "a neighbour in time"),
        (&county, without_body(&others[0]), &foreign, RefusalCode::NotYours, "another unit's entry without its body"),
        (&county, lost[0].clone(), &foreign, RefusalCode::NotYours, "another device's certificate"),
        (&neighbour, without_body(&lost[0]), &certificate, RefusalCode::NotYours, "stripped by another unit"),
    ];
    for (desk, kept, certificate, wanted, why) in tried {
        let outcomes = offered(desk, &[kept], certificate).await;
        assert_eq!(code(&outcomes[0]), Some(wanted), "{why}: {outcomes:?}");
    }
    let mut earlier = lost[0].1.read().unwrap();
    earlier.received_at -= TimeDelta::hours(1);
    let forged = SealedReceipt::new(&earlier, &crate::desk::draw_key()).unwrap();
    let outcomes = offered(&county, &[(lost[0].0.clone(), forged)], &certificate).await;
    assert_eq!(code(&outcomes[0]), Some(RefusalCode::BadSeal), "an earlier time that somebody else signed");
    server.holds(0).await;
    let fresh = keeps(&mut county, 1).await;
    let outcomes = offered(&county, &fresh, &certificate).await;
    assert_eq!(code(&outcomes[0]), Some(RefusalCode::BadSeal), "what this very generation received is not offered");
}

fn without_body((entry, receipt): &Kept) -> Kept {
    (Sealed { body: None, ..entry.clone() }, receipt.clone())
}

#[tokio::test]
async fn whoever_was_handed_a_report_brings_it_back_whose_own_desk_is_gone() {
    let server = Server::start().await;
    let city = Desk::enrol(&server, CITY).await;
    let backup = database::back_up(server.path());
    let mut gone = Desk::enrol(&server, COUNTY).await;
    let lost = keeps(&mut gone, 2).await;
    let certificate = handed(&city, 0).await[0].certificate.clone();
    let server = put_back(server, backup).await;
    let outcomes = offered(&city.at(server.address), &lost, &certificate).await;
    assert!(lost.iter().zip(&outcomes).all(|((_, receipt), outcome)| received(outcome) == receipt));
    assert_eq!(handed(&Desk::enrol(&server, COUNTY).await, 0).await.len(), 2, "and its unit has it again");
    server.holds(2).await;
}

#[tokio::test]
async fn what_was_cleared_before_it_was_lost_comes_back_without_its_body() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let backup = database::back_up(server.path());
    let mut lost = keeps(&mut county, 1).await;
    let certificate = handed(&county, 0).await[0].certificate.clone();
    lost[0].0.body = None;
    let server = put_back(server, backup).await;
    let county = county.at(server.address);
    let outcomes = offered(&county, &lost, &certificate).await;
    assert_eq!(received(&outcomes[0]), &lost[0].1);
    let findings = server.check().await;
    assert_eq!(findings.problem_count, 1, "a missing body stays told until its purge is offered too: {findings:?}");
}

#[tokio::test]
async fn a_backup_is_made_beside_the_running_server_and_put_back_by_commands() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    keeps(&mut county, 3).await;
    let place = tempfile::tempdir().unwrap();
    let (to, back) = (place.path().join("backup"), place.path().join("back"));
    let words = said(&["backup", to.to_str().unwrap()], server.path());
    assert!(words.contains("已备份"), "{words}");
    assert!(complained(&["backup", to.to_str().unwrap()], server.path()).contains("不覆盖"), "nothing is overwritten");
    assert!(!to.join("signing-key").exists(), "a backup never holds the key");

    let dump = database::back_up(server.path());
    std::fs::create_dir(&back).unwrap();
    database::put_back(&back, dump);
    let from = ["restore", "--from", to.to_str().unwrap()];
    if database::address(&back).is_none() {
        std::fs::remove_file(back.join("upstream.sqlite")).unwrap();
        assert!(complained(&from, &back).contains("signing-key") || complained(&from, &back).contains("签名密钥"));
    }
    std::fs::copy(server.path().join("signing-key"), back.join("signing-key")).unwrap();
    let words = if database::address(&back).is_none() { said(&from, &back) } else { said(&["restore"], &back) };
    assert!(words.contains("代次"), "{words}");
    assert!(said(&["check"], &back).contains("3 条条目"));
}
