use domain::count::{Count, Number};
use domain::facts::Facts;
use domain::grade::{Grade, Grading};
use domain::grading::grade;
use domain::quantity::Quantity;
use proptest::prelude::*;

use crate::desk::{PACKS, e7, row};

fn facts(kind: &str, count: Count) -> Facts {
    Facts { kind: Some(kind.to_owned()), counts: vec![count], ..Facts::default() }
}

fn blank() -> Count {
    row("县消防救援大队", None)
}

fn confirmed(grading: &Grading) -> Option<Grade> {
    grading.confirmed.as_ref().map(|reason| reason.grade)
}

fn possible(grading: &Grading) -> Option<Grade> {
    grading.possible.as_ref().map(|reason| reason.grade)
}

// domain.md §10.1: 以上 includes the number, 以下 does not. Both sides of every boundary.
#[test]
fn boundaries_of_the_493_table() {
    use Grade::{Extraordinary, Large, Major, Ordinary};
    let deaths = [
        (0, None),
        (1, Some(Ordinary)),
        (2, Some(Ordinary)),
        (3, Some(Large)),
        (9, Some(Large)),
        (10, Some(Major)),
        (29, Some(Major)),
        (30, Some(Extraordinary)),
        (99_999, Some(Extraordinary)),
    ];
    let serious = [
        (0, None),
        (1, Some(Ordinary)),
        (9, Some(Ordinary)),
        (10, Some(Large)),
        (49, Some(Large)),
        (50, Some(Major)),
        (99, Some(Major)),
        (100, Some(Extraordinary)),
    ];
    let loss = [
        (1, Some(Ordinary)),
        (999, Some(Ordinary)),
        (1000, Some(Large)),
        (4999, Some(Large)),
        (5000, Some(Major)),
        (9999, Some(Major)),
        (10_000, Some(Extraordinary)),
    ];
    for kind in ["fire", "collapse", "explosion"] {
        for (n, expected) in deaths {
            let grading = grade(&PACKS, &facts(kind, Count { deaths: Number::Known(n), ..blank() }));
            assert_eq!(confirmed(&grading), expected, "{kind}: {n} dead");
            assert_eq!(possible(&grading), expected, "{kind}: {n} dead");
        }
        for (n, expected) in serious {
            let grading = grade(&PACKS, &facts(kind, Count { seriously_injured: Number::Known(n), ..blank() }));
            assert_eq!(confirmed(&grading), expected, "{kind}: {n} seriously injured");
        }
        for (n, expected) in loss {
            let grading = grade(&PACKS, &Facts { loss_wan: Some(Quantity::whole(n)), ..facts(kind, blank()) });
            assert_eq!(confirmed(&grading), expected, "{kind}: {n} 万元");
        }
    }
}

// domain.md §10.2.
#[test]
fn any_one_criterion_is_enough_and_the_gravest_counts() {
    let count = Count { deaths: Number::Known(1), seriously_injured: Number::Known(50), ..blank() };
    let grading = grade(&PACKS, &facts("collapse", count));
    let reason = grading.confirmed.unwrap();
    assert_eq!(reason.grade, Grade::Major);
    assert_eq!(reason.why, "重伤50人，符合“50人以上100人以下重伤”");
    assert_eq!(reason.cite, "《生产安全事故报告和调查处理条例》（国务院令第493号）第三条");
}

#[test]
fn e7_is_ordinary_as_confirmed_and_large_as_it_may_be() {
    let grading = grade(&PACKS, &e7());
    assert_eq!(confirmed(&grading), Some(Grade::Ordinary));
    let reason = grading.possible.unwrap();
    assert_eq!(reason.grade, Grade::Large);
    assert_eq!(reason.why, "受伤11人含重伤待核，至多11人重伤，符合“10人以上50人以下重伤”");
    assert_eq!(reason.cite, "公安部办公厅《关于调整火灾等级标准的通知》（2007年6月26日）");
}

#[test]
fn known_missing_and_trapped_count_as_harm_that_may_be() {
    let count = Count { deaths: Number::Known(1), missing: Number::Known(1), trapped: Number::Known(1), ..blank() };
    let grading = grade(&PACKS, &facts("collapse", count));
    assert_eq!(confirmed(&grading), Some(Grade::Ordinary));
    let reason = grading.possible.unwrap();
    assert_eq!(reason.grade, Grade::Large);
    assert_eq!(reason.why, "死亡1人、失联1人、被困1人，就高按3人计，符合“3人以上10人以下死亡”");
}

// practice 3.5.
#[test]
fn unknown_alone_never_raises() {
    for unknown in [Number::NotAsked, Number::WhetherUnknown] {
        let count = Count {
            deaths: unknown,
            injured: unknown,
            seriously_injured: unknown,
            missing: unknown,
            trapped: unknown,
            ..blank()
        };
        assert_eq!(grade(&PACKS, &facts("fire", count)), Grading::default(), "{unknown:?}");
    }
    let some = Count { missing: Number::SomeUnknown, deaths: Number::Known(0), ..blank() };
    let grading = grade(&PACKS, &facts("fire", some));
    assert_eq!((confirmed(&grading), possible(&grading)), (None, Some(Grade::Ordinary)), "at least one, no more");
}

#[test]
fn the_officers_word_raises_and_never_lowers() {
    let judged = |judged| grade(&PACKS, &Facts { judged: Some(judged), ..e7() });
    assert_eq!(possible(&judged(Grade::Major)), Some(Grade::Major));
    assert_eq!(judged(Grade::Major).possible.unwrap().why, "值班员初判为重大");
    assert_eq!(possible(&judged(Grade::Ordinary)), Some(Grade::Large), "numbers stand");
    assert_eq!(confirmed(&judged(Grade::Extraordinary)), Some(Grade::Ordinary), "a word confirms nothing");
    let no_kind = Facts { judged: Some(Grade::Large), ..Facts::default() };
    assert_eq!(possible(&grade(&PACKS, &no_kind)), Some(Grade::Large));
}

#[test]
fn a_row_that_is_not_adopted_decides_nothing() {
    let other = Count { deaths: Number::Known(30), adopted: false, ..row("群众", None) };
    let grading = grade(&PACKS, &Facts { counts: vec![e7().counts[0].clone(), other], ..e7() });
    assert_eq!(possible(&grading), Some(Grade::Large));
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        Just(Number::NotAsked),
        Just(Number::WhetherUnknown),
        Just(Number::SomeUnknown),
        (0_u32..120).prop_map(Number::Known)
    ]
}

fn worse(number: Number, by: u32) -> Number {
    match number {
        Number::Known(n) => Number::Known(n + by),
        Number::SomeUnknown => Number::Known(1 + by),
        Number::NotAsked | Number::WhetherUnknown if by > 0 => Number::Known(by),
        unknown => unknown,
    }
}

proptest! {
    // A stated number of 重伤 in place of a bound is knowledge, not harm: it is held as it is here.
    #[test]
    fn more_harm_never_lowers_a_grade(
        numbers in prop::array::uniform5(number()),
        more in prop::array::uniform4(0_u32..60),
        serious_more in 0_u32..60,
        loss in prop::option::of(0_u32..20_000),
        loss_more in 0_u32..20_000,
    ) {
        let [deaths, injured, seriously_injured, missing, trapped] = numbers;
        let mild = Count { deaths, injured, seriously_injured, missing, trapped, ..blank() };
        let grave = Count {
            deaths: worse(deaths, more[0]),
            injured: worse(injured, more[1]),
            seriously_injured: match seriously_injured {
                Number::Known(n) => Number::Known(n + serious_more),
                unknown => unknown,
            },
            missing: worse(missing, more[2]),
            trapped: worse(trapped, more[3]),
            ..blank()
        };
        let before = grade(&PACKS, &Facts { loss_wan: loss.map(Quantity::whole), ..facts("collapse", mild) });
        let after = grade(&PACKS, &Facts { loss_wan: Some(Quantity::whole(loss.unwrap_or(0) + loss_more)), ..facts("collapse", grave) });
        prop_assert!(possible(&after) >= possible(&before));
        prop_assert!(confirmed(&after) >= confirmed(&before));
        prop_assert!(possible(&after) >= confirmed(&after), "what may be is never less than what is");
    }
}
