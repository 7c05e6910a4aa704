//! 发布和变更: nothing goes out with a gap that nobody explained, and nothing is changed behind anybody's back.

use domain::roster::{
    CellChange, Check, Consent, Explained, Grounds, NotYet, Plan, RosterEdit, change, lint, publish, unpacked,
};
use proptest::prelude::*;

use super::folding::{Desks, published};
use super::{against, any_plan, heeding, officers, person, place, sound};
use crate::desk::{PACKS, at};

fn consent(name: &str) -> Consent {
    Consent { name: name.to_owned(), how: "电话".to_owned() }
}

fn grounds() -> Grounds {
    Grounds {
        reason: "丙某发热".to_owned(),
        consents: vec![consent("丙某"), consent("庚某")],
        agreed: consent("甲某"),
        explained: Vec::new(),
        settles: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_published_month_has_an_unexplained_gap_or_overlap(plan in any_plan("2026-12"), reasons in any::<u64>()) {
        let (officers, packs) = (officers(), &*PACKS);
        let beside = against(packs, &officers);
        let faults = lint(&plan, &beside);
        let must: Vec<_> = faults.iter().filter(|fault| fault.of.must_be_explained()).collect();
        let explain = |n: usize| Explained {
            of: must[n].of,
            place: must[n].place,
            who: must[n].who.clone(),
            reason: "与邻县联合值守".to_owned(),
        };
        let some: Vec<Explained> = (0..must.len()).filter(|n| reasons >> (n % 64) & 1 == 1).map(explain).collect();
        match publish(&plan, &beside, &some) {
            Err(NotYet::Unexplained(left)) => prop_assert_eq!(left.len(), must.len() - some.len()),
            Err(other) => prop_assert!(false, "{}", other),
            Ok(out) => {
                prop_assert_eq!(some.len(), must.len());
                prop_assert_eq!(out.explained.len(), must.len(), "and the reasons go with it");
            }
        }
        let all: Vec<Explained> = (0..must.len()).map(explain).collect();
        let out = publish(&plan, &beside, &all).unwrap();
        let days = out.rows.iter().map(|row| unpacked(&out.people, row).unwrap()).collect();
        prop_assert_eq!(Plan { days, ..plan.clone() }, plan, "what goes out is what was planned");
    }
}

#[test]
fn a_gap_is_published_only_with_a_reason_and_what_explains_nothing_is_left_out() {
    let mut plan = sound("2026-12");
    plan.cell_mut(place(3, 1)).unwrap().pop();
    let officers = officers();
    let beside = against(&PACKS, &officers);
    let refused = publish(&plan, &beside, &[]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "有1处缺岗或重叠没有说明，请补排或写说明：3日值班员缺1人，请补排；确实无人请写说明"
    );
    let explained =
        |of, reason: &str| Explained { of, place: place(3, 1), who: String::new(), reason: reason.to_owned() };
    assert!(publish(&plan, &beside, &[explained(Check::Gap, "  ")]).is_err(), "an empty reason is none");
    assert!(publish(&plan, &beside, &[explained(Check::Overlap, "有")]).is_err(), "of another fault");
    let said = [explained(Check::Gap, "由指挥中心代值"), explained(Check::Overlap, "无关")];
    assert_eq!(publish(&plan, &beside, &said).unwrap().explained, [explained(Check::Gap, "由指挥中心代值")]);
}

#[test]
fn a_change_wants_a_reason_the_word_of_everybody_it_touches_and_a_leaders() {
    let mut desks = Desks::default();
    desks.publish(1, &sound("2026-12"));
    let roster = desks.folded();
    let officers = officers();
    let beside = against(&PACKS, &officers);
    let put = RosterEdit::Put { place: place(4, 1), who: vec![person(6), person(3)] };
    let cells = put.changes(&roster.plan, &heeding(None)).unwrap();
    let made = |cells: &[CellChange], grounds| change(&roster, cells, &beside, grounds, at("2026-12-03 10:00"));
    let refused = |grounds| made(&cells, grounds).unwrap_err().to_string();
    assert_eq!(refused(Grounds { reason: " ".into(), ..grounds() }), "请写变更原因");
    let silent = Grounds {
        consents: vec![consent("丙某"), Consent { name: "庚某".into(), how: String::new() }],
        ..grounds()
    };
    assert_eq!(refused(silent), "请登记庚某本人是否同意、怎样同意的", "whoever comes is asked as well");
    assert_eq!(refused(Grounds { consents: Vec::new(), ..grounds() }), "请登记丙某、庚某本人是否同意、怎样同意的");
    assert_eq!(refused(Grounds { agreed: consent(""), ..grounds() }), "请登记同意变更的带班领导和方式");
    assert_eq!(made(&[], grounds()), Err(NotYet::NothingChanged));
    let gone =
        RosterEdit::Put { place: place(4, 1), who: vec![person(3)] }.changes(&roster.plan, &heeding(None)).unwrap();
    let left = made(&gone, grounds()).unwrap_err();
    assert!(left.to_string().starts_with("有1处缺岗或重叠没有说明"), "{left}");
    let out = made(&cells, grounds()).unwrap();
    assert_eq!(out.rows.len(), 1);
    assert_eq!(out.rows[0].replaces, Some(published()), "it names what it replaces");
    desks.change(1, out);
    assert_eq!(desks.folded().plan.cell(place(4, 1)), [person(6), person(3)]);
}

#[test]
fn what_was_wrong_before_hinders_no_change_of_another_day() {
    let mut plan = sound("2026-12");
    plan.cell_mut(place(3, 1)).unwrap().pop();
    let mut desks = Desks::default();
    desks.publish(1, &plan);
    let roster = desks.folded();
    let cells =
        RosterEdit::Put { place: place(4, 1), who: vec![person(6), person(3)] }.changes(&plan, &heeding(None)).unwrap();
    let officers = officers();
    assert!(change(&roster, &cells, &against(&PACKS, &officers), grounds(), at("2026-12-03 10:00")).is_ok());
}
