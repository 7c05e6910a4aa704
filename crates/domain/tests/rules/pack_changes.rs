//! 规则包比较: whoever takes a pack in is shown everything that it changes.

use domain::pack::{PackText, Packs, SHIPPED, compare};

/// A change of each section of a pack, and how it is named to the officer.
const CHANGES: [(&str, &str, &str, &str); 24] = [
    ("event", "name = \"触电事故\"", "name = \"触电\"", "事件类型 electrocution"),
    ("figure", "name = \"受害森林面积\"", "name = \"过火面积\"", "计量 burnt_forest_ha"),
    ("sign", "words = \"经评估认为可能发生重大", "words = \"可能发生重大", "情形 major_expected"),
    ("grade_table", "id = \"order-493\"\n", "id = \"order-493\"\nalso_grades = [\"fire\"]\n", "分级表 order-493"),
    ("near_miss", "words = \"涉险10人以上的事故\"", "words = \"涉险十人以上\"", "较大涉险 near-at-risk-10"),
    ("scope", "[[scope]]\nid = \"", "[[scope]]\nid = \"own-", "报送范围 "),
    ("rule", "what = \"录入下月值排班\"", "what = \"录入值排班\"", "规则 R1"),
    ("recipient", "name = \"市应急管理局指挥中心\"", "name = \"市局指挥中心\"", "报告对象 city_bureau"),
    ("signer", "post = \"分管副局长\"", "post = \"副局长\"", "签发人 副局长"),
    ("sign_off", "last_minutes = 8", "last_minutes = 9", "呈签规定"),
    (
        "alarm",
        "id = \"before-2\"\nat = { before_minutes = 2 }",
        "id = \"before-2\"\nat = { before_minutes = 3 }",
        "提醒 before-2",
    ),
    (
        "form",
        "[[form.section]]\nid = \"scene\"\ntitle = \"现场与处置\"",
        "[[form.section]]\nid = \"scene\"\ntitle = \"现场\"",
        "表单分栏 现场",
    ),
    (
        "form",
        "measure = \"deaths\"\nlabel = \"死亡\"\ngap = true",
        "measure = \"deaths\"\nlabel = \"死亡\"\ngap = false",
        "伤亡栏 死亡",
    ),
    ("form", "of = \"missing\"\nlabel = \"失踪\"", "of = \"missing\"\nlabel = \"失踪（人）\"", "乡镇栏 失踪（人）"),
    ("form", "text = \"119指挥中心\"", "text = \"119\"", "常用语 caller：119"),
    ("letter", "后续情况续报。\",", "后续再报。\",", "行文模板"),
    ("retention", "id = \"caller-after-call\"", "id = \"caller\"", "清除规则 caller"),
    ("partner", "name = \"气象\"", "name = \"气象台\"", "互通共享单位 weather"),
    ("source", "key = \"S2\"\ntitle = \"", "key = \"S2\"\ntitle = \"（修订）", "来源 S2"),
    ("paper", "masthead = \"突发事件信息专报\"", "masthead = \"值班信息专报\"", "纸质版式"),
    ("zero_report", "turns_at = \"08:00\"", "turns_at = \"08:30\"", "零报告"),
    ("roster", "name = \"白夜两班\"", "name = \"两班\"", "班次 两班"),
    ("roster", "of = \"rest\"\nhours = 12", "of = \"rest\"\nhours = 24", "排班核对 休息不足"),
    ("meta", "", "", ""),
];

#[test]
fn a_pack_that_changes_any_of_its_sections_says_so_before_it_is_taken_in() {
    let national = SHIPPED[0];
    let before = Packs::from_texts(&[national]).unwrap();
    let sections: toml::Table = national.text.parse().unwrap();
    for section in sections.keys() {
        assert!(CHANGES.iter().any(|(of, ..)| of == section), "no change of [{section}] is looked for");
    }
    for (section, from, to, what) in CHANGES.into_iter().filter(|(section, ..)| *section != "meta") {
        let text = national.text.replacen(from, to, 1);
        assert_ne!(text, national.text, "[{section}] has {from}");
        let after = Packs::from_texts(&[PackText { file: "national.toml", text: &text }]);
        let changes = compare(&before, &after.unwrap_or_else(|errors| panic!("[{section}] {from}: {errors}")));
        let named: Vec<&str> = changes.iter().map(|change| change.what.as_str()).collect();
        assert!(named.iter().any(|name| name.starts_with(what)), "[{section}] {from}: {named:?}");
    }
    assert_eq!(compare(&before, &before), [], "a pack that changes nothing says nothing");
}
