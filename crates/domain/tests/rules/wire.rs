//! What desk and upstream tell each other is believed only where it is signed and answers the very question.

use domain::certificate::{Certificate, CertificateError, SealedCertificate};
use domain::digest::Digest;
use domain::generation::Generation;
use domain::heads::{Heads, SealedHeads};
use domain::receipt::DeviceHead;
use domain::seal::SigningKey;
use domain::unit::UnitCode;
use domain::wire::{EnrolRequest, SealedTimeMark, TimeMark, enrolment_text};
use uuid::Uuid;

use crate::desk::evening;

const DEVICE: Uuid = Uuid::from_u128(3);

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32]).unwrap()
}

#[test]
fn a_code_enrols_only_the_device_that_holds_the_key_it_names() {
    let request = EnrolRequest::new("AB12".into(), DEVICE, &key(1)).unwrap();
    assert!(request.verify().is_ok());
    for other in [
        EnrolRequest { code: "AB13".into(), ..request.clone() },
        EnrolRequest { device: Uuid::from_u128(4), ..request.clone() },
        EnrolRequest { key: key(2).public(), ..request.clone() },
    ] {
        assert!(other.verify().is_err(), "{other:?}");
    }
    assert_eq!(SigningKey::from_bytes(&key(1).to_bytes()).unwrap().public(), key(1).public(), "a kept key is the same");
}

#[test]
fn an_enrolment_code_is_drawn_with_its_address_whole() {
    let text = enrolment_text("https://上级.example/a b?c", "AB-12");
    assert_eq!(text, "zhiban:enrol?upstream=https://%E4%B8%8A%E7%BA%A7.example/a%20b%3Fc&code=AB-12");
}

#[test]
fn a_time_is_believed_only_of_the_pinned_key_and_for_this_very_question() {
    let mark = TimeMark {
        nonce: "n1".into(),
        time: evening("18:09"),
        generation: Generation::default(),
        key_id: key(9).public().fingerprint(),
    };
    let sealed = SealedTimeMark::new(&mark, &key(9)).unwrap();
    assert_eq!(sealed.verify("n1", &key(9).public()).unwrap(), mark);
    assert!(sealed.verify("n2", &key(9).public()).is_err(), "the answer to another question");
    assert!(sealed.verify("n1", &key(8).public()).is_err(), "somebody else's");
    let moved = SealedTimeMark { mark: sealed.mark.replace("10:09", "10:08"), ..sealed };
    assert!(moved.verify("n1", &key(9).public()).is_err(), "an hour was changed on the way");
    let misnamed = SealedTimeMark::new(&TimeMark { key_id: "other".into(), ..mark }, &key(9)).unwrap();
    assert!(misnamed.verify("n1", &key(9).public()).is_err(), "it names another key than the one that signed");
    let no_mark = SealedTimeMark { mark: "{}".into(), signature: key(9).sign(b"{}").unwrap() };
    assert!(no_mark.verify("n1", &key(9).public()).is_err(), "signed, and no time");
}

#[test]
fn what_is_held_of_a_device_is_believed_only_of_that_device_and_question() {
    let head = DeviceHead { epoch: 1, seq: 7, digest: Digest::of(b"head") };
    let (nonce, key_id) = ("n1".to_owned(), key(9).public().fingerprint());
    let heads = Heads { nonce, device: DEVICE, heads: vec![head.clone()], delivered: Some(3), key_id };
    let sealed = SealedHeads::new(&heads, &key(9)).unwrap();
    assert_eq!(sealed.verify("n1", DEVICE, &key(9).public()).unwrap().heads, [head]);
    assert!(sealed.verify("n2", DEVICE, &key(9).public()).is_err());
    assert!(sealed.verify("n1", Uuid::from_u128(4), &key(9).public()).is_err(), "another device's chain");
    assert!(sealed.verify("n1", DEVICE, &key(8).public()).is_err());
    let cut = SealedHeads { heads: sealed.heads.replace("\"seq\":7", "\"seq\":6"), ..sealed };
    assert!(cut.verify("n1", DEVICE, &key(9).public()).is_err(), "an entry was taken off the end");
    let no_heads = SealedHeads { heads: "[]".into(), signature: key(9).sign(b"[]").unwrap() };
    assert!(no_heads.verify("n1", DEVICE, &key(9).public()).is_err());
}

#[test]
fn a_certificate_that_cannot_be_read_or_is_of_another_key_says_which() {
    let certificate = Certificate {
        device: DEVICE,
        unit: UnitCode("990121".into()),
        key: key(1).public(),
        from: evening("18:00"),
        upstream: Uuid::nil(),
        key_id: key(9).public().fingerprint(),
    };
    let sealed = SealedCertificate::new(&certificate, &key(9)).unwrap();
    assert_eq!(sealed.verify(&key(9).public()).unwrap(), certificate);
    assert!(matches!(sealed.verify(&key(8).public()), Err(CertificateError::Seal(_))), "another upstream's");
    let unreadable = SealedCertificate { certificate: "{}".into(), signature: key(9).sign(b"{}").unwrap() };
    assert!(matches!(unreadable.verify(&key(9).public()), Err(CertificateError::BadCertificate(_))));
}

#[test]
fn the_first_generation_begins_with_nothing_behind_it_and_a_later_one_beyond_all_that_was_given() {
    assert_eq!(Generation::default(), Generation::FIRST);
    assert_eq!(Generation::FIRST.begins_after(), 0);
    let third = Generation { number: 9, beginnings: vec![1_000, 5_000], lost_after: Some(3) };
    assert_eq!(third.begins_after(), 5_000);
}
