//! 疑似重复: what two incidents share is offered in words.

use domain::facts::Facts;
use domain::similar::likeness;

use crate::desk::{PACKS, at, e7, known};

#[test]
fn places_without_end_are_told_by_their_beginning() {
    let of = |place: String| Facts { place: known(&place), site: known("楼"), unit: known("厂"), ..e7() };
    let (one, other) = (of("甲乙".repeat(8_000)), of(format!("丙{}", "甲乙".repeat(8_000))));
    let now = at("2024-04-07 18:09");
    let why = likeness(&PACKS, (&one, now), (&other, now)).unwrap();
    assert!(why.contains("甲乙甲乙"), "they are alike: {why}");
    assert!(why.chars().count() < 300, "another unit's words have no limit of ours, what is compared of them has");
}
