//! 来电里听到的: what a caller says first stands in the form, and what he does not say stays empty.

use domain::draft::Draft;
use domain::heard::heard;
use domain::pack::{PackText, Packs, SHIPPED};

use crate::desk::PACKS;

fn drafted(words: &str) -> Draft {
    heard(&PACKS, &["样例省", "样例市", "样例县"].map(str::to_owned), words)
}

/// Kind, township, place, site.
fn parts(words: &str) -> [String; 4] {
    let Draft { kind, town, place, site, .. } = drafted(words);
    [kind, town, place, site]
}

#[test]
fn kind_township_and_place_are_taken_from_the_first_sentence_that_names_what_happened() {
    assert_eq!(
        parts("你好，我在样例县河东镇幸福路12号，这里着火了"),
        ["fire", "", "", ""],
        "the place is in another clause"
    );
    assert_eq!(parts("喂，我是群众。样例县河东镇幸福路12号突然着火了，快来"), ["fire", "河东镇", "幸福路12号", ""]);
    assert_eq!(parts("位于城关街道办事处人民路发生追尾"), ["road_traffic", "城关街道办事处", "人民路", ""]);
    assert_eq!(parts("就在青山乡那边有山火"), ["forest_fire", "青山乡", "", ""]);
}

#[test]
fn of_two_kinds_the_one_that_is_named_first_stands_and_of_two_words_the_longer() {
    assert_eq!(drafted("爆炸以后着火").kind, "explosion");
    assert_eq!(drafted("山上着火").kind, "forest_fire", "not any fire: its word begins first");
    let own = r#"
[meta]
id = "own"
title = "本县规则"
version = "1"
effective_from = "2026-01-01"
layer = "county"
[[event]]
id = "own-vehicle"
name = "车辆火灾"
words = ["着火的车"]
family = "fire"
class = "accident"
title = "发生车辆火灾"
cause = "起火原因"
loss = "直接财产损失"
"#;
    let packs = Packs::from_texts(&[SHIPPED[0], PackText { file: "own.toml", text: own }]).unwrap();
    assert_eq!(heard(&packs, &[], "有辆着火的车").kind, "own-vehicle", "of two words at one place the longer");
    assert_eq!(heard(&packs, &[], "有辆车着火").kind, "fire");
}

#[test]
fn a_site_of_the_packs_words_is_named_as_the_title_names_it_and_a_dwelling_has_no_unit() {
    let house = drafted("河东镇中心街民房着火");
    assert_eq!((house.site.as_str(), house.unit.as_str()), ("一民房", "不涉及"));
    let store = drafted("河东镇中心街仓库着火");
    assert_eq!((store.site.as_str(), store.unit.as_str()), ("一仓库", ""), "a store may have a 事发单位");
}

#[test]
fn words_that_name_no_event_fill_in_nothing() {
    for words in ["", "请问值班电话是多少", "镇里着了凉"] {
        assert_eq!(drafted(words), Draft::default(), "{words}");
    }
    assert_eq!(parts("镇着火了"), ["fire", "", "镇", ""], "a township has a name before its word");
}
