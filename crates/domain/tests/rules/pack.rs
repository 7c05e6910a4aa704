//! 规则包: what is wrong with one is said with file, line and reason; a pack that passes can answer "why?".

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::pack::{Meta, Pack, PackError, PackText, Packs, SHIPPED, days_of_change, in_force, lay};
use domain::rule::Basis;

const NATIONAL: &str = include_str!("../../packs/national.toml");
const SAMPLE: &str = include_str!("../../packs/sample-county.toml");

fn named<'a>(file: &'a str, text: &'a str) -> PackText<'a> {
    PackText { file, text }
}

fn refused(text: &str) -> Vec<PackError> {
    Packs::from_texts(&[named("national.toml", text), named("sample-county.toml", SAMPLE)]).unwrap_err().0
}

/// The national pack with one passage changed, which must be there.
fn with(from: &str, to: &str) -> String {
    assert!(NATIONAL.contains(from), "{from} is in the pack");
    NATIONAL.replacen(from, to, 1)
}

#[test]
fn the_packs_that_come_with_the_program_pass_alone_and_together() {
    assert_eq!(Packs::national().map(|packs| packs.metas().len()).unwrap(), 1);
    let packs = Packs::embedded().unwrap();
    assert_eq!(packs.metas().len(), 3, "the nation's, the year's holidays, its own");
    assert_eq!(packs.recipients()[0].phone.as_deref(), Some("0000-0000001"), "the county's layer adds the number");
}

#[test]
fn every_rule_has_a_clause_and_every_prescribed_one_a_source() {
    let packs = Packs::embedded().unwrap();
    for rule in packs.rules() {
        assert!(!rule.cite.is_empty() && !rule.text.is_empty(), "{}", rule.id);
        let listed = packs.sources().iter().any(|source| source.key == rule.source);
        assert!(rule.basis == Basis::Internal || listed, "{}: whoever asks finds where it was read", rule.id);
    }
}

#[test]
fn a_broken_pack_is_refused_with_its_line_and_the_reason() {
    let cases = [
        (with("who = \"事发地县级\"", "wohin = \"事发地县级\""), "没有 wohin 这个键"),
        (with("origin = \"first_reported\"", "origin = \"someday\""), "没有 someday 这个取值"),
        (with("schedule = { after_minutes = 50 }", "schedule = \"whenever\""), ""),
        (with("source = \"S6\"\nverified", "source = \"S99\"\nverified"), "S99"),
        (with("id = \"N1\"", "id = \"N0\""), "重复"),
        (
            with("要在30分钟内通过指挥业务系统报送书面信息\"\ncite", "尽快报送\"\ncite")
                .replace("通过传真、电话或其他途径报告之后，", ""),
            "起算",
        ),
        (with("below = 10, words = \"3人以上10人以下死亡\"", "below = 9, words = \"3人以上10人以下死亡\""), "空档"),
        (with("below = 10, words = \"3人以上10人以下死亡\"", "below = 12, words = \"3人以上10人以下死亡\""), "重叠"),
        (with("graded_by = [\"fire-2007\"]", "graded_by = [\"nothing\"]"), "不存在"),
        (with("id = \"town\"", "id = \"nowhere\""), "nowhere"),
        (with("{{ casualties }}", "{{ casualty }}"), "casualty"),
        (
            with(
                "id = \"town\"\nsection = \"event\"\nlabel = \"乡镇（街道）\"",
                "id = \"town\"\nsection = \"event\"\nlabel = \"乡镇（街道）\"\nrequired = true",
            ),
            "",
        ),
        ("这不是规则包".to_owned(), ""),
    ];
    for (text, reason) in cases {
        let errors = refused(&text);
        let said = errors.iter().any(|error| error.reason.contains(reason));
        assert!(said, "{reason}: {errors:?}");
        assert!(errors.iter().all(|error| error.file.ends_with(".toml")), "{errors:?}");
    }
    let line = refused(&with("source = \"S6\"\nverified", "source = \"S99\"\nverified"))[0].line;
    assert!(line.is_some(), "the line is named");
}

/// The sample county's pack with a letter of its own.
fn letter(template: &str) -> String {
    let title = "{{ town }}";
    format!("{SAMPLE}\n[letter]\ntitle = {title:?}\nparagraphs = [{template:?}]\n")
}

fn refused_alone(text: &str) -> Vec<PackError> {
    Pack::parse("own.toml", text).unwrap_err()
}

#[test]
fn a_template_asks_for_words_and_never_for_a_computation() {
    let nested = |depth: usize| format!("{}水{}", "{% if town %}".repeat(depth), "{% endif %}".repeat(depth));
    let asked = [
        (format!("{{{{ town{} }}}}", ".a".repeat(20_000)), "过长"),
        ("{{ town.a }}".to_owned(), "不能用"),
        ("{{ [1]*100000000000 }}".to_owned(), "不能用"),
        ("{% if reported %}{{ [1]*100000000000 }}{% endif %}".to_owned(), "不能用"),
        ("{{ 'x'*100000000 ~ town }}".to_owned(), "不能用"),
        ("{{ town|upper }}".to_owned(), "不能用"),
        ("{% if town == 'x' %}{% endif %}".to_owned(), "不能用"),
        ("{% for x in town %}{% endfor %}".to_owned(), "不能用"),
        ("{% set x = 1 %}".to_owned(), "不能用"),
        ("{# {{ town }} #}".to_owned(), "不能用"),
        ("{{ town }}".repeat(201), "200处"),
        ("水".repeat(3_000), "过长"),
        (nested(9), "层"),
        ("{% if town %}".to_owned(), "endif"),
        ("{% endif %}".to_owned(), "endif"),
        ("{% else %}".to_owned(), "else"),
        ("{% if town %}{% else %}{% else %}{% endif %}".to_owned(), "else"),
        ("{% if nothing %}{% endif %}".to_owned(), "nothing"),
    ];
    for (template, reason) in asked {
        let errors = refused_alone(&letter(&template));
        let said = errors.iter().any(|error| error.reason.contains(reason));
        assert!(said, "{}: {reason}: {errors:?}", template.chars().take(60).collect::<String>());
        assert!(errors.iter().all(|error| error.reason.chars().count() < 1_000), "a refusal is a sentence");
    }
    for template in [nested(8), "{ {{town}} }{% if town %}{{ town }}{% else %}无{% endif %}".to_owned()] {
        assert!(Pack::parse("own.toml", &letter(&template)).is_ok(), "{template} only chooses and inserts");
    }
}

#[test]
fn a_pack_with_thirty_thousand_faults_is_refused_with_the_first_of_them() {
    let errors = refused_alone(&format!("{SAMPLE}\n{}", "[[phone]]\nname = \"\"\nnumber = \"\"\n".repeat(20_000)));
    assert_eq!(errors.len(), 100, "each is looked for in the whole text, so they are counted");
    assert!(errors[99].reason.contains("更多"), "and it is said that there are more: {}", errors[99]);
}

#[test]
fn a_pack_cannot_write_by_an_escape_what_its_text_may_not_hold() {
    let titled = |title: &str| SAMPLE.replacen("样例县（虚构）", title, 1);
    for hidden in ["\\u001b]0;pwned\\u0007", "\\u202Ereversed", "\\U000E0041"] {
        let reasons = refused_alone(&titled(hidden));
        assert!(reasons[0].reason.contains("看不见的控制字符"), "{hidden}: {reasons:?}");
    }
    let key = refused_alone(&format!("{SAMPLE}\n[\"\\u001b[2J\"]\n"));
    assert!(!key[0].reason.contains('\u{1b}'), "a refusal repeats no escape either: {:?}", key[0].reason);
    let deep = format!("a = {}", "[".repeat(100_000));
    assert!(!refused_alone(&deep).is_empty(), "nor is anything nested without end");
}

#[test]
fn a_lower_layer_changes_only_what_it_names() {
    let own = SAMPLE.replace("市应急管理局指挥中心", "市局指挥中心");
    let packs = Packs::from_texts(&[named("national.toml", NATIONAL), named("own.toml", &own)]).unwrap();
    let usual = Packs::embedded().unwrap();
    assert_eq!(packs.rules(), usual.rules());
    assert_eq!(packs.recipients()[0].name, "市局指挥中心");
    assert_ne!(packs.digest(), usual.digest(), "entries name the packs they were judged by");
    assert!(Pack::parse("own.toml", &own).is_ok());
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_desk_knows_on_which_days_other_rules_will_be_in_force() {
    let mut metas: Vec<Meta> = SHIPPED.iter().map(|one| Pack::parse(one.file, one.text).unwrap().meta).collect();
    let of = |metas: &[Meta], unit: &str, day: &str| {
        let metas: Vec<&Meta> = metas.iter().collect();
        days_of_change(&metas, unit, date(day))
    };
    let days = |all: &[&str]| all.iter().map(|day| date(day)).collect::<BTreeSet<_>>();
    assert_eq!(of(&metas, "370102", "2022-02-01"), days(&["2022-02-01", "2022-03-01", "2024-11-01", "2025-11-04"]));
    assert_eq!(of(&metas, "370102", "2026-01-01"), days(&["2026-01-01"]), "what has begun changes nothing more");
    metas[0].effective_until = Some(date("2026-06-30"));
    let until = of(&metas, "410000", "2026-01-01");
    assert_eq!(until, days(&["2026-01-01", "2026-07-01"]), "the day after the last");
}

#[test]
fn of_two_versions_the_later_stands_in_whichever_order_they_were_kept() {
    let newer =
        Pack::parse("own.toml", &SAMPLE.replace("effective_from = \"", "effective_from = \"2026-02-01\" # ")).unwrap();
    let older = Pack::parse("own.toml", SAMPLE).unwrap();
    assert!(older.meta.effective_from < newer.meta.effective_from);
    for metas in [[&older.meta, &newer.meta], [&newer.meta, &older.meta]] {
        let chosen = in_force(&metas, "990121", date("2026-03-01"));
        assert_eq!(chosen.iter().map(|meta| meta.effective_from).collect::<Vec<_>>(), [date("2026-02-01")]);
    }
}

#[test]
fn a_broken_pack_among_sound_ones_is_named_and_nothing_is_laid() {
    let texts: Vec<PackText<'_>> = SHIPPED.iter().copied().chain([named("own.toml", "[meta]")]).collect();
    let errors = lay(&texts, "411121", date("2026-05-12")).unwrap_err();
    assert_eq!(errors.0.iter().map(|error| error.file.as_str()).collect::<Vec<_>>(), ["own.toml"]);
}

/// Without the sections whose heads begin so.
fn without(text: &str, heads: &[&str]) -> String {
    let mut gone = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.starts_with('[') {
            gone = heads.iter().any(|head| line.starts_with(head));
        }
        if !gone {
            kept = kept + line + "\n";
        }
    }
    kept
}

#[test]
fn a_pack_of_before_that_knew_first_reports_only_writes_the_others_as_the_program_does_today() {
    let before = without(NATIONAL, &["[letter.", "[paper", "[[paper"]);
    assert!(Pack::parse("national.toml", &before).unwrap().paper.is_none());
    let packs = Packs::from_texts(&[named("national.toml", &before)]).unwrap();
    let today = Packs::national().unwrap();
    assert_eq!((packs.letter(), packs.paper()), (today.letter(), today.paper()));
}

#[test]
fn a_hidden_character_is_found_in_a_list_and_beside_numbers_too() {
    let listed = with("families = [\"production\", ", "families = [\"\\u202Eproduction\", ");
    let reasons = refused(&listed);
    assert!(reasons[0].reason.contains("看不见的控制字符"), "{reasons:?}");
}

#[test]
fn a_pack_without_any_kind_of_event_guides_nobody_and_is_refused() {
    let text = without(NATIONAL, &["[[event]]"]);
    let reasons = Packs::from_texts(&[named("national.toml", &text)]).unwrap_err().0;
    assert!(reasons.iter().any(|error| error.reason.contains("各层都没有事件类型")), "{reasons:?}");
}

#[test]
fn a_key_written_twice_is_said_in_words_an_editor_of_packs_understands() {
    let twice = with("id = \"N1\"", "id = \"N1\"\nid = \"N1\"");
    let reasons = refused(&twice);
    assert!(reasons[0].reason.contains("已写过一次，请删去一处"), "{reasons:?}");
}
