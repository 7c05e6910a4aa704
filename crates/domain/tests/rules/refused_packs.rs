//! 规则包的错: whatever a bureau may get wrong in a pack of its own is refused with the line and with what to change. Each
//! slip here is made in a county's layer over the packs of the program, where nothing else is wrong.

mod tables;

use domain::pack::{LARGEST_PACK, Pack, PackText, Packs, SHIPPED};

/// A county's layer that is right, as far as it goes.
const META: &str = r#"
[meta]
id = "own"
title = "本县规则"
version = "1"
effective_from = "2026-01-01"
layer = "county"
[[source]]
key = "L1"
title = "本县应急预案"
at = "本局存"
read = true
[[source]]
key = "L2"
title = "听说的办法"
at = "未见原文"
read = false
"#;

const RULE: &str = r#"
[[rule]]
id = "own-1"
what = "系统报送首报"
who = "本局"
whom = "市局"
origin = "aware"
schedule = { after_minutes = 20 }
channel = "system"
stopped_by = "entered"
basis = "internal"
text = "接报后20分钟内报送，每日、月底前，变化的要求及时"
cite = "本县应急预案"
source = "L1"
verified = true
"#;

const FORM_HINT: &str = "hint = \"标题用，如一民房、一在建厂房\"";

fn own(part: &str) -> String {
    format!("{META}{part}")
}

/// With one passage changed, which must be there once.
fn but(part: &str, from: &str, to: &str) -> String {
    assert_eq!(part.matches(from).count(), 1, "{from} stands there once");
    own(&part.replace(from, to))
}

/// What is said of it; nothing where it is taken.
fn complaints(text: &str) -> Vec<String> {
    let file = "own.toml";
    let laid = Pack::parse(file, text)
        .and_then(|_| Packs::from_texts(&[SHIPPED[0], PackText { file, text }]).map_err(|errors| errors.0));
    laid.err().unwrap_or_default().into_iter().map(|error| error.reason).collect()
}

/// The one slip is said, and nothing that is right is blamed.
fn refused(cases: &[(String, &str)]) {
    for (text, said) in cases {
        let found = complaints(text);
        assert!(found.iter().any(|reason| reason.contains(said)), "“{said}” in {found:#?}\n{text}");
        assert!(found.len() < 3, "one slip, not a flood of words: {found:#?}");
    }
}

#[test]
fn what_the_slips_are_made_in_is_right() {
    for part in [&["", RULE][..], &tables::PARTS].concat() {
        assert_eq!(complaints(&own(part)), Vec::<String>::new(), "{part}");
    }
}

#[test]
fn a_rule_that_cannot_run_or_rests_on_nothing() {
    let rule = |from: &str, to: &str| but(RULE, from, to);
    let prescribed = |cite: &str, source: &str, verified: &str| {
        let text = RULE.replace("\"internal\"", "\"prescribed\"").replace("cite = \"本县应急预案\"", cite);
        own(&text.replace("source = \"L1\"", source).replace("verified = true", verified))
    };
    let (cite, source, read) = ("cite = \"本县应急预案\"", "source = \"L1\"", "verified = true");
    refused(&[
        (rule("\"own-1\"", "\"own/1\""), "不能有 / 和 @"),
        (rule("\"own-1\"", "\"\""), "规则的id为空"),
        (rule("what = \"系统报送首报\"", "what = \" \""), "what 为空"),
        (rule("what = \"系统报送首报\"", "what = \"报{whom}\""), "{superior} 以外的占位"),
        (prescribed(cite, source, "verified = false"), "却未核实原文"),
        (prescribed("cite = \"\"", source, read), "没有写明条款 cite"),
        (prescribed(cite, "source = \"\"", read), "没有写明来源 source"),
        (prescribed(cite, "source = \"L9\"", read), "来源 L9 没有列入"),
        (prescribed(cite, "source = \"L2\"", read), "未读到原文，verified 应为 false"),
        (rule("{ after_minutes = 20 }", "\"promptly\"").replace("及时", ""), "没有“立即”或“及时”"),
        (rule("\"aware\"", "\"occurred\""), "从“发生”起算"),
        (rule("{ after_minutes = 20 }", "\"month_end\""), "应同时使用"),
        (rule("{ after_minutes = 20 }", "{ between = [\"21:00\", \"24:00\"] }"), "between 只用于本室的事"),
        (
            rule("{ after_minutes = 20 }", "{ window_days = 7 }")
                .replace("接报", "发生")
                .replace("\"aware\"", "\"occurred\""),
            "应为 elapsed",
        ),
        (rule("\"entered\"", "\"elapsed\""), "别的写法不用 elapsed"),
        (
            rule("{ after_minutes = 20 }", "{ window_days = 7 }").replace("\"entered\"", "\"elapsed\""),
            "origin 应为 occurred",
        ),
        (rule("\"aware\"", "\"directive_received\""), "来件的时限从 directive_received 起算"),
        (rule("\"aware\"", "\"time_of_day\""), "time_of_day 只用于 daily 或 between"),
        (
            rule("\"aware\"", "\"time_of_day\"").replace("{ after_minutes = 20 }", "{ daily = [\"08:00\"] }"),
            "应为 followed_up",
        ),
        (rule("\"entered\"", "\"signed_in\""), "本室的事只用 month_end 或 between"),
        (
            rule("\"aware\"", "\"directive_received\"")
                .replace("\"entered\"", "\"forwarded\"")
                .replace("{ after_minutes = 20 }", "{ workdays = 2 }"),
            "来件的时限只用 after_minutes 或 promptly",
        ),
    ]);
}

const SCOPE: &str = r#"
[[scope]]
id = "own-scope"
to = "city"
when = { kinds = ["fire"] }
text = "发生火灾的，报市应急管理局"
cite = "本县应急预案"
source = "L1"
verified = true
"#;

#[test]
fn a_clause_of_the_scope_has_its_words_and_looks_at_the_event_alone() {
    assert_eq!(complaints(&own(SCOPE)), Vec::<String>::new());
    refused(&[
        (but(SCOPE, "text = \"发生火灾的，报市应急管理局\"", "text = \" \""), "没有条文 text"),
        (but(SCOPE, "kinds = [\"fire\"]", "stage = \"first\""), "范围只看事件本身"),
    ]);
}

#[test]
fn a_condition_that_is_asked_of_the_wrong_thing_or_names_what_is_not_there() {
    let when = |when: &str| but(RULE, "origin = \"aware\"", &format!("origin = \"aware\"\nwhen = {{ {when} }}"));
    let inbound = when("kinds = [\"fire\"]")
        .replace("\"aware\"", "\"directive_received\"")
        .replace("\"entered\"", "\"forwarded\"");
    refused(&[
        (when("demand = \"verify\""), "demand 只用于答复指令"),
        (inbound, "when 只用于事件的时限"),
        (when("change = \"casualties\""), "change 只用于从 change_known 起算"),
        (when("kinds = [\"dragon\"]"), "所指类型 dragon 不存在"),
        (when("families = [\"dragons\"]"), "所指类别 dragons 不存在"),
        (when("sign = \"smoke\""), "所用情形 smoke 没有列入"),
        (when("harm = { of = \"smoke_m3\", from = 1 }"), "所用计量 smoke_m3 没有列入"),
        (but(RULE, "\"entered\"", "{ told = \"nobody\" }"), "所报的 nobody 不在报告对象里"),
    ]);
}

#[test]
fn a_schedule_that_nobody_could_keep() {
    let schedule = |schedule: &str| but(RULE, "{ after_minutes = 20 }", schedule);
    refused(&[
        (schedule("{ hourly = 2 }"), "schedule hourly 无此写法"),
        (schedule("\"sometimes\""), "schedule sometimes 无此写法"),
        (schedule("7"), "schedule 应为"),
        (schedule("{ after_minutes = 0 }"), "应在1到"),
        (schedule("{ daily = \"08:00\" }"), "应为一列时刻"),
        (schedule("{ daily = [\"8:00\"] }"), "应写作\"08:00\""),
        (schedule("{ daily = [] }"), "没有时刻"),
        (schedule("{ daily = [\"17:00\", \"08:00\"] }"), "由早到晚"),
        (schedule("{ between = [\"22:00\", \"06:00\"] }"), "跨零点的请写成两条"),
        (schedule("{ between = [\"22:00\"] }"), "between 应有两个时刻"),
        (but(RULE, "\"entered\"", "\"whenever\""), "stopped_by whenever 无此写法"),
        (but(RULE, "\"entered\"", "{ asked = \"city_bureau\" }"), "stopped_by 应为一个词"),
    ]);
}

#[test]
fn a_form_that_does_not_ask_what_a_first_report_needs() {
    let form = |from: &str, to: &str| {
        let national = SHIPPED[0].text;
        assert!(national.contains(from), "{from} is in the form");
        let text = national.replacen(from, to, 1);
        complaints_of_the_nation(&text)
    };
    let place = "id = \"place\"\nsection = \"event\"\nlabel = \"详细地点\"\ncontrol = \"line\"\nrequired = true";
    for (from, to, said) in [
        (FORM_HINT, "hint = \"\"\nsecret = true", "没有 secret 这个键"),
        (place, &place.replace("\"event\"", "\"attic\""), "所在分区 attic 不存在"),
        (place, &format!("{place}\nfamilies = [\"fire\"]"), "不得限定 families"),
        (place, &format!("{place}\nstages = [\"final\"]"), "stages 应有 first"),
        (place, &place.replace("required = true", "required = false"), "表单缺少必填字段 place"),
        (place, &place.replace("\"line\"", "\"counts\""), "控件 control 不对"),
        ("field = \"caller\"\ntext = \"群众\"", "field = \"callers\"\ntext = \"群众\"", "字段 callers 不存在"),
        ("field = \"caller\"\ntext = \"群众\"", "field = \"caller\"\ntext = \"\"", "常用语为空"),
    ] {
        let found = form(from, to);
        assert!(found.iter().any(|reason| reason.contains(said)), "“{said}” in {found:#?}");
    }
}

#[test]
fn a_head_that_does_not_say_whose_pack_it_is_and_from_when() {
    let meta = |from: &str, to: &str| {
        assert_eq!(META.matches(from).count(), 1, "{from} stands there once");
        META.replace(from, to)
    };
    let effective = "effective_from = \"2026-01-01\"";
    refused(&[
        (meta("\"own\"", "\"\""), "[meta] 的 id 为空"),
        (meta("\"本县规则\"", "\" \""), "[meta] 的 title 为空"),
        (meta("version = \"1\"\n", ""), "缺少 version"),
        (meta("version = \"1\"\n", "version = 1\n"), "取值的类型不对"),
        (meta("\"2026-01-01\"", "\"2026-02-30\""), "日期应写作2026-01-31"),
        (meta(effective, &format!("{effective}\neffective_until = \"2025-12-31\"")), "早于施行日期"),
        (meta(effective, &format!("{effective}\nregion = \"4\"")), "前二、四或六位数字"),
        (meta(effective, &format!("{effective}\nregion = \"河南\"")), "前二、四或六位数字"),
        (meta(effective, &format!("{effective}\n{effective}")), "已写过一次，请删去一处"),
        (meta("\"county\"", "\"village\""), "没有 village 这个取值"),
        (meta("本县应急预案", "本县\u{202e}应急预案"), "看不见的控制字符"),
        (format!("{META}# {}", "长".repeat(LARGEST_PACK / 3)), "不像规则包"),
    ]);
}

#[test]
fn several_slips_are_all_said_each_in_a_line_of_its_own() {
    let text = but(RULE, "own-1", "own/1").replace("version = \"1\"", "version = \"\"");
    let errors = Packs::from_texts(&[SHIPPED[0], PackText { file: "own.toml", text: &text }]).unwrap_err();
    let said = errors.to_string();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert_eq!(lines[0], "规则包own.toml第2行：[meta] 的 version 为空，请填写");
    assert!(lines[1].starts_with("规则包own.toml第20行：规则 own/1 的 id 不能有"), "{said}");
    assert_eq!(Packs::from_texts(&[]).unwrap_err().0.len(), 1, "no pack at all is said too");
}

#[test]
fn a_letter_whose_template_does_more_than_choose_and_insert() {
    let national = SHIPPED[0].text;
    let paragraph = national.lines().find(|line| line.contains("{{ casualties }}")).unwrap();
    for (to, said) in [
        ("{{ casualties", "写法不对"),
        ("{{ casualty }}", "用了未知变量 casualty"),
        ("{% for one in casualties %}{{ one }}{% endfor %}", "只能用 {{ 变量 }}、{% if 变量 %}"),
    ] {
        let text = national.replacen(paragraph, &paragraph.replace("{{ casualties }}", to), 1);
        assert_ne!(text, national);
        let found = complaints_of_the_nation(&text);
        assert!(found.iter().any(|reason| reason.contains(said)), "“{said}” in {found:#?}");
    }
}

/// Of the national pack itself.
fn complaints_of_the_nation(text: &str) -> Vec<String> {
    let found = Packs::from_texts(&[PackText { file: "national.toml", text }]).err();
    found.map(|errors| errors.0.into_iter().map(|error| error.reason).collect()).unwrap_or_default()
}
