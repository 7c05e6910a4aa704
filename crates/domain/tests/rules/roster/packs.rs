//! 值排班规定: patterns that keep the room manned, checks that can be made, and a year's holidays beside another's.

use domain::pack::{Meta, Pack, PackText, Packs, SHIPPED, compare, in_force, lay};
use domain::roster::{Check, RosterTerms};

use super::day;

fn text_of(file: &str) -> &'static str {
    SHIPPED.iter().find(|text| text.file == file).unwrap().text
}

fn county(more: &str) -> String {
    format!(
        "[meta]\nid = \"own\"\ntitle = \"本局\"\nversion = \"1\"\neffective_from = \"2024-01-01\"\nlayer = \"county\"\n{more}"
    )
}

fn refused(more: &str) -> Vec<String> {
    let text = county(more);
    Pack::parse("own.toml", &text).unwrap_err().into_iter().map(|error| error.reason).collect()
}

const LINE: &str = "[[roster.pattern.line]]\nid = \"watch\"\npost = \"值班员\"\nshift = \"白班\"\nfrom = \"08:00\"\nuntil = \"18:00\"\ncount = 1\n";

fn pattern(lines: &str) -> String {
    format!("[[roster.pattern]]\nid = \"own\"\nname = \"自定\"\ncite = \"本局\"\nverified = false\n{lines}")
}

#[test]
fn the_sample_and_henan_have_their_patterns_and_every_check_has_its_clause() {
    let henan = lay(SHIPPED, "410122", day("2026-12-01")).unwrap();
    let terms: &RosterTerms = henan.roster().unwrap();
    let names: Vec<&str> = terms.patterns.iter().map(|pattern| pattern.name.as_str()).collect();
    assert_eq!(names, ["带班1值守2备勤2", "24小时一班", "白夜两班"], "the lower layer's is offered first");
    for check in Check::ALL {
        let found = terms.check(check).unwrap_or_else(|| panic!("{} is looked at", check.word()));
        assert!(!found.text.is_empty() && !found.cite.is_empty());
    }
}

#[test]
fn a_pattern_that_leaves_the_room_empty_is_refused_in_words() {
    assert_eq!(refused(&pattern(LINE)), ["班次 自定 的值班员各班没有接满24小时，请核对 from、until"]);
    let night = LINE
        .replace("\"watch\"", "\"night\"")
        .replace("08:00", "18:30")
        .replace("until = \"18:00\"", "until = \"08:00\"");
    assert_eq!(refused(&pattern(&(LINE.to_owned() + &night))).len(), 1, "half an hour is missing");
    let whole = night.replace("18:30", "18:00");
    assert!(Pack::parse("own.toml", &county(&pattern(&(LINE.to_owned() + &whole)))).is_ok());
    let standby = LINE.to_owned() + "standby = true\n";
    assert!(Pack::parse("own.toml", &county(&pattern(&standby))).is_ok(), "备勤 need not go round the clock");
    assert_eq!(refused(&pattern("line = []\n")), ["班次 自定 没有岗位 [[roster.pattern.line]]，请补"]);
    let twice = refused(&pattern(&(standby.clone() + &standby.replace("count = 1", "count = 0"))));
    assert_eq!(twice, ["班次 自定 的值班员（白班）人数 count 应在1到9之间", "班次 自定 的岗位 id watch 重复，请改名"]);
    let nameless = refused(&pattern(&standby.replace("值班员", " ")));
    assert_eq!(nameless, ["班次 自定 有岗位没有写 id 或 post，请填写"]);
}

#[test]
fn a_check_that_cannot_be_made_is_refused_in_words() {
    let check = |more: &str| format!("[[roster.check]]\ntext = \"要求\"\ncite = \"本局\"\nverified = false\n{more}\n");
    for (more, reason) in [
        ("of = \"rest\"", "排班核对 休息不足：hours 只用于休息 rest，且必须写"),
        ("of = \"gap\"\nhours = 3", "排班核对 缺岗：hours 只用于休息 rest，且必须写"),
        ("of = \"leader_level\"", "排班核对 带班领导级别：titles 只用于带班领导级别 leader_level，且必须写"),
    ] {
        assert_eq!(refused(&check(more)), [reason]);
    }
    let twice = check("of = \"gap\"").repeat(2);
    assert_eq!(refused(&twice), ["排班核对 缺岗 重复，请删去一处"; 2]);
    let silent = check("of = \"gap\"").replace("要求", "").replace("本局", "");
    assert_eq!(refused(&silent), ["排班核对 缺岗 没有写明条款 cite", "排班核对 缺岗 没有写明要求 text"]);
}

#[test]
fn a_layer_that_sets_one_threshold_keeps_the_wider_ones_and_the_difference_is_shown() {
    let own = county(
        "[[roster.check]]\nof = \"rest\"\nhours = 24\ntext = \"休息24小时\"\ncite = \"本局值班制度\"\nverified = false\n",
    );
    let before = Packs::from_texts(&[SHIPPED[0]]).unwrap();
    let after = Packs::from_texts(&[SHIPPED[0], PackText { file: "own.toml", text: &own }]).unwrap();
    let terms = after.roster().unwrap();
    assert_eq!(terms.check(Check::Rest).unwrap().hours, Some(24));
    assert!(terms.check(Check::Gap).is_some() && terms.patterns.len() == 2);
    let changes = compare(&before, &after);
    assert_eq!(changes.iter().map(|change| change.what.as_str()).collect::<Vec<_>>(), ["排班核对 休息不足"]);
}

#[test]
fn next_years_holidays_stand_beside_this_years_and_a_new_table_of_a_year_replaces_it() {
    let year = |id: &str, date: &str| {
        county(&format!(
            "[[source]]\nkey = \"T\"\ntitle = \"通知\"\nat = \"x\"\nread = true\n[calendar]\nsource = \"T\"\n[[calendar.holiday]]\nname = \"元旦\"\nfrom = \"{date}\"\nuntil = \"{date}\"\n"
        ))
        .replace("\"own\"", &format!("\"{id}\""))
    };
    let laid = |texts: &[&str]| {
        let own = texts.iter().map(|text| PackText { file: "own.toml", text });
        let texts: Vec<PackText<'_>> = SHIPPED.iter().copied().chain(own).collect();
        lay(&texts, "990121", day("2026-12-01")).unwrap()
    };
    let next = year("next", "2027-01-01");
    let packs = laid(&[&next]);
    let calendar = packs.calendar();
    assert!(calendar.covers(2026) && calendar.covers(2027));
    assert!(calendar.is_off(day("2026-10-01")) && !calendar.works(day("2027-01-01")));
    assert!(calendar.is_worked_weekend(day("2026-10-10")) && calendar.works(day("2026-10-10")));
    assert_eq!(calendar.holiday(day("2026-02-20")).unwrap().name, "春节");
    let again = year("again", "2026-03-03");
    let packs = laid(&[&again]);
    assert!(
        !packs.calendar().works(day("2026-03-03")) && packs.calendar().works(day("2026-10-01")),
        "of one year one table"
    );
    let backwards = refused(
        "[[source]]\nkey = \"T\"\ntitle = \"通知\"\nat = \"x\"\nread = true\n[calendar]\nsource = \"T\"\n[[calendar.holiday]]\nname = \"元旦\"\nfrom = \"2027-01-03\"\nuntil = \"2027-01-01\"\n",
    );
    assert_eq!(backwards, ["工作日历的元旦止日早于起日，请核对"]);
    let mut metas: Vec<Meta> = SHIPPED.iter().map(|one| Pack::parse(one.file, one.text).unwrap().meta).collect();
    metas[0].effective_until = Some(day("2026-06-30"));
    let in_force: Vec<&Meta> = in_force(&metas.iter().collect::<Vec<_>>(), "990121", day("2026-12-01"));
    let ids: Vec<&str> = in_force.iter().map(|meta| meta.id.as_str()).collect();
    assert_eq!(
        ids,
        ["national", "calendar-2026"],
        "holidays alone are no rules: the nation's last ones are needed anyway"
    );
    assert!(text_of("calendar-2026.toml").contains("2025年11月4日"), "with its source");
}
