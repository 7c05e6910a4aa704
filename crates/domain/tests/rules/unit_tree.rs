//! 单位名单: who stands above, beside and below a unit, by the one list that it was told.

use domain::unit::{Level, Unit, UnitCode};
use domain::unit_tree::UnitTree;

fn unit(code: &str, level: Level, parent: Option<&str>) -> Unit {
    Unit {
        code: UnitCode(code.to_owned()),
        name: format!("{code}局"),
        level,
        divisions: Vec::new(),
        parent: parent.map(|code| UnitCode(code.to_owned())),
        sample: true,
    }
}

fn county(code: &str, parent: &str) -> Unit {
    unit(code, Level::County, Some(parent))
}

fn codes(units: &[&Unit]) -> Vec<String> {
    units.iter().map(|unit| unit.code.0.clone()).collect()
}

fn province() -> Unit {
    unit("41", Level::Province, None)
}

#[test]
fn a_city_knows_its_province_its_counties_and_the_city_beside_it() {
    let own = unit("4101", Level::City, Some("41"));
    let tree = UnitTree::of(vec![
        own,
        county("410122", "4101"),
        province(),
        unit("4102", Level::City, Some("41")),
        county("410222", "4102"),
    ]);
    assert_eq!(codes(&tree.line()), ["4101", "41"]);
    assert_eq!(codes(&tree.superiors()), ["41"]);
    assert_eq!(codes(&tree.beside()), ["4102"]);
    assert_eq!(codes(&tree.below()), ["410122"], "a county of the city beside is none of its own");
    let reader = tree.reader().unwrap();
    assert_eq!((reader.unit.0.as_str(), reader.superiors.len()), ("4101", 1));
    assert_eq!(tree.name_of(&UnitCode("4102".to_owned())), "4102局");
    assert_eq!(tree.name_of(&UnitCode("99".to_owned())), "99", "who was never named is shown by the code");
}

#[test]
fn the_top_of_a_tree_has_nobody_above_or_beside_it_and_an_empty_list_nobody_at_all() {
    let top = UnitTree::of(vec![province(), unit("42", Level::Province, None)]);
    assert!(top.superiors().is_empty() && top.beside().is_empty());
    let nobody = UnitTree::default();
    assert!(nobody.own().is_none() && nobody.reader().is_none());
    assert!(nobody.line().is_empty() && nobody.superiors().is_empty() && nobody.below().is_empty());
}

#[test]
fn a_ring_in_a_list_that_somebody_botched_stops_no_desk() {
    let tree = UnitTree::of(vec![unit("1", Level::County, Some("2")), unit("2", Level::City, Some("1"))]);
    assert_eq!(tree.line().len(), 8, "it ends");
    assert!(tree.is_below(tree.own().unwrap(), tree.named(&UnitCode("2".to_owned())).unwrap()));
}

#[test]
fn the_nations_ministry_is_called_what_it_is() {
    let ministry = |name: &str| Unit { name: name.to_owned(), divisions: Vec::new(), ..unit("0", Level::Nation, None) };
    assert_eq!(
        (ministry("应急管理部").our_own(), ministry("应急管理部").bureau()),
        ("我国".to_owned(), "我部".to_owned())
    );
    assert_eq!(ministry("总值班室").bureau(), "我部", "by its level where its name does not say");
}
