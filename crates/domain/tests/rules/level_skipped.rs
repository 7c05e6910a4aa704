//! 越级上报 (notice 二.四): the report goes up at once whatever the order; the level passed over is told promptly.

use domain::deadline::{ClockFacts, Deadline, DeadlineState, deadlines};
use domain::facts::Facts;
use domain::pack::{Pack, Packs};
use domain::rule::{Basis, Origin};
use domain::unit::Level;

use crate::desk::{PACKS, evening};

/// Picked up at 18:09; these were told by phone, the earliest of them is our first report.
fn told(level: Level, told: &[(&str, &str)]) -> ClockFacts {
    let told = || told.iter().map(|(who, clock)| (*who, evening(clock)));
    let first = told().min_by_key(|(_, at)| *at);
    let name = |id: &str| PACKS.recipient(id).map(|one| one.name.clone());
    ClockFacts {
        first_reported: first.map(|(_, at)| at),
        first_reported_to: first.and_then(|(who, _)| name(who)),
        told: told().map(|(who, at)| (who.to_owned(), at)).collect(),
        facts: Facts { kind: Some("fire".to_owned()), ..Facts::default() },
        ..ClockFacts::new(evening("18:09"), level)
    }
}

fn duty(facts: &ClockFacts) -> Option<Deadline> {
    deadlines(&PACKS, facts, evening("18:30")).into_iter().find(|one| one.rule == "T4")
}

#[test]
fn over_the_citys_head_the_city_is_told_promptly_and_no_number_runs() {
    let duty = duty(&told(Level::County, &[("province_bureau", "18:14")])).unwrap();
    assert_eq!((duty.state, duty.due_at), (DeadlineState::Promptly, None));
    assert_eq!(duty.what, "向市应急管理局指挥中心补报（越级上报后及时）");
    assert_eq!((duty.origin, duty.origin_at), (Origin::FirstReported, Some(evening("18:14"))));
    assert_eq!((duty.basis, duty.verified), (Basis::Prescribed, true));
    assert!(duty.cite.contains("二.四") && duty.open() && !duty.late(), "{duty:?}");
}

#[test]
fn in_order_there_is_no_such_duty() {
    let none: [&[(&str, &str)]; 4] = [
        &[],
        &[("city_bureau", "18:14")],
        &[("city_bureau", "18:14"), ("province_bureau", "18:15")],
        &[("county_committee", "18:12"), ("county_government", "18:13")],
    ];
    for told_whom in none {
        assert_eq!(duty(&told(Level::County, told_whom)), None, "{told_whom:?}");
    }
    assert_eq!(duty(&told(Level::City, &[("province_bureau", "18:14")])), None, "the city's own superior");
    assert_eq!(duty(&told(Level::Province, &[("ministry", "18:14")])), None);
    assert!(duty(&told(Level::City, &[("ministry", "18:14")])).is_some(), "over the province's head");
}

#[test]
fn it_stops_when_the_city_is_told_or_the_report_is_on_record_whichever_is_first() {
    let skipped = [("province_bureau", "18:14"), ("city_bureau", "18:20")];
    let by_phone = duty(&told(Level::County, &skipped)).unwrap();
    assert_eq!((by_phone.state, by_phone.done_at), (DeadlineState::Met, Some(evening("18:20"))));
    assert_eq!(by_phone.why, "18:20已电话补报");
    let entered = duty(&told(Level::County, &skipped[..1]).entered(evening("18:25"))).unwrap();
    assert_eq!((entered.state, entered.why.as_str()), (DeadlineState::Met, "18:25已系统报送"));
    let both = duty(&told(Level::County, &skipped).entered(evening("18:18"))).unwrap();
    assert_eq!(both.done_at, Some(evening("18:18")));
}

#[test]
fn the_other_clocks_do_not_change() {
    let others = |facts: &ClockFacts| -> Vec<(String, DeadlineState)> {
        let all = deadlines(&PACKS, facts, evening("18:30"));
        all.into_iter().filter(|one| one.rule != "T4").map(|one| (one.rule, one.state)).collect()
    };
    let skipped = others(&told(Level::County, &[("province_bureau", "18:14")]));
    assert_eq!(skipped, others(&told(Level::County, &[("city_bureau", "18:14")])));
}

#[test]
fn a_pack_that_does_not_say_where_its_superiors_stand_skips_nobody() {
    let sample = include_str!("../../packs/sample-county.toml").replace("level = \"city\"\n", "");
    let sample = sample.replace("level = \"province\"\n", "");
    let packs =
        Packs::from_texts(&[domain::pack::SHIPPED[0], domain::pack::PackText { file: "own.toml", text: &sample }]);
    let all = deadlines(&packs.unwrap(), &told(Level::County, &[("province_bureau", "18:14")]), evening("18:30"));
    assert!(!all.iter().any(|one| one.rule == "T4"));
}

#[test]
fn the_direct_superior_of_each_level_is_named_in_the_first_phone_report() {
    for (level, superior) in [
        (Level::County, "市应急管理局指挥中心"),
        (Level::City, "省应急管理厅指挥中心"),
        (Level::Province, "应急管理部指挥中心"),
    ] {
        let all = deadlines(&PACKS, &told(level, &[]), evening("18:30"));
        let first = all.iter().find(|one| one.rule == "T1").unwrap();
        assert_eq!(first.what, format!("电话报告{superior}"));
    }
}

#[test]
fn nobody_owes_a_call_to_a_desk_of_the_own_level() {
    let henan = include_str!("../../packs/henan.toml");
    let packs =
        Packs::from_texts(&[domain::pack::SHIPPED[0], domain::pack::PackText { file: "henan.toml", text: henan }])
            .unwrap();
    let owed = |level| {
        let mut facts = told(level, &[]);
        facts.facts.counts = vec![domain::count::Count {
            deaths: domain::count::Number::Known(12),
            ..crate::desk::row("县消防救援大队", None)
        }];
        facts.grading = domain::grading::grade(&packs, &facts.facts);
        deadlines(&packs, &facts, evening("18:30")).iter().any(|one| one.rule == "H1")
    };
    assert!(owed(Level::County) && owed(Level::City));
    assert!(!owed(Level::Province), "the province does not phone itself");
}

#[test]
fn what_a_pack_says_wrong_of_them_is_refused_with_its_line() {
    const META: &str = "[meta]\nid = \"own\"\ntitle = \"本局\"\nversion = \"1\"\neffective_from = \"2024-11-01\"\nlayer = \"county\"\n";
    let refused = |text: &str, reason: &str| {
        let errors = Pack::parse("own.toml", &format!("{META}\n{text}")).unwrap_err();
        assert!(errors.iter().any(|one| one.reason.contains(reason) && one.line.is_some()), "{reason}: {errors:?}");
    };
    let recipient = "[[recipient]]\nid = \"a\"\nname = \"甲\"\norder = 1\n";
    refused(&format!("{recipient}superior = false\nlevel = \"city\"\n"), "level 只写在 superior = true");
    refused(&format!("{recipient}superior = true\nwhen = {{ level_skipped = true }}\n"), "不用 stage");
    let partner = "[[partner]]\nid = \"p\"\nname = \"消防\"\norder = 1\n";
    refused(partner, "没有写明依据 cite");
    refused(&format!("{partner}cite = \"实务\"\nwords = [\"消\"]\n"), "两个字以上");
    let other = "[[partner]]\nid = \"q\"\nname = \"专职队\"\norder = 2\ncite = \"实务\"\nwords = [\"消防\"]\n";
    refused(&format!("{partner}cite = \"实务\"\nwords = [\"消防\"]\n{other}"), "请只留一处");
    let rule = "[[rule]]\nid = \"R\"\nwhat = \"补报\"\nwho = \"本局\"\nwhom = \"上一级\"\nschedule = \"promptly\"\n\
                channel = \"phone\"\nbasis = \"internal\"\ntext = \"及时补报\"\nverified = false\n";
    refused(
        &format!("{rule}origin = \"first_reported\"\nstopped_by = \"direct_superior_knows\"\n"),
        "应写 level_skipped = true",
    );
    refused(
        &format!("{rule}origin = \"aware\"\nstopped_by = \"ticked\"\nwhen = {{ level_skipped = true }}\n"),
        "只用于从 first_reported 起算",
    );
}
