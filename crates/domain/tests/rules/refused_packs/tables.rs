//! Grading tables, signs, codes, what is cleared, the days of the room, and people.

use super::{but, own, refused};

const TABLE: &str = r#"
[[grade_table]]
id = "own-table"
title = "本县分级"
cite = "本县应急预案"
source = "L1"
verified = true
[[grade_table.scale]]
of = "evacuated"
bands = [
  { grade = "ordinary", from = 100, below = 1000, words = "转移100人以上1000人以下" },
  { grade = "large", from = 1000, words = "转移1000人以上" },
]
[[grade_table.trigger]]
grade = "large"
words = "跨县"
all = [{ of = "deaths", from = 1 }]
"#;

const SIGN: &str = r#"
[[sign]]
id = "own-sign"
words = "本县情形"
families = ["fire"]
"#;

const CODE: &str = r#"
[[event_code]]
kind = "fire"
system = "GB/T 35561"
edition = "2017"
code = "20100"
source = "L1"
"#;

const RETENTION: &str = r#"
[[retention]]
id = "own-retention"
what = "来电人"
kinds = ["call_noted"]
after = "call_ended"
days = 30
cite = "本县应急预案"
source = "L1"
verified = false
"#;

const ZERO: &str = r#"
[zero_report]
turns_at = "08:00"
cite = "本局内控"
verified = false
[[zero_report.season]]
name = "本县平时"
send_by = ["08:30"]
cite = "本局内控"
verified = false
"#;

const PEOPLE: &str = r#"
[sign_off]
attempts = 2
apart_minutes = 3
last_minutes = 8
complete_minutes = 30
cite = "本局内控"
verified = false
[[recipient]]
id = "own-room"
name = "本县某室"
superior = false
order = 30
[[signer]]
post = "本县值班长"
stages = ["first"]
[[partner]]
id = "own-partner"
name = "本县水库"
order = 30
words = ["某某水库"]
cite = "实务做法，无公开规定"
verified = false
"#;

pub(super) const PARTS: [&str; 6] = [TABLE, SIGN, CODE, RETENTION, ZERO, PEOPLE];

#[test]
fn a_grading_table_that_grades_nothing_or_something_twice() {
    let table = |from: &str, to: &str| but(TABLE, from, to);
    let scales = TABLE.find("[[grade_table.scale]]").unwrap();
    let bands = (TABLE.find("bands = [").unwrap(), TABLE.find("]\n[[grade_table.trigger]]").unwrap());
    let no_bands = format!("{}bands = [{}", &TABLE[..bands.0], &TABLE[bands.1..]);
    refused(&[
        (own(&TABLE[..scales]), "没有任何标准 scale 或 trigger"),
        (own(&no_bands), "没有任何档次"),
        (table("from = 1000, words", "from = 1000, below = 5000, words"), "最高一档不应有上限 5000"),
        (table("\"ordinary\", from = 100", "\"major\", from = 100"), "次序不对"),
        (table("below = 1000,", "below = 900,"), "有空档"),
        (table("below = 1000,", "below = 1100,"), "有重叠"),
        (table("all = [{ of = \"deaths\", from = 1 }]", "all = []"), "没有任何标准 all"),
        (table("[{ of = \"deaths\", from = 1 }]", "[{ sign = \"smoke\" }]"), "所用情形 smoke 没有列入"),
        (table("[{ of = \"deaths\", from = 1 }]", "[{ of = \"smoke_m3\", from = 1 }]"), "所用计量 smoke_m3"),
        (table("[{ of = \"deaths\", from = 1 }]", "[{ deaths = 1 }]"), "标准应写作"),
        (
            table("\"L1\"", "\"L2\"")
                .replace("verified = true", "verified = false")
                .replace("all = [{", "verified = true\nall = [{"),
            "未读到原文",
        ),
        (
            table("\"L1\"", "\"L2\"")
                .replace("verified = true", "verified = false")
                .replace("words = \"转移1000人以上\"", "words = \"转移1000人以上\", verified = true"),
            "“转移1000人以上” 的来源 L2 未读到原文",
        ),
    ]);
}

#[test]
fn signs_codes_and_kinds_that_mean_nothing() {
    let social = "
[[event]]
id = \"own-gathering\"
name = \"群体性事件\"
family = \"social\"
class = \"security\"
graded_by = [\"order-493\"]
title = \"发生群体性事件\"
cause = \"原因\"
loss = \"损失\"
";
    let division = |code: &str, more: &str| {
        own(&format!("\n[[division]]\ncode = \"{code}\"\nname = \"某区\"\nsource = \"L1\"\n{more}"))
    };
    refused(&[
        (but(SIGN, "\"本县情形\"", "\"\""), "没有名称"),
        (but(SIGN, "[\"fire\"]", "[]"), "没有写明用于哪些类别"),
        (but(SIGN, "[\"fire\"]", "[\"dragons\"]"), "所指类别 dragons 不存在"),
        (but(SIGN, "own-sign", "deaths"), "deaths 是程序自有的计量名"),
        (but(CODE, "\"2017\"", "\" \""), "应写明 code、system、edition"),
        (but(CODE, "\"fire\"", "\"dragon\""), "所指类型 dragon 不存在"),
        (own(social), "属社会安全事件，不按本法分级"),
        (own("[[phone]]\nname = \"县消防救援大队\"\nnumber = \"0000-1\"\n"), "没有本局的号码"),
        (division("41110", ""), "应为六位数字"),
        (division("411100-KF01", ""), "标明 extension = true"),
        (division("411100-K", "extension = true"), "应为六位数字"),
        (division("411100", "extension = true"), "应为六位数字"),
    ]);
}

#[test]
fn what_is_cleared_and_the_days_of_the_room() {
    let season = "[[zero_report.season]]";
    let summer = |more: &str| {
        own(&format!(
            "{ZERO}\n{season}\nname = \"汛期\"\nsend_by = [\"16:30\"]\ncite = \"本局内控\"\nverified = false\n{more}"
        ))
    };
    refused(&[
        (but(RETENTION, "\"来电人\"", "\"\""), "what 为空"),
        (but(RETENTION, "[\"call_noted\"]", "[]"), "kinds 为空"),
        (but(RETENTION, "[\"call_noted\"]", "[\"report\"]"), "只有来电补充和并入的来电可以清除"),
        (but(RETENTION, "days = 30", "days = 0"), "days 应至少为1"),
        (but(ZERO, "\"08:00\"", "\"24:00\""), "turns_at 应早于24:00"),
        (
            but(ZERO, "send_by = [\"08:30\"]", "send_by = [\"08:30\"]\nfrom = \"06-01\"\nuntil = \"09-30\""),
            "没有全年适用的",
        ),
        (but(ZERO, "\"本县平时\"", "\"\""), "name 为空"),
        (but(ZERO, "send_by = [\"08:30\"]", "send_by = []"), "至少一个时刻"),
        (but(ZERO, "send_by = [\"08:30\"]", "send_by = [\"08:30\", \"08:30\"]"), "不重复"),
        (summer("from = \"06-01\""), "from 和 until 应同时写"),
        (summer("from = \"02-30\"\nuntil = \"09-30\""), "日子“02-30”应写作06-01"),
        (summer("days = [[\"2026-02-20\", \"2026-02-14\"]]"), "止日早于起日"),
        (
            but(
                ZERO,
                "name = \"本县平时\"\nsend_by = [\"08:30\"]\ncite = \"本局内控\"",
                "name = \"本县平时\"\nsend_by = [\"08:30\"]\ncite = \"\"",
            ),
            "没有写明条款 cite",
        ),
        (summer("source = \"L2\"").replace("verified = false\nsource", "verified = true\nsource"), "未读到原文"),
    ]);
}

#[test]
fn people_without_a_name_or_a_place_and_terms_that_end_before_they_begin() {
    refused(&[
        (but(PEOPLE, "order = 30\n[[signer]]", "order = 0\n[[signer]]"), "次序 order 为0"),
        (but(PEOPLE, "\"本县某室\"", "\"\""), "没有名称"),
        (but(PEOPLE, "\"本县水库\"", "\" \""), "没有名称 name"),
        (but(PEOPLE, "attempts = 2", "attempts = 0"), "应大于0"),
        (but(PEOPLE, "complete_minutes = 30", "complete_minutes = 0"), "应大于0"),
        (
            but(
                PEOPLE,
                "stages = [\"first\"]",
                "stages = [\"first\"]\ntell = { grade_at_least = \"large\", recipient = \"nobody\" }",
            ),
            "nobody 不在报告对象里",
        ),
    ]);
}
