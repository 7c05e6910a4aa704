//! Enrolment: one code, one device; a lost answer can be asked for again, guessing is slowed.

use chrono::TimeDelta;
use domain::wire::{EnrolAnswer, EnrolRequest, RefusalCode};
use hyper::StatusCode;
use uuid::Uuid;

use crate::desk::{Desk, call, draw_key};
use crate::http::{Answer, post};
use crate::server::{CITY, COUNTY, NEIGHBOUR, PROVINCE, Server};

async fn ask(server: &Server, request: &EnrolRequest) -> Answer {
    post(server.address, "/v1/enrol", serde_json::to_vec(request).unwrap()).send().await
}

fn request(code: &str) -> EnrolRequest {
    EnrolRequest::new(code.to_owned(), Uuid::now_v7(), &draw_key()).unwrap()
}

#[tokio::test]
async fn a_desk_learns_its_unit_and_every_unit_above_it() {
    let server = Server::start().await;
    let answer: EnrolAnswer = ask(&server, &request(&server.code(COUNTY).await)).await.json();
    let codes: Vec<_> = answer.units.iter().map(|unit| unit.code.0.as_str()).collect();
    assert_eq!(codes, [COUNTY, CITY, PROVINCE]);
    assert_eq!(answer.units[0].divisions, ["样例省", "样例市", "样例县"]);
    let certificate = answer.certificate.verify(&server.key).unwrap();
    assert_eq!((certificate.unit.0.as_str(), certificate.upstream), (COUNTY, answer.upstream));
    assert_eq!(certificate.from, server.clock.now());
}

#[tokio::test]
async fn a_used_an_old_and_an_invented_code_are_refused() {
    let server = Server::start().await;
    let code = server.code(COUNTY).await;
    assert_eq!(ask(&server, &request(&code)).await.status, StatusCode::OK);
    let again = ask(&server, &request(&code)).await;
    assert_eq!(again.refused(StatusCode::FORBIDDEN), RefusalCode::BadCode, "a second device with a used code");
    let old = server.code(COUNTY).await;
    server.clock.pass(TimeDelta::hours(24));
    assert_eq!(ask(&server, &request(&old)).await.refused(StatusCode::FORBIDDEN), RefusalCode::BadCode);
    let invented = ask(&server, &request("AAAA-BBBB-CCCC")).await;
    assert_eq!(invented.refused(StatusCode::FORBIDDEN), RefusalCode::BadCode);
}

#[tokio::test]
async fn a_code_typed_by_a_tired_hand_is_the_same_code() {
    let server = Server::start().await;
    let typed = server.code(COUNTY).await.to_lowercase().replace('-', " ");
    assert_eq!(ask(&server, &request(&typed)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_same_device_that_lost_its_answer_is_answered_again_and_either_token_works() {
    let server = Server::start().await;
    let (device, key) = (Uuid::now_v7(), draw_key());
    let request = EnrolRequest::new(server.code(COUNTY).await, device, &key).unwrap();
    let first: EnrolAnswer = ask(&server, &request).await.json();
    server.clock.pass(TimeDelta::hours(1));
    let second: EnrolAnswer = ask(&server, &request).await.json();
    assert_eq!(first.certificate, second.certificate, "the certificate is the same bytes");
    assert_ne!(first.token, second.token);
    let desk = Desk::enrol(&server, COUNTY).await;
    for token in [first.token, second.token] {
        assert_eq!(Desk { token, ..desk.clone() }.pull().await, []);
    }
    let impostor = EnrolRequest::new(request.code.clone(), device, &draw_key()).unwrap();
    assert_eq!(ask(&server, &impostor).await.refused(StatusCode::CONFLICT), RefusalCode::NotYours);
    server.clock.pass(TimeDelta::hours(23));
    assert_eq!(ask(&server, &request).await.refused(StatusCode::FORBIDDEN), RefusalCode::BadCode, "not for ever");
}

#[tokio::test]
async fn a_device_is_not_taken_over_moved_or_revived_by_a_new_code() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let entry = [desk.write(call())];
    desk.receipts(&entry).await;
    let (own, foreign, spare) = (server.code(COUNTY).await, server.code(NEIGHBOUR).await, server.code(COUNTY).await);
    let with =
        |code: &str, key: &domain::seal::SigningKey| EnrolRequest::new(code.to_owned(), desk.device, key).unwrap();
    for (code, key) in [(&own, draw_key()), (&foreign, desk.key.clone())] {
        assert_eq!(ask(&server, &with(code, &key)).await.refused(StatusCode::CONFLICT), RefusalCode::NotYours);
    }
    assert_eq!(ask(&server, &with(&own, &desk.key)).await.status, StatusCode::OK, "and the code was not used up");
    server.folder().await.revoke(desk.device, server.clock.now()).await.unwrap();
    assert_eq!(ask(&server, &with(&spare, &desk.key)).await.refused(StatusCode::CONFLICT), RefusalCode::NotYours);
    server.holds(1).await;
}

#[tokio::test]
async fn who_does_not_hold_the_key_is_not_enrolled_and_the_code_stays_good() {
    let server = Server::start().await;
    let code = server.code(COUNTY).await;
    let forged = EnrolRequest { key: draw_key().public(), ..request(&code) };
    assert_eq!(ask(&server, &forged).await.refused(StatusCode::FORBIDDEN), RefusalCode::BadSeal);
    assert_eq!(ask(&server, &request(&code)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_and_the_desk_is_told_how_long() {
    let server = Server::start().await;
    for _ in 0..10 {
        assert_eq!(ask(&server, &request("AAAA-BBBB-CCCC")).await.status, StatusCode::FORBIDDEN);
    }
    let good = request(&server.code(COUNTY).await);
    let slowed = ask(&server, &good).await;
    assert_eq!(slowed.refused(StatusCode::TOO_MANY_REQUESTS), RefusalCode::Unavailable);
    let wait: i64 = slowed.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=61).contains(&wait), "{wait}");
    server.clock.pass(TimeDelta::seconds(wait));
    assert_eq!(ask(&server, &good).await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_guesses_elsewhere_never_keeps_a_county_from_enrolling() {
    let server = Server::start().await;
    let from = |address: &str, asked: &EnrolRequest| {
        let body = serde_json::to_vec(asked).unwrap();
        post(server.address, "/v1/enrol", body).with("x-real-ip", address).send()
    };
    for _ in 0..10 {
        let wrong = from("192.0.2.7", &request("AAAA-BBBB-CCCC")).await;
        assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    }
    let good = request(&server.code(COUNTY).await);
    assert_eq!(from("192.0.2.7", &good).await.status, StatusCode::TOO_MANY_REQUESTS, "the guesser waits");
    assert_eq!(from("192.0.2.8", &good).await.status, StatusCode::OK, "a county does not wait for a stranger");
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_many_codes_at_once_gains_nothing() {
    let server = Server::start().await;
    let guesses: Vec<_> = (0..40)
        .map(|_| {
            let guess = serde_json::to_vec(&request("AAAA-BBBB-CCCC")).unwrap();
            tokio::spawn(post(server.address, "/v1/enrol", guess).send())
        })
        .collect();
    let mut looked_up = 0;
    for guess in guesses {
        looked_up += u32::from(guess.await.unwrap().status == StatusCode::FORBIDDEN);
    }
    assert_eq!(looked_up, 10);
}
