//! 图文一致: what is composed agrees with its facts, and an edited number never does.

use domain::agreement::{Disagreement, Part, disagreements};
use domain::check::sample_county;
use domain::count::Number;
use domain::facts::Facts;
use domain::letter::compose;
use domain::severity::Severity;
use proptest::prelude::*;

use crate::desk::{PACKS, all_checking, e7, feidong, letter_facts, no_casualties, trapped, written};

fn compared(facts: &Facts, title: &str, body: &str) -> Vec<Disagreement> {
    disagreements(&PACKS, &letter_facts(&sample_county(), facts), title, body)
}

fn errors(found: &[Disagreement]) -> Vec<&Disagreement> {
    found.iter().filter(|one| one.severity == Severity::Error).collect()
}

#[test]
fn a_composed_letter_agrees_with_its_facts() {
    for facts in [e7(), no_casualties(), all_checking(), trapped()] {
        let letter = written(&facts);
        assert_eq!(compared(&facts, &letter.title, &letter.body), vec![], "{}", letter.body);
    }
}

#[test]
fn a_number_edited_by_hand_is_shown_at_the_word_with_what_the_fields_say() {
    let letter = written(&e7());
    let edited = letter.body.replace("11人受伤", "12人受伤");
    let found = compared(&e7(), &letter.title, &edited);
    let one = errors(&found)[0];
    assert_eq!(one.part, Part::Body);
    let units: Vec<u16> = edited.encode_utf16().collect();
    let words = String::from_utf16(&units[one.start as usize..one.end as usize]).unwrap();
    assert!(words.contains("12"), "the place is the word itself: {words}");
    assert!(one.expected.contains("11"), "{one:?}");
}

#[test]
fn chinese_and_full_width_numerals_are_numbers_too() {
    let letter = written(&e7());
    for numeral in ["十二", "１２", "12"] {
        let edited = letter.body.replace("11人受伤", &format!("{numeral}人受伤"));
        assert!(!errors(&compared(&e7(), &letter.title, &edited)).is_empty(), "{numeral}");
    }
    let same = letter.body.replace("11人受伤", "十一人受伤");
    assert!(errors(&compared(&e7(), &letter.title, &same)).is_empty(), "eleven is eleven however it is written");
}

#[test]
fn a_time_edited_by_hand_and_a_count_taken_out_are_shown() {
    let letter = written(&e7());
    let later = letter.body.replace("中心街", "中山街");
    assert!(!compared(&e7(), &letter.title, &later).is_empty());
    let without = letter.body.replace("1人死亡、", "");
    assert!(!compared(&e7(), &letter.title, &without).is_empty(), "a death in the fields is missing from the text");
}

#[test]
fn a_hollow_body_and_a_cause_fixed_too_early_are_pointed_out() {
    let letter = written(&e7());
    for words in ["详见附件。", "起火系电动自行车充电所致。", "高度重视，第一时间赶赴现场。"]
    {
        let body = format!("{}\n{words}", letter.body);
        assert!(!compared(&e7(), &letter.title, &body).is_empty(), "{words}");
    }
}

#[test]
fn a_cause_said_as_a_fact_is_seen_whatever_is_said_to_be_checked_beside_it() {
    let letter = written(&e7());
    let seen = |words: &str| {
        let body = format!("{}\n{words}", letter.body);
        let found = compared(&e7(), &letter.title, &body);
        found.iter().any(|one| one.message.contains("首报不定原因"))
    };
    for wrong in [
        "火灾系一楼电动自行车充电处起火引发，原因正在核查。",
        "伤亡情况正在核实，火灾系电动自行车充电引发。",
        "经调查，系电气线路故障引发火灾。",
        "因电气线路故障引发火灾，可能蔓延。",
    ] {
        assert!(seen(wrong), "the cause is fixed and then denied (practice §4, fault 7): {wrong}");
    }
    for right in [
        "火灾初步判断系电动自行车充电引发，原因正在核查。",
        "据初步了解，火灾系电动自行车充电引发。",
        "正在核实是否因电气线路故障引发火灾。",
        "起火原因正在调查。",
    ] {
        assert!(!seen(right), "a judgement is said as one: {right}");
    }
}

proptest! {
    #[test]
    fn composed_counts_always_agree_and_an_edited_one_never_does(
        deaths in 1_u32..400,
        injured in 1_u32..400,
        other in 1_u32..400,
    ) {
        let mut facts = e7();
        facts.counts[0].deaths = Number::Known(deaths);
        facts.counts[0].injured = Number::Known(injured);
        let letter = written(&facts);
        let found = compared(&facts, &letter.title, &letter.body);
        prop_assert!(errors(&found).is_empty(), "{:?}", found);
        prop_assume!(other != deaths);
        let edited = letter.body.replace(&format!("{deaths}人死亡"), &format!("{other}人死亡"));
        prop_assert!(!compared(&facts, &letter.title, &edited).is_empty(), "{}", edited);
    }
}

#[test]
fn a_place_changed_by_hand_is_shown_at_the_word_and_either_side_can_be_taken() {
    let unit = feidong();
    let facts = e7();
    let letter = letter_facts(&unit, &facts);
    let composed = compose(&PACKS, &letter);
    let edited = composed.body.replacen("撮镇", "店埠镇", 1);
    let found = disagreements(&PACKS, &letter, &composed.title, &edited);
    let town = found.iter().find(|one| one.found == "店埠镇").unwrap_or_else(|| panic!("{found:#?}"));
    assert_eq!(town.expected, "撮镇");
    let take = town.take.as_ref().unwrap();
    assert_eq!((take.field.as_str(), take.value.as_str()), ("town", "店埠镇"), "the field can take what the text says");
}

#[test]
fn a_place_that_no_field_names_is_pointed_out_and_ordinary_words_are_not() {
    let unit = feidong();
    let facts = e7();
    let letter = letter_facts(&unit, &facts);
    let composed = compose(&PACKS, &letter);
    let with = |words: &str| {
        let edited = composed.body.replacen("后续情况续报。", &format!("{words}后续情况续报。"), 1);
        let found = disagreements(&PACKS, &letter, &composed.title, &edited);
        found.into_iter().map(|one| one.found).collect::<Vec<_>>()
    };
    assert_eq!(with("现场靠近石塘镇。"), ["石塘镇"]);
    assert_eq!(with("周边小区居民情绪稳定。"), Vec::<String>::new());
    assert_eq!(with("撮镇已组织人员值守。"), Vec::<String>::new(), "a place of the fields");
}

/// The words that are pointed out where this sentence is put before the last.
fn pointed_out(facts: &Facts, words: &str) -> Vec<String> {
    let letter = written(facts);
    let edited = letter.body.replacen("后续情况续报。", &format!("{words}后续情况续报。"), 1);
    assert_ne!(edited, letter.body);
    compared(facts, &letter.title, &edited).into_iter().map(|one| one.found).collect()
}

#[test]
fn numbers_of_people_that_nobody_has_checked_are_pointed_out() {
    for words in ["人数不详", "若干人", "多人失联"] {
        assert!(pointed_out(&e7(), &format!("现场{words}。")).iter().any(|found| found == words), "{words}");
    }
}

#[test]
fn a_number_in_chinese_characters_is_read_whole() {
    for (words, wrong) in [("八人死亡", true), ("九人死亡", true), ("一人死亡", false), ("一百二十人死亡", true)]
    {
        let found = pointed_out(&e7(), &format!("共{words}。"));
        assert_eq!(!found.is_empty(), wrong, "{words}: {found:?}");
    }
}

#[test]
fn a_count_that_another_informant_gave_is_named_as_his() {
    let letter = written(&trapped());
    let edited = letter.body.replacen("4人受伤", "5人受伤", 1);
    assert_ne!(edited, letter.body, "{}", letter.body);
    let found = compared(&trapped(), &letter.title, &edited);
    assert!(found.iter().any(|one| one.message.contains("县急救中心的说法，未采用")), "{found:#?}");
}

#[test]
fn half_past_and_a_year_are_times_too() {
    assert!(pointed_out(&e7(), "十九点半又查看一次。").iter().any(|found| found.contains("十九点半")));
    assert!(!pointed_out(&e7(), "该楼建于1998年。").is_empty(), "a year that no field has");
    let day = letter_facts(&sample_county(), &e7()).as_of;
    assert!(domain::beijing::date(day).to_string().starts_with("2024"));
    assert_eq!(pointed_out(&e7(), "2024年安装。"), Vec::<String>::new(), "the letter's own year");
}

#[test]
fn of_a_text_many_times_as_long_the_composed_one_is_no_measure_and_the_fields_still_are() {
    let facts = e7();
    let letter = written(&facts);
    let altered = letter.body.replace("中心街", "中山街");
    let said = |body: &str| compared(&facts, &letter.title, body);
    let of_the_place =
        |found: &[Disagreement]| found.iter().any(|one| one.message.contains("中山街") || one.found.contains("中山街"));
    assert!(of_the_place(&said(&altered)), "a place that reads otherwise than composed");
    let own: String = (0..4_000).map(|n| format!("第{n}户")).collect();
    let found = said(&format!("{own}{altered}已造成12人受伤。"));
    assert!(!of_the_place(&found), "whoever wrote four thousand lines did not alter ours");
    assert!(found.iter().any(|one| one.found.contains("12人受伤")), "a wrong number is found all the same: {found:?}");
}

#[test]
fn nobody_slightly_injured_is_said_only_where_the_fields_say_so() {
    let mut facts = e7();
    let count = &mut facts.counts[0];
    (count.injured, count.seriously_injured) = (Number::Known(3), Number::Known(1));
    let body = |facts: &Facts| format!("{}\n无人轻伤。", written(facts).body);
    let wrong = compared(&facts, "", &body(&facts));
    assert!(wrong.iter().any(|one| one.message.contains("轻伤不是无")), "two of three are: {wrong:?}");
    facts.counts[0].seriously_injured = Number::Known(3);
    let right = compared(&facts, "", &body(&facts));
    assert!(!right.iter().any(|one| one.message.contains("轻伤")), "all three are seriously injured: {right:?}");
}

#[test]
fn vehicles_without_a_number_count_nobody() {
    let facts = e7();
    let letter = written(&facts);
    let said = |words: &str| compared(&facts, &letter.title, &format!("{}\n{words}", letter.body));
    assert!(said("医护3车到场。").iter().any(|one| one.message.contains("说不清几辆车")), "three of what?");
    assert_eq!(said("医护车辆已到场。"), [], "this says no number");
}
