//! What a later version of the program wrote: kept and placed where everything of it holds, and nothing else is let through
//! beside it.

use domain::digest::Digest;
use domain::entry::{
    Algorithm, Audience, Author, Body, CallOpened, Content, EntryError, Header, Kind, Relation, Sealed,
};
use domain::seal::{Signature, SigningKey};
use domain::unit::UnitCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::desk::evening;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[5; 32]).unwrap()
}

fn call() -> Sealed {
    let header = Header {
        id: Uuid::from_u128(1),
        alg: Algorithm::Sm3Sm2,
        kind: Kind::CallOpened,
        subject: Uuid::from_u128(2),
        audience: Audience::Unit,
        addressees: vec![],
        links: vec![],
        device: Uuid::from_u128(3),
        epoch: 1,
        seq: 4,
        prev: Digest::ZERO,
        unit: UnitCode("990121".to_owned()),
        author: Author::Desk,
        claimed_at: evening("18:09"),
        entered_at: evening("18:09"),
        clock_offset_ms: 0,
        clock_error_ms: None,
        boot_id: "boot".to_owned(),
        anchor: None,
        pack: Digest::ZERO,
        base: None,
        body_hash: Digest::ZERO,
        body_len: 0,
        blobs: vec![],
    };
    let content = Content::CallOpened(CallOpened { received_at: evening("18:09") });
    Sealed::new(header, &Body { salt: "00".repeat(16), content }, &key()).unwrap()
}

/// The same with this body, and with something else in its header; sealed.
fn sealed_with(body: &str, change: impl FnOnce(&mut Value)) -> Sealed {
    let mut header: Value = serde_json::from_str(&call().header).unwrap();
    header["body_hash"] = json!(Digest::of(body.as_bytes()));
    header["body_len"] = json!(body.len());
    change(&mut header);
    sealed(header.to_string(), body)
}

fn sealed(header: String, body: &str) -> Sealed {
    let signature = key().sign(header.as_bytes()).unwrap();
    Sealed { header, signature, body: Some(body.to_owned()) }
}

fn verdict(sealed: &Sealed) -> Result<Kind, EntryError> {
    sealed.verify(&key().public()).map(|(header, _)| header.kind)
}

const LATER: &str = r#"{"salt":"00","drone_sent":{"height_m":120}}"#;
const MORE: &str = r#"{"salt":"00","call_opened":{"received_at":"2026-05-12T10:09:00Z","by_video":true}}"#;

fn of_a_later_kind(audience: &str) -> Sealed {
    sealed_with(LATER, |header| {
        header["kind"] = json!("drone_sent");
        header["audience"] = json!(audience);
    })
}

#[test]
fn an_entry_of_a_kind_that_is_not_known_yet_has_its_place_its_unit_and_the_audience_that_its_header_says() {
    let later = of_a_later_kind("unit_and_superiors");
    assert_eq!(verdict(&later), Err(EntryError::Newer), "everything holds but that it can be read");
    let header = later.read_header().unwrap();
    assert_eq!((header.kind, header.audience), (Kind::Newer, Audience::UnitAndSuperiors));
    assert_eq!((header.seq, header.unit.0.as_str()), (4, "990121"));
    assert_eq!(verdict(&Sealed { body: None, ..later }), Err(EntryError::Newer), "nor by its header alone");
}

#[test]
fn a_known_kind_that_says_more_than_is_known_is_not_read_as_if_it_said_less() {
    let more = sealed_with(MORE, |_| ());
    assert_eq!(verdict(&more), Err(EntryError::Newer));
    assert_eq!(more.read_header().unwrap().kind, Kind::CallOpened, "what it is may be known");
    let known = call().body.unwrap();
    let in_header = sealed_with(&known, |header| header["withdrawn"] = json!(true));
    assert_eq!(verdict(&in_header), Err(EntryError::Newer), "a header that says more may change what the body means");
    assert_eq!(in_header.read_header().unwrap().kind, Kind::Newer);
    let related = sealed_with(&known, |header| {
        let to = Uuid::nil();
        header["links"] = json!([{ "relation": "withdraws", "to": to }, { "relation": "about", "to": to }]);
    });
    assert_eq!(verdict(&related), Err(EntryError::Newer));
    let links = related.read_header().unwrap().links;
    assert_eq!(links.iter().map(|link| link.relation).collect::<Vec<_>>(), [Relation::About]);
}

#[test]
fn under_the_name_of_a_later_version_nothing_comes_that_is_not_whole() {
    let later = of_a_later_kind("unit");
    let other_key = SigningKey::from_bytes(&[6; 32]).unwrap().sign(later.header.as_bytes()).unwrap();
    let forged = Sealed { signature: other_key, ..later.clone() };
    assert!(matches!(verdict(&forged), Err(EntryError::Seal(_))), "signed by somebody else");
    let unsigned = Sealed { signature: Signature::from_text("zz".to_owned()), ..later.clone() };
    assert!(matches!(verdict(&unsigned), Err(EntryError::Seal(_))));
    let altered = Sealed { body: Some(LATER.replace("120", "999")), ..later.clone() };
    assert_eq!(verdict(&altered), Err(EntryError::BodyMismatch), "another body");

    for (why, odd) in [
        ("for whom it is must be known", of_a_later_kind("whole_world")),
        ("a known kind has its own audience", {
            let known = call().body.unwrap();
            sealed_with(&known, |header| {
                header["withdrawn"] = json!(true);
                header["audience"] = json!("unit_and_superiors");
            })
        }),
        ("a place is no word", {
            sealed_with(LATER, |header| {
                header["kind"] = json!("drone_sent");
                header["seq"] = json!("four");
            })
        }),
        ("nothing of a header may be missing", {
            sealed_with(LATER, |header| {
                header["kind"] = json!("drone_sent");
                header.as_object_mut().unwrap().remove("unit");
            })
        }),
        ("a header says a thing once", {
            let header = later.header.replacen('{', r#"{"unit":"990122","#, 1);
            sealed(header, LATER)
        }),
    ] {
        assert!(matches!(verdict(&odd), Err(EntryError::BadHeader(_))), "{why}: {:?}", verdict(&odd));
    }

    for (why, body) in [
        ("the body is of another kind", LATER.replace("drone_sent", "balloon_sent")),
        ("it says two things", LATER.replacen('{', r#"{"balloon_sent":{},"#, 1)),
        ("it has no salt", r#"{"drone_sent":{},"pepper":"00"}"#.to_owned()),
        ("it is no object", r#"["drone_sent"]"#.to_owned()),
        ("it is no JSON", "drone_sent".to_owned()),
    ] {
        let odd = sealed_with(&body, |header| header["kind"] = json!("drone_sent"));
        assert!(matches!(verdict(&odd), Err(EntryError::BadBody(_))), "{why}: {:?}", verdict(&odd));
    }
    let report = r#"{"salt":"00","sound_tested":{"played_by":null,"heard":null}}"#;
    assert_eq!(
        verdict(&sealed_with(report, |_| ())),
        Err(EntryError::KindMismatch),
        "a known kind under another's name"
    );
}

#[test]
fn a_known_body_with_something_beside_what_it_says_is_no_body() {
    let beside = call().body.unwrap().replacen(r#","call_opened""#, r#","note":"x","call_opened""#, 1);
    let behind = format!(r#"{},"note":"x"}}"#, call().body.unwrap().strip_suffix('}').unwrap());
    for body in [beside, behind] {
        let odd = sealed_with(&body, |_| ());
        assert!(matches!(verdict(&odd), Err(EntryError::BadBody(_))), "{body}: {:?}", verdict(&odd));
    }
}
