//! Every way in which signed things fail to hold, made to happen: each is told by its own name, because what to do next
//! is not the same.

use domain::count::{Measure, Number, NumberError};
use domain::entry::{Audience, Body, ClockSet, Content, EntryError, Header, Kind, MAX_BODY, PackChanged, Sealed};
use domain::quantity::{Quantity, QuantityError};
use domain::receipt::{Receipt, ReceiptError, SealedReceipt};
use domain::seal::{PublicKey, SealError, Signature, SigningKey};
use domain::sign_in::{SignInAct, SignedIn};

use crate::log::{COUNTY, Log};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32]).unwrap()
}

fn noted(words: &str) -> Content {
    Content::CallNoted(domain::entry::CallNoted { words: words.into(), ..Default::default() })
}

fn header() -> Header {
    let mut log = Log::default();
    log.write(COUNTY, "18:09", noted(""));
    log.entries.remove(0).header
}

fn body(words: &str) -> Body {
    Body { salt: "00".repeat(16), content: noted(words) }
}

fn sealed() -> Sealed {
    Sealed::new(header(), &body("浓烟"), &key(1)).unwrap()
}

/// Signed as it stands, so that nothing but what it says is wrong.
fn signed(header: String, body: Option<String>) -> Sealed {
    let signature = key(1).sign(header.as_bytes()).unwrap();
    Sealed { header, body, signature }
}

#[test]
fn an_entry_that_was_changed_says_what_was_changed() {
    let sealed = sealed();
    let (read, content) = sealed.verify(&key(1).public()).unwrap();
    assert_eq!((read.kind, content), (noted("").kind(), Some(noted("浓烟"))));
    let check = |sealed: &Sealed| sealed.verify(&key(1).public()).unwrap_err();
    let of = |header: &str, body: Option<&str>| check(&signed(header.to_owned(), body.map(str::to_owned)));
    assert!(matches!(of("{}", None), EntryError::BadHeader(_)));
    let words = sealed.body.clone().unwrap();
    assert_eq!(of(&sealed.header, Some(&words.replace("浓烟", "无烟"))), EntryError::BodyMismatch);
    assert_eq!(
        check(&Sealed { header: sealed.header.replace("18:09", "18:08").replace("10:09", "10:08"), ..sealed.clone() }),
        EntryError::Seal(SealError::Mismatch)
    );
    let wider = Header { audience: Audience::UnitAndSuperiors, ..header() };
    assert_ne!(wider.audience, header().audience);
    let wider = Sealed::new(wider, &body("浓烟"), &key(1)).unwrap();
    assert_eq!(check(&wider), EntryError::KindMismatch, "nobody widens who may read it");
    let as_another = Header { kind: domain::entry::Kind::CallOpened, ..header() };
    let as_another = Sealed::new(as_another, &body("浓烟"), &key(1)).unwrap();
    assert_eq!(check(&as_another), EntryError::KindMismatch, "nor passes it off as another kind");
    let garbage = "{\"salt\":\"\",\"content\":7}";
    let lying = Header { body_hash: domain::digest::Digest::of(garbage.as_bytes()), body_len: 23, ..header() };
    let lying = serde_json::to_string(&lying).unwrap();
    assert_eq!(garbage.len(), 23);
    assert!(matches!(of(&lying, Some(garbage)), EntryError::BadBody(_)));
}

#[test]
fn an_entry_too_large_for_the_line_is_never_sealed_and_never_read() {
    let long = "浓".repeat(MAX_BODY / 3 + 1);
    let refused = Sealed::new(header(), &body(&long), &key(1)).unwrap_err();
    assert!(matches!(refused, EntryError::TooLarge { body, .. } if body > MAX_BODY), "{refused}");
    let sealed = signed(sealed().header, Some(long));
    assert!(matches!(sealed.read_header(), Err(EntryError::TooLarge { .. })));
}

#[test]
fn a_receipt_proves_one_entry_by_one_key() {
    let entry = sealed();
    let said = Receipt {
        entry: header().id,
        header_hash: entry.digest(),
        position: 7,
        received_at: crate::desk::evening("18:10"),
        upstream: uuid::Uuid::nil(),
        generation: 1,
        key_id: key(9).public().fingerprint(),
        device_head: domain::receipt::DeviceHead { epoch: 1, seq: 1, digest: entry.digest() },
    };
    let receipt = SealedReceipt::new(&said, &key(9)).unwrap();
    assert_eq!(receipt.verify(&entry, &key(9).public()), Ok(said.clone()));
    let another = Sealed::new(header(), &body("另一条"), &key(1)).unwrap();
    assert_eq!(receipt.verify(&another, &key(9).public()), Err(ReceiptError::OtherEntry));
    assert_eq!(receipt.verify(&entry, &key(8).public()), Err(ReceiptError::OtherKey));
    let later = SealedReceipt { receipt: receipt.receipt.replace("10:10", "10:00"), ..receipt };
    assert_eq!(later.verify(&entry, &key(9).public()), Err(ReceiptError::Seal(SealError::Mismatch)));
    let none = SealedReceipt { receipt: "{}".into(), ..later };
    assert!(matches!(none.verify(&entry, &key(9).public()), Err(ReceiptError::BadReceipt(_))));
}

#[test]
fn what_is_no_key_and_no_signature_is_told_from_one_that_does_not_fit() {
    assert_eq!(SigningKey::from_bytes(&[0; 32]).err(), Some(SealError::BadPrivateKey));
    for text in ["", "04", &"00".repeat(65), "nicht"] {
        assert_eq!(PublicKey::parse(text), Err(SealError::BadPublicKey), "{text}");
    }
    let public = key(1).public();
    assert_eq!(PublicKey::parse(public.as_str()), Ok(public.clone()));
    for text in ["", "zz", "3006"] {
        let found = public.verify(b"words", &Signature::from_text(text.to_owned()));
        assert_eq!(found, Err(SealError::BadSignature), "{text}");
    }
    let signature = key(1).sign(b"words").unwrap();
    assert_eq!(public.verify(b"words", &signature), Ok(()));
    assert_eq!(public.verify(b"other", &signature), Err(SealError::Mismatch));
}

#[test]
fn a_number_that_is_none_is_told_from_one_that_is_too_large() {
    let most = Measure::Deaths.most();
    assert!(matches!(Number::read("几个", most), Err(NumberError::Unreadable(_))));
    for large in ["99999999999", &format!("{}", most + 1), "9999万"] {
        assert!(matches!(Number::read(large, most), Err(NumberError::TooLarge(..))), "{large}");
    }
    assert!(matches!(Quantity::read("很大"), Err(QuantityError::Unreadable(_))));
    assert!(matches!(Quantity::read("1.234"), Err(QuantityError::Unreadable(_))), "at most two decimals");
    for large in ["100000000.01", "99999999999999999999", "999999999999999999"] {
        assert!(matches!(Quantity::read(large), Err(QuantityError::TooLarge(_))), "{large}");
    }
    assert_eq!(Quantity::read("100000000").unwrap(), Quantity::MAX);
    assert_eq!(Quantity::from(3), Quantity::read("3").unwrap());
}

#[test]
fn what_befalls_a_desk_itself_is_sealed_under_its_own_name_too() {
    let digest = domain::digest::Digest::of(b"pack");
    let changed =
        PackChanged {
            pack: "henan".to_owned(), title: "河南".to_owned(), text: digest, added: true, in_force: digest
        };
    let signed_out = SignedIn { officer: uuid::Uuid::from_u128(1), act: SignInAct::Out };
    let befallen = [
        (Kind::ClockSet, Content::ClockSet(ClockSet { by_ms: 180_000, offset_ms: 180_000 })),
        (Kind::PackChanged, Content::PackChanged(changed)),
        (Kind::SignedIn, Content::SignedIn(signed_out)),
    ];
    for (kind, content) in befallen {
        let header = Header { kind, audience: kind.audience(), ..header() };
        let sealed = Sealed::new(header, &Body { salt: "00".repeat(16), content: content.clone() }, &key(1)).unwrap();
        let (read, held) = sealed.verify(&key(1).public()).unwrap();
        assert_eq!((read.kind, held), (kind, Some(content)), "an inquiry asks who set the clock, and with what rules");
    }
}
