use domain::count::Count;
use domain::facts::{Facts, Stated};
use domain::letter::{LONGEST_SIGN_MESSAGE, LONGEST_SPOKEN, PhoneWords, phone_words};
use proptest::prelude::*;

use crate::desk::{PACKS, e7, feidong, letter_facts, no_casualties};

fn words(facts: &Facts) -> PhoneWords {
    phone_words(&PACKS, &letter_facts(&feidong(), facts))
}

#[test]
fn what_is_said_on_the_phone_is_the_letters_own_facts_in_one_breath() {
    let words = words(&e7());
    assert_eq!(
        words.spoken,
        "肥东县应急局值班室报告：发生时间待核，撮镇中心街一民房一楼楼道杂物间发生火灾，已造成1人死亡、11人受伤。重伤人数、是否有人员失联和被困正在核实。消防、公安、120等部门已到场。书面信息随后报送。"
    );
    assert!(words.sign_message.starts_with("呈签首报：发生时间待核，撮镇"), "{}", words.sign_message);
    assert!(words.sign_message.contains("请回复“同意”"), "{}", words.sign_message);
}

#[test]
fn nobody_harmed_is_said_and_nothing_known_is_not_said_to_be_nothing() {
    assert!(words(&no_casualties()).spoken.contains("暂无"), "{}", words(&no_casualties()).spoken);
    let nothing = words(&Facts::default()).spoken;
    assert_eq!(nothing, "肥东县应急局值班室报告：发生时间待核，发生一起突发事件，伤亡情况正在核实。书面信息随后报送。");
}

fn long_text() -> impl Strategy<Value = Stated> {
    prop_oneof![
        Just(Stated::NotAsked),
        Just(Stated::Checking),
        "[一-龥0-9，。；：,]{0,300}".prop_map(|text| Stated::read(&text)),
    ]
}

proptest! {
    #[test]
    fn however_much_is_known_a_breath_is_a_breath_and_the_people_are_in_it(
        place in long_text(), forces in long_text(), measures in long_text(), requests in long_text(),
        deaths in 1_u32..99_999,
    ) {
        let counts = vec![Count { deaths: domain::count::Number::Known(deaths), ..e7().counts[0].clone() }];
        let facts = Facts { place, forces, measures, requests, counts, ..e7() };
        let words = words(&facts);
        prop_assert!(words.spoken.chars().count() <= LONGEST_SPOKEN, "{}", words.spoken);
        prop_assert!(words.sign_message.chars().count() <= LONGEST_SIGN_MESSAGE, "{}", words.sign_message);
        let dead = format!("{deaths}人死亡");
        prop_assert!(words.spoken.contains(&dead), "the dead are said: {}", words.spoken);
        prop_assert!(words.sign_message.contains(&dead), "the dead are said: {}", words.sign_message);
        prop_assert!(words.spoken.ends_with('。'), "a sentence ends: {}", words.spoken);
    }
}
