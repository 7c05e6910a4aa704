//! 报错用语: what the TOML reader says, in the words of whoever edits a pack.

/// The reason in Chinese; the reader's own words stay where they are not known here.
pub(super) fn reason(message: &str) -> String {
    let message = message.trim();
    let quoted = |lead: &str| message.strip_prefix(lead).and_then(|rest| rest.split('`').next());
    let expected = || {
        let (_, expected) = message.split_once("expected ")?;
        let names: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        (!names.is_empty()).then(|| format!("，可用：{}", names.join("、")))
    };
    if let Some(name) = quoted("unknown field `") {
        return format!("没有 {name} 这个键，请删去或改正{}", expected().unwrap_or_default());
    }
    if let Some(name) = quoted("unknown variant `") {
        return format!("没有 {name} 这个取值{}", expected().unwrap_or_default());
    }
    if let Some(name) = quoted("missing field `") {
        return format!("缺少 {name}，请补上");
    }
    if message == "duplicate key" {
        return "这里的键已写过一次，请删去一处".to_owned();
    }
    if let Some(what) = message.strip_prefix("invalid type: ") {
        return format!("取值的类型不对：{what}");
    }
    if ["input is out of range", "premature end of input", "input contains invalid characters"].contains(&message) {
        return "日期应写作2026-01-31，且确有这一天".to_owned();
    }
    if message.starts_with("data did not match any variant") {
        return "标准应写作 { of = \"…\", from = 数字 } 或 { sign = \"…\" }".to_owned();
    }
    if !message.is_ascii() { message.to_owned() } else { format!("不是规则包的写法（{message}）") }
}
