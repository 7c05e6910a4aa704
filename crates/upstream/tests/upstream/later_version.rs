//! A desk that was upgraded before its upstream: what it writes is refused by a code that means just that, and goes once the
//! upstream can read it.

use domain::digest::Digest;
use domain::entry::Sealed;
use domain::seal::Signature;
use domain::wire::{Outcome, RefusalCode};
use serde_json::{Value, json};

use crate::desk::{Desk, call, received};
use crate::server::{COUNTY, Server};

/// An entry as a later version of the desk's program would have written it.
fn of_a_later_version(desk: &Desk, entry: &Sealed, kind: &str, says: &Value) -> Sealed {
    let mut header: Value = serde_json::from_str(&entry.header).unwrap();
    let body = format!(r#"{{"salt":"00","{kind}":{says}}}"#);
    header["kind"] = json!(kind);
    header["body_hash"] = json!(Digest::of(body.as_bytes()));
    header["body_len"] = json!(body.len());
    let header = header.to_string();
    Sealed { signature: desk.key.sign(header.as_bytes()).unwrap(), header, body: Some(body) }
}

fn refused(outcome: &Outcome) -> (RefusalCode, &str) {
    match outcome {
        Outcome::Refused { refusal } => (refusal.code, &refusal.message),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn what_a_later_version_wrote_is_refused_alone_with_its_own_code_and_nothing_of_it_is_kept() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let spare = desk.clone().write(call());
    let (before, after) = (desk.write(call()), desk.write(call()));
    let later_kind = of_a_later_version(&desk, &spare, "drone_sent", &json!({ "height_m": 120 }));
    let more = json!({ "received_at": "2026-11-23T10:09:00Z", "by_video": true });
    let later_field = of_a_later_version(&desk, &spare, "call_opened", &more);
    for later in [&later_kind, &later_field, &Sealed { body: None, ..later_kind.clone() }] {
        let outcomes = desk.submit(&[before.clone(), later.clone(), after.clone()]).await;
        let (code, words) = refused(&outcomes[1]);
        assert_eq!(code, RefusalCode::Newer, "{words}");
        assert!(words.contains("升级"), "what is to be done, and by whom: {words}");
        received(&outcomes[0]);
        received(&outcomes[2]);
    }
    let forged = Sealed { signature: Signature::from_text("00".repeat(64)), ..later_kind.clone() };
    assert_eq!(refused(&desk.submit(&[forged]).await[0]).0, RefusalCode::BadSeal, "the seal is looked at first");
    let altered = Sealed { body: Some(later_kind.body.clone().unwrap() + " "), ..later_kind };
    assert_eq!(refused(&desk.submit(&[altered]).await[0]).0, RefusalCode::BadSeal);
    server.holds(2).await;
}
