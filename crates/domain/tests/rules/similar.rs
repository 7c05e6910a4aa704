//! 疑似重复: two calls of one fire are offered as one, with the reason; nothing else is.

use domain::facts::Facts;
use domain::similar::likeness;

use crate::desk::{PACKS, at, e7, evening, known};

fn told(kind: &str, town: &str, place: &str) -> Facts {
    let stated = |text: &str| if text.is_empty() { Default::default() } else { known(text) };
    Facts {
        kind: (!kind.is_empty()).then(|| kind.to_owned()),
        town: stated(town),
        place: stated(place),
        ..Facts::default()
    }
}

fn alike(one: &Facts, other: &Facts) -> Option<String> {
    likeness(&PACKS, (one, evening("18:09")), (other, evening("18:20")))
}

#[test]
fn two_calls_of_one_fire_are_one_by_town_place_and_kind() {
    let one = told("fire", "河东镇", "幸福路12号仓库");
    let other = told("fire", "河东镇", "幸福路边上");
    assert_eq!(alike(&one, &other).as_deref(), Some("同在河东镇，地点都有“幸福路”，类型相同"));
    let of_a_city = told("explosion", "样例县河东镇", "幸福路");
    assert_eq!(
        alike(&one, &of_a_city).as_deref(),
        Some("同在河东镇，地点都有“幸福路”"),
        "a city writes the county first"
    );
}

#[test]
fn kinds_of_one_family_are_the_same_kind_to_a_caller() {
    let one = told("explosion", "河东镇", "");
    assert_eq!(alike(&one, &told("collapse", "河东镇", "")).as_deref(), Some("同在河东镇，类型相同"));
    assert_eq!(alike(&one, &told("flood", "河东镇", "")), None, "one town alone is no reason");
    assert_eq!(
        alike(&told("", "河东镇", ""), &told("", "河东镇", "")),
        None,
        "nothing said of both is nothing in common"
    );
}

#[test]
fn another_town_or_another_evening_is_another_fire() {
    let one = told("fire", "河东镇", "幸福路12号");
    assert_eq!(alike(&one, &told("fire", "河西镇", "幸福路12号")), None);
    let later = |clock: &str| likeness(&PACKS, (&one, at("2024-04-07 12:00")), (&one, at(clock)));
    assert!(later("2024-04-07 18:00").is_some(), "six hours");
    assert_eq!(later("2024-04-07 18:01"), None);
    assert_eq!(
        likeness(&PACKS, (&one, at("2024-04-07 18:01")), (&one, at("2024-04-07 12:00"))),
        None,
        "either way round"
    );
}

#[test]
fn two_characters_that_places_share_are_chance_and_three_are_not() {
    let fire = |place| told("fire", "", place);
    assert_eq!(alike(&fire("东风路"), &fire("东风街")), None);
    assert_eq!(alike(&fire("东风路北"), &fire("南东风路")).as_deref(), Some("地点都有“东风路”，类型相同"));
}

#[test]
fn places_without_end_are_told_by_their_beginning() {
    let of = |place: String| Facts { place: known(&place), site: known("楼"), unit: known("厂"), ..e7() };
    let (one, other) = (of("甲乙".repeat(8_000)), of(format!("丙{}", "甲乙".repeat(8_000))));
    let now = at("2024-04-07 18:09");
    let why = likeness(&PACKS, (&one, now), (&other, now)).unwrap();
    assert!(why.contains("甲乙甲乙"), "they are alike: {why}");
    assert!(why.chars().count() < 300, "another unit's words have no limit of ours, what is compared of them has");
}
