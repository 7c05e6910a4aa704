//! 为什么: every grade, scope and clock that is shown can be answered with its clause and where that can be read.

use domain::count::{Count, Number};
use domain::deadline::deadlines;
use domain::explanation::{Explanation, explain};
use domain::facts::Facts;
use domain::grade::Grade;
use domain::rule::Situation;
use domain::scope::scope;
use domain::unit::Level;

use crate::accident::{accident, day, deaths};
use crate::desk::{PACKS, row};

fn explained(facts: Facts) -> Vec<Explanation> {
    let facts = accident(&PACKS, facts, ["10:00", "10:08", "10:12"]).entered(day("10:30"));
    let steps = scope(&PACKS, &Situation::new(&PACKS, &facts.facts, &facts.grading, Level::County));
    explain(&PACKS, &facts.grading, &steps, &deadlines(&PACKS, &facts, day("10:31")))
}

fn of<'e>(all: &'e [Explanation], rule: &str) -> &'e Explanation {
    all.iter().find(|one| one.rule == rule).unwrap_or_else(|| panic!("{rule} is explained"))
}

#[test]
fn a_prescribed_clock_names_its_basis_its_origin_the_words_of_the_clause_and_the_document() {
    let all = explained(deaths(1));
    let limit = of(&all, "N1");
    assert_eq!((limit.what.as_str(), limit.basis.as_deref()), ("系统报送首报", Some("规定")));
    assert_eq!(limit.origin.as_deref(), Some("首次电话报告"));
    assert!(limit.text.contains("要在30分钟内通过指挥业务系统报送书面信息"), "{}", limit.text);
    assert!(
        limit.source.contains("河南省应急管理厅转发") && limit.source.ends_with("（notice-2024.txt）"),
        "{}",
        limit.source
    );
    assert!(limit.verified);
    let own = of(&all, "N0");
    assert_eq!(
        (own.basis.as_deref(), own.source.as_str()),
        (Some("内控"), ""),
        "the bureau's own word is all there is"
    );
    let mut rules: Vec<&str> = all.iter().map(|one| one.rule.as_str()).collect();
    let count = rules.len();
    rules.sort_unstable();
    rules.dedup();
    assert!(count - rules.len() <= 1, "each once; 现等级 and 初判 may rest on one table: {rules:?}");
}

#[test]
fn a_grade_names_the_table_and_a_scope_the_clause() {
    let all = explained(deaths(3));
    let confirmed = all.iter().find(|one| one.what == format!("现等级 {}", Grade::Large)).unwrap();
    assert_eq!(confirmed.rule, "order-493");
    assert!(confirmed.source.contains("493号"), "{}", confirmed.source);
    let province = of(&all, "province-accident");
    assert_eq!((province.what.as_str(), province.why.as_str()), ("报省", "报送范围研判"));
    assert!(!province.text.is_empty() && !province.cite.is_empty() && !province.source.is_empty(), "{province:?}");
    assert_eq!((&province.basis, &province.origin), (&None, &None));
}

#[test]
fn what_a_person_judged_and_a_near_miss_say_on_what_they_rest() {
    let judged = explained(Facts { judged: Some(Grade::Major), ..deaths(0) });
    let by_hand = of(&judged, "judged");
    assert!(by_hand.what.starts_with("初判") || by_hand.what.starts_with("现等级"), "{}", by_hand.what);
    assert_eq!((by_hand.text.as_str(), by_hand.source.as_str()), ("", ""), "no table was asked");
    let at_risk = Count { at_risk: Number::Known(10), ..row("现场指挥部", None) };
    let near = explained(Facts { counts: vec![at_risk], ..deaths(0) });
    let near = of(&near, "near-at-risk-10");
    assert_eq!((near.what.as_str(), near.text.as_str()), ("较大涉险事故", "涉险10人以上的事故"));
    assert!(near.cite.contains("第二十六条") && near.source.contains("第二十六条"), "{near:?}");
}

#[test]
fn the_check_of_a_file_explains_itself() {
    let file: domain::check::CheckFile = serde_json::from_str(include_str!("../../examples/fire.check.json")).unwrap();
    let all = domain::check::check(&PACKS, &file, file.received_at).explained(&PACKS);
    assert_eq!(of(&all, "N1").basis.as_deref(), Some("规定"));
}
