//! 续报, 终报, 情况更正 of every family: what changed is said, nothing is told again, nothing is made up.

use domain::check::sample_county;
use domain::count::{Count, Number};
use domain::draft::Draft;
use domain::facts::Facts;
use domain::form::{FormContext, read};
use domain::letter::{Before, Letter, LetterFacts, compose, notice_to_neighbour};
use domain::report::Stage;

use crate::desk::{PACKS, e7, evening, known, letter_facts, row};
use crate::families::{cases, dwelling, people};

/// The follow-up and the final report as a desk would make them out of the draft it begins.
pub(crate) fn report(
    stage: Stage,
    before: &Facts,
    words: &str,
    change: impl FnOnce(&mut Draft),
    now: &str,
) -> (Facts, Letter) {
    let mut draft = Draft::begun(stage, before);
    change(&mut draft);
    let context = FormContext {
        now: crate::desk::at(now),
        reference: evening("18:09"),
        call_source: None,
        before: Some(before.clone()),
        sub_incidents: Vec::new(),
    };
    let reading = read(&PACKS, &draft, &context);
    assert_eq!(
        reading
            .field_errors
            .iter()
            .filter(|error| error.severity == domain::severity::Severity::Error)
            .collect::<Vec<_>>(),
        Vec::<&domain::form::FieldError>::new(),
        "{stage:?} {:?}",
        before.kind
    );
    let unit = sample_county();
    let letter = compose(&PACKS, &later(&unit, &reading.facts, before, stage, words, now));
    (reading.facts, letter)
}

fn later<'a>(
    unit: &'a domain::unit::Unit,
    facts: &'a Facts,
    before: &'a Facts,
    stage: Stage,
    words: &'a str,
    now: &str,
) -> LetterFacts<'a> {
    let at = evening("18:36");
    let before = Before {
        stage: words,
        number: "〔2024〕第018期",
        at,
        title: "样例省样例市样例县河东镇一居民楼发生火灾致1人死亡11人受伤（首报）",
        body: "",
        facts: before,
    };
    LetterFacts { stage, nth: 1, before: Some(before), as_of: crate::desk::at(now), ..letter_facts(unit, facts) }
}

fn told(letter: &Letter) -> String {
    format!("{}\n\n{}", letter.title, letter.body)
}

#[test]
fn letters_of_every_family_at_every_stage() {
    let families: std::collections::BTreeSet<&str> = PACKS.events().iter().map(|event| event.family.as_str()).collect();
    let cases = cases();
    let covered: std::collections::BTreeSet<&str> = cases.iter().map(|case| case.family).collect();
    assert_eq!(families, covered, "every family of the pack has its letters");
    for case in cases {
        let first = compose(&PACKS, &letter_facts(&sample_county(), &case.first));
        let (facts, follow_up) = report(Stage::FollowUp, &case.first, "首报", case.follow_up, "2024-04-07 20:30");
        let (_, closing) = report(Stage::Final, &facts, "续报一", case.closing, "2024-04-08 10:00");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let all = [&first, &follow_up, &closing].map(told).join("\n\n────\n\n");
        settings.bind(|| insta::assert_snapshot!(format!("letters_{}", case.family), all));
        for letter in [&first, &follow_up, &closing] {
            without_the_faults(case.family, letter);
        }
        let story = case.first.place.known().unwrap_or("—");
        assert!(
            !follow_up.body.contains(&format!("{story}发生")),
            "a follow-up never tells the story again: {}",
            follow_up.body
        );
    }
}

/// What no letter of any stage may have (practice §4, faults 1, 5, 11, 12).
fn without_the_faults(family: &str, letter: &Letter) {
    let text = told(letter);
    assert!(letter.title.starts_with("样例省样例市样例县"), "{family}: fault 1: {}", letter.title);
    assert!(!text.contains(' '), "{family}: fault 12: no spaces: {text}");
    assert!(
        !letter.body.contains("签发") && !letter.body.contains("值班员"),
        "{family}: the system's body has no tail: {text}"
    );
    for doubled in ["。。", "，，", "，。", "；。", "。，", "“”", "（）", "：。"] {
        assert!(!text.contains(doubled), "{family}: {doubled} in {text}");
    }
}

#[test]
fn a_follow_up_opens_with_what_changed_and_names_the_report_before() {
    let (_, letter) = report(
        Stage::FollowUp,
        &dwelling(),
        "首报",
        |draft| {
            draft.counts[0].deaths = "2".to_owned();
            draft.counts[0].injured = "10".to_owned();
            draft.counts[0].missing = "0".to_owned();
        },
        "2024-04-07 20:30",
    );
    assert_eq!(letter.title, "样例省样例市样例县河东镇一居民楼发生火灾致2人死亡10人受伤（续报一）");
    let first = letter.body.lines().next().unwrap();
    assert!(first.starts_with("继4月7日18时36分首报后，截至20时30分，据县消防救援大队反馈，死亡由1人增至2人，受伤由11人减至10人，经核实无人员失联。累计造成2人死亡、10人受伤"), "{first}");
    assert!(first.ends_with("重伤人数、是否有人员被困仍在核实。"), "what was 待核 is taken up: {first}");
    assert!(!letter.body.contains("明火已扑灭"), "what was told is not told again: {}", letter.body);
}

#[test]
fn a_follow_up_in_which_nothing_changed_says_so() {
    let asked = |draft: &mut Draft| draft.counts[0].as_of = "2026".to_owned();
    let (_, letter) = report(Stage::FollowUp, &dwelling(), "首报", asked, "2024-04-07 20:30");
    let said = "继4月7日18时36分首报后，截至20时26分，据县消防救援大队反馈，伤亡情况无变化。";
    assert!(letter.body.starts_with(said), "{}", letter.body);
}

#[test]
fn a_correction_says_what_was_reported_and_what_is_so() {
    let (facts, letter) = report(
        Stage::Correction,
        &dwelling(),
        "首报",
        |draft| {
            draft.counts[0].deaths = "0".to_owned();
            draft.counts[0].injured = "12".to_owned();
            draft.verified_by = "县消防救援大队".to_owned();
        },
        "2024-04-07 20:30",
    );
    assert_eq!(
        letter.body,
        "经县消防救援大队核实，我局4月7日18时36分报送的〔2024〕第018期首报中，死亡“1人”更正为“0人”，受伤“11人”更正为“12人”，现予更正。\n请以本次更正为准。"
    );
    assert!(letter.title.ends_with("（情况更正）"), "{}", letter.title);
    assert!(!facts.withdrawn);
}

#[test]
fn a_correction_that_finds_nobody_missing_says_so_in_words() {
    let (_, letter) = report(
        Stage::Correction,
        &dwelling(),
        "首报",
        |draft| {
            draft.counts[0].missing = "0".to_owned();
            draft.counts[0].trapped = "2".to_owned();
        },
        "2024-04-07 20:30",
    );
    assert!(letter.body.contains("首报中，补充“无人员失联”，被困补充为“2人”，现予更正"), "{}", letter.body);
}

#[test]
fn what_was_not_true_is_withdrawn_in_words_and_without_casualties_in_the_title() {
    let (_, letter) = report(
        Stage::Correction,
        &dwelling(),
        "首报",
        |draft| {
            draft.withdrawn = true;
            draft.verified_by = "县消防救援大队".to_owned();
        },
        "2024-04-07 20:30",
    );
    assert_eq!(letter.title, "关于样例省样例市样例县河东镇一居民楼火灾信息不属实的情况更正");
    assert!(
        letter.body.contains("所报“样例省样例市样例县河东镇一居民楼发生火灾致1人死亡11人受伤”不属实，现予更正。"),
        "{}",
        letter.body
    );
}

#[test]
fn a_drill_is_marked_in_the_title_in_the_first_and_in_the_last_sentence() {
    let letter = compose(&PACKS, &letter_facts(&sample_county(), &Facts { drill: true, ..dwelling() }));
    assert!(letter.title.starts_with("【演练】样例省"), "{}", letter.title);
    assert!(letter.body.starts_with("【演练】"), "{}", letter.body);
    assert!(letter.body.ends_with("【演练】后续情况续报。"), "{}", letter.body);
}

#[test]
fn a_superior_who_asked_first_is_named_as_the_one_who_asked() {
    let facts = Facts { source: known("市应急管理局询问"), ..dwelling() };
    let body = compose(&PACKS, &letter_facts(&sample_county(), &facts)).body;
    assert!(body.contains("我局值班室接市应急管理局电话核实通知；18时14分，"), "{body}");
    assert!(!body.contains("经向"), "nobody was rung to verify it: {body}");
}

#[test]
fn a_neighbour_is_told_the_same_facts_and_why() {
    let unit = sample_county();
    let facts = Facts { jurisdiction: domain::facts::Jurisdiction::Neighbour, ..dwelling() };
    let notice = notice_to_neighbour(&PACKS, &letter_facts(&unit, &facts));
    assert!(notice.title.ends_with("的通报"), "{}", notice.title);
    assert!(notice.body.contains("1人死亡") && notice.body.contains("位于你县境内"), "{}", notice.body);
    assert!(!notice.body.contains("经核实"), "whose ground it is nobody verified: {}", notice.body);
}

#[test]
fn heads_that_do_not_add_up_are_said_at_their_field() {
    let unequal = |count: Count| {
        let facts = Facts { counts: vec![count], ..dwelling() };
        let found = domain::form::examine(&PACKS, &facts, evening("18:09"));
        found.into_iter().any(|error| error.message.contains("合计不平"))
    };
    let boat = Count { present: Number::Known(8), rescued: Number::Known(3), ..people(2, 0, Number::Known(3)) };
    assert!(!unequal(boat.clone()), "8 = 3 + 2 + 3");
    let site = Count {
        present: Number::Known(13),
        withdrawn: Number::Known(3),
        rescued: Number::Known(10),
        deaths: Number::Known(1),
        ..row("县", None)
    };
    assert!(!unequal(site.clone()), "13 = 3 + 10, the dead among those rescued");
    assert!(
        unequal(Count {
            rescued: Number::Known(4),
            missing: Number::Known(2),
            deaths: Number::Known(1),
            ..boat.clone()
        }),
        "7 of 8"
    );
    assert!(unequal(Count { rescued: Number::Known(11), ..site.clone() }), "14 of 13");
    assert!(
        !unequal(Count { missing: Number::SomeUnknown, rescued: Number::Known(1), ..boat }),
        "what is 待核 may make up the rest"
    );
    let hurt = Count {
        injured: Number::Known(6),
        seriously_injured: Number::Known(5),
        lightly_injured: Number::Known(2),
        ..row("县", None)
    };
    assert!(unequal(hurt), "5 + 2 is not 6");
}

#[test]
fn townships_say_by_how_much_they_miss_the_whole() {
    let flood = cases().into_iter().find(|case| case.family == "flood").unwrap().first;
    let said = |facts: &Facts| {
        let sums = domain::township::sums(PACKS.form(), facts);
        let one = sums.into_iter().find(|sum| sum.of == "evacuated").unwrap();
        (one.sum.map(|sum| sum.to_string()), one.unlike)
    };
    let moved = |n| Facts { counts: vec![Count { evacuated: n, ..flood.counts[0].clone() }], ..flood.clone() };
    let sum = Some("300".to_owned());
    assert_eq!(said(&flood), (sum.clone(), String::new()), "200 + 100 = 300");
    assert_eq!(said(&moved(Number::Known(290))), (sum.clone(), "多10".to_owned()));
    assert_eq!(said(&moved(Number::Known(320))), (sum.clone(), "少20".to_owned()));
    assert_eq!(said(&moved(Number::NotAsked)), (sum, "无总数".to_owned()), "unknown is not zero");
    let nobody = Facts { townships: Vec::new(), ..flood.clone() };
    assert_eq!(said(&nobody), (None, String::new()));
}

#[test]
fn later_reports_are_counted_as_the_papers_count_them() {
    let words = [1, 3, 10, 12, 20, 34, 100].map(|nth| Stage::FollowUp.word_of(nth));
    assert_eq!(words, ["续报一", "续报三", "续报十", "续报十二", "续报二十", "续报三十四", "续报100"]);
    assert_eq!(Stage::Correction.word_of(1), "情况更正");
    assert_eq!(Stage::Correction.word_of(2), "情况更正二");
}

/// docs/letters.md, which the officer's guide points to, holds what the program writes and nothing else.
#[test]
fn the_page_of_letters_in_the_guide_is_what_the_program_writes() {
    let shown = ["fire", "production", "flood", "forest_fire", "earthquake"];
    let mut page = String::from(
        "# 行文样例\n\n样例县的编造事件，由程序按表单写成；首报、续报一、终报各一件。系统正文只有标题和段落，没有称谓和落款。\n",
    );
    for case in cases().into_iter().filter(|case| shown.contains(&case.family)) {
        let first = compose(&PACKS, &letter_facts(&sample_county(), &case.first));
        let (facts, follow_up) = report(Stage::FollowUp, &case.first, "首报", case.follow_up, "2024-04-07 20:30");
        let (_, closing) = report(Stage::Final, &facts, "续报一", case.closing, "2024-04-08 10:00");
        let kind = case.first.kind.as_deref().and_then(|kind| PACKS.event(kind)).unwrap();
        page.push_str(&format!("\n## {}\n", kind.name));
        for letter in [&first, &follow_up, &closing] {
            page.push_str(&format!("\n**{}**\n\n{}\n", letter.title, letter.body.replace('\n', "\n\n")));
        }
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/letters.md");
    if std::env::var_os("UPDATE_LETTERS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "run: UPDATE_LETTERS=1 cargo test -p domain --test rules page_of_letters");
}

#[test]
fn a_final_report_gives_the_cause_that_was_found_as_it_was_found() {
    let (unit, before) = (sample_county(), e7());
    let found = Facts { cause: known("经消防部门认定，起火原因为电气线路故障"), ..e7() };
    let body = |stage, words| compose(&PACKS, &later(&unit, &found, &before, stage, words, "2024-05-12 20:00")).body;
    let last = body(Stage::Final, "首报");
    assert!(last.contains("经消防部门认定，起火原因为电气线路故障。"), "{last}");
    assert!(!last.contains("初步判断"), "what was found is not called a first judgement: {last}");
}
